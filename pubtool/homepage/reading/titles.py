"""Which part of a hand-written item is the title, and which the author list."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from pubtool import venues
from pubtool.homepage.reading import byline, venueline
from pubtool.homepage.reading.byline import Byline
from pubtool.homepage.reading.marked import LINE_BREAK, PARAGRAPH_BREAK, Look, Marked
from pubtool.homepage.reading.numbering import YEAR

_BREAKS = LINE_BREAK + PARAGRAPH_BREAK
_TRIED = 10  # a title is among the first things that are set off
_PUNCTUATION = ".,:;|–—-/·"
_QUOTED = re.compile(r"[\"“”„]\s*([^\"“”„]{12,400}?)[\s.,]*[\"”“]")
_APA_YEAR = re.compile(r"\s*[.,]?\s*\(((?:19|20)\d\d)[a-z]?\)[\s.,:]*")
_TITLE_STARTS = frozenset(
    ("A", "An", "The", "On", "When", "How", "What", "Why", "Do", "Does", "Can")
)
_BY = re.compile(r"\s*(?:by|with)\s*:?\s+", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """An item's title, its link, its authors, and the pieces of text that are neither."""

    title: Marked
    url: str | None
    byline: Byline
    rest: tuple[Marked, ...]


def find(text: Marked, known: Collection[str] = ()) -> Found | None:
    """Return title and authors of an item, None where they cannot be told apart for certain.

    The title is, in this order: a link's text, what stands in quotation marks, a line or a
    beginning in bold, the line before or after the author list, the sentence after it.
    """
    for start, end, url in islice(_candidates(text), _TRIED):
        found = _around(text, start, end, url, known)
        if found:
            return found
    return _by_lines(text, known) or _in_one_line(text, known) or _title_first_in_line(text, known)


def _candidates(text: Marked) -> Iterator[tuple[int, int, str | None]]:
    """Yield spans that are set like a title, likeliest first."""
    links = []
    for start, end, link in text.link_spans():
        end = end if link.closed else _end_of_open_link(text, start, end)
        if not _is_person(text, start, end):
            links.append((start, end, link.url))
    yield from sorted(links, key=lambda span: len(text.text[span[0] : span[1]].split()) < 3)
    quoted = [match.span() for match in _QUOTED.finditer(text.text) if len(match[1].split()) > 1]
    italic = [span for span in _spans(text, Look.ITALIC)[:1] if span[0] < 3]  # else the venue
    marked = [
        (start, end)
        for start, end in [*_spans(text, Look.BOLD), *italic]
        if len(text.text[start:end].split()) > 2 and not byline.is_name(text.text[start:end])
    ]
    quoting = [one for one in marked if any(one[0] <= q[0] and q[1] <= one[1] for q in quoted)]
    for start, end in dict.fromkeys([*quoting, *quoted, *marked]):
        yield start, end, None


def _is_person(text: Marked, start: int, end: int) -> bool:
    """Tell whether a link is a co-author's: a name that stands in a list of names."""
    if not byline.is_name(text.text[start:end].strip("*†‡ ")):
        return False
    before = text.text[max(0, start - 20) : start].rstrip()[-1:]
    after = text.text[end : end + 20].lstrip("*†‡ ")
    return before == "," or (after[:1] == "," and not before) or after.startswith("and ")


def _end_of_open_link(text: Marked, start: int, end: int) -> int:
    """Return where the title ends in a link that was never closed: with the bold, or the line."""
    bold = next(
        (stop for begin, stop in _spans(text.part(start, end), Look.BOLD) if begin < 3), None
    )
    if bold is not None:
        return start + bold
    newline = text.text.find("\n", start + 1, end)
    return newline if newline > start and text.text[start:newline].strip() else end


def _spans(text: Marked, look: Look) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for run in text.runs():
        blank = not text.text[run.start : run.end].strip(" ")
        if run.look & look or (blank and spans and spans[-1][1] == run.start):
            if spans and spans[-1][1] == run.start:
                spans[-1] = (spans[-1][0], run.end)
            elif run.look & look:
                spans.append((run.start, run.end))
    return spans


def _around(
    text: Marked, start: int, end: int, url: str | None, known: Collection[str]
) -> Found | None:
    """Return the item whose title is `text[start:end]`, if authors stand before or after it."""
    title = _unquoted(text.part(start, end))
    if not any(char.isalpha() for char in title.text):
        return None
    before = text.part(0, start).strip(_PUNCTUATION + '"“”')
    after = text.part(end).lstrip(_PUNCTUATION + '"“”')
    rest = [piece for piece in before.split(_BREAKS) if piece.text.strip(_PUNCTUATION + " ")]
    following = after.split(_BREAKS)
    for pieces in (rest, following):
        for i, piece in enumerate(pieces):
            people = _whole_byline(piece, known) if pieces is rest else _byline(piece, known)
            if people is None or (pieces is rest and not people.names):
                continue
            others = [*rest, *following]
            others.remove(piece)
            remainder = piece.part(people.end).lstrip(_PUNCTUATION)
            at = i if pieces is rest else len(rest) + i
            if remainder.text.strip(_PUNCTUATION + " "):
                others.insert(at, remainder)
            return Found(title, url, people, tuple(others))
    return None


def _unquoted(title: Marked) -> Marked:
    """Return a title without the quotation marks round it; those inside it are its own."""
    title, bare = title.strip(), title.strip('"“”')
    inside = title.text[1:-1]
    around = {title.text[:1], title.text[-1:]}
    if set(bare.text) & set('"“”') and (not around <= set('"“”') or around & set(inside)):
        return title
    return bare


def _byline(piece: Marked, known: Collection[str]) -> Byline | None:
    """Return the author list that a piece of text begins with, after an optional "by"."""
    skipped = match.end() if (match := _BY.match(piece.text)) else 0
    people = byline.take(piece.part(skipped), known)
    if people is None:
        return None
    return Byline(people.names, people.et_al, people.end + skipped)


def _whole_byline(piece: Marked, known: Collection[str]) -> Byline | None:
    """Return the author list that a piece is from start to end, a year after it aside."""
    people = _byline(piece, known)
    if people is None or _APA_YEAR.sub("", piece.text[people.end :]).strip(_PUNCTUATION + " \n"):
        return None
    return people


def _by_lines(text: Marked, known: Collection[str]) -> Found | None:
    """Return title and authors where each has a line of its own."""
    lines = text.split(_BREAKS)
    if len(lines) < 2:
        lines = text.split("\n")
    for i in range(min(2, len(lines) - 1)):
        above, below = _whole_byline(lines[i], known), _byline(lines[i + 1], known)
        fits = below and not _is_label(lines[i]) and _closes_well(lines[i + 1], below)
        # A title of capitalised words looks like a name, but like one only.
        if below and fits and (not above or _likelier(below, above, known)):
            remainder = lines[i + 1].part(below.end).lstrip(_PUNCTUATION)
            rest = [*lines[:i], *([remainder] if remainder.text else []), *lines[i + 2 :]]
            return Found(lines[i].strip(_PUNCTUATION), None, below, tuple(rest))
        if above and (len(above.names) > 1 or _set_off(above)) and not _is_label(lines[i + 1]):
            return Found(lines[i + 1], None, above, (*lines[:i], *lines[i + 2 :]))
    return None


def _is_label(line: Marked) -> bool:
    """Tell whether a line is too short for a title, or a venue and its year ("CVPR 2016")."""
    words = line.text.split()
    return len(words) < 2 or (len(words) < 4 and bool(YEAR.search(line.text)))


def _likelier(one: Byline, other: Byline, known: Collection[str]) -> bool:
    """Tell whether of two lines that look like names the first is the author list."""
    if any(name.author.name in known for name in other.names):
        return False
    return len(one.names) > len(other.names) or any(n.author.name in known for n in one.names)


def _closes_well(line: Marked, people: Byline) -> bool:
    """Tell whether what follows the names on their line can follow an author list."""
    rest = line.text[people.end :].strip(_PUNCTUATION + " \n")
    return not rest or rest[0] in "([" or venueline.looks_like_venue(rest) or _set_off(people)


def _set_off(people: Byline) -> bool:
    return any(name.emphasis for name in people.names)


def _in_one_line(text: Marked, known: Collection[str]) -> Found | None:
    """Return title and authors of "Authors (year). Title. Venue" and its kin."""
    people = _byline(text, known)
    if people is None or (len(people.names) < 2 and not _set_off(people)):
        return None
    rest = text.part(people.end)
    told: list[Marked] = []
    if year := _APA_YEAR.match(rest.text):
        told = [rest.part(year.start(1), year.end(1))]
        rest = rest.part(year.end())
    rest = rest.lstrip(_PUNCTUATION)
    if _may_be_a_name_and_a_title(rest):
        return None
    cut = _title_end(rest)
    title = rest.part(0, cut).strip(_PUNCTUATION + '"“”')
    venue = rest.part(cut).lstrip(_PUNCTUATION + _BREAKS)
    if len(title.text.split()) < 3 or len(title.text) > 400 or _BREAKS[0] in title.text:
        return None
    pieces = venue.split(_BREAKS)
    if told and pieces:  # the year of "(2024)." is the venue's
        first = pieces[0].rstrip(".")
        pieces[0] = first.without(len(first.text), len(first.text), f", {told[0].text}")
    else:
        pieces = told + pieces
    return Found(title, None, people, tuple(pieces))


def _title_first_in_line(text: Marked, known: Collection[str]) -> Found | None:
    """Return title and authors of "Title. Authors. Venue" where several authors stand there."""
    if byline.take(text, known) is not None:
        return None
    for sentence in islice(re.finditer(r"(?<=[^\W_]{2})[.?!]\s+", text.text), 3):
        title, rest = text.part(0, sentence.start() + 1), text.part(sentence.end())
        people = _byline(rest, known)
        if people is None or (len(people.names) < 2 and not _set_off(people)):
            continue
        if len(title.text.split()) < 3 or len(title.text) > 400:
            return None
        remainder = rest.part(people.end).lstrip(_PUNCTUATION)
        pieces = [piece for piece in remainder.split(_BREAKS) if piece.text]
        return Found(title.strip(), None, people, tuple(pieces))
    return None


def _may_be_a_name_and_a_title(rest: Marked) -> bool:
    """Tell whether a name without a comma may stand before the title: "Ann Lee When Nets …".

    In titles a word such as "When" is capitalised at the start only.
    """
    words = rest.text.split(None, 4)
    starts = [i for i, word in enumerate(words[:4]) if i > 1 and word in _TITLE_STARTS]
    return bool(starts) and byline.is_name(" ".join(words[: starts[0]]))


def _title_end(rest: Marked) -> int:
    """Return where the title ends: at italics, at a venue, at the end of its sentence."""
    ends = [len(rest.text)]
    for run in rest.runs():
        if run.start and run.look & Look.ITALIC and len(rest.text[: run.start].split()) > 2:
            ends.append(run.start)
            break
    for char in _BREAKS:
        if (position := rest.text.find(char)) > 0:
            ends.append(position)
    if sentence := re.search(r"(?<=[^\W\d_]{2})\.(?=\s)|(?<=\d)\.(?=\s+[A-Z])", rest.text):
        ends.append(sentence.start())
    for match in islice(re.finditer(r",\s|\s\((?=[^()]{2,80}\))", rest.text), _TRIED):
        told = rest.text[match.end() : match.end() + 120].split(")")[0].split(". ")[0]
        if venueline.looks_like_venue(told) and match.start():
            ends.append(match.start() + 1)
            break
    label = re.search(r"\s([A-Za-z]+)\s+['’]?((?:19|20)?\d\d)\W*$", rest.text[-40:])
    if label and venues.known(label[1]):
        ends.append(max(0, len(rest.text) - 40) + label.start())
    return min(ends)
