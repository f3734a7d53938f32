"""What OpenReview's words mean: accepted or not, where, in which tier.

What is not understood comes back as such, never as a guess.
"""

import re
from dataclasses import dataclass
from enum import Enum

from pubtool.venues.labels import Venue, in_table, last_year, split_tier
from pubtool.venues.spelling import YEAR, is_preprint_server, known, plain


class Standing(Enum):
    """What a venue string says about the paper."""

    ACCEPTED = "accepted"
    UNDER_REVIEW = "under review"
    REJECTED = "rejected"  # withdrawn, desk rejected and "invite to workshop" too
    PREPRINT = "preprint"  # it names a preprint server
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What `read` understood.

    `venue` is there where the paper is accepted. `note` holds the words that were not
    understood: all of them where `standing` is UNKNOWN.
    """

    standing: Standing
    venue: Venue | None = None
    note: str | None = None


_UNDER_REVIEW = re.compile(
    r"^submitted (?:to|at|for)\b|^under review\b|^decision pending\b|\bunder review$"
    r"|\b(?:active |blind )?submission$",
    re.I,
)
_REJECTED = re.compile(
    r"\breject(?:ed)?\b|\bwithdrawn?\b|\bretracted\b|\binvite to workshop\b"
    r"|\bsubmitted$",  # v1: what was submitted, and not accepted
    re.I,
)
_ACCEPTED_BY = re.compile(r"^(?:accepted|published|to appear) (?:by|at|to|in|for)\s+", re.I)
_AFFILIATED = re.compile(r"\bworkshops?\b|@|\bsymposium\b|\bblog\s?posts?\b|\btiny papers\b", re.I)
_UPLOADED = re.compile(r"^OpenReview\.net/(?:Archive|Public_Article|Anonymous_Preprint)", re.I)


def read(words: str, venueid: str | None = None, v1: bool = False) -> Meaning:
    """Return what OpenReview's `venue` string means, with `venueid` as its proof.

    On v2 `venueid` decides whether the paper is accepted; on v1 only the words do (there
    "ICLR 2022 Submitted" stands under `ICLR.cc/2022/Conference` and means rejected), except for
    an import from DBLP. Without a `venueid` the words decide. Where the two contradict each
    other, or neither is understood, the standing is UNKNOWN.
    """
    words = plain(words)
    if venueid and _UPLOADED.match(venueid):  # claimed by the uploader, never proof
        return Meaning(Standing.UNKNOWN, note=words or venueid)
    told = _standing_of_words(words)
    proved = _standing_of_id(venueid, v1) if venueid else None
    if told is Standing.PREPRINT or proved is Standing.PREPRINT:
        return Meaning(Standing.PREPRINT)
    if proved in (Standing.UNDER_REVIEW, Standing.REJECTED):
        return Meaning(proved)
    if told in (Standing.UNDER_REVIEW, Standing.REJECTED):
        if proved is Standing.ACCEPTED:
            return Meaning(Standing.UNKNOWN, note=words)
        return Meaning(told)
    return _read_accepted(words, venueid, proved is Standing.ACCEPTED)


def read_decision(decision: str, venueid: str) -> Meaning:
    """Return what a v1 decision note ("Accept (Oral)") means at the venue of group `venueid`."""
    decision = plain(decision)
    if _REJECTED.search(decision):
        return Meaning(Standing.REJECTED)
    accepted = re.match(r"accept(?:ed)?\b", decision, re.I)
    venue = _venue_of_id(venueid)
    rest, tier = split_tier(decision)
    if not accepted or not venue or (rest and not re.fullmatch(r"accept(?:ed)?", rest, re.I)):
        return Meaning(Standing.UNKNOWN, note=decision)
    return Meaning(Standing.ACCEPTED, Venue(venue.type, venue.name, venue.abbr, venue.year, tier))


def _standing_of_words(words: str) -> Standing | None:
    if _REJECTED.search(words):
        return Standing.REJECTED
    if _UNDER_REVIEW.search(words):
        return Standing.UNDER_REVIEW
    if is_preprint_server(words):
        return Standing.PREPRINT
    return None


def _standing_of_id(venueid: str, v1: bool) -> Standing | None:
    if venueid.casefold().startswith("dblp.org/journals/corr/"):
        return Standing.PREPRINT
    if venueid.startswith("dblp.org/"):
        return Standing.ACCEPTED
    if v1:
        return None
    last = venueid.rpartition("/")[2].replace("_", " ")
    if _REJECTED.search(last):
        return Standing.REJECTED
    if _UNDER_REVIEW.search(last) or re.search(r"\b(?:submitted|pending|assigned)\b", last, re.I):
        return Standing.UNDER_REVIEW
    if known(venueid) or re.search(r"/(?:19|20)\d\d/", venueid):
        return Standing.ACCEPTED
    return None


def _venue_of_id(venueid: str) -> Venue | None:
    """Return the venue of a group such as `ICLR.cc/2025/Conference`, None for another shape."""
    *group, last = venueid.split("/")
    if not group:
        return in_table(venueid, None)
    year = last_year(" ".join(group))
    labels = [name for part in group if (name := re.sub(r"\.(?:cc|org)$", "", part, flags=re.I))]
    venue = next((found for label in labels if (found := known(label))), None)
    if venue is None or year is None:
        return None
    if "Workshop" in group:
        return Venue("inproceedings", f"{venue.abbr} {year} Workshop {last}", None, year)
    return in_table(f"{venue.abbr} {last.replace('_', ' ')}", year)


def _read_accepted(words: str, venueid: str | None, proved: bool) -> Meaning:
    """Read words that say neither "under review" nor "rejected"."""
    rest, award = split_tier(_ACCEPTED_BY.sub("", words))
    of_id = _venue_of_id(venueid) if venueid else None
    year = last_year(rest) or (of_id.year if of_id else None)
    venue = in_table(rest, year)
    if venue is None and rest and (proved or _is_affiliated(rest)):
        if proved and of_id and of_id.abbr and not _AFFILIATED.search(rest):
            # A main conference whose words say more than is understood.
            return Meaning(Standing.ACCEPTED, of_id, words)
        year = year or last_year(venueid or "")
        venue = Venue("inproceedings", rest, None, year)
    if venue is None and proved and not rest:
        venue = of_id
    if venue is None:
        return Meaning(Standing.UNKNOWN, note=words or None)
    return Meaning(Standing.ACCEPTED, Venue(venue.type, venue.name, venue.abbr, venue.year, award))


def _is_affiliated(words: str) -> bool:
    """Tell whether `words` name an event at a venue of the table: a workshop keeps its name.

    "ICLR 2025 Workshop on …", "BT@ICLR2024", "PRL ICAPS 2023" (an acronym before a label).
    """
    labels = re.split(r"[\s@]+|(?<=[A-Za-z])(?=(?:19|20)\d\d$)", words)
    if not YEAR.search(words) or not any(known(label) for label in labels):
        return False
    acronym = re.fullmatch(r"[A-Z][\w-]*[A-Z0-9][\w-]* [A-Z][\w-]+ (?:19|20)\d\d", words)
    return bool(acronym or _AFFILIATED.search(words))
