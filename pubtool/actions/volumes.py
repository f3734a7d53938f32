"""Papers whose venue stands in the entry of the whole volume (`crossref`), and such volumes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pubtool.publication import Publication

# BibTeX hands down every field; these are the ones that are the volume's and the paper's alike.
_SHARED = frozenset(
    "editor publisher address location series isbn issn volume number organization".split()
)
_COLLECTIONS = frozenset(("proceedings", "mvproceedings", "collection", "mvcollection"))
_BOOKS = frozenset(("book", "mvbook"))  # volumes where they have editors in place of authors


def shown(publications: Sequence[Publication], own: Sequence[str]) -> tuple[Publication, ...]:
    """Return the papers, `resolved`, without the volumes that are there for others' sake alone."""
    aside = supporting(publications, own)
    return tuple(one for one in resolved(publications) if one.key not in aside)


def supporting(publications: Sequence[Publication], own: Sequence[str]) -> frozenset[str]:
    """Return the keys of the volumes that stand in the list only for papers to refer to.

    Others refer to such an entry by `crossref` or `xref`, and nobody wrote it. One that the
    owner of the list, `own` by any spelling, has edited is a publication like any other.
    """
    named = {
        value.strip().lower()
        for publication in publications
        for name, value in publication.extra
        if name in ("crossref", "xref")
    }
    return frozenset(
        one.key
        for one in publications
        if one.key.lower() in named and _is_volume(one) and not _is_edited_by(one, own)
    )


def _is_volume(publication: Publication) -> bool:
    if publication.authors:
        return False
    edited_book = publication.type in _BOOKS and "editor" in dict(publication.extra)
    return publication.type in _COLLECTIONS or edited_book


def _is_edited_by(volume: Publication, own: Sequence[str]) -> bool:
    from pubtool import latex, names  # late: few lists have volumes

    listed, _ = names.split_list(dict(volume.extra).get("editor", ""))
    editors = tuple(names.parse(latex.to_text(name)) for name in listed)
    marked = names.mark_me(replace(volume, authors=editors), own)
    return any(editor.me for editor in marked.authors)


def resolved(publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Return the papers with what they leave to their volume, and without `crossref`.

    The volume may stand anywhere in the list. Once papers are chosen and sorted it may be
    missing or stand before them, which BibTeX refuses.
    """
    volumes = {publication.key.lower(): publication for publication in publications}
    return tuple(
        _resolved(publication, volumes) if "crossref" in dict(publication.extra) else publication
        for publication in publications
    )


def _resolved(publication: Publication, volumes: Mapping[str, Publication]) -> Publication:
    own = dict(publication.extra)
    volume = volumes.get(own.pop("crossref").strip().lower())
    if volume is None:
        return replace(publication, extra=tuple(own.items()))
    shared = {name: value for name, value in volume.extra if name in _SHARED}
    # A paper dated by itself has its own month, or none.
    month = publication.month if publication.year else publication.month or volume.month
    return replace(
        publication,
        venue=publication.venue or volume.venue or volume.title,
        abbr=publication.abbr or volume.abbr,
        year=publication.year or volume.year,
        month=month,
        extra=tuple((shared | own).items()),
    )
