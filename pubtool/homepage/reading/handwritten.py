"""One hand-written item of a page: its Markdown taken apart into a publication.

What is understood goes into fields; a venue line that is not is kept word for word; the
rest is the item's `leftover`. Where no title or no author list can be told, there is no
publication but a reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pubtool import latex
from pubtool.bibtex import keys
from pubtool.homepage.reading import legends, markup, resources, titles, venueline
from pubtool.homepage.reading.byline import Name, is_gap
from pubtool.homepage.reading.legends import Legend
from pubtool.homepage.reading.marked import Look, Marked
from pubtool.homepage.reading.numbering import YEAR
from pubtool.homepage.reading.resources import Resource
from pubtool.homepage.reading.venueline import VenueLine
from pubtool.publication import HIDDEN, Publication, Service, Status, arxiv_date


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page around an item says: names on it, the section's legend, kind and year."""

    known: frozenset[str] = frozenset()
    legend: Legend | None = None
    preprints: bool = False
    year: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Examined:
    """An item as it was read.

    `publication` is None where it could not be; then `reason` says why. `leftover` is the
    item's text that went into no field, None where all of it did. `notes` are for a person.
    """

    publication: Publication | None
    reason: str | None = None
    leftover: str | None = None
    notes: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    legend: Legend | None = None
    certain: bool = False  # another look, with more names known, would find the same
    submitted: str | None = None  # "Under review", where the venue line is just that
    told_year: bool = True  # the item itself tells a year, or there is none


_ALONE = Setting()
_BULLET = re.compile(r"\A\s*(?:[-*+]\s+|\d{1,3}[.)](?!\d)\s*)")
_TAG = re.compile(r"\s*[\[(]\s*[\w*!/ .-]{1,12}[\])]\s*(?=\S)")
_LIQUID = re.compile(r"\{\{|\{%")
_ASIDE = re.compile(r"\(\s*(?:in )?alphabetical(?: order)?\s*\)", re.I)
_HASHES = re.compile(r"^ {0,3}#{1,6}[ \t]+", re.M)
_STRAY_STARS = re.compile(r"(?:\*\*|__)(?=\S)")  # bold that never ends
_LONGEST = 20_000  # characters; a paper with a hundred authors takes 3,000
_PROSE = 40  # words: more than that is no venue


def read_item(text: str) -> Publication | None:
    """Return the paper that one item's Markdown names, None where it cannot be read.

    The item may be a whole comment: a hidden paper. Of the page around it nothing is known.
    """
    return examine(text).publication


def examine(text: str, setting: Setting = _ALONE) -> Examined:
    """Return what one item's Markdown says, read in its setting. Never raises."""
    text = text.strip()
    if text.startswith("<!--"):
        text = text.removeprefix("<!--").removesuffix("-->")
        text = text[1:] if text.startswith("-") and text[1:2].isspace() else text
        setting = replace(setting, hidden=True)
    if len(text) > _LONGEST:
        return Examined(None, "it is too long for one paper")
    if _LIQUID.search(text):
        return Examined(None, "it holds Liquid ({{ or {%), and what that becomes is not here")
    whole = markup.read(_BULLET.sub("", _HASHES.sub("", text), count=1))
    leftover = list(whole.dropped)
    whole, links, words = resources.take_resources(whole)
    leftover += words
    whole, legend = legends.find(whole)
    asides = list(_ASIDE.finditer(whole.text))
    leftover += [aside[0] for aside in asides]
    whole = whole.without_all([aside.span() for aside in asides]).strip()
    if tag := _TAG.match(whole.text):
        leftover.append(tag[0].strip())
        whole = whole.part(tag.end())
    found = titles.find(whole, setting.known)
    if found is None:
        return Examined(None, "no title and author list can be told apart in it", legend=legend)
    told, prose = _sorted_out(found.rest)
    leftover += prose
    line = venueline.read([piece.words for piece in told])
    leftover += [link.url for piece in told for _, _, link in piece.link_spans()]
    publication, unused, notes = _publication(found, line, links, legend, setting)
    leftover += unused
    if _HASHES.search(text):
        notes.append("its lines begin with `# `, which Markdown takes for headings")
    return Examined(
        publication,
        leftover="; ".join(leftover) or None,
        notes=tuple(notes),
        names=found.byline.names,
        legend=legend,
        certain=found.url is not None,
        submitted=line.submitted,
        told_year=line.year is not None or publication.year is None,
    )


def is_paper_among_items(examined: Examined) -> bool:
    """Tell whether a paragraph beside a list's items is a paper too.

    "See my [Google Scholar](…) for more" has a link and words before it as well.
    """
    paper = examined.publication
    if paper is None or paper.url is None or len(paper.title.split()) < 3:
        return False
    return paper.year is not None or len(paper.authors) > 1


def _sorted_out(rest: Iterable[Marked]) -> tuple[list[Marked], list[str]]:
    """Return the pieces that tell the venue, and the text of those that are prose."""
    told: list[Marked] = []
    prose: list[str] = []
    for piece in rest:
        words = piece.words.strip(" .,;:|–—-/()[]")
        if not any(char.isalnum() for char in words):
            continue
        bullet = _BULLET.match(piece.text) and told
        linked = told and len(words.split()) > 3 and _linked(piece) > 0.6
        if len(words.split()) > _PROSE or bullet or linked or (told and not _continues(words)):
            prose.append(words)
        else:
            told.append(piece)
    return told, prose


def _linked(piece: Marked) -> float:
    """Return which part of a piece is a link, 0 to 1."""
    return sum(end - start for start, end, _ in piece.link_spans()) / len(piece.text)


def _continues(words: str) -> bool:
    """Tell whether a further line is about the venue: another one, a year, an award."""
    return (
        venueline.is_award(words)
        or venueline.looks_like_venue(words)
        or (len(words.split()) < 15 and YEAR.search(words) is not None)
    )


def _publication(
    found: titles.Found,
    line: VenueLine,
    links: tuple[Resource, ...],
    legend: Legend | None,
    setting: Setting,
) -> tuple[Publication, list[str], list[str]]:
    """Return the paper, what of its text went into no field, and notes."""
    names = found.byline.names
    flags, unexplained = legends.equal(names, legend, setting.legend)
    unused = [f"the mark {mark} {_after(names, mark)}" for mark in sorted(unexplained)]
    if legend and not any(flags):
        unused.append("what a mark means that nobody bears")
    unused += [f"({name.native})" for name in names if name.native]
    authors = tuple(replace(n.author, equal=e) for n, e in zip(names, flags, strict=True))
    notes: list[str] = []
    if any(map(is_gap, authors)):
        notes.append("the page leaves authors out (“...”)")
    main = None if found.url else resources.main_address(links)
    url = _address(found.url or (main.url if main else ""))
    extra, spare = _extra(links, main)
    unused += spare
    ids = _identifiers(url, links, line)
    preprint = line.preprint or line.name is None or setting.preprints
    year = line.year
    if year is None and setting.year is not None and not line.submitted:
        year = setting.year
        notes.append(f"the page tells its year, {year}, by a heading")
    given_out = arxiv_date(ids.get(Service.ARXIV, ""))
    if year is None and given_out and not line.submitted:
        year = given_out[0]
        notes.append(f"the page tells no year; {year} is that of the arXiv id")
    title = _title(found.title)
    free = line.free
    if setting.preprints and line.name and not line.preprint:
        free = line.free or f"{line.abbr or line.name} {line.year or ''}".strip()
    if free:
        notes.append(f"kept word for word as its venue: {free}")
    publication = Publication(
        key=keys.propose(authors, year, title),
        type="misc" if preprint else line.type,
        title=title,
        authors=authors,
        et_al=found.byline.et_al,
        year=year,
        month=line.month,
        status=Status.PREPRINT if preprint else Status.PUBLISHED,
        pubstate=line.pubstate,
        venue=None if preprint else _tex(line.name),
        abbr=None if preprint else _tex(line.abbr),
        free_venue=_tex(free),
        award=_tex(line.award),
        hidden=setting.hidden,
        keywords=(HIDDEN,) if setting.hidden else (),
        url=url,
        arxiv=ids.get(Service.ARXIV),
        openreview=ids.get(Service.OPENREVIEW),
        doi=ids.get(Service.DOI),
        extra=(*line.extra, *extra),
    )
    return publication, unused, notes


def _after(names: tuple[Name, ...], mark: str) -> str:
    return "after " + ", ".join(name.author.name for name in names if mark in name.marks)


def _extra(
    links: tuple[Resource, ...], main: Resource | None
) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Return the links that become fields, and the addresses of those that do not."""
    fields: dict[str, str] = {}
    spare: list[str] = []
    for link in links:
        if link is main:
            continue
        address = _address(link.url)
        if address is None:
            continue
        known = resources.identifiers([address])
        if link.field in ("paper", "arxiv", "openreview") and known:
            continue  # its id is a field
        field = "html" if link.field in ("paper", "arxiv", "openreview") else link.field
        if field in fields:
            spare.append(link.url)
        else:
            fields[field] = address
    return tuple(fields.items()), spare


def _address(url: str) -> str | None:
    """Return an address as one word that a `.bib` can hold in braces, None for an empty one."""
    word = "%20".join("".join(url.splitlines()).split())
    return word.replace("{", "%7B").replace("}", "%7D") or None


def _identifiers(
    url: str | None, links: tuple[Resource, ...], line: VenueLine
) -> dict[Service, str]:
    """Return the paper's ids by service: from its own link first, then from those beside it."""
    addresses = [url] if url else []
    addresses += [f"arXiv:{line.arxiv}"] if line.arxiv else []
    own = ("paper", "arxiv", "openreview", "pdf", "html")
    addresses += [link.url for link in links if link.field in own]
    return {found.service: found.value for found in resources.identifiers(addresses)}


def _tex(text: str | None) -> str | None:
    return latex.from_text(text) if text else None


def _title(title: Marked) -> str:
    """Return the title as BibTeX, with what the page raises or lowers."""
    title = title.rstrip(".,") if not title.text.endswith("...") else title
    stray = _STRAY_STARS.match(title.text)
    title = title.part(stray.end()) if stray else title
    runs = [(title.text[run.start : run.end], run.look) for run in title.runs()]
    if any(look & (Look.SUP | Look.SUB) for _, look in runs):
        tex = "".join(_shifted(text, look) for text, look in runs)
        return latex.from_source(tex, title=True)
    # Typed dashes as kramdown sets them.
    text = title.words.replace("---", "—").replace("--", "–")
    if text.count("$") > 1:
        return latex.from_source(text, title=True)
    return latex.from_text(text, title=True, caret=True)


def _shifted(text: str, look: Look) -> str:
    """Return a stretch of a title as TeX: `3`, raised, is `$^3$`."""
    tex = latex.from_text(text)
    if not look & (Look.SUP | Look.SUB):
        before, after = (" " if text[i].isspace() else "" for i in (0, -1))
        return f"{before}{tex}{after}"
    if not text.isdecimal():
        return f"\\text{'super' if look & Look.SUP else 'sub'}script{{{tex}}}"
    return f"${'^' if look & Look.SUP else '_'}{tex if len(tex) == 1 else f'{{{tex}}}'}$"
