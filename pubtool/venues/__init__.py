"""Venues: labels, full names and entry types, and what a venue string means.

`known` and `parse_label` read what a person or a `.bib` file calls a venue; `read` and
`read_decision` read OpenReview's words. Names and awards in here are plain text; who writes
them into a `.bib` encodes them.
"""

from pubtool.venues.labels import Venue, parse_label
from pubtool.venues.openreview import Meaning, Standing, read, read_decision
from pubtool.venues.spelling import is_preprint_server, known
from pubtool.venues.table import KnownVenue

__all__ = [
    "KnownVenue",
    "Meaning",
    "Standing",
    "Venue",
    "is_preprint_server",
    "known",
    "parse_label",
    "read",
    "read_decision",
]
