"""Strangers' words through the whole program: they stay words, wherever they come out."""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from pubtool import store
from pubtool.bibtex.document import Document
from tests import services as play
from tests.cli.conftest import Desk, Done
from tests.homepage import kramdown
from tests.hostile import HOSTILE, LINKS, foreign
from tests.services import Services

OWN = """\
% mine
@string{iclr = {International Conference on Learning Representations}}

@inproceedings{ own2020 ,
   title=  "My {Own} Paper" # { twice},
  Author = {Ada Lovelace},
  booktitle = iclr,  year = 2020,
}
"""
TITLES = tuple(f"No{number} {text}" for number, text in enumerate(HOSTILE))
# Text that XML can hold; the rest is not well-formed and fails as a whole (tests/sources).
IN_XML = tuple(
    text
    for text in TITLES
    if all(char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff") for char in text)
    and not set(text) & {"\ufffe", "\uffff"}
)


@pytest.fixture
def own(desk: Desk) -> Desk:
    """A list of one paper, and a page."""
    desk.bib.write_text(OWN, encoding="utf-8")
    (desk.folder / "pubtool.toml").write_text(
        'me = ["Ada Lovelace"]\npage = "about.md"\nhidden = "comment"\nlinks = ["pdf", "code"]\n'
    )
    desk.page.write_text("# Me\n\n## Published Papers\n\n## Preprints\n\n## End\n")
    return desk


# ---------------------------------------------------------------- the ways in


def from_arxiv(own: Desk, services: Services) -> list[Done]:
    """Titles, names, comments and references of a feed."""
    for number, text in enumerate(IN_XML):
        words = escape(text)
        services.arxiv[f"2401.{number:05}"] = play.entry(
            f"2401.{number:05}v1",
            words,
            authors=(f"Author{number} Real", words),
            more=f"<arxiv:comment>{words}</arxiv:comment>"
            f"<arxiv:journal_ref>{words}</arxiv:journal_ref><arxiv:doi>{words}</arxiv:doi>",
        )
    return [own("add", *(f"2401.{number:05}" for number in range(len(IN_XML))))]


def from_bibtex(own: Desk, services: Services) -> list[Done]:
    """Each text raw in an entry, whatever its braces do to that entry: the worst ones alone."""
    entries = {
        text: f"@misc{{k{number},\n  title = {{{text}}},\n  author = {{Real{number} Person and "
        f"{text}}},\n  url = {{{text}}},\n  venue = {{{text}}},\n  year = 2024,\n}}\n"
        for number, text in enumerate(TITLES)
    }
    alone = [text for text in TITLES if set(text) & {"{", "}", "@", "\\", "\ud800"}]
    together = "\n".join(entry for text, entry in entries.items() if text not in alone)
    return [
        own("add", "-", stdin=together),
        *(own("add", "-", stdin=raw(entries[t])) for t in alone),
    ]


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def from_one_paste(own: Desk, services: Services) -> list[Done]:
    """Links among them, all in one text."""
    entries = [
        f"@inproceedings{{k{number},\n  title = {{No{number} Paper}},\n  author = {{Real{number} "
        f"Person}},\n  booktitle = {{Proc.}},\n  url = {{{text}}},\n  pdf = {{{text}}},\n"
        f"  code = {{{text}}},\n  year = 2024,\n}}\n"
        for number, text in enumerate(LINKS)
    ]
    return [own("add", "-", stdin="\n".join(entries))]


def typed(own: Desk, services: Services) -> list[Done]:
    """On the command line, every third text; links go round."""
    return [
        own(
            *("add", "--title", text, "--author", f"Real{number} Person, {text}"),
            *("--link", LINKS[number % len(LINKS)], "--venue", text, "--award", text),
        )
        for number, text in enumerate(TITLES[::3])
    ]


WAYS: dict[str, Callable[[Desk, Services], list[Done]]] = {
    "arXiv": from_arxiv,
    "pasted": from_bibtex,
    "pasted links": from_one_paste,
    "typed": typed,
}
FEWEST = {"arXiv": 100, "pasted": 80, "pasted links": 20, "typed": 40}


@pytest.mark.parametrize("way", WAYS)
def test_what_comes_from_strangers_stays_words(
    own: Desk, services: Services, tmp_path: Path, way: str
) -> None:
    done = WAYS[way](own, services)
    assert {one.code for one in done} <= {0, 2, 3, 5, 6}
    assert not unsafe(*(one.out for one in done), *(one.err for one in done))

    text = own.bib.read_bytes().decode()
    assert text.startswith(OWN)
    library = store.load(own.bib)
    assert library.document.broken == ()
    assert len(library.papers) > FEWEST[way]
    if way != "pasted":  # there the text is BibTeX, and what it says are entries
        assert not {"injected", "more", "inside"} & library.document.keys
    assert Document.parse(text).remove("own2020").text  # every edit reads all of it again

    shown = every_view(own, [paper.publication.key for paper in library.papers])
    assert {one.code for one in shown.values()} == {0}
    assert {name: found for name, one in shown.items() if (found := unsafe(one.out, one.err))} == {}
    assert len(json.loads(shown["list --json"].out)) == len(library.papers)
    assert json.loads(shown["export --format csl-json"].out)
    assert len(shown["list"].out.splitlines()) == len(library.papers)
    assert foreign(shown["export --format html"].out, _HTML) == []
    exported = Document.parse(shown["export --format bibtex"].out)
    assert (len(exported.entries), exported.broken) == (len(library.papers), ())

    for hide in (False, True):
        if hide:
            keys = [paper.publication.key for paper in library.papers]
            assert own("edit", *keys, "--hide").code == 0
        rendered = own("render")
        assert (rendered.code, unsafe(rendered.out, rendered.err)) == (0, [])
        page = own.page.read_text(encoding="utf-8")
        assert own("render", "--check").code == 0
        assert unsafe(page) == []
        assert re.findall(r"\{\{|\{%", page) == []
        (html,) = kramdown.html([page])
        assert foreign(_HEADING.sub(r"\1", html), _PAGE) == []
        assert len(re.findall("<h[1-6]", html)) == 4
        assert html.count("<li>") == (0 if hide else len(library.papers))


_HEADING = re.compile(r'(<h[12]) id="[a-z-]*"')
_PAGE = {"h1", "h2", "ul", "li", "p", "a", "strong", "br", "em", "sup", "sub"}
_HTML = _PAGE | {"i", "b", "ol", "u", "cite", "section", "h3"}


def every_view(own: Desk, keys: Sequence[str]) -> dict[str, Done]:
    """What each command that shows something shows."""
    commands = [
        *("", "list", "list --json", "list --hidden", "list --sort title", "stats"),
        *("--color always list", "--color always list --status preprint"),
        *("render --stdout", "render --diff"),
        *(f"export --format {name}" for name in ("bibtex", "csl-json", "html", "latex", "text")),
    ]
    views = {command: own(*command.split()) for command in commands}
    for key in (*keys[:: max(1, len(keys) // 6)], keys[-1]):
        views[f"show {key}"] = own("show", "--", key)
        views[f"undo after edit {key}"] = own("edit", "--dry-run", key, "note=x")
    return views


# What rich writes for the styles that pubtool has, and for a link with nothing to obey in it.
_STYLES = re.compile(r"\x1b\[(?:0|1|2|3[2356]|1;3[2356]|2;3[2356])m|\x1b\]8;[^\x1b\x07]*\x1b\\")


def unsafe(*texts: str) -> list[str]:
    """Return what steers a terminal: controls, and characters that turn the reading order."""
    return [
        repr(text[max(0, at - 30) : at + 30])
        for whole in texts
        for text in [_STYLES.sub("", whole)]
        for at, char in enumerate(text)
        if (char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs")) or char in _TURNING
    ]


_TURNING = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028"
)
