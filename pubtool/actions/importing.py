"""A page as it stands, or another list, into the list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pubtool import rendered, sources
from pubtool.actions import counterparts, matching
from pubtool.actions.edit import rewrite
from pubtool.actions.gathering import Failure, remember
from pubtool.actions.imports import bringing, completing, joining, taking_over
from pubtool.actions.imports.arrivals import (
    Arrival,
    Difference,
    Fate,
    Skipped,
    Taken,
    differences,
    disagreements,
    plain,
)
from pubtool.actions.imports.bringing import Haul
from pubtool.actions.unread import Unread, reason
from pubtool.actions.writing import Alongside, Mode, Written, apply
from pubtool.bibtex import entries, keys
from pubtool.bibtex.document import Document
from pubtool.bibtex.draft import Draft
from pubtool.config import Config
from pubtool.publication import Publication
from pubtool.sources import Found
from pubtool.store import Library


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    `taken` are the papers of the files in their order, `skipped` what could not be read.
    `notes` are about whole files. `configuration` is the one that was begun, None where there
    was one. `failures` are files that brought nothing and services that did not answer.
    """

    taken: tuple[Taken, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    failures: tuple[Failure, ...]
    written: Written
    configuration: Path | None = None

    @property
    def exit_code(self) -> int:
        """4 if a service failed, else that of the first file that failed, else 3 for nothing.

        What could not be read beside papers that were is told, and is no failure.
        """
        codes = [failure.error.exit_code for failure in self.failures]
        if codes:
            return 4 if 4 in codes else codes[0]
        return 3 if self.skipped and not self.taken else 0


def import_files(
    config: Config,
    given: Sequence[Path],
    folder: Path,
    mode: Mode,
    *,
    headings: Sequence[str] = (),
    fetch: bool = False,
    progress: sources.Progress | None = None,
) -> Imported:
    """Take over the papers of pages and merge those of `.bib` files, in one step.

    A paper that the list has is changed where the page says otherwise, or completed from the
    other list; the rest are appended. `headings` are the page's sections to read, by default
    those of the configuration, else those that look like lists of papers. Where there is no
    configuration, one is begun in `folder` that renders the first page as it stands. With
    `fetch`, gaps are filled from the papers' ids; no lock is held meanwhile.

    A file that cannot be read stops no other; nothing is written if none can be.
    """
    haul = bringing.bring(config, given, folder, headings)
    arrivals = tuple(haul.arrivals)
    found: tuple[Found, ...] = ()
    if fetch:
        completed = completing.complete(arrivals, progress)
        arrivals, found = completed.arrivals, completed.found
        haul.failures += [Failure("--fetch", error) for error in completed.failures]
    if not arrivals:
        return _told(haul, (), Written(dry_run=mode.dry_run), None)
    begun = haul.config.source if config.source is None else None
    taken: list[Taken] = []
    written = apply(
        haul.config,
        f"import {' '.join(path.name for path in given)}",
        lambda library: _Merger(haul, library, taken).merge(arrivals),
        mode,
        begin=True,
        alongside=Alongside(
            (bringing.configuration_change(haul.config),) if begun else (),
            tuple(page for page in haul.pages if rendered.recall(page) is not None),
        ),
    )
    if found and not mode.dry_run:
        papers = [one.publication for one in taken]
        asked = {identifier: paper for paper in papers for identifier in paper.identifiers}
        told = [(asked[one.identifier], one) for one in found if one.identifier in asked]
        remember(haul.config.bib, told)
    return _told(haul, tuple(taken), written, begun)


def _told(haul: Haul, taken: tuple[Taken, ...], written: Written, begun: Path | None) -> Imported:
    return Imported(
        taken, tuple(haul.skipped), tuple(haul.notes), tuple(haul.failures), written, begun
    )


class _Merger:
    """Arrivals into a draft, one by one; `taken` and `haul.skipped` are filled on the way."""

    def __init__(self, haul: Haul, library: Library, taken: list[Taken]) -> None:
        self._config = haul.config
        self._path = library.path
        self._unread = Unread.of(library.document.broken)
        self._draft = Draft(library.document)
        self._taken, self._skipped = taken, haul.skipped
        self._known = matching.Known(library.publications)
        self._where = {
            paper.entry.key: f"{library.path.name}:{paper.entry.line}" for paper in library.papers
        }
        self._on_page: set[str] = set()  # papers of the list that an item of a page is already

    def merge(self, arrivals: Sequence[Arrival]) -> Document:
        for arrival in arrivals:
            like = self._known.like(arrival.publication)
            mine = self._find(arrival, like)
            broken = self._unread.holder(arrival.publication) if mine is None else None
            if broken is not None:
                title = plain(arrival.publication.title)
                told = f"“{title}” is in the list, most likely: {reason(self._path, broken)}"
                self._skipped.append(Skipped(arrival.where, told))
            else:
                self._merge_one(arrival, mine, like)
        return self._draft.document()

    def _merge_one(
        self, arrival: Arrival, mine: Publication | None, like: Sequence[Publication]
    ) -> None:
        """Merge an arrival into the paper that it is, if any, of those that are `like` it."""
        if mine is None:
            twin = self._find_again(arrival, like)
            if twin:
                self._show_again(arrival, twin)
            else:
                self._add(arrival, like)
            return
        if arrival.on_page:
            self._on_page.add(mine.key)
            others = [paper for paper in like if paper.key != mine.key]
            after = taking_over.taken_over(mine, arrival, self._config, others)
        else:
            after = joining.joined(mine, arrival.publication)
        after = self._changed(mine, after)
        own = arrival.on_page is not None and arrival.on_page.own
        self._tell(
            arrival,
            after,
            Fate.SAME if after == mine else Fate.CHANGED,
            changed=differences(mine, after),
            kept=() if own else self._kept(mine, after, arrival),
        )

    def _changed(self, mine: Publication, after: Publication) -> Publication:
        """Change a paper of the list, and return it as the list has it then."""
        if after != mine:
            rewrite(self._draft, mine, after)
        after = entries.read(self._draft.entry(mine.key))
        self._known.put(after)
        return after

    def _add(self, arrival: Arrival, like: Sequence[Publication]) -> None:
        paper = arrival.publication
        paper = replace(paper, key=keys.free(paper.key, self._draft.taken))
        notes = tuple(self._conflicts(paper, arrival.where, like))
        self._draft.append(entries.fields(paper))
        paper = entries.read(self._draft.entry(paper.key))
        self._known.put(paper)
        self._where[paper.key] = arrival.where
        if arrival.on_page:
            self._on_page.add(paper.key)
        self._tell(arrival, paper, Fate.NEW, notes=notes)

    def _find(self, arrival: Arrival, like: Sequence[Publication]) -> Publication | None:
        if arrival.on_page is None:
            return counterparts.in_list(like, arrival.publication)
        free = [paper for paper in like if paper.key not in self._on_page]
        return counterparts.on_page(free, arrival.publication)

    def _find_again(self, arrival: Arrival, like: Sequence[Publication]) -> Publication | None:
        if arrival.on_page is None:
            return None
        shown = [paper for paper in like if paper.key in self._on_page]
        return counterparts.again(shown, arrival.publication)

    def _show_again(self, arrival: Arrival, mine: Publication) -> None:
        after = self._changed(mine, taking_over.shown_again(mine, arrival))
        fate = Fate.SAME if after == mine else Fate.CHANGED
        note = "it stands on the page once more, and is one paper"
        self._tell(arrival, after, fate, changed=differences(mine, after), notes=(note,))

    def _conflicts(
        self, paper: Publication, where: str, like: Sequence[Publication]
    ) -> Iterator[str]:
        """Yield the ids that another paper has too: one of the two has a wrong link."""
        for identifier in paper.identifiers:
            for other in like:
                if identifier not in other.identifiers:
                    continue
                places = (
                    f"{where} “{plain(paper.title)}” and {self._where[other.key]} "
                    f"“{plain(other.title)}” ({other.key}). Both are kept"
                )
                if matching.similar_titles(paper.title, other.title):
                    advice = "if they are one: pubtool remove KEY"
                    yield f"{identifier} stands twice: {places}; {advice}"
                else:
                    yield (
                        f"{identifier} is the id of two papers, so one has a wrong link: {places}; "
                        "to mend it: pubtool attach KEY REF"
                    )

    def _kept(
        self, mine: Publication, after: Publication, arrival: Arrival
    ) -> tuple[Difference, ...]:
        """Return what the list keeps although the file says otherwise."""
        if arrival.on_page is None:
            return joining.contradictions(after, arrival.publication)
        printed = taking_over.as_printed(mine, self._config, arrival.on_page) or mine
        said = {one.name for one in disagreements(printed, arrival.publication)}
        return tuple(one for one in disagreements(after, arrival.publication) if one.name in said)

    def _tell(
        self,
        arrival: Arrival,
        paper: Publication,
        fate: Fate,
        *,
        changed: tuple[Difference, ...] = (),
        kept: tuple[Difference, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        self._taken.append(
            Taken(
                arrival.where,
                paper,
                fate,
                changed,
                kept,
                notes if fate is Fate.SAME else (*arrival.notes, *notes),
                arrival.leftover,
            )
        )
