import pytest

ADDED = """
@misc{knuth1984literate,
  title = {Literate Programming},
  author = {Donald E. Knuth},
  year = {1984},
}
"""
ITEM = "- **Literate Programming** \\\\\nDonald E. Knuth (1984)\n"


def stale(pubtool):
    with pubtool.bib.open("a", encoding="utf-8") as bib:
        bib.write(ADDED)


def test_rendering_again_changes_nothing(pubtool, monkeypatch):
    before = pubtool.contents()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772000000")  # a year later
    done = pubtool("render")
    assert (done.code, done.out, done.err) == (0, "", "about.md is up to date.\n")
    assert pubtool.contents() == before


def test_check_shows_what_render_would_write(pubtool):
    stale(pubtool)
    before = pubtool.contents()
    check, diff = pubtool("render", "--check"), pubtool("render", "--diff")
    assert (check.code, diff.code, check.out) == (1, 0, diff.out)
    assert "".join(f"+{line}\n" for line in ITEM.splitlines()) in check.out
    assert pubtool.contents() == before
    done = pubtool("render")
    assert (done.code, done.out) == (0, "Rendered about.md: 1 added.\n")
    assert ITEM in pubtool.page.read_text(encoding="utf-8")
    done = pubtool("render", "--check")
    assert (done.code, done.out) == (0, "")


def test_render_is_taken_back_by_undo(pubtool):
    stale(pubtool)
    before = pubtool.page.read_bytes()
    pubtool("render")
    assert pubtool("undo").code == 0
    assert pubtool.page.read_bytes() == before


def test_stdout_prints_the_sections_and_needs_no_page(pubtool):
    shown = pubtool("render", "--stdout")
    assert shown.code == 0
    assert shown.out.startswith(
        '## Published Papers\n\n- <a href="https://arxiv.org/abs/2410.03355">\n**LANTERN: '
    )
    assert "\n\n## Preprints\n\n- " in shown.out
    assert shown.out.endswith("\n") and not shown.out.endswith("\n\n")
    pubtool.page.unlink()
    assert pubtool("render", "--stdout") == shown


@pytest.mark.parametrize("other", ["--check", "--diff", "about.md"])
def test_stdout_goes_alone(pubtool, other):
    assert pubtool("render", "--stdout", other).code == 2


def test_the_date_is_the_one_given(pubtool):
    page = pubtool.page.read_text(encoding="utf-8")
    assert "## Published Papers (Last Updated: Feb.3, 2025)\n" in page
    with pubtool.bib.open("a", encoding="utf-8") as bib:
        bib.write(ADDED.replace("@misc", "@article").replace("year", "journal = {CJ}, year"))
    assert pubtool("render", "--date", "2026-01-02").code == 0
    page = pubtool.page.read_text(encoding="utf-8")
    assert "## Published Papers (Last Updated: Jan.2, 2026)\n" in page


@pytest.mark.parametrize("date", ["2026-13-01", "Feb.3, 2025", ""])
def test_a_date_that_is_none_is_wrong_usage(pubtool, date):
    for more in ([], ["--stdout"]):
        assert pubtool("render", "--date", date, *more).code == 2


def test_a_source_date_epoch_that_is_none_is_wrong_usage(pubtool, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    stale(pubtool)
    done = pubtool("render")
    assert done.code == 2
    assert "SOURCE_DATE_EPOCH" in done.err


def test_a_page_of_another_name_is_taken_as_given(pubtool):
    other = pubtool.folder / "other.md"
    other.write_text("# Preprints\n\n# Published Papers\n", encoding="utf-8")
    assert pubtool("render", "other.md").code == 0
    assert "LANTERN" in other.read_text(encoding="utf-8")


def test_a_slip_in_the_list_takes_no_paper_off_the_page(pubtool):
    stale(pubtool)
    pubtool("render")
    before = pubtool.page.read_bytes()
    text = pubtool.bib.read_text(encoding="utf-8").replace("Donald E. Knuth},", "Donald E. Knuth}")
    pubtool.bib.write_text(text, encoding="utf-8")
    line = text.split("@misc{knuth")[0].count("\n") + 1
    done = pubtool("render")
    assert (done.code, pubtool.page.read_bytes()) == (6, before)
    assert done.err == (
        "Error: “Literate Programming Donald E. Knuth (1984)” would leave the page. "
        "Nothing was written.\n"
        f"publications.bib:{line}: this entry counts as missing until it is repaired: "
        "a comma is missing before `year` (line 4 of the entry)\n"
    )
    assert pubtool("edit", "kim2022bias", "note=x", "--render").code == 6
    assert pubtool("render", "--force").code == 0


def test_a_page_that_is_not_there_is_not_found(pubtool):
    done = pubtool("render", "nowhere.md")
    assert (done.code, done.err) == (
        5,
        "Error: nowhere.md: there is no such page. Name another (`pubtool render PAGE`), "
        'or correct `page = "…"` in the configuration.\n',
    )


def test_without_a_page_the_error_says_how_to_name_one(desk):
    desk.bib.write_text(ADDED)
    done = desk("render")
    assert done.code == 2
    assert "pubtool render PAGE" in done.err


def test_a_page_without_the_heading_is_malformed_and_stays(pubtool):
    pubtool.page.write_text("# Me\n\n## Publishd Papers\n\n## Preprints\n", encoding="utf-8")
    before = pubtool.contents()
    for more in ([], ["--check"], ["--diff"]):
        done = pubtool("render", *more)
        assert (done.code, pubtool.contents()) == (3, before)
        assert "about.md" in done.err and "Publishd Papers" in done.err


def test_what_only_the_page_knows_is_refused_unless_forced(pubtool):
    with pubtool.page.open("a", encoding="utf-8") as page:
        page.write("\n- **A Paper That Only the Page Knows** \\\\\nDonald E. Knuth (1990)\n")
    before = pubtool.contents()
    for more in ([], ["--check"], ["--diff"]):
        done = pubtool("render", *more)
        assert (done.code, pubtool.contents()) == (6, before)
        assert "A Paper That Only the Page Knows" in done.err
        assert "about.md:" in done.err and "--force" in done.err
    assert pubtool("render", "--force").code == 0
    assert b"Only the Page Knows" not in pubtool.page.read_bytes()


def test_a_page_with_crlf_keeps_it(pubtool):
    pubtool.page.write_bytes(pubtool.page.read_bytes().replace(b"\n", b"\r\n"))
    stale(pubtool)
    assert pubtool("render").code == 0
    page = pubtool.page.read_bytes()
    assert ITEM.replace("\n", "\r\n").encode() in page
    assert page.count(b"\n") == page.count(b"\r\n")


def test_a_check_writes_nothing_into_the_state_folder(pubtool, own_home):
    stale(pubtool)
    state = own_home / "state"
    before = {path: path.stat().st_mtime_ns for path in state.rglob("*")}
    assert pubtool("render", "--check").code == 1
    assert before
    assert {path: path.stat().st_mtime_ns for path in state.rglob("*")} == before
