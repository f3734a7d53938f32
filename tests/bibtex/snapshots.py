"""What bibtexparser alone makes of a text: the judge of every edit."""

import logging

from bibtexparser import model
from bibtexparser.splitter import Splitter

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

Snapshot = tuple[str, ...] | tuple[str, str, str, tuple[tuple[str, str], ...]]


def snapshot(text: str) -> list[Snapshot]:
    """Return the blocks of `text`: type, key, field names and raw values; comments as text."""
    return [_shot(block) for block in Splitter(text).split().blocks]


def entry_snapshot(kind: str, key: str, fields: dict[str, str]) -> Snapshot:
    return ("entry", kind, key, tuple(fields.items()))


def without_comments(shots: list[Snapshot]) -> list[Snapshot]:
    """Two comments become one where the entry between them goes."""
    return [shot for shot in shots if shot[0] != "comment"]


def _shot(block: model.Block) -> Snapshot:
    match block:
        case model.DuplicateBlockKeyBlock() | model.DuplicateFieldKeyBlock():
            assert block.ignore_error_block
            return _shot(block.ignore_error_block)
        case model.Entry():
            fields = tuple((field.key, field.value) for field in block.fields)
            return ("entry", block.entry_type, block.key, fields)
        case model.ParsingFailedBlock():
            return ("failed",)
        case model.ImplicitComment():
            return ("comment", block.comment)
        case _:
            return ("other", block.raw or "")
