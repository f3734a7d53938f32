"""Where a new field goes in an entry: the order that a careful person keeps."""

from collections.abc import Sequence

_ORDER = (
    ("title",),
    ("author",),
    ("author+an",),
    ("booktitle", "journal", "journaltitle", "school", "institution"),
    ("abbr",),
    ("venue",),
    ("volume",),
    ("number",),
    ("pages",),
    ("year", "date"),
    ("month",),
    ("award",),
    ("eprint",),
    ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"),
    ("openreview",),
    ("doi",),
    ("url",),
    ("pubstate",),
    ("keywords",),
)
_RANK = {name: rank for rank, names in enumerate(_ORDER) for name in names}


def place(name: str, standing: Sequence[str]) -> int:
    """Return after how many of the fields in `standing` a new one goes; names in lower case.

    It follows one that has a place of its own, such that the fewest stand on the wrong side
    of it. The end is for a field that has no such place, and where no other has one.
    """
    own = _RANK.get(name)
    ranks = [_RANK.get(other) for other in standing]
    candidates = [at for at, rank in enumerate(ranks, start=1) if rank is not None]
    if own is None or not candidates:
        return len(standing)

    def wrong(at: int) -> int:
        before = sum(rank is not None and rank > own for rank in ranks[:at])
        return before + sum(rank is not None and rank < own for rank in ranks[at:])

    return min(reversed(candidates), key=wrong)
