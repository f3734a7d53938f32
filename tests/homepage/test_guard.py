import dataclasses
import datetime

import pytest

from pubtool.errors import RefusedError
from pubtool.homepage import page
from pubtool.homepage.sections import Section
from tests.homepage.papers import BIAS, LANTERN, MEZO, PAPERS, PLUSPLUS, SCALE
from tests.homepage.test_page import BOTH, PAGE, PREPRINTS, STYLE, item, plan, without

ATTENTION = (
    '- <a href="https://arxiv.org/abs/1706.03762">\n**Attention Is All You Need**\n</a> \\\\\n'
    "Ashish Vaswani, Noam Shazeer \\\\\n*NeurIPS 2017*\n\n"
)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def refusal(text: str, **options: object) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        plan(text, **options)  # type: ignore[arg-type]  # what plan takes
    return caught.value


ADVICE = (
    "Nothing was written. `pubtool import about.md` takes over what the page knows; "
    "`pubtool render --force` writes over it."
)


def test_a_paper_that_only_the_page_has_is_named() -> None:
    text = PAGE.replace("## Preprints\n", f"## Preprints\n{ATTENTION}")
    line = line_of(text, '- <a href="https://arxiv.org/abs/1706')
    expected = (
        f"about.md:{line}: “Attention Is All You Need” stands on the page, but not in the list.\n"
        f"{ADVICE}"
    )
    assert refusal(text).message == expected
    assert refusal(text, known=plan(PAGE).digests).message == expected
    assert plan(text, force=True).text == PAGE


def test_a_hidden_paper_that_only_the_page_has_is_named() -> None:
    text = PAGE.replace("-->\n", f"{ATTENTION.strip()}\n-->\n")
    assert "“Attention Is All You Need” stands on the page, but not in the list." in (
        refusal(text).message
    )


BY_HAND = ("We thank our sponsors.", "![x](x.png)")
BREAKING = ("<!-- TODO: posters -->", "### 2024", "```\ncode\n```")  # right after an item, too


@pytest.mark.parametrize("text", BY_HAND + BREAKING)
def test_text_among_the_papers_is_named(text: str) -> None:
    changed = PAGE.replace("*ICLR 2025*\n\n", f"*ICLR 2025*\n\n{text}\n\n", 1)
    where = f"about.md:{line_of(changed, text)}: “{' '.join(text.split())}” stands among the papers"
    assert refusal(changed).message.startswith(where)
    assert plan(changed, force=True).text == PAGE


@pytest.mark.parametrize("text", BREAKING)
def test_text_right_after_a_paper_is_none_of_it(text: str) -> None:
    changed = PAGE.replace("*ICLR 2025*\n", f"*ICLR 2025*\n{text}\n", 1)
    assert "stands among the papers and is not pubtool's" in refusal(changed).message


def test_all_that_would_be_lost_is_named_at_once() -> None:
    text = PAGE.replace("## Preprints\n", f"## Preprints\n{ATTENTION}").replace(
        "*ICLR 2025*\n\n", "*ICLR 2025*\n\nBy hand.\n\n", 1
    )
    assert len(refusal(text).message.splitlines()) == 3


def test_prose_before_the_first_paper_stays() -> None:
    text = PAGE.replace("## Preprints\n", "## Preprints\n\nUnder review.\n\n<!-- mine -->\n\n")
    assert plan(text).text == text


@pytest.mark.parametrize("text", BY_HAND + BREAKING)
def test_prose_below_the_last_paper_stays_there(text: str) -> None:
    below = PAGE.replace("-->\n\n## Preprints", f"-->\n\n{text}\n\n## Preprints")
    assert below != PAGE
    assert plan(below).text == below
    assert plan(below, force=True).text == below
    day = datetime.date(2025, 2, 3)  # the page's own
    fewer = plan(below, without(LANTERN), known=plan(below).digests, date=day)
    assert fewer.text.count(text) == 1
    assert plan(fewer.text, known=fewer.digests, date=day).text == below


BELOW = (
    "[Attention Is All You Need](https://arxiv.org/abs/1706.03762). A. Vaswani, N. Shazeer. 2017."
)


def test_a_paper_that_only_the_page_has_is_named_where_it_stands_below_the_items_too() -> None:
    text = PAGE.replace("## Preprints\n", f"{BELOW}\n\n## Preprints\n")
    line = line_of(text, BELOW)
    assert refusal(text).message == (
        f"about.md:{line}: “Attention Is All You Need” stands on the page, but not in the list.\n"
        f"{ADVICE}"
    )


def test_a_paper_that_stands_below_the_items_as_prose_is_not_written_again() -> None:
    text = PAGE.replace(f"{item(SCALE)}\n\n", "")
    assert text != PAGE
    below = text.replace("## Preprints\n", f"{item(SCALE)[2:]}\n\n## Preprints\n")
    assert f"about.md:{line_of(below, item(SCALE)[2:])}: {SCALE.key} stands here already" in (
        refusal(below).message
    )


def test_a_paper_twice_on_the_page_is_named_with_both_lines() -> None:
    text = PAGE.replace("## Preprints\n", f"## Preprints\n{item(LANTERN)}\n\n")
    message = refusal(text).message
    first, second = line_of(text, '- <a href="https://arxiv.org/abs/2410'), line_of(text, "## Prep")
    assert (
        f"(jang2025lantern) stands more than once: line {first} and line {second + 1};" in message
    )
    assert plan(text, force=True).text == PAGE


def test_a_paper_twice_in_one_section_is_named_though_pubtool_wrote_the_first() -> None:
    known = plan(PAGE).digests
    text = PAGE.replace("## Preprints\n", f"## Preprints\n{item(BIAS, PREPRINTS)}\n\n")
    assert "(kim2022bias) stands more than once" in refusal(text, known=known).message


def test_a_paper_that_pubtool_wrote_in_two_sections_may_leave_one() -> None:
    choice = Section("Choice", "all", keyword="selected")
    text = f"{PAGE}\n## Choice\n"
    selected = (dataclasses.replace(LANTERN, keywords=("selected",)), *PAPERS[1:])
    both = plan(text, selected, of=[*BOTH, choice])
    assert both.text.count("abs/2410.03355") == 2
    planned = plan(both.text, PAPERS, of=[*BOTH, choice], known=both.digests)
    assert (planned.text, planned.warnings) == (text, ())


def test_a_paper_in_a_section_that_is_not_managed_is_named_with_its_lines() -> None:
    text = PAGE.replace("## Education\n", f"## Older Papers\n\n{item(SCALE)}\n\n## Education\n")
    line = line_of(text, "## Older") + 2
    assert refusal(text).message == (
        f"about.md:{line}: “Scale-invariant Bayesian Neural Networks with Connectivity Tangent "
        f"Kernel” (kim2023scale) stands here under “Older Papers” (lines {line} to {line + 4}), "
        "which pubtool does not manage, and belongs under “Published Papers”; remove it here.\n"
        + ADVICE
    )
    assert plan(text, force=True).text == text


@pytest.mark.parametrize(
    "section",
    [
        f"## Selected Papers\n\n{item(SCALE)}\n",
        "## News\n\n- *2025.01*: LANTERN: Accelerating Visual Autoregressive Models with Relaxed "
        "Speculative Decoding is at ICLR.\n",
        "## Talks\n\n- **Scale-invariant Bayesian Neural Networks with Connectivity Tangent "
        "Kernel**, at KAIST\n",
    ],
    ids=["a choice", "news", "a mention"],
)
def test_a_mention_elsewhere_is_no_second_copy(section: str) -> None:
    text = PAGE.replace("## Education", f"{section}\n## Education")
    assert plan(text).text == text


def test_the_section_that_replaces_two_leaves_no_copies_behind() -> None:
    text = PAGE.replace("## Published Papers (Last", "## Publications (Last")
    message = refusal(text, of=[Section("Publications", "all")]).message
    assert message.count("under “Preprints”") == 4


def test_an_item_edited_since_the_last_render_is_refused_with_the_difference() -> None:
    known = plan(PAGE).digests
    edited = PAGE.replace("*ICLR 2025*", "*ICLR 2025 (Oral)*")
    error = refusal(edited, known=known)
    line = line_of(edited, "- <a")
    assert error.message == (
        f"about.md:{line}: “LANTERN: Accelerating Visual Autoregressive Models with Relaxed "
        "Speculative Dec…” (jang2025lantern) was edited here since the last render.\n" + ADVICE
    )
    assert error.difference is not None
    assert "-*ICLR 2025 (Oral)*\n+*ICLR 2025*\n" in error.difference
    assert plan(edited, known=known, force=True).text == PAGE.replace("Feb.3, 2025", "Oct.5, 2026")


def test_an_edit_that_the_list_has_taken_over_is_no_edit() -> None:
    known = plan(PAGE).digests
    edited = PAGE.replace("*ICLR 2025*", "*ICLR 2025 (Oral)*")
    papers = (dataclasses.replace(LANTERN, award="Oral"), *PAPERS[1:])
    assert plan(edited, papers, known=known).text == edited


def test_what_pubtool_wrote_may_be_changed_moved_and_dropped() -> None:
    known = plan(PAGE).digests
    planned = plan(PAGE, (dataclasses.replace(SCALE, award="Oral"), MEZO), known=known)
    assert planned.changed == (SCALE.key,)
    assert len(planned.removed) == 5
    assert planned.text.count("- <a") == 2


def test_a_removed_paper_is_refused_where_nobody_knows_who_wrote_it() -> None:
    assert "stands on the page, but not in the list" in refusal(PAGE, papers=without(BIAS)).message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("*ICLR 2025*", "*ICLR 2024, Vienna*", id="venue and year"),
        pytest.param("*ICLR 2023 (Spotlighted)*", "*ICLR 2023 (Oral)*", id="another award"),
        pytest.param("Doohyuk Jang<sup>†</sup>", "D. Jang", id="mark and spelling"),
        pytest.param(
            "Souvik Kundu, Sung-Yub Kim, Eunho Yang\n(<sup>†</sup>: Equal Contribution) "
            "\\\\\n*ICLR",
            "S. Kundu\n*ICLR",
            id="authors",
        ),
        pytest.param("abs/2410.03355", "pdf/2410.03355v3", id="a link to the same"),
        pytest.param("https://arxiv.org/abs/2410.03355", "http://old.org", id="the title's link"),
        pytest.param(" (2022)", " (2021)", id="preprint's year"),
        pytest.param(" (2022)", "", id="no year"),
        pytest.param(
            "Bias Decay Matters: Improving Large Batch Optimization with Connectivity Sharpness",
            "Flat Minima for Large Batches",
            id="a former title",
        ),
    ],
)
def test_old_news_is_written_over_without_a_fuss(old: str, new: str) -> None:
    text = PAGE.replace(old, new)
    assert text != PAGE
    planned = plan(text)
    assert planned.text.replace("Oct.5, 2026", "Feb.3, 2025") == PAGE
    assert planned.stale


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        pytest.param("*ICLR 2025*\n", "*ICLR 2025 (Oral)*\n", "“oral”", id="award"),
        pytest.param(
            "*ICLR 2025*\n",
            "*ICLR 2025* [[Poster](https://x.org/p.pdf)]\n",
            "the link https://x.org/p.pdf",
            id="link",
        ),
        pytest.param(
            "*ICLR 2025*\n",
            "*ICLR 2025* \\\\\nFaster image synthesis.\n",
            "“faster image synthesis”",
            id="line",
        ),
        pytest.param(
            "*ICLR 2025*\n",
            "*ICLR 2025*\n  - Featured in the press\n",
            "“featured the press”",
            id="sub-item",
        ),
        pytest.param(
            "*ICLR 2025*\n", "*ICLR 2025* <img src='a.png'>\n", "“<img src='a.png'>”", id="image"
        ),
        pytest.param(" (2022)\n", " (2022) \\\\\n*NeurIPS 2022*\n", "“neurips”", id="venue"),
        pytest.param(
            "Eunho Yang (2022)",
            "Eunho Yang\n(<sup>†</sup>: Equal Contribution) (2022)",
            "who contributed equally",
            id="marks",
        ),
        pytest.param(
            "Kyungsu Kim, Eunho Yang \\\\\n",
            "Kyungsu Kim\\*, Eunho Yang \\\\\n",
            "the mark * after Kyungsu Kim",
            id="a mark that nothing explains",
        ),
    ],
)
def test_what_only_the_page_says_of_a_paper_is_named(old: str, new: str, lost: str) -> None:
    text = PAGE.replace(old, new, 1)
    assert f"says here what the list does not: {lost}." in refusal(text).message
    assert plan(text, force=True).text.replace("Oct.5, 2026", "Feb.3, 2025") == PAGE


def test_a_paper_under_another_papers_link_is_not_taken_for_it() -> None:
    text = PAGE.replace(item(LANTERN) + "\n\n", ATTENTION.replace("1706.03762", "2410.03355"))
    assert "“Attention Is All You Need” stands on the page, but not" in refusal(text).message


def test_a_paper_under_a_link_of_the_same_people_is_not_taken_for_theirs() -> None:
    plusplus = dataclasses.replace(PLUSPLUS, url=LANTERN.url, arxiv=LANTERN.arxiv)
    listed = [paper for paper in PAPERS if paper not in (LANTERN, PLUSPLUS)]
    text = PAGE.replace(item(PLUSPLUS, PREPRINTS), "")
    assert "“LANTERN: Accelerating Visual" in refusal(text, papers=[*listed, plusplus]).message


def test_a_paper_that_no_section_shows_leaves_with_a_warning() -> None:
    text = PAGE.replace("## Preprints\n", f"## Preprints\n{item(SCALE)}\n\n").replace(
        "## Published Papers", "## Other"
    )
    text = text[: text.index("## Other")] + text[text.index("## Preprints") :]
    planned = plan(text, of=[PREPRINTS])
    assert planned.warnings == (
        "about.md: kim2023scale leaves the page: it is in the list, but no section shows it.",
    )


def test_a_list_that_is_no_list_is_not_written_a_second_time() -> None:
    paragraph = item(SCALE).removeprefix("- ")
    text = PAGE.replace(item(SCALE) + "\n\n", "").replace(
        "Feb.3, 2025)\n\n", f"Feb.3, 2025)\n\n{paragraph}\n\n"
    )
    assert (
        f"about.md:{line_of(text, paragraph)}: kim2023scale stands here already, but not as a "
        "list item; pubtool would write it a second time. Remove it here."
    ) in refusal(text).message


def test_papers_of_one_title_are_told_apart_by_their_links() -> None:
    journal = dataclasses.replace(
        SCALE, key="kim2024scale", abbr="JMLR", year=2024, openreview=None, url="https://jmlr.org/x"
    )
    papers = (*PAPERS, journal)
    both = plan(PAGE, papers).text
    stale = both.replace("*JMLR 2024 (Spotlighted)*", "*JMLR 2023 (Spotlighted)*")
    assert plan(stale, papers).changed == ("kim2024scale",)


def test_a_paper_twice_in_the_list_may_stand_twice_on_the_page() -> None:
    papers = (*PAPERS, dataclasses.replace(SCALE, key="again"))
    twice = plan(PAGE, papers)
    assert plan(twice.text, papers, known=twice.digests).text == twice.text


def test_several_papers_in_one_comment_are_each_known() -> None:
    two = (dataclasses.replace(SCALE, hidden=True), dataclasses.replace(LANTERN, hidden=True))
    inner = "\n\n".join(item(paper)[6:-4] for paper in two)
    text = f"## Published Papers (May 2025)\n\n<!--\n{inner}\n-->\n\n## Preprints\n"
    planned = plan(text, two)
    assert planned.text.startswith("## Published Papers (May 2025)\n\n<!---\n- <a")
    assert (planned.text.count("<!---"), planned.stale) == (2, False)


def test_a_hidden_paper_that_is_omitted_leaves_with_a_warning() -> None:
    planned = plan(PAGE, style=dataclasses.replace(STYLE, hidden="omit"))
    assert planned.warnings == (
        "about.md: park2018scalable leaves the page: it is hidden; "
        '`hidden = "comment"` keeps it there as a comment.',
    )


def test_what_the_list_has_taken_over_may_be_written_over() -> None:
    known = plan(PAGE).digests
    edited = PAGE.replace("*ICLR 2025*", "*ICLR 2024*").replace("(2022)", "(2022) [[x](http://x)]")
    more = page.taken_over(edited, "about.md", BOTH, STYLE, PAPERS)
    message = refusal(edited, known=[*known, *more]).message
    assert "kim2022bias" in message
    assert "jang2025lantern" not in message
