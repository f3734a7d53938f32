"""Where an exported paper links to."""

import html

from pubtool.homepage import links
from pubtool.publication import Publication


def web(publication: Publication) -> str | None:
    """Return the paper's address on the web, https or http; None where it has none.

    Spaces, quotes, braces and backslashes in it are percent-encoded.
    """
    return _plain(publication.web_link)


def own(publication: Publication) -> str | None:
    """Return the `url` that the user gave, where it is on the web; None otherwise."""
    url = publication.url or ""
    return _plain(url) if url.startswith(("https://", "http://")) else None


def site(publication: Publication) -> str | None:
    """Return what the title links to on a page, which may be a file beside the page."""
    return _plain(publication.link) or web(publication)


def _plain(url: str | None) -> str | None:
    safe = links.safe(url)
    return html.unescape(safe) if safe else None  # `safe` has escaped character references only
