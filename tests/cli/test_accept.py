"""`accept` and `attach`: a preprint moves to its venue, a paper gets the id that it has by now."""

import difflib

import pytest

from tests import services as play

MEZO = (
    "MeZO-A^3dam: Memory-efficient Zeroth-order Adam with Adaptivity Adjustments for "
    "Fine-tuning LLMs"
)
MEZO_AUTHORS = [
    "Sihwan Park",
    "Jihun Yun",
    "SungYub Kim",
    "June Yong Yang",
    "Yeonsung Jung",
    "Souvik Kundu",
    "Kyungsu Kim",
    "Eunho Yang",
]
UNRAVELING = (
    "Unraveling Zeroth-Order Optimization through the Lens of Low-dimensional Structured "
    "Perturbations"
)
UNRAVELING_AUTHORS = ["Sihwan Park", "Jihun Yun", "SungYub Kim", "Souvik Kundu", "Eunho Yang"]


def note(forum, title, authors, venue="ICLR 2025 Spotlight", venueid="ICLR.cc/2025/Conference"):
    content = {"title": title, "authors": authors, "venue": venue, "venueid": venueid}
    return {
        "id": forum,
        "forum": forum,
        "cdate": 1727400000000,
        "content": {name: {"value": value} for name, value in content.items() if value},
    }


def changed(desk, before):
    """The lines that went, then those that came, in the file's order."""
    after = desk.bib.read_text()
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    told = [f"{line[0]} {line[1:]}" for line in list(lines)[2:] if line[0] in "+-"]
    return sorted(told, key=lambda line: line[0] == "+")


@pytest.fixture
def before(pubtool):
    return pubtool.bib.read_text()


def answer(monkeypatch, *words):
    """Let a person at a terminal answer with these words; the questions are returned."""
    from pubtool.display.screen import Screen

    questions: list[str] = []
    words = list(words)

    def confirm(_: Screen, question: str) -> bool:
        questions.append(question)
        word = words.pop(0)
        if word is KeyboardInterrupt:
            raise KeyboardInterrupt
        return word == "y"

    monkeypatch.setattr(Screen, "interactive", True)
    monkeypatch.setattr(Screen, "confirm", confirm)
    return questions


# ---------------------------------------------------------------- accept KEY LABEL


def test_a_label_moves_a_preprint_in_place(pubtool, before):
    done = pubtool("accept", "park2024mezo", "ICLR 2025", "--award", "Spotlight")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Accepted park2024mezo: MeZO-A^3dam: Memory-efficient Zeroth-order Adam with Adaptivity "
        "Adjustments for Fine-tuning LLMs (ICLR 2025, Spotlight)\n"
    )
    assert changed(pubtool, before) == [
        "- @misc{park2024mezo,",
        "-   year          = {2024},",
        "+ @inproceedings{park2024mezo,",
        "+   booktitle     = {International Conference on Learning Representations},",
        "+   abbr          = {ICLR},",
        "+   year          = {2025},",
        "+   award         = {Spotlight},",
    ]


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        pytest.param(
            "TMLR 2025",
            ["+   journal       = {Transactions on Machine Learning Research},"],
            id="journal",
        ),
        pytest.param(
            "ICLR 2025 Workshop on Sparsity in LLMs",
            ["+   booktitle     = {ICLR 2025 Workshop on Sparsity in LLMs},"],
            id="workshop",
        ),
        pytest.param(
            "Journal of Fast & Loose Results 2025",
            [r"+   booktitle     = {Journal of Fast \& Loose Results},"],
            id="not in the table",
        ),
    ],
)
def test_a_label_gives_the_venue_its_field(pubtool, before, label, fields):
    assert pubtool("accept", "kim2022bias", label).code == 0
    venue = [line for line in changed(pubtool, before) if "booktitle" in line or "journal" in line]
    assert venue == fields


def test_a_stale_arxiv_journal_and_month_go_and_the_id_they_told_is_kept(desk):
    desk.bib.write_text(
        "@article{adam,\n  title={Adam},\n  author={Kingma, Diederik P and Ba, Jimmy},\n"
        "  journal={arXiv preprint arXiv:1412.6980},\n  year={2014},\n  month=dec,\n"
        "  mycode={x}\n}\n"
    )
    assert desk("accept", "adam", "ICLR 2015").code == 0
    assert desk.bib.read_text() == (
        "@inproceedings{adam,\n  title={Adam},\n  author={Kingma, Diederik P and Ba, Jimmy},\n"
        "  booktitle={International Conference on Learning Representations},\n  abbr={ICLR},\n"
        "  year={2015},\n  eprint={1412.6980},\n  archivePrefix={arXiv},\n  mycode={x}\n}\n"
    )


def test_a_free_venue_goes_and_is_shown(pubtool):
    assert pubtool("edit", "kim2022bias", "venue=ICLR 2023, under review").code == 0
    done = pubtool("accept", "kim2022bias", "ICLR 2023")
    assert done.err == "Took out what this replaces: venue = {ICLR 2023, under review}\n"
    assert "under review" not in pubtool.bib.read_text()


def test_a_note_that_says_otherwise_is_the_users_to_take_out(pubtool):
    assert pubtool("edit", "kim2022bias", "note=Submitted to ICLR 2023").code == 0
    assert pubtool("accept", "kim2022bias", "ICLR 2023").err == (
        "It still has note = {Submitted to ICLR 2023}; to take that out: "
        "pubtool edit kim2022bias note=\n"
    )


def test_a_label_without_a_year_keeps_the_year_and_says_so(pubtool):
    done = pubtool("accept", "kim2022bias", "ICLR")
    assert done.err == (
        "There is no year in 'ICLR', so the year stays 2022; to set it: "
        "pubtool edit kim2022bias year=2025\n"
    )


def test_a_published_paper_gets_another_award(pubtool, before):
    assert pubtool("accept", "kim2023scale", "ICLR 2023", "--award", "Oral").code == 0
    assert changed(pubtool, before) == [
        "-   award         = {Spotlighted},",
        "+   award         = {Oral},",
    ]


def test_the_award_of_a_workshop_does_not_go_along_to_the_conference(desk):
    desk.bib.write_text(
        "@inproceedings{k, title={T}, author={Donald E. Knuth}, "
        "booktitle={ICML 2024 Workshop on Art}, award={Oral}, year=2024}\n"
    )
    done = desk("accept", "k", "ICLR 2025")
    assert (done.code, "award" in desk.bib.read_text()) == (0, False)
    assert "Took out the award of ICML 2024 Workshop on Art: Oral" in done.err
    desk("undo")
    desk("accept", "k", "ICLR 2025", "--award", "Oral")
    assert "award={Oral}, year=2025" in desk.bib.read_text()


def test_the_award_stays_where_only_the_venue_is_spelled_out(desk):
    desk.bib.write_text(
        "@inproceedings{k, title={T}, author={Donald E. Knuth}, booktitle={ICLR}, "
        "award={Oral}, year=2025}\n"
    )
    assert desk("accept", "k", "ICLR 2025").code == 0
    assert "award={Oral}" in desk.bib.read_text()


def test_title_and_link_are_set_as_said(pubtool, before):
    link = "https://openreview.net/forum?id=OBIuFjZzmp"
    pubtool("accept", "park2024mezo", "ICLR 2025", "--title", "MeZO at Last", "--link", link)
    lines = changed(pubtool, before)
    assert "+   title         = {{MeZO} at Last}," in lines
    assert f"+   url           = {{{link}}}," in lines


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, 'Say where: pubtool accept KEY "ICLR 2025", or --from REF.'),
        (
            ("ICLR 2025", "--from", "2410.03355"),
            2,
            "“ICLR 2025” and --from 2410.03355 both say where, and only one can be right. "
            "Leave the venue out to take it from there, or leave --from out.",
        ),
        (("arXiv 2025",), 2, "'arXiv 2025' is no venue that accepts papers; say where: "),
        (("",), 2, "The venue is empty; name it with its year"),
    ],
)
def test_what_does_not_say_where_is_wrong_usage(pubtool, before, words, code, message):
    done = pubtool("accept", "kim2022bias", *words)
    assert done.code == code
    assert message in done.err
    assert pubtool.bib.read_text() == before


def test_a_mistyped_key_names_the_near_ones(pubtool):
    done = pubtool("accept", "kim2022bais", "ICLR 2023")
    assert (done.code, done.err) == (
        5,
        "Error: there is no entry `kim2022bais`; near it: kim2022bias, kim2023scale\n",
    )


def test_a_dry_run_shows_the_difference_and_writes_nothing(pubtool, before):
    done = pubtool("accept", "kim2022bias", "ICLR 2023", "--dry-run")
    assert done.code == 0
    assert "+@inproceedings{kim2022bias," in done.out
    assert pubtool.bib.read_text() == before


def test_render_writes_the_page_in_the_same_step_and_undo_takes_both_back(pubtool, before):
    page = pubtool.page.read_text()
    assert pubtool("accept", "kim2022bias", "ICLR 2023", "--render").code == 0
    assert "*ICLR 2023*" in pubtool.page.read_text()
    done = pubtool("undo")
    assert done.out == "Took back `accept kim2022bias` (about.md, publications.bib).\n"
    assert (pubtool.bib.read_text(), pubtool.page.read_text()) == (before, page)


# ---------------------------------------------------------------- accept KEY --from REF


def test_the_same_title_and_authors_are_applied_at_once_and_the_link_stays(
    pubtool, before, services
):
    services.openreview["Xnew"] = note("Xnew", UNRAVELING, UNRAVELING_AUTHORS)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew")
    assert (done.code, done.err) == (
        0,
        "The title still links to https://arxiv.org/abs/2501.19099; to move it: "
        "--link https://openreview.net/forum?id=Xnew\n",
    )
    assert changed(pubtool, before) == [
        "- @misc{park2025unraveling,",
        "+ @inproceedings{park2025unraveling,",
        "+   booktitle     = {International Conference on Learning Representations},",
        "+   abbr          = {ICLR},",
        "+   award         = {Spotlight},",
        "+   openreview    = {Xnew},",
    ]


def test_another_title_is_not_taken_where_nobody_says_yes(pubtool, before, services):
    services.openreview["Xnew"] = note("Xnew", "Unraveling " + UNRAVELING[11:-13], None)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew")
    assert done.code == 6
    assert "-title: Unraveling Zeroth-Order Optimization Through" in done.err
    assert "To take it over: --yes" in done.err
    assert pubtool.bib.read_text() == before


def test_a_yes_takes_title_authors_and_link_together(pubtool, before, services):
    authors = [*UNRAVELING_AUTHORS[1::-1], *UNRAVELING_AUTHORS[2:], "Kyungsu Kim"]
    services.openreview["Xnew"] = note("Xnew", "Unraveling Zeroth-Order Optimization", authors)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew", "--yes")
    assert (done.code, done.err) == (0, "")
    assert changed(pubtool, before) == [
        "- @misc{park2025unraveling,",
        "-   title         = {Unraveling Zeroth-Order Optimization Through the Lens of "
        "Low-Dimensional Structured Perturbations},",
        "-   author        = {Sihwan Park and Jihun Yun and Sung-Yub Kim and Souvik Kundu and "
        "Eunho Yang},",
        "-   url           = {https://arxiv.org/abs/2501.19099},",
        "+ @inproceedings{park2025unraveling,",
        "+   title         = {Unraveling Zeroth-Order Optimization},",
        "+   author        = {Jihun Yun and Sihwan Park and Sung-Yub Kim and Souvik Kundu and "
        "Eunho Yang and Kyungsu Kim},",
        "+   booktitle     = {International Conference on Learning Representations},",
        "+   abbr          = {ICLR},",
        "+   award         = {Spotlight},",
        "+   openreview    = {Xnew},",
        "+   url           = {https://openreview.net/forum?id=Xnew},",
    ]


@pytest.mark.parametrize(
    ("word", "code", "url"),
    [
        ("y", 0, "https://openreview.net/forum?id=Xnew"),
        ("n", 0, "https://arxiv.org/abs/2501.19099"),
    ],
)
def test_at_a_terminal_the_link_alone_is_asked_for(pubtool, services, monkeypatch, word, code, url):
    services.openreview["Xnew"] = note("Xnew", UNRAVELING, UNRAVELING_AUTHORS)
    questions = answer(monkeypatch, word)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew")
    assert done.code == code
    assert questions == ["Let the title link to https://openreview.net/forum?id=Xnew from now on?"]
    assert f"url           = {{{url}}}" in pubtool.bib.read_text()


@pytest.mark.parametrize(
    ("word", "code", "last"),
    [("n", 6, "Error: Nothing was changed."), (KeyboardInterrupt, 130, "nothing was written.")],
    ids=["no", "Ctrl-C"],
)
def test_a_no_and_an_interrupt_write_nothing(
    pubtool, before, services, monkeypatch, word, code, last
):
    services.openreview["Xnew"] = note("Xnew", "Unraveling", UNRAVELING_AUTHORS)
    answer(monkeypatch, word)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew")
    assert (done.code, pubtool.bib.read_text()) == (code, before)
    assert done.err.rstrip().endswith(last)


@pytest.mark.parametrize(
    ("venue", "venueid"),
    [
        ("Submitted to ICLR 2025", "ICLR.cc/2025/Conference/Rejected_Submission"),
        ("ICLR 2025 Conference Submission", "ICLR.cc/2025/Conference/Submission"),
    ],
    ids=["rejected", "under review"],
)
def test_a_source_that_is_not_accepted_is_refused(pubtool, before, services, venue, venueid):
    services.openreview["Xnew"] = note("Xnew", UNRAVELING, UNRAVELING_AUTHORS, venue, venueid)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew", "--yes")
    assert (done.code, pubtool.bib.read_text()) == (6, before)
    assert "openreview:Xnew is not accepted anywhere" in done.err


def test_another_paper_altogether_is_refused_even_with_a_yes(pubtool, before, services):
    services.openreview["Xnew"] = note("Xnew", "Attention Is All You Need", ["Ashish Vaswani"])
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:Xnew", "--yes")
    assert (done.code, pubtool.bib.read_text()) == (6, before)
    assert "openreview:Xnew is another paper than park2025unraveling" in done.err


def test_an_id_that_another_paper_has_is_not_taken(pubtool, before, services):
    services.openreview["OBIuFjZzmp"] = note("OBIuFjZzmp", UNRAVELING, UNRAVELING_AUTHORS)
    done = pubtool("accept", "park2025unraveling", "--from", "openreview:OBIuFjZzmp")
    assert (done.code, pubtool.bib.read_text()) == (5, before)
    assert "openreview:OBIuFjZzmp belongs to park2024mezo already" in done.err


def test_pasted_bibtex_says_where_too(pubtool, before):
    bibtex = (
        "@inproceedings{park2025mezo,\n  title={MeZO-A\\^{}3dam: Memory-efficient Zeroth-order "
        "Adam with Adaptivity Adjustments for Fine-tuning LLMs},\n"
        f"  author={{{' and '.join(MEZO_AUTHORS)}}},\n"
        "  booktitle={International Conference on Learning Representations},\n  year={2025},\n"
        "  url={https://openreview.net/forum?id=OBIuFjZzmp}\n}\n"
    )
    done = pubtool("accept", "park2024mezo", "--from", "-", stdin=bibtex)
    assert done.code == 0, done.err
    assert "+ @inproceedings{park2024mezo," in changed(pubtool, before)


def test_a_doi_brings_pages_and_volume(desk, services):
    desk.bib.write_text(
        "@misc{resnet,\n  title = {Deep Residual Learning for Image Recognition},\n"
        "  author = {Kaiming He and Xiangyu Zhang},\n  year = {2015},\n"
        "  eprint = {1512.03385},\n  archivePrefix = {arXiv}\n}\n"
    )
    services.doi["10.1109/cvpr.2016.90"] = {
        "type": "paper-conference",
        "title": "Deep Residual Learning for Image Recognition",
        "author": [{"family": "He", "given": "Kaiming"}, {"family": "Zhang", "given": "Xiangyu"}],
        "container-title": "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
        "page": "770-778",
        "issued": {"date-parts": [[2016, 6]]},
        "DOI": "10.1109/cvpr.2016.90",
    }
    done = desk("accept", "resnet", "--from", "10.1109/CVPR.2016.90")
    assert done.code == 0, done.err
    text = desk.bib.read_text()
    assert (
        "  pages = {770--778},\n  year = {2016},\n  month = jun,\n  eprint = {1512.03385}," in text
    )
    assert "doi = {10.1109/cvpr.2016.90}" in text


# ---------------------------------------------------------------- attach


def test_a_placeholder_is_replaced_and_the_link_to_it_moves(pubtool, before, services):
    services.arxiv["2502.06352"] = play.entry(
        "2502.06352v2",
        "LANTERN++: Enhanced Relaxed Speculative Decoding with Static Tree Drafting for Visual "
        "Auto-regressive Models",
        authors=("Sihwan Park", "Doohyuk Jang", "Sungyub Kim", "Souvik Kundu", "Eunho Yang"),
    )
    done = pubtool("attach", "park2025lantern", "https://arxiv.org/pdf/2502.06352v2")
    assert (done.code, done.err) == (0, "")
    assert changed(pubtool, before) == [
        "-   eprint        = {2502.99999},",
        "-   url           = {https://arxiv.org/abs/2502.99999},",
        "+   eprint        = {2502.06352},",
        "+   primaryClass  = {cs.LG},",
        "+   url           = {https://arxiv.org/abs/2502.06352},",
    ]


@pytest.mark.parametrize("moves", [False, True], ids=["link stays", "--link"])
def test_one_more_id_moves_the_link_only_where_told(pubtool, before, services, moves):
    services.openreview["Xnew"] = note(
        "Xnew", UNRAVELING, None, "ICLR 2026 Conference Submission", "ICLR.cc/2026/Conference/X"
    )
    reference = "https://openreview.net/forum?id=Xnew"
    words = ["--link"] if moves else []
    done = pubtool("attach", "park2025unraveling", reference, *words)
    assert done.code == 0, done.err
    link = [
        "-   url           = {https://arxiv.org/abs/2501.19099},",
        f"+   url           = {{{reference}}},",
    ]
    lines = changed(pubtool, before)
    assert "+   openreview    = {Xnew}," in lines
    assert [line for line in lines if " url " in line] == (link if moves else [])


def test_a_derived_link_stays_where_it_was(desk, services):
    desk.bib.write_text(
        "@misc{a,\n  title = {Adam: A Method for Stochastic Optimization},\n"
        "  author = {Diederik P. Kingma and Jimmy Ba},\n  year = {2014},\n  openreview = {X1}\n}\n"
    )
    assert desk("attach", "a", "1412.6980").code == 0
    assert "url = {https://openreview.net/forum?id=X1}" in desk.bib.read_text()


def test_a_published_reference_says_how_to_move_the_paper(pubtool, services):
    services.openreview["Xnew"] = note("Xnew", UNRAVELING, UNRAVELING_AUTHORS)
    done = pubtool("attach", "park2025unraveling", "openreview:Xnew")
    assert done.err == (
        "It is published there; to move the paper: "
        "pubtool accept park2025unraveling --from openreview:Xnew\n"
    )
    assert "@misc{park2025unraveling," in pubtool.bib.read_text()


def test_another_paper_is_attached_after_a_yes_only(pubtool, before, services):
    services.arxiv["1706.03762"] = play.entry("1706.03762", "Attention Is All You Need")
    done = pubtool("attach", "park2025lantern", "1706.03762")
    assert (done.code, pubtool.bib.read_text()) == (6, before)
    assert "1706.03762 looks like another paper than park2025lantern" in done.err
    assert pubtool("attach", "park2025lantern", "1706.03762", "--yes").code == 0


def test_an_id_is_not_attached_unchecked(pubtool, before, services):
    services.always("openreview", play.challenge())
    services.always("openreview_v1", play.challenge())
    done = pubtool("attach", "park2025unraveling", "openreview:Xnew")
    assert (done.code, pubtool.bib.read_text()) == (4, before)
    assert done.err.endswith(
        "Nothing was changed. Its BibTeX on standard input (-) does as well.\n"
    )


def test_bibtex_without_an_id_has_nothing_to_attach(pubtool, before):
    bibtex = "@misc{a, title={Bias Decay Matters}, author={Sung-Yub Kim}, year={2022}}"
    done = pubtool("attach", "kim2022bias", "-", stdin=bibtex)
    assert (done.code, pubtool.bib.read_text()) == (5, before)
    assert "- names no id and no link" in done.err


def test_an_id_that_is_there_already_changes_nothing(pubtool, before, services):
    done = pubtool("attach", "park2025unraveling", "2501.19099")
    assert (done.code, done.err) == (0, "Nothing to change.\n")
    assert pubtool.bib.read_text() == before
