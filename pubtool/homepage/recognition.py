"""Tell which paper of the list an item on a page is, and what only the item says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pubtool import latex, references
from pubtool.homepage.reading import definitions, markup
from pubtool.homepage.reading.marked import LINE_BREAK, PARAGRAPH_BREAK, Look, Marked
from pubtool.publication import Author, Identifier, Publication

_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_HASHES = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.MULTILINE)  # before an item's lines, by a slip
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.?!,])\s+|[“”\"]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEGEND = re.compile(r"equal(?:ly)?\W+contribut|contribut\w*\W+equal", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s*){1,6}")
_AWARD = re.compile(r"\(([^()]*)\)\s*$")
# Words of the page's trade: they tell a reader something, but nothing that the list lacks.
_STOCK = frozenset(
    (
        *("preprint", "arxiv", "under", "review", "equal", "equally", "contribution"),
        *("contributions", "contributed", "and", "et", "al", "in", "to", "appear"),
    )
)
# So many of a title's words must stand in an item for a link alone to say that it is the paper.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The list's papers by what an item on a page may show of them."""

    by_title: Mapping[str, Sequence[Publication]]
    by_identifier: Mapping[Identifier, Publication]
    by_url: Mapping[str, Publication]
    addresses: Mapping[str, str]  # of the page's reference links
    _found: dict[str, Publication | None] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, publications: Iterable[Publication], page: Iterable[str] = ()) -> "Catalogue":
        """Return the catalogue of `publications`, for items that stand on `page` (its lines)."""
        titles: dict[str, list[Publication]] = {}
        identifiers: dict[Identifier, Publication] = {}
        urls: dict[str, Publication] = {}
        for publication in publications:
            if title := latex.comparable(publication.title):
                titles.setdefault(title, []).append(publication)
            for identifier in publication.identifiers:
                identifiers.setdefault(identifier, publication)
            if publication.url:
                urls.setdefault(_bare_url(publication.url), publication)
        bare = (line.rstrip("\r\n") for line in page)
        return cls(titles, identifiers, urls, definitions.definitions(bare))

    def by_title_of(self, text: str) -> Publication | None:
        """Return the paper whose title the item (Markdown) shows in a part of its own.

        Of several with that title it is the one that the item links to, else the first.
        """
        text = self._resolved(text)
        for candidate in _title_candidates(_read(text)):
            if found := self.by_title.get(_comparable(candidate)):
                linked = (paper for paper in self._linked(text) if paper in found)
                return next(linked, found[0])
        return None

    def find(self, text: str) -> Publication | None:
        """Return the paper that the item (Markdown) shows, or None.

        The title decides; a link or an id counts where most of the title's words are there
        too, or just its authors (titles change), for a link to another paper is a common slip.
        """
        if text not in self._found:
            whole = self._resolved(text)
            self._found[text] = self.by_title_of(whole) or self._by_link(whole)
        return self._found[text]

    def only_on_page(self, old: str, new: str, publication: Publication) -> str | None:
        """Return what the item `old` says that neither the paper nor its new item does, or None.

        A venue, year, author or mark that the list knows otherwise is old news; one that the list
        knows nothing of is not.
        """
        old = self._resolved(old)
        shown, coming = _read(old), _read(new)
        if lost := _lost_links(old, new, publication):
            return f"the link {lost[0]}"
        if dropped := [piece for piece in shown.dropped if piece not in coming.dropped]:
            return f"“{shorten(dropped[0])}”"
        if _LEGEND.search(shown.text) and not any(author.equal for author in publication.authors):
            return "who contributed equally"
        if mark := _unexplained_mark(old, publication):
            return mark
        known = _words(coming.text) | _known_words(publication) | _STOCK
        known |= _words(_former_title(shown, publication))
        unknown = [word for word in _telling_words(shown, publication) if word not in known]
        return f"“{shorten(' '.join(unknown))}”" if unknown else None

    def _resolved(self, text: str) -> str:
        """Return the item with the addresses of its reference links, which stand elsewhere."""
        return definitions.resolve(text, self.addresses)

    def _by_link(self, text: str) -> Publication | None:
        words = _words(_read(text).text)
        return next(
            (
                paper
                for paper in self._linked(text)
                if _mostly(paper, words) or _has_its_authors(paper, text)
            ),
            None,
        )

    def _linked(self, text: str) -> Iterator[Publication]:
        for url in _urls(text):
            if found := self.by_url.get(_bare_url(url)):
                yield found
            identifier = references.find(url)
            if identifier is not None and (found := self.by_identifier.get(identifier)):
                yield found


def title_of(text: str) -> str:
    """Return what names an item (Markdown) in a message: its link's, bold or first words."""
    marked = _read(text)
    links = [marked.part(start, end).words for start, end, _ in marked.link_spans()]
    bold = [marked.part(run.start, run.end).words for run in marked.runs() if run.look & Look.BOLD]
    telling = (words for words in (*links, *bold, marked.words) if len(words.split()) > 2)
    return shorten(next(telling, marked.words))


def shorten(text: str) -> str:
    """Return the text as one line of at most 80 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def names_authors(text: str, authors: Sequence[Author]) -> bool:
    """Tell whether a text gives the paper's authors, so that it is no mere mention."""
    folded = text.casefold()
    named = sum(author.family.casefold() in folded for author in authors)
    return bool(authors) and named >= min(2, len(authors))


def holds_title(text: str, publication: Publication) -> bool:
    """Tell whether a text (Markdown or HTML) says the paper's title, if that is long enough."""
    title = latex.comparable(publication.title)
    return len(_WORD.findall(latex.to_text(publication.title))) > 2 and title in _comparable(
        _read(text).text
    )


def is_one_more(text: str) -> bool:
    """Tell whether a paragraph (Markdown) beside a list's items is a paper too."""
    from pubtool.homepage.reading.handwritten import examine, is_paper_among_items  # late, as below

    return is_paper_among_items(examine(text))


@lru_cache(maxsize=64)
def _read(text: str) -> Marked:
    inner = re.sub(r"^\s*<!-+\s*|\s*-+>\s*$", "", text) if text.lstrip().startswith("<!-") else text
    return markup.read(_BULLET.sub("", _HASHES.sub("", inner), count=1))


def _title_candidates(marked: Marked) -> Iterator[str]:
    for start, end, _ in marked.link_spans():
        yield marked.text[start:end]
    bold: list[str] = []
    for run in marked.runs():
        if run.look & Look.BOLD:
            bold.append(marked.text[run.start : run.end])
        elif bold:
            yield "".join(bold)
            bold = []
    yield "".join(bold)
    for line in marked.split(LINE_BREAK + PARAGRAPH_BREAK + "\n"):
        yield line.text
        yield from _SENTENCE.split(line.text)


def _comparable(text: str) -> str:
    return latex.comparable(latex.from_text(" ".join(text.split())))


def _urls(text: str) -> list[str]:
    return [link.url for _, _, link in _read(text).link_spans()]


def _bare_url(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.strip()).rstrip("/")


def _lost_links(old: str, new: str, publication: Publication) -> list[str]:
    """Return the addresses that the new item and the list lack, the title's own aside."""
    kept = {_bare_url(url) for url in _urls(new)}
    kept |= {_bare_url(value) for _, value in publication.extra}
    kept |= {_bare_url(publication.url)} if publication.url else set()
    title = latex.comparable(publication.title)
    marked = _read(old)
    return [
        link.url
        for start, end, link in marked.link_spans()
        if _bare_url(link.url) not in kept
        and references.find(link.url) not in publication.identifiers
        and not (publication.link and _comparable(marked.text[start:end]) == title)
    ]


def _unexplained_mark(old: str, publication: Publication) -> str | None:
    """Return a mark after a name that is not the one of those who contributed equally."""
    from pubtool.homepage.reading.handwritten import examine  # late: most items are known

    equal = [author.family.casefold() for author in publication.authors if author.equal]
    names = examine(old).names
    bearers = (n for n in names if any(one in n.author.name.casefold() for one in equal))
    known = {sign for bearer in bearers for sign in bearer.marks}
    marked = ((sign, name) for name in names for sign in name.marks if sign not in known)
    return next((f"the mark {sign} after {name.author.name}" for sign, name in marked), None)


def _former_title(marked: Marked, publication: Publication) -> str:
    """Return the words that link to the paper itself: a title that it had, if not its own."""
    return " ".join(
        marked.text[start:end]
        for start, end, link in marked.link_spans()
        if references.find(link.url) in publication.identifiers
        or _bare_url(link.url) == _bare_url(publication.url or "")
    )


def _has_its_authors(publication: Publication, text: str) -> bool:
    """Tell whether an item names just the paper's authors; one alone is on every such page."""
    from pubtool.homepage.reading.handwritten import read_item  # late, as above

    shown = read_item(text)
    if shown is None or len(publication.authors) < 2:
        return False
    one, other = (
        sorted(author.family.casefold() for author in paper.authors)
        for paper in (publication, shown)
    )
    return one == other


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _mostly(publication: Publication, shown: frozenset[str]) -> bool:
    """Tell whether most words of the paper's title are among those that an item shows."""
    title = _words(latex.to_text(publication.title))
    return bool(title) and len(title & shown) / len(title) >= _ALIKE


def _known_words(publication: Publication) -> frozenset[str]:
    tex = (
        publication.title,
        publication.venue,
        publication.abbr,
        publication.free_venue,
        publication.award,
        *(value for _, value in publication.extra),
        *publication.keywords,
        *(identifier.value for identifier in publication.identifiers),
    )
    text = " ".join(latex.to_text(part) for part in tex if part)
    return _words(f"{text} {' '.join(author.name for author in publication.authors)}")


def _telling_words(marked: Marked, publication: Publication) -> Iterator[str]:
    """Yield the words of an item, but for names, years and a venue that the list knows."""
    families = {author.family.casefold() for author in publication.authors}
    for line in marked.split(LINE_BREAK + PARAGRAPH_BREAK + "\n"):
        text = _without_known_venue(line, publication)
        has_authors = any(family in text.casefold() for family in families)
        for piece in re.split(r"[,;&|·]|\band\b", text):
            if has_authors and _NAME.fullmatch(re.sub(r"[^\w\s.'’-]", "", piece).strip()):
                continue
            yield from (w for w in _WORD.findall(piece.casefold()) if not _YEAR.fullmatch(w))


def _without_known_venue(line: Marked, publication: Publication) -> str:
    """Return a line without what is in italics, where the list has its own word for that."""
    pieces = []
    for run in line.runs():
        text = line.text[run.start : run.end]
        if run.look & Look.ITALIC and publication.label is not None:
            award = _AWARD.search(text)
            text = award[1] if award and publication.award is None else ""
        pieces.append(text)
    return "".join(pieces)
