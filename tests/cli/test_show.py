"""`show` and `open`: one paper, from every side."""

import json

import pytest


def test_show_has_the_facts_the_entry_and_the_markdown(pubtool):
    done = pubtool("show", "kim2023scale")
    assert done.code == 0
    assert done.out == (
        "Scale-invariant Bayesian Neural Networks with Connectivity Tangent Kernel\n"
        "Sung-Yub Kim, Sihwan Park, Kyungsu Kim, Eunho Yang\n"
        "  Key         kim2023scale\n"
        "  Stands      ICLR 2023, Spotlighted\n"
        "  Link        https://openreview.net/pdf?id=VZ5EaTI6dqa\n"
        "  OpenReview  VZ5EaTI6dqa\n"
        "\nEntry\n"
        "@inproceedings{kim2023scale,\n"
        "  title         = {Scale-invariant {Bayesian} Neural Networks with Connectivity Tangent "
        "Kernel},\n"
        "  author        = {Sung-Yub Kim and Sihwan Park and Kyungsu Kim and Eunho Yang},\n"
        "  booktitle     = {International Conference on Learning Representations},\n"
        "  abbr          = {ICLR},\n"
        "  year          = {2023},\n"
        "  award         = {Spotlighted},\n"
        "  openreview    = {VZ5EaTI6dqa},\n"
        "  url           = {https://openreview.net/pdf?id=VZ5EaTI6dqa},\n"
        "}\n"
        "\nMarkdown\n"
        '- <a href="https://openreview.net/pdf?id=VZ5EaTI6dqa">\n'
        "**Scale-invariant Bayesian Neural Networks with Connectivity Tangent Kernel**\n"
        "</a> \\\\\n"
        "Sung-Yub Kim, **Sihwan Park**, Kyungsu Kim, Eunho Yang \\\\\n"
        "*ICLR 2023 (Spotlighted)*\n"
    )


def test_a_hidden_paper_is_shown_as_such(pubtool):
    assert "(hidden)" in pubtool("show", "park2018scalable").out


def test_show_as_json_is_one_document_with_the_entry(pubtool):
    told = json.loads(pubtool("show", "kim2023scale", "--json").out)
    assert (told["key"], told["venue"], told["year"]) == ("kim2023scale", "ICLR", 2023)
    assert told["entry"].startswith("@inproceedings{kim2023scale,")


VOLUME = """
@inproceedings{merkle1987digital,
  title = {A Digital Signature Based on a Conventional Encryption Function},
  author = {Ralph C. Merkle},
  crossref = {crypto87},
}

@proceedings{crypto87, title = {{CRYPTO} '87}, year = {1987}, editor = {Carl Pomerance}}
"""


def test_a_paper_is_shown_with_what_its_volume_says(pubtool):
    pubtool.bib.write_text(VOLUME)
    assert pubtool("show", "merkle1987digital").out.endswith(
        "Ralph C. Merkle \\\\\n*CRYPTO '87 1987*\n"
    )


def test_a_volume_is_no_paper_of_the_list_and_still_shown_and_edited(pubtool):
    pubtool.bib.write_text(VOLUME)
    assert pubtool("list").out.split("\t")[0] == "merkle1987digital"
    assert pubtool("list").out.count("\n") == 1
    assert pubtool().out.startswith("publications.bib: 1 paper: 1 published, 0 preprints\n")
    assert "CRYPTO" not in pubtool("render", "--stdout").out.partition("CRYPTO '87 1987")[2]
    assert pubtool("show", "crypto87").out.startswith("CRYPTO '87\n")
    assert pubtool("edit", "crypto87", "publisher=Springer").code == 0


@pytest.mark.parametrize("command", ["show", "open"])
def test_a_mistyped_key_names_the_near_ones(pubtool, command):
    done = pubtool(command, "kim2022bais")
    assert (done.code, done.out) == (5, "")
    assert "near it: kim2022bias" in done.err


@pytest.mark.parametrize("starts", [True, False])
def test_open_prints_the_link_with_or_without_a_browser(pubtool, monkeypatch, starts):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda link: bool(opened.append(link)) or starts)
    done = pubtool("open", "kim2023scale")
    assert opened == ["https://openreview.net/pdf?id=VZ5EaTI6dqa"]
    assert (done.code, done.out) == (0, "https://openreview.net/pdf?id=VZ5EaTI6dqa\n")
    assert done.err == ("" if starts else "No browser could be started; this is the link:\n")


def test_open_without_a_link_says_how_to_give_one(pubtool):
    done = pubtool("open", "park2018scalable")
    assert (done.code, done.err) == (
        5,
        "Error: park2018scalable has no link on the web; to give it one: "
        "pubtool edit park2018scalable --link URL\n",
    )
