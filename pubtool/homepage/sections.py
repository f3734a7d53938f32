"""Publications to the sections of a page: which papers, in which order, as which Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pubtool import latex, venues
from pubtool.homepage import template
from pubtool.homepage.parts import legend_text, parts
from pubtool.homepage.style import Section, Style
from pubtool.publication import Publication, sort_newest, sort_oldest

__all__ = ["Item", "Section", "Style", "body", "legend", "render", "select"]


@dataclass(frozen=True, slots=True)
class Item:
    """One paper as Markdown: lines joined by line feeds, none at the end.

    A hidden paper's text is the whole comment.
    """

    publication: Publication
    text: str


def select(
    publications: Iterable[Publication], section: Section, style: Style
) -> tuple[Publication, ...]:
    """Return the papers that the section shows, in its order.

    Hidden ones come last, and only where the style keeps them as comments; they do not count
    towards `limit`.
    """
    chosen = [publication for publication in publications if _belongs(publication, section)]
    match section.order:
        case "newest":
            chosen = sort_newest(chosen)
        case "oldest":
            chosen = sort_oldest(chosen)
    shown = [publication for publication in chosen if not publication.hidden]
    hidden = [publication for publication in chosen if publication.hidden]
    return (*shown[: section.limit], *(hidden if style.hidden == "comment" else ()))


def render(publications: Iterable[Publication], section: Section, style: Style) -> tuple[Item, ...]:
    """Return the section's items in order; the papers come with their owner marked.

    Metadata comes out as text: nothing in a title, name, venue or link becomes an element,
    ends a comment or runs as Liquid.

    Raises:
        MalformedError: the user's template is not there or does not work (`file:line`).
    """
    form = template.load(style.template, style.flavor)
    items = []
    for publication in select(publications, section, style):
        text = form.render(publication, parts(publication, section, style))
        items.append(Item(publication, _comment(text) if publication.hidden else text))
    return tuple(items)


def body(items: Sequence[Item], style: Style) -> str:
    """Return a section's Markdown without its heading; empty where it has no items."""
    lead = legend(items, style)
    return "\n\n".join(([lead] if lead else []) + [item.text for item in items])


def legend(items: Iterable[Item], style: Style) -> str | None:
    """Return the line that explains the mark once per section, or None where none is due."""
    if style.legend != "section":
        return None
    shown = (item.publication for item in items if not item.publication.hidden)
    due = any(author.equal for publication in shown for author in publication.authors)
    return legend_text(style) if due else None


def _belongs(publication: Publication, section: Section) -> bool:
    if section.show not in ("all", publication.status.value):
        return False
    if section.keyword is not None:
        keywords = {keyword.casefold() for keyword in publication.keywords}
        if section.keyword.casefold() not in keywords:
            return False
    return section.venue is None or _is_at(publication, section.venue)


def _is_at(publication: Publication, venue: str) -> bool:
    """Tell whether the paper's venue is the one named by label, alias or full name."""
    wanted = {latex.comparable(venue)}
    if known := venues.known(venue):
        wanted |= {latex.comparable(known.abbr), latex.comparable(known.name)}
    labels = (publication.abbr, publication.venue, publication.free_venue)
    return any(label and latex.comparable(label) in wanted for label in labels)


def _comment(text: str) -> str:
    """Return the item as a comment that nothing inside can end.

    HTML ends a comment at `-->` and at `--!>`.
    """
    quoted = text.replace("-->", "--&gt;").replace("--!>", "--!&gt;")
    return f"<!---\n{quoted}\n-->"
