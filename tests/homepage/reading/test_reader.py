"""A whole hand-written page: its sections, papers, owner and style."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool import names
from pubtool.errors import NotFoundError, PubtoolError
from pubtool.homepage import sections
from pubtool.homepage.reading import reader
from pubtool.homepage.reading.reader import PageReading
from pubtool.homepage.style import Section, Style
from pubtool.publication import Publication
from tests.homepage.papers import PAPERS

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
SHARED = Path(__file__).resolve().parents[4] / "shared"
ABOUT = SHARED / "homepage" / "about.md"
PAGES = SHARED / "corpus" / "pages"

ADAM = """\
- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980) \\\\
**Diederik P. Kingma**, Jimmy Ba \\\\
*ICLR 2015*
"""
BAYES = """\
- [Auto-Encoding Variational Bayes](https://arxiv.org/abs/1312.6114) \\\\
**Diederik P. Kingma**, Max Welling \\\\
*ICLR 2014*
"""
GLOW = """\
- [Glow: Generative Flow with Invertible 1x1 Convolutions](https://arxiv.org/abs/1807.03039) \\\\
**Diederik P. Kingma**, Prafulla Dhariwal (2018)
"""


def as_read(paper: Publication) -> Publication:
    """Return a paper of the list without what no page shows."""
    authors = tuple(replace(author, me=False) for author in paper.authors)
    return replace(paper, authors=authors, arxiv_class=None)


def lines(text: str) -> list[str]:
    """Return the lines of a page that are not blank, white space single."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def rendered(reading: PageReading, page: str) -> list[tuple[list[str], list[str]]]:
    """Return for each section its lines as rendered from what was read, and as they stood."""
    papers = [names.mark_me(item.publication, reading.me) for item in reading.readings]
    found = []
    for section in reading.sections:
        items = sections.render(papers, section, reading.style)
        start = page.index(f"## {section.heading}")
        end = page.find("\n## ", start)
        body = page[start : end if end >= 0 else len(page)].partition("\n")[2]
        found.append((lines(sections.body(items, reading.style)), lines(body)))
    return found


def test_pubtools_own_page_reads_back_as_the_list_that_it_was_made_of() -> None:
    reading = reader.read((GOLDEN / "page.md").read_text(encoding="utf-8"))
    by_title = {item.publication.title: item.publication for item in reading.readings}
    expected = {paper.title: as_read(paper) for paper in PAPERS}
    keyless = {title: replace(paper, key="") for title, paper in by_title.items()}
    assert keyless == {title: replace(paper, key="") for title, paper in expected.items()}
    assert reading.sections == (
        Section("Published Papers", "published", "newest", dated=True),
        Section("Preprints", "preprint", "oldest"),
    )
    assert (reading.me, reading.unread, reading.style) == (
        ("Sihwan Park",),
        (),
        Style(hidden="comment"),
    )


def test_rendering_what_was_read_changes_nothing_but_white_space() -> None:
    page = (GOLDEN / "page.md").read_text(encoding="utf-8")
    for after, before in rendered(reader.read(page), page):
        assert after == before


@pytest.mark.skipif(not ABOUT.is_file(), reason="the shared homepage is not here")
def test_the_first_homepage_is_taken_over_whole() -> None:
    page = ABOUT.read_text(encoding="utf-8")
    reading = reader.read(page)
    assert [item.publication.key for item in reading.readings] == [
        "jang2025lantern",
        "kim2023scale",
        "park2018scalable",
        "kim2022bias",
        "park2024mezo",
        "park2025unraveling",
        "park2025lantern",
    ]
    assert [item.publication.hidden for item in reading.readings] == [
        False,
        False,
        True,
        *[False] * 4,
    ]
    assert (reading.me, reading.unread) == (("Sihwan Park",), ())
    assert {item.leftover for item in reading.readings} == {None}
    for after, before in rendered(reading, page):
        assert after == before


HEADINGS = {
    "publications": "## Publications\n\n",
    "an emoji": "# 📝 Publications\n\n",
    "papers": "### Papers (2014-2018)\n\n",
    "conference publications": "## Conference Publications\n\n",
    "selected publications": "#### Selected Publications\n\n",
    "underlined": "Peer Reviewed Papers\n----\n\n",
    "underlined twice": "Publications\n======\n\n",
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS.keys())
def test_headings_that_tell_of_papers_are_found(heading: str) -> None:
    page = f"# About\n\nI read papers.\n\n{heading}{ADAM}\n{BAYES}"
    assert [item.publication.title for item in reader.read(page).readings] == [
        "Adam: A Method for Stochastic Optimization",
        "Auto-Encoding Variational {Bayes}",
    ]


SHOWN = {
    "all accepted": ("Publications", ADAM + "\n" + BAYES, "published"),
    "mixed": ("Publications", GLOW + "\n" + ADAM, "all"),
    "the heading says preprints": ("Preprints", GLOW, "preprint"),
    "the heading says under review": ("Under Review", GLOW, "preprint"),
    "the heading says working papers": ("Working Papers", GLOW, "preprint"),
}


@pytest.mark.parametrize(("heading", "body", "show"), SHOWN.values(), ids=SHOWN.keys())
def test_what_a_section_shows_is_what_stands_there(heading: str, body: str, show: str) -> None:
    (section,) = reader.read(f"## {heading}\n\n{body}").sections
    assert section.show == show


ORDERS = {
    "newest": (ADAM + "\n" + BAYES, "newest"),
    "oldest": (BAYES + "\n" + ADAM, "oldest"),
    "neither": (BAYES + "\n" + GLOW + "\n" + ADAM, "file"),
}


@pytest.mark.parametrize(("body", "order"), ORDERS.values(), ids=ORDERS.keys())
def test_the_order_is_that_of_the_years(body: str, order: str) -> None:
    (section,) = reader.read(f"## Publications\n\n{body}").sections
    assert section.order == order


def test_named_sections_are_found_with_a_typo_and_in_any_case() -> None:
    page = f"## Selcted work\n\n{ADAM}\n## Other\n\n{BAYES}"
    reading = reader.read(page, sections=["selected WORK"])
    assert [item.section for item in reading.readings] == ["Selcted work"]


def test_a_section_that_is_not_there_is_named_with_the_nearest_one() -> None:
    with pytest.raises(NotFoundError, match="nearest is “Other” \\(line 1\\)"):
        reader.read(f"## Other\n\n{ADAM}", sections=["Publications"])


def test_a_page_that_lists_no_papers_says_which_headings_it_has() -> None:
    with pytest.raises(NotFoundError, match="“Education” \\(line 3\\)"):
        reader.read("Hello.\n\n## Education\n\n- Ph.D.\n")


def test_sections_of_one_kind_get_keywords_that_tell_them_apart() -> None:
    reading = reader.read(f"## Conference Papers\n\n{ADAM}\n## Journal Papers\n\n{BAYES}")
    assert [section.keyword for section in reading.sections] == [
        "conference papers",
        "journal papers",
    ]
    assert [item.publication.keywords for item in reading.readings] == [
        ("conference papers",),
        ("journal papers",),
    ]


def test_a_paper_that_stands_in_two_sections_is_one_paper() -> None:
    reading = reader.read(f"## Selected Papers\n\n{ADAM}\n## All Papers\n\n{ADAM}\n{BAYES}")
    assert [(item.publication.title, item.publication.keywords) for item in reading.readings] == [
        ("Adam: A Method for Stochastic Optimization", ("selected papers", "all papers")),
        ("Auto-Encoding Variational {Bayes}", ("all papers",)),
    ]
    assert reading.readings[0].notes == ("it stands at line 9 too",)


def test_years_as_headings_give_the_papers_their_year() -> None:
    page = (
        f"## Publications\n\n### 2015\n\n{ADAM.replace(' 2015', '')}\n"
        f"**2014**\n\n{BAYES.replace(' 2014', '')}"
    )
    assert [item.publication.year for item in reader.read(page).readings] == [2015, 2014]


SHAPES = {
    "bullets": ADAM + "\n" + BAYES,
    "no blank lines": ADAM + BAYES,
    "stars": (ADAM + "\n" + BAYES).replace("- [", "* ["),
    "numbers": ADAM.replace("- [", "1. [") + BAYES.replace("- [", "2. ["),
    "paragraphs": (ADAM + "\n" + BAYES).replace("- [", "["),
    "a quotation": "> " + (ADAM + "\n" + BAYES).replace("\n", "\n> ").replace("- [", "1.["),
    "boxes": "".join(
        "<div class='paper-box'><div><div class='badge'>x</div></div>\n"
        f"<div>\n\n{item}\n</div>\n</div>\n\n"
        for item in (ADAM, BAYES)
    ),
    "html": (
        "<ul>\n<li><a href='https://arxiv.org/abs/1412.6980'>Adam: A Method for Stochastic "
        "Optimization</a><br><b>Diederik P. Kingma</b>, Jimmy Ba<br><i>ICLR 2015</i></li>\n"
        "<li>\n<a href='https://arxiv.org/abs/1312.6114'>Auto-Encoding Variational Bayes</a><br>\n"
        "<b>Diederik P. Kingma</b>, Max Welling<br>\n<i>ICLR 2014</i>\n</li>\n</ul>\n"
    ),
    "a table": (
        "<table>\n"
        "<tr><td>ICLR '15</td><td><a href='https://arxiv.org/abs/1412.6980'>Adam: A Method for "
        "Stochastic Optimization.</a></td></tr>\n<tr>\n<td></td><td><b>Diederik P. Kingma</b> and "
        "Jimmy Ba.</td></tr>\n"
        "<tr><td>ICLR '14</td><td><a href='https://arxiv.org/abs/1312.6114'>Auto-Encoding "
        "Variational Bayes</a></td></tr>\n<tr>\n<td></td><td><b>Diederik P. Kingma</b>, "
        "Max Welling</td></tr>\n</table>\n"
    ),
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
def test_papers_are_found_whatever_lists_them(body: str) -> None:
    reading = reader.read(f"## Publications\n\n{body}\n## Contact\n\nBy mail.\n")
    assert [
        (
            item.publication.title,
            item.publication.abbr,
            item.publication.year,
            len(item.publication.authors),
        )
        for item in reading.readings
    ] == [
        ("Adam: A Method for Stochastic Optimization", "ICLR", 2015, 2),
        ("Auto-Encoding Variational {Bayes}", "ICLR", 2014, 2),
    ]
    assert (reading.me, reading.unread) == (("Diederik P. Kingma",), ())


def test_line_ends_of_windows_make_no_difference() -> None:
    page = f"## Publications\n\n{ADAM}\n{BAYES}"
    assert reader.read(page.replace("\n", "\r\n")) == reader.read(page)


def test_an_item_whose_lines_begin_with_number_signs_ends_no_section() -> None:
    commented = "".join(f"# {line}\n" for line in ADAM.splitlines())
    reading = reader.read(f"## Publications\n\n{BAYES}\n{commented}\n{GLOW}\n# Contact\n\n- Mail\n")
    assert [item.line for item in reading.readings] == [3, 7, 11]
    assert reading.readings[1].notes == (
        "its lines begin with `# `, which Markdown takes for headings",
    )


def test_a_section_shows_what_the_name_says_that_the_user_calls_it_by() -> None:
    bare = ADAM.replace("*ICLR 2015*", "*arXiv 2014*")
    reading = reader.read(f"## Preprits\n\n{bare}\n", sections=["Preprints"])
    assert [(one.heading, one.show) for one in reading.sections] == [("Preprits", "preprint")]


def test_what_cannot_be_read_is_named_with_its_line() -> None:
    page = f"## Publications\n\nSome prose.\n\n{ADAM}\n- [slides](x.pdf)\n\nMore prose.\n\n{BAYES}"
    reading = reader.read(page)
    assert [(item.line, item.text, item.reason) for item in reading.unread] == [
        (9, "- [slides](x.pdf)", "no title and author list can be told apart in it"),
        (11, "More prose.", "it is text beside the papers"),
    ]
    assert len(reading.readings) == 2


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("(\\*: Equal Contribution)", False),
        ("See my [Google Scholar](https://scholar.google.com/citations?user=x) for more.", True),
        ("See the [full publication list](https://example.org/all) as well.", True),
    ],
    ids=["a legend", "a profile", "a list elsewhere"],
)
def test_text_below_the_papers_is_no_paper_and_is_told_unless_it_explains_the_mark(
    prose: str, told: bool
) -> None:
    reading = reader.read(f"## Publications\n\n{ADAM}\n{BAYES}\n{prose}\n")
    assert len(reading.readings) == 2
    assert [one.text for one in reading.unread] == ([prose] if told else [])


STYLES = {
    "underlined name": (
        ADAM.replace("**Diederik P. Kingma**", "<u>Diederik P. Kingma</u>"),
        "own_name",
        "underline",
    ),
    "bold name": (ADAM, "own_name", "bold"),
    "marks with a legend": (
        ADAM.replace("Jimmy Ba", "Jimmy Ba\\* (\\*: equal contribution)"),
        "mark",
        "*",
    ),
    "the legend with each item": (
        ADAM.replace("Jimmy Ba", "Jimmy Ba\\* (\\*: equal contribution)"),
        "legend",
        "item",
    ),
    "the legend once": (
        "(\\* denotes equal contribution)\n\n" + ADAM.replace("Jimmy Ba", "Jimmy Ba\\*"),
        "legend",
        "section",
    ),
    "a comment": (ADAM + f"\n<!--\n{BAYES}-->\n", "hidden", "comment"),
    "under review": (ADAM.replace("*ICLR 2015*", "*Under review*"), "submitted", "Under review"),
    "links": (
        ADAM.rstrip() + " [[code](https://x.example)] [[pdf](a.pdf)]\n",
        "links",
        ("code", "pdf"),
    ),
    "one backslash": (ADAM.replace("\\\\", "\\"), "flavor", "commonmark"),
}


@pytest.mark.parametrize(("body", "name", "value"), STYLES.values(), ids=STYLES.keys())
def test_the_style_is_that_of_the_page(body: str, name: str, value: object) -> None:
    assert getattr(reader.read(f"## Publications\n\n{body}").style, name) == value


def test_spellings_of_the_own_name_are_gathered() -> None:
    page = (
        f"## Publications\n\n{ADAM}\n{BAYES.replace('Diederik P. Kingma', 'D. P. Kingma')}\n{GLOW}"
    )
    assert reader.read(page).me == ("Diederik P. Kingma", "D. P. Kingma")


def test_a_page_that_sets_off_nobody_has_no_owner() -> None:
    assert reader.read(f"## Publications\n\n{ADAM.replace('**', '')}").me == ()


LINES = st.sampled_from(
    (
        *(
            "## Publications",
            "### 2024",
            "Papers\n---",
            "# - [x](y)",
            "- item",
            "  - nested",
            "> 1. a",
        ),
        *(
            *ADAM.splitlines(),
            *GLOW.splitlines(),
            "",
            "<!--",
            "-->",
            "```",
            "<table>",
            "<tr>",
            "</table>",
        ),
        *(
            "<div class='paper-box'>",
            "</div>",
            "<script>",
            "{% raw %}",
            "---",
            "(* equal contribution)",
        ),
    )
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join) | st.text(max_size=200))
def test_no_page_makes_reading_fail_but_deliberately(page: str) -> None:
    try:
        reading = reader.read(page)
    except PubtoolError:
        return
    keys = [item.publication.key for item in reading.readings]
    assert len(set(keys)) == len(keys)


# Page, sections to name, papers that stand there, papers read right, the owner's name.
CORPUS = {
    "hankook": ("hankook+hankook.github.io/index.md", (), 8, 8, "Hankook Lee"),
    "22dylan": ("22dylan+22dylan.github.io/_pages/publications.md", (), 15, 15, "D. Sanderson"),
    "2prime publications": (
        "2prime+2prime.github.io/_pages/publications.md",
        (),
        22,
        22,
        "Yiping Lu",
    ),
    "2prime about": (
        "2prime+2prime.github.io/_pages/about.md",
        (
            "Optimizer for Large Scale Language Models",
            "Theory and Algorithms for Inference Time Scaling",
            "Debiasing Machine Learning Algorithm for Scientific Computing",
            "Experiment Design",
            "Algorithms and Statistics of Scientific Machine Learning",
            "Robust Machine Learning",
            "Optimal Control Formulation of Deep Learning",
            "Inverse Problem and Image Procesing",
        ),
        # One name runs into its title: that item is left on the page.
        23,
        22,
        "Yiping Lu",
    ),
    "JaywayXu": ("JaywayXu+JaywayXu.github.io/_pages/about.md", (), 19, 19, "Zhiwei Xu"),
    "JaywayXu highlights": (
        "JaywayXu+JaywayXu.github.io/_pages/about.md",
        ("Highlight",),
        7,
        7,
        "Zhiwei Xu",
    ),
    "JinheonBaek": (
        "JinheonBaek+JinheonBaek.github.io/_pages/about.md",
        (),
        51,
        51,
        "Jinheon Baek",
    ),
    "acad-homepage": ("RayeRen+acad-homepage.github.io/_pages/about.md", (), 2, 2, None),
    "jasonwei20": ("jasonwei20+jasonwei20.github.io/_pages/about.md", (), 4, 4, "Jason Wei"),
    "seanie12": ("seanie12+seanie12.github.io/_pages/about.md", (), 28, 28, "Seanie Lee"),
}


@pytest.mark.skipif(not PAGES.is_dir(), reason="the corpus of pages is not here")
@pytest.mark.parametrize(
    ("path", "named", "standing", "right", "owner"), CORPUS.values(), ids=CORPUS.keys()
)
def test_other_peoples_pages(
    path: str, named: tuple[str, ...], standing: int, right: int, owner: str | None
) -> None:
    reading = reader.read((PAGES / path).read_text(encoding="utf-8"), sections=named)
    notes = [note for item in reading.readings for note in item.notes]
    twice = sum(note.startswith("it stands at line") for note in notes)
    items = [item for item in reading.unread if "beside" not in item.reason]
    assert len(reading.readings) + twice + len(items) == standing
    assert len(reading.readings) + twice == right
    if owner is not None:
        assert reading.me[0] == owner
        # The owner wrote each of the papers: an author list cut wrong would lack the name.
        own = names.parse(owner)
        for item in reading.readings:
            assert any(names.same(author, own) for author in item.publication.authors)
