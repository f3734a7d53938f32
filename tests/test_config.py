from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool import config
from pubtool.config import DEFAULT_SECTIONS, Config, template
from pubtool.errors import MalformedError, NotFoundError, PubtoolError
from pubtool.homepage.sections import Section, Style

OWN = 'me = ["Ashish Vaswani"]\n'
SHARED = '[project]\nname = "site"\n\n[tool.pubtool]\nme = ["Noam Shazeer"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in a repository, so that the search ends there."""
    (tmp_path / "site" / ".git").mkdir(parents=True)
    inner = tmp_path / "site" / "content" / "pages"
    inner.mkdir(parents=True)
    return inner


def write(folder: Path, text: str, name: str = "pubtool.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------- finding it


def test_without_any_configuration_the_defaults_hold(folder: Path) -> None:
    found = config.load(None, None, folder)
    assert found == Config(
        bib=folder / "publications.bib",
        source=None,
        page=None,
        me=(),
        style=Style(),
        sections=(
            Section("Published Papers", "published", "newest", dated=None),
            Section("Preprints", "preprint", "newest", dated=None),
        ),
    )


def test_what_lies_in_the_working_folder_is_named_as_a_person_there_writes_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert config.load(None, None, folder).bib == Path("publications.bib")
    write(folder, 'page = "_pages/about.md"\n')
    found = config.load(None, None, folder)
    assert (found.source, found.bib, found.page) == (
        Path("pubtool.toml"),
        Path("publications.bib"),
        Path("_pages/about.md"),
    )


def test_the_nearest_configuration_upwards_holds_and_paths_are_relative_to_it(
    folder: Path,
) -> None:
    write(folder.parent.parent, 'me = ["Niki Parmar"]\n')
    source = write(
        folder.parent,
        'me = ["Ashish Vaswani", "A. Vaswani"]\nfile = "../papers.bib"\n'
        'page = "_pages/about.md"\ntemplate = "~/item.md.j2"\n',
    )
    home = Path("~").expanduser()
    assert config.load(None, None, folder) == Config(
        bib=folder.parent / ".." / "papers.bib",
        source=source,
        page=folder.parent / "_pages" / "about.md",
        me=("Ashish Vaswani", "A. Vaswani"),
        style=Style(template=home / "item.md.j2"),
        sections=DEFAULT_SECTIONS,
    )


SEARCHES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "pubtool.toml before pyproject.toml": (
        {"site/pubtool.toml": OWN, "site/pyproject.toml": SHARED},
        ("Ashish Vaswani",),
    ),
    "a nearer pyproject.toml before pubtool.toml": (
        {"site/pubtool.toml": OWN, "site/content/pyproject.toml": SHARED},
        ("Noam Shazeer",),
    ),
    "a pyproject.toml without our table does not count": (
        {"site/pubtool.toml": OWN, "site/content/pyproject.toml": "[tool.ruff]\n"},
        ("Ashish Vaswani",),
    ),
    "nor does one with another shape of tool": (
        {"site/pubtool.toml": OWN, "site/content/pyproject.toml": "tool = 1\n"},
        ("Ashish Vaswani",),
    ),
    "a broken pyproject.toml that is not about us does not count": (
        {"site/pubtool.toml": OWN, "site/content/pyproject.toml": "[tool.ruff\n"},
        ("Ashish Vaswani",),
    ),
    "the search ends at the git root": ({"pubtool.toml": OWN}, ()),
    "a folder of the name does not count": ({"site/content/pubtool.toml/a": ""}, ()),
}


@pytest.mark.parametrize("case", SEARCHES)
def test_the_search_for_the_configuration(tmp_path: Path, folder: Path, case: str) -> None:
    texts, me = SEARCHES[case]
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert config.load(None, None, folder).me == me


def test_the_search_ends_at_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "site").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    write(tmp_path, OWN)
    assert config.load(None, None, home / "site").me == ()
    write(home, OWN)
    assert config.load(None, None, home / "site").me == ("Ashish Vaswani",)


def test_the_list_that_is_named_wins_and_the_settings_stay(folder: Path) -> None:
    write(folder, OWN + 'file = "papers.bib"\n')
    found = config.load(Path("other.bib"), None, folder)
    assert (found.bib, found.me) == (Path("other.bib"), ("Ashish Vaswani",))


@pytest.mark.parametrize(
    ("name", "text"), [("pyproject.toml", SHARED), ("mine.toml", 'me = ["Noam Shazeer"]\n')]
)
def test_the_configuration_that_is_named_holds(tmp_path: Path, name: str, text: str) -> None:
    source = write(tmp_path, text, name)
    write(tmp_path, OWN)
    found = config.load(None, source, tmp_path)
    assert (found.source, found.me) == (source, ("Noam Shazeer",))
    assert found.bib == tmp_path / "publications.bib"


UNUSABLE: dict[str, tuple[str, str | None, type[PubtoolError], str]] = {
    "missing": (
        "gone.toml",
        None,
        NotFoundError,
        "{0}: there is no such configuration. `pubtool init` writes one; without --config the "
        "nearest is used.",
    ),
    "without our table": (
        "pyproject.toml",
        "[tool.ruff]\n",
        MalformedError,
        "{0}: there is no [tool.pubtool] in it: add that table, or name a pubtool.toml",
    ),
    "broken": (
        "pubtool.toml",
        'me = ["A"]\npage = about.md\n',
        MalformedError,
        "{0}:2: this is not valid TOML: Invalid value",
    ),
    "broken and about us": (
        "pyproject.toml",
        "[tool.pubtool]\nme = [\n",
        MalformedError,
        "{0}:2: this is not valid TOML: Invalid value",
    ),
    "nested without end": (
        "pubtool.toml",
        "me = " + "[" * 100_000,
        MalformedError,
        "{0}: this TOML is nested too deeply",
    ),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_configuration_that_cannot_be_used_says_why(tmp_path: Path, case: str) -> None:
    name, text, error, message = UNUSABLE[case]
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    with pytest.raises(PubtoolError) as failed:
        config.load(None, path, tmp_path)
    assert (type(failed.value), failed.value.message) == (error, message.format(path))


def test_a_configuration_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pubtool.toml"
    path.write_bytes('me = ["Müller"]'.encode("latin-1"))
    with pytest.raises(MalformedError) as failed:
        config.load(None, path, tmp_path)
    assert failed.value.message == (f"{path}: this is not UTF-8, as TOML must be: save it as that")


# ---------------------------------------------------------------- reading it


def test_every_setting_is_read(folder: Path) -> None:
    write(
        folder,
        """\
me = ["Ashish Vaswani"]
flavor = "commonmark"
hidden = "comment"
mark = "*"
own_name = "underline"
legend = "section"
submitted = "Under review"
links = ["PDF", "code"]

[[section]]
heading = "Papers"
show = "all"

[[section]]  # the best of them
heading = "Selected"
show = "published"
order = "file"
dated = false
limit = 3
venue = "NeurIPS"
keyword = "selected"
""",
    )
    found = config.load(None, None, folder)
    assert found.style == Style(
        flavor="commonmark",
        hidden="comment",
        mark="*",
        own_name="underline",
        legend="section",
        submitted="Under review",
        links=("pdf", "code"),
    )
    assert found.sections == (
        Section("Papers", "all", line=10),
        Section("Selected", "published", "file", False, 3, "NeurIPS", "selected", line=14),
    )


def test_all_mistakes_are_told_at_once_each_with_its_line(folder: Path) -> None:
    path = write(
        folder,
        """\
me = "Ashish Vaswani"
flavour = "kramdown"
order = "newest"
legend = "items"
page = ""
submitted = 1
links = ["pdf", 2]
"mark" = [
  "x = 1",
]
bibliography = "a.bib"

[[section]]
heading = "Papers"
show = "publishd"
limit = true
hidden = "comment"

[[section]]
heading = "papers "
dated = "yes"
venue = '''
show = "all"
'''
""",
    )
    with pytest.raises(MalformedError) as failed:
        config.load(None, None, folder)
    assert failed.value.message.splitlines() == [
        f"{path}:{line}"
        for line in (
            '1: `me` must be a list of texts, like me = ["…"]',
            "2: there is no setting `flavour`; did you mean `flavor`?",
            "3: `order` belongs in a [[section]]",
            '4: `legend` is "items" but must be one of "item", "section", "none"; '
            "did you mean `item`?",
            "5: `page` is empty: leave the line out for the default",
            '6: `submitted` must be text, like submitted = "…"',
            '7: `links` must be a list of texts, like links = ["…"]',
            '8: `mark` must be text, like mark = "…"',
            "11: there is no setting `bibliography`; there are me, file, page, flavor, hidden, "
            "mark, own_name, legend, submitted, links, template, section",
            '15: `show` is "publishd" but must be one of "published", "preprint", "all"; '
            "did you mean `published`?",
            "16: `limit` must be a whole number from 1, without quotes",
            "17: `hidden` belongs above the first [[section]]",
            "19: this section lacks `show`",
            '20: an earlier section has the heading "papers " too',
            "21: `dated` must be true or false, without quotes",
        )
    ]


PLACES = {
    "a table of pyproject.toml": (
        '[project]\nhidden = 1\n[tool.pubtool]\nme = []\n\nhidden = "no"\n',
        6,
    ),
    "a section of pyproject.toml": (
        "[tool.pubtool]\n[[tool.pubtool.section]]\n[[ tool . pubtool . section ]]\n"
        'heading = "A"\nshow = "x"\n[tool.ruff]\nshow = 1\n',
        5,
    ),
    "dotted keys": ('[tool]\npubtool.me = []\npubtool.hidden = "no"\n', 3),
    "an inline table": ('[tool]\n\npubtool = {hidden = "no"}\n', 3),
    "windows line ends": ('[tool.pubtool]\r\nme = []\r\nhidden = "no"\r\n', 3),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_mistake_is_placed_in_every_way_of_writing_toml(tmp_path: Path, case: str) -> None:
    text, line = PLACES[case]
    path = tmp_path / "pyproject.toml"
    path.write_bytes(text.encode())
    with pytest.raises(MalformedError) as failed:
        config.load(None, path, tmp_path)
    lines = [message.split(":")[1] for message in failed.value.message.splitlines()]
    assert str(line) in lines


@pytest.mark.parametrize("value", ["1", "[1]", '["a"]', '"a"', "[[]]"], ids=str)
def test_sections_that_are_no_tables_are_a_mistake(folder: Path, value: str) -> None:
    path = write(folder, f"section = {value}\n")
    with pytest.raises(MalformedError) as failed:
        config.load(None, None, folder)
    assert failed.value.message == (
        f"{path}:1: `section` must be tables, each begun with [[section]]"
    )


# ---------------------------------------------------------------- writing a new one


def test_a_new_configuration_says_a_word_on_each_setting() -> None:
    text = template(
        ["Ashish Vaswani"], Path("_pages/about.md"), DEFAULT_SECTIONS, Style(hidden="comment")
    )
    assert (
        text
        == """\
# The settings of this publication list; paths are relative to this file.

me = ["Ashish Vaswani"]           # your name; more spellings may follow
page = "_pages/about.md"          # the page that `pubtool render` writes
# flavor = "kramdown"             # kramdown (Jekyll) | commonmark (Hugo, GitHub)
hidden = "comment"                # omit | comment: hidden papers left out, or kept as comments
# mark = "†"                      # equal contribution
# own_name = "bold"               # bold | underline
# legend = "item"                 # item | section | none: where the mark is explained
# submitted = "Under review"      # printed for papers under review
# links = ["pdf", "code"]         # fields shown as links after the venue
# template = "item.md.j2"         # your own form of an item, in Jinja2

[[section]]
heading = "Published Papers"
show = "published"                # published | preprint | all
order = "newest"                  # newest | oldest | file

[[section]]
heading = "Preprints"
show = "preprint"                 # published | preprint | all
order = "newest"                  # newest | oldest | file
"""
    )


def texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
        lambda text: text.strip()
    )


sections = st.lists(
    st.builds(
        Section,
        heading=texts(),
        show=st.sampled_from(["published", "preprint", "all"]),
        order=st.sampled_from(["newest", "oldest", "file"]),
        dated=st.none() | st.booleans(),
        limit=st.none() | st.integers(1, 10**6),
        venue=st.none() | texts(),
        keyword=st.none() | texts(),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda section: section.heading.strip().casefold(),
)
styles = st.builds(
    Style,
    flavor=st.sampled_from(["kramdown", "commonmark"]),
    hidden=st.sampled_from(["omit", "comment"]),
    mark=texts(),
    own_name=st.sampled_from(["bold", "underline"]),
    legend=st.sampled_from(["item", "section", "none"]),
    submitted=st.none() | texts(),
    links=st.lists(texts().filter(lambda text: text == text.lower()), max_size=2).map(tuple),
)


@given(me=st.lists(texts(), max_size=2), sections=sections, style=styles)
@settings(max_examples=60, deadline=None)
def test_a_new_configuration_is_read_back_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory,
    me: list[str],
    sections: list[Section],
    style: Style,
) -> None:
    folder = tmp_path_factory.mktemp("new")
    path = folder / "pubtool.toml"
    text = template(me, Path("_pages/about.md"), sections, style)
    path.write_text(text, encoding="utf-8", newline="")
    found = config.load(None, path, folder)
    unplaced = [
        Section(one.heading, one.show, one.order, one.dated, one.limit, one.venue, one.keyword)
        for one in found.sections
    ]
    assert (list(found.me), unplaced, found.style) == (me, sections, style)
    assert found.page == folder / "_pages/about.md"
    lines = text.split("\n")
    assert [lines[one.line - 1] for one in found.sections if one.line] == ["[[section]]"] * len(
        sections
    )
