import dataclasses
import re
from pathlib import Path

import pytest

from pubtool.errors import MalformedError
from pubtool.homepage import sections
from pubtool.homepage.sections import Section, Style
from pubtool.publication import Publication, Status
from tests.homepage.papers import (
    BIAS,
    LANTERN,
    MEZO,
    PAPERS,
    PLUSPLUS,
    SCALE,
    TASKS,
    UNRAVELING,
    people,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden"

ALL = Section("Publications", "all")
PUBLISHED = Section("Published Papers", "published")
PREPRINTS = Section("Preprints", "preprint", order="oldest")

UNLINKED = dataclasses.replace(LANTERN, url=None, arxiv=None)
MASTERS = Publication(
    key="park2022understanding",
    type="mastersthesis",
    title=(
        "On the Understanding of Sharpness-aware Minimization and its Application: A "
        "Perspective on Escape Efficiency and Asymmetric Valley"
    ),
    authors=people("Sihwan Park"),
    venue="KAIST",
    year=2022,
    status=Status.PUBLISHED,
    url="../assets/papers/master_thesis.pdf",
)
DOCTORS = Publication(
    key="shannon1940algebra",
    type="phdthesis",
    title="An Algebra for Theoretical Genetics",
    authors=people("Claude E. Shannon"),
    venue="Massachusetts Institute of Technology",
    year=1940,
    status=Status.PUBLISHED,
)
WORKSHOP = dataclasses.replace(
    PLUSPLUS,
    type="inproceedings",
    venue=(
        "ICLR 2025 Workshop on Scalable Optimization for Efficient and Adaptive Foundation Models"
    ),
    award="Best Paper Runner-up",
    status=Status.PUBLISHED,
)
WITH_LINKS = dataclasses.replace(
    LANTERN,
    extra=(("code", "https://github.com/jadohu/LANTERN"), ("pdf", "../assets/papers/lantern.pdf")),
)
SUBMITTED = dataclasses.replace(PLUSPLUS, pubstate="submitted")
LABELLED = dataclasses.replace(UNRAVELING, free_venue="ICLR 2025 Under Review")

GOLDENS = {
    "published": (PAPERS, PUBLISHED, Style(hidden="comment")),
    "preprints": (PAPERS, PREPRINTS, Style()),
    "all": (PAPERS, ALL, Style(hidden="comment")),
    "star": ((LANTERN, MEZO), ALL, Style(mark="*")),
    "underline": ((LANTERN, SCALE), PUBLISHED, Style(own_name="underline")),
    "no-link": ((UNLINKED,), PUBLISHED, Style()),
    "theses": ((MASTERS, DOCTORS), PUBLISHED, Style()),
    "workshop": ((WORKSHOP,), PUBLISHED, Style()),
    "links": ((WITH_LINKS, BIAS), ALL, Style(links=("pdf", "arxiv", "code", "slides"))),
    "legend-once": ((LANTERN, SCALE), PUBLISHED, Style(legend="section")),
    "no-legend": ((LANTERN,), PUBLISHED, Style(legend="none")),
    "under-review": ((SUBMITTED, LABELLED), PREPRINTS, Style(submitted="Under review")),
    "commonmark": (
        (WITH_LINKS, *PAPERS[1:]),
        ALL,
        Style(flavor="commonmark", hidden="comment", links=("code",), own_name="underline"),
    ),
}


@pytest.mark.parametrize(
    ("name", "papers", "section", "style"),
    [(name, *case) for name, case in GOLDENS.items()],
    ids=list(GOLDENS),
)
def test_a_section_is_written_as_in_the_golden_file(
    name: str, papers: tuple[Publication, ...], section: Section, style: Style
) -> None:
    text = sections.body(sections.render(papers, section, style), style) + "\n"
    assert text == (GOLDEN / f"section-{name}.md").read_text(encoding="utf-8")


def chosen(section: Section, style: Style | None = None) -> list[str]:
    return [paper.key for paper in sections.select(PAPERS, section, style or Style())]


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        pytest.param(PUBLISHED, [LANTERN.key, SCALE.key], id="published, newest first"),
        pytest.param(
            PREPRINTS, [BIAS.key, MEZO.key, UNRAVELING.key, PLUSPLUS.key], id="oldest first"
        ),
        pytest.param(
            dataclasses.replace(PREPRINTS, order="file"),
            [BIAS.key, MEZO.key, UNRAVELING.key, PLUSPLUS.key],
            id="as in the file",
        ),
        pytest.param(
            dataclasses.replace(ALL, limit=2), [PLUSPLUS.key, UNRAVELING.key], id="the first two"
        ),
        pytest.param(
            dataclasses.replace(ALL, venue="iclr"), [LANTERN.key, SCALE.key], id="by label"
        ),
        pytest.param(
            dataclasses.replace(ALL, venue="International Conference on Learning Representations"),
            [LANTERN.key, SCALE.key],
            id="by full name",
        ),
        pytest.param(dataclasses.replace(ALL, venue="ICML"), [], id="no paper there"),
        pytest.param(dataclasses.replace(ALL, keyword="selected"), [], id="no such keyword"),
    ],
)
def test_a_section_shows_its_papers_in_its_order(section: Section, keys: list[str]) -> None:
    assert chosen(section) == keys


def test_hidden_papers_come_last_as_comments_and_not_at_all_by_default() -> None:
    assert chosen(PUBLISHED, Style(hidden="comment")) == [LANTERN.key, SCALE.key, TASKS.key]
    assert chosen(dataclasses.replace(PUBLISHED, limit=1), Style(hidden="comment")) == [
        LANTERN.key,
        TASKS.key,
    ]
    assert chosen(dataclasses.replace(PUBLISHED, keyword="Hidden")) == []


def venue_line(paper: Publication, section: Section = ALL, style: Style | None = None) -> str:
    (item,) = sections.render([paper], section, style or Style())
    return item.text.rpartition(" \\\\\n")[2]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param({}, "*ICLR 2023 (Spotlighted)*", id="label, year, award"),
        pytest.param({"award": None}, "*ICLR 2023*", id="no award"),
        pytest.param({"year": None}, "*ICLR (Spotlighted)*", id="no year"),
        pytest.param(
            {"abbr": None, "venue": "Proceedings of the 2023 Conference"},
            "*Proceedings of the 2023 Conference (Spotlighted)*",
            id="year in the name",
        ),
        pytest.param(
            {"abbr": None, "venue": "Room 12023"}, "*Room 12023 2023 (Spotlighted)*", id="no year"
        ),
        pytest.param(
            {"free_venue": "ICLR'23 (Spotlighted)"}, "*ICLR'23 (Spotlighted)*", id="award said"
        ),
        pytest.param(
            {"free_venue": "ICLR, Kigali"}, "*ICLR, Kigali (Spotlighted)*", id="free venue"
        ),
        pytest.param({"abbr": None, "venue": None}, "*2023 (Spotlighted)*", id="no venue"),
        pytest.param({"abbr": r"AT\&T"}, "*AT&T 2023 (Spotlighted)*", id="LaTeX"),
    ],
)
def test_the_venue_line_says_venue_year_and_award_once(
    change: dict[str, str | int | None], line: str
) -> None:
    paper = dataclasses.replace(SCALE, **change)  # type: ignore[arg-type]  # a table of fields
    assert venue_line(paper) == line


@pytest.mark.parametrize(
    ("url", "href"),
    [
        pytest.param("https://arxiv.org/abs/2410.03355", None, id="plain"),
        pytest.param("../assets/papers/paper1.pdf", None, id="relative"),
        pytest.param("/files/paper 1.pdf", "/files/paper%201.pdf", id="space"),
        pytest.param('https://x.org/"onclick="a', "https://x.org/%22onclick=%22a", id="quotes"),
        pytest.param("https://x.org/<b>", "https://x.org/%3Cb%3E", id="brackets"),
        pytest.param("https://x.org/{{ a }}", "https://x.org/%7B%7B%20a%20%7D%7D", id="Liquid"),
        pytest.param("https://x.org/{% a %}", "https://x.org/%7B%25%20a%20%25%7D", id="Liquid tag"),
        pytest.param("https://x.org/?a=1&copy=2", None, id="ampersand"),
        pytest.param("https://x.org/?a&lt;b", "https://x.org/?a&amp;lt;b", id="entity"),
        pytest.param("https://x.org/a%20b%zz", "https://x.org/a%20b%25zz", id="percent"),
        pytest.param(r"https://x.org/a{\_}b\_c\%20d", "https://x.org/a_b_c%20d", id="TeX"),
        pytest.param(r"\url{https://x.org/a}", "https://x.org/a", id="url command"),
        pytest.param("https://한국.kr/논문", None, id="other letters"),
        pytest.param("https://x.org/a|b", "https://x.org/a%7Cb", id="bar"),
    ],
)
def test_a_link_comes_out_fit_for_the_page(url: str, href: str | None) -> None:
    (item,) = sections.render([dataclasses.replace(SCALE, url=url)], ALL, Style())
    assert item.text.startswith(f'- <a href="{href or url}">\n**Scale')


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://x.org/\u202efdp",
    ],
)
def test_a_link_that_no_page_should_have_comes_out_as_nothing(url: str) -> None:
    (item,) = sections.render([dataclasses.replace(SCALE, url=url)], ALL, Style())
    assert item.text.startswith("- **Scale-invariant Bayesian")


def test_a_users_template_replaces_pubtools(tmp_path: Path) -> None:
    template = tmp_path / "my.md.j2"
    template.write_text(
        "* [{{ title }}]({{ url }}), {{ people[1].name }}, {{ label }} '{{ year % 100 }}, "
        "{{ key }}, {{ fields.code }}, {{ type }}\n",
        encoding="utf-8",
    )
    (item,) = sections.render([WITH_LINKS], ALL, Style(template=template))
    assert item.text == (
        "* [LANTERN: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding]"
        "(https://arxiv.org/abs/2410.03355), Sihwan Park, ICLR '25, jang2025lantern, "
        "https://github.com/jadohu/LANTERN, inproceedings"
    )


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        pytest.param("- {{ title }}\n{% if %}\n", 2, "Expected", id="syntax"),
        pytest.param("- {{ title }}\n\n  {{ nothing }}", 3, "'nothing' is undefined", id="name"),
        pytest.param("- {{ title }}\n{{ title / 2 }}", 2, "unsupported operand", id="type"),
        pytest.param("- {{ title }}\n{{ 1 // 0 }}", 2, "zero", id="zero"),
        pytest.param("- {% include 'x' %}", 1, "x", id="include"),
        pytest.param("{{ title }}", 1, "must print one list item", id="no item"),
        pytest.param("- {{ title }}\n\nmore", 1, "must print one list item", id="loose end"),
        pytest.param("", 1, "must print one list item", id="empty"),
    ],
)
def test_an_error_in_a_template_is_told_with_its_line(
    tmp_path: Path, source: str, line: int, reason: str
) -> None:
    template = tmp_path / "my.md.j2"
    template.write_text(source, encoding="utf-8")
    with pytest.raises(MalformedError, match=re.escape(reason)) as caught:
        sections.render([SCALE], ALL, Style(template=template))
    assert caught.value.message.startswith(f"{template}:{line}: ")


def test_a_template_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    template = tmp_path / "my.md.j2"
    with pytest.raises(MalformedError, match="there is no such template"):
        sections.render([SCALE], ALL, Style(template=template))
    template.write_bytes(b"- \xff")
    with pytest.raises(MalformedError, match="utf-8"):
        sections.render([SCALE], ALL, Style(template=template))
