"""What a hand-written venue line counts: volume, number, pages, month."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pubtool.bibtex.values import MONTHS

YEAR = re.compile(r"(?<![\w./])((?:19|20)\d\d)(?![\w/])")
PAGES = re.compile(
    r"\b(?:pp?|pages?)\.?\s?([a-z]?\d{1,8})(?:\s?[-–—]{1,3}\s?([a-z]?\d{1,8}))?"
    r"|(?<=[\d)])\s?[:,]\s?(\d{1,6})\s?[-–—]{1,3}\s?(\d{1,6})(?![\d)])"
    r"|(?<=, )(\d{1,6})\s?[-–—]{1,3}\s?(\d{1,6})(?![\d)])",
    re.I,
)
_VOLUME = re.compile(
    r"\bvol(?:ume|\.)?\s?(\d{1,5})(?:\s?\((\d{1,4})\))?|,\s?(\d{1,4})\s?\((\d{1,4})\)"
    r"|(?<=,)\s?(\d{1,3})(?=[\s.,;]{0,10}$)",
    re.I,
)
_NUMBER = re.compile(r"\b(?:no|number|issue)\.?\s?(\d{1,5})\b", re.I)
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?(?=[\s,]{0,5}(?:19|20)\d\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The fields `pages`, `volume` and `number` as far as they are told, and the month."""

    fields: Mapping[str, str]
    month: int | None


def take(line: str) -> tuple[str, Counted]:
    """Return the line with commas in place of what it counts, and what that is."""
    fields: dict[str, str] = {}
    month = None
    if match := _MONTH.search(line):
        month = MONTHS.index(match[1][:3].casefold()) + 1
        line = line[: match.start()] + " " + line[match.end() :]
    if match := PAGES.search(line):
        fields["pages"] = "--".join(number for number in match.groups() if number)
        line = f"{line[: match.start()]} , {line[match.end() :]}"
    if match := _VOLUME.search(YEAR.sub(" ", line)):
        line = YEAR.sub(" ", line)
        numbers = [number for number in match.groups() if number]
        fields |= zip(("volume", "number"), numbers, strict=False)
        line = f"{line[: match.start()]} , {line[match.end() :]}"
    if match := _NUMBER.search(line):
        fields["number"] = match[1]
        line = f"{line[: match.start()]} , {line[match.end() :]}"
    return line, Counted(fields, month)
