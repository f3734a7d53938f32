"""Papers as CSL-JSON, the input of citation processors.

Item types and variables are those of the CSL 1.0.1 schema `csl-data.json`, which later versions
and all processors know as well.
"""

import json
from collections.abc import Iterator, Sequence

from pubtool.exports import links
from pubtool.latex import to_text
from pubtool.latex.characters import one_line
from pubtool.names import parse, split_list
from pubtool.publication import Author, Publication, Status

_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "bachelorsthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "manual": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "incollection": "chapter",
    "bookinbook": "chapter",
    "inreference": "entry-encyclopedia",
    "dataset": "dataset",
    "online": "webpage",
    "electronic": "webpage",
    "patent": "patent",
    "unpublished": "manuscript",
}
_THESES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
    "bathesis": "Bachelor's thesis",
}
# A published paper stands in these; the venue of the others is who published them.
_CONTAINED = frozenset(("article-journal", "paper-conference", "chapter", "article", "webpage"))
_ORDINARY = {
    "volume": "volume",
    "issue": "issue",
    "series": "collection-title",
    "edition": "edition",
    "chapter": "chapter-number",
    "publisher": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "isbn": "ISBN",
    "issn": "ISSN",
    "abstract": "abstract",
}
_PUBSTATES = {"inpress": "in press", "forthcoming": "forthcoming", "submitted": "submitted"}

_Item = dict[str, object]


def csl_json(publications: Sequence[Publication]) -> str:
    """Return a JSON array of CSL items; text is plain Unicode, absent variables are left out.

    A `<` in a title is that character, as it is to pandoc: who makes HTML of it has to escape it.
    """
    items = [_item(publication) for publication in publications]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(publication: Publication) -> _Item:
    item: _Item = {"id": one_line(publication.key), "type": _type(publication)}
    for name, value in _variables(publication):
        if value and name not in item:
            item[name] = value
    return item


def _type(publication: Publication) -> str:
    kind = _TYPES.get(publication.type, "article")
    is_journal = kind == "article-journal"
    return "article" if is_journal and publication.status is Status.PREPRINT else kind


def _variables(publication: Publication) -> Iterator[tuple[str, object]]:
    """Yield variables in the order of a citation; of two with one name the first counts."""
    kind = _type(publication)
    extra = {name: to_text(value) for name, value in publication.extra}
    is_preprint = publication.status is Status.PREPRINT
    yield "title", to_text(publication.title)
    yield "author", _people(publication.authors, publication.et_al)
    yield "editor", _editors(dict(publication.extra).get("editor"))
    if publication.venue and kind in _CONTAINED:
        yield "container-title", to_text(publication.venue)
        yield "container-title-short", to_text(publication.abbr or "")
    elif publication.venue:
        yield "publisher", to_text(publication.venue)
    if publication.year:
        date = [publication.year, *([publication.month] if publication.month else [])]
        yield "issued", {"date-parts": [date]}
    if kind == "thesis":
        told = extra.get("type", "")
        yield "genre", _THESES.get(told.lower(), told) or _THESES.get(publication.type)
    elif kind == "report":
        yield "genre", extra.get("type")
    if is_preprint and kind == "article" and publication.arxiv:
        yield "publisher", "arXiv"
        yield "number", f"arXiv:{publication.arxiv}"
    yield "issue" if kind == "article-journal" else "number", extra.get("number")
    yield "page", extra.get("pages", "").replace("–", "-")
    for field, variable in _ORDINARY.items():
        yield variable, extra.get(field)
    yield "DOI", publication.doi
    yield "URL", links.web(publication)
    yield "status", _PUBSTATES.get((publication.pubstate or "").lower())
    yield "note", _note(publication, extra.get("note"))


def _note(publication: Publication, own: str | None) -> str:
    """Return what no variable holds: the user's note, a preprint's free venue, the award."""
    free = publication.free_venue if publication.status is Status.PREPRINT else None
    parts = (own, to_text(free or "").rstrip(" ,.;"), to_text(publication.award or ""))
    return ". ".join(part for part in parts if part)


def _editors(tex: str | None) -> list[dict[str, str]]:
    names, et_al = split_list(tex or "")
    return _people([parse(name) for name in names], et_al)


def _people(authors: Sequence[Author], et_al: bool) -> list[dict[str, str]]:
    people = [_person(author) for author in authors]
    # Pandoc's reader and writer of BibTeX take "others" for what stands in place of names.
    return [*people, {"literal": "others"}] if et_al else people


def _person(author: Author) -> dict[str, str]:
    if not author.given:
        return {"literal": one_line(author.name)}
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {name: one_line(part) for name, part in parts.items() if part}
