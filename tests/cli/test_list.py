import json
import re

import pytest

KEYS = (
    *("park2025lantern", "park2025unraveling", "jang2025lantern", "park2024mezo"),
    *("kim2023scale", "kim2022bias", "park2018scalable"),
)


def keys(done):
    assert done.code == 0
    return [line.partition("\t")[0] for line in done.out.splitlines()]


def test_piped_output_has_a_whole_paper_on_each_line(pubtool):
    done = pubtool("list")
    assert (keys(done), done.err) == (list(KEYS), "")
    assert done.out.splitlines()[4] == (
        "kim2023scale\t2023\tICLR (Spotlighted)\t"
        "Scale-invariant Bayesian Neural Networks with Connectivity Tangent Kernel\t"
        "Sung-Yub Kim, Sihwan Park, Kyungsu Kim, Eunho Yang"
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["lantern"], [0, 2]),
        (["speculative", "DECODING", "doohyuk"], [0, 2]),
        (["--status", "published"], [2, 4, 6]),
        (["--status", "preprint"], [0, 1, 3, 5]),
        (["--hidden"], [6]),
        (["--year", "2023"], [4]),
        (["--year", "2022-2024"], [3, 4, 5]),
        (["--year", "2025-"], [0, 1, 2]),
        (["--year", "-2018"], [6]),
        (["--author", "S. Kundu"], [0, 1, 2, 3]),
        (["--author", "dongman"], [6]),
        (["--venue", "iclr"], [2, 4]),
        (["--venue", "learning representations", "--year", "2025"], [2]),
        (["--sort", "oldest", "--status", "published"], [6, 4, 2]),
        (["--sort", "title", "--status", "published"], [2, 6, 4]),
        (["--sort", "file", "--hidden"], [6]),
        (["--by", "year"], [0, 1, 2, 3, 4, 5, 6]),
        (["--by", "venue"], [2, 4, 6, 0, 1, 3, 5]),
        (["--by", "status"], [2, 4, 6, 0, 1, 3, 5]),
        (["--by", "year", "--sort", "oldest", "--status", "published"], [6, 4, 2]),
    ],
    ids=lambda value: " ".join(map(str, value)),
)
def test_filters_choose_and_sort_orders(pubtool, words, wanted):
    assert keys(pubtool("list", *words)) == [KEYS[number] for number in wanted]


@pytest.mark.parametrize("years", ["x", "2025-2023", "-", "20 24"])
def test_a_year_that_is_none_is_wrong_usage(pubtool, years):
    done = pubtool("list", f"--year={years}")
    assert (done.code, done.out) == (2, "")


def test_json_is_one_array_with_the_agreed_names_in_their_order(pubtool):
    (paper,) = json.loads(pubtool("list", "--json", "MeZO").out)
    assert list(paper) == [
        *("key", "type", "status", "hidden", "title", "authors", "venue", "year", "month"),
        *("award", "url", "arxiv", "openreview", "doi"),
    ]
    assert list(paper["authors"][0]) == ["name", "me", "equal"]
    assert paper | {"authors": paper["authors"][:3], "url": None} == {
        "key": "park2024mezo",
        "type": "misc",
        "status": "preprint",
        "hidden": False,
        "title": "MeZO-A^3dam: Memory-efficient Zeroth-order Adam with Adaptivity Adjustments for"
        " Fine-tuning LLMs",
        "authors": [
            {"name": "Sihwan Park", "me": True, "equal": True},
            {"name": "Jihun Yun", "me": False, "equal": True},
            {"name": "Sung-Yub Kim", "me": False, "equal": False},
        ],
        "venue": paper["venue"],
        "year": 2024,
        "month": None,
        "award": None,
        "url": None,
        "arxiv": None,
        "openreview": "OBIuFjZzmp",
        "doi": None,
    }


@pytest.mark.parametrize(
    ("entry", "venue", "award"),
    [
        ("@inproceedings{k, booktitle={Long Name}, abbr={ICLR}, award={Oral}, …}", "ICLR", "Oral"),
        ("@inproceedings{k, booktitle={The 2018 Meeting}, …}", "The 2018 Meeting", None),
        ("@inproceedings{k, abbr={ICLR}, venue={ICLR 2025, Oral}, …}", "ICLR 2025, Oral", None),
        ("@misc{k, eprint={2410.03355}, archivePrefix={arXiv}, …}", None, None),
        ("@misc{k, venue={ICLR 2025 Under Review}, …}", "ICLR 2025 Under Review", None),
        ("@phdthesis{k, school={KAIST}, …}", "Ph.D. Thesis, KAIST", None),
        (r"@article{k, journal={J. \& M\"uller}, award={50\%}, …}", "J. & Müller", "50%"),
    ],
)  # fmt: skip
def test_the_venue_is_the_label_of_the_page_without_year_and_award(desk, entry, venue, award):
    desk.bib.write_text(entry.replace("…}", "title={T}, author={Donald E. Knuth}, year={2018}}"))
    (paper,) = json.loads(desk("list", "--json").out)
    assert (paper["venue"], paper["award"]) == (venue, award)


def test_without_a_list_the_error_says_how_to_begin(desk):
    done = desk("list")
    assert (done.code, done.out) == (5, "")
    assert "pubtool init" in done.err and "pubtool add" in done.err


def test_an_empty_list_is_no_failure(desk):
    desk.bib.write_text("")
    done = desk("list")
    assert (done.code, done.out, done.err) == (
        0,
        "",
        "The list is empty; to begin: pubtool add\n",
    )
    assert desk("list", "--json").out == "[]\n"


def test_where_nothing_fits_that_is_said(pubtool):
    done = pubtool("list", "no such paper")
    assert (done.code, done.out, done.err) == (0, "", "No paper fits.\n")


def test_broken_entries_are_told_once_and_the_others_shown(desk):
    desk.bib.write_text(
        "@misc{good, title={T}, author={Donald E. Knuth}}\n@misc{bad, title={x} author={y}}\n"
    )
    for words in (["list"], ["list", "--json"]):
        done = desk(*words)
        assert done.code == 0 and "good" in done.out
        assert done.err == (
            f"1 entry is broken and left out: {desk.bib.name}:2; for more: pubtool check\n"
        )


HOSTILE = (
    "@misc{evil, title={Red \x1b[31mtitle\x9b31m \u202e\x07end}, author={Eve\x1b]0;x\x07 Knuth},"
    " year={2020}, url={https://x.org/\x1b]8;;y}}\n"
)


@pytest.mark.parametrize("words", [["list"], ["--color=always", "list"], ["list", "--json"]])
def test_no_control_character_of_the_file_reaches_a_terminal(desk, words):
    desk.bib.write_text(HOSTILE, encoding="utf-8")
    done = desk(*words)
    assert done.code == 0
    for control in ("\x1b[31mtitle", "\x9b", "\u202e", "\x07", "\x1b]0", "\x1b]8;;y"):
        assert control not in done.out + done.err


def test_no_control_character_reaches_a_terminal_through_an_error(desk):
    done = desk("--file", "bad\x1b[31m\x07.bib", "list")
    assert done.code == 5
    assert "\x1b" not in done.err and "\x07" not in done.err


# ---------------------------------------------------------------- the table


def table(pubtool, monkeypatch, width, *words):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    done = pubtool("--color", "always", "list", *words)
    assert done.code == 0
    return done.out


def test_the_table_marks_the_owner_equal_contribution_and_links(pubtool, monkeypatch):
    out = table(pubtool, monkeypatch, 160)
    assert "\x1b[1;36mSihwan Park†\x1b[0m" in out
    assert "Doohyuk Jang†" in out
    assert "\x1b]8;" in out and "https://arxiv.org/abs/2410.03355" in out
    assert "(hidden)" in out and "\x1b[2" in out


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_of_the_table_is_wider_than_the_terminal(pubtool, monkeypatch, width):
    from rich.cells import cell_len
    from rich.text import Text

    with pubtool.bib.open("a", encoding="utf-8") as bib:
        bib.write(
            "@article{cjk, title={深度学习的优化方法研究}, journal={计算机学报}, year={2024},"
            " author={李明 and Jo\u0308rg Mu\u0308ller}}\n"
        )
    lines = [Text.from_ansi(line).plain for line in table(pubtool, monkeypatch, width).split("\n")]
    assert max(map(cell_len, lines)) <= width
    assert any("深度学习" in line for line in lines)


def test_a_book_without_a_venue_is_published(pubtool):
    pubtool.bib.write_text(
        "@book{knuth1984texbook, title={The TeXbook}, author={Donald E. Knuth}}\n"
    )
    assert pubtool("list").out == "knuth1984texbook\t\tpublished\tThe TeXbook\tDonald E. Knuth\n"


def test_a_list_that_may_not_be_read_is_for_its_reader_to_say(pubtool, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    assert pubtool("--file", "publications.bib", "list").code == 0


def test_no_color_is_honoured(pubtool, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[36m" not in table(pubtool, monkeypatch, 80)


def test_never_is_plain_whatever_the_terminal(pubtool):
    assert "\x1b" not in pubtool("--color", "never", "list").out


def test_color_takes_three_words(pubtool):
    assert pubtool("--color", "maybe", "list").code == 2


def test_groups_have_a_heading_with_their_number_on_a_terminal_alone(pubtool, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    out = pubtool("--color", "always", "list", "--by", "status").out
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines()
    assert [line for line in plain if line.endswith(")") and line[0].isalpha()] == [
        "Published (3)",
        "Preprints (4)",
    ]
    assert not [line for line in plain if line.startswith("Year")]
    assert "Published (3)" not in pubtool("list", "--by", "status").out
