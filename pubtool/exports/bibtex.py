"""Papers as BibTeX for others: without pubtool's own fields, and such that LaTeX compiles it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from pubtool.bibtex import entries, rules
from pubtool.bibtex.values import MONTHS
from pubtool.exports import links
from pubtool.exports.compilable import compilable, without_end
from pubtool.latex import printable
from pubtool.publication import Publication, Status, with_hidden

_Fields = dict[str, str]  # values are TeX source without delimiters

# What tells pubtool or al-folio's theme how to show a paper, or a reference manager where its
# own files are, is no part of a citation.
_PRIVATE = frozenset(
    """
    abbr award venue openreview
    additional_info altmetric annotation arxiv award_name bibtex_show blog code dimensions
    google_scholar_id html inspirehep_id pdf poster preview selected slides supp video website
    biburl bibsource date-added date-modified file groups local-url owner priority ranking rating
    read readstatus timestamp username
    """.split()
)
_PRIVATE_PREFIX = re.compile(r"bdsk-|mendeley-|citeulike-|jabref-|x-|__")
# Addresses and numbers; LaTeX reads them letter by letter.
_VERBATIM = frozenset(("url", "doi", "eprint"))
# The styles that come with BibTeX know these, and take an entry of another type for `misc`.
_BIBTEX_TYPES = frozenset(
    """
    article book booklet conference inbook incollection inproceedings manual mastersthesis misc
    phdthesis proceedings techreport unpublished
    """.split()
)
_IN_BIBTEX = {
    "report": "techreport",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "reference": "book",
    "mvproceedings": "proceedings",
    "bookinbook": "inbook",
    "suppbook": "inbook",
    "inreference": "incollection",
}
_THESIS_KINDS = {"phdthesis": "phdthesis", "mathesis": "mastersthesis"}
_BACHELORS = ("bachelorsthesis", "bathesis")
_IN_BIBLATEX = {
    "journal": "journaltitle",
    "school": "institution",
    "address": "location",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
}
_NOTES = {"inpress": "In press", "forthcoming": "Forthcoming"}


def bibtex(publications: Sequence[Publication]) -> str:
    """Return entries for BibTeX's classic styles: their types, their fields, `month = jun`."""
    return _written(publications, _to_bibtex)


def biblatex(publications: Sequence[Publication]) -> str:
    """Return entries for BibLaTeX and biber: `date`, `journaltitle`, `eprinttype`.

    `author+an` annotates who contributed `equal` and who is `me`, so that a CV can set these
    names in its own way.
    """
    return _written(publications, _to_biblatex)


def _written(
    publications: Sequence[Publication],
    adapt: Callable[[Publication, _Fields], tuple[str, _Fields]],
) -> str:
    return "\n".join(
        _entry(publication.key, *adapt(publication, _public(publication)))
        for publication in publications
    )


def _entry(key: str, kind: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {_value(name, value)},\n" for name, value in fields.items() if value]
    return f"@{kind}{{{printable(key)},\n{''.join(lines)}}}\n"


def _value(name: str, value: str) -> str:
    return value if name == "month" and value in MONTHS else f"{{{value}}}"


def _public(publication: Publication) -> _Fields:
    """Return the entry's fields, names in lower case, that are of use to others."""
    public = replace(with_hidden(publication, False), url=_url(publication), award=None)
    return {
        name.lower(): _clean(name.lower(), value)
        for name, value in entries.fields(public).fields
        if name.lower() not in _PRIVATE and not _PRIVATE_PREFIX.match(name.lower())
    }


def _url(publication: Publication) -> str | None:
    """Return the user's own address, or the page of a paper that has no other identifier."""
    own = links.own(publication)
    return own if own or publication.arxiv or publication.doi else links.web(publication)


def _clean(name: str, value: str) -> str:
    if name in _VERBATIM:
        return quote(value, safe="!#$%&'()*+,-./:;<=>?@[]_~^|")
    return printable(compilable(value, title=name in ("title", "booktitle")))


def _to_bibtex(publication: Publication, fields: _Fields) -> tuple[str, _Fields]:
    kind = publication.type
    told = fields.get("type", "").lower()
    if kind in rules.THESES:
        bachelors = kind == "bachelorsthesis" or told in _BACHELORS
        if kind == "thesis" or bachelors:
            kind = _THESIS_KINDS.get(told, "mastersthesis" if bachelors else "phdthesis")
        if told in _THESIS_KINDS:
            del fields["type"]
        elif bachelors:
            fields["type"] = "Bachelor's thesis"
    elif kind not in _BIBTEX_TYPES:
        kind = _IN_BIBTEX.get(kind, "misc")
    fields.pop("author+an", None)
    state = _NOTES.get(fields.pop("pubstate", "").lower(), "")
    fields.setdefault("note", _note(publication) or state)
    return kind, _renamed(
        fields, {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
    )


def _to_biblatex(publication: Publication, fields: _Fields) -> tuple[str, _Fields]:
    kind = publication.type
    if kind == "bachelorsthesis":
        kind = "thesis"
        fields.setdefault("type", "Bachelor's thesis")
    if kind == "article" and publication.arxiv and publication.status is Status.PREPRINT:
        kind = "misc"  # `journal = {arXiv preprint …}` is for BibTeX, which knows no eprint
        fields = {
            name: value
            for name, value in fields.items()
            if name not in rules.SERVER_FIELDS and not value.startswith("abs/")
        }
    if publication.year:
        month = f"-{publication.month:02}" if publication.month else ""
        fields["year"] = f"{publication.year}{month}"
        fields.pop("month", None)
    if "archiveprefix" in fields:
        fields["archiveprefix"] = fields["archiveprefix"].lower()
    fields.setdefault("note", _note(publication))
    names = _IN_BIBLATEX | ({"year": "date"} if publication.year else {})
    return kind, _renamed(_with_fitting_venue(kind, fields), names)


def _with_fitting_venue(kind: str, fields: _Fields) -> _Fields:
    """Return the fields with the venue of a `misc` where the styles print one."""
    if kind != "misc" or "booktitle" not in fields or "howpublished" in fields:
        return fields
    return _renamed(fields, {"booktitle": "howpublished"})


def _note(publication: Publication) -> str:
    """Return the free venue of a paper that has no other, such as "ICLR 2025 Under Review"."""
    free = publication.free_venue if not publication.venue else None
    return printable(compilable(without_end(free or "")))


def _renamed(fields: _Fields, names: Mapping[str, str]) -> _Fields:
    """Return the fields under the names of another dialect; one that has it already wins."""
    return {
        names.get(name, name): value
        for name, value in fields.items()
        if names.get(name, name) == name or names[name] not in fields
    }
