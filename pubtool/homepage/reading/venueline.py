"""The line under the authors: where a paper appeared, when, and with which distinction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pubtool import venues
from pubtool.homepage.reading import awards, numbering
from pubtool.homepage.reading.numbering import YEAR
from pubtool.venues import KnownVenue


@dataclass(frozen=True, slots=True)
class VenueLine:
    """What the line says; all plain text, None where it does not say.

    `free` is the line word for word, without an award in parentheses at its end: it is set
    unless venue, year and award say all that the line says. `preprint` means that the line
    says "not published". `submitted` is the phrase ("Under review") where it is all there is.
    """

    type: str = "misc"
    name: str | None = None
    abbr: str | None = None
    year: int | None = None
    month: int | None = None
    award: str | None = None
    pubstate: str | None = None
    preprint: bool = False
    free: str | None = None
    submitted: str | None = None
    arxiv: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


_LONGEST = 1000  # characters of a line that is worth taking apart
_SHORT_YEAR = re.compile(r"\s?['’](\d\d)\b")
_SUBMITTED = re.compile(
    r"\b(?:(?:currently )?under (?:double[- ]blind )?(?:peer )?(?:review|submission|revision)|"
    r"in (?:submission|review|revision)|submitted|(?:major|minor) revision)\b",
    re.I,
)
_UNFINISHED = re.compile(r"\b(?:in preparation|working paper|manuscript|work in progress)\b", re.I)
_COMING = re.compile(r"\b(?:to appear|in press|forthcoming|accepted)\b", re.I)
_ARXIV_ID = re.compile(
    r"\barXiv\s?:\s?((?:[a-z-]{2,12}(?:\.[A-Z]{2})?/)?\d[\d.]{3,9}\d)(?:v\d+)?\b", re.I
)
_ARXIV_ONLY = re.compile(
    r"(?:in |on )?(?:arxiv|corr|preprints?|pre-print)?[\s,.:;-]*"
    r"(?:(?:e-?prints?|preprints?|pre-print)[\s,.:;-]*)?(?:\[[\w.-]{2,12}\])?",
    re.I,
)
_THESIS = re.compile(
    r"\b(ph\.?\s?d\.?|doctoral|master(?:['’]?s)?|m\.?\s?sc?\.?|bachelor(?:['’]?s)?|b\.?\s?sc?\.?)"
    r"\s+(?:thesis|dissertation)\b",
    re.I,
)
_REPORT = re.compile(
    r"\b(?:tech(?:nical|\.)|research)\s+report\b(?:\s+(?:no\.?\s*)?[\w-]*\d[\w-]*)?", re.I
)
_LABEL = re.compile(r"[(\[]\s*([A-Z0-9][\w@&/'’. -]{0,30}?)[\s,-]*['’]?(?:(?:19|20)\d\d)?\s*[)\]]")
_NO_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,300}[)\]]?")
_LEAD = re.compile(
    r"^(?:in|published in|presented at|appears? in)\s+(?=[A-Z\d])"
    r"|^the\s+(?=\d|[\w-]{2,20}(?:first|second|third|th)\b)",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:conference|workshop|symposium|proceedings|proc|meeting|congress|advances|findings|"
    r"colloquium|forum|track|summit)\b|@",
    re.I,
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|review|reviews|annals|magazine|bulletin|archives|"
    r"access|quarterly|acta|nature|science)\b",
    re.I,
)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b", re.I)


def read(lines: Sequence[str]) -> VenueLine:
    """Return what the lines say about the venue; lines after the first may be awards.

    A second venue (a workshop before the conference) makes the whole be kept word for word.
    """
    texts = [text for line in lines if (text := " ".join(line.split()).strip(" ,;|–—-"))]
    if not texts:
        return VenueLine()
    if len(texts[0]) > _LONGEST:
        return VenueLine(free="; ".join(texts))
    first = _read_line(texts[0])
    distinctions = [text.strip("()[]* ") for text in texts[1:] if is_award(text)]
    if len(distinctions) == len(texts) - 1:
        told = filter(None, [first.award, *distinctions])
        return replace(first, award=", ".join(told) or None)
    # Which of the venues gave the award is in the words alone.
    return replace(first, award=None, free="; ".join(texts), submitted=None)


def is_award(text: str) -> bool:
    """Tell whether a line is a distinction and nothing else ("Best Paper Award")."""
    return awards.tells(text) and not _names_venue(text)


def looks_like_venue(text: str) -> bool:
    """Tell whether `text` begins with a venue, a preprint server or a state of review."""
    head = " ".join(text.split()[:14])
    if _SUBMITTED.match(head) or _THESIS.match(head) or _COMING.match(head):
        return True
    if venues.is_preprint_server(head.split(",")[0]) or re.match(r"arxiv\b", head, re.I):
        return True
    return _names_venue(head)


def _names_venue(text: str) -> bool:
    """Tell whether `text` names an event, a journal or a venue of the table."""
    bare = _SHORT_YEAR.sub(" ", YEAR.sub(" ", text)).strip(" ,.;:()[]")
    if venues.known(bare) or venues.known(re.split(r"[,.(]", bare)[0]):
        return True
    return bool(re.match(r"(?:in |the )?[^.]{0,80}", text) and _EVENT.search(text)) or bool(
        re.search(r"\b(?:journal|transactions|letters)\b", text, re.I)
    )


def _read_line(line: str) -> VenueLine:
    text, award = awards.take(line)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    year = _year(text)
    bare = _bare(text)
    arxiv = _ARXIV_ID.search(text)
    if not bare:
        return VenueLine(year=year, award=award, preprint=arxiv is not None)
    if _ARXIV_ONLY.fullmatch(bare):
        return VenueLine(year=year, award=award, preprint=True, arxiv=arxiv[1] if arxiv else None)
    if _SUBMITTED.search(text):
        alone = _SUBMITTED.fullmatch(text.strip(" .()"))
        return VenueLine(
            year=year,
            award=award,
            pubstate="submitted",
            preprint=True,
            free=None if alone else text,
            submitted=text if alone else None,
        )
    if venues.is_preprint_server(bare) or _UNFINISHED.search(text):
        return VenueLine(
            year=year, award=award, preprint=True, free=text, arxiv=arxiv[1] if arxiv else None
        )
    if match := _THESIS.search(text):
        return _thesis(text, match, year, award)
    if match := _REPORT.search(text):
        return _report(text, match, year, award)
    return _appeared(text, year, award)


def _year(text: str) -> int | None:
    """Return the year that the line tells: the only one, or the last before any page numbers."""
    text = _ARXIV_ID.sub(" ", text)
    without_pages = numbering.PAGES.sub(" ", text)
    years = YEAR.findall(without_pages) or YEAR.findall(text)
    if years:
        return int(years[0] if len(set(years)) == 1 else years[-1])
    if short := _SHORT_YEAR.search(text):
        return (2000 if int(short[1]) < 60 else 1900) + int(short[1])
    return None


def _bare(text: str) -> str:
    """Return the line without years, arXiv ids and the signs around them."""
    text = _SHORT_YEAR.sub(" ", YEAR.sub(" ", _ARXIV_ID.sub(" ", text)))
    return " ".join(_NO_BRACKETS.sub(" ", text).split()).strip(" ,.;:()[]–—-")


def _thesis(text: str, match: re.Match[str], year: int | None, award: str | None) -> VenueLine:
    degree = match[1].casefold()
    kind = "phdthesis" if degree.startswith(("p", "d")) else "mastersthesis"
    school = _bare(text[: match.start()] + " " + text[match.end() :])
    school = re.sub(r"^(?:at|in|,)\s+", "", school)
    if degree.startswith("b"):
        return VenueLine("misc", None, None, year, award=award, free=text)
    understood = match.start() == 0 and school and not re.search(r"[;()\d]", school)
    return VenueLine(
        kind, school or None, None, year, award=award, free=None if understood else text
    )


def _report(text: str, match: re.Match[str], year: int | None, award: str | None) -> VenueLine:
    """Read a line such as "OpenAI Technical Report, 2018"; it is kept, for it says its kind."""
    institution = _bare(text[: match.start()] + " " + text[match.end() :])
    institution = re.sub(r"^(?:at|by|in|,)\s+", "", institution)
    named = institution and not re.search(r"[,;()\d]", institution)
    return VenueLine(
        "techreport", institution if named else None, None, year, None, award, free=text
    )


def _appeared(text: str, year: int | None, award: str | None) -> VenueLine:
    """Read a line that names where the paper appeared."""
    rest = _LEAD.sub("", _LEAD.sub("", text))
    rest, counted = numbering.take(rest)
    coming = _COMING.search(rest)
    rest = re.sub(r"^\W*(?:to|at|by|in)\s+", "", _COMING.sub(" ", rest))
    label, rest = _label(rest)
    rest = _SHORT_YEAR.sub(" ", YEAR.sub(" ", rest))
    rest = _NO_BRACKETS.sub(" ", rest)  # where the year stood: "NeurIPS (2018)"
    unread = _BRACKETS.search(rest)
    rest = _BRACKETS.sub(" ", rest)
    chunks = [chunk for part in re.split(r"[,;]", rest) if (chunk := _bare(part))]
    known_label = venues.known(label) if label else None
    whole = venues.known(" ".join(rest.split()).strip(" ,.;:"))
    if whole:
        chunks = [" ".join(rest.split()).strip(" ,.;:")]
    elif not chunks and label:
        chunks = [label]
    name = chunks[0] if chunks else None
    if not name or not any(char.isalpha() for char in name):
        return VenueLine(year=year, award=award, free=text)
    known = whole or venues.known(name)
    type_, name, abbr = _named(name, label, known, known_label, "volume" in counted.fields)
    lost = counted.fields or counted.month or coming or len(chunks) > 1 or unread
    return VenueLine(
        type_,
        name,
        abbr,
        year,
        counted.month,
        award,
        pubstate="forthcoming" if coming else None,
        free=text if lost else None,
        extra=tuple(counted.fields.items()),
    )


def _label(text: str) -> tuple[str | None, str]:
    """Return the short label that stands in parentheses, and the line without it."""
    for match in _LABEL.finditer(text):
        label = match[1].strip(" ,-")
        acronym = re.search(r"[A-Z].*[A-Z]", label) and not re.search(r"[\d/]", label)
        # Right after the year stands something else: "(CCF-A)".
        acronym = acronym and not re.search(r"\d{4}[\s.,]*$", text[: match.start()])
        if venues.known(label) or acronym or "@" in label:
            return label, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _named(
    name: str,
    label: str | None,
    known: KnownVenue | None,
    known_label: KnownVenue | None,
    has_volume: bool,
) -> tuple[str, str, str | None]:
    """Return entry type, full name and short label of the venue."""
    known = known if known_label in (None, known) else None
    told = known or known_label
    if told is None or (known is None and re.search(r"\bworkshop\b", name, re.I)):
        return _type(name, has_volume), name, label
    if len(name.split()) < 3:  # the short label stands alone, as "ICLR 2025"
        return told.type, told.name, label or name
    return told.type, name, label


def _type(name: str, has_volume: bool) -> str:
    """Return the entry type of a venue that is in no table.

    A name that says neither is a journal's if it is several words, none an acronym.
    """
    if re.search(r"\b(?:workshop|conference|symposium|congress)\b|@", name, re.I):
        return "inproceedings"
    if has_volume or _JOURNAL.search(name):
        return "article"
    acronym = any(len(word) > 1 and word[1:] != word[1:].lower() for word in name.split())
    event = _EVENT.search(name) or _ORDINAL.search(name) or acronym or len(name.split()) == 1
    return "inproceedings" if event else "article"
