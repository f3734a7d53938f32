"""An entry is changed so that it reads as the changed paper, in as few fields as that takes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pubtool.bibtex import entries
from pubtool.bibtex.document import Document
from pubtool.publication import Author, Publication, Status

Tweak = Callable[[Publication], Publication]
A, B, C = Author("Jang", "Doohyuk"), Author("Park", "Sihwan"), Author("Yang", "Eunho")


def equal(author: Author) -> Author:
    return replace(author, equal=True)


def changed(fields: str, tweak: Tweak, kind: str = "misc") -> dict[str, str | None]:
    """Return the changes, after making sure that the entry with them reads as wished."""
    document = Document.parse(f"@{kind}{{k,\n  {fields}\n}}\n")
    entry = document.entry("k")
    before = entries.read(entry)
    after = tweak(before)
    changes = entries.changes(before, after, entry)
    edited = document.set_type("k", after.type).set_fields("k", changes)
    again = entries.read(edited.entry("k"))
    gone = {name for name, new in changes.items() if new is None}
    extra = tuple((name, value) for name, value in after.extra if name not in gone)
    assert replace(again, extra=()) == replace(after, extra=())
    assert {*again.extra} - {*changes.items()} <= {*extra}
    return changes


AUTHORS = "author = {Jang, Doohyuk and Park, Sihwan and Eunho Yang}"


@pytest.mark.parametrize(
    ("fields", "tweak", "changes"),
    [
        pytest.param("title = {T}", lambda p: p, {}, id="nothing"),
        pytest.param("title = {T}", lambda p: replace(p, title="U"), {"title": "U"}, id="title"),
        pytest.param(
            "award = {A}, abbr = {B}, venue = {C}",
            lambda p: replace(p, award=None, abbr=None, free_venue=None),
            {"award": None, "abbr": None, "venue": None},
            id="fields that go",
        ),
        pytest.param(
            "note = {a}, code = {b}",
            lambda p: replace(p, extra=(("note", "c"), ("pdf", "d"))),
            {"note": "c", "code": None, "pdf": "d"},
            id="other fields",
        ),
        pytest.param(
            "keywords = {a; b}",
            lambda p: replace(p, hidden=True, keywords=("a", "b", "hidden")),
            {"keywords": "a; b; hidden"},
            id="hidden",
        ),
        pytest.param(
            "keywords = {hidden}",
            lambda p: replace(p, hidden=False, keywords=()),
            {"keywords": None},
            id="shown again",
        ),
        pytest.param(
            "year = {2024}, month = {January}",
            lambda p: replace(p, year=2025, month=2),
            {"year": "2025", "month": "feb"},
            id="year and month",
        ),
        pytest.param(
            "date = {2024-11-05}",
            lambda p: replace(p, year=2025, month=None),
            {"date": "2025"},
            id="biblatex date",
        ),
        pytest.param(
            "year = {2024}, date = {2024-11}",
            lambda p: replace(p, year=2025),
            {"year": "2025", "date": "2025-11"},
            id="year beside a date",
        ),
        pytest.param(
            "year = {in press}", lambda p: replace(p, year=2025), {"year": "2025"}, id="in press"
        ),
    ],
)
def test_only_what_differs_is_changed(
    fields: str, tweak: Tweak, changes: dict[str, str | None]
) -> None:
    if "note" in fields or "in press" in fields:
        document = Document.parse(f"@misc{{k, {fields}}}")
        before = entries.read(document.entry("k"))
        assert entries.changes(before, tweak(before), document.entry("k")) == changes
    else:
        assert changed(fields, tweak) == changes


@pytest.mark.parametrize(
    ("annotation", "authors", "changes"),
    [
        pytest.param("", (A, equal(B), C), {"author+an": "2=equal"}, id="equal set"),
        pytest.param("1=equal; 2=equal", (A, B, C), {"author+an": None}, id="equal taken back"),
        pytest.param(
            "1=equal, corresponding; 3=me",
            (A, B, replace(C, me=True)),
            {"author+an": "1=corresponding; 3=me"},
            id="other annotations stay",
        ),
        pytest.param(
            "1=equal; 3=corresponding",
            (C, equal(A), B),
            {
                "author": "Eunho Yang and Jang, Doohyuk and Park, Sihwan",
                "author+an": "1=corresponding; 2=equal",
            },
            id="annotations move with their author, names keep their spelling",
        ),
        pytest.param(
            '2=equal, "first; then, second"; 1=x',
            (equal(B), A, C),
            {
                "author": "Park, Sihwan and Jang, Doohyuk and Eunho Yang",
                "author+an": '1=equal, "first; then, second"; 2=x',
            },
            id="a text in quotation marks is one annotation",
        ),
        pytest.param(
            "1=corresponding; 2:family=note; 3=equal; nonsense",
            (B, equal(C)),
            {
                "author": "Park, Sihwan and Eunho Yang",
                "author+an": "1:family=note; 2=equal; nonsense",
            },
            id="an author who leaves takes the annotation along",
        ),
        pytest.param(
            "1=equal; 2=equal",
            (equal(A), equal(B), Author("Kim", "Ann"), C),
            {"author": "Jang, Doohyuk and Park, Sihwan and Ann Kim and Eunho Yang"},
            id="an author who joins",
        ),
        pytest.param(
            "2=equal",
            (A, equal(Author("Park", "S.")), C),
            {"author": "Jang, Doohyuk and S. Park and Eunho Yang"},
            id="another spelling of a name is the same author",
        ),
    ],
)
def test_annotations_stay_with_their_authors(
    annotation: str, authors: tuple[Author, ...], changes: dict[str, str | None]
) -> None:
    fields = f"{AUTHORS}, author+an = {{{annotation}}}" if annotation else AUTHORS
    assert changed(fields, lambda p: replace(p, authors=authors)) == changes


def accepted(publication: Publication) -> Publication:
    return replace(
        publication,
        type="inproceedings",
        status=Status.PUBLISHED,
        pubstate=None,
        venue="International Conference on Learning Representations",
        abbr="ICLR",
    )


BOOKTITLE = {"booktitle": "International Conference on Learning Representations"}


@pytest.mark.parametrize(
    ("kind", "fields", "changes"),
    [
        pytest.param(
            "misc",
            "eprint = {2410.03355}, archivePrefix = {arXiv}",
            {"abbr": "ICLR", **BOOKTITLE},
            id="as arXiv writes it",
        ),
        pytest.param(
            "article",
            "journal = {arXiv preprint arXiv:2410.03355}",
            {
                "abbr": "ICLR",
                "journal": None,
                **BOOKTITLE,
                "eprint": "2410.03355",
                "archivePrefix": "arXiv",
            },
            id="as Google Scholar writes it: the id moves into its own field",
        ),
        pytest.param(
            "article",
            "journal = {arXiv preprint arXiv:2410.03355 [cs.CV]}, eprint = {2410.03355}",
            {"abbr": "ICLR", "journal": None, **BOOKTITLE, "primaryClass": "cs.CV"},
            id="what the journal alone told is kept",
        ),
        pytest.param(
            "article",
            "journal = {CoRR}, volume = {abs/2410.03355}, eprinttype = {arXiv}, "
            "eprint = {2410.03355}",
            {"abbr": "ICLR", "journal": None, "volume": None, **BOOKTITLE},
            id="as DBLP writes it",
        ),
        pytest.param(
            "inproceedings",
            "booktitle = {Submitted to ICLR 2025}, pubstate = {submitted}",
            {"abbr": "ICLR", "pubstate": None, **BOOKTITLE},
            id="as OpenReview writes it",
        ),
        pytest.param(
            "misc",
            "howpublished = {arXiv:2410.03355}, publisher = {arXiv}, code = {x}",
            {
                "abbr": "ICLR",
                "howpublished": None,
                "publisher": None,
                **BOOKTITLE,
                "eprint": "2410.03355",
                "archivePrefix": "arXiv",
            },
            id="as others write it; the user's own field stays",
        ),
    ],
)
def test_a_preprint_that_is_accepted_loses_what_is_stale_and_no_id(
    kind: str, fields: str, changes: dict[str, str | None]
) -> None:
    assert changed(fields, accepted, kind) == changes


@pytest.mark.parametrize(
    ("role", "authors", "moved"),
    [
        ('1="a; b";3=lead', (C, A, B), '1=lead; 2="a; b"'),
        ("2:family=x; nonsense; 3=lead", (B, A), "1:family=x; nonsense"),
        ("3=lead", (A, B), None),
        ("1=lead;2=x", (A, B), "1=lead;2=x"),
    ],
    ids=["another order", "one leaves", "the only one leaves", "nobody moves"],
)
def test_named_annotations_move_with_their_authors(
    role: str, authors: tuple[Author, ...], moved: str | None
) -> None:
    changes = changed(
        f"{AUTHORS}, author+an:role = {{{role}}}", lambda p: replace(p, authors=authors)
    )
    assert changes.get("author+an:role", role) == moved
    assert ("author+an:role" in changes) == (moved != role)


def test_a_venue_moves_to_the_field_of_its_type() -> None:
    changes = changed(
        "journal = {ICLR}", lambda p: replace(p, type="inproceedings"), kind="article"
    )
    assert changes == {"journal": None, "booktitle": "ICLR"}


@pytest.mark.parametrize(
    ("fields", "tweak", "changes"),
    [
        pytest.param(
            "url = {https://arxiv.org/abs/2410.03355}",
            lambda p: replace(p, url="https://example.org"),
            {"url": "https://example.org", "eprint": "2410.03355", "archivePrefix": "arXiv"},
            id="arXiv",
        ),
        pytest.param(
            "url = {https://openreview.net/forum?id=VZ5EaTI6dqa}",
            lambda p: replace(p, url=None),
            {"url": None, "openreview": "VZ5EaTI6dqa"},
            id="OpenReview",
        ),
        pytest.param(
            "url = {https://doi.org/10.1000/1}",
            lambda p: replace(p, url="https://example.org"),
            {"url": "https://example.org", "doi": "10.1000/1"},
            id="DOI",
        ),
        pytest.param(
            "url = {https://arxiv.org/abs/2410.03355}",
            lambda p: replace(p, url="https://arxiv.org/pdf/2410.03355v2"),
            {"url": "https://arxiv.org/pdf/2410.03355v2"},
            id="a link that tells it too",
        ),
        pytest.param(
            "eprint = {2410.03355v2}, eprinttype = {arxiv}, eprintclass = {cs.CV}",
            lambda p: replace(p, arxiv="2502.00001", arxiv_class="cs.LG"),
            {"eprint": "2502.00001", "eprintclass": "cs.LG"},
            id="another arXiv id in biblatex's fields",
        ),
    ],
)
def test_a_link_that_moves_loses_no_id(
    fields: str, tweak: Tweak, changes: dict[str, str | None]
) -> None:
    assert changed(fields, tweak) == changes


def test_without_the_entry_no_id_is_risked() -> None:
    before = Publication(
        key="k",
        type="article",
        title="T",
        authors=(A, B),
        arxiv="2410.03355",
        extra=(("journal", "arXiv preprint arXiv:2410.03355"),),
    )
    assert entries.changes(before, before) == {}
    assert entries.changes(before, accepted(before)) == {
        "abbr": "ICLR",
        "journal": None,
        **BOOKTITLE,
        "eprint": "2410.03355",
        "archivePrefix": "arXiv",
    }
