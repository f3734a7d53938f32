"""One paper, from every side."""

from dataclasses import dataclass, replace

from pubtool import names, store
from pubtool.bibtex.document import Entry
from pubtool.config import Config
from pubtool.homepage import sections
from pubtool.publication import Publication


@dataclass(frozen=True, slots=True)
class Card:
    """A paper, its entry as it stands in the file, and its Markdown as on the page."""

    publication: Publication
    entry: Entry
    markdown: str


def card(config: Config, key: str) -> Card:
    """Return what there is to show of the paper `key`."""
    paper = store.load(config.bib).paper(key)
    publication = names.mark_me(paper.publication, config.me)
    shown = replace(publication, hidden=False)
    section = next(
        (one for one in config.sections if one.show in ("all", shown.status.value)),
        sections.Section(heading="", show="all"),
    )
    unlimited = replace(section, limit=None, venue=None, keyword=None)
    (item,) = sections.render([shown], unlimited, config.style)
    return Card(publication, paper.entry, item.text)
