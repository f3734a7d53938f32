"""The date in a heading, such as "(Last Updated: Feb.3, 2025)", moved in its own shape."""

import re
from collections.abc import Callable
from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = r"(?P<month>[A-Za-z]{3,9})(?P<dot>\.?)"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?"

# Each shape keeps what stands between its parts (`gap`, `comma`) as the page has it.
_SHAPES = tuple(
    re.compile(rf"(?<![\w./-]){shape}(?![\w/-]|\.\d)")
    for shape in (
        rf"{_MONTH}(?P<gap>\s*){_DAY}(?P<comma>,?\s*){_YEAR}",  # Feb.3, 2025
        rf"{_DAY}(?P<gap>\s+){_MONTH}(?P<comma>,?\s*){_YEAR}",  # 3 Feb 2025
        rf"{_YEAR}(?P<gap>\s+){_MONTH}(?P<comma>\s+){_DAY}",  # 2025 Feb 3
        rf"{_MONTH}(?P<gap>,?\s*){_YEAR}",  # Jul 2025
        rf"{_YEAR}(?P<gap>,?\s+){_MONTH}",  # 2025 Jul
        rf"{_YEAR}(?P<sep>[-/.])(?P<mm>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})",  # 2025-02-03
        rf"{_YEAR}(?P<sep>[-/.])(?P<mm>\d{{1,2}})",  # 2025.02
        rf"(?P<mm>\d{{1,2}})(?P<sep>[-/.]){_YEAR}",  # 02/2025
        rf"(?P<day>\d{{1,2}})(?P<sep>\.)(?P<mm>\d{{1,2}})(?P=sep){_YEAR}",  # 3.2.2025
    )
)
_NOTE = re.compile(r"\(([^()]*)\)(?=[^()]*$)")
_ABOUT_A_DATE = re.compile(r"\d|\bupdated?\b", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"(?<!\d)\d{1,2}([-/])\d{1,2}\1\d{2,4}")


def move(heading: str, day: date) -> str | None:
    """Return the heading with the date in its last "(…)" set to `day`, in the same shape.

    The month stays abbreviated or in full, with its dot or without, numbers stay padded or
    not. None where no date is there or its shape is unknown or ambiguous (02/03/2025).
    """
    note = _NOTE.search(heading)
    if note is None or _AMBIGUOUS.search(note[1]):
        return None
    for shape in _SHAPES:
        matches = [m for m in shape.finditer(note[1]) if _is_date(m)]
        if len(matches) == 1:
            (match,) = matches
            start = note.start(1)
            before, after = heading[: start + match.start()], heading[start + match.end() :]
            return before + _written(match, day) + after
        if matches:
            return None
    return None


def has_note(heading: str) -> bool:
    """Tell whether the heading's last "(…)" is about a date: it has a digit in it, or says so."""
    note = _NOTE.search(heading)
    return note is not None and _ABOUT_A_DATE.search(note[1]) is not None


def note(day: date) -> str:
    """Return the date as a heading without one gets it."""
    return f"(Last Updated: {_MONTHS[day.month - 1][:3]}.{day.day}, {day.year})"


def _is_date(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    month, number = parts.get("month"), parts.get("mm")
    if month is not None and _month_style(month) is None:
        return False
    return number is None or 1 <= int(number) <= 12


def _month_style(word: str) -> Callable[[str], str] | None:
    """Return how the page writes a month, as a function of the month's full name."""
    names = {name.casefold(): name for name in _MONTHS}
    lower = word.casefold()
    if lower in names and lower != "may":
        shorten: Callable[[str], str] = str
    elif lower == "sept":
        shorten = _with_sept
    elif lower in {name[:3] for name in names}:
        shorten = _three_letters
    else:
        return None
    if word.isupper():
        return lambda name: shorten(name).upper()
    if word.islower():
        return lambda name: shorten(name).lower()
    return shorten


def _three_letters(name: str) -> str:
    return name[:3]


def _with_sept(name: str) -> str:
    return "Sept" if name == "September" else name[:3]


def _written(match: re.Match[str], day: date) -> str:
    """Return the matched date with its parts replaced, and all between them kept."""
    text, position, pieces = match[0], match.start(), []
    spans = sorted((match.span(name), name) for name, value in match.groupdict().items() if value)
    for (start, end), name in spans:
        pieces.append(text[position - match.start() : start - match.start()])
        pieces.append(_part(name, match[name], day, match))
        position = end
    pieces.append(text[position - match.start() :])
    return "".join(pieces)


def _part(name: str, old: str, day: date, match: re.Match[str]) -> str:
    match name:
        case "year":
            return str(day.year)
        case "day":
            return f"{day.day:02}" if _pads(match) else str(day.day)
        case "mm":
            return f"{day.month:02}" if _pads(match) else str(day.month)
        case "ordinal":
            return _ordinal(day.day)
        case "month":
            style = _month_style(old)
            return style(_MONTHS[day.month - 1]) if style else old
        case "dot":
            return old
    return old


def _pads(match: re.Match[str]) -> bool:
    """Tell whether numbers are padded: one shows a zero, or month and day have two digits."""
    month, day = match.groupdict().get("mm"), match.groupdict().get("day")
    numbers = [number for number in (month, day) if number]
    padded = any(number.startswith("0") for number in numbers)
    return padded or (month is not None and all(len(number) == 2 for number in numbers))


def _ordinal(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
