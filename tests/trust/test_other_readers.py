"""The corpus as pubtool, pybtex and bibtexparser read it: where they differ, and who is right.

pybtex is no dependency, not even of the tests: `pip install pybtex` to run its half.

| class | pubtool | the other | who is right |
|---|---|---|---|
| month | `dec`, as written | pybtex: `December` | both: the style says which it is |
| macro | `jacm`, as written | pybtex: nothing | pubtool: styles define macros too |
| joined | `"1~" # mar`: `1~mar` | bibtexparser: as written | pubtool: BibTeX joins them |
| key case | `F1` and `f1` are two | pybtex: the first alone | biber as pubtool, BibTeX neither |
| key twice | both broken | both: the first alone | pubtool: which one an edit means is open |
| field twice | broken | pybtex: one of the two | pubtool: the same |
| comment inside | broken | both: read, fields missing | pubtool: BibTeX stops there |
| comment for a field | a field `%url` | pybtex: loses the next too | pubtool: nothing is lost |
| missing comma | broken | both: a field is swallowed | pubtool |
| broken | broken, with its line | pybtex: what is before | pubtool: it edits no half |
| mistaken type | `@commentary` is broken | bibtexparser: a comment | pybtex; pubtool tells it |
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from pubtool import files
from pubtool.bibtex.document import Document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LARGEST = 400_000  # bytes; pybtex takes minutes for more
MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")

Fields = Mapping[str, str]
Reader = Callable[[str], dict[str, tuple[str, Fields]]]


def texts() -> Iterator[str]:
    for path in sorted(CORPUS.rglob("*.bib")):
        if path.stat().st_size <= LARGEST:
            yield files.read(path).text


def by_bibtexparser(text: str) -> dict[str, tuple[str, Fields]]:
    import bibtexparser

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)
    return {
        entry.key: (
            entry.entry_type,
            {field.key.lower(): even(str(field.value)) for field in entry.fields},
        )
        for entry in bibtexparser.parse_string(text).entries
    }


def by_pybtex(text: str) -> dict[str, tuple[str, Fields]]:
    """What pybtex reads; people are left out, since it takes them apart."""
    errors = pytest.importorskip("pybtex.errors")
    from pybtex.database.input.bibtex import Parser

    with errors.capture():
        found = Parser().parse_string(text)
    return {
        key: (entry.type, {name.lower(): even(value) for name, value in entry.fields.items()})
        for key, entry in found.entries.items()
    }


def even(value: str) -> str:
    return " ".join(value.split())


def disagreements(text: str, reader: Reader) -> Iterator[str]:
    """Yield the class of each disagreement; what has none in the table is its own class."""
    document, theirs = Document.parse(text), reader(text)
    ours = {entry.key: entry for entry in document.entries}
    folded = Counter(key.casefold() for key in document.keys)
    broken = {block.key: block.reason for block in document.broken}
    for key in ours.keys() ^ theirs.keys():
        if key in broken:
            yield class_of_broken(broken[key])
        else:
            yield "key case" if folded[key.casefold()] > 1 else class_of_unseen(text, key)
    for key in ours.keys() & theirs.keys():
        if folded[key.casefold()] > 1:
            continue  # pybtex has one of them under the other's key
        kind, fields = theirs[key]
        yield from () if kind.lower() == ours[key].type else (f"type of {key}",)
        mine = {field.name: even(field.value) for field in ours[key].fields}
        for name in fields.keys() - mine.keys():
            yield f"{key} has no {name}"
        for name in mine.keys() - fields.keys() - {"author", "editor"}:
            commented = "%" in name or re.search(r"\n\s*%", ours[key].raw)
            yield "comment for a field" if commented else f"{key} lacks {name}"
        for name in mine.keys() & fields.keys():
            if mine[name] != fields[name]:
                yield class_of_value(mine[name], fields[name])


def class_of_broken(reason: str) -> str:
    words = {
        "its key stands more than once": "key twice",
        "stands twice in it": "field twice",
        "for a comment": "comment inside",
        "a comma is missing": "missing comma",
        "begins like another": "mistaken type",
    }
    return next((name for start, name in words.items() if start in reason), "broken")


def class_of_unseen(text: str, key: str) -> str:
    """A key that pubtool does not know: one in the middle of a broken block."""
    known = {block.key for block in Document.parse(text).broken}
    return "broken" if None in known else f"{key} is not seen"


def class_of_value(mine: str, theirs: str) -> str:
    if "#" in theirs and even(theirs) != mine:
        return "joined"
    if set(re.split("[~0-9]+", mine)) & MONTHS:
        return "month"
    return "macro" if not theirs else f"{mine!r} is {theirs!r}"


@pytest.mark.parametrize(
    ("reader", "classes"),
    [
        pytest.param(
            by_bibtexparser,
            {"joined", "key twice", "comment inside", "missing comma", "broken", "mistaken type"},
            id="bibtexparser",
        ),
        pytest.param(
            by_pybtex,
            {
                *("month", "macro", "key case", "key twice", "field twice", "comment inside"),
                *("comment for a field", "missing comma", "broken", "mistaken type"),
            },
            id="pybtex",
        ),
    ],
)
def test_every_disagreement_is_of_a_class_that_is_told(reader: Reader, classes: set[str]) -> None:
    found = Counter(one for text in texts() for one in disagreements(text, reader))
    assert set(found) - classes == set(), found
