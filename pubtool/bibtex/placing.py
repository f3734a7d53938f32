"""White space around whole entries: what to add before a new one, what to take with an old one."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pubtool.bibtex.reading import Block

_LINE_END = re.compile(r"\r\n|\n|\r")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
_SPACE = " \t\r\n"
_SAMPLE = 200


def around_new(text: str, blocks: Sequence[Block], newline: str) -> tuple[str, str, str]:
    """Return what to put before, between and after new entries at the end of `text`.

    The gap is the one that most entries have; a file without a last newline stays so.
    """
    after = newline if not text or text.endswith(("\n", "\r", "\ufeff")) else ""
    tail = text[len(text.rstrip(_SPACE)) :]
    gaps = _line_ends_between(text, blocks)
    if tail == text or text == "\ufeff":  # nothing to keep a distance from
        before = newline if text.endswith((" ", "\t")) else ""
        return before, newline * _usual(gaps), after or newline
    ends_line = tail.endswith(("\n", "\r"))
    there = len(_LINE_END.findall(tail)) if ends_line else 0
    before = newline * max(_usual(gaps) - there, 0 if ends_line else 1)
    if blocks:
        gaps += _line_ends([text[blocks[-1].end :] + before])
    return before, newline * _usual(gaps), after


def _line_ends_between(text: str, blocks: Sequence[Block]) -> Counter[int]:
    """Return how many line ends part two of the last blocks, and how often."""
    return _line_ends(text[a.end : b.start] for a, b in pairwise(blocks[-_SAMPLE:]))


def _line_ends(gaps: Iterable[str]) -> Counter[int]:
    """Count the line ends of each gap that tells: nothing but white space, on several lines."""
    counts = Counter(len(_LINE_END.findall(gap)) for gap in gaps if not gap.strip())
    del counts[0]
    return counts


def _usual(counts: Counter[int]) -> int:
    """Return the most common number of line ends; 2 where nothing tells."""
    return counts.most_common(1)[0][0] if counts else 2


def extent(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets to cut so that the entry at `text[start:end]` leaves no hole.

    Its own lines go, and the blank lines on one side. Whatever else stands near it stays.
    """
    line_start = start - len(_blanks_before(text, start))
    rest = _REST_OF_LINE.match(text, end)
    begins_line = line_start == 0 or text[line_start - 1] in "\r\n"
    if not begins_line:
        return (line_start, end) if rest else (start, end + len(_blanks_after(text, end)))
    if not rest:
        return start, end + len(_blanks_after(text, end))
    blanks = _BLANK_LINES.match(text, rest.end())
    next_line = blanks.end() if blanks else rest.end()
    content_end = len(text[:line_start].rstrip(_SPACE))
    if content_end and not text[next_line:].strip():
        return content_end, end  # the last: the file goes on to end as it did
    above = _REST_OF_LINE.match(text, content_end)
    blanks_start = above.end() if content_end and above else line_start
    lines_above = len(_LINE_END.findall(text, blanks_start, line_start))
    lines_below = len(_LINE_END.findall(text, rest.end(), next_line))
    if content_end and lines_above < lines_below:
        return blanks_start, rest.end()
    return line_start, next_line


def _blanks_before(text: str, position: int) -> str:
    line = text[max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1 : position]
    return line[len(line.rstrip(" \t")) :]


def _blanks_after(text: str, position: int) -> str:
    blanks = re.compile(r"[ \t]*").match(text, position)
    return blanks[0] if blanks else ""
