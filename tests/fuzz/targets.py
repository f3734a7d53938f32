"""What each reader promises, whatever bytes it is given.

Each target raises where its promise is broken; a `PubtoolError` that a reader documents is none.
"""

import contextlib
import datetime
import json
import random
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from pubtool import files, latex
from pubtool.bibtex import entries
from pubtool.bibtex.document import Document
from pubtool.errors import PubtoolError
from pubtool.homepage import page as homepage
from pubtool.homepage import sections
from pubtool.homepage.reading import reader
from pubtool.homepage.sections import Section, Style
from pubtool.publication import Identifier, Publication, Service
from pubtool.sources import arxiv, doi, http, openreview, pasted
from pubtool.sources.results import Fetched

_STYLE = Style(hidden="comment", links=("pdf", "code"))
_SECTIONS = (Section("Published Papers", "published"), Section("Preprints", "preprint"))
_DAY = datetime.date(2025, 2, 3)


def bib(data: bytes) -> None:
    """Any text is kept; each entry can be shown, edited and removed, or that is refused."""
    text = files.decode(Path("x.bib"), data).text
    document = Document.parse(text)
    assert document.text == text
    papers = [entries.read(entry) for entry in document.entries]
    shown(papers)
    for entry in document.entries[:3]:
        for change in (
            lambda key=entry.key: document.set_fields(key, {"award": "Oral", "year": None}),
            lambda key=entry.key: document.remove(key),
        ):
            with contextlib.suppress(PubtoolError):
                edited = change()
                again = Document.parse(edited.text)
                assert again.entries == edited.entries
                assert len(again.broken) == len(edited.broken)
    stored([paper.publication for paper in pasted.parse(text) if isinstance(paper, pasted.Pasted)])


def feed(data: bytes) -> None:
    """Every id that arXiv is asked for is found or failed, whatever its answer is."""
    if data[:1] in b"0123456789":
        data = _feed(random.Random(data)).encode()
    answer = http.Answer("arXiv", 200, "application/atom+xml", data)
    with patch.object(arxiv, "_get", lambda params: answer):
        fetched(arxiv.fetch([Identifier(Service.ARXIV, "2410.03355")]))
        with contextlib.suppress(PubtoolError):
            arxiv.search("Attention")


def notes(data: bytes) -> None:
    """The same for OpenReview."""
    if data[:1] in b"0123456789":
        data = json.dumps({"notes": [_json(random.Random(data), _NOTE)]}).encode()
    answer = http.Answer("OpenReview", 200, "application/json", data)
    with patch.object(http, "get", lambda *_, **__: answer):
        fetched(openreview.fetch([Identifier(Service.OPENREVIEW, "VZ5EaTI6dqa")]))


def record(data: bytes) -> None:
    """The same for the registrars of DOIs."""
    if data[:1] in b"0123456789":
        data = json.dumps(_json(random.Random(data), _RECORD)).encode()
    answer = http.Answer("doi.org", 200, doi.CSL_JSON, data)
    with patch.object(http, "get", lambda *_, **__: answer):
        fetched(doi.fetch([Identifier(Service.DOI, "10.1038/nature14539")]))


def page(data: bytes) -> None:
    """A page is read; rendering it is refused, or touches the sections alone and is done once."""
    text = files.decode(Path("x.md"), data).text
    try:
        found = [reading.publication for reading in reader.read(text).readings]
    except PubtoolError:
        found = []
    for paper in found:
        latex.to_text(paper.title)
    rendered = [(one, sections.render(found, one, _STYLE)) for one in _SECTIONS]
    for force in (False, True):
        with contextlib.suppress(PubtoolError):
            first = _plan(text, rendered, found, None, force)
            again = _plan(first.text, rendered, found, first.digests, False)
            assert again.text == first.text, "rendering twice is rendering once"


TARGETS: dict[str, Callable[[bytes], None]] = {
    "bib": bib,
    "feed": feed,
    "notes": notes,
    "record": record,
    "page": page,
}


def fetched(answer: Fetched) -> None:
    assert len(answer.found) + len(answer.failed) == 1
    stored([found.publication for found in answer.found])


def stored(papers: list[Publication]) -> None:
    """What came from outside goes into the list and is read back as it was, or is refused."""
    shown(papers)
    for paper in papers[:3]:
        with contextlib.suppress(PubtoolError):
            document = Document.parse("").append(entries.fields(paper))
            (entry,) = document.entries
            assert entries.read(entry).title == paper.title
            assert not document.broken


def shown(papers: list[Publication]) -> None:
    """Nothing that a paper says steers the terminal, or Jekyll."""
    for paper in papers[:3]:
        assert latex.to_text(paper.title).isprintable()
        for section in _SECTIONS:
            for item in sections.render([paper], section, _STYLE):
                assert "{{" not in item.text and "{%" not in item.text, item.text
                assert item.text.replace("\n", "").isprintable(), item.text


def _plan(
    text: str,
    rendered: list[tuple[Section, tuple[sections.Item, ...]]],
    found: list[Publication],
    known: tuple[str, ...] | None,
    force: bool,
) -> homepage.Plan:
    return homepage.plan(
        text, "x.md", rendered, _STYLE, publications=found, known=known, date=_DAY, force=force
    )


# ---------------------------------------------------------------- answers of the right shape

_WORDS = (
    *(
        "",
        " ",
        "A",
        "é",
        "\0",
        "\x1b[31m",
        "\u202e",
        "$x^2$",
        "\\emph{x}",
        "{",
        "}",
        "\\",
        "%",
        "&",
    ),
    *("ICLR 2025 poster", "Submitted to ICML 2024", "CoRR 2017", "2024-10-04T12:21:03Z", "10.1/x"),
    *(
        "http://arxiv.org/abs/2410.03355v2",
        "Kim, Jihoon",
        "van Beethoven, L.",
        "and",
        "others",
        ",",
    ),
    *(
        "<i>x</i>",
        "&lt;",
        "{{ x }}",
        "a" * 3000,
        "journal-article",
        "\ud800",
        "posted-content",
        "~A1",
    ),
)
_NOTE = (
    *(
        "id",
        "forum",
        "content",
        "value",
        "title",
        "authors",
        "authorids",
        "venue",
        "venueid",
        "_bibtex",
    ),
    *(
        "decision",
        "cdate",
        "pdate",
        "tcdate",
        "invitation",
        "invitations",
        "domain",
        "fullname",
        "name",
    ),
)
_RECORD = (
    *(
        "type",
        "title",
        "subtitle",
        "author",
        "family",
        "given",
        "literal",
        "suffix",
        "issued",
        "page",
    ),
    *(
        "date-parts",
        "container-title",
        "event",
        "publisher",
        "volume",
        "issue",
        "genre",
        "institution",
    ),
)
_TAGS = ("id", "title", "name", "author", "published", "updated", "summary", "entry", "link", "x")


def _json(chance: random.Random, names: tuple[str, ...], depth: int = 4) -> object:
    """Return a value whose objects have the fields that a reader looks for."""
    kind = chance.randrange(8 if depth else 4)
    if kind in (0, 1):
        return chance.choice((*_WORDS, *names))
    if kind == 2:
        return chance.choice([None, True, 0, -1, 2024, 1e300, 1 << 70, 1724000000000, 12])
    if kind == 3:
        return "".join(chance.choices(_WORDS, k=3))
    if kind == 4:
        return [_json(chance, names, depth - 1) for _ in range(chance.randrange(4))]
    return {name: _json(chance, names, depth - 1) for name in chance.choices(names, k=12)}


def _feed(chance: random.Random) -> str:
    def element(depth: int) -> str:
        tag = chance.choice(_TAGS)
        if depth and chance.random() < 0.5:
            inside = "".join(element(depth - 1) for _ in range(chance.randrange(6)))
        else:
            inside = "".join(chance.choices(_WORDS, k=2)).replace("\ud800", "")
        return f"<{tag}>{inside}</{tag}>"

    body = "".join(element(2) for _ in range(4))
    whole = (
        "<id>http://arxiv.org/abs/2410.03355v2</id><published>2024-01-01</published>"
        if chance.random() < 0.8
        else ""
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{whole}{body}</entry></feed>"
