import dataclasses
import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool.errors import MalformedError, PubtoolError, RefusedError
from pubtool.homepage import dates, page, sections
from pubtool.homepage.headings import outline, split_lines
from pubtool.homepage.page import Plan
from pubtool.homepage.regions import regions
from pubtool.homepage.sections import Section, Style
from pubtool.latex import Flavor
from pubtool.publication import Publication, Status
from tests.homepage import kramdown
from tests.homepage.papers import BIAS, LANTERN, MEZO, PAPERS, PLUSPLUS, SCALE, UNRAVELING

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
SHARED = Path(__file__).resolve().parents[3] / "shared"

PUBLISHED = Section("Published Papers", "published", dated=True, line=3)
PREPRINTS = Section("Preprints", "preprint", order="oldest", line=9)
BOTH = (PUBLISHED, PREPRINTS)
STYLE = Style(hidden="comment")
DAY = datetime.date(2026, 10, 5)

PAGE = (GOLDEN / "page.md").read_text(encoding="utf-8")


def plan(
    text: str,
    papers: Sequence[Publication] = PAPERS,
    *,
    of: Sequence[Section] = BOTH,
    style: Style = STYLE,
    known: Sequence[str] | None = None,
    date: datetime.date = DAY,
    force: bool = False,
) -> Plan:
    return page.plan(
        text,
        "about.md",
        [(section, sections.render(papers, section, style)) for section in of],
        style,
        publications=papers,
        known=known,
        date=date,
        force=force,
    )


def item(paper: Publication, section: Section = PUBLISHED) -> str:
    (found,) = sections.render([paper], section, STYLE)
    return found.text


def hashed(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.split("\n"))


def without(*papers: Publication) -> tuple[Publication, ...]:
    return tuple(paper for paper in PAPERS if paper not in papers)


# What stays


def test_a_page_that_is_up_to_date_keeps_every_byte() -> None:
    planned = plan(PAGE)
    assert (planned.text, planned.warnings, planned.stale) == (PAGE, (), False)


@pytest.mark.parametrize("slip", [hashed, lambda text: f"# {text}"], ids=["all", "first"])
def test_an_item_with_number_signs_before_its_lines_is_an_item_and_no_heading(
    slip: Callable[[str], str],
) -> None:
    whole = item(UNRAVELING, PREPRINTS)
    assert whole in PAGE
    assert plan(PAGE.replace(whole, slip(whole))).text == PAGE


LINKS = "[bias]: https://openreview.net/pdf?id=Mvf5zr2qs6\n\n"


def test_definitions_of_links_among_the_items_stay_where_the_items_do() -> None:
    among = PAGE.replace(item(MEZO, PREPRINTS), LINKS + item(MEZO, PREPRINTS))
    assert among != PAGE
    assert plan(among).text == among
    assert LINKS in plan(among, without(MEZO), force=True).text


def test_a_reference_link_is_read_with_its_address() -> None:
    whole = item(BIAS, PREPRINTS)
    typed = f"- [**{BIAS.title}**][bias] \\\\\n" + whole.partition("</a> \\\\\n")[2]
    planned = plan(PAGE.replace(whole, f"{typed}\n\n{LINKS.strip()}"))
    assert (whole in planned.text, LINKS.strip() in planned.text) == (True, True)


def test_an_anchor_in_a_heading_makes_no_item_of_it() -> None:
    anchored = PAGE.replace("## Preprints", '## <a name="pre" href="#pre">Preprints</a>')
    assert plan(anchored).text == anchored


def test_the_homepage_keeps_every_byte() -> None:
    file = SHARED / "homepage" / "about.md"
    if not file.exists():
        pytest.skip("the homepage is not here")
    text = file.read_bytes().decode()
    assert plan(text).text == text
    assert plan(text.replace("\n", "\r\n")).text == text.replace("\n", "\r\n")
    assert plan("\ufeff" + text).text == "\ufeff" + text


def test_a_second_rendering_a_day_later_changes_nothing() -> None:
    first = plan(PAGE, without(), known=None)
    again = plan(first.text, known=first.digests, date=DAY + datetime.timedelta(days=1))
    assert again == dataclasses.replace(first, added=(), changed=(), removed=())


def test_one_added_paper_changes_only_its_own_lines_and_the_date() -> None:
    start = PAGE.index("- <a", PAGE.index("## Published"))
    before = PAGE[:start] + PAGE[PAGE.index("- <a", start + 1) :]
    planned = plan(before)
    assert planned.text == PAGE.replace("Feb.3, 2025", "Oct.5, 2026")
    assert (planned.added, planned.changed, planned.removed) == ((LANTERN.key,), (), ())


@pytest.mark.parametrize("paper", [p for p in PAPERS if not p.hidden], ids=lambda p: p.key)
def test_a_paper_taken_out_and_put_back_leaves_the_page_as_it_was(paper: Publication) -> None:
    first = plan(PAGE)
    less = plan(PAGE, without(paper), known=first.digests)
    (removed,) = less.removed
    assert title(paper).startswith(removed.rstrip("…").rstrip())
    assert title(paper) not in less.text
    again = plan(less.text, known=less.digests, date=datetime.date(2025, 2, 3))
    assert again.text == PAGE
    assert again.added == (paper.key,)


def title(paper: Publication) -> str:
    return re.sub(r"[{}]", "", paper.title)


def test_a_paper_that_was_accepted_moves() -> None:
    accepted = dataclasses.replace(
        UNRAVELING, status=Status.PUBLISHED, abbr="ICML", type="inproceedings"
    )
    papers = tuple(accepted if paper is UNRAVELING else paper for paper in PAPERS)
    planned = plan(PAGE, papers, known=plan(PAGE).digests)
    assert planned.changed == (UNRAVELING.key,)
    assert planned.text == (
        PAGE.replace(item(UNRAVELING, PREPRINTS) + "\n\n", "")
        .replace("Feb.3, 2025", "Oct.5, 2026")
        .replace(
            '- <a href="https://arxiv.org/abs/2410',
            item(accepted) + '\n\n- <a href="https://arxiv.org/abs/2410',
        )
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n    \n"], ids=["no last newline", "one", "more"])
@pytest.mark.parametrize("body", ["", "\n\nProse stays."], ids=["empty", "prose"])
def test_a_page_of_nothing_but_the_section_is_filled(newline: str, last: str, body: str) -> None:
    text = f"## Preprints{body}{last}".replace("\n", newline)
    planned = plan(text, of=[PREPRINTS])
    items = "\n\n".join(item(p, PREPRINTS) for p in (BIAS, MEZO, UNRAVELING, PLUSPLUS))
    expected = f"## Preprints{body}\n\n{items}{last}"
    expected = expected.replace("\n", newline if newline in text else "\n")
    assert planned.text == expected
    assert plan(planned.text, of=[PREPRINTS], known=planned.digests).text == planned.text


def test_a_section_that_loses_its_last_paper_and_gets_one_again() -> None:
    text = "## Preprints\n\n" + item(BIAS, PREPRINTS) + "\n\n## Education\n"
    known = plan(text, (BIAS,), of=[PREPRINTS]).digests
    empty = plan(text, (), of=[PREPRINTS], known=known)
    assert empty.text == "## Preprints\n\n## Education\n"
    assert plan(empty.text, (BIAS,), of=[PREPRINTS], known=empty.digests).text == text


@pytest.mark.parametrize("bullet", ["*", "+", "1."])
def test_the_pages_own_bullets_are_kept(bullet: str) -> None:
    text = re.sub("^- <a", f"{bullet} <a", PAGE, flags=re.MULTILINE)
    assert plan(text).text == text
    known = plan(text).digests
    less = plan(text, without(SCALE), known=known)
    assert plan(less.text, known=less.digests, date=datetime.date(2025, 2, 3)).text == text


def test_items_without_blank_lines_between_them_stay_so() -> None:
    papers = (BIAS, UNRAVELING, PLUSPLUS)
    text = "## Preprints\n" + "\n".join(item(p, PREPRINTS) for p in papers) + "\n"
    more = plan(text, (*papers, MEZO), of=[PREPRINTS])
    assert more.text == (
        "## Preprints\n"
        + "\n".join(item(p, PREPRINTS) for p in (BIAS, MEZO, UNRAVELING, PLUSPLUS))
        + "\n"
    )


def test_what_closes_a_section_without_a_word_stays() -> None:
    ending = "\n---\n<br/>\n\n<span class='anchor' id='education'></span>\n\n"
    text = "## Preprints\n\n" + item(BIAS, PREPRINTS) + "\n" + ending + "# Education\n"
    planned = plan(text, (BIAS, MEZO), of=[PREPRINTS])
    assert planned.text == text.replace(ending, "\n" + item(MEZO, PREPRINTS) + "\n" + ending)


def test_a_marked_region_wins_over_a_heading() -> None:
    text = (
        "# Publications\n\nSee [my profile](https://x.org).\n\n<!-- pubtool: published -->\n"
        "<!-- /pubtool -->\n\nHand-written.\n\n<!--pubtool:Preprints-->\n\n<!-- /pubtool -->\n"
        "More, by hand.\n\n## Preprints\n\n- one\n"
    )
    planned = plan(text, (SCALE, BIAS))
    assert planned.text == text.replace(
        "published -->\n", f"published -->\n\n{item(SCALE)}\n\n"
    ).replace("Preprints-->\n\n", f"Preprints-->\n\n{item(BIAS, PREPRINTS)}\n\n")
    assert plan(planned.text, (SCALE, BIAS), known=planned.digests).text == planned.text


def test_the_legend_stands_once_and_goes_when_it_is_not_due_any_more() -> None:
    once = dataclasses.replace(STYLE, legend="section")
    text = "## Preprints\n\nProse.\n\n- x\n"
    text = text.replace("- x\n", item(BIAS, PREPRINTS) + "\n")
    planned = plan(text, (BIAS, MEZO), of=[PREPRINTS], style=once)
    legend = "(<sup>†</sup>: Equal Contribution)"
    assert planned.text.startswith(f"## Preprints\n\nProse.\n\n{legend}\n\n- <a")
    assert planned.text.count(legend) == 1
    again = plan(planned.text, (BIAS, MEZO), of=[PREPRINTS], style=once, known=planned.digests)
    assert again.text == planned.text
    back = plan(planned.text, (BIAS,), of=[PREPRINTS], style=once, known=planned.digests)
    assert back.text == text


@pytest.mark.parametrize("text", ["{: .papers}", "<!-- TODO: posters -->", "***"])
def test_what_follows_the_last_item_at_once_still_does(text: str) -> None:
    page = f"## Preprints\n\n{item(MEZO, PREPRINTS)}\n{text}\n\n## Education\n"
    planned = plan(page, (MEZO,), of=[PREPRINTS])
    assert planned.text == page
    more = plan(page, (MEZO, UNRAVELING), of=[PREPRINTS], known=planned.digests)
    assert more.text == page.replace(text, f"\n{item(UNRAVELING, PREPRINTS)}\n{text}")


LEGEND = "(<sup>†</sup>: Equal Contribution)"


@pytest.mark.parametrize(
    "words",
    [
        LEGEND,
        "† Equal contribution",
        "<sup>†</sup> and \\* denote equal contribution.",
        "A mark is for equal contribution.",
    ],
)
@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_a_page_that_explains_the_mark_in_its_own_words_needs_no_legend(
    words: str, below: bool
) -> None:
    once = dataclasses.replace(STYLE, legend="section")
    (whole,) = (one.text for one in sections.render([MEZO], PREPRINTS, once))
    parts = [whole, words] if below else [words, whole]
    text = "\n\n".join(["## Preprints", *parts, "## Education\n"])
    planned = plan(text, (MEZO,), of=[PREPRINTS], style=once)
    assert planned.text == text
    more = plan(text, (MEZO, UNRAVELING), of=[PREPRINTS], style=once, known=planned.digests)
    assert more.text.count(words) == more.text.lower().count("equal contribution") == 1
    assert more.text.endswith(f"{words}\n\n## Education\n") == below


def test_a_mark_that_the_page_does_not_explain_gets_its_legend() -> None:
    once = dataclasses.replace(STYLE, legend="section")
    text = "## Preprints\n\n- x\n\n\\* Equal contribution\n"
    (whole,) = (one.text for one in sections.render([MEZO], PREPRINTS, once))
    planned = plan(text.replace("- x", whole), (MEZO,), of=[PREPRINTS], style=once)
    assert planned.text == text.replace("- x", f"{LEGEND}\n\n{whole}")


def test_a_legend_below_the_papers_goes_when_it_is_not_due_any_more() -> None:
    once = dataclasses.replace(STYLE, legend="section")
    text = f"## Preprints\n\n{item(BIAS, PREPRINTS)}\n"
    (whole,) = (one.text for one in sections.render([MEZO], PREPRINTS, once))
    below = f"{text}\n{whole}\n\n{LEGEND}\n"
    planned = plan(below, (BIAS, MEZO), of=[PREPRINTS], style=once)
    assert planned.text == below
    back = plan(below, (BIAS,), of=[PREPRINTS], style=once, known=planned.digests)
    assert back.text == text


def test_html_of_the_page_stays_the_same() -> None:
    before, after = kramdown.html([PAGE, plan(PAGE.replace("*ICLR 2025*", "*ICLR 2025*")).text])
    assert kramdown.words(before) == kramdown.words(after)


def test_html_of_the_homepage_stays_the_same() -> None:
    file = SHARED / "homepage" / "about.md"
    if not file.exists():
        pytest.skip("the homepage is not here")
    text = file.read_bytes().decode()
    before, after = kramdown.html([text, plan(text, force=True).text])
    assert kramdown.words(before) == kramdown.words(after)


# The date


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("(Last Updated: Feb.3, 2025)", "(Last Updated: Oct.5, 2026)"),
        ("(Last Updated: Feb. 3, 2025)", "(Last Updated: Oct. 5, 2026)"),
        ("(Last Updated: Feb 03, 2025)", "(Last Updated: Oct 05, 2026)"),
        ("(Last Updated: Feb.13, 2025)", "(Last Updated: Oct.5, 2026)"),
        ("(updated February 3, 2025)", "(updated October 5, 2026)"),
        ("(February 3rd, 2025)", "(October 5th, 2026)"),
        ("(3 Feb 2025)", "(5 Oct 2026)"),
        ("(as of 3 february 2025, in full)", "(as of 5 october 2026, in full)"),
        ("(Jul 2025)", "(Oct 2026)"),
        ("(Oct. 2025)", "(Oct. 2026)"),
        ("(SEPT 2025)", "(OCT 2026)"),
        ("(2025-02-03)", "(2026-10-05)"),
        ("(2025/2/13)", "(2026/10/5)"),
        ("(2025.02.)", "(2026.10.)"),
        ("(2025.02)", "(2026.10)"),
        ("(02/2025)", "(10/2026)"),
        ("(3.2.2025)", "(5.10.2026)"),
        ("(2025 Feb)", "(2026 Oct)"),
        ("(Feb. 2025) {#papers}", "(Oct. 2026) {#papers}"),
        ("(Feb. 2025) ##", "(Oct. 2026) ##"),
    ],
)
def test_the_date_keeps_its_shape(heading: str, expected: str) -> None:
    text = f"## Published Papers {heading}\n\n- x\n\n## Preprints\n"
    planned = plan(text, (SCALE,), force=True)
    assert planned.text.splitlines()[0] == f"## Published Papers {expected}"
    assert planned.warnings == ()


@pytest.mark.parametrize(
    "note",
    ["(02/03/2025)", "(spring 2025)", "(Feb. '25)", "(2024-2025)", "(Last Updated: this spring)"],
)
def test_a_date_in_a_shape_that_is_unknown_is_left_and_told(note: str) -> None:
    text = f"## Published Papers {note}\n\n## Preprints\n"
    planned = plan(text, (SCALE,))
    assert planned.text.splitlines()[0] == f"## Published Papers {note}"
    assert planned.warnings == (
        f"about.md:1: the date in “Published Papers {note}” is in a shape that pubtool does not "
        "know, and was left as it is.",
    )


@pytest.mark.parametrize(
    ("heading", "dated", "expected"),
    [
        pytest.param("## Preprints", None, "## Preprints", id="none by default"),
        pytest.param(
            "## Preprints", True, "## Preprints (Last Updated: Oct.5, 2026)", id="one if wanted"
        ),
        pytest.param(
            "## Preprints {#p}",
            True,
            "## Preprints (Last Updated: Oct.5, 2026) {#p}",
            id="before id",
        ),
        pytest.param("## Preprints (May 2025)", False, "## Preprints (May 2025)", id="left alone"),
        pytest.param("## Preprints (May. 2025)", None, "## Preprints (Oct. 2026)", id="moved"),
    ],
)
def test_a_heading_gets_a_date_only_where_one_is_wanted(
    heading: str, dated: bool | None, expected: str
) -> None:
    section = dataclasses.replace(PREPRINTS, dated=dated)
    planned = plan(f"{heading}\n", (BIAS,), of=[section])
    assert planned.text.splitlines()[0] == expected
    assert plan(planned.text, (BIAS,), of=[section], date=datetime.date(2027, 1, 1)).text == (
        planned.text
    )


def test_the_date_of_an_underlined_heading_moves() -> None:
    text = "Preprints (May 5, 2025)\n----------\n"
    assert plan(text, (BIAS,), of=[PREPRINTS]).text == (
        "Preprints (Oct 5, 2026)\n----------\n\n" + item(BIAS, PREPRINTS) + "\n"
    )


def test_white_space_and_order_alone_do_not_move_the_date() -> None:
    spaced = PAGE.replace("\\\\\n", "\\\\  \n").replace("\n\n- ", "\n\n\n- ")
    assert plan(spaced).text == spaced
    oldest = dataclasses.replace(PUBLISHED, order="oldest")
    planned = plan(PAGE, of=[oldest, PREPRINTS])
    assert "(Last Updated: Feb.3, 2025)" in planned.text
    assert planned.text.index("ICLR 2023") < planned.text.index("ICLR 2025")


# Promises, over generated pages

SHOWN = {paper.key: paper for paper in PAPERS if not paper.hidden}
KEYS = st.lists(st.sampled_from(sorted(SHOWN)), unique=True)
PROSE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


def outside(text: str) -> str:
    """Return a page without its two sections' bodies, and without the new date."""
    lines = split_lines(text)
    kept = list(lines)
    for region in regions(lines, outline(lines, "kramdown"), "about.md", BOTH):
        kept[region.start : region.end] = ["\0"] * (region.end - region.start)
    return "".join(line for line in kept if line != "\0").replace(f" {dates.note(DAY)}", "")


@settings(max_examples=40, deadline=None)
@given(before=PROSE, lead=PROSE, after=PROSE, newline=NEWLINES, old=KEYS, new=KEYS)
def test_outside_the_sections_nothing_changes_and_twice_is_once(
    before: str,
    lead: str,
    after: str,
    newline: str,
    old: list[str],
    new: list[str],
) -> None:
    less, more = [SHOWN[key] for key in old], [SHOWN[key] for key in new]
    text = newline.join(
        [before, "", "## Published Papers", lead, "", "## Preprints", "", "## Rest", after]
    )
    try:
        first = plan(text, less)
        second = plan(first.text, more, known=first.digests)
        third = plan(second.text, more, known=second.digests, date=datetime.date(2027, 1, 1))
    except PubtoolError:
        return  # the generated words make a heading, a fence or a list of their own
    assert outside(first.text).startswith(f"{before}{newline}{newline}## Published Papers")
    assert outside(first.text) == outside(second.text) == outside(text)
    assert third.text == second.text
    assert all(title(paper) in second.text for paper in more)


@settings(max_examples=60, deadline=None)
@given(text=PROSE.map(lambda text: f"{text}\n## Preprints\n{text}"), force=st.booleans())
def test_any_page_is_planned_or_refused(text: str, force: bool) -> None:
    try:
        first = plan(text, (BIAS,), of=[PREPRINTS], force=force)
        again = plan(first.text, (BIAS,), of=[PREPRINTS], known=first.digests, force=force)
    except (MalformedError, RefusedError):
        return
    assert again.text == first.text


@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the corpus is not here")
@pytest.mark.parametrize("flavor", ["kramdown", "commonmark"])
def test_every_section_of_the_corpus_is_planned_or_refused(flavor: Flavor) -> None:
    style = dataclasses.replace(STYLE, flavor=flavor)
    for file in sorted((SHARED / "corpus" / "pages").rglob("*.md")):
        text = file.read_bytes().decode()
        for heading in outline(split_lines(text), flavor).headings:
            section = Section(heading.text, "all")
            try:
                plan(text, of=[section], style=style)
            except PubtoolError as error:
                assert re.search(r"about\.md:\d+: ", error.message + " ")
            try:
                forced = plan(text, of=[section], style=style, force=True)
            except MalformedError:
                continue
            again = plan(forced.text, of=[section], style=style, known=forced.digests, force=True)
            assert again.text == forced.text
