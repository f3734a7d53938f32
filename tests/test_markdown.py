"""LaTeX text and the words of strangers become Markdown that shows them, and does no more."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pubtool import latex
from pubtool.latex import Flavor
from tests.homepage import kramdown
from tests.unicode import lines

MARKDOWN = [
    pytest.param("LANTERN++: A (b), c. R & D", None, None, id="harmless"),
    pytest.param("MeZO-A^3dam: Auto-regressive", None, None, id="a caret"),
    pytest.param('a_b don\'t "q" 5-6', None, None, id="harmless within words"),
    pytest.param("A$^3$ x$_2$", "A<sup>3</sup> x<sub>2</sub>", "A³ x₂", id="scripts"),
    pytest.param(r"\textsuperscript{*}", r"<sup>\*</sup>", None, id="a raised star"),
    pytest.param(r"$\ell_1$", r"$$\ell_1$$", r"$\ell_1$", id="maths"),
    pytest.param("$a<b|c$", r"$$a\lt b\vert c$$", r"$a\lt b\vert c$", id="maths made safe"),
    pytest.param("${{a}}$", "$${ {a}}$$", "${ {a}}$", id="Liquid in maths"),
    # Markdown without maths would take the backslash away, or see emphasis.
    pytest.param(
        r"$\{x\}_{a}^*$", r"$$\{x\}_{a}^*$$", r"$\lbrace x\rbrace _ {a}^\ast $", id="escapes"
    ),
    pytest.param(
        r"$\href{javascript:x}{y}$",
        "&#92;href&#123;javascript:x}&#123;y}",
        None,
        id="a link in maths",
    ),
    pytest.param(r"an \emph{in vivo} study", "an *in vivo* study", None, id="emphasis"),
    pytest.param(r"un\emph{break}able", "un<em>break</em>able", None, id="within a word"),
    pytest.param("{{ a }} {% b %}", r"a % b %", None, id="braces that balance"),
    pytest.param(latex.from_text("{{a}}"), "&#123;&#123;a}}", None, id="Liquid"),
]


@pytest.mark.parametrize(("tex", "for_kramdown", "for_commonmark"), MARKDOWN)
def test_latex_becomes_markdown(
    tex: str, for_kramdown: str | None, for_commonmark: str | None
) -> None:
    expected = for_kramdown or tex
    assert (latex.to_markdown(tex, "kramdown"), latex.to_markdown(tex, "commonmark")) == (
        expected,
        for_commonmark or expected,
    )


class Shown(HTMLParser):
    """The text of HTML, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(" ".join([tag, *(f"{name}={value}" for name, value in attrs)]))

    def handle_comment(self, data: str) -> None:
        self.elements.append(f"comment {data}")

    def handle_data(self, data: str) -> None:
        self.text += data


# Between two spaces each.
ACTIVE = re.split(
    r"\s{2,}",
    r"""<script>alert(1)</script>  </a>  <b  -->  <!--  --!>  *a*  **a**  _a_  __  a_b_  ***
    [a](b)  ![a](b)  [^1]  [^1]: a  *[a]: b  [a]: b  [  ]  ](b)  a]  |  a | b  `a`  ```  ~~~
    ~~a~~  ~a~  $$  $$a$$  \  \\  a\  \*  {{ a }}  {% a %}  {{  {%  {: onclick=alert(1)}  {:.a}
    {::nomarkdown}  {:/}  x{:.b}  a{b}c  &amp;  &#60;  &lt  &  #  # a  - a  + a  1. a  1) a  1.
    : a  > a  =  ===  ==a==  ---  --  -  a--b  ^  a^3  http://a.b  www.a.b  a@b.cd  javascript:a
    :smile:  (a)  A & B  ...  😀  장  q̃  <<a>>  %  !  @  a*b*c""",
)


def shown_twice(markdown: str, flavor: Flavor) -> str:
    """Return an item as a page has it, `markdown` in bold, at a line's start and in italics."""
    if flavor == "kramdown":
        return f'- <a href="u">\n**{markdown}**\n</a> \\\\\n{markdown}\n*{markdown}*\n'
    return f"- [**{markdown}**](u) \\\n  {markdown}\n  *{markdown}*\n"


def rendered(items: list[str], flavor: Flavor) -> list[Shown]:
    if flavor == "kramdown":
        return [Shown(html) for html in kramdown.html(items)]
    return [Shown(MarkdownIt("commonmark", {"html": True}).render(item)) for item in items]


def straight(text: str) -> str:
    """Return text without regard to white space and kramdown's typography of quotes and dots."""
    curly = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})
    return " ".join(text.translate(curly).split())


@pytest.mark.parametrize("flavor", ["kramdown", "commonmark"])
def test_text_of_strangers_stays_text_on_the_page(flavor: Flavor) -> None:
    texts = [*ACTIVE, *(f"{one}{other}" for one in ACTIVE[::3] for other in ACTIVE[::4])]
    escaped = [latex.escape_markdown(text) for text in texts]
    assert [text for text in escaped if re.search(r"\{[{%]|--", text)] == []

    pages = rendered([shown_twice(text, flavor) for text in escaped], flavor)
    expected = ["ul", "li", "a href=u", "strong", "br", "em"]
    wrong = {
        text: (page.text, page.elements)
        for text, page in zip(texts, pages, strict=True)
        if straight(page.text) != straight(f"{text} {text} {text}")
        or [element for element in page.elements if element != "p"] != expected
    }
    assert wrong == {}


@given(text=lines(), flavor=st.sampled_from(["kramdown", "commonmark"]))
@settings(max_examples=200, deadline=None)
def test_markdown_never_starts_liquid_or_ends_a_comment(text: str, flavor: Flavor) -> None:
    for markdown in (latex.escape_markdown(text), latex.to_markdown(text, flavor)):
        assert re.search(r"\{[{%]|-->|--!>|\n", markdown) is None


@given(text=lines(1))
@settings(max_examples=200, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    markdown = latex.to_markdown(latex.from_text(text), "commonmark")
    page = rendered([shown_twice(markdown, "commonmark")], "commonmark")[0]
    assert page.text.split() == f"{text} {text} {text}".split()
