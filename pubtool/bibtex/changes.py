"""Which fields to change so that an entry reads as a changed `Publication`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pubtool import names
from pubtool.bibtex import annotations, rules
from pubtool.bibtex.blocks import Entry
from pubtool.bibtex.values import MONTHS
from pubtool.publication import Author, Publication, with_hidden

Changes = dict[str, str | None]

# Fields other than its own from which an identifier may have been read.
_TELLING = frozenset(
    ("url", "journal", "journaltitle", "booktitle", "volume", "howpublished", "arxiv")
)


def changes(before: Publication, after: Publication, entry: Entry | None = None) -> Changes:
    """Return the fields to set (or, where None, to remove) so that the entry reads as `after`.

    `before` is the paper as `read` gave it. Only what differs is in the answer; fields that
    are no concern of pubtool, and annotations of other kinds, stay. No identifier is lost
    with the journal or the link that alone told it. With the `entry` its own ways are kept
    (the spelling of authors who stay, `eprinttype`, `date`) and nothing is written in vain.
    A change of the entry type is the caller's.
    """
    standing = rules.lines_of(entry) if entry else _known_lines(before)
    changed = _different(_plain(before), _plain(after))
    changed |= _authors(before, after, standing)
    changed |= _venue(before, after, standing)
    changed |= _date(before, after, standing)
    changed |= _keywords(before, after, standing)
    changed |= _different(dict(before.extra), dict(after.extra))
    changed |= _identifiers(before, after, _changed(standing, changed), changed)
    if entry is None:
        return changed
    there = {field.name for field in entry.fields}
    return {name: new for name, new in changed.items() if new or name.lower() in there}


def _plain(publication: Publication) -> Mapping[str, str | None]:
    """Return the fields that are as the attribute is."""
    return {
        "title": publication.title or None,
        "abbr": publication.abbr,
        "venue": publication.free_venue,
        "award": publication.award,
        "url": publication.url,
        "pubstate": publication.pubstate,
    }


def _different(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Changes:
    return {
        name: after.get(name)
        for name in {**before, **after}
        if before.get(name) != after.get(name) and name != annotations.FIELD
    }


def _authors(before: Publication, after: Publication, lines: rules.Lines) -> Changes:
    if (before.authors, before.et_al) == (after.authors, after.et_al):
        return {}
    changed: Changes = {}
    old = [_unmarked(author) for author in before.authors]
    new = [_unmarked(author) for author in after.authors]
    if (old, before.et_al) != (new, after.et_al):
        spelled, _ = names.split_list(lines.get("author") or "")
        as_it_stands = dict(zip(old, spelled, strict=False)) if len(old) == len(spelled) else {}
        written = [as_it_stands.get(author) or names.to_bibtex(author) for author in new]
        changed["author"] = " and ".join([*written, "others"] if after.et_al else written) or None
    return changed | reannotated(lines, _moved(old, new), after.authors)


def reannotated(lines: rules.Lines, moved: Mapping[int, int], authors: Sequence[Author]) -> Changes:
    """Return the annotations, of those among `lines`, that the list `authors` changes.

    `moved` tells the new position for the old one of each author who stayed.
    """
    text = lines.get(annotations.FIELD)
    new = {annotations.FIELD: annotations.rewrite(text or "", moved, authors)}
    for name in lines:
        if name.startswith(annotations.NAMED):
            new[name] = annotations.moved_along(lines[name], moved)
    return {name: value for name, value in new.items() if value != lines.get(name)}


def _unmarked(author: Author) -> Author:
    return replace(author, equal=False, me=False)


def _moved(old: Sequence[Author], new: Sequence[Author]) -> dict[int, int]:
    """Return the new position of each author who stayed; positions count from 1."""
    moved: dict[int, int] = {}
    for is_same in (Author.__eq__, names.same):
        for number, author in enumerate(old, 1):
            if number in moved:
                continue
            for place, other in enumerate(new, 1):
                if place not in moved.values() and is_same(author, other):
                    moved[number] = place
                    break
    return moved


def _venue(before: Publication, after: Publication, lines: rules.Lines) -> Changes:
    """Return the venue's field, moved if the type has another, and what it makes stale."""
    own = rules.venue_field(after.type)
    current = rules.venue(before.type, lines)
    same_field = not current or current.field == own or after.type == before.type
    if after.venue == before.venue and same_field:
        return {}
    changed: Changes = {current.field: None} if current else {}
    if after.venue:
        stale = (
            name
            for name, value in before.extra
            if (name in rules.SERVER_FIELDS and rules.is_server(value))
            or (name == "volume" and value.lower().startswith("abs/"))
        )
        changed |= dict.fromkeys(stale)
        changed[own] = after.venue
    return changed


def _date(before: Publication, after: Publication, lines: rules.Lines) -> Changes:
    if (before.year, before.month) == (after.year, after.month):
        return {}
    year, month = rules.year(lines), rules.month(lines)
    dated = "date" in lines
    changed: Changes = {}
    if before.year != after.year and not (dated and (year is None or year.field == "date")):
        changed["year"] = str(after.year) if after.year else None
    if before.month != after.month and not (dated and (month is None or month.field == "date")):
        changed["month"] = MONTHS[after.month - 1] if after.month else None
    if dated:
        of_month = f"-{after.month:02}" if after.month else ""
        changed["date"] = f"{after.year:04}{of_month}" if after.year else None
    return changed


def _keywords(before: Publication, after: Publication, lines: rules.Lines) -> Changes:
    wanted = with_hidden(after, after.hidden).keywords
    if wanted == before.keywords:
        return {}
    separator = "; " if ";" in (lines.get("keywords") or "") else ", "
    return {"keywords": separator.join(wanted) or None}


def _identifiers(
    before: Publication, after: Publication, lines: rules.Lines, changed: Changes
) -> Changes:
    """Return the fields of the ids that `lines`, with the other changes made, does not tell.

    A paper's first id of a kind gets its field, even where a new link tells it.
    """
    at_risk = bool(_TELLING & changed.keys())
    needed: Changes = {}
    found = rules.arxiv(lines)
    first = before.arxiv is None and after.arxiv is not None
    if (at_risk or before.arxiv != after.arxiv) and not _tells(found, after.arxiv, first):
        archive = "eprinttype" if "eprinttype" in lines else "archivePrefix"
        needed["eprint"] = after.arxiv
        if not after.arxiv or lines.get(archive.lower(), "").lower() != "arxiv":
            needed[archive] = "arXiv" if after.arxiv else None
    has_eprint = "eprint" in lines or "eprint" in needed  # else a class says nothing
    if (
        (at_risk or before.arxiv_class != after.arxiv_class)
        and after.arxiv_class != (rules.arxiv_class(lines))
        and (has_eprint or not after.arxiv_class)
    ):
        name = "eprintclass" if lines.get("eprintclass") else "primaryClass"
        needed[name] = after.arxiv_class
    for name, old, new, rule in (
        ("openreview", before.openreview, after.openreview, rules.openreview),
        ("doi", before.doi, after.doi, rules.doi),
    ):
        first = old is None and new is not None
        if (at_risk or old != new) and not _tells(rule(lines), new, first):
            needed[name] = new
    return needed


def _tells(found: rules.Found | None, wanted: str | None, in_own_field: bool) -> bool:
    """Tell whether the id that was found is the one wanted, and stands where it has to."""
    if in_own_field and found and found.field in _TELLING:
        return False
    return (found and found.value) == wanted


def _known_lines(publication: Publication) -> rules.Lines:
    """Return what is known of an entry that is not at hand; its ids may stand nowhere."""
    known = {
        "author": " and ".join(map(names.to_bibtex, publication.authors)),
        annotations.FIELD: annotations.annotation(publication.authors),
        rules.venue_field(publication.type): publication.venue,
        "url": publication.url,
        "keywords": ", ".join(publication.keywords),
        **dict(publication.extra),
    }
    return {name: value for name, value in known.items() if value}


def _changed(lines: rules.Lines, changed: Changes) -> rules.Lines:
    values: Changes = {**lines, **{name.lower(): value for name, value in changed.items()}}
    return {name: value for name, value in values.items() if value}
