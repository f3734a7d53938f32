"""Papers from arXiv's Atom API (https://info.arxiv.org/help/api/user-manual.html)."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pubtool import files, latex, names, references
from pubtool.bibtex import keys
from pubtool.errors import NotFoundError, ServiceError
from pubtool.publication import Author, Identifier, Publication, Service, Status
from pubtool.sources import addresses, http
from pubtool.sources.answer import Answer
from pubtool.sources.failures import TooLargeError
from pubtool.sources.results import LONGEST_TEXT, Failed, Fetched, Found, Progress

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ARXIV_DELAY_SECONDS = 3.0  # arXiv API terms of use: one request every three seconds
BATCH = 100  # ids in one request

_NAME = "arXiv"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_MOST_ELEMENTS = 160_000  # 4 MB of nothing but authors have fewer; more take 200 MB of memory
_last_request = 0.0  # of this process, in seconds since the epoch


def fetch(identifiers: Sequence[Identifier], progress: Progress | None = None) -> Fetched:
    """Return what arXiv has for `identifiers` (arXiv's own), a hundred in one request.

    A paper is a preprint here whatever its comment or journal reference says: these come
    as hints, the journal reference in the entry's `note` too. An id that arXiv leaves out
    is asked for once more before it counts as not found, because arXiv sometimes answers
    with an empty list for minutes. When arXiv stops answering, it is not asked again.
    """
    wanted = tuple(dict.fromkeys(one.value for one in identifiers))
    answers = _Answers()
    try:
        for start in range(0, len(wanted), BATCH):
            _ask(wanted[start : start + BATCH], answers)
            if progress:
                progress(len(answers.found) + len(answers.failed), len(wanted))
        left = answers.missing(wanted)
        for start in range(0, len(left), BATCH):
            _ask(left[start : start + BATCH], answers)
        silence = None
    except ServiceError as error:
        silence = error
    for value in answers.missing(wanted):
        answers.failed[value] = silence or NotFoundError(
            f"arXiv has no paper {value}. Check the id at https://arxiv.org/abs/{value}."
        )
    if progress and wanted:
        progress(len(wanted), len(wanted))
    return Fetched(
        tuple(answers.found[value] for value in wanted if value in answers.found),
        tuple(
            Failed(Identifier(Service.ARXIV, value), answers.failed[value])
            for value in wanted
            if value in answers.failed
        ),
    )


def search(title: str) -> tuple[Found, ...]:
    """Return up to ten papers that have the words of `title` (TeX source) in a row.

    Raises:
        ServiceError: arXiv did not answer.
    """
    words = re.findall(r"\w+", latex.to_text(title))
    if not words:
        return ()
    answer = _get({"search_query": f'ti:"{" ".join(words)}"', "max_results": "10"})
    if answer.status != 200:
        raise answer.failure()
    papers = (_paper(entry) for entry in _entries(answer))
    return tuple(paper for paper in papers if isinstance(paper, Found))


@dataclass(slots=True)
class _Answers:
    """What is known so far, by id."""

    found: dict[str, Found] = field(default_factory=dict)
    failed: dict[str, NotFoundError | ServiceError] = field(default_factory=dict)

    def missing(self, wanted: Sequence[str]) -> tuple[str, ...]:
        return tuple(one for one in wanted if one not in self.found and one not in self.failed)


def _ask(wanted: Sequence[str], answers: _Answers) -> None:
    """Ask for the papers `wanted` in one request; in more where one of them spoils it.

    Raises:
        ServiceError: arXiv did not answer.
    """
    try:
        answer = _get({"id_list": ",".join(wanted), "max_results": str(len(wanted))})
    except TooLargeError:
        if len(wanted) == 1:
            raise
        _ask_halves(wanted, answers)
        return
    if answer.status not in (200, 400):
        raise answer.failure()
    entries = tuple(_entries(answer))
    complaint = next((_text(one, "summary") for one in entries if _is_error(one)), None)
    if complaint is None and answer.status == 200:
        for entry in entries:
            _note(entry, wanted, answers)
    elif len(wanted) > 1:
        _ask_halves(wanted, answers)
    else:
        answers.failed[wanted[0]] = NotFoundError(
            f"arXiv does not take {wanted[0]} as an id ({complaint or 'HTTP 400'}). Check it."
        )


def _ask_halves(wanted: Sequence[str], answers: _Answers) -> None:
    middle = len(wanted) // 2
    _ask(wanted[:middle], answers)
    _ask(wanted[middle:], answers)


def _note(entry: "Element", wanted: Sequence[str], answers: _Answers) -> None:
    """Put an entry among the answers, if it is one that was asked for."""
    value = _id(entry)
    if value is not None and value in wanted:
        paper = _paper(entry)
        if isinstance(paper, Found):
            answers.found[value] = paper
        else:
            answers.failed[value] = paper


def _get(params: dict[str, str]) -> Answer:
    url = addresses.endpoint("PUBTOOL_ARXIV_API", "https://export.arxiv.org/api/query")
    # The pace between two commands is for arXiv itself, not for a mirror on this machine.
    stamp = None if addresses.is_loopback(url) else files.user_state_folder() / "arxiv-last-request"
    return http.get(_NAME, url, params=params, wait_turn=partial(_wait_turn, stamp))


def _wait_turn(stamp: Path | None) -> None:
    """Wait until the last request is three seconds ago, one of an earlier command too.

    The time of that one is the time of the file `stamp`.
    """
    global _last_request
    last = _last_request
    if stamp and stamp.exists():
        last = max(last, stamp.stat().st_mtime)
    wait = last + ARXIV_DELAY_SECONDS - time.time()
    if 0 < wait <= ARXIV_DELAY_SECONDS:  # more: somebody has set the clock back
        time.sleep(wait)
    _last_request = time.time()
    if stamp:
        stamp.touch()


def _entries(answer: Answer) -> Iterator["Element"]:
    """Return the entries of an Atom feed.

    Raises:
        ServiceError: the answer is not a whole feed, or declares entities, which no feed
            needs and which could grow without end.
    """
    from xml.etree import ElementTree

    text = answer.text
    if answer.is_html:
        raise answer.failure()
    elements = text.count("<") - text.count("</")
    if "<!DOCTYPE" in text or "<!ENTITY" in text or elements > _MOST_ELEMENTS:
        raise ServiceError("arXiv's answer is not one that is safe to read. Try again later.")
    try:
        feed = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise ServiceError(
            "arXiv's answer is empty, broken off or not XML. Try again in some minutes."
        ) from None
    if feed.tag != f"{_ATOM}feed":
        raise answer.failure()
    return feed.iterfind(f"{_ATOM}entry")


def _paper(entry: "Element") -> Found | ServiceError:
    """Return the paper in a feed's entry; in both formats, before 2026 and since."""
    value = _id(entry)
    title = _text(entry, "title")
    authors = tuple(
        _author(name)
        for name in (_text(author, "name") for author in entry.iterfind(f"{_ATOM}author"))
        if name and any(letter.isalpha() for letter in name)  # some are a lone ":"
    )
    published = re.match(r"[0-9]{4}(?=-)", _text(entry, "published") or "")
    if not (value and title and authors and published):
        return ServiceError(
            f"arXiv's answer for {value or 'a paper'} lacks its title, authors or date. "
            "Try again in some minutes."
        )
    year = int(published[0])
    title = latex.from_source(title, title=True)
    reference = _text(entry, "journal_ref", _ARXIV)
    publication = Publication(
        key=keys.propose(authors, year, title),
        type="misc",
        title=title,
        authors=authors,
        year=year,
        status=Status.PREPRINT,
        url=f"https://arxiv.org/abs/{value}",
        arxiv=value,
        arxiv_class=_category(entry),
        doi=_doi(entry),
        # `note` is printed by every BibTeX style and taken for a venue by none.
        extra=(("note", latex.from_source(reference)),) if reference else (),
    )
    hints = (
        ("comment", _text(entry, "comment", _ARXIV)),
        ("journal reference", reference),
    )
    return Found(
        Identifier(Service.ARXIV, value),
        publication,
        tuple(f"{kind}: {words}" for kind, words in hints if words),
    )


def _author(name: str) -> Author:
    group = re.search(r"\b(?:collaboration|consortium|team)$", name, re.IGNORECASE)
    return Author(name) if group else names.parse(name)


def _is_error(entry: "Element") -> bool:
    return "/api/errors" in (_text(entry, "id") or "")


def _id(entry: "Element") -> str | None:
    return references.arxiv_id(_text(entry, "id") or "")


def _category(entry: "Element") -> str | None:
    primary = entry.find(f"{_ARXIV}primary_category")
    return primary.get("term") if primary is not None else None


def _doi(entry: "Element") -> str | None:
    """Return the publisher's DOI as the authors gave it; the first, where there are several."""
    match = re.search(r"10\.[0-9]{4,9}/\S*[^\s.,;]", _text(entry, "doi", _ARXIV) or "")
    return match[0] if match else None


def _text(entry: "Element", tag: str, namespace: str = _ATOM) -> str | None:
    """Return the text of a child, unwrapped, or None where there is none, or far too much."""
    text = entry.findtext(f"{namespace}{tag}") or ""
    return " ".join(text.split()) or None if len(text) <= LONGEST_TEXT else None
