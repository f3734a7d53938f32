import json
import re

import pytest

from pubtool.exports import Format


def keys(done):
    assert done.code == 0
    return re.findall(r"^@\w+\{(\S+),$", done.out, re.MULTILINE)


def test_the_format_is_bibtex_unless_another_is_asked_for(pubtool):
    done = pubtool("export", "bias")
    assert (done.code, done.out, done.err) == (
        0,
        "@misc{kim2022bias,\n"
        "  title = {Bias Decay Matters: Improving Large Batch Optimization with Connectivity "
        "Sharpness},\n"
        "  author = {Sung-Yub Kim and Sihwan Park and Yong-Deok Kim and Eunho Yang},\n"
        "  year = {2022},\n"
        "  url = {https://openreview.net/pdf?id=Mvf5zr2qs6},\n"
        "}\n",
        "",
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--status", "published"], ["jang2025lantern", "kim2023scale"]),
        (["--status", "published", "--hidden"],
         ["jang2025lantern", "kim2023scale", "park2018scalable"]),
        (["--status", "published", "--sort", "oldest"], ["kim2023scale", "jang2025lantern"]),
        (["--year", "-2018"], []),
        (["--year", "2023-2024", "--author", "K. Kim"], ["park2024mezo", "kim2023scale"]),
        (["--venue", "iclr", "tangent"], ["kim2023scale"]),
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_filters_are_those_of_list_and_hidden_papers_stay_out(pubtool, words, wanted):
    assert keys(pubtool("export", *words)) == wanted


def test_the_owner_of_the_settings_is_bold(pubtool):
    done = pubtool("export", "--format", "html", "tangent")
    assert "Sung-Yub Kim, <strong>Sihwan Park</strong>, Kyungsu Kim" in done.out


def test_json_is_one_document_and_notes_go_to_standard_error(pubtool):
    with pubtool.bib.open("a", encoding="utf-8") as bib:
        bib.write("\n@misc{broken, title = {}\n")
    done = pubtool("export", "-f", "csl-json", "--status", "preprint")
    assert [item["id"] for item in json.loads(done.out)] == [
        *("park2025lantern", "park2025unraveling", "park2024mezo", "kim2022bias")
    ]
    assert done.err.startswith("1 entry is broken and left out: ")


def test_strings_of_the_file_are_resolved_and_a_volume_is_copied_into_its_papers(desk):
    desk.bib.write_text(
        '@string{crypto = "Advances in Cryptology"}\n'
        "@inproceedings{merkle1987digital, author={Ralph C. Merkle}, crossref={c87},\n"
        "  title={A Digital Signature Based on a Conventional Encryption Function}}\n"
        "@proceedings{c87, title=crypto # { 1987}, year=1987, publisher={Springer}}\n"
    )
    assert desk("export", "merkle").out == (
        "@inproceedings{merkle1987digital,\n"
        "  title = {A Digital Signature Based on a Conventional Encryption Function},\n"
        "  author = {Ralph C. Merkle},\n"
        "  booktitle = {Advances in Cryptology 1987},\n"
        "  year = {1987},\n"
        "  publisher = {Springer},\n"
        "}\n"
    )


@pytest.mark.parametrize("form", [form.value for form in Format])
def test_what_is_exported_is_utf8_whatever_the_locale(pubtool, form):
    text = pubtool.bib.read_text(encoding="utf-8").replace("Eunho Yang", "양은호")
    pubtool.bib.write_text(text, encoding="utf-8")
    done = pubtool.outside("export", "-f", form, env={"PYTHONIOENCODING": "latin-1"})
    assert done.code == 0
    assert "양은호" in done.out


def test_nothing_is_written_to_the_list(pubtool):
    before = pubtool.contents()
    for form in Format:
        pubtool("export", "-f", form.value)
    assert pubtool.contents() == before


def test_an_unknown_format_is_wrong_usage(pubtool):
    done = pubtool("export", "--format", "word")
    assert (done.code, done.out) == (2, "")


def test_where_nothing_fits_that_is_said(pubtool):
    done = pubtool("export", "--year", "1999")
    assert (done.code, done.out, done.err) == (0, "", "No paper fits.\n")
