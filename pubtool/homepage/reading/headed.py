"""Which headings of a page stand over a list of papers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from pubtool.errors import NotFoundError
from pubtool.homepage.headings import Heading, outline, plain_name, without_note
from pubtool.homepage.reading import markup
from pubtool.homepage.regions import MARKER
from pubtool.latex import Flavor


@dataclass(frozen=True, slots=True)
class Place:
    """A section on the page: its lines (from 0, half open) and what its heading says.

    `markdown` is False where the heading only looks like one, and Markdown sees none. `called`
    is the name by which the user asked for it.
    """

    heading: str
    start: int
    end: int
    dated: bool = False
    markdown: bool = True
    called: str = ""

    @property
    def unpublished(self) -> bool:
        """Whether the heading says that its papers are not out: "Preprints", "Under review".

        What the user calls it says so too: there a typo in it is mended.
        """
        return _UNPUBLISHED.search(f"{self.heading} / {self.called}") is not None


_LISTS = re.compile(
    r"\b(?:publications?|papers?|pre-?prints?|manuscripts?|articles|technical reports?|theses|"
    r"under review|in submission|in review|work in progress)\b",
    re.I,
)
_NO_LISTS = re.compile(
    r"\b(?:reviewers?|reviewing|reading|services?|talks?|awards?|call|citations?|venues?|"
    r"about|news|chairs?|committees?)\b",
    re.I,
)
_UNPUBLISHED = re.compile(
    r"\b(?:pre-?prints?|under review|in (?:submission|review|preparation)|submitted|"
    r"manuscripts?|working papers?|work in progress|unpublished)\b",
    re.I,
)
_DATED = re.compile(
    r"\([^()]{0,60}\b(?:updated?|as of|last)\b[^()]{0,60}\d{4}[^()]{0,20}\)\s*$", re.I
)
_NEAR = 0.75  # a typo or two in a heading of two words


def find(lines: Sequence[str], flavor: Flavor, wanted: Sequence[str]) -> list[Place]:
    """Return the sections that `wanted` names, or those whose headings tell of papers, in order.

    A heading inside a section that is there already is no section of its own. A region that
    pubtool's markers show (`<!-- pubtool: published -->`) is one in any case; where there are
    any, they are all, unless others are named.

    Raises:
        NotFoundError: a wanted heading is not there, or no heading tells of papers.
    """
    headings = [h for h in outline(lines, flavor).headings if plain_name(h.text)]
    marked = list(regions(lines))
    chosen: list[Heading] = []
    called: dict[Heading, str] = {}
    if wanted:
        names = {plain_name(place.heading) for place in marked}
        called = {_named(n, headings, lines): n for n in wanted if plain_name(n) not in names}
        chosen = list(called)
    elif not marked:
        chosen = [h for h in headings if _lists_papers(h.text)] or list(_set_headings(lines))
    if not chosen and not marked:
        shown = ", ".join(f"“{h.text}” (line {h.start + 1})" for h in headings[:12]) or "none"
        raise NotFoundError(
            "no heading of the page names a list of papers; name yours with `--section`. "
            f"Its headings: {shown}."
        )
    places: list[Place] = []
    seen = {heading.start for heading in headings}
    for heading in sorted(set(chosen), key=lambda h: h.start):
        if places and heading.start < places[-1].end:
            continue  # a heading inside a section that is read already
        end = next(
            (h.start for h in headings if h.start > heading.start and h.level <= heading.level),
            len(lines),
        )
        dated = _DATED.search(heading.text) is not None
        name = without_note(heading.text)
        if not any(heading.end <= region.start < end for region in marked):
            is_heading, asked = heading.start in seen, called.get(heading, "")
            places.append(Place(name, heading.end, end, dated, is_heading, asked))
    return sorted([*places, *marked], key=lambda place: place.start)


def regions(lines: Iterable[str]) -> Iterator[Place]:
    """Yield the regions between pubtool's markers, each under the name that its marker gives."""
    opened: tuple[str, int] | None = None
    for number, line in enumerate(lines):
        marker = MARKER.match(line)
        if marker is None:
            continue
        if opened is not None and marker[1]:
            yield Place(opened[0], opened[1], number)
        opened = None if marker[1] else (marker[2], number + 1)


def _lists_papers(heading: str) -> bool:
    name = plain_name(without_note(heading))
    return bool(_LISTS.search(name)) and not _NO_LISTS.search(name) and len(name.split()) < 8


def _set_headings(lines: Sequence[str]) -> Iterator[Heading]:
    """Yield lines that only look like headings: `<span>Papers</span>`, `**Publications**`."""
    for number, line in enumerate(lines):
        if not 0 < len(line) < 400 or line[:1] in "#>-":
            continue
        if not re.match(r"\s*(?:<|\*\*|__)", line):
            continue
        text = markup.read(line).words
        if len(text.split()) < 5 and _lists_papers(text):
            yield Heading(text, 6, number, number + 1)


def _named(name: str, headings: Sequence[Heading], lines: Sequence[str]) -> Heading:
    """Return the heading that `name` means: exactly, without its "(…)", or nearly."""
    wanted = plain_name(name)
    for heading in chain(headings, _set_headings(lines)):
        if wanted in (plain_name(heading.text), plain_name(without_note(heading.text))):
            return heading
    near = [(_likeness(wanted, heading), -heading.start, heading) for heading in headings]
    best = max(near, default=None, key=lambda entry: entry[:2])
    if best and best[0] >= _NEAR:
        return best[2]
    nearest = f"; the nearest is “{best[2].text}” (line {best[2].start + 1})" if best else ""
    raise NotFoundError(f"the page has no heading “{name}”{nearest}.")


def _likeness(wanted: str, heading: Heading) -> float:
    return SequenceMatcher(None, wanted, plain_name(without_note(heading.text))[:200]).ratio()
