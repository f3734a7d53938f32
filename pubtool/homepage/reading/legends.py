"""What the marks after names mean: "(*: equal contribution; † corresponding author)"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pubtool.homepage.reading import markup
from pubtool.homepage.reading.byline import MARKS, Name
from pubtool.homepage.reading.marked import LINE_BREAK, PARAGRAPH_BREAK, Marked

_EQUAL = (
    r"(?:equal(?:ly)?[\s-]{1,3}(?:contribut\w{2,5}|authors?)|contribut\w{2,5}\s{1,3}equally"
    r"|equal\s{1,3}first|co-?first|joint(?:ly)?\s{1,3}first|shared\s{1,3}first)"
)
_IN_BRACKETS = re.compile(rf"[(\[]([^()\[\]]{{0,150}}\b{_EQUAL}\b[^()\[\]]{{0,150}})[)\]]\.?", re.I)
_EQUALS = re.compile(rf"\b{_EQUAL}\b", re.I)
_ALONE_WORDS = 8  # "*: authors contributed equally to this work" stands on its own line
_LONGEST = 40  # words of a paragraph that is about the marks


@dataclass(frozen=True, slots=True)
class Legend:
    """The marks that mean equal contribution; empty where the legend shows none: any mark does."""

    marks: frozenset[str] = frozenset()


def find(text: Marked) -> tuple[Marked, Legend | None]:
    """Return the text without the words that explain the marks, and what these say."""
    found = list(_IN_BRACKETS.finditer(text.text))
    legend = next((told for match in found if (told := meaning(match[1]))), None)
    text = text.without_all([match.span() for match in found])
    if legend is None:
        for line in text.split(LINE_BREAK + PARAGRAPH_BREAK + "\n"):
            if len(line.text.split()) <= _ALONE_WORDS and _EQUALS.search(line.text):
                start = text.text.index(line.text)
                return text.without(start, start + len(line.text)), meaning(line.text)
    return text, legend


def told(prose: str) -> Legend | None:
    """Return what a paragraph of the page (Markdown) explains, None where it is no legend."""
    words = markup.read(prose[:1000]).words
    return meaning(words) if len(words.split()) < _LONGEST else None


def meaning(words: str) -> Legend | None:
    """Return what `words` say about equal contribution, None where they say nothing of it."""
    for clause in re.split(r"[;,.]", words):
        if _EQUALS.search(clause):
            return Legend(frozenset(char for char in clause if char in MARKS))
    return None


def equal(
    names: Sequence[Name], own: Legend | None, around: Legend | None
) -> tuple[tuple[bool, ...], frozenset[str]]:
    """Return who contributed equally, and the marks whose meaning is not known.

    The item's own legend decides, then the page's. Where there is none, a mark means equal
    contribution only if the first author and others right after bear it: a lone mark may
    as well be the corresponding author's.
    """
    marks = {sign for name in names for sign in name.marks if sign in MARKS}
    legend = own or around
    if legend is not None:
        known = legend.marks & marks if legend.marks else marks
        if not known and own is not None and len(marks) == 1:
            known = marks  # the item explains a mark, and its names bear another
    else:
        known = {mark for mark in marks if _leads(names, mark)}
    flags = tuple(any(sign in known for sign in name.marks) for name in names)
    unexplained = {sign for name in names for sign in name.marks} - known
    return flags, frozenset(unexplained)


def _leads(names: Sequence[Name], mark: str) -> bool:
    bearers = [i for i, name in enumerate(names) if mark in name.marks]
    return len(bearers) > 1 and bearers == list(range(len(bearers)))
