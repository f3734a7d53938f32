"""Distinctions in a hand-written venue line: "(Oral)", "Best Paper Award"."""

import re

_AWARD_WORDS = (
    r"oral|spotlight(?:ed|s)?|poster|best|awards?|honou?rable|outstanding|runner|highlight(?:ed)?"
    r"|notable|top[ -]?\d+%?|distinguished|nominat\w{1,10}|finalist|most influential|talk|prize"
)
_AWARD_IN_BRACKETS = re.compile(
    rf"[(\[]\s*([^()\[\]]{{0,80}}\b(?:{_AWARD_WORDS})\b[^()\[\]]{{0,80}})[)\]]", re.I
)
_AWARD_AT_END = re.compile(
    r"(?:^|[\s,;:.–—-]{1,10})"
    r"((?:oral|spotlight(?:ed)?|highlight)(?: (?:presentation|paper|talk|poster))?"
    r"|(?:best|outstanding|distinguished|honou?rable)\b[\w '’-]{0,40}\b"
    r"(?:paper|awards?|mention|poster|thesis|demo|runner-?up|presentation|prize|dissertation)"
    r"(?: (?:awards?|runner-?up|nominee|finalist|nomination|honou?rable mention))?)"
    r"(?=[\s,.]{0,10}(?:(?:19|20)\d\d)?[\s,.]{0,10}$)",
    re.I,
)
_AWARD_LINE = re.compile(rf"^[^\w]{{0,5}}(?:\w+[\w '’-]{{0,60}})?\b(?:{_AWARD_WORDS})\b", re.I)


def tells(text: str) -> bool:
    """Tell whether a line begins like a distinction ("Best Paper Award")."""
    return _AWARD_LINE.match(text) is not None


def take(text: str) -> tuple[str, str | None]:
    """Return the line without the award that it tells, and the award.

    Where the award stands in the middle it is told, and the line keeps it.
    """
    awards = [match[1].strip() for match in _AWARD_IN_BRACKETS.finditer(text)]
    rest = " ".join(_AWARD_IN_BRACKETS.sub(" ", text).split())
    if not awards and (match := _AWARD_AT_END.search(text)):
        awards = [match[1].strip()]
        rest = " ".join((text[: match.start(1)] + text[match.end(1) :]).split())
    return re.sub(r"\s+(?=[.,;])", "", rest).strip(), ", ".join(awards) or None
