"""What the documentation shows is what pubtool does, and where it points there is something."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from pubtool.homepage.style import Section, Style

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
ANEW = "to write it anew: python docs/generate.py"
_LINK = re.compile(r"(?<!`)\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    pytest.importorskip("pty", reason="the sessions run on a terminal of Unix")
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


SESSIONS = [path for path in PAGES if "```console" in text_of(path)]


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name)
def test_sessions_show_what_the_commands_print(generate: ModuleType, path: Path) -> None:
    assert generate.with_real_output(path) == text_of(path), ANEW


def test_the_command_reference_is_what_help_says(generate: ModuleType) -> None:
    assert text_of(DOCS / "commands.md") == generate.command_reference(), ANEW


def words_of(svg: str) -> list[str]:
    """Return the words of a picture; how rich draws them is its own affair."""
    elements = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return " ".join("".join(element.itertext()) for element in elements).split()


def test_the_picture_shows_what_list_prints(generate: ModuleType) -> None:
    assert words_of(text_of(DOCS / "list.svg")) == words_of(generate.picture()), ANEW


def test_the_picture_holds_no_code() -> None:
    svg = text_of(DOCS / "list.svg")
    assert "<script" not in svg


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    local = [link for link in _LINK.findall(text_of(path)) if not re.match(r"[a-z]+:", link)]
    missing = [
        link for link in local if not (path.parent / (link.partition("#")[0] or path.name)).exists()
    ]
    assert missing == []


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {ROOT / link for link in _LINK.findall(text_of(ROOT / "README.md"))}
    assert set(DOCS.glob("*.md")) - linked == set()


def test_the_settings_in_the_readme_are_all_that_there_are() -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```", text_of(ROOT / "README.md"), re.M | re.S)
    settings = tomllib.loads(block.replace("# template", "template"))
    style = set(Style.__dataclass_fields__)
    assert set(settings) == {"me", "file", "page", "section"} | style
    named = {key for section in settings["section"] for key in section}
    assert named == set(Section.__dataclass_fields__) - {"line"}
    assert settings["template"] == "item.md.j2"
