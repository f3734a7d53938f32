"""One paper, in the list and at a source: what is the same, and what the list takes over."""

from dataclasses import replace

from pubtool import files, latex, names, references, seen
from pubtool.actions import matching
from pubtool.publication import Author, Identifier, Publication, Service, Status, with_identifier
from pubtool.seen import Sighting

# Fields beside the schema's that tell where in its venue a published paper stands.
_BIBLIOGRAPHIC = frozenset(
    ("volume", "number", "issue", "pages", "articleno", "series", "publisher", "editor", "isbn")
)


def same_people(paper: Publication, said: Publication) -> bool:
    """Tell whether a source has the authors that the list has, as far as either list goes."""
    mine, theirs = paper.authors, said.authors
    if paper.et_al:
        theirs = theirs[: len(mine)]
    if said.et_al:
        mine = mine[: len(theirs)]
    return names.same_list(mine, theirs)


def may_be_same(one: Publication, other: Publication) -> bool:
    """Tell whether two may be versions of one paper: by title, and by authors where known."""
    if not matching.similar_titles(one.title, other.title):
        return False
    return not one.authors or not other.authors or _have_author_in_common(one, other)


def have_nothing_in_common(one: Publication, other: Publication) -> bool:
    """Tell whether neither title nor any author speaks for one paper."""
    return not (
        matching.similar_titles(one.title, other.title) or _have_author_in_common(one, other)
    )


def with_people_of(paper: Publication, said: Publication) -> Publication:
    """Return the paper with the source's author list.

    Those whom the list has already stay as it spells and marks them.
    """
    people = tuple(names.namesake(author, paper.authors) or author for author in said.authors)
    return replace(paper, authors=people, et_al=said.et_al)


def with_marks_of(paper: Publication, other: Publication) -> Publication:
    """Return the paper whose authors have the marks that the same people have in `other`."""
    people = namesakes(paper, other)
    marked = (
        replace(author, equal=bool(one and one.equal), me=bool(one and one.me))
        for author, one in zip(paper.authors, people, strict=True)
    )
    return replace(paper, authors=tuple(marked))


def namesakes(paper: Publication, other: Publication) -> list[Author | None]:
    """Return for each author of the paper the same person in `other`.

    Who has no namesake there is the one of the same place, if that one has none either.
    """
    people = [names.namesake(author, other.authors) for author in paper.authors]
    for place, (found, there) in enumerate(zip(people, other.authors, strict=False)):
        if found is None and there not in people:
            people[place] = there
    return people


def with_ids_of(paper: Publication, found: Publication, *, move_link: bool = False) -> Publication:
    """Return the paper with the ids that `found` has, and what else it lacks.

    The id of the service that tells of `found` replaces one that the paper has there (a
    placeholder), and a link that led to the old one moves; else the title's link moves only
    where `move_link` says so. Other ids only fill what is missing.
    """
    own = _told_by(found)
    after = _with_ids(paper, found, own)
    old = references.find(paper.url) if paper.url else None
    if move_link or paper.link is None or (old is not None and _is_gone(old, paper, after)):
        return replace(after, url=found.link or paper.url)
    derived = next((one for one in paper.identifiers if one.url == paper.link), None)
    if derived is not None and paper.url is None and after.link != paper.link:
        gone = derived not in after.identifiers
        return after if gone else replace(after, url=paper.link)
    return after


def with_link(paper: Publication, url: str) -> Publication:
    """Return the paper whose title links to `url`.

    An id of the service that `url` belongs to becomes the one in it, where the paper has one.
    """
    after = replace(paper, url=url)
    named = references.find(url)
    held = {one.service for one in paper.identifiers}
    return with_identifier(after, named) if named and named.service in held else after


def promoted(paper: Publication, published: Publication) -> Publication:
    """Return the paper at the venue of its published version; title, authors and link stay.

    A free `venue` goes. A month stays only with its year: it is the preprint's.
    """
    year = published.year or paper.year
    known = {name for name, _ in paper.extra}
    more = (
        (name, value)
        for name, value in published.extra
        if name in _BIBLIOGRAPHIC and name not in known
    )
    return replace(
        with_ids_of(paper, published),
        type=published.type,
        status=Status.PUBLISHED,
        pubstate=None,
        venue=published.venue,
        abbr=published.abbr,
        free_venue=None,
        year=year,
        month=published.month or (paper.month if year == paper.year else None),
        award=published.award or paper.award,
        extra=(*paper.extra, *more),
    )


def place_of(said: Publication) -> str:
    """Return where and when a source says that the paper is out: `ICLR 2025`."""
    return f"{latex.to_text(said.abbr or said.venue or '')} {said.year or ''}".strip()


def compared(before: Publication, after: Publication) -> str:
    """Return what differs between two versions of a paper, as a diff of its facts."""
    return files.difference(_facts(before), _facts(after), before.key)


def _facts(publication: Publication) -> str:
    facts = (
        ("title", latex.to_text(publication.title)),
        ("authors", ", ".join(author.name for author in publication.authors)),
        ("venue", latex.to_text(publication.free_venue or publication.venue or "")),
        ("year", str(publication.year or "")),
        ("award", latex.to_text(publication.award or "")),
        ("link", publication.link or ""),
    )
    return "".join(f"{name}: {value}\n" for name, value in facts if value)


def _have_author_in_common(one: Publication, other: Publication) -> bool:
    return any(names.same(author, person) for author in one.authors for person in other.authors)


def _told_by(found: Publication) -> frozenset[Service]:
    """Return the service that a paper comes from; of pasted BibTeX, all that it names."""
    home = references.find(found.url) if found.url else None
    return frozenset([home.service] if home else [one.service for one in found.identifiers])


def _with_ids(paper: Publication, found: Publication, own: frozenset[Service]) -> Publication:
    after = paper
    held = {one.service for one in paper.identifiers}
    for identifier in found.identifiers:
        if identifier in paper.identifiers:  # as the list spells it
            continue
        if identifier.service in own or identifier.service not in held:
            after = with_identifier(after, identifier)
    moved = after.arxiv != paper.arxiv
    return replace(
        after,
        arxiv_class=found.arxiv_class if moved else paper.arxiv_class or found.arxiv_class,
        year=paper.year or found.year,
        authors=paper.authors or found.authors,
        pubstate=_pubstate(paper, found),
    )


def _pubstate(paper: Publication, found: Publication) -> str | None:
    """Return "submitted" for a preprint that is under review by what its source says."""
    both = paper.status is found.status is Status.PREPRINT
    return paper.pubstate or (found.pubstate if both else None)


def _is_gone(old: Identifier, paper: Publication, after: Publication) -> bool:
    return old in paper.identifiers and old not in after.identifiers


def agreed(paper: Publication, said: Publication, last: Sighting | None) -> Sighting:
    """Return what is to be remembered of a source that `said` this of the paper just now.

    It is what both say; what they do not agree on stays as they `last` did.
    """
    now, last = seen.sighting(said), last or seen.NEVER
    return Sighting(
        now.date,
        now.title if matching.same_title(paper, said) else last.title,
        now.authors if same_people(paper, said) else last.authors,
    )
