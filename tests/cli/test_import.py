"""`pubtool import`: pages as they stand, changed pages, other lists."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Desk
from tests.services import Reply, Services

SHARED = ROOT.parent / "shared"

HEAD = "---\nlayout: page\n---\n\n## Publications\n\n"
GLOW = r"""- <a href="https://arxiv.org/abs/1807.03039">
**Glow: Generative Flow with Invertible 1x1 Convolutions**
</a> \\
**Diederik P. Kingma<sup>†</sup>**, Prafulla Dhariwal<sup>†</sup>
(<sup>†</sup>: Equal Contribution) \\
*NeurIPS 2018*
"""
VAE = r"""- <a href="https://arxiv.org/abs/1312.6114">
**Auto-Encoding Variational Bayes**
</a> \\
**Diederik P. Kingma**, Max Welling \\
*ICLR 2014*
"""
GLOW_ENTRY = """\
@inproceedings{kingma2018glow,
  title         = {Glow: Generative Flow with Invertible 1x1 Convolutions},
  author        = {Diederik P. Kingma and Prafulla Dhariwal},
  author+an     = {1=equal; 2=equal},
  booktitle     = {Advances in Neural Information Processing Systems},
  abbr          = {NeurIPS},
  year          = {2018},
  eprint        = {1807.03039},
  archivePrefix = {arXiv},
  url           = {https://arxiv.org/abs/1807.03039},
}
"""
ADAM = "Adam: A Method for Stochastic Optimization"
LINK = """<a href="https://arxiv.org/abs/1807.03039">
**Glow: Generative Flow with Invertible 1x1 Convolutions**
</a>"""
NAMES = """**Diederik P. Kingma<sup>†</sup>**, Prafulla Dhariwal<sup>†</sup>
(<sup>†</sup>: Equal Contribution)"""


def put(desk: Desk, text: str, name: str = "page.md") -> Path:
    path = desk.folder / name
    path.write_bytes(text.encode())
    return path


def entry_of(desk: Desk, key: str) -> str:
    """The entry as it stands in the list."""
    text = desk.bib.read_text(encoding="utf-8")
    start = re.search(rf"@\w+{{{re.escape(key)},", text)
    assert start, text
    return text[start.start() : text.index("\n}\n", start.start()) + 3]


@pytest.mark.skipif(not SHARED.exists(), reason="the page is not part of the project")
def test_the_first_page_comes_in_whole_and_renders_as_it_stands(desk: Desk) -> None:
    page = put(desk, (SHARED / "homepage" / "about.md").read_text(encoding="utf-8"), "about.md")
    before = page.read_text(encoding="utf-8")

    imported = desk("import", "about.md")

    assert imported.code == 0
    assert imported.out.splitlines()[-1] == (
        "Read 7 papers: 7 new, 1 of them hidden. Wrote publications.bib and pubtool.toml."
    )
    here = desk.bib.read_text(encoding="utf-8").replace("  pages         = {1764--1766},\n", "")
    there = (ROOT / "publications.bib").read_text(encoding="utf-8")
    there = re.sub(r"  (primaryClass|pages) .*\n", "", there)  # what only the sources know
    assert here == there
    settings = [
        line.partition("  #")[0].rstrip()
        for line in (desk.folder / "pubtool.toml").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert settings == [
        "",
        'me = ["Sihwan Park"]',
        'page = "about.md"',
        'hidden = "comment"',
        "",
        "[[section]]",
        'heading = "Published Papers"',
        'show = "published"',
        'order = "newest"',
        "dated = true",
        "",
        "[[section]]",
        'heading = "Preprints"',
        'show = "preprint"',
        'order = "oldest"',
    ]
    assert desk("render").code == 0
    assert page.read_text(encoding="utf-8").split() == before.split()


def test_a_page_and_its_configuration_are_taken_back_together(desk: Desk) -> None:
    put(desk, HEAD + GLOW)
    desk("import", "page.md")

    undone = desk("undo")

    assert undone.code == 0
    assert list(desk.contents()) == ["page.md"]


def test_a_dry_run_shows_both_new_files_and_writes_none(desk: Desk) -> None:
    put(desk, HEAD + GLOW)

    done = desk("import", "page.md", "--dry-run")

    assert done.code == 0
    assert "+@inproceedings{kingma2018glow," in done.out
    assert '+me = ["Diederik P. Kingma"]' in done.out
    assert list(desk.contents()) == ["page.md"]


BROKEN = {
    "a-backslash-for-a-slash": GLOW.replace("</a>", r"<\a>"),
    "a-link-never-closed": GLOW.replace("</a> ", ""),
    "a-link-never-closed-on-one-line": GLOW.replace('">\n', '">').replace("\n</a>", ""),
    "a-quote-never-closed": GLOW.replace('3039">', "3039>"),
    "a-tag-never-closed": GLOW.replace('3039">', '3039"'),
    "bold-never-closed": GLOW.replace("Convolutions**", "Convolutions"),
    "no-break-after-the-title": GLOW.replace(r"</a> \\", "</a>"),
    "no-break-at-all": GLOW.replace(r" \\", ""),
    "joined-by-and": GLOW.replace(
        NAMES, "**Diederik P. Kingma*** and Prafulla Dhariwal*\n(*: Equal Contribution)"
    ),
    "stars-not-escaped-without-a-legend": GLOW.replace(
        NAMES, r"**Diederik P. Kingma**\*, Prafulla Dhariwal*"
    ),
    "stars-instead-of-commas": GLOW.replace(
        NAMES, r"**Diederik P. Kingma**\* Prafulla Dhariwal*" + "\n(*: Equal Contribution)"
    ),
    "hashes-before-the-lines": "".join(f"# {line}\n" for line in GLOW.splitlines()),
    "year-before-the-venue": GLOW.replace("NeurIPS 2018", "2018 NeurIPS"),
    "year-after-a-comma": GLOW.replace("NeurIPS 2018", "NeurIPS, 2018"),
    "year-in-brackets": GLOW.replace("*NeurIPS 2018*", "*NeurIPS* (2018)"),
    "short-year": GLOW.replace("NeurIPS 2018", "NeurIPS'18"),
    "reference-link": GLOW.replace(
        LINK, "[**Glow: Generative Flow with Invertible 1x1 Convolutions**][glow]"
    )
    + "\n[Glow]: https://arxiv.org/abs/1807.03039 'the paper'\n",
    "reference-link-without-a-label": GLOW.replace(
        LINK, "**[Glow: Generative Flow with Invertible 1x1 Convolutions]**"
    )
    + "\n[glow: generative flow with invertible 1x1 convolutions]: "
    + "<https://arxiv.org/abs/1807.03039>\n",
    "line-breaks-by-tags": GLOW.replace(r" \\", "<br>"),
    "windows-line-ends": GLOW.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("item", BROKEN.values(), ids=BROKEN.keys())
def test_an_item_broken_by_hand_comes_in_right(desk: Desk, item: str) -> None:
    put(desk, f"{HEAD}{item}\n{VAE}")

    done = desk("import", "page.md")

    assert (done.code, done.out.count("\nAdded")) == (0, 1)
    assert entry_of(desk, "kingma2018glow") == GLOW_ENTRY


OTHER_VENUES = {
    "under-review": ("Under review", "@misc", "  pubstate      = {submitted},\n"),
    "preprint-and-a-comma": ("arXiv, preprint", "@misc", "  year          = {2018},\n"),
    "preprint-with-its-id": (
        "arXiv preprint arXiv:1807.03039, 2018",
        "@misc",
        "  year          = {2018},\n",
    ),
    "report": (
        "OpenAI Technical Report, 2018",
        "@techreport",
        "  institution   = {OpenAI},\n  venue         = {OpenAI Technical Report, 2018},\n",
    ),
    "not-understood": (
        "Heidelberg Days 2018, to be announced; with an addendum, 2018",
        "@article",
        "  venue         = {Heidelberg Days 2018, to be announced; with an addendum, 2018},\n",
    ),
}


@pytest.mark.parametrize(("line", "kind", "field"), OTHER_VENUES.values(), ids=OTHER_VENUES.keys())
def test_a_venue_line_tells_what_it_tells(desk: Desk, line: str, kind: str, field: str) -> None:
    put(desk, HEAD + GLOW.replace("NeurIPS 2018", line))

    assert desk("import", "page.md").code == 0

    entry = desk.bib.read_text(encoding="utf-8")
    assert entry.startswith(kind)
    assert field in entry
    assert desk("render").code == 0
    assert desk("render", "--check").code == 0


@pytest.mark.parametrize("open_", ["<!---\n", "<!--\n", "<!-- "], ids=["three", "two", "one-line"])
def test_an_item_in_a_comment_is_hidden(desk: Desk, open_: str) -> None:
    put(desk, f"{HEAD}{VAE}\n{open_}{GLOW}-->\n")

    done = desk("import", "page.md")

    assert done.out.splitlines()[-1].startswith("Read 2 papers: 2 new, 1 of them hidden.")
    assert "  keywords      = {hidden},\n" in entry_of(desk, "kingma2018glow")


def test_what_cannot_be_read_is_named_and_left(desk: Desk) -> None:
    page = put(desk, f"{HEAD}{GLOW}\n- See my *other* page for more.\n\n{VAE}")

    done = desk("import", "page.md")

    assert done.code == 0
    assert "Read 2 papers: 2 new; 1 text not read." in done.out
    assert (
        "page.md:14: not read, and left on the page: no title and author list can be told apart "
        "in it: “- See my *other* page for more.”\n"
    ) in done.err
    refused = desk("render")
    assert refused.code == 6
    assert "page.md:14: " in refused.err
    assert "See my *other* page" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("known_by", ["its id", "its title"])
def test_a_paper_in_an_entry_that_cannot_be_read_comes_in_no_second_time(
    desk: Desk, known_by: str
) -> None:
    broken = GLOW_ENTRY.replace("  year ", "  year          = {2017},\n  year ")
    if known_by == "its title":
        broken = broken.replace("1807.03039", "")
    desk.bib.write_text(broken)
    put(desk, HEAD + GLOW + "\n" + VAE)
    done = desk("import", "page.md")
    assert done.code == 0
    assert desk.bib.read_text().startswith(broken)
    assert desk.bib.read_text().count("Glow") == 1
    assert "is in the list, most likely: publications.bib:1: " in done.err


def test_nothing_read_is_a_failure_that_writes_nothing(desk: Desk) -> None:
    put(desk, f"{HEAD}- See my *other* page for more.\n")

    done = desk("import", "page.md")

    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines()[-1] == "Nothing could be taken over."
    assert list(desk.contents()) == ["page.md"]


def test_a_heading_may_be_named_with_a_typo(desk: Desk) -> None:
    put(desk, f"# Me\n\n## Things Ive written\n\n{GLOW}")

    assert desk("import", "page.md").code == 5
    done = desk("import", "page.md", "--section", "Things I've writen")

    assert done.code == 0
    settings = (desk.folder / "pubtool.toml").read_text(encoding="utf-8")
    assert 'heading = "Things Ive written"' in settings


def test_a_heading_that_is_not_there_names_the_nearest(desk: Desk) -> None:
    put(desk, HEAD + GLOW)

    done = desk("import", "page.md", "--section", "Patents")

    assert done.code == 5
    assert "page.md: the page has no heading “Patents”" in done.err


# ---------------------------------------------------------------- a page that is known


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


EDITS = {
    "title": (
        ("Relaxed Speculative Decoding**", "Relaxed Speculative Sampling**"),
        {"title": "{LANTERN}: Accelerating Visual Autoregressive Models with Relaxed "
                  "Speculative Sampling"},
    ),
    "capitals-of-the-title": (
        ("with Relaxed Speculative", "with relaxed Speculative"),
        {"title": "{LANTERN}: Accelerating Visual Autoregressive Models with relaxed "
                  "Speculative Decoding"},
    ),
    "award": (("*ICLR 2025*", "*ICLR 2025 (Oral)*"), {"award": "Oral"}),
    "award-upgraded": (("(Spotlighted)", "(Oral)"), {"award": "Oral"}),
    "award-taken-away": ((" (Spotlighted)", ""), {"award": None}),
    "year": (("*ICLR 2025*", "*ICLR 2026*"), {"year": "2026"}),
    "another-venue": (
        ("*ICLR 2025*", "*ICML 2025*"),
        {"booktitle": "International Conference on Machine Learning", "abbr": "ICML"},
    ),
    "a-free-venue": (
        ("*ICLR 2025*", "*ICLR 2025, Main Track*"),
        {"venue": "ICLR 2025, Main Track"},
    ),
    "link": (
        ("https://arxiv.org/abs/2410.03355", "https://openreview.net/forum?id=98d7DLMGdt"),
        {"url": "https://openreview.net/forum?id=98d7DLMGdt", "openreview": "98d7DLMGdt"},
    ),
    "placeholder-replaced": (
        ("https://arxiv.org/abs/2502.99999", "https://arxiv.org/abs/2502.06352"),
        {"url": "https://arxiv.org/abs/2502.06352", "eprint": "2502.06352"},
    ),
    "an-equal-contributor-more": (
        ("Yeonsung Jung, Jihun Yun, Souvik", "Yeonsung Jung, Jihun Yun<sup>†</sup>, Souvik"),
        {"author+an": "1=equal; 2=equal; 5=equal"},
    ),
    "nobody-equal": (
        (
            "Doohyuk Jang<sup>†</sup>, **Sihwan Park<sup>†</sup>**, June Yong Yang, Yeonsung Jung, "
            "Jihun Yun, Souvik Kundu, Sung-Yub Kim, Eunho Yang\n(<sup>†</sup>: Equal Contribution)",
            "Doohyuk Jang, **Sihwan Park**, June Yong Yang, Yeonsung Jung, "
            "Jihun Yun, Souvik Kundu, Sung-Yub Kim, Eunho Yang",
        ),
        {"author+an": None},
    ),
    "co-author-order": (
        ("**Sihwan Park<sup>†</sup>**, Doohyuk Jang<sup>†</sup>, Sung",
         "Doohyuk Jang<sup>†</sup>, **Sihwan Park<sup>†</sup>**, Sung"),
        {"author": "Doohyuk Jang and Sihwan Park and Sung-Yub Kim and Souvik Kundu and "
                   "Eunho Yang"},
    ),
    "an-author-spelled-otherwise": (
        ("Souvik Kundu, Sung-Yub Kim, Eunho", "Souvik R. Kundu, Sung-Yub Kim, Eunho"),
        {"author": "Doohyuk Jang and Sihwan Park and June Yong Yang and Yeonsung Jung and "
                   "Jihun Yun and Souvik R. Kundu and Sung-Yub Kim and Eunho Yang"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("pair", "fields"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_on_the_page_is_taken_over_alone(
    pubtool: Desk, pair: tuple[str, str], fields: dict[str, str | None]
) -> None:
    before = pubtool.bib.read_text(encoding="utf-8").splitlines()
    edit(pubtool.page, pair)

    done = pubtool("import", "about.md")

    assert done.code == 0
    after = pubtool.bib.read_text(encoding="utf-8").splitlines()
    added = {
        line.partition("=")[0].strip(): line.partition("= {")[2].removesuffix("},")
        for line in after
        if line not in before
    }
    removed = {line.partition("=")[0].strip() for line in before if line not in after}
    expected = {name: value for name, value in fields.items() if value is not None}
    assert added == expected
    assert removed - added.keys() <= {name for name, value in fields.items() if value is None}
    assert "1 changed, 6 there already" in done.out.replace("Read 7 papers: ", "")
    assert pubtool("render").code == 0
    assert pubtool("render", "--check").code == 0
    assert pair[1].split() == [word for word in pair[1].split() if word in pubtool.page.read_text()]


def test_the_changed_facts_are_shown(pubtool: Desk) -> None:
    edit(pubtool.page, ("(Spotlighted)", "(Oral)"))

    done = pubtool("import", "about.md")

    assert done.out == (
        "Changed kim2023scale: Scale-invariant Bayesian Neural Networks with Connectivity Tangent "
        "Kernel (ICLR 2023, Oral)\n"
        "  award: Spotlighted → Oral\n"
        "Read 7 papers: 1 changed, 6 there already, 1 of them hidden. Wrote publications.bib.\n"
    )


def test_a_page_that_is_as_rendered_changes_nothing(pubtool: Desk) -> None:
    before = pubtool.contents()

    done = pubtool("import", "about.md")

    assert done.code == 0
    assert done.out == "Read 7 papers: 7 there already, 1 of them hidden.\n"
    assert pubtool.contents() == before


def test_the_list_ahead_of_its_page_is_not_set_back(pubtool: Desk) -> None:
    pubtool("accept", "park2024mezo", "ICLR 2025", "--award", "Spotlight")
    before = pubtool.contents()

    assert pubtool("import", "about.md").code == 0

    assert pubtool.contents() == before


def test_an_item_edited_in_another_layout_renders_again(pubtool: Desk) -> None:
    edit(pubtool.page, ("**Sihwan Park**, Kyungsu Kim", "__Sihwan Park__ , Kyungsu Kim"))
    assert pubtool("render").code == 6

    assert pubtool("import", "about.md").code == 0

    assert pubtool("render").code == 0
    assert "**Sihwan Park**, Kyungsu Kim" in pubtool.page.read_text(encoding="utf-8")


def test_an_item_typed_on_the_page_is_appended(pubtool: Desk) -> None:
    edit(
        pubtool.page, ("## Preprints\n", f"## Preprints\n\n{VAE.replace('*ICLR 2014*', '(2013)')}")
    )

    done = pubtool("import", "about.md", "--render")

    assert done.code == 0
    assert "Added kingma2013auto: Auto-Encoding Variational Bayes (preprint, 2013)\n" in done.out
    assert pubtool("render", "--check").code == 0


def test_a_hidden_item_shown_on_the_page_is_shown(pubtool: Desk) -> None:
    edit(pubtool.page, ("<!---\n", ""), ("\n-->", ""))

    assert pubtool("import", "about.md").code == 0

    assert "keywords" not in entry_of(pubtool, "park2018scalable")
    assert pubtool("render", "--check").code == 0


def test_an_item_moved_to_the_published_ones_is_published(pubtool: Desk) -> None:
    text = pubtool.page.read_text(encoding="utf-8")
    item = text[text.index('- <a href="https://openreview.net/pdf?id=OBIuFjZzmp">') :]
    item = item[: item.index("\n\n-")]
    moved = item.replace("(2024)", r"\\" + "\n*ICML 2025*")
    edit(pubtool.page, (f"{item}\n\n", ""), ("## Preprints", f"{moved}\n\n## Preprints"))

    done = pubtool("import", "about.md")

    assert done.code == 0
    entry = entry_of(pubtool, "park2024mezo")
    assert entry.startswith("@inproceedings")
    assert "booktitle     = {International Conference on Machine Learning}" in entry
    assert "openreview    = {OBIuFjZzmp}" in entry
    assert pubtool("render").code == 0


def test_one_id_under_two_titles_is_two_papers(pubtool: Desk) -> None:
    wrong = VAE.replace("1312.6114", "2410.03355").replace(
        "**Diederik P. Kingma**", "Diederik P. Kingma"
    )
    edit(pubtool.page, ("## Preprints", f"{wrong}\n## Preprints"))

    done = pubtool("import", "about.md")

    assert done.code == 0
    assert "Added kingma2014auto" in done.out
    line = pubtool.page.read_text(encoding="utf-8").split("- <a")[0].count("\n")
    assert line
    assert (
        "arXiv:2410.03355 is the id of two papers, so one has a wrong link: about.md:" in done.err
    )
    assert "publications.bib:1 “LANTERN: Accelerating" in done.err


def test_a_page_never_rendered_does_not_unsay_what_it_leaves_out(desk: Desk) -> None:
    desk.bib.write_text(
        GLOW_ENTRY.replace(
            "  year ", "  pages         = {10236--10245},\n  award         = {Oral},\n  year "
        ),
        encoding="utf-8",
    )
    before = desk.bib.read_bytes()
    put(desk, HEAD + GLOW.replace(NAMES, "**Diederik P. Kingma**, Prafulla Dhariwal"))

    done = desk("import", "page.md")

    assert done.code == 0
    assert "Read 1 paper: 1 there already." in done.out
    assert desk.bib.read_bytes() == before


def test_the_venue_in_other_words_is_no_change(desk: Desk) -> None:
    desk.bib.write_text(GLOW_ENTRY.replace("  abbr          = {NeurIPS},\n", ""), encoding="utf-8")
    before = desk.bib.read_bytes()
    put(desk, HEAD + GLOW)

    assert desk("import", "page.md").code == 0

    assert desk.bib.read_bytes() == before


def test_a_configuration_is_left_alone_and_what_differs_is_told(pubtool: Desk) -> None:
    before = (pubtool.folder / "pubtool.toml").read_bytes()
    put(pubtool, HEAD + GLOW.replace("†", "\\*"))

    done = pubtool("import", "page.md")

    assert done.code == 0
    assert (pubtool.folder / "pubtool.toml").read_bytes() == before
    assert done.err.splitlines() == [
        "pubtool.toml does not name page.md as its page; it stays as it is.",
        "page.md: “Publications” is no [[section]] of pubtool.toml: `render` will leave it alone.",
        "page.md: the name set off is Diederik P. Kingma; `me` in pubtool.toml says otherwise.",
        'page.md: `mark` is "*" on the page and "†" in pubtool.toml.',
    ]


# ---------------------------------------------------------------- another list

PREPRINT = """\
% mine
@article{glow,
  title   = {Glow: Generative Flow with Invertible 1x1 Convolutions},
  author  = {Kingma, Diederik P. and Dhariwal, Prafulla},
  journal = {arXiv preprint arXiv:1807.03039},
  year    = {2017},
  note    = {read this},
}
"""
PUBLISHED = """\
@inproceedings{KingmaD18,
  title     = {Glow: Generative Flow with Invertible $1 \\times 1$ Convolutions},
  author    = {Diederik P. Kingma and Prafulla Dhariwal},
  booktitle = {Advances in Neural Information Processing Systems},
  pages     = {10236--10245},
  year      = {2018},
  eprint    = {1807.03039},
}
"""


def test_a_preprint_and_its_published_version_become_one_entry(desk: Desk) -> None:
    desk.bib.write_text(PREPRINT, encoding="utf-8")
    put(desk, PUBLISHED, "theirs.bib")

    done = desk("import", "theirs.bib")

    assert done.code == 0
    assert (
        desk.bib.read_text(encoding="utf-8")
        == """\
% mine
@inproceedings{glow,
  title   = {Glow: Generative Flow with Invertible 1x1 Convolutions},
  author  = {Kingma, Diederik P. and Dhariwal, Prafulla},
  booktitle = {Advances in Neural Information Processing Systems},
  abbr    = {NeurIPS},
  pages   = {10236--10245},
  year    = {2018},
  eprint  = {1807.03039},
  archivePrefix = {arXiv},
  note    = {read this},
}
"""
    )
    assert "theirs.bib:1: glow\n  title: kept “Glow" in done.err
    assert desk("import", "theirs.bib").out == "Read 1 paper: 1 there already.\n"


def test_a_preprint_adds_its_id_to_the_published_version(desk: Desk) -> None:
    desk.bib.write_text(PUBLISHED.replace("  eprint    = {1807.03039},\n", ""), encoding="utf-8")
    put(desk, PREPRINT.replace("1x1", r"$1 \times 1$"), "theirs.bib")

    done = desk("import", "theirs.bib")

    assert done.code == 0
    entry = desk.bib.read_text(encoding="utf-8")
    assert entry.startswith("@inproceedings{KingmaD18,")
    assert "  eprint        = {1807.03039},\n" in entry.replace("eprint    ", "eprint        ")
    assert "{2018}" in entry
    assert "2017" not in entry
    assert "journal" not in entry


def test_entries_of_two_lists_keep_their_own_keys_and_fields(desk: Desk) -> None:
    one = (
        "@misc{paper,\n  title = {Auto-Encoding Variational Bayes},\n"
        "  author = {Diederik P. Kingma and Max Welling},\n  year = {2013},\n"
        "  mynote = {from the group},\n}\n"
    )
    put(desk, one, "one.bib")
    put(desk, PUBLISHED.replace("KingmaD18", "paper") + one.replace("{paper", "{again"), "two.bib")

    done = desk("import", "one.bib", "two.bib")

    assert done.out.splitlines() == [
        "Added paper: Auto-Encoding Variational Bayes (preprint, 2013)",
        "Added papera: Glow: Generative Flow with Invertible 1 × 1 Convolutions (NeurIPS 2018)",
        "Read 3 papers: 2 new, 1 there already. Wrote publications.bib.",
    ]
    assert "  mynote        = {from the group},\n" in entry_of(desk, "paper")


def test_a_broken_entry_is_named_and_the_others_come_in(desk: Desk) -> None:
    put(desk, f"@misc{{never, title = {{Closed\n\n{PUBLISHED}", "theirs.bib")

    done = desk("import", "theirs.bib")

    assert done.code == 0
    assert "theirs.bib:1: skipped: The entry never cannot be read: a brace is never closed." in (
        done.err
    )
    assert "Added KingmaD18" in done.out


def test_a_conference_paper_and_its_journal_version_stay_two(desk: Desk) -> None:
    journal = (
        PUBLISHED.replace("@inproceedings{KingmaD18", "@article{journal")
        .replace("booktitle = {Advances in Neural Information Processing Systems}",
                 "journal   = {Journal of Machine Learning Research}")
        .replace("  eprint    = {1807.03039},\n", "")
    )  # fmt: skip
    desk.bib.write_text(PUBLISHED, encoding="utf-8")
    put(desk, journal, "theirs.bib")

    done = desk("import", "theirs.bib")

    assert done.out.splitlines()[-1] == "Read 1 paper: 1 new. Wrote publications.bib."


def test_one_id_under_two_titles_in_two_lists_is_two_papers(desk: Desk) -> None:
    desk.bib.write_text(PUBLISHED, encoding="utf-8")
    put(
        desk,
        PUBLISHED.replace("Glow: Generative Flow with Invertible", "Adam: Stochastic"),
        "t.bib",
    )

    done = desk("import", "t.bib")

    assert "Added KingmaD18a" in done.out
    assert "arXiv:1807.03039 is the id of two papers, so one has a wrong link: t.bib:1" in done.err


def test_a_file_that_is_not_there_stops_no_other(desk: Desk) -> None:
    put(desk, PUBLISHED, "theirs.bib")

    done = desk("import", "missing.md", "theirs.bib")

    assert done.code == 5
    assert "Error: missing.md: there is no such file" in done.err
    assert "Added KingmaD18" in done.out


# ---------------------------------------------------------------- --fetch


def test_fetching_fills_gaps_and_overrules_nothing(desk: Desk, services: Services) -> None:
    services.missing.add("2502.99999")
    adam = (
        GLOW.replace("1807.03039", "1412.6980")
        .replace("Glow: Generative Flow with Invertible 1x1 Convolutions", ADAM)
        .replace("Prafulla Dhariwal", "Jimmy Ba")
        .replace("NeurIPS 2018", "ICLR 2015 (Oral)")
    )
    placeholder = VAE.replace("1312.6114", "2502.99999")
    misplaced = (
        VAE.replace("1312.6114", "1706.03762")
        .replace("Auto-Encoding Variational Bayes", "An Introduction to Variational Autoencoders")
        .replace("ICLR 2014", "Foundations and Trends in Machine Learning, 2019")
    )
    put(desk, f"{HEAD}{adam}\n{placeholder}\n{misplaced}")

    done = desk("import", "page.md", "--fetch")

    assert done.code == 0
    first = services.asked("arxiv")[0]
    assert first.query["id_list"] == "1412.6980,2502.99999,1706.03762"
    assert (
        entry_of(desk, "kingma2015adam")
        == """\
@inproceedings{kingma2015adam,
  title         = {Adam: A Method for Stochastic Optimization},
  author        = {Diederik P. Kingma and Jimmy Ba},
  author+an     = {1=equal; 2=equal},
  booktitle     = {International Conference on Learning Representations},
  abbr          = {ICLR},
  year          = {2015},
  award         = {Oral},
  eprint        = {1412.6980},
  archivePrefix = {arXiv},
  primaryClass  = {cs.LG},
  url           = {https://arxiv.org/abs/1412.6980},
}
"""
    )
    assert "2502.99999" in done.err
    assert "arXiv has another title for arXiv:1706.03762: Attention Is All You Need" in done.err
    assert "primaryClass" not in entry_of(desk, "kingma2019introduction")
    assert desk("render").code == 0


def test_authors_left_out_on_the_page_are_fetched(desk: Desk, services: Services) -> None:
    attention = (
        VAE.replace("1312.6114", "1706.03762")
        .replace("Auto-Encoding Variational Bayes", "Attention Is All You Need")
        .replace("**Diederik P. Kingma**, Max Welling", "Ashish Vaswani, **Noam Shazeer**, et al.")
        .replace("ICLR 2014", "NeurIPS 2017")
    )
    put(desk, HEAD + attention)

    assert desk("import", "page.md", "--fetch").code == 0

    entry = entry_of(desk, "vaswani2017attention")
    assert "{Ashish Vaswani and Noam Shazeer and Niki Parmar and " in entry
    assert "others" not in entry


def test_papers_come_in_although_a_service_is_down(desk: Desk, services: Services) -> None:
    services.always("arxiv", Reply(503))
    put(desk, HEAD + GLOW)

    done = desk("import", "page.md", "--fetch")

    assert done.code == 4
    assert "Added kingma2018glow" in done.out
    assert "arXiv" in done.err
    assert entry_of(desk, "kingma2018glow") == GLOW_ENTRY


def test_a_paper_that_stands_in_two_sections_is_one(desk: Desk) -> None:
    selected = GLOW.replace("*NeurIPS 2018*", "In *NeurIPS*, 2018").replace(
        "https://arxiv.org/abs/1807.03039", "https://arxiv.org/pdf/1807.03039"
    )
    put(desk, f"# Me\n\n## Selected Papers\n\n{selected}\n## Publications\n\n{GLOW}\n{VAE}")

    done = desk("import", "page.md")

    assert done.out.splitlines()[-1].startswith("Read 3 papers: 2 new, 1 changed.")
    assert "page.md:14: kingma2018glow\n  it stands on the page once more, and is one" in done.err
    assert "  keywords      = {selected papers, publications},\n" in entry_of(
        desk, "kingma2018glow"
    )
    again = desk("import", "page.md")
    assert again.out == "Read 3 papers: 3 there already.\n"


# ---------------------------------------------------------------- where no heading fits


def test_marked_regions_are_read_and_rendered(desk: Desk) -> None:
    between = f"## Me\n\n<!-- pubtool: published -->\n{GLOW}<!-- /pubtool -->\n\nBye.\n"
    page = put(desk, between)

    assert desk("import", "page.md").code == 0

    assert 'heading = "published"' in (desk.folder / "pubtool.toml").read_text(encoding="utf-8")
    assert desk("render").code == 0
    assert page.read_text(encoding="utf-8").split() == between.split()


def test_a_marked_region_is_known_by_what_it_shows(pubtool: Desk) -> None:
    page = f"# Me\n\n<!-- pubtool: published -->\n{GLOW}<!-- /pubtool -->\n\n## Preprints\n"
    pubtool.page.write_text(page, encoding="utf-8")

    done = pubtool("import", "about.md")

    assert done.code == 0
    assert "Added kingma2018glow" in done.out
    assert "[[section]]" not in done.err
    assert pubtool("render", "--check").code == 1


def test_what_only_looks_like_a_heading_is_told(desk: Desk) -> None:
    put(desk, f"# Me\n\n**Publications**\n\n{GLOW}")

    done = desk("import", "page.md")

    assert done.code == 0
    assert "page.md: line 3: “Publications” is no heading for Markdown: to render" in done.err
