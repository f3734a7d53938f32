"""What pubtool wrote into a page, so that its own words are told from a person's.

A memory in the state folder: where it is lost, `render` takes all items for a person's.
"""

import json
from collections.abc import Collection
from pathlib import Path

from pubtool import files
from pubtool.errors import MalformedError, NotFoundError

DIGESTS_KEPT = 5000  # beyond those of the last render: some years of changes


def recall(page: Path) -> frozenset[str] | None:
    """Return the digests of all items that were ever rendered into the page.

    None where it was never rendered here, or where that memory is lost: `render` is then
    stricter, never laxer.
    """
    digests = _remembered(page)
    return None if digests is None else frozenset(digests)


def remember(page: Path, digests: Collection[str]) -> None:
    """Add digests to those known for the page; the oldest of very many are forgotten.

    They only grow, so that a page that `undo` or git has put back is still known. Remember
    them before the page is written: a crash between the two then loses nothing.

    Raises:
        RefusedError: the state folder cannot be written.
    """
    with files.lock(page):
        known = dict.fromkeys(_remembered(page) or ())
        for digest in digests:
            known.pop(digest, None)  # to the end, where the newest stand
            known[digest] = None
        kept = list(known)[-(len(digests) + DIGESTS_KEPT) :]
        content = json.dumps({"digests": kept}).encode("ascii")
        files.write_private(_file(page), content)


def _file(page: Path) -> Path:
    return files.state_path(page) / "rendered.json"


def _remembered(page: Path) -> list[str] | None:
    try:
        content = json.loads(files.read(_file(page)).data)
    except (NotFoundError, MalformedError, ValueError, RecursionError):
        return None  # a memory that is lost is no failure
    digests = content.get("digests") if isinstance(content, dict) else None
    return [str(digest) for digest in digests] if isinstance(digests, list) else None
