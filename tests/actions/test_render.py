import datetime

import pytest

from pubtool.actions import render
from pubtool.config import Config
from pubtool.errors import UsageError
from pubtool.homepage.style import Section

BIB = """\
@misc{a, title={A}, author={Knuth, Donald E.}, year={2024}}
@inproceedings{b, title={B}, author={D. Knuth and A. Turing}, booktitle={X}, year={2023}}
"""


@pytest.fixture
def config(tmp_path):
    bib = tmp_path / "list.bib"
    bib.write_text(BIB)
    return Config(
        bib=bib,
        me=("Donald E. Knuth",),
        sections=(Section("Papers", "published"), Section("Drafts", "preprint")),
    )


def test_the_sections_are_heading_and_body(config):
    assert render.sections_text(config) == (
        "## Papers\n\n- **B** \\\\\n**D. Knuth**, A. Turing \\\\\n*X 2023*\n\n"
        "## Drafts\n\n- **A** \\\\\n**Donald E. Knuth** (2024)\n"
    )


def test_a_paper_has_its_venue_and_year_from_its_volume(config):
    config.bib.write_text(
        "@inproceedings{b, title={B}, author={Alan Turing}, crossref={v}}\n"
        "@proceedings{v, booktitle={Proceedings of X}, year={2023}, keywords={hidden}}\n"
    )
    assert "*Proceedings of X 2023*" in render.sections_text(config)


def test_a_section_without_papers_is_its_heading(config):
    config.bib.write_text("")
    assert render.sections_text(config) == "## Papers\n\n## Drafts\n"


def test_checking_and_writing_plan_the_same_page(config, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Me\n\n## Drafts\n\n## Papers\n")
    checked = render.render(config, page=page, write=False)
    assert page.read_text() == "# Me\n\n## Drafts\n\n## Papers\n"
    written = render.render(config, page=page)
    assert checked == written
    assert page.read_text() == written.plan.text
    assert render.render(config, page=page, write=False).difference == ""


@pytest.mark.parametrize(
    ("epoch", "date"),
    [("0", datetime.date(1970, 1, 1)), ("1738540800", datetime.date(2025, 2, 3))],
)
def test_the_date_is_that_of_source_date_epoch_in_utc(monkeypatch, epoch, date):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert render.today() == date


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_an_epoch_that_is_no_number_of_seconds_is_wrong_usage(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        render.today()


def test_without_source_date_epoch_it_is_today(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert abs(render.today() - datetime.date.today()) <= datetime.timedelta(days=1)
