"""Is this paper in the list already? By id first, then by title and first author."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from pubtool import latex, names, references
from pubtool.publication import Identifier, Publication

# Two spellings of one title (a typo mended, "auto-regressive" joined) stay well above this;
# a follow-up's title ("LANTERN" and "LANTERN++") falls below.
_SAME_TITLE_RATIO = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """A paper of the list that is, or looks like, the one that was asked about.

    `identifier` is the id that both have, or None where only title and first author agree.
    """

    publication: Publication
    identifier: Identifier | None


class Known:
    """The papers of a list, in its order, found by an id or by the title without going through.

    What `like` returns are candidates: whether one is the same paper, the rules below tell.
    """

    def __init__(self, publications: Iterable[Publication]) -> None:
        self._papers: dict[str, Publication] = {}
        self._places: dict[str, int] = {}
        self._keys: dict[Identifier | str, set[str]] = defaultdict(set)
        for publication in publications:
            self.put(publication)

    def put(self, publication: Publication) -> None:
        """Take the paper in, in place of the one with its key."""
        key = publication.key
        for name in _names_of(self._papers[key]) if key in self._papers else ():
            self._keys[name].discard(key)
        for name in _names_of(publication):
            self._keys[name].add(key)
        self._places.setdefault(key, len(self._places))
        self._papers[key] = publication

    def like(self, wanted: Publication) -> list[Publication]:
        """Return the papers that have an id of the wanted one, or its title."""
        keys = {key for name in _names_of(wanted) for key in self._keys.get(name, ())}
        return [self._papers[key] for key in sorted(keys, key=self._places.__getitem__)]


def _names_of(publication: Publication) -> set[Identifier | str]:
    ids = publication.identifiers
    return {*ids, *map(references.at_home, ids), latex.comparable(publication.title)}


def find(publications: Iterable[Publication], wanted: Publication) -> Match | None:
    """Return the paper of the list that `wanted` is, or None.

    An id that both have decides; otherwise the same title with the same first author.
    """
    by_title: Match | None = None
    ids = wanted.identifiers
    for publication in publications:
        shared = next((i for i in publication.identifiers if i in ids), None)
        if shared is not None:
            return Match(publication, shared)
        if by_title is None and _same_title_and_author(publication, wanted):
            by_title = Match(publication, None)
    return by_title


def with_identifier(
    publications: Iterable[Publication], identifier: Identifier
) -> Publication | None:
    """Return the paper of the list that has this id, or None."""
    return next((p for p in publications if identifier in p.identifiers), None)


def same_title(one: Publication, other: Publication) -> bool:
    """Tell whether two titles are the same: case, punctuation and LaTeX aside."""
    return latex.comparable(one.title) == latex.comparable(other.title)


def similar_titles(first: str, second: str) -> bool:
    """Tell whether two titles (TeX source) may be spellings or versions of one paper's.

    A subtitle added or dropped is a version; a follow-up paper's title is not.
    """
    one, other = latex.comparable(first), latex.comparable(second)
    if not one or not other:
        return one == other
    shorter, longer = sorted((first, second), key=len)
    if _without_subtitle(longer) == latex.comparable(shorter):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME_TITLE_RATIO


def _without_subtitle(title: str) -> str:
    return latex.comparable(title.partition(":")[0])


def _same_title_and_author(one: Publication, other: Publication) -> bool:
    if not same_title(one, other):
        return False
    if not one.authors or not other.authors:
        return not one.authors and not other.authors
    return names.same(one.authors[0], other.authors[0])
