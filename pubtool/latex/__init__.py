"""LaTeX text to Unicode and to Markdown, and back."""

from pubtool.latex.characters import printable, unaccented
from pubtool.latex.decoding import comparable, to_text
from pubtool.latex.encoding import from_source, from_text
from pubtool.latex.markdown import Flavor, escape_markdown, to_markdown

__all__ = [
    "Flavor",
    "comparable",
    "escape_markdown",
    "from_source",
    "from_text",
    "printable",
    "to_markdown",
    "to_text",
    "unaccented",
]
