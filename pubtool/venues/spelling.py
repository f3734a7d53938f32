"""Recognise what a venue or a preprint server is called, in all its spellings."""

import re
from functools import cache

from pubtool.venues.table import KNOWN, KnownVenue

_ORDINAL_WORD = (
    r"(?:(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)[ -])?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|eight|ninth|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)tieth)"
)
YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.])")
# Words that stand in one spelling of a venue's name and not in another.
_FILLERS = re.compile(
    rf"\b(?:proceedings|proc|of|the|on|annual|ieee|cvf|acm|rsj|siam|usenix|{_ORDINAL_WORD}"
    r"|\d+(?:st|nd|rd|th))\b"
)
# What may follow a venue's name without making it another venue.
_HARMLESS = re.compile(
    r"(?:vol(?:ume)? ?\d* ?)?(?:(?:long|short|long and short) papers|main(?: conference)?)?"
    r"|\d{1,3}|poster|oral|pmlr|openreview net|curran associates|aaai press"
    r"|human language technologies"
)
_ANOTHER_EVENT = re.compile(
    r"\b(?:workshops?|companion|adjunct|findings|tutorials?|demonstrations?|demos?|student|"
    r"symposi(?:um|a)|blog\w*|tiny|challenges?|competitions?|industry|(?<!conference )track|"
    r"extended abstracts)\b",
    re.I,
)


def plain(text: str) -> str:
    """Return `text` without braces and LaTeX's spaces, dashes and ampersands."""
    text = re.sub(r"\\&", "&", text)
    text = re.sub(r"[{}]", "", text).replace("~", " ")
    return re.sub(r"\s+", " ", text).strip()


def _core(text: str) -> str:
    """Return the words that tell one venue from another, for comparing."""
    text = plain(text).casefold().replace("&", " and ")
    text = _FILLERS.sub(" ", YEAR.sub(" ", re.sub(r"['’]\d\d\b", " ", text)))
    return " ".join(re.findall(r"\w+", text))


@cache
def _table() -> dict[str, KnownVenue]:
    return {
        core: venue
        for venue in KNOWN
        for name in (venue.abbr, venue.name, *venue.aliases)
        if (core := _core(name))
    }


def known(label: str) -> KnownVenue | None:
    """Return the venue of the table that `label` names, or None.

    It may be a short label ("ICLR", "NIPS") or a full name as `.bib` files have it: in
    any case, with braces, "Proceedings of the", an ordinal, sponsors, the year, "(Volume 1:
    Long Papers)", or DBLP's ", {ICLR} 2025, Singapore, April 24-28, 2025" after it. A
    workshop or a track of a venue is not that venue.
    """
    text = plain(label)
    whole = _table().get(_core(text))
    if whole or _ANOTHER_EVENT.search(text):
        return whole
    first, *rest = re.split(r"[,:()]| [-–—]{1,3} ", text)
    venue = _table().get(re.sub(r" \d{1,2}$", "", _core(first)))
    if venue is None:
        return None
    again = [_table().get(_core(part)) for part in rest]
    if any(other not in (None, venue) for other in again):
        return None
    # A place and a date are trusted only after the venue's own label.
    named_again = venue in again
    understood = named_again or all(_HARMLESS.fullmatch(_core(part)) for part in rest)
    return venue if understood else None


_PREPRINT_SERVER = re.compile(
    r"^(?:\w*rxiv|corr|computing research repository|ssrn|osf|research square|authorea|zenodo"
    r"|preprints?|hal|openreview(?: net)? (?:archive|public article|anonymous preprint)"
    r"|openreview|submitted|in submission|submission|in preparation|manuscript|unpublished)\b"
    r"(?! (?:workshop|conference|symposium)s?\b)"
    r"|\b(?:arxiv (?:preprint|e ?prints?)|available at ssrn|ssrn electronic journal"
    r"|social science research network|osf preprints|eprint archive|preprint server"
    r"|(?:under|in) (?:double blind )?(?:review|submission|revision)|decision pending"
    r"|to be submitted|(?:withdrawn|rejected|conference) submission)\b"
    r"|\b(?:arxiv|preprint|submitted)$"
)


def is_preprint_server(text: str) -> bool:
    """Tell whether a `journal`, `booktitle` or `publisher` means "not published".

    True for arXiv, CoRR, bioRxiv, SSRN and the like, and for "Submitted to …" and "under
    review". `OpenReview.net` alone is a publisher: DBLP writes it for every ICLR paper.
    """
    words = " ".join(re.findall(r"\w+", plain(text).casefold().replace("_", " ")))
    return words != "openreview net" and bool(_PREPRINT_SERVER.search(words))
