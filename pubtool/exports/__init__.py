"""Papers in the formats of others: BibTeX, BibLaTeX, CSL-JSON, and lists to read."""

from collections.abc import Sequence
from enum import Enum

from pubtool.publication import Publication


class Format(Enum):
    """What papers are exported as."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    CSL_JSON = "csl-json"
    HTML = "html"
    LATEX = "latex"
    TEXT = "text"


def export(publications: Sequence[Publication], form: Format) -> str:
    """Return the papers in a format, in the order given; the text ends with a line end.

    Whatever a title or a name holds comes out as text: it opens no element, runs no TeX
    command that acts, and no control character is left. In a list to read, the authors with
    `me` are set in bold and those with `equal` have a dagger.
    """
    from pubtool.exports import bibtex, csl, lists  # so that the formats' names cost nothing

    match form:
        case Format.BIBTEX:
            return bibtex.bibtex(publications)
        case Format.BIBLATEX:
            return bibtex.biblatex(publications)
        case Format.CSL_JSON:
            return csl.csl_json(publications)
        case Format.HTML:
            return lists.html(publications)
        case Format.LATEX:
            return lists.latex(publications)
        case Format.TEXT:
            return lists.text(publications)
