"""What a check finds in a list, told by its code, its line and what mends it."""

import datetime
from pathlib import Path

import pytest

from pubtool import seen
from pubtool.actions import check
from pubtool.actions.check import Finding, Severity
from pubtool.actions.writing import Mode
from pubtool.config import Config
from pubtool.homepage.sections import Section
from pubtool.seen import Sighting

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "bibs"
SECTIONS = (Section("Published Papers", "published"), Section("Preprints", "preprint"))

LANTERN = {
    "title": "{LANTERN}: Accelerating Visual Autoregressive Models",
    "author": "Doohyuk Jang and Sihwan Park and June Yong Yang",
    "booktitle": "International Conference on Learning Representations",
    "year": "2025",
    "eprint": "2410.03355",
    "archivePrefix": "arXiv",
    "url": "https://arxiv.org/abs/2410.03355",
}


def bibtex(kind="inproceedings", key="lantern", **changes):
    """A healthy entry but for `changes`; None leaves a field out."""
    marks = changes.pop("author_an", None)
    fields = LANTERN | changes
    if marks is not None:
        fields = {"title": fields.pop("title"), "author": fields.pop("author"), "author+an": marks}
        fields |= {name: value for name, value in (LANTERN | changes).items() if name not in fields}
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value is not None]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


PREPRINT = {"kind": "misc", "booktitle": None}
OTHER = {
    "key": "other",
    "title": "Attention Is All You Need",
    "author": "Ashish Vaswani and Noam Shazeer",
    "eprint": None,
    "archivePrefix": None,
    "url": None,
}


@pytest.fixture(autouse=True)
def a_day_in_2025(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738540800")  # 2025-02-03


@pytest.fixture
def checked(tmp_path):
    """Check a list with this text; for each finding its code, severity and line."""

    def check_text(text, **settings):
        return [told(one) for one in findings(tmp_path, text, **settings)]

    return check_text


def findings(folder, text, **settings):
    path = folder / "publications.bib"
    path.write_text(text, encoding="utf-8")
    return check.check(Config(bib=path, **settings))


def told(finding: Finding):
    fixable = ("fix",) if finding.changes else ()
    return (finding.code, finding.severity.value, finding.line, *fixable)


def test_the_list_of_this_repository_is_healthy_while_its_preprints_are_young(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1672531200")  # 2023-01-01
    config = Config(bib=ROOT / "publications.bib", me=("Sihwan Park",))
    assert check.check(config) == ()


HEALTHY = {
    "a published paper": {},
    "a preprint": PREPRINT,
    "Google Scholar's preprint": {
        **PREPRINT,
        "kind": "article",
        "journal": "arXiv preprint arXiv:2410.03355",
    },
    "OpenReview's submission": {"booktitle": "Submitted to ICLR 2025"},
    "under review somewhere next year": {"booktitle": None, "venue": "ICLR 2026 Under Review"},
    "under review": {**PREPRINT, "kind": "article", "pubstate": "submitted"},
    "forthcoming, no year yet": {"pubstate": "forthcoming", "year": None},
    "what crossref may bring": {"booktitle": None, "year": None, "crossref": "iclr2025"},
    "an old-style id": {"eprint": "math.GT/0309136", "url": None},
    "a group": {"author": "{ATLAS Collaboration} and {Team 7, Inc. & Sons}"},
    "one name in three parts": {"author": "Steele, Jr., Guy L."},
    "one name with two family names": {"author": "Garcia Lopez, Maria Jose and Lee, A."},
    "accents": {"author": r"H{\'e}l{\`e}ne {\v S}koda and \'Eric Tanter"},
    "a link in the folder": {"url": "../assets/papers/paper 1.pdf".replace(" ", "")},
    "proceedings of the year before": {"booktitle": "Algebraic Geometry, Arcata 2024"},
    "marked authors": {"author_an": "1=equal; 2=me, equal; 3:family=x"},
    "a DOI with odd letters": {
        "doi": "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID>3.0.CO;2-2"
    },
    "a thesis": {"kind": "phdthesis", "booktitle": None, "school": "KAIST"},
    "a book with editors": {"kind": "book", "author": None, "editor": "Ludwig van Beethoven"},
}


@pytest.mark.parametrize("changes", HEALTHY.values(), ids=HEALTHY)
def test_nothing_is_found_on_what_is_healthy(checked, changes):
    assert checked(bibtex(**changes), me=("Sihwan Park",)) == []


WRONG = {
    "no title": ({"title": None}, [("missing-title", "error", 1)]),
    "an empty title": ({"title": " "}, [("missing-title", "error", 1)]),
    "no author": ({"author": None}, [("missing-author", "error", 1)]),
    "no year": ({"year": None}, [("missing-year", "error", 1)]),
    "a year in words": ({"year": "soon"}, [("missing-year", "warning", 5)]),
    "no venue": ({"booktitle": None}, [("missing-venue", "error", 1)]),
    "no journal": (
        {"kind": "article", "booktitle": None, "eprint": None},
        [("missing-venue", "error", 1)],
    ),
    "no school": ({"kind": "phdthesis", "booktitle": None}, [("missing-venue", "error", 1)]),
    "an unknown type": (
        {"kind": "inproceeding", "booktitle": "ICLR"},
        [("unknown-type", "warning", 1)],
    ),
    "arXiv as proceedings": (
        {"booktitle": "arXiv preprint arXiv:2410.03355"},
        [("archive-as-venue", "warning", 4)],
    ),
    "arXiv beside the venue": ({"journal": "CoRR"}, [("archive-as-venue", "warning", 9)]),
    "arXiv with a label": (
        {"kind": "article", "booktitle": None, "journal": "arXiv", "abbr": "ICLR"},
        [("archive-as-venue", "warning", 8)],
    ),
    "submitted, and out": ({"pubstate": "submitted"}, [("pubstate-conflict", "warning", 9)]),
    "in press nowhere": (
        {**PREPRINT, "pubstate": "inpress"},
        [("pubstate-conflict", "warning", 8)],
    ),
    "another year than the venue's": (
        {"booktitle": "ICLR 2025", "year": "2026"},
        [("year-conflict", "warning", 4)],
    ),
    "out before its venue": (
        {"booktitle": "Workshop on Trees 2026"},
        [("year-conflict", "warning", 4)],
    ),
    "a free venue of another year": (
        {"venue": "ICLR 2024, Oral"},
        [("year-conflict", "warning", 9)],
    ),
    "commas": (
        {"author": "Doohyuk Jang, Sihwan Park, June Yong Yang"},
        [("unsplit-authors", "error", 3, "fix")],
    ),
    "commas and a last and": (
        {"author": "Doohyuk Jang, Souvik Kundu, Sihwan Park, and Eunho Yang"},
        [("unsplit-authors", "error", 3, "fix")],
    ),
    "a comma and a last and": (
        {"author": "Doohyuk Jang, Sihwan Park, and Eunho Yang"},
        [("unsplit-authors", "error", 3, "fix")],
    ),
    "commas after initials": (
        {"author": "Jang, D., Park, S., Yang, J. Y."},
        [("unsplit-authors", "error", 3, "fix")],
    ),
    "semicolons": (
        {"author": "Jang, Doohyuk; Park, Sihwan"},
        [("unsplit-authors", "error", 3, "fix")],
    ),
    "an ampersand": (
        {"author": r"Doohyuk Jang \& Sihwan Park"},
        [("unsplit-authors", "error", 3, "fix")],
    ),
    "a sign on one name": (
        {"author": "Doohyuk Jang and Sihwan Park* and Eunho Yang"},
        [("symbol-in-name", "error", 3)],
    ),
    "signs on the last names": (
        {"author": "Doohyuk Jang and Sihwan Park† and Eunho Yang†"},
        [("symbol-in-name", "error", 3)],
    ),
    "two kinds of signs": (
        {"author": "Doohyuk Jang* and Sihwan Park* and Eunho Yang$^\\dagger$"},
        [("symbol-in-name", "error", 3)],
    ),
    "numbers": (
        {"author": "Doohyuk Jang$^{1,2}$ and Sihwan Park\\textsuperscript{1}"},
        [("symbol-in-name", "error", 3)],
    ),
    "digits": ({"author": "Doohyuk Jang1 and Park2, Sihwan"}, [("symbol-in-name", "error", 3)]),
    "signs on the first names": (
        {"author": "Doohyuk Jang{\\dag} and Park, Sihwan{\\dag} and Eunho Yang"},
        [("symbol-in-name", "error", 3, "fix")],
    ),
    "signs that the annotation contradicts": (
        {"author": "Doohyuk Jang* and Sihwan Park* and Eunho Yang", "author_an": "3=equal"},
        [("symbol-in-name", "error", 3)],
    ),
    "bold": (
        {"author": "Doohyuk Jang and \\textbf{Park, S.}"},
        [("decorated-name", "warning", 3)],
    ),
    "a marked author who is not there": (
        {"author_an": "1=equal; 9=equal"},
        [("annotation-position", "error", 4)],
    ),
    "a mark that says nothing": ({"author_an": "equal"}, [("annotation-form", "warning", 4)]),
    "a version": ({"eprint": "2410.03355v2"}, [("eprint-version", "warning", 6, "fix")]),
    "an address as the id": (
        {"eprint": "https://arxiv.org/abs/2410.03355"},
        [("eprint-form", "warning", 6, "fix")],
    ),
    "no arXiv id": ({"eprint": "2410.3355", "url": None}, [("bad-eprint", "error", 6)]),
    "a DOI's address": (
        {"doi": "https://doi.org/10.1145/3292500.3330701"},
        [("doi-prefix", "warning", 9, "fix")],
    ),
    "no DOI": ({"doi": "forthcoming"}, [("bad-doi", "warning", 9)]),
    "a script": ({"url": "javascript:alert(1)"}, [("bad-url", "error", 8)]),
    "two addresses": (
        {"url": "https://arxiv.org/abs/2410.03355 https://example.org/a"},
        [("bad-url", "error", 8)],
    ),
    "a host alone": ({"url": "www.example.org/a.pdf"}, [("bad-url", "error", 8)]),
    "another paper's link": (
        {"url": "https://arxiv.org/pdf/1706.03762v7"},
        [("link-mismatch", "error", 8)],
    ),
    "another paper's arXiv DOI": (
        {"doi": "10.48550/arXiv.1706.03762"},
        [("link-mismatch", "error", 9)],
    ),
    "another paper's forum": (
        {"openreview": "98d7DLMGdt", "url": "https://openreview.net/forum?id=VZ5EaTI6dqa"},
        [("link-mismatch", "error", 8)],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_found_once_at_its_line(checked, changes, expected):
    assert checked(bibtex(**changes)) == expected


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ("Sihwan Park", False),
        ("Park, Sihwan", False),
        ("Sangwoo Park", False),
        ("Jihun Park", False),
        ("Sihwan Park and S. Park", False),
        ("Park Sihwan", True),
        ("Si-hwan Park", True),
        ("S. Park", True),
        ("Si Hwan Park", True),
        ("Sihwan Prak", True),
        ("SIHWAN PARK", True),
    ],
)
def test_the_own_name_in_another_spelling_is_told_from_other_people(checked, author, found):
    expected = [("own-name", "warning", 3)] if found else []
    assert checked(bibtex(author=f"{author} and Eunho Yang"), me=("Sihwan Park",)) == expected


def test_a_spelling_that_is_configured_or_annotated_is_the_owners_own(checked):
    text = bibtex(author="S. Park and Eunho Yang")
    assert checked(text, me=("Sihwan Park", "S. Park")) == []
    annotated = bibtex(author="S. Park and Eunho Yang", author_an="1=me")
    assert checked(annotated, me=("Sihwan Park",)) == []


# ---------------------------------------------------------------- two entries at once


SECOND = {"key": "second", "url": None}
PAIRS = {
    "one id": (bibtex(**SECOND), [("duplicate-paper", "error", 10)]),
    "one id in another case of DOI": (
        bibtex(**SECOND, eprint=None, doi="10.48550/arXiv.2410.03355"),
        [("duplicate-paper", "error", 10)],
    ),
    "one title and first author": (
        bibtex(**SECOND, eprint=None, title="LANTERN: accelerating visual autoregressive models"),
        [("duplicate-paper", "error", 10)],
    ),
    "a title that another first author has": (
        bibtex(**SECOND, eprint=None, author="Noam Shazeer"),
        [],
    ),
    "a journal version": (
        bibtex("article", **SECOND, eprint=None, booktitle=None, journal="TMLR", year="2026"),
        [],
    ),
    "a preprint of it": (
        bibtex("misc", **SECOND, eprint=None, booktitle=None),
        [("duplicate-paper", "error", 10)],
    ),
    "one id under another title": (
        bibtex(**OTHER | {"url": LANTERN["url"]}),
        [("shared-id", "error", 15)],
    ),
    "one key": (bibtex(**OTHER | {"key": "lantern"}), [
        ("duplicate-key", "error", 1),
        ("duplicate-key", "error", 10),
    ]),
    "one key but for case": (
        bibtex(**OTHER | {"key": "Lantern"}),
        [("duplicate-key", "warning", 10)],
    ),
    "another paper": (bibtex(**OTHER), []),
    "broken": ("@misc{half,\n  title = {A\n", [("broken-entry", "error", 10)]),
}  # fmt: skip


@pytest.mark.parametrize(("second", "expected"), PAIRS.values(), ids=PAIRS)
def test_entries_that_are_one_too_many_are_found(checked, second, expected):
    assert checked(bibtex() + second) == expected


def test_a_preprint_beside_its_published_version_goes_and_leaves_its_id(tmp_path):
    text = bibtex("misc", key="pre", booktitle=None) + bibtex(key="out", eprint=None, url=None)
    (finding,) = findings(tmp_path, text)
    assert finding.mend == "pubtool remove pre && pubtool attach out arXiv:2410.03355"


def test_a_link_that_two_papers_have_is_found_unless_it_is_a_volumes(checked):
    link = {"url": "https://example.org/lantern.pdf"}
    lantern, other = bibtex(**link), bibtex(**OTHER | link)
    third = bibtex(**OTHER | link | {"key": "third", "title": "Adam", "author": "Jimmy Ba"})
    assert checked(lantern + other) == [("shared-link", "warning", 15)]
    assert checked(lantern + other + third) == []


# ---------------------------------------------------------------- with time


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"year": "2023"}, True),
        ({"year": "2024", "eprint": "2401.01234", "url": None}, True),
        ({"year": "2024", "eprint": "2403.01234", "url": None}, False),
        ({"year": "2024", "month": "jan"}, True),
        ({"year": "2023", "eprint": None, "url": None}, False),
    ],
    ids=["years ago", "by its id's month", "not a year yet", "by its month", "without an id"],
)
def test_an_old_preprint_that_was_never_refreshed_is_found(checked, changes, found):
    expected = [("old-preprint", "warning", 1)] if found else []
    assert checked(bibtex(**PREPRINT | changes)) == expected


@pytest.mark.parametrize(("day", "found"), [("2024-06-01", False), ("2023-06-01", True)])
def test_a_preprint_that_was_refreshed_within_the_year_is_not_old(tmp_path, day, found):
    sighting = Sighting(datetime.date.fromisoformat(day))
    seen.remember(tmp_path / "publications.bib", {"arXiv:2410.03355": sighting})
    told_codes = [one.code for one in findings(tmp_path, bibtex(**PREPRINT | {"year": "2022"}))]
    assert told_codes == (["old-preprint"] if found else [])


# ---------------------------------------------------------------- the page


def of_page(folder, page):
    if page is not None:
        (folder / "about.md").write_text(page, encoding="utf-8")
    found = findings(folder, bibtex(), page=folder / "about.md", sections=SECTIONS)
    return [(one.path.name, *told(one)) for one in found]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (None, [("about.md", "page-missing", "error", 1)]),
        ("# Me\n\n## Preprints\n", [("about.md", "page-sections", "error", 3)]),
        (
            "## Published Papers\n\n## Preprints\n",
            [("about.md", "stale-page", "error", 3)],
        ),
        (
            "## Published Papers\n\n- [**Attention Is All You Need**](https://example.org) \\\\\n"
            "  Ashish Vaswani\n\n## Preprints\n",
            [("about.md", "page-refused", "error", 3)],
        ),
    ],
    ids=["not there", "without a heading", "stale", "with a paper of its own"],
)
def test_what_is_wrong_with_the_page_is_found_at_its_line(tmp_path, page, expected):
    assert of_page(tmp_path, page) == expected


# ---------------------------------------------------------------- --fix


def fixed(folder, text, *, dry_run=False):
    path = folder / "publications.bib"
    path.write_text(text, encoding="utf-8")
    return check.fix(Config(bib=path), Mode(dry_run=dry_run)), path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"eprint": "2410.03355v2"}, {}),
        ({"eprint": "arXiv:2410.03355"}, {}),
        (
            {"doi": "http://dx.doi.org/10.1145/3292500.333X"},
            {"doi": "10.1145/3292500.333X"},
        ),
        (
            {"author": "Doohyuk Jang$^*$ and Sihwan Park$^*$ and June Yong Yang"},
            {"author_an": "1=equal; 2=equal"},
        ),
        (
            {
                "author": "Doohyuk Jang† and Sihwan Park\\textsuperscript{†} and June Yong Yang",
                "author_an": "1=equal; 2=me",
            },
            {"author_an": "1=equal; 2=me, equal"},
        ),
        ({"author": "Doohyuk Jang, Sihwan Park, June Yong Yang"}, {}),
        (
            {"author": "Doohyuk Jang*, Sihwan Park*, and June Yong Yang"},
            {"author_an": "1=equal; 2=equal"},
        ),
    ],
    ids=["version", "prefix", "DOI", "signs", "annotated signs", "commas", "commas and signs"],
)
def test_a_safe_mend_changes_that_field_alone_and_the_second_time_nothing(tmp_path, wrong, right):
    outcome, text = fixed(tmp_path, bibtex(**wrong))
    assert (text, outcome.left) == (bibtex(**right), ())
    again, unchanged = fixed(tmp_path, text)
    assert (again.mended, again.written.paths, unchanged) == ((), (), text)


def test_what_takes_a_person_is_left_as_it_is(tmp_path):
    text = bibtex(author="Doohyuk Jang* and Sihwan Park† and Eunho Yang", year=None)
    outcome, after = fixed(tmp_path, text)
    assert (outcome.mended, after) == ((), text)
    assert [one.code for one in outcome.left] == ["missing-year", "symbol-in-name"]


def test_a_dry_run_tells_and_writes_nothing(tmp_path):
    text = bibtex(eprint="2410.03355v2", year=None)
    outcome, after = fixed(tmp_path, text, dry_run=True)
    assert after == text
    assert [one.code for one in outcome.mended] == ["eprint-version"]
    assert [one.code for one in outcome.left] == ["missing-year"]
    assert "+  eprint = {2410.03355},\n" in outcome.written.differences[0]


def test_a_mend_leaves_line_breaks_and_other_entries_as_they_are(tmp_path):
    before = bibtex(author="Doohyuk Jang* and\n    Sihwan Park* and\n    June Yong Yang")
    comment = "% mine\n@misc{half,\n  title = {A\n"
    _, after = fixed(tmp_path, before + comment)
    mended = bibtex(
        author="Doohyuk Jang and\n    Sihwan Park and\n    June Yong Yang",
        author_an="1=equal; 2=equal",
    )
    assert after == mended + comment


# ---------------------------------------------------------------- the corpus


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_lists_are_checked_and_mended_without_failing(tmp_path):
    paths = [p for p in sorted(CORPUS.rglob("*.bib")) if p.stat().st_size < 150_000]
    for number, path in enumerate(paths):
        copy = tmp_path / f"{number}.bib"
        copy.write_bytes(path.read_bytes())
        outcome = check.fix(Config(bib=copy), Mode(dry_run=True))
        assert not any(one.changes for one in outcome.left), path
        assert all(one.line > 0 and one.mend and one.message for one in outcome.left), path


def test_the_exit_code_is_that_of_the_worst():
    def one(code, severity):
        return Finding(code, severity, Path("a.bib"), 1, None, "", "")

    silent = one("unanswered", Severity.WARNING)
    assert check.exit_code([]) == 0
    assert check.exit_code([one("own-name", Severity.WARNING)]) == 0
    assert check.exit_code([silent]) == 4
    assert check.exit_code([silent, one("dead-id", Severity.ERROR)]) == 1
