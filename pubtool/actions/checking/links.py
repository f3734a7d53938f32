"""Rules about a paper's ids and its link, each taken alone."""

import re
from collections.abc import Iterator

from pubtool import references
from pubtool.actions.checking.findings import Finding, Subject
from pubtool.bibtex import rules
from pubtool.publication import Identifier, Service

_ARXIV_PREFIX = re.compile(r"^(?:(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", re.I)
_VERSION = re.compile(r"v[1-9]\d*(?=\.pdf$|$|\s)")
_DOI_PREFIX = re.compile(r"^(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSAFE = frozenset(("javascript", "data", "vbscript", "file"))
_HOST = re.compile(
    r"^(?:www\.[\w-]+\.|(?:[\w-]+\.)+(?:org|com|net|edu|gov|io|ai|dev)(?:/|$))", re.I
)


def eprint(subject: Subject) -> Iterator[Finding]:
    """Find an `eprint` with a version or an address round it, or that is no arXiv id."""
    value = (subject.entry.get("eprint") or "").strip()
    archive = subject.entry.get("archiveprefix") or subject.entry.get("eprinttype")
    if not value or (archive or "arxiv").strip().lower() != "arxiv":
        return
    found = references.arxiv_id(value)
    if found is None:
        if archive:
            yield subject.error(
                "bad-eprint",
                f"`eprint` is no arXiv id: {value}",
                f"pubtool attach {subject.key} ARXIV-ID",
                field="eprint",
            )
        return
    unversioned = _VERSION.sub("", value)
    bare = _ARXIV_PREFIX.sub("", unversioned).removesuffix(".pdf").strip()
    if bare == value or references.arxiv_id(bare) != found:
        return
    with_version = unversioned != value
    yield subject.warning(
        "eprint-version" if with_version else "eprint-form",
        f"`eprint` is the id {'without its version' if with_version else 'alone'}: "
        f"{bare}, not {value}",
        subject.edit(f"eprint={bare}"),
        field="eprint",
        changes={"eprint": bare},
    )


def doi(subject: Subject) -> Iterator[Finding]:
    """Find a `doi` with an address or a word before it, or that is no DOI."""
    value = (subject.entry.get("doi") or "").strip()
    if not value or _DOI.fullmatch(value):
        return
    bare = _DOI_PREFIX.sub("", value)
    if _DOI.fullmatch(bare):
        yield subject.warning(
            "doi-prefix",
            f"`doi` is the DOI alone: {bare}, not {value}",
            subject.edit(f"doi={bare}"),
            field="doi",
            changes={"doi": bare},
        )
    else:
        yield subject.warning(
            "bad-doi", f"`doi` is no DOI: {value}", subject.edit("doi=10.…"), field="doi"
        )


def url(subject: Subject) -> Iterator[Finding]:
    """Find a `url` that no browser follows."""
    value = subject.publication.url
    if not value:
        return
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() in _UNSAFE:
        why, repaired = f"`{scheme[1]}:` is no address of a paper", ""
    elif " " in value:
        first, _, rest = value.partition(" ")
        why = "there is a space in it"
        repaired = first if re.match(r"https?:|\[", rest) else value.replace(" ", "%20")
    elif not scheme and _DOI.fullmatch(value):
        why, repaired = "a DOI is no address", f"https://doi.org/{value}"
    elif not scheme and _HOST.match(value):
        why, repaired = "without https:// the page takes it for a file", f"https://{value}"
    else:
        return
    yield subject.error(
        "bad-url", f"`url` is {value}: {why}", subject.edit(f"url={repaired}"), field="url"
    )


def mismatch(subject: Subject) -> Iterator[Finding]:
    """Find a field that names another paper than the field before it: a link copied wrongly."""
    told: dict[Service, tuple[str, Identifier]] = {}
    for name, identifier in _told(subject):
        first, other = told.setdefault(identifier.service, (name, identifier))
        if identifier == other:
            continue
        report = subject.warning if identifier.service is Service.DOI else subject.error
        right = other.url if name == "url" else ""
        yield report(
            "link-mismatch",
            f"`{name}` leads to {identifier}, but `{first}` says {other}",
            subject.edit(f"{name}={right}") if right else f"pubtool attach {subject.key} REF",
            field=name,
        )


def _told(subject: Subject) -> Iterator[tuple[str, Identifier]]:
    """Yield the ids that the entry's fields tell, each with its field's name."""
    lines = rules.lines_of(subject.entry)
    for found, service in (
        (rules.arxiv(lines), Service.ARXIV),
        (rules.openreview(lines), Service.OPENREVIEW),
        (rules.doi(lines), Service.DOI),
    ):
        if found:
            here = Identifier(service, found.value)
            yield found.field, references.at_home(here)
    pointed = references.find(rules.address(lines, "url") or "")
    if pointed:
        yield "url", pointed
