"""Which of a paper's authors is the list's owner."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pubtool.names.bibtex import parse
from pubtool.names.namesakes import full_name, same
from pubtool.publication import Author, Publication


def mark_me(publication: Publication, own: Sequence[str]) -> Publication:
    """Return the paper with `me` set for the author whom one of the names in `own` means.

    Where an author carries `me` already, the entry said so, and all stays as it is. Of two
    authors who could be meant (`S. Park` and `Sihwan Park`) the one with the full name is.
    """
    authors = publication.authors
    if not own or any(author.me for author in authors):
        return publication
    persons = [parse(name) for name in own]
    meant = [any(same(author, person) for person in persons) for author in authors]
    if sum(meant) > 1:
        known = {full_name(person) for person in persons}
        exact = [full_name(author) in known for author in authors]
        meant = exact if any(exact) else meant
    if not any(meant):
        return publication
    marked = (_marked(a) if me else a for a, me in zip(authors, meant, strict=True))
    return replace(publication, authors=tuple(marked))


@lru_cache(maxsize=64)  # the same person in all papers
def _marked(author: Author) -> Author:
    return replace(author, me=True)
