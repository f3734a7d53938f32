"""The list's and the page's health: what is wrong, where it stands, and what mends it."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from pubtool import latex, names, seen, store
from pubtool.actions import matching, render
from pubtool.bibtex.document import Entry
from pubtool.config import Config
from pubtool.errors import PubtoolError
from pubtool.publication import Author, Identifier, Publication, Status
from pubtool.store import Library, Paper


class Severity(Enum):
    """An error is wrong as it stands; a warning may be meant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `line` counts from 1; `mend` is a command or what to do, or None."""

    code: str
    severity: Severity
    file: str
    line: int
    key: str | None
    message: str
    mend: str | None = None


def check(config: Config) -> tuple[Finding, ...]:
    """Return what is wrong with the list and its page, without asking any network."""
    library = store.load(config.bib)
    found = [
        *_broken(library),
        *_doubles(library),
        *(finding for paper in library.papers for finding in _paper(config, library, paper)),
        *_unrefreshed(config, library),
        *_page(config, library),
    ]
    return tuple(sorted(found, key=lambda one: (one.file != library.path.name, one.line)))


def finding(
    library: Library,
    entry: Entry,
    code: str,
    severity: Severity,
    message: str,
    mend: str | None = None,
) -> Finding:
    """Return a finding about an entry of the list."""
    return Finding(code, severity, library.path.name, entry.line, entry.key, message, mend)


def _broken(library: Library) -> Iterator[Finding]:
    for broken in library.document.broken:
        yield Finding(
            "broken-entry",
            Severity.ERROR,
            library.path.name,
            broken.line,
            broken.key,
            broken.reason,
            "mend it in the file by hand; until then it is left alone",
        )


def _doubles(library: Library) -> Iterator[Finding]:
    by_id: dict[Identifier, list[Paper]] = defaultdict(list)
    by_title: dict[str, list[Paper]] = defaultdict(list)
    for paper in library.papers:
        for identifier in paper.publication.identifiers:
            by_id[identifier].append(paper)
        by_title[latex.comparable(paper.publication.title)].append(paper)
    told: set[tuple[str, str]] = set()
    for identifier, papers in by_id.items():
        first = papers[0]
        for other in papers[1:]:
            told.add((first.entry.key, other.entry.key))
            if matching.similar_titles(first.publication.title, other.publication.title):
                yield _duplicate(library, first, other, f"both are {identifier}")
            else:
                yield finding(
                    library,
                    other.entry,
                    "wrong-link",
                    Severity.ERROR,
                    f"{identifier} stands under two titles: here and at {first.entry.key} "
                    f"(line {first.entry.line}); one link is copied from the other paper",
                    f"pubtool attach {other.entry.key} REF",
                )
    for title, papers in by_title.items():
        first = papers[0]
        for other in papers[1:]:
            pair = (first.entry.key, other.entry.key)
            if title and pair not in told and matching.find([first.publication], other.publication):
                yield _duplicate(library, first, other, "the same title and first author")


def _duplicate(library: Library, first: Paper, other: Paper, why: str) -> Finding:
    return finding(
        library,
        other.entry,
        "duplicate-paper",
        Severity.ERROR,
        f"the same paper as {first.entry.key} (line {first.entry.line}): {why}",
        f"pubtool remove {other.entry.key}",
    )


def _paper(config: Config, library: Library, paper: Paper) -> Iterator[Finding]:
    publication, entry = paper.publication, paper.entry
    key = entry.key

    def wrong(code: str, message: str, mend: str, severity: Severity = Severity.ERROR) -> Finding:
        return finding(library, entry, code, severity, message, mend)

    if not publication.title.strip():
        yield wrong("missing-title", "there is no title", f"pubtool edit {key} title=…")
    if not publication.authors:
        yield wrong("missing-author", "there is no author", f"pubtool edit {key} author=…")
    if publication.year is None:
        yield wrong("missing-year", "there is no year", f"pubtool edit {key} year=…")
    if publication.type in _WANT_VENUE and not (publication.venue or publication.free_venue):
        yield wrong(
            "missing-venue",
            f"an @{publication.type} without a venue",
            f'pubtool accept {key} "ICLR 2025"',
        )
    yield from _author_list(library, entry)
    decorated = [author.name for author in publication.authors if _SYMBOLS.search(author.name)]
    if decorated:
        positions = ",".join(
            str(number)
            for number, author in enumerate(publication.authors, start=1)
            if _SYMBOLS.search(author.name)
        )
        yield wrong(
            "symbol-in-name",
            f"a symbol is part of a name: {', '.join(decorated)}; "
            f"equal contribution is author+an = {{{_annotation(positions)}}}",
            f"pubtool edit {key} (and take the symbols out), then "
            f"pubtool edit {key} --equal {positions}",
        )
    yield from _own_name(config, library, paper)


_WANT_VENUE = {"inproceedings", "article", "conference", "incollection"}
_SYMBOLS = re.compile(r"[*†‡§¶∗✝#^]|\\(?:dag|ddag|ast|dagger)\b")


def _annotation(positions: str) -> str:
    return "; ".join(f"{position}=equal" for position in positions.split(","))


def _author_list(library: Library, entry: Entry) -> Iterator[Finding]:
    text = entry.get("author") or ""
    listed, _ = names.split_list(text)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    # "Jihun Yun, Eunho Yang, Souvik Kundu" is one BibTeX name of three parts
    if len(listed) == 1 and len(parts) > 1 and all(" " in part for part in parts):
        yield finding(
            library,
            entry,
            "unsplit-authors",
            Severity.ERROR,
            f"the authors are joined by commas, so BibTeX sees one author: {text}",
            f"pubtool edit {entry.key} 'author={' and '.join(parts)}'",
        )


def _own_name(config: Config, library: Library, paper: Paper) -> Iterator[Finding]:
    own = [names.parse(name) for name in config.me]
    spelled = {_letters(name) for name in config.me}
    for author in paper.publication.authors:
        mine = any(names.same(author, me) for me in own)
        near = any(_looks_like(author, me) for me in own)
        if (mine or near) and _letters(author.name) not in spelled:
            yield finding(
                library,
                paper.entry,
                "own-name",
                Severity.WARNING,
                f"{author.name} {'is' if mine else 'looks like'} {config.me[0]} spelled another way",
                f"pubtool edit {paper.entry.key}",
            )


def _letters(name: str) -> str:
    return " ".join(name.split())


def _looks_like(author: Author, me: Author) -> bool:
    """Tell whether a name is mine with its parts swapped or a letter off."""
    from difflib import SequenceMatcher

    one = sorted(latex.comparable(part) for part in author.name.split())
    other = sorted(latex.comparable(part) for part in me.name.split())
    if one == other or "".join(one) == "".join(other):
        return True
    if latex.comparable(author.family) != latex.comparable(me.family):
        return False
    if not author.given or not me.given:
        return False
    ratio = SequenceMatcher(
        None, latex.comparable(author.given), latex.comparable(me.given), autojunk=False
    ).ratio()
    return ratio >= 0.85


def _unrefreshed(config: Config, library: Library) -> Iterator[Finding]:
    last = seen.recall(config.bib)
    today = render.today()
    for paper in library.papers:
        publication = paper.publication
        if publication.status is not Status.PREPRINT or not publication.identifiers:
            continue
        asked = [last[str(i)].date for i in publication.identifiers if str(i) in last]
        old = publication.year is not None and publication.year < today.year - 1
        if old and (not asked or max(asked) < today - datetime.timedelta(days=365)):
            yield finding(
                library,
                paper.entry,
                "old-preprint",
                Severity.WARNING,
                f"a preprint of {publication.year} that was not refreshed within a year",
                f"pubtool refresh {paper.entry.key}",
            )


def _page(config: Config, library: Library) -> Iterator[Finding]:
    if config.page is None:
        return
    try:
        planned = render.plan_page(config, library.publications)
    except PubtoolError as error:
        yield Finding(
            "page", Severity.ERROR, config.page.name, 1, None, error.message, "pubtool render"
        )
        return
    if planned.difference:
        match = re.search(r"^@@ -(\d+)", planned.difference, re.MULTILINE)
        line = int(match[1]) if match else 1
        yield Finding(
            "stale-page",
            Severity.ERROR,
            config.page.name,
            line,
            None,
            "the page is not what the list says",
            "pubtool render",
        )


def fix(config: Config, findings: Sequence[Finding]) -> None:
    """Placeholder until the safe mends are known."""
    raise NotImplementedError(findings, replace, Publication)
