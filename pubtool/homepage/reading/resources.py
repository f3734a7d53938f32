"""The small links beside a paper: [pdf], [code], [slides], a bare address, a DOI."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pubtool import references
from pubtool.homepage.reading.marked import Marked
from pubtool.publication import Identifier


@dataclass(frozen=True, slots=True)
class Resource:
    """A labelled link: `field` is the entry's field that it belongs to ("pdf", "code", …).

    The field "paper" is the paper itself: what a title without a link then links to.
    """

    field: str
    url: str


# What pages call them, and al-folio's field for it.
_FIELDS = {
    "paper": "paper",
    "link": "paper",
    "publication": "paper",
    "publisher": "paper",
    "proceedings": "paper",
    "doi": "paper",
    "acm": "paper",
    "ieee": "paper",
    "journal": "paper",
    "pdf": "pdf",
    "download": "pdf",
    "preprint": "pdf",
    "arxiv": "arxiv",
    "openreview": "openreview",
    "abs": "paper",
    "abstract": "paper",
    "html": "html",
    "code": "code",
    "github": "code",
    "repo": "code",
    "software": "code",
    "implementation": "code",
    "slides": "slides",
    "slide": "slides",
    "poster": "poster",
    "video": "video",
    "talk": "video",
    "recording": "video",
    "youtube": "video",
    "oral": "video",
    "project": "website",
    "website": "website",
    "webpage": "website",
    "homepage": "website",
    "page": "website",
    "site": "website",
    "demo": "demo",
    "blog": "blog",
    "data": "data",
    "dataset": "data",
    "datasets": "data",
    "model": "model",
    "models": "model",
    "supp": "supp",
    "supplement": "supp",
    "supplementary": "supp",
    "appendix": "supp",
    "bibtex": "bibtex",
    "bib": "bibtex",
    "cite": "bibtex",
    "media": "media",
    "press": "media",
    "news": "media",
    "twitter": "media",
    "tweet": "media",
}
_FILLERS = frozenset(
    ("the", "full", "long", "short", "extended", "version", "conference", "official", "our")
)
_TITLE_FIRST = ("paper", "openreview", "arxiv", "pdf", "html", "website")


def take_resources(text: Marked) -> tuple[Marked, tuple[Resource, ...], tuple[str, ...]]:
    """Return the text without its labelled links, these links, and words that stood with them."""
    found: list[Resource] = []
    words: list[str] = []
    spans = text.link_spans()
    first = next((i for i, span in enumerate(spans) if not _is_labelled(text, span[0], span[1])), 0)
    cuts: list[tuple[int, int]] = []
    for i, (start, end, link) in enumerate(spans):
        label = text.part(start, end).words.strip("[]() ")
        bracket = _bracket(text.text, start, end)
        exact = i <= first and bracket is None
        field = _field(label, exact=exact, bracketed=bracket is not None)
        if field is None and bracket is None:
            continue
        found.append(Resource(field or _slug(label), link.url))
        cut = bracket or (start, end)
        beside = text.text[end : cut[1]].strip("[]() \n\t")
        if beside:
            words.append(f"{label} {beside}")
        cuts.append(cut)
    apart = [cut for i, cut in enumerate(cuts) if i == 0 or cut[0] >= cuts[i - 1][1]]
    return text.without_all(apart), tuple(found), tuple(words)


def main_address(resources: Iterable[Resource]) -> Resource | None:
    """Return the link that a title without one of its own should have, None where none will do."""
    by_field: dict[str, Resource] = {}
    for resource in resources:
        by_field.setdefault(resource.field, resource)
    return next((by_field[field] for field in _TITLE_FIRST if field in by_field), None)


def identifiers(addresses: Iterable[str]) -> tuple[Identifier, ...]:
    """Return the ids that stand in the addresses, the first of each service."""
    found: dict[object, Identifier] = {}
    for address in addresses:
        if identifier := references.find(address):
            found.setdefault(identifier.service, identifier)
    return tuple(found.values())


def _is_labelled(text: Marked, start: int, end: int) -> bool:
    label = text.part(start, end).words.strip("[]() ")
    return (
        _bracket(text.text, start, end) is not None
        or _field(label, exact=True, bracketed=False) is not None
    )


def _bracket(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of `[label]` round a link, brackets in or outside of it, None without.

    Other words may stand in the brackets after the link; a title in brackets is too long.
    """
    if end - start > 60:
        return None
    inner = text[start:end].strip()
    if inner.startswith("[") and inner.endswith("]"):
        return start, end
    before = text[max(0, start - 3) : start].rstrip()
    if not before.endswith("["):
        return None
    opening = max(0, start - 3) + len(before) - 1
    closing = text.find("]", end, end + 40)
    return (opening, closing + 1) if closing >= 0 else None


def _field(label: str, *, exact: bool, bracketed: bool) -> str | None:
    """Return the field that a label means; unless `exact`, one telling word is enough."""
    if re.match(r"(?:https?://|www\.|doi:|arxiv:|10\.\d{4})\S+$", label, re.I):
        return "paper"
    words = re.findall(r"[^\W\d_]+", label.casefold())
    telling = [_FIELDS[word] for word in words if word in _FIELDS]
    if not telling or len(words) > 5:
        return None
    if exact and any(word not in _FIELDS and word not in _FILLERS for word in words):
        return None
    if not bracketed and words[-1] not in _FIELDS:
        return None  # "Paper Digest" is no paper, "Project page" is a page
    if "workshop" in words:
        return _slug(label)
    return _FIELDS.get(words[-1], telling[0]) if telling[0] == "website" else telling[0]


def _slug(label: str) -> str:
    """Return a field name made of the label: "workshop paper" is `workshop_paper`."""
    words = re.findall(r"[a-z]+", label.casefold())
    return "_".join(words)[:30] or "link"
