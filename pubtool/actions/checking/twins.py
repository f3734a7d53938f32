"""Rules about two entries at once: one key, one paper, or one link twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from pubtool import latex, references
from pubtool.actions import counterparts, matching
from pubtool.actions.checking.findings import Finding, Severity, Subject
from pubtool.bibtex.document import Broken, Document
from pubtool.publication import Identifier, Publication, Service, Status
from pubtool.store import Library

# The parts of a book share its DOI, and often its address.
_PARTS = frozenset(("inbook", "incollection", "bookinbook", "suppbook", "book", "proceedings"))


def broken(library: Library) -> Iterator[Finding]:
    """Find what cannot be read as an entry, and keys that stand more than once."""
    by_key: dict[str, list[Broken]] = defaultdict(list)
    for block in library.document.broken:
        by_key[block.key or ""].append(block)
    for block in library.document.broken:
        twins = [one.line for one in by_key[block.key or ""] if one is not block and block.key]
        if twins:
            lines = ", ".join(map(str, twins))
            yield Finding(
                "duplicate-key",
                Severity.ERROR,
                library.path,
                block.line,
                block.key,
                f"the key stands more than once: also on line {lines}",
                "give one of them another key in the file; until then both are left alone",
            )
        if not twins or not Document.parse(block.raw).entries:
            yield Finding(
                "broken-entry",
                Severity.ERROR,
                library.path,
                block.line,
                block.key,
                block.reason,
                "repair it in the file; until then it is left alone",
            )


def keys(subjects: Iterable[Subject]) -> Iterator[Finding]:
    """Find keys that differ by case alone, which BibTeX takes for one."""
    first: dict[str, Subject] = {}
    for subject in subjects:
        other = first.setdefault(subject.key.casefold(), subject)
        if other is not subject:
            yield subject.warning(
                "duplicate-key",
                f"but for case it is the key {other.key} (line {other.entry.line}), "
                "and BibTeX does not tell them apart",
                "give one of them another key in the file",
            )


def papers(subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Find papers that stand twice, and ids and links that stand under two titles."""
    by_id: dict[Identifier, list[Subject]] = defaultdict(list)
    by_title: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        for identifier in dict.fromkeys(map(references.at_home, subject.publication.identifiers)):
            by_id[identifier].append(subject)
        by_title[latex.comparable(subject.publication.title)].append(subject)
    told: set[tuple[str, str]] = set()
    for identifier, (first, *others) in by_id.items():
        for other in others:
            if (first.key, other.key) not in told:
                told.add((first.key, other.key))
                yield from _of_one_id(first, other, identifier, len(others) + 1)
    for title, (first, *others) in by_title.items():
        for other in others:
            is_same = counterparts.in_list([first.publication], other.publication) is not None
            if title and is_same and (first.key, other.key) not in told:
                yield _duplicate(first, other, "the same title and authors", shared=False)
    yield from _shared_links(subjects)


def _of_one_id(
    first: Subject, other: Subject, identifier: Identifier, holders: int
) -> Iterator[Finding]:
    if matching.similar_titles(first.publication.title, other.publication.title):
        yield _duplicate(first, other, f"both are {identifier}", shared=True)
        return
    volume = identifier.service is Service.DOI and (
        holders > 2 or {first.publication.type, other.publication.type} <= _PARTS
    )
    if not volume:
        yield other.error(
            "shared-id",
            f"{identifier} stands under two titles, here and at {first.key} "
            f"(line {first.entry.line}); one of them has it from the other",
            f"pubtool attach {other.key} REF --link (or {first.key}, whichever is wrong)",
            field=other.field_of(identifier),
        )


def _duplicate(first: Subject, other: Subject, why: str, *, shared: bool) -> Finding:
    one, two = first.publication, other.publication
    if one.status is not two.status:
        preprint, published = (first, other) if one.status is Status.PREPRINT else (other, first)
        return other.error(
            "duplicate-paper",
            f"preprint and published version of one paper, {first.key} (line "
            f"{first.entry.line}) and this: {why}",
            _join(preprint, published),
        )
    report = other.warning if _may_be_two(one, two) and not shared else other.error
    return report(
        "duplicate-paper",
        f"the same paper as {first.key} (line {first.entry.line}): {why}",
        f"pubtool remove {other.key}",
    )


def _join(preprint: Subject, published: Subject) -> str:
    """Return how to keep the published entry, with the ids of the preprint."""
    held = {one.service for one in published.publication.identifiers}
    lost = [one for one in preprint.publication.identifiers if one.service not in held]
    remove = f"pubtool remove {preprint.key}"
    return " && ".join([remove, *(f"pubtool attach {published.key} {one}" for one in lost)])


def _may_be_two(one: Publication, two: Publication) -> bool:
    """Tell whether two papers of one title have ids of their own, or are two editions."""
    ids = [{i.service: i for i in map(references.at_home, p.identifiers)} for p in (one, two)]
    if any(ids[0][service] != ids[1][service] for service in ids[0].keys() & ids[1].keys()):
        return True
    return one.status is Status.PUBLISHED and one.year != two.year


def _shared_links(subjects: Iterable[Subject]) -> Iterator[Finding]:
    """Find links without an id in them that two papers have; more share a volume's or a site's."""
    by_link: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        link = subject.publication.url
        if link and not references.find(link) and _leads_somewhere(link):
            by_link[_plain(link)].append(subject)
    for holders in by_link.values():
        if len(holders) != 2:
            continue
        first, other = holders
        one, two = first.publication, other.publication
        if {one.type, two.type} <= _PARTS or matching.similar_titles(one.title, two.title):
            continue
        yield other.warning(
            "shared-link",
            f"it links to the same address as {first.key} (line {first.entry.line}), a paper "
            "with another title",
            other.edit("url=…"),
            field="url",
        )


def _leads_somewhere(link: str) -> bool:
    """Tell whether a link names more than a host."""
    try:
        parts = urlsplit(link)
    except ValueError:  # such as half an IPv6 address
        return False
    return bool(parts.path.strip("/") or parts.query)


def _plain(link: str) -> str:
    return link.partition("://")[2].removeprefix("www.").rstrip("/") or link
