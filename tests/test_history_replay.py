"""A list and its page through the years: what each command changes is what a person would.

Each step's changes of the .bib and of the page, rendered after it, are a golden file.
`PUBTOOL_GOLDEN=write pytest …` writes them anew; then read the difference.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pubtool.files import difference
from tests.cli.conftest import Desk
from tests.services import Services, entry

GOLDEN = Path(__file__).parent / "golden" / "history"
WRITES = os.environ.get("PUBTOOL_GOLDEN") == "write"  # before the tests' own environment

BIB = """\
% Sihwan's papers. Newest at the end.
@string{iclr = "International Conference on Learning Representations"}

@misc{jang2024lantern,
  title     = {{LANTERN}: Accelerating Visual Autoregressive Models via Relaxed Speculative Decoding},
  author    = {Jang, Doohyuk and Park, Sihwan and Yang, June Yong and Jung, Yeonsung and Yun, Jihun and Kundu, Souvik and Kim, Sung-Yub and Yang, Eunho},
  author+an = {1=equal; 2=equal},
  year      = 2024,
  eprint    = {2410.03355},
  archivePrefix = {arXiv},
  url       = {https://arxiv.org/abs/2410.03355},
  code      = {https://github.com/jadohu/LANTERN}
}

@inproceedings{kim2023scale,
  title     = {Scale-invariant {Bayesian} Neural Networks with Connectivity Tangent Kernel},
  author    = {Kim, Sung-Yub and Park, Sihwan and Kim, Kyungsu and Yang, Eunho},
  booktitle = iclr,
  abbr      = {ICLR},
  year      = 2023,
  award     = {Spotlight},
  url       = {https://openreview.net/pdf?id=VZ5EaTI6dqa}
}

@mastersthesis{park2022understanding,
  title     = {On the Understanding of Sharpness-aware Minimization and its Application},
  author    = {Park, Sihwan},
  school    = {KAIST},
  year      = 2022,
  url       = {../assets/papers/master_thesis.pdf}
}

% a placeholder until arXiv has it
@misc{park2025lantern,
  title     = {{LANTERN++}: Enhanced Relaxed Speculative Decoding with Static Tree Drafting for Visual Auto-regressive Models},
  author    = {Park, Sihwan and Jang, Doohyuk and Kim, Sung-Yub and Kundu, Souvik and Yang, Eunho},
  author+an = {1=equal; 2=equal},
  year      = 2025,
  eprint    = {2502.99999},
  archivePrefix = {arXiv},
  url       = {https://arxiv.org/abs/2502.99999}
}
"""  # noqa: E501

CONFIG = """\
me = ["Sihwan Park"]
page = "about.md"
hidden = "comment"
submitted = "Under review"

[[section]]
heading = "Published Papers"
show = "published"
dated = true

[[section]]
heading = "Preprints"
show = "preprint"
"""

PAGE = """\
---
permalink: /
---

I work on efficient training.

## Published Papers (Last Updated: Feb.3, 2025)

## Preprints

## Education

- **Ph.D.** in AI, KAIST
"""

UNRAVELING = (
    "Unraveling Zeroth-Order Optimization Through the Lens of Low-Dimensional Structured "
    "Perturbations"
)
LANTERN = "LANTERN: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding"
LANTERN_AUTHORS = [
    "Doohyuk Jang",
    "Sihwan Park",
    "June Yong Yang",
    "Yeonsung Jung",
    "Jihun Yun",
    "Souvik Kundu",
    "Sung-Yub Kim",
    "Eunho Yang",
]


def note(forum: str, title: str, venue: str, venueid: str, authors: list[str] | None = None):
    """A paper as OpenReview's second API has it; without authors it is double blind."""
    content = {"title": title, "venue": venue, "venueid": venueid, "authors": authors}
    return {
        "id": forum,
        "forum": forum,
        "cdate": 1727400000000,
        "content": {name: {"value": value} for name, value in content.items() if value},
    }


def add_without_an_id(desk: Desk, services: Services) -> None:
    authors = "Sihwan Park, Jihun Yun, Sung-Yub Kim, Souvik Kundu, Eunho Yang"
    run(desk, "add", "--title", UNRAVELING, "--author", authors, "--year", "2024", "--equal", "1,2")


def attach_while_under_review(desk: Desk, services: Services) -> None:
    submission = "ICLR.cc/2025/Conference/Submission"
    services.openreview["XBwDDSXDfn"] = note(
        "XBwDDSXDfn", UNRAVELING, "ICLR 2025 Conference Submission", submission
    )
    run(desk, "attach", "park2024unraveling", "https://openreview.net/forum?id=XBwDDSXDfn")


def rejected(desk: Desk, services: Services) -> None:
    services.openreview["XBwDDSXDfn"] = note(
        "XBwDDSXDfn",
        UNRAVELING,
        "Submitted to ICLR 2025",
        "ICLR.cc/2025/Conference/Rejected_Submission",
        ["Sihwan Park", "Jihun Yun", "Sung-Yub Kim", "Souvik Kundu", "Eunho Yang"],
    )
    run(desk, "refresh", "park2024unraveling", "--yes")


def attach_arxiv(desk: Desk, services: Services) -> None:
    run(desk, "attach", "park2024unraveling", "2501.19099", "--link")


def accepted_with_a_new_title_and_link(desk: Desk, services: Services) -> None:
    services.openreview["98d7DLMGdt"] = note(
        "98d7DLMGdt", LANTERN, "ICLR 2025 Poster", "ICLR.cc/2025/Conference", LANTERN_AUTHORS
    )
    run(desk, "accept", "jang2024lantern", "--from", "openreview:98d7DLMGdt", "--yes")


def placeholder_replaced(desk: Desk, services: Services) -> None:
    title = (
        "LANTERN++: Enhanced Relaxed Speculative Decoding with Static Tree Drafting for Visual "
        "Auto-regressive Models"
    )
    authors = ("Sihwan Park", "Doohyuk Jang", "Sungyub Kim", "Souvik Kundu", "Eunho Yang")
    services.arxiv["2502.06352"] = entry(
        "2502.06352v2", title, authors=authors, published="2025-02-10T11:05:18Z"
    )
    run(desk, "attach", "park2025lantern", "2502.06352")


def award_upgraded(desk: Desk, services: Services) -> None:
    run(desk, "accept", "kim2023scale", "ICLR 2023", "--award", "Oral")


def co_authors_in_order(desk: Desk, services: Services) -> None:
    names = "Park, Sihwan and Kim, Sung-Yub and Jang, Doohyuk and Kundu, Souvik and Yang, Eunho"
    run(desk, "edit", "park2025lantern", f"author={names}")


def equal_contribution_corrected(desk: Desk, services: Services) -> None:
    run(desk, "edit", "park2025lantern", "--equal", "Sihwan Park, Sung-Yub Kim")


def thesis_hidden(desk: Desk, services: Services) -> None:
    run(desk, "edit", "park2022understanding", "--hide")


def thesis_shown_again(desk: Desk, services: Services) -> None:
    run(desk, "edit", "park2022understanding", "--show")


def own_name_spelled_otherwise(desk: Desk, services: Services) -> None:
    """By hand, in all of the list, as its owner does it."""
    text = desk.bib.read_text()
    text = text.replace("Park, Sihwan", "Park, Si-Hwan").replace("Sihwan Park", "Si-Hwan Park")
    desk.bib.write_text(text)
    settings = desk.folder / "pubtool.toml"
    settings.write_text(settings.read_text().replace("Sihwan", "Si-Hwan"))


def sections_merged(desk: Desk, services: Services) -> None:
    """By hand, on the page and in the settings."""
    head = CONFIG.partition("[[section]]")[0].replace("Sihwan", "Si-Hwan")
    section = '[[section]]\nheading = "Publications"\nshow = "all"\ndated = true\n'
    (desk.folder / "pubtool.toml").write_text(head + section)
    page = desk.page.read_text()
    page = page.replace("## Published Papers", "## Publications").replace("## Preprints\n\n", "")
    desk.page.write_text(page)


STEPS: tuple[Callable[[Desk, Services], None], ...] = (
    add_without_an_id,
    attach_while_under_review,
    rejected,
    attach_arxiv,
    accepted_with_a_new_title_and_link,
    placeholder_replaced,
    award_upgraded,
    co_authors_in_order,
    equal_contribution_corrected,
    thesis_hidden,
    thesis_shown_again,
    own_name_spelled_otherwise,
    sections_merged,
)


def run(desk: Desk, *words: str) -> None:
    done = desk(*words)
    assert done.code == 0, done.err


def test_each_step_changes_what_a_person_would_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738540800")  # 2025-02-03
    desk = Desk(tmp_path)
    desk.bib.write_text(BIB)
    desk.page.write_text(PAGE)
    (tmp_path / "pubtool.toml").write_text(CONFIG)
    run(desk, "render")
    changes = {}
    for number, step in enumerate(STEPS, start=1):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1738540800 + number * 30 * 86_400))
        bib, page = desk.bib.read_text(), desk.page.read_text()
        step(desk, services)
        run(desk, "render")
        changes[f"{number:02}-{step.__name__.replace('_', '-')}.diff"] = difference(
            bib, desk.bib.read_text(), "publications.bib"
        ) + difference(page, desk.page.read_text(), "about.md")
        rendered = desk.page.read_text()
        run(desk, "render")
        assert desk.page.read_text() == rendered
    if WRITES:
        GOLDEN.mkdir(exist_ok=True)
        for name, text in changes.items():
            (GOLDEN / name).write_text(text)
    assert changes == {path.name: path.read_text() for path in sorted(GOLDEN.glob("*.diff"))}
