"""What a person calls a venue: "ICLR 2025", "NeurIPS 2023 Datasets and Benchmarks Track"."""

import re
from dataclasses import dataclass

from pubtool.venues.spelling import YEAR, known, plain


@dataclass(frozen=True, slots=True)
class Venue:
    """Where and when a paper appears.

    `type` is the entry type, `name` goes to `booktitle` or `journal` in full.
    """

    type: str
    name: str
    abbr: str | None = None
    year: int | None = None
    award: str | None = None


# A tier that is an award, and plain acceptance, which is none. ICLR 2023 called its
# orals "notable top 5%" and its spotlights "notable top 25%"; ICLR 2020 its orals talks.
_TIERS = {
    "oral": "Oral",
    "talk": "Oral",
    "oralposter": "Oral",
    "conditionaloral": "Oral",
    "spotlight": "Spotlight",
    "spotlightposter": "Spotlight",
    "conditionalspotlight": "Spotlight",
    "highlight": "Highlight",
    "notable": "Notable",
    "notabletop5%": "Notable top 5%",
    "notabletop25%": "Notable top 25%",
    "poster": None,
    # ICLR 2026's first round: accepted, camera-ready version still to be looked over.
    "conditionalposter": None,
    "regular": None,
    "accept": None,
    "accepted": None,
    "main": None,
}
_TIER = re.compile(
    r"[\s(:,-]*\b(notable[\s-]+top[\s-]+(?:5|25)%|(?:oral|spotlight|conditional)?[\s-]?"
    r"(?:poster|oral|spotlight)|talk|highlight|notable|regular|accept(?:ed)?|main)\)?$",
    re.I,
)
_TRACKS = (
    (re.compile(r"(?:track (?:on )?)?datasets (?:and|&) benchmarks(?: track)?", re.I),
     "Datasets and Benchmarks Track"),
    (re.compile(r"(?:track (?:on )?)?position papers?(?: track)?", re.I), "Position Paper Track"),
)  # fmt: skip


def _split_track(text: str) -> tuple[str, str | None]:
    """Return `text` without its track, and the track's own name."""
    for pattern, name in _TRACKS:
        if found := pattern.search(text):
            return plain(text[: found.start()] + text[found.end() :]).strip(" ,:-()"), name
    return text, None


def in_table(text: str, year: int | None) -> Venue | None:
    """Return the venue of the table that `text` names, track included."""
    text, track = _split_track(text)
    text = re.sub(r"\s+(?:main )?conference(?: track)?$", "", text, flags=re.I)
    venue = known(text)
    if venue is None:
        return None
    name = f"{venue.name}: {track}" if track else venue.name
    return Venue(venue.type, name, venue.abbr, year)


def parse_label(label: str) -> Venue:
    """Return the venue that a person means by `label`, such as "ICLR 2025".

    The last word is the year if it is one. A venue of the table comes with its type and
    full name, also with a track or a tier after it ("ICLR 2025 Spotlight"); another label is the
    name as typed, of an `inproceedings`. A workshop keeps its whole name.
    """
    label = plain(label)
    words, tier = split_tier(label)
    words = re.sub(r"['’](\d\d)$", r" 20\1", words)
    year = last_year(words)
    if venue := in_table(words, year):
        return Venue(venue.type, venue.name, venue.abbr, year, tier)
    name, _, last = label.rpartition(" ")
    if name and YEAR.fullmatch(last):
        return Venue("inproceedings", name.rstrip(","), None, int(last))
    return Venue("inproceedings", label, None, last_year(label))


def last_year(text: str) -> int | None:
    """Return the last year that stands in the text, None where none does."""
    years = YEAR.findall(text)
    return int(years[-1]) if years else None


def split_tier(words: str) -> tuple[str, str | None]:
    """Return `words` without the tier at their end, and the award that the tier is."""
    found = _TIER.search(words)
    if not found:
        return words, None
    return words[: found.start()].rstrip(), _TIERS[re.sub(r"[\s-]", "", found[1].casefold())]
