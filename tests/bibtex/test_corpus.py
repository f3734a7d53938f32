"""Edits of real files, judged by bibtexparser alone: the old library plus exactly that change."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pubtool import files
from pubtool.bibtex import entries, reading
from pubtool.bibtex.document import Document, Entry, NewEntry
from tests.bibtex.snapshots import Snapshot, snapshot, without_comments

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted((*CORPUS.glob("bibs/**/*.bib"), *CORPUS.glob("parsers/**/*.bib")))
LARGE = 8_000  # characters: from there on fewer edits are tried

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus of real files is not here")


def text_of(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def sample(document: Document) -> Iterator[Entry]:
    """Yield the first, the last and some other entries; of a large file the last alone."""
    found = document.entries
    if len(document.text) > LARGE:
        yield from found[-1:]
        return
    others = random.Random(len(found)).sample(found[1:-1], k=min(2, len(found[1:-1])))
    yield from {entry.key: entry for entry in (*found[:1], *others, *found[-1:])}.values()


def place_of(shots: list[Snapshot], key: str) -> int:
    (place,) = (n for n, shot in enumerate(shots) if shot[0] == "entry" and shot[2] == key)
    return place


def with_fields(shot: Snapshot, fields: list[tuple[str, str]]) -> Snapshot:
    return ("entry", str(shot[1]), str(shot[2]), tuple(fields))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_an_edit_changes_what_was_asked_for_and_nothing_else(path: Path) -> None:
    text = text_of(path)
    document = Document.parse(text)
    assert document.text == text
    assert all(found.raw in text for found in (*document.entries, *document.broken))
    before, is_large = snapshot(text), len(text) > LARGE

    appended = document.append(NewEntry("misc", "new:2099", (("title", "A {B}"),)))
    *kept, new = snapshot(appended.text)
    assert appended.text.startswith(text)
    assert kept == before
    assert (new[1], new[2]) == ("misc", "new:2099")

    for entry in sample(document):
        place = place_of(before, entry.key)
        shot = before[place]
        pairs = [(str(name), str(value)) for name, value in shot[3]]  # type: ignore[misc]

        def expect(after: Document, changed: list[Snapshot], place: int = place) -> None:
            assert snapshot(after.text) == [*before[:place], *changed, *before[place + 1 :]]
            assert is_large or Document.parse(after.text).entries == after.entries

        added = document.set_fields(entry.key, {"annotation:new": "x {Y}"})
        last = snapshot(added.text)[place][3][-1]
        assert (last[0].lower(), last[1][1:-1]) == ("annotation:new", "x {Y}")
        expect(added, [with_fields(shot, [*pairs, (last[0], last[1])])])

        retyped = document.set_type(entry.key, "phdthesis")
        expect(retyped, [("entry", "phdthesis", entry.key, tuple(pairs))])

        some = {len(pairs) - 1} if is_large else {0, len(pairs) // 2, len(pairs) - 1}
        for number in some if pairs else ():
            name, value = pairs[number]
            removed = document.set_fields(entry.key, {name: None})
            expect(removed, [with_fields(shot, [*pairs[:number], *pairs[number + 1 :]])])
            changed = document.set_fields(entry.key, {name: "new {V}"})
            quoted = entry.fields[number].delimiter == '"'
            new_value = '"new {V}"' if quoted else "{new {V}}"
            expect(
                changed,
                [with_fields(shot, [*pairs[:number], (name, new_value), *pairs[number + 1 :]])],
            )
            start = text.index(entry.raw)
            assert changed.text[:start] == text[:start]
            assert changed.text.endswith(text[start + len(entry.raw) :])
            assert _has_instead(entry.raw, value, new_value, changed.entry(entry.key).raw)

        gone = document.remove(entry.key)
        assert without_comments(snapshot(gone.text)) == without_comments(
            [*before[:place], *before[place + 1 :]]
        )
        assert gone.text.split() == text.replace(entry.raw, " ", 1).split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_every_entry_reads_as_a_paper_without_a_change_to_make(path: Path) -> None:
    for entry in Document.parse(text_of(path)).entries:
        publication = entries.read(entry)
        assert entries.changes(publication, publication, entry) == {}


def _has_instead(old: str, value: str, new_value: str, new: str) -> bool:
    """Tell whether `new` is `old` with one occurrence of `value` replaced."""
    places = (match.start() for match in re.finditer(re.escape(value), old))
    return any(old[:at] + new_value + old[at + len(value) :] == new for at in places)


@pytest.mark.skipif(not FILES, reason="the corpus is not there")
def test_real_lists_read_the_same_piece_by_piece(monkeypatch):
    texts = [files.read(path).text for path in FILES]
    texts = [text for text in texts if len(text) < 100_000]
    whole = [reading.read(text) for text in texts]
    monkeypatch.setattr(reading, "_PIECE", 300)
    assert [reading.read(text) for text in texts] == whole
    assert len(texts) > 100
