"""Papers as a person reads them: a table, plain lines, JSON objects."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pubtool.display.screen import Screen, plural
from pubtool.homepage.standing import venue_and_year, venue_label
from pubtool.latex import printable, to_text
from pubtool.publication import Author, Publication, Status

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from pubtool.actions.grouping import Groups
    from pubtool.actions.listing import Listing
    from pubtool.actions.show import Card

_WIDE = 120  # columns from which each fact has a column of its own
_EQUAL_MARK = "†"
_SERVICE_NAMES = {"arxiv": "arXiv", "openreview": "OpenReview", "doi": "DOI"}


def title(publication: Publication) -> str:
    """Return the title in Unicode."""
    return to_text(publication.title)


def venue(publication: Publication) -> str | None:
    """Return the venue as the page prints it, without year and award; None for a preprint."""
    if publication.status is Status.PREPRINT and not publication.free_venue:
        return None
    label = venue_label(publication)
    return to_text(label) if label else None


def standing(publication: Publication) -> str:
    """Return where the paper stands: "ICLR 2025, Spotlight", "preprint, 2025"."""
    if venue(publication) is None:
        place = ", ".join(filter(None, (publication.status.value, str(publication.year or ""))))
    else:
        place = to_text(venue_and_year(publication) or "")
    place = place.rstrip(", ")  # a venue that is printed as it is may end in a comma
    return place + (f", {to_text(publication.award)}" if publication.award else "")


def summary(publication: Publication) -> str:
    """Return a line that names the paper: key, title, and where it stands."""
    return f"{publication.key}: {title(publication)} ({standing(publication)})"


def json_object(publication: Publication) -> dict[str, object]:
    """Return the paper as `--json` shows it: plain Unicode, None for what is absent."""
    return {
        "key": publication.key,
        "type": publication.type,
        "status": publication.status.value,
        "hidden": publication.hidden,
        "title": title(publication),
        "authors": [
            {"name": author.name, "me": author.me, "equal": author.equal}
            for author in publication.authors
        ],
        "venue": venue(publication),
        "year": publication.year,
        "month": publication.month,
        "award": to_text(publication.award) if publication.award else None,
        "url": publication.url,
        "arxiv": publication.arxiv,
        "openreview": publication.openreview,
        "doi": publication.doi,
    }


def show_list(screen: Screen, publications: Sequence[Publication]) -> None:
    """Print the papers: a table on a terminal, else one tab-separated line each."""
    if screen.rich:
        _show_table(screen, publications)
        return
    for publication in publications:
        print("\t".join(printable(cell) for cell in _plain(publication)))


def show_groups(screen: Screen, groups: "Groups") -> None:
    """Print the papers group by group; the headings are for the terminal alone."""
    for number, (heading, publications) in enumerate(groups):
        if screen.rich:
            lead = "\n" if number else ""
            screen.say(f"{lead}{heading} ({len(publications)})", "bold")
            _show_table(screen, publications, header=False)
        else:
            show_list(screen, publications)


def show_gaps(screen: Screen, listing: "Listing", *, filtered: bool) -> None:
    """Say what the list does not show: nothing at all, or entries that cannot be read."""
    if listing.broken:
        entries = plural(len(listing.broken), "entry is", "entries are")
        places = ", ".join(listing.broken[:3]) + (", …" if len(listing.broken) > 3 else "")
        screen.note(f"{entries} broken and left out: {places}; for more: pubtool check", "yellow")
    if not listing.papers:
        screen.note("No paper fits." if filtered else "The list is empty; to begin: pubtool add")


def show_card(screen: Screen, card: "Card") -> None:
    """Print one paper: what is known of it, its entry, its Markdown."""
    publication = card.publication
    screen.say(title(publication), "bold")
    people = [author.name + (_EQUAL_MARK if author.equal else "") for author in publication.authors]
    screen.say(", ".join(people) + (", et al." if publication.et_al else ""))
    facts = (
        ("Key", publication.key),
        ("Stands", standing(publication) + (" (hidden)" if publication.hidden else "")),
        ("Link", publication.link),
        *((identifier.service.value, identifier.value) for identifier in publication.identifiers),
        ("Keywords", ", ".join(publication.keywords)),
    )
    for name, value in facts:
        if value:
            screen.say(f"  {_SERVICE_NAMES.get(name, name):<11} {value}")
    for heading, text in (("Entry", card.entry.raw), ("Markdown", card.markdown)):
        screen.say(f"\n{heading}", "bold")
        screen.say(text.replace("\r\n", "\n"))


def _plain(publication: Publication) -> tuple[str, ...]:
    authors = ", ".join(author.name for author in publication.authors)
    return (
        publication.key,
        str(publication.year or ""),
        _venue_and_award(publication),
        title(publication),
        authors + (", et al." if publication.et_al else ""),
    )


def _venue_and_award(publication: Publication) -> str:
    award = f"({to_text(publication.award)})" if publication.award else ""
    return f"{venue(publication) or publication.status.value} {award}".strip()


def _show_table(
    screen: Screen, publications: Sequence[Publication], *, header: bool = True
) -> None:
    from rich.table import Table

    console = screen.console()
    wide = console.width >= _WIDE
    table = Table(
        box=None, pad_edge=False, show_header=header and bool(publications), padding=(0, 2, 1, 0)
    )
    table.add_column("Year", no_wrap=True)
    table.add_column("Venue", max_width=28 if wide else 16)
    table.add_column("Paper", ratio=3)
    if wide:
        table.add_column("Authors", ratio=2)
        table.add_column("Key", no_wrap=True)
    for publication in publications:
        table.add_row(
            str(publication.year or "–"),
            _venue_text(publication),
            *_paper_cells(publication, wide),
            style="dim" if publication.hidden else None,
        )
    console.print(table, soft_wrap=False)


def _paper_cells(publication: Publication, wide: bool) -> "list[RenderableType]":
    from rich.text import Text

    heading, people = _title_text(publication), _authors_text(publication)
    if publication.hidden:
        heading = Text.assemble(heading, " (hidden)")
    if wide:
        return [heading, people, Text(printable(publication.key), style="dim")]
    key = Text(printable(publication.key), style="dim")
    return [Text("\n").join((heading, people, key))]


def _title_text(publication: Publication) -> "Text":
    from rich.style import Style
    from rich.text import Text

    link = publication.link
    web = link is not None and link.startswith(("https://", "http://")) and printable(link) == link
    return Text(title(publication), style=Style(bold=True, link=link if web else None))


def _authors_text(publication: Publication) -> "Text":
    from rich.text import Text

    people = [_author_text(author) for author in publication.authors]
    if publication.et_al:
        people.append(Text("et al."))
    return Text(", ").join(people)


def _author_text(author: Author) -> "Text":
    from rich.text import Text

    name = printable(author.name) + (_EQUAL_MARK if author.equal else "")
    return Text(name, style="bold cyan" if author.me else "")


def _venue_text(publication: Publication) -> "Text":
    from rich.text import Text

    style = "yellow" if publication.status is Status.PREPRINT else "green"
    text = Text(venue(publication) or publication.status.value, style=style)
    if publication.award:
        text.append(f"\n{to_text(publication.award)}", style="magenta")
    return text
