import dataclasses
import re
from pathlib import Path

import pytest

from pubtool.errors import MalformedError, PubtoolError
from pubtool.homepage.headings import outline, split_lines
from pubtool.homepage.regions import regions
from pubtool.homepage.sections import Section
from pubtool.latex import Flavor

PUBLISHED = Section("Published Papers", "published", line=3)
PREPRINTS = Section("Preprints", "preprint", line=9)
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages"


def headings(text: str, flavor: Flavor = "kramdown") -> list[str]:
    return [
        f"{heading.start + 1} {'#' * heading.level} {heading.text}"
        for heading in outline(split_lines(text), flavor).headings
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# A\n\ntext\n## B ##\n", ["1 # A", "4 ## B"], id="ATX"),
        pytest.param("A\n===\n\nB\n---\n", ["1 # A", "4 ## B"], id="setext"),
        pytest.param("#A\n", [], id="no space"),
        pytest.param("---\n# no\n---\n# A\n", ["4 # A"], id="front matter"),
        pytest.param("\ufeff---\n# no\n---\n# A\n", ["4 # A"], id="BOM"),
        pytest.param("+++\n# no\n+++\n# A\n", ["4 # A"], id="TOML"),
        pytest.param("---\n# A\n", ["2 # A"], id="a rule is no front matter"),
        pytest.param("~~~\n# no\n~~~\n```\n# no\n```\n", [], id="fences"),
        pytest.param("    # no\n", [], id="indented code"),
        pytest.param("<!--\n# no\n-->\n# A\n", ["4 # A"], id="comment"),
        pytest.param("<!---\n\n# no\n\n-->\n# A\n", ["6 # A"], id="comment with blank lines"),
        pytest.param("{% comment %}\n# no\n{% endcomment %}\n# A\n", ["4 # A"], id="Liquid"),
        pytest.param("{::comment}\n# no\n{:/comment}\n# A\n", ["4 # A"], id="kramdown"),
        pytest.param("> # no\n\n- # no\n", [], id="quotation and list"),
        pytest.param("- item\n# A\n", ["2 # A"], id="right after an item"),
        pytest.param("<style>\n\n# no\n</style>\n", [], id="style"),
        pytest.param("<p>x</p>\n# A\n", ["2 # A"], id="after HTML"),
        pytest.param("<div>\n# no\n</div>\n", [], id="in HTML"),
        pytest.param("<br>\n# A\n", ["2 # A"], id="after a void element"),
        pytest.param("text\nB\n---\n", [], id="underline below two lines"),
        pytest.param("# A [b](x) *c* `d` <i class='e'></i> {#f}\n", ["1 # A b c d"], id="markup"),
        pytest.param("# A\r\n\r\n## B\r\n", ["1 # A", "3 ## B"], id="CRLF"),
        pytest.param("# A\x0bB\u2028C\n", ["1 # A B C"], id="other line ends"),
    ],
)
def test_headings_are_those_that_kramdown_sees(text: str, expected: list[str]) -> None:
    assert headings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("text\nB\n---\n", ["1 ## text B"], id="underline below two lines"),
        pytest.param("<p>x</p>\n# A\n", [], id="after HTML"),
    ],
)
def test_commonmark_sees_others(text: str, expected: list[str]) -> None:
    assert headings(text, "commonmark") == expected


def found(text: str, *sections: Section) -> list[str]:
    lines = split_lines(text)
    return [
        "".join(lines[region.start : region.end])
        for region in regions(lines, outline(lines, "kramdown"), "about.md", sections)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "## Published Papers",
        "#### published papers ",
        "## Published Papers (Last Updated: Feb.3, 2025)",
        "## **Published Papers**:",
        "# 📝 Published Papers",
        "## Published Papers {#papers}",
        "Published Papers\n----------------",
    ],
)
def test_a_heading_is_found_by_its_words(heading: str) -> None:
    assert found(f"# A\n\n{heading}\n\nb\n", PUBLISHED) == ["\nb\n"]


def test_the_whole_heading_counts_more_than_that_without_a_note() -> None:
    text = "# Papers (old)\na\n# Papers\nb\n"
    assert found(text, dataclasses.replace(PUBLISHED, heading="Papers")) == ["b\n"]
    assert found(text, dataclasses.replace(PUBLISHED, heading="Papers (old)")) == ["a\n"]


def test_a_section_runs_to_the_next_heading_of_its_level_or_the_next_section() -> None:
    text = "# Papers\n## Published Papers\na\n### 2025\nb\n# More\nc\n### Preprints\nd\n"
    assert found(text, PREPRINTS, PUBLISHED) == ["d\n", "a\n### 2025\nb\n"]
    nested = "# Published Papers\na\n## Preprints\nb\n"
    assert found(nested, PUBLISHED, PREPRINTS) == ["a\n", "b\n"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "# About\n\n## Publications (2025)\n",
            "about.md:3: the page has no heading “Published Papers”; the nearest is “Publications "
            "(2025)”, here. Add `## Published Papers` where the list belongs, or change "
            '`heading = "Published Papers"` (line 3 of the configuration).',
            id="missing",
        ),
        pytest.param(
            "text\n",
            "about.md:1: the page has no heading “Published Papers”, nor any other; "
            "add `## Published Papers` where the list belongs.",
            id="no heading at all",
        ),
        pytest.param("", "about.md:1: the page has no heading", id="empty page"),
        pytest.param(
            "# Published Papers\n\n## published papers (old)\n\nPublished Papers\n---\n",
            "about.md:1 and about.md:5: the heading “Published Papers” stands twice on the page;",
            id="twice",
        ),
        pytest.param(
            "a\n```\n## Published Papers\n```\n",
            "about.md:3: the heading “Published Papers” stands only in a fence, where",
            id="in a fence",
        ),
        pytest.param(
            "<!--\n## Published Papers\n-->\n# Publications\n",
            "about.md:2: the heading “Published Papers” stands only in a comment, where",
            id="in a comment",
        ),
        pytest.param(
            "---\n# Published Papers\n---\n",
            "about.md:2: the heading “Published Papers” stands only in the front matter, where",
            id="in the front matter",
        ),
        pytest.param(
            "> # Published Papers\n", "about.md:1: the page has no heading", id="in a quotation"
        ),
        pytest.param(
            "<!-- pubtool: published -->\n",
            "about.md:1: the region “published” never ends;",
            id="never ended",
        ),
        pytest.param(
            "\n<!-- /pubtool -->\n",
            "about.md:2: `<!-- /pubtool -->` ends a region that never began;",
            id="never begun",
        ),
        pytest.param(
            "<!-- pubtool: published -->\n<!-- pubtool: preprint -->\n<!-- /pubtool -->\n",
            "about.md:2: the region “preprint” begins inside the region “published” of line 1;",
            id="nested",
        ),
        pytest.param(
            "<!-- pubtool -->\n<!-- /pubtool -->\n",
            "about.md:1: the region has no name;",
            id="no name",
        ),
        pytest.param(
            "<!-- pubtool: theses -->\n<!-- /pubtool -->\n",
            "about.md:1: the region “theses” fits no section of the configuration;",
            id="unknown name",
        ),
        pytest.param(
            "<!-- pubtool: published -->\n<!-- /pubtool -->\n" * 2,
            "about.md:3: the region “published” stands twice on the page, first at about.md:1;",
            id="region twice",
        ),
    ],
)
def test_a_section_without_one_place_is_told(text: str, message: str) -> None:
    with pytest.raises(MalformedError) as caught:
        found(text, PUBLISHED)
    assert caught.value.message.startswith(message)


def test_two_sections_never_share_a_place() -> None:
    other = dataclasses.replace(PREPRINTS, heading="published papers", line=12)
    with pytest.raises(MalformedError, match=r"line 3 .* and .*line 12 .* fit this one heading"):
        found("# Published Papers\n", PUBLISHED, other)
    inside = "# Published Papers\n<!-- pubtool: preprint -->\n<!-- /pubtool -->\n"
    with pytest.raises(MalformedError, match="begins inside that of"):
        found(inside, PUBLISHED, PREPRINTS)
    both = "<!-- pubtool: published -->\n<!-- /pubtool -->\n# Published Papers\n# More\n"
    with pytest.raises(MalformedError, match="fits several sections"):
        found(both, PUBLISHED, dataclasses.replace(PUBLISHED, heading="More"))


def test_a_marker_in_a_fence_or_a_comment_is_text() -> None:
    text = "# Published Papers\n```\n<!-- pubtool: x -->\n```\n<!--\n<!-- /pubtool -->\n"
    assert found(text, PUBLISHED) == [text.partition("\n")[2]]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
@pytest.mark.parametrize("flavor", ["kramdown", "commonmark"])
def test_every_heading_of_the_corpus_has_one_place_or_a_message(flavor: Flavor) -> None:
    for file in sorted(CORPUS.rglob("*.md")):
        lines = split_lines(file.read_bytes().decode("utf-8", "surrogateescape"))
        seen = outline(lines, flavor)
        for heading in seen.headings:
            section = Section(heading.text, "all")
            try:
                (region,) = regions(lines, seen, file.name, [section])
            except PubtoolError as error:
                assert re.search(rf"{re.escape(file.name)}:\d+", error.message)
            else:
                assert (region.start, region.heading) == (heading.end, heading)
