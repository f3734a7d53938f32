"""Names are read as BibTeX reads them, written so that it does, and compared as people would."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool import names
from pubtool.publication import Author, Publication
from tests.unicode import lines

READ = [
    pytest.param("Sihwan Park", Author("Park", "Sihwan"), id="First Last"),
    pytest.param("Park, Sihwan", Author("Park", "Sihwan"), id="Last, First"),
    pytest.param("  Park ,\n Sihwan ", Author("Park", "Sihwan"), id="any white space"),
    pytest.param("June Yong Yang", Author("Yang", "June Yong"), id="two given names"),
    pytest.param("Sung-Yub Kim", Author("Kim", "Sung-Yub"), id="hyphenated"),
    pytest.param("Park,", Author("Park"), id="a comma and nothing"),
    pytest.param("Sukarno", Author("Sukarno"), id="one word"),
    pytest.param("장두혁", Author("장두혁"), id="Hangul"),
    pytest.param("许志伟", Author("许志伟"), id="Han"),
    pytest.param("Ludwig van Beethoven", Author("Beethoven", "Ludwig", "van"), id="First von Last"),
    pytest.param(
        "van der Maaten, Laurens", Author("Maaten", "Laurens", "van der"), id="von Last, First"
    ),
    pytest.param(
        r"de la Vall{\'e}e Poussin, Charles Louis",
        Author("Vallée Poussin", "Charles Louis", "de la"),
        id="the BibTeX manual's own",
    ),
    pytest.param("Jean d'Alembert", Author("d'Alembert", "Jean"), id="d'"),
    pytest.param("Nicolaas Govert de Bruijn", Author("Bruijn", "Nicolaas Govert", "de"), id="de"),
    pytest.param("de Bruijn", Author("Bruijn", None, "de"), id="a particle and no given name"),
    pytest.param("danah boyd", Author("boyd", "danah"), id="all small"),
    pytest.param(
        "Steele, Jr., Guy L.", Author("Steele", "Guy L.", suffix="Jr."), id="Last, Jr, First"
    ),
    pytest.param(
        "Guy L. Steele Jr.", Author("Steele", "Guy L.", suffix="Jr."), id="Jr without a comma"
    ),
    pytest.param(
        "Guy L. Steele, Jr.", Author("Steele", "Guy L.", suffix="Jr."), id="Jr after a comma"
    ),
    pytest.param(
        "Steele Jr., Guy L.", Author("Steele", "Guy L.", suffix="Jr."), id="Jr before a comma"
    ),
    pytest.param("Roy Frostig III", Author("Frostig", "Roy", suffix="III"), id="III"),
    pytest.param("{ATLAS Collaboration}", Author("ATLAS Collaboration"), id="a group"),
    pytest.param("{Barnes and Noble, Inc.}", Author("Barnes and Noble, Inc."), id="a firm"),
    pytest.param(r"Jos{\'e} Mu\~noz", Author("Muñoz", "José"), id="accents in TeX"),
    pytest.param(r"{\L}ukasz~Kaiser", Author("Kaiser", "Łukasz"), id="a tie"),
    pytest.param("Kim {Il Sung}", Author("Il Sung", "Kim"), id="a family name in braces"),
    pytest.param("", Author(""), id="nothing"),
    pytest.param("Park}, {Sihwan", Author("Park}", "{Sihwan"), id="braces that do not match"),
]


@pytest.mark.parametrize(("text", "author"), READ)
def test_a_name_is_taken_apart(text: str, author: Author) -> None:
    assert names.parse(text) == author


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        pytest.param("A B", (["A B"], False), id="one"),
        pytest.param("A B and C, D", (["A B", "C, D"], False), id="two"),
        pytest.param("A B\n  and\tC D AND E F", (["A B", "C D", "E F"], False), id="white space"),
        pytest.param("{A and B} and C", (["{A and B}", "C"], False), id="and in braces"),
        pytest.param("Sand and Andy", (["Sand", "Andy"], False), id="and within words"),
        pytest.param("A B and others", (["A B"], True), id="and others"),
        pytest.param("A B and and C D and", (["A B", "C D"], False), id="and too often"),
        pytest.param("", ([], False), id="none"),
        pytest.param("others", ([], True), id="nobody by name"),
        pytest.param("A { B and C", (["A { B", "C"], False), id="a brace alone"),
    ],
)
def test_an_author_list_is_split_at_and(text: str, listed: tuple[list[str], bool]) -> None:
    assert names.split_list(text) == listed


@pytest.mark.parametrize(
    ("author", "text"),
    [
        pytest.param(Author("Park", "Sihwan"), "Sihwan Park", id="plain"),
        pytest.param(
            Author("Beethoven", "Ludwig", "van"), "Ludwig van Beethoven", id="with a particle"
        ),
        pytest.param(Author("Garcia Lopez", "Maria"), "Garcia Lopez, Maria", id="two family names"),
        pytest.param(
            Author("Steele", "Guy L.", suffix="Jr."), "Steele, Jr., Guy L.", id="with a suffix"
        ),
        pytest.param(Author("ATLAS Collaboration"), "{ATLAS Collaboration}", id="a group"),
        pytest.param(Author("Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}", id="a firm"),
        pytest.param(Author("Sukarno"), "Sukarno", id="one word"),
        pytest.param(Author("Garcia de Leon", "Ana"), "{Garcia de Leon}, Ana", id="small inside"),
        # BibTeX itself would take `danah` for a particle.
        pytest.param(Author("boyd", "danah"), "boyd, danah", id="small throughout"),
        pytest.param(Author("Müller", "Łukasz"), "Łukasz Müller", id="letters stay"),
        pytest.param(
            Author("AT&T {Labs}"), r"{AT\&T \textbraceleft{}Labs\textbraceright{}}", id="&"
        ),
    ],
)
def test_a_name_is_written_for_bibtex(author: Author, text: str) -> None:
    assert (names.to_bibtex(author), names.parse(text)) == (text, author)


@given(family=lines(1), given=st.none() | lines(1), suffix=st.none() | lines(1))
@settings(max_examples=200, deadline=None)
def test_whatever_a_name_is_its_parts_come_back_from_an_author_list(
    family: str, given: str | None, suffix: str | None
) -> None:
    author = Author(family, given, suffix=suffix)
    written = names.to_bibtex(author)
    listed, others = names.split_list(f"{written} and {written}")
    assert (list(map(names.parse, listed)), others) == ([author, author], False)


SAME = [
    ("Park, Sihwan", "Sihwan Park"),
    ("S. Park", "Sihwan Park"),
    ("Park, S", "Sihwan Park"),
    ("SIHWAN PARK", "Sihwan Park"),
    ("sihwan park", "Sihwan Park"),
    ("Sung-Yub Kim", "Sungyub Kim"),
    ("Sung-Yub Kim", "Sung Yub Kim"),
    ("Sung-Yub Kim", "Sung-yub Kim"),
    ("Sung-Yub Kim", "S.-Y. Kim"),
    ("Sung-Yub Kim", "S.Y. Kim"),
    ("Sung-Yub Kim", "S. Y. Kim"),
    ("Sung-Yub Kim", "S. Kim"),
    ("Sung-Yub Kim", "Kim, SY"),
    ("Sungyub Kim", "S.-Y. Kim"),
    ("June Yong Yang", "June-Yong Yang"),
    ("June Yong Yang", "J. Y. Yang"),
    ("June Yong Yang", "June Y. Yang"),
    ("June Yong Yang", "Yang, JY"),
    ("João F. Henriques", "Joao Henriques"),
    ("João F. Henriques", "J. F. Henriques"),
    ("Joao Henriques", "J. F. Henriques"),
    ("David E. Rumelhart", "D. E. Rumelhart"),
    ("Juan Carlos Niebles", "J. C. Niebles"),
    ("Juan Carlos Niebles", "Juan Niebles"),
    ("Jean-Baptiste Alayrac", "J.-B. Alayrac"),
    ("Jean-Baptiste Alayrac", "J. Alayrac"),
    ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
    ("Ludwig van Beethoven", "Beethoven, Ludwig van"),
    ("Ludwig van Beethoven", "Ludwig Beethoven"),
    ("Ludwig van Beethoven", "L. van Beethoven"),
    ("Laurens van der Maaten", "Laurens Van Der Maaten"),
    ("Aäron van den Oord", "Oord, Aaron van den"),
    ("Guy L. Steele, Jr.", "Guy L. Steele"),
    ("Guy L. Steele, Jr.", "Steele, Jr., G. L."),
    ("Guy L. Steele Jr", "Steele Jr., Guy"),
    ("Jürgen Schmidhuber", "Jurgen Schmidhuber"),
    ("Jürgen Schmidhuber", "Juergen Schmidhuber"),
    ("Klaus-Robert Müller", "K.-R. Mueller"),
    ("Søren Hauberg", "Soren Hauberg"),
    ("Łukasz Kaiser", "Lukasz Kaiser"),
    ("Ron J. Weiss", "Weiß, Ron"),
    ("Karol Życzkowski", "K. Zyczkowski"),
    ("Yann LeCun", "Yann Le Cun"),
    ("Brendan O'Donoghue", "Brendan O’Donoghue"),
    (r"{\'E}variste Galois", "Evariste Galois"),
    ("Maria Garcia Lopez", "Garcia Lopez, M."),
    ("Simon Peyton Jones", "Peyton Jones, Simon"),
    ("Bo Li", "BO LI"),
    ("Sukarno", "sukarno"),
    ("{ATLAS Collaboration}", "ATLAS Collaboration"),
    ("许志伟", "许, 志伟"),
    ("장두혁", "장 두혁"),
]
DIFFERENT = [
    ("Sihwan Park", "Sangwoo Park"),
    ("Sihwan Park", "Sihwan Kim"),
    ("S. Park", "S. Parker"),
    ("S. Park", "J. Park"),
    ("Sihwan Park", "Park Sihwan"),
    ("Sihwan Park", "Park"),
    ("Sihwan Park", "Sihwan Park*"),
    ("Jihun Yun", "Jihun Yoon"),
    ("João F. Henriques", "João P. Henriques"),
    ("Jean Ponce", "Jean-Philippe Ponce"),
    ("J.-B. Lee", "Jihun Lee"),
    ("S.-Y. Kim", "Sihwan Kim"),
    ("A. B. Smith", "B. Smith"),
    ("Bo Li", "Bin Li"),
    ("Guy Steele, Jr.", "Guy Steele, III"),
    ("Ludwig van Beethoven", "L. Beethoven"),
    ("장두혁", "박시환"),
    ("许志伟", "许志强"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=" = ".join)
def test_two_spellings_are_one_person(one: str, other: str) -> None:
    first, second = names.parse(one), names.parse(other)
    assert (names.same(first, second), names.same(second, first)) == (True, True)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=" ≠ ".join)
def test_two_people_are_not_one(one: str, other: str) -> None:
    first, second = names.parse(one), names.parse(other)
    assert (names.same(first, second), names.same(second, first)) == (False, False)


@given(text=lines())
@settings(max_examples=200, deadline=None)
def test_everyone_is_the_same_as_themselves(text: str) -> None:
    author = names.parse(text)
    assert names.same(author, author)


def people(text: str) -> tuple[Author, ...]:
    return tuple(map(names.parse, names.split_list(text)[0]))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("S. Park and J. Yun", "Sihwan Park and Jihun Yun", True, id="spelt shorter"),
        pytest.param("S. Park and J. Yun", "Jihun Yun and Sihwan Park", False, id="other order"),
        pytest.param("S. Park", "Sihwan Park and Jihun Yun", False, id="one missing"),
    ],
)
def test_lists_are_the_same_people_in_the_same_order(one: str, other: str, expected: bool) -> None:
    assert names.same_list(people(one), people(other)) is expected


@pytest.mark.parametrize(
    ("authors", "own", "marked"),
    [
        pytest.param("Sihwan Park and Jihun Yun", ["Park, Sihwan"], [True, False], id="by name"),
        pytest.param("S. Park and Jihun Yun", ["Sihwan Park"], [True, False], id="by initial"),
        pytest.param(
            "S. Park and Sihwan Park", ["Sihwan Park"], [False, True], id="the full name first"
        ),
        pytest.param("Sangwoo Park", ["Sihwan Park"], [False], id="another"),
        pytest.param(
            "박시환 and Jihun Yun", ["Sihwan Park", "박시환"], [True, False], id="two names"
        ),
        pytest.param("Sihwan Park", [], [False], id="nobody named"),
    ],
)
def test_the_lists_owner_is_marked(authors: str, own: list[str], marked: list[bool]) -> None:
    paper = Publication(key="a", type="misc", title="T", authors=people(authors))
    assert [author.me for author in names.mark_me(paper, own).authors] == marked


def test_an_author_marked_in_the_entry_stays_the_only_one() -> None:
    authors = (Author("Park", "S.", me=True), Author("Park", "Sihwan"))
    paper = Publication(key="a", type="misc", title="T", authors=authors)
    assert names.mark_me(paper, ["Sihwan Park"]) == paper
