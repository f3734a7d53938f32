"""One hand-written item, in the shapes that people type."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool.homepage.reading.handwritten import Examined, Setting, examine, read_item
from pubtool.homepage.reading.legends import Legend
from pubtool.publication import Author, Publication, Status

KINGMA = Author("Kingma", "Diederik P.")
BA = Author("Ba", "Jimmy")
ADAM = Publication(
    key="kingma2015adam",
    type="inproceedings",
    title="Adam: A Method for Stochastic Optimization",
    authors=(KINGMA, BA),
    year=2015,
    status=Status.PUBLISHED,
    venue="International Conference on Learning Representations",
    abbr="ICLR",
    url="https://arxiv.org/abs/1412.6980",
    arxiv="1412.6980",
)

ADAM_AS_TYPED = {
    "as pubtool writes it": (
        '- <a href="https://arxiv.org/abs/1412.6980">\n'
        "**Adam: A Method for Stochastic Optimization**\n</a> \\\\\n"
        "**Diederik P. Kingma**, Jimmy Ba \\\\\n*ICLR 2015*"
    ),
    "the closing tag turned round": (
        '- <a href="https://arxiv.org/abs/1412.6980">\n'
        "**Adam: A Method for Stochastic Optimization**\n<\\a> \\\\\n"
        "**Diederik P. Kingma**, Jimmy Ba \\\\\n*ICLR 2015*"
    ),
    "a link never closed": (
        '- <a href="https://arxiv.org/abs/1412.6980">\n'
        "**Adam: A Method for Stochastic Optimization**\n"
        "**Diederik P. Kingma**, Jimmy Ba \\\\\n*ICLR 2015*"
    ),
    "no line break typed": (
        "- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980)\n"
        "**Diederik P. Kingma**, Jimmy Ba\n*ICLR 2015*"
    ),
    "the year after a comma": (
        "- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980) \\\\\n"
        "Diederik P. Kingma and Jimmy Ba \\\\\nICLR, 2015"
    ),
    "the year before the venue": (
        "1. [**Adam: A Method for Stochastic Optimization**](https://arxiv.org/abs/1412.6980)<br>\n"
        "<u>Diederik P. Kingma</u>; Jimmy Ba<br>2015 ICLR"
    ),
    "a short year in parentheses": (
        "* **[Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980)**  \n"
        "by Diederik P. Kingma & Jimmy Ba  \n(ICLR'15)"
    ),
    "authors first, all in one line": (
        "- **Diederik P. Kingma**, Jimmy Ba. "
        '"[Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980)," '
        "in *ICLR*, 2015."
    ),
    "title first, all in one line": (
        "- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980), "
        "Diederik P. Kingma, Jimmy Ba, **ICLR 2015**"
    ),
    "the name in full and the label": (
        "- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980) \\\\\n"
        "Diederik P. Kingma, Jimmy Ba \\\\\n"
        "International Conference on Learning Representations **(ICLR), 2015**"
    ),
    "the link beside the title": (
        "- <font size='4'>Adam: A Method for Stochastic Optimization</font>\n"
        "[[paper]](https://arxiv.org/abs/1412.6980) \\\\\n"
        "**Diederik P. Kingma** and Jimmy Ba \\\\\n<span>**ICLR**</span> 2015"
    ),
    "co-authors with links": (
        "- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980) \\\\\n"
        "[Diederik P. Kingma](http://dpkingma.com), [Jimmy Ba](https://jimmylba.github.io) \\\\\n"
        "*ICLR 2015*"
    ),
    "an own name as code": (
        "- `Diederik P. Kingma`, Jimmy Ba. Adam: A Method for Stochastic Optimization. *ICLR*, "
        "2015.  \n[[Link]](https://arxiv.org/abs/1412.6980)"
    ),
    "number signs before its lines": (
        "# - [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980) \\\\\n"
        "# Diederik P. Kingma, Jimmy Ba \\\\\n# *ICLR 2015*"
    ),
    "html throughout": (
        "<li><a href='https://arxiv.org/abs/1412.6980' target=\"_blank\">"
        "Adam: A Method for Stochastic Optimization.</a><br/>"
        "<b>Diederik P. Kingma</b>, Jimmy&nbsp;Ba<br/><i>ICLR 2015</i></li>"
    ),
}


QUOTED_TITLES = {
    '"Why Should You Trust Me?"': "Why Should You Trust Me?",
    "“On ‘trust’ and what follows,”": "On ‘trust’ and what follows",
    '“On "trust" and what follows”': 'On {"}trust{"} and what follows',
    'On "attention is all you need"': 'On {"}attention is all you need{"}',
    "A study of “big data”": "A study of “big data”",
    '"Yes" and then "no"': '{"}{Yes}{"} and then {"}no{"}',
}


@pytest.mark.parametrize("title", QUOTED_TITLES)
def test_quotation_marks_round_a_title_go_and_those_in_it_stay(title: str) -> None:
    item = f"- **{title}** \\\\\nDiederik P. Kingma, Jimmy Ba \\\\\n*ICLR 2015*"
    read = read_item(item)
    assert read is not None
    assert read.title == QUOTED_TITLES[title]


@pytest.mark.parametrize("text", ADAM_AS_TYPED.values(), ids=ADAM_AS_TYPED.keys())
def test_one_paper_is_read_the_same_however_it_is_typed(text: str) -> None:
    assert read_item(text) == ADAM


LINE = (
    "- [Glow: Generative Flow with Invertible 1x1 Convolutions]"
    "(https://arxiv.org/abs/1807.03039) \\\\\n"
)

AUTHORS = {
    "raised daggers": ("A. Lee<sup>†</sup>, **B. Kim<sup>†</sup>**, C. Cho", (True, True, False)),
    "raised stars": ("A. Lee<sup>*</sup>, B. Kim<sup>*</sup>, C. Cho", (True, True, False)),
    "escaped stars": ("A. Lee\\*, **B. Kim\\***, C. Cho", (True, True, False)),
    "bare stars": ("A. Lee*, **B. Kim***, C. Cho", (True, True, False)),
    "stars after a space": ("A. Lee *, **B. Kim** *, C. Cho", (True, True, False)),
    "stars and the word and": ("A. Lee* and B. Kim* and C. Cho", (True, True, False)),
    "a star in place of a comma": ("A. Lee\\* B. Kim\\*, C. Cho", (True, True, False)),
    "a lone mark may mean anything": ("A. Lee, B. Kim\\*, C. Cho", (False, False, False)),
    "marks of the last authors too": ("A. Lee, B. Kim\\*, C. Cho\\*", (False, False, False)),
    "a legend makes a mark plain": (
        "A. Lee, B. Kim\\*, C. Cho\\* (\\*: equal contribution)",
        (False, True, True),
    ),
    "a legend of two marks": (
        "A. Lee\\*, B. Kim\\*, C. Cho† (* equal contribution, † corresponding author)",
        (True, True, False),
    ),
    "affiliations are no marks": ("A. Lee<sup>1,2</sup>, B. Kim<sup>1</sup>", (False, False)),
}


@pytest.mark.parametrize(("text", "equal"), AUTHORS.values(), ids=AUTHORS.keys())
def test_marks_become_equal_contribution_only_where_they_mean_it(
    text: str, equal: tuple[bool, ...]
) -> None:
    paper = read_item(f"{LINE}{text} \\\\\n*NeurIPS 2018*")
    assert paper is not None
    names = (("A.", "Lee"), ("B.", "Kim"), ("C.", "Cho"))
    expected = tuple(
        Author(family, given, equal=flag)
        for (given, family), flag in zip(names, equal, strict=False)
    )
    assert paper.authors == expected


def test_a_mark_that_is_not_understood_is_left_over() -> None:
    examined = examine(f"{LINE}A. Lee, B. Kim\\* \\\\\n*NeurIPS 2018*")
    assert examined.leftover == "the mark * after B. Kim"


def test_the_legend_of_the_section_explains_the_marks() -> None:
    setting = Setting(legend=Legend(frozenset("*")))
    examined = examine(f"{LINE}A. Lee, B. Kim\\*, C. Cho† \\\\\n*NeurIPS 2018*", setting)
    assert examined.publication is not None
    assert [author.equal for author in examined.publication.authors] == [False, True, False]
    assert examined.leftover == "the mark † after C. Cho"


LISTS = {
    "a short name ends them": ("Ann Lee, Jimmy Ba.", ("Ann Lee", "Jimmy Ba"), False),
    "initials after the family name": (
        "Kingma, D. P., and Ba, J.",
        ("D. P. Kingma", "J. Ba"),
        False,
    ),
    "et al.": ("Diederik P. Kingma, Jimmy Ba, et al.", ("Diederik P. Kingma", "Jimmy Ba"), True),
    "left out in the middle": ("Ann Lee, ..., Bo Kim", ("Ann Lee", "...", "Bo Kim"), False),
    "a name in another script": ("Wei Li (李伟), Bo Kim", ("Wei Li", "Bo Kim"), False),
    "particles": ("Aaron van den Oord, Bo Kim", ("Aaron van den Oord", "Bo Kim"), False),
    "an initial is no end": ("A. Tuan Nguyen, K Zhang.", ("A. Tuan Nguyen", "K Zhang"), False),
}


@pytest.mark.parametrize(("text", "names", "et_al"), LISTS.values(), ids=LISTS.keys())
def test_author_lists(text: str, names: tuple[str, ...], et_al: bool) -> None:
    paper = read_item(f"{LINE}{text} \\\\\n*NeurIPS 2018*")
    assert paper is not None
    assert (tuple(author.name for author in paper.authors), paper.et_al) == (names, et_al)


ICLR = "International Conference on Learning Representations"

# type, venue, abbr, year, award, pubstate, free venue, status
VENUES = {
    "award in parentheses": (
        "*ICLR 2023 (Spotlighted)*",
        ("inproceedings", ICLR, "ICLR", 2023, "Spotlighted", None, None, "published"),
    ),
    "award in brackets": (
        "ICLR 2023 <font color='red'>[Oral]</font>",
        ("inproceedings", ICLR, "ICLR", 2023, "Oral", None, None, "published"),
    ),
    "award before the year": (
        "**ICLR Spotlight** 2023",
        ("inproceedings", ICLR, "ICLR", 2023, "Spotlight", None, None, "published"),
    ),
    "award on a line of its own": (
        "*ICLR 2023* \\\\\n**Best Paper Award**",
        ("inproceedings", ICLR, "ICLR", 2023, "Best Paper Award", None, None, "published"),
    ),
    "a workshop with its label": (
        "Deep Learning for Code Workshop at NeurIPS (DL4C @ NeurIPS), 2025",
        (
            *("inproceedings", "Deep Learning for Code Workshop at NeurIPS", "DL4C @ NeurIPS"),
            *(2025, None, None, None, "published"),
        ),
    ),
    "two venues are kept as they are": (
        "*ICLR 2023* \\\\\nDeep Learning for Code Workshop at NeurIPS, 2022",
        (
            *("inproceedings", ICLR, "ICLR", 2023, None, None),
            *("ICLR 2023; Deep Learning for Code Workshop at NeurIPS, 2022", "published"),
        ),
    ),
    "proceedings with pages and a month": (
        "*Proceedings of the Korean Information Science Society Conference 2018, pp.1764-1766, "
        "Jun 2018, (Honorable Mention Award)*",
        (
            "inproceedings",
            "Proceedings of the Korean Information Science Society Conference",
            *(None, 2018, "Honorable Mention Award", None),
            "Proceedings of the Korean Information Science Society Conference 2018, "
            "pp.1764-1766, Jun 2018,",
            "published",
        ),
    ),
    "a journal with its volume": (
        "*Journal of Coastal Research*, 35(5), 1095-1105, 2019.",
        (
            *("article", "Journal of Coastal Research", None, 2019, None, None),
            *("Journal of Coastal Research, 35(5), 1095-1105, 2019.", "published"),
        ),
    ),
    "a journal of no table": (
        "**Neural Networks, 2021**",
        ("article", "Neural Networks", None, 2021, None, None, None, "published"),
    ),
    "a conference of no table": (
        "*FooConf 2021*",
        ("inproceedings", "FooConf", None, 2021, None, None, None, "published"),
    ),
    "to appear": (
        "To appear in ICLR 2023",
        (
            *("inproceedings", ICLR, "ICLR", 2023, None, "forthcoming"),
            *("To appear in ICLR 2023", "published"),
        ),
    ),
    "under review": (
        "*Under review*",
        ("misc", None, None, None, None, "submitted", None, "preprint"),
    ),
    "under review somewhere": (
        "*ICLR 2025 Under Review*",
        ("misc", None, None, 2025, None, "submitted", "ICLR 2025 Under Review", "preprint"),
    ),
    "arXiv, preprint": (
        "arXiv, preprint, 2018",
        ("misc", None, None, 2018, None, None, None, "preprint"),
    ),
    "an arXiv id": (
        "arXiv preprint arXiv:1807.03039, 2018.",
        ("misc", None, None, 2018, None, None, None, "preprint"),
    ),
    "another server": (
        "bioRxiv, 2021",
        ("misc", None, None, 2021, None, None, "bioRxiv, 2021", "preprint"),
    ),
    "a year and nothing else": (
        "(2018)",
        ("misc", None, None, 2018, None, None, None, "preprint"),
    ),
    "nothing: the year is the arXiv id's": (
        "",
        ("misc", None, None, 2018, None, None, None, "preprint"),
    ),
    "a thesis": (
        "**Ph.D. Thesis**, KAIST, 2026",
        ("phdthesis", "KAIST", None, 2026, None, None, None, "published"),
    ),
    "a master's thesis": (
        "Master’s Thesis, KAIST, 2022",
        ("mastersthesis", "KAIST", None, 2022, None, None, None, "published"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), VENUES.values(), ids=VENUES.keys())
def test_venue_lines(text: str, expected: tuple[object, ...]) -> None:
    paper = read_item(f"{LINE}Durk Kingma, Prafulla Dhariwal \\\\\n{text}")
    assert paper is not None
    assert (
        *(paper.type, paper.venue, paper.abbr, paper.year, paper.award, paper.pubstate),
        *(paper.free_venue, paper.status.value),
    ) == expected


def test_pages_volume_and_month_become_fields_too() -> None:
    paper = read_item(
        f"{LINE}Bo Kim, Ann Lee \\\\\n*IEEE Access*, vol. 51, no. 11, pp. 5455–5467, Nov. 2021."
    )
    assert paper is not None
    assert (paper.month, paper.extra) == (
        11,
        (("pages", "5455--5467"), ("volume", "51"), ("number", "11")),
    )


def test_links_beside_the_paper_become_its_ids_and_fields() -> None:
    paper = read_item(
        "[C7] <strong>Glow: Generative Flow with Invertible 1x1 Convolutions</strong> \\\\\n"
        "<strong><u>Diederik P. Kingma</u></strong>, Prafulla Dhariwal \\\\\n*NeurIPS*, 2018 \\\\\n"
        "[[paper](https://papers.nips.cc/paper/8224.pdf)]\n"
        "[[arxiv](https://arxiv.org/abs/1807.03039)]\n"
        "[[slide](https://x.example/glow.pdf)]\n"
        "[[code](https://github.com/openai/glow) <i class='far fa-star'></i>] "
        "[[Project page](https://openai.com/glow)]"
    )
    assert paper is not None
    assert (paper.url, paper.arxiv, paper.extra) == (
        "https://papers.nips.cc/paper/8224.pdf",
        "1807.03039",
        (
            ("slides", "https://x.example/glow.pdf"),
            ("code", "https://github.com/openai/glow"),
            ("website", "https://openai.com/glow"),
        ),
    )


TITLES = {
    "a caret stays a caret": (
        "MeZO-A^3dam: Adaptivity for LLMs",
        "{MeZO-A^3dam}: Adaptivity for {LLMs}",
    ),
    "maths stays maths": ("$O(N^2)$ Representation of Nets", "{$O(N^2)$} Representation of Nets"),
    "kramdown's maths": ("$$O(N^2)$$ Representation of Nets", "{$O(N^2)$} Representation of Nets"),
    "specials are escaped": ("Cats &amp; Dogs: 100% of A_B", "Cats \\& Dogs: 100\\% of {A\\_B}"),
}


@pytest.mark.parametrize(("typed", "stored"), TITLES.values(), ids=TITLES.keys())
def test_titles_are_stored_as_bibtex(typed: str, stored: str) -> None:
    paper = read_item(f"- [{typed}](https://x.example/a) \\\\\nBo Kim, Ann Lee \\\\\n*ICLR 2023*")
    assert paper is not None
    assert paper.title == stored


def test_a_raised_digit_is_read_back() -> None:
    paper = read_item(
        "- [MeZO-A<sup>3</sup>dam](https://x.example/a) \\\\\nBo Kim, Ann Lee \\\\\n*ICLR 2023*"
    )
    assert paper is not None
    assert "$^3$" in paper.title


HIDDEN = {
    "two dashes": "<!-- - [Glow is a Flow](https://x.example/g) \\\\\nBo Kim \\\\\n*ICLR 2023* -->",
    "three dashes": (
        "<!---\n- [Glow is a Flow](https://x.example/g) \\\\\nBo Kim \\\\\n*ICLR 2023*\n-->"
    ),
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_an_item_in_a_comment_is_hidden(text: str) -> None:
    paper = read_item(text)
    assert paper is not None
    assert (paper.hidden, paper.title) == (True, "Glow is a Flow")


UNREADABLE = {
    "prose": "We solved a problem that was open for 35 years, with a new method.",
    "nothing": "- ",
    "a title and no authors": "- [Glow: Generative Flow](https://arxiv.org/abs/1807.03039)",
    "names and no title": "- Ann Lee, Bo Kim",
    "Liquid": "- [Glow {{ site.x }}](https://x.example) \\\\\nAnn Lee \\\\\n*ICLR 2023*",
    "a name that may belong to the title": (
        "Sifan Wang, **Yiping Lu**, Paris Perdikaris When Networks Go Wrong: A Study"
    ),
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_no_paper_and_has_a_reason(text: str) -> None:
    examined = examine(text)
    assert examined.publication is None
    assert examined.reason


def test_what_went_into_no_field_is_left_over() -> None:
    examined = examine(
        "- [*New*] ![figure](a.png) "
        "[Glow is a Flow](https://x.example/g) \\\\\nBo Kim, Ann Lee \\\\\n*ICLR 2023*\n\n"
        "  In this paper we propose a flow that is invertible."
    )
    assert isinstance(examined, Examined)
    assert examined.leftover == (
        "![figure](a.png); [New]; In this paper we propose a flow that is invertible"
    )


PIECES = st.sampled_from(
    (
        *("- ", "# ", "<!--", "-->", "<a href='https://arxiv.org/abs/1412.6980'>", "</a>", "<\\a>"),
        *("**", "*", "_", "`", "[", "](https://x.example)", "]", "(", ")", "\\\\\n", "\n", "\n\n"),
        *("<sup>", "</sup>", "†", "Ann Lee", ", ", " and ", "et al.", "...", "ICLR 2025", "'23"),
        *("$", "&amp;", "<br>", "<div class='paper'>", "{", "}", "\x00", "\\", "vol. 3(4), 1-2"),
        *("equal contribution", "Under review", "arXiv:2410.03355", "2024", "李伟", "é", "📝"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=120))
def test_no_text_makes_reading_fail(text: str) -> None:
    examined = examine(text)
    assert (examined.publication is None) == (examined.reason is not None)


HOSTILE = {
    "brackets": "[[x](u) ",
    "stars": "*a ",
    "tags": "<a ",
    "spaces": " ",
    "commas": "a, ",
    "names": "Ann Lee, ",
    "links": "<a href='u'>t</a>, ",
    "awards": "ICLR oral,",
    "dashes": "-",
    "legends": "(equal contribution ",
    "stops": "A. ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_time_to_read_grows_no_faster_than_the_text(piece: str) -> None:
    text = "- x" + piece * (19_000 // len(piece))
    start = time.perf_counter()
    examine(text)
    assert time.perf_counter() - start < 3
