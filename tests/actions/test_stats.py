from dataclasses import replace

from pubtool.actions.stats import Stats, stats
from pubtool.publication import Author
from tests.homepage.papers import BIAS, LANTERN, PAPERS, SCALE


def test_papers_are_counted_by_year_venue_and_co_author():
    assert stats(PAPERS) == Stats(
        papers=7,
        published=3,
        preprints=4,
        years=(
            *(("2025", 3), ("2024", 1), ("2023", 1), ("2022", 1)),
            *(("2021", 0), ("2020", 0), ("2019", 0), ("2018", 1)),
        ),
        venues=(
            ("ICLR", 2),
            ("Proceedings of the Korean Information Science Society Conference", 1),
        ),
        coauthors=(
            *(("Eunho Yang", 6), ("Sung-Yub Kim", 6), ("Souvik Kundu", 4), ("Jihun Yun", 3)),
            *(("Doohyuk Jang", 2), ("June Yong Yang", 2), ("Kyungsu Kim", 2)),
            *(("Yeonsung Jung", 2), ("Dongman Lee", 1), ("Hyunju Kim", 1), ("Yong-Deok Kim", 1)),
        ),
    )


def test_no_paper_counts_nothing():
    assert stats([]) == Stats(0, 0, 0, (), (), ())


def coauthors(*names):
    authors = [Author(family, given) for given, family in names]
    return stats([replace(SCALE, authors=(author,)) for author in authors]).coauthors


def test_an_initial_is_the_person_whom_it_can_only_mean():
    assert coauthors(("S.", "Kundu"), ("Souvik", "Kundu")) == (("Souvik Kundu", 2),)


def test_an_initial_that_can_mean_two_is_neither():
    names = ("S.", "Kim"), ("Sung-Yub", "Kim"), ("Soo", "Kim")
    assert coauthors(*names) == (("S. Kim", 1), ("Soo Kim", 1), ("Sung-Yub Kim", 1))


def test_accents_and_case_make_no_second_person():
    assert coauthors(("Jose", "Garcia"), ("José", "García")) == (("Jose Garcia", 2),)


def test_a_name_that_stands_twice_on_a_paper_is_counted_once():
    twice = replace(LANTERN, authors=LANTERN.authors[:1] * 2)
    assert stats([twice]).coauthors == (("Doohyuk Jang", 1),)


def test_a_mistyped_year_makes_no_thousand_lines():
    assert stats([BIAS, replace(BIAS, year=1202)]).years == (("2022", 1), ("1202", 1))
