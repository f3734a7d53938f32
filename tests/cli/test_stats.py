import json
from unicodedata import east_asian_width

import pytest


def test_piped_output_is_kind_name_and_number(pubtool):
    done = pubtool("stats", "--status", "published")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "status\tpublished\t3\n"
        "status\tpreprint\t0\n"
        "year\t2025\t1\n"
        "year\t2024\t0\n"
        "year\t2023\t1\n"
        "year\t2022\t0\n"
        "year\t2021\t0\n"
        "year\t2020\t0\n"
        "year\t2019\t0\n"
        "year\t2018\t1\n"
        "venue\tICLR\t2\n"
        "venue\tProceedings of the Korean Information Science Society Conference\t1\n"
        "coauthor\tEunho Yang\t2\n"
        "coauthor\tSung-Yub Kim\t2\n"
        "coauthor\tDongman Lee\t1\n"
        "coauthor\tDoohyuk Jang\t1\n"
        "coauthor\tHyunju Kim\t1\n"
        "coauthor\tJihun Yun\t1\n"
        "coauthor\tJune Yong Yang\t1\n"
        "coauthor\tKyungsu Kim\t1\n"
        "coauthor\tSouvik Kundu\t1\n"
        "coauthor\tYeonsung Jung\t1\n"
    )


def test_json_is_one_document(pubtool):
    done = pubtool("stats", "--json", "--year", "2022-2023")
    assert json.loads(done.out) == {
        "papers": 2,
        "published": 1,
        "preprints": 1,
        "years": [{"year": 2023, "papers": 1}, {"year": 2022, "papers": 1}],
        "venues": [{"venue": "ICLR", "papers": 1}],
        "coauthors": [
            {"name": "Eunho Yang", "papers": 2},
            {"name": "Sung-Yub Kim", "papers": 2},
            {"name": "Kyungsu Kim", "papers": 1},
            {"name": "Yong-Deok Kim", "papers": 1},
        ],
    }


def test_the_terminal_shows_bars_whose_lengths_are_the_numbers(pubtool, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    lines = pubtool("--color", "always", "stats", "--year", "2024-").out.splitlines()
    plain = [line.replace("\x1b[1m", "").replace("\x1b[0m", "").rstrip() for line in lines]
    assert plain[:8] == [
        "4 papers, 1 published, 3 preprints",
        "",
        "Years",
        f"2025 3 {'█' * 30}",
        f"2024 1 {'█' * 10}",
        "",
        "Venues",
        f"ICLR 1 {'█' * 30}",
    ]


@pytest.mark.parametrize("columns", [20, 40, 200])
def test_no_bar_is_wider_than_the_terminal(pubtool, monkeypatch, columns):
    text = pubtool.bib.read_text(encoding="utf-8")
    pubtool.bib.write_text(text.replace("Eunho Yang", "양은호 " * 20), encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    out = pubtool("--color", "always", "stats").out
    plain = out.replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\x1b[2m", "")
    bars = [line for line in plain.splitlines() if "█" in line or "▏" in line]
    wide = max(sum(1 + (east_asian_width(char) in "WF") for char in line) for line in bars)
    assert wide <= columns


def test_many_coauthors_are_cut_on_a_terminal_and_whole_in_a_pipe(desk):
    names = " and ".join(f"{letter}da Lovelace" for letter in "ABCDEFGHIJKLMNOPQRST")
    desk.bib.write_text(f"@misc{{a, title={{T}}, author={{{names}}}, year=2025}}\n")
    assert "and 5 more\n" in desk("--color", "always", "stats").out.replace("\x1b[0m", "")
    assert desk("stats").out.count("coauthor\t") == 20


def test_where_nothing_fits_that_is_said(pubtool):
    done = pubtool("stats", "--year", "1999")
    assert (done.code, done.out, done.err) == (0, "", "No paper fits.\n")


def test_no_control_character_reaches_a_terminal(desk):
    desk.bib.write_text(
        "@article{a, title={T}, journal={A\x1b[31m\u202e B}, author={Ada \x1b[31mLovelace}}\n",
        encoding="utf-8",
    )
    assert not {"\x1b", "\u202e"} & set(desk("stats").out)
