"""One paper, from every side."""

from dataclasses import dataclass, replace

from pubtool import names, store
from pubtool.actions.volumes import resolved
from pubtool.bibtex.document import Entry
from pubtool.config import Config
from pubtool.homepage import sections
from pubtool.publication import Publication


@dataclass(frozen=True, slots=True)
class Card:
    """A paper, its entry as it stands in the file, and its Markdown as on the page.

    The paper has from its volume (`crossref`) what the entry lacks.
    """

    publication: Publication
    entry: Entry
    markdown: str


def card(config: Config, key: str) -> Card:
    """Return what there is to show of the paper `key`."""
    library = store.load(config.bib)
    paper = library.paper(key)
    (whole,) = (one for one in resolved(library.publications) if one.key == key)
    publication = names.mark_me(whole, config.me)
    shown = replace(publication, hidden=False)
    section = next(
        (one for one in config.sections if one.show in ("all", shown.status.value)),
        sections.Section(heading="", show="all"),
    )
    unlimited = replace(section, limit=None, venue=None, keyword=None)
    (item,) = sections.render([shown], unlimited, config.style)
    return Card(publication, paper.entry, item.text)
