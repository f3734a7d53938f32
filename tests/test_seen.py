"""The memory of what list and source last agreed on."""

import datetime
import os
from pathlib import Path

import pytest

from pubtool import files, seen
from pubtool.publication import Author, Publication
from pubtool.seen import Sighting

ADAM = Publication(
    key="adam",
    type="misc",
    title="{Adam}: A Method",
    authors=(Author("Kingma", "Diederik P."), Author("van Beethoven", "Ludwig")),
)


def test_what_is_remembered_is_recalled_and_later_sightings_take_its_place(tmp_path: Path) -> None:
    library = tmp_path / "publications.bib"
    day = datetime.date(2025, 2, 3)
    first = {"arXiv:1412.6980": Sighting(day, "A", ("B",)), "doi:10.1/x": Sighting(day)}
    seen.remember(library, first)
    seen.remember(library, {"doi:10.1/x": Sighting(day, None, ())})
    assert seen.recall(library) == first | {"doi:10.1/x": Sighting(day, None, ())}


def test_what_a_killed_command_left_half_way_goes_with_the_next(tmp_path: Path) -> None:
    library = tmp_path / "publications.bib"
    sightings = {"doi:10.1/x": Sighting(datetime.date(2025, 2, 3))}
    seen.remember(library, sightings)
    (memory,) = Path(os.environ["XDG_STATE_HOME"]).rglob("seen.json")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # as if killed
        with files.prepared(memory, b"half"):
            pass
    assert len(list(memory.parent.glob(".pubtool-*"))) == 1
    seen.remember(library, sightings)
    assert list(memory.parent.glob(".pubtool-*")) == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{", '{"a": 1}', '{"a": {"date": "x"}}', "\\0"),
        pytest.param("[" * 100_000, id="nested deeply"),
    ],
)
def test_a_damaged_memory_is_an_empty_one(tmp_path: Path, text: str) -> None:
    library = tmp_path / "publications.bib"
    seen.remember(library, {"doi:10.1/x": Sighting(datetime.date(2025, 2, 3))})
    (memory,) = Path(os.environ["XDG_STATE_HOME"]).rglob("seen.json")
    memory.write_text(text)
    assert seen.recall(library) == {}


def test_a_sighting_holds_title_and_names_as_bibtex_writes_them() -> None:
    sighting = seen.sighting(ADAM)
    assert (sighting.title, sighting.authors) == (
        "{Adam}: A Method",
        ("Diederik P. Kingma", "{van Beethoven}, Ludwig"),
    )
