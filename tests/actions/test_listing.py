from dataclasses import replace

import pytest

from pubtool.actions.grouping import grouped, venue_name
from pubtool.actions.listing import Filter, choose, parse_years, sort
from pubtool.actions.volumes import resolved, shown, supporting
from pubtool.errors import UsageError
from pubtool.publication import Author, Group, Order, Publication, Status
from tests.homepage.papers import BIAS, LANTERN, MEZO, PAPERS, PLUSPLUS, SCALE, TASKS, UNRAVELING

UNDATED = replace(BIAS, key="undated", title="Ångström", year=None)


def keys(publications):
    return [publication.key for publication in publications]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), PAPERS),
        (Filter(words=("lantern",)), (LANTERN, PLUSPLUS)),
        (Filter(words=("speculative", "static")), (PLUSPLUS,)),
        (Filter(words=("2023",)), (SCALE,)),
        (Filter(words=("spotlighted",)), (SCALE,)),
        (Filter(words=("park2018",)), (TASKS,)),
        (Filter(words=("nowhere",)), ()),
        (Filter(status=Status.PUBLISHED), (LANTERN, SCALE, TASKS)),
        (Filter(status=Status.PREPRINT), (BIAS, MEZO, UNRAVELING, PLUSPLUS)),
        (Filter(hidden=True), (TASKS,)),
        (Filter(hidden=False), (LANTERN, SCALE, BIAS, MEZO, UNRAVELING, PLUSPLUS)),
        (Filter(years="2022-2024"), (SCALE, BIAS, MEZO)),
        (Filter(author="Hyunju Kim"), (TASKS,)),
        (Filter(author="Y.-D. Kim"), (BIAS,)),
        (Filter(author="dongman"), (TASKS,)),
        (Filter(venue="iclr"), (LANTERN, SCALE)),
        (Filter(venue="Learning Representations"), (LANTERN, SCALE)),
        (Filter(venue="jun 2018"), (TASKS,)),
        (Filter(words=("neural",), status=Status.PUBLISHED, years="-2023"), (SCALE,)),
    ],
    ids=str,
)
def test_a_paper_is_chosen_if_it_meets_each_criterion(wanted, found):
    assert keys(choose(PAPERS, wanted)) == keys(found)


@pytest.mark.parametrize("word", ["ångström", "ANGSTROM", "Ångström", "A\u030angstro\u0308m"])
def test_case_accents_and_their_encoding_make_no_difference(word):
    assert keys(choose([*PAPERS, UNDATED], Filter(words=(word,)))) == ["undated"]


def test_a_paper_without_a_year_is_of_no_span_of_years():
    assert choose([UNDATED], Filter(years="-9999")) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024", range(2024, 2025)),
        ("2023-2025", range(2023, 2026)),
        ("2023–2025", range(2023, 2026)),
        (" 2023 - 2025 ", range(2023, 2026)),
        ("2023-", range(2023, 10000)),
        ("-2020", range(2021)),
    ],
)
def test_a_span_of_years_has_both_its_ends(text, years):
    assert parse_years(text) == years


@pytest.mark.parametrize(
    "text", ["", "-", "x", "2025-2023", "２０２４", "2024.5", "2020-2021-2022"]
)
def test_what_is_no_span_of_years_is_wrong_usage(text):
    with pytest.raises(UsageError, match=r"--year"):
        parse_years(text)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (Order.NEWEST, (PLUSPLUS, UNRAVELING, LANTERN, MEZO, SCALE, BIAS, TASKS)),
        (Order.OLDEST, (TASKS, BIAS, SCALE, MEZO, LANTERN, UNRAVELING, PLUSPLUS)),
        (Order.FILE, PAPERS),
        (Order.TITLE, (BIAS, PLUSPLUS, LANTERN, MEZO, TASKS, SCALE, UNRAVELING)),
        (Order.KEY, (LANTERN, BIAS, SCALE, TASKS, MEZO, PLUSPLUS, UNRAVELING)),
    ],
)
def test_papers_are_sorted(order, found):
    assert keys(sort(PAPERS, order)) == keys(found)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.AUTHOR, Order.VENUE])
def test_ties_stay_as_they_stand(order):
    twins = [replace(SCALE, key=key) for key in ("b", "a", "c")]
    assert keys(sort(twins, order)) == ["b", "a", "c"]


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize(
    ("by", "found"),
    [
        (
            Group.YEAR,
            [
                ("2025", [LANTERN, UNRAVELING, PLUSPLUS]),
                ("2024", [MEZO]),
                ("2023", [SCALE]),
                ("2022", [BIAS]),
                ("2018", [TASKS]),
                ("No year", [UNDATED]),
            ],
        ),
        (
            Group.VENUE,
            [
                ("ICLR", [LANTERN, SCALE]),
                ("Proceedings of the Korean Information Science Society Conference", [TASKS]),
                ("Preprints", [BIAS, MEZO, UNRAVELING, PLUSPLUS, UNDATED]),
            ],
        ),
        (
            Group.STATUS,
            [
                ("Published", [LANTERN, SCALE, TASKS]),
                ("Preprints", [BIAS, MEZO, UNRAVELING, PLUSPLUS, UNDATED]),
            ],
        ),
    ],
)
def test_papers_are_grouped_and_keep_their_order_within(by, found):
    groups = grouped([*PAPERS, UNDATED], by)
    assert [(heading, keys(papers)) for heading, papers in groups] == [
        (heading, keys(papers)) for heading, papers in found
    ]


def test_years_ascend_where_the_oldest_paper_comes_first():
    groups = grouped([UNDATED, TASKS, SCALE, LANTERN], Group.YEAR, oldest_first=True)
    assert [heading for heading, _ in groups] == ["2018", "2023", "2025", "No year"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "ICLR"),
        ({"abbr": None}, "ICLR"),
        ({"abbr": None, "venue": "Advances in Neural Information Processing Systems"}, "NeurIPS"),
        ({"abbr": "{MyConf}"}, "MyConf"),
        ({"abbr": None, "venue": "Annalen der Physik \\& Chemie"}, "Annalen der Physik & Chemie"),
        ({"abbr": None, "venue": None, "free_venue": "A Meeting 2018"}, "A Meeting 2018"),
        ({"abbr": None, "venue": None}, None),
        ({"status": Status.PREPRINT}, None),
    ],
    ids=str,
)
def test_papers_of_one_venue_have_one_name(change, name):
    assert venue_name(replace(SCALE, **change)) == name


# ---------------------------------------------------------------- crossref

VOLUME = Publication(
    key="Crypto87",
    type="proceedings",
    title="Advances in Cryptology --- {CRYPTO} '87",
    authors=(),
    year=1987,
    month=8,
    status=Status.PUBLISHED,
    extra=(("publisher", "Springer"), ("editor", "Carl Pomerance"), ("note", "The volume's")),
)
PAPER = Publication(
    key="merkle1987digital",
    type="inproceedings",
    title="A Digital Signature Based on a Conventional Encryption Function",
    authors=(Author("Merkle", "Ralph C."),),
    status=Status.PUBLISHED,
    extra=(("crossref", "crypto87"), ("pages", "369--378"), ("editor", "Somebody Else")),
)


def test_a_paper_has_from_its_volume_what_its_own_entry_lacks():
    wanted = replace(
        PAPER,
        venue=VOLUME.title,
        year=1987,
        month=8,
        extra=(
            ("publisher", "Springer"),
            ("editor", "Somebody Else"),
            ("pages", "369--378"),
        ),
    )
    assert resolved([PAPER, VOLUME]) == (wanted, VOLUME)


def test_what_a_paper_says_of_itself_stays():
    paper = replace(PAPER, venue="CRYPTO", year=1988)
    (found, _) = resolved([paper, VOLUME])
    assert (found.venue, found.year, found.month) == ("CRYPTO", 1988, None)


def test_a_volume_that_is_not_there_is_no_longer_named():
    assert resolved([PAPER]) == (replace(PAPER, extra=PAPER.extra[1:]),)


def edited(name, **changes):
    extra = (*VOLUME.extra[:1], ("editor", name))
    return replace(VOLUME, **{"extra": extra, **changes})


@pytest.mark.parametrize(
    "volume",
    [
        VOLUME,
        replace(VOLUME, type="collection", extra=()),
        replace(VOLUME, type="book"),
        replace(VOLUME, key="CRYPTO87"),
    ],
    ids=["proceedings", "collection", "book with editor", "other case"],
)
@pytest.mark.parametrize("field", ["crossref", "xref"])
def test_a_volume_that_is_there_for_its_papers_is_no_paper(volume, field):
    paper = replace(PAPER, extra=((field, "crypto87"),))
    assert supporting([paper, volume], ()) == {volume.key}
    assert keys(shown([paper, volume], ())) == [PAPER.key]


@pytest.mark.parametrize(
    ("paper", "volume"),
    [
        (replace(PAPER, extra=()), VOLUME),
        (PAPER, replace(VOLUME, type="book", authors=PAPER.authors)),
        (PAPER, replace(VOLUME, type="book", extra=())),
        (PAPER, replace(VOLUME, type="article")),
        (PAPER, edited('Jones, Karen Sp{\\"a}rck and Pomerance, C.')),
    ],
    ids=["nobody refers", "authors", "no editor", "no volume", "edited by the owner"],
)
def test_any_other_entry_is_one(paper, volume):
    assert keys(shown([paper, volume], ["Carl Pomerance"])) == [paper.key, volume.key]
