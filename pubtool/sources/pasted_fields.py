"""The fields of a pasted entry, tidied into the list's schema before they are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pubtool import latex, names, references, venues
from pubtool.bibtex.document import Entry, Field
from pubtool.publication import Service
from pubtool.sources import people

# BibLaTeX's names of what BibTeX calls otherwise.
_RENAMED = {"journaltitle": "journal", "location": "address"}
# What BibTeX lets an entry have from the volume that it names in `crossref`.
_OF_THE_VOLUME = ("year", "month", "publisher", "series", "volume", "address")
_UNDER_REVIEW = re.compile(r"\b(?:submitted|under (?:double.blind )?review|in submission)\b", re.I)
_REFUSED = re.compile(r"\b(?:reject|withdr[ae]w|desk.reject)", re.I)
_ESCAPED_MATHS = re.compile(r"\\\$(?!\s)(?P<inside>(?:(?!\\\$).)+?)(?<!\s)\\\$(?!\d)")
_UNESCAPED = (
    (r"{\textbackslash}", "\\"),
    (r"{\textasciicircum}", "^"),
    (r"{\textasciitilde}", "~"),
    (r"\{", "{"),
    (r"\}", "}"),
    (r"\_", "_"),
    (r"\&", "&"),
    (r"\#", "#"),
)
_ESCAPED_ACCENT = re.compile(r"\{\\textbackslash\}(?=['`\"=.^~]\\?[A-Za-z{])")
_ESCAPED_COMMAND = re.compile(
    r"\{\\textbackslash\}(?P<name>emph|text(?:tt|bf|it|sc|rm|sf))\\\{(?P<inside>[^\\]*)\\\}"
)


@dataclass(frozen=True, slots=True)
class Tidied:
    """An entry in the schema, the positions (from 0) of equal contributors, and hints."""

    entry: Entry
    equal: frozenset[int]
    hints: tuple[str, ...]


def completed(entry: Entry, volume: Entry | None) -> Entry:
    """Return the entry with what it lacks and its volume has; the volume's title is `booktitle`.

    A `crossref` to a volume that is not there stops BibTeX: it stays only where the entry
    has no other venue.
    """
    if volume is None:
        return _with(entry, {"crossref": None}) if entry.get("booktitle") else entry
    inherited = {name: value for name in _OF_THE_VOLUME if (value := volume.get(name))}
    if booktitle := volume.get("booktitle") or volume.get("title"):
        inherited["booktitle"] = booktitle
    lacking = {name: value for name, value in inherited.items() if not entry.get(name)}
    return _with(entry, {"crossref": None, **lacking})


def tidied(entry: Entry) -> Tidied:
    """Return the entry as the list would have it; fields that are unknown stay as they are."""
    entry = _renamed(entry)
    author, equal, hints = _authors(entry)
    entry = _with(entry, {"author": author, "title": _unescaped(entry.get("title") or "")})
    entry = _with_arxiv(entry)
    entry, venue_hints = _with_venue(entry)
    return Tidied(entry, equal, (*hints, *venue_hints))


def _renamed(entry: Entry) -> Entry:
    """Return the entry without empty fields, and with BibTeX's names for BibLaTeX's."""
    has = {field.name for field in entry.fields if field.value.strip()}
    new = {old: name for old, name in _RENAMED.items() if name not in has}
    fields = (field for field in entry.fields if field.name in has)
    return replace(
        entry,
        fields=tuple(replace(field, name=new.get(field.name, field.name)) for field in fields),
    )


def _authors(entry: Entry) -> tuple[str | None, frozenset[int], tuple[str, ...]]:
    """Return the `author` field as a plain `and` list, who is marked as equal, and hints."""
    written = entry.get("author") or ""
    listed, et_al = names.split_list(written)
    split = [one for name in listed for one in _by_commas(name, listed, entry)]
    if split and re.fullmatch(r"et\.? al\.?", split[-1]):
        split, et_al = split[:-1], True
    bare, equal = people.without_marks(split)
    hints = []
    if split != listed:
        hints.append("the authors are joined by commas: read as a list of names")
    if equal:
        hints.append("the names carry symbols: taken as equal contribution")
    elif bare != split:
        hints.append("a symbol at a name was left out")
    if not hints:
        return written or None, equal, ()
    return " and ".join([*bare, *(["others"] if et_al else [])]), equal, tuple(hints)


def _by_commas(name: str, listed: list[str], entry: Entry) -> list[str]:
    """Return the names in one item of an `and` list: more than one in "A B, C D".

    "García Márquez, Gabriel José" is one person, so two parts count as two people only where
    another name or OpenReview's way of writing says so.
    """
    parts = [part.strip() for part in re.split(r"[,;](?![^{}]*\})", name) if part.strip()]
    whole = all(len(part.split()) > 1 for part in parts)
    if len(parts) < 2 or not whole or parts[0][0].islower():
        return [name]
    others = [one for one in listed if one != name]
    never_inverted = bool(others) and not any("," in one for one in others)
    if len(parts) > 2 or never_inverted or "openreview.net" in (entry.get("url") or ""):
        return parts
    return [name]


def _unescaped(title: str) -> str:
    r"""Return a title with the maths and commands that OpenReview escapes.

    It writes `\$L\_1\$` for `$L_1$` and `{\textbackslash}widetilde\{O\}` for `\widetilde{O}`.
    A price (`\$100`) stays one.
    """

    def unescaped(found: re.Match[str]) -> str:
        inside = found["inside"]
        for escaped, meant in _UNESCAPED:
            inside = inside.replace(escaped, meant)
        return f"${inside}$"

    title = _ESCAPED_MATHS.sub(unescaped, title)
    title = _ESCAPED_COMMAND.sub(r"\\\g<name>{\g<inside>}", title)
    return _ESCAPED_ACCENT.sub(lambda _: "\\", title)


def _with_arxiv(entry: Entry) -> Entry:
    """Return the entry with a DOI that arXiv gave out as `eprint`."""
    doi = references.find(f"doi:{(entry.get('doi') or '').strip()}")
    if not doi or doi.service is not Service.ARXIV:
        return entry
    if entry.get("eprint"):
        return _with(entry, {"doi": None})
    return _with(entry, {"doi": None, "eprint": doi.value, "archiveprefix": "arXiv"})


def _with_venue(entry: Entry) -> tuple[Entry, tuple[str, ...]]:
    """Return the entry with a venue that is one, or as a preprint that says where it stands."""
    field = "booktitle" if entry.get("booktitle") else "journal"
    venue = entry.get(field)
    if not venue:
        return entry, ()
    words = latex.to_text(venue)
    known = venues.known(venue)
    if venues.is_preprint_server(words):
        return _as_preprint(entry, field, venue, words), ()
    if (
        known
        and known.type == "inproceedings"
        and entry.type == "article"
        and "openreview.net" in (entry.get("url") or "")
    ):
        # OpenReview printed this for every submission of ICLR 2018, and prints
        # @inproceedings once it is accepted.
        entry = _with(replace(entry, type="misc"), {field: None, "note": venue})
        return entry, (f"OpenReview writes a submission this way: a preprint, not {known.abbr}",)
    if not known:
        return entry, ()
    short = known.abbr in (words, *re.split(r"\W+", words)[:1]) and " of " not in words.casefold()
    changes = {"abbr": entry.get("abbr") or known.abbr}
    if short and known.type == ("article" if field == "journal" else "inproceedings"):
        changes[field] = known.name
    return _with(entry, changes), ()


def _as_preprint(entry: Entry, field: str, venue: str, words: str) -> Entry:
    changes: dict[str, str | None] = {field: None}
    note = entry.get("note") or ""
    if _UNDER_REVIEW.search(words):
        changes["note"] = venue if not note or _UNDER_REVIEW.search(note) else f"{venue}. {note}"
        if not _REFUSED.search(note):
            changes["pubstate"] = entry.get("pubstate") or "submitted"
    elif identifier := references.find(" ".join((words, entry.get("volume") or "")).strip()):
        if not entry.get("eprint") and identifier.service is Service.ARXIV:
            changes |= {"eprint": identifier.value, "archiveprefix": "arXiv"}
    elif not entry.get("eprint"):
        changes["howpublished"] = entry.get("howpublished") or venue
    if re.match(r"\s*(?:abs/|arXiv)", entry.get("volume") or "", re.I):
        changes["volume"] = None
    return _with(replace(entry, type="misc"), changes)


def _with(entry: Entry, changes: Mapping[str, str | None]) -> Entry:
    """Return the entry with fields set, in their places or at the end; None removes one."""
    fields = {field.name: field for field in entry.fields}
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        elif name in fields:
            fields[name] = replace(fields[name], value=value)
        else:
            fields[name] = Field(name, value, "{", 0)
    return replace(entry, fields=tuple(fields.values()))
