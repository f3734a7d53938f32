"""A new field stands where a careful person would have put it."""

import pytest

from pubtool.bibtex.document import Document
from pubtool.bibtex.order import place


@pytest.mark.parametrize(
    ("name", "standing", "expected"),
    [
        pytest.param("booktitle", ["title", "author", "year", "url"], 2, id="after the authors"),
        pytest.param("award", ["title", "author", "year", "eprint"], 3, id="after the year"),
        pytest.param("abbr", ["author", "title", "year", "booktitle"], 4, id="other order"),
        pytest.param("eprint", ["title", "date", "url"], 2, id="after a date"),
        pytest.param("pdf", ["title", "url"], 2, id="no place of its own"),
        pytest.param("journal", ["author", "title", "year"], 2, id="authors first"),
        pytest.param("title", ["author", "year"], 1, id="never the first"),
        pytest.param("year", ["note", "file"], 2, id="nothing has a place"),
        pytest.param("year", [], 0, id="no field at all"),
        pytest.param("year", ["note", "pages", "file"], 2, id="among unknown ones"),
    ],
)
def test_a_new_field_goes_where_the_fewest_stand_on_the_wrong_side(
    name: str, standing: list[str], expected: int
) -> None:
    assert place(name, standing) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "@misc{k,\n  title = {T},\n  url   = {u},\n}\n",
            "@misc{k,\n  title = {T},\n  year  = {2025},\n  url   = {u},\n}\n",
            id="a line each",
        ),
        pytest.param(
            "@misc{k, title={T}, url={u}}",
            "@misc{k, title={T}, year={2025}, url={u}}",
            id="one line",
        ),
        pytest.param(
            "@misc{k\n  , title = {T}\n  , url = {u}\n}\n",
            "@misc{k\n  , title = {T}\n  , year = {2025}\n  , url = {u}\n}\n",
            id="commas first",
        ),
        pytest.param(
            "@misc{k,\n  author={A}, title={T}, url={u},\n  note={n}\n}",
            "@misc{k,\n  author={A}, title={T}, year={2025}, url={u},\n  note={n}\n}",
            id="several on a line",
        ),
        pytest.param(
            "@misc{k,\r\n\ttitle = {T},\r\n\turl = {u}\r\n}",
            "@misc{k,\r\n\ttitle = {T},\r\n\tyear = {2025},\r\n\turl = {u}\r\n}",
            id="tabs and CRLF",
        ),
    ],
)
def test_a_field_in_the_middle_is_laid_out_as_its_neighbours(text: str, expected: str) -> None:
    added = Document.parse(text).set_fields("k", {"year": "2025"})
    assert added.text == expected
    assert added.set_fields("k", {"year": None}).text == text
