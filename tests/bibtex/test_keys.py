"""Citation keys are proposed in ASCII and never clash."""

import pytest

from pubtool.bibtex import keys
from pubtool.names import parse


@pytest.mark.parametrize(
    ("authors", "year", "title", "key"),
    [
        pytest.param(
            ["Doohyuk Jang"], 2025, "{LANTERN}: Accelerating", "jang2025lantern", id="plain"
        ),
        pytest.param(
            ["Sung-Yub Kim"],
            2023,
            "Scale-invariant Nets",
            "kim2023scale",
            id="first part of a word",
        ),
        pytest.param(["Sihwan Park"], 2024, "MeZO-A$^3$dam", "park2024mezo", id="maths"),
        pytest.param(["Donald Knuth"], 1984, "On the Book", "knuth1984book", id="stop words"),
        pytest.param(["Donald Knuth"], 1984, "The A", "knuth1984the", id="only stop words"),
        pytest.param(["Erd\\H{o}s, Paul"], 1959, "Über Graphen", "erdos1959uber", id="accents"),
        pytest.param(["Ludwig van Beethoven"], 1808, "Ode", "beethoven1808ode", id="particle"),
        pytest.param(["O'Neil, Cathy"], 2016, "Don't", "oneil2016dont", id="apostrophes"),
        pytest.param(["{ATLAS Collaboration}"], 2012, "Higgs", "atlas2012higgs", id="group"),
        pytest.param([], 2020, "Title", "paper2020title", id="no author"),
        pytest.param(["박시환"], None, "한국어", "paper", id="no letter of ASCII"),
    ],
)
def test_a_key_is_surname_year_and_first_word(
    authors: list[str], year: int | None, title: str, key: str
) -> None:
    assert keys.propose([parse(name) for name in authors], year, title) == key


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        pytest.param([], "k", id="free"),
        pytest.param(["k"], "ka", id="taken"),
        pytest.param(["K", "KA"], "kb", id="taken in another case"),
        pytest.param(
            ["k", *(f"k{c}" for c in "abcdefghijklmnopqrstuvwxyz")], "kaa", id="all letters"
        ),
    ],
)
def test_a_letter_is_added_on_a_clash(taken: list[str], key: str) -> None:
    assert keys.free("k", {other.casefold() for other in taken}) == key
