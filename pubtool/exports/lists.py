r"""Papers as a list to read: LaTeX for a CV, HTML, plain text.

One paper is one sentence in each: authors, title, where it is out, award.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from pubtool.exports import links
from pubtool.exports.compilable import plain, without_end
from pubtool.homepage.standing import venue_and_year
from pubtool.latex import from_text, to_text
from pubtool.latex.characters import one_line
from pubtool.publication import Author, Publication, Status

_LATEX_HEAD = r"""% In the preamble: \usepackage[T1]{fontenc} \usepackage{amsmath,amssymb,hyperref}
"""
# Beyond these, pdflatex (T1 fonts) stops at a letter that was not set up.
_PDFLATEX = frozenset("‐‑–—―‖‘’‚“”„†‡•…‰‱‹›※‽€™←↑→↓ȘșȚțǍǎǏǐǑǒǓǔǢǣǦǧǨǩǪǫǴǵȲȳ")
_NOT_PDFLATEX = frozenset("ĦħĸĿŀŉŦŧſ")
_LATIN_END = "\u0180"


@dataclass(frozen=True, slots=True)
class _Markup:
    """How a format writes what a list is made of; all but `source` and `plain` take it written."""

    source: Callable[[str], str]  # TeX source
    plain: Callable[[str], str]  # Unicode
    bold: Callable[[str], str]
    italic: Callable[[str], str]
    title: Callable[[str, Publication], str]  # with the link, if any
    mark: str  # of equal contribution
    end: Callable[[Publication], str]  # what follows the sentence


def text(publications: Sequence[Publication]) -> str:
    """Return one line of Unicode for each paper, with its address on the web at the end."""

    def address(publication: Publication) -> str:
        url = links.web(publication)
        return f" {url}" if url else ""

    markup = _Markup(
        source=to_text,
        plain=one_line,
        bold=str,
        italic=str,
        title=lambda title, publication: title,
        mark="†",
        end=address,
    )
    lines = [_sentence(publication, markup) for publication in publications]
    legend = ["", "† Equal contribution"] if _has_equal(publications) else []
    return "".join(f"{line}\n" for line in [*lines, *legend])


def html(publications: Sequence[Publication]) -> str:
    """Return an HTML list; the title links to http(s), or to a file relative to the page."""

    def title(text: str, publication: Publication) -> str:
        url = links.site(publication)
        return f'<a href="{escape(url)}">{text}</a>' if url else text

    markup = _Markup(
        source=lambda tex: escape(to_text(tex)),
        plain=lambda text: escape(one_line(text)),
        bold=lambda text: f"<strong>{text}</strong>",
        italic=lambda text: f"<em>{text}</em>",
        title=title,
        mark="<sup>†</sup>",
        end=lambda publication: "",
    )
    items = [f"  <li>{_sentence(publication, markup)}</li>" for publication in publications]
    legend = ["<p><sup>†</sup> Equal contribution</p>"] if _has_equal(publications) else []
    return "".join(f"{line}\n" for line in ["<ul>", *items, "</ul>", *legend])


def latex(publications: Sequence[Publication]) -> str:
    """Return a LaTeX list for a CV, with comments that say what it needs.

    Maths in titles stays maths. Letters stay Unicode; where pdflatex lacks some, a comment
    names them.
    """

    def title(text: str, publication: Publication) -> str:
        url = links.web(publication)
        return f"\\href{{{_latex_address(url)}}}{{{text}}}" if url else text

    dagger = r"\textsuperscript{$\dagger$}"
    markup = _Markup(
        source=plain,
        plain=from_text,
        bold=lambda text: f"\\textbf{{{text}}}",
        italic=lambda text: f"\\emph{{{text}}}",
        title=title,
        mark=dagger,
        end=lambda publication: "",
    )
    sentences = [_sentence(publication, markup) for publication in publications]
    # An item's bracket would be its label.
    items = [f"  \\item {'{}' * line.startswith('[')}{line}\n" for line in sentences]
    if not items:
        return "% No paper.\n"
    legend = [f"\n\\noindent {dagger} Equal contribution\n"] if _has_equal(publications) else []
    body = "".join([*items, "\\end{itemize}\n", *legend])
    return f"{_LATEX_HEAD}{_letters_note(body)}\\begin{{itemize}}\n{body}"


def _sentence(publication: Publication, markup: _Markup) -> str:
    people = [_person(author, markup) for author in publication.authors]
    people += ["et al."] if publication.et_al else []
    title = markup.source(publication.title) or "Untitled"
    linked = markup.title(title, publication)
    parts = (
        _closed(", ".join(people)),
        linked if _is_closed(title) else f"{linked}.",
        _closed(_standing(publication, markup)),
    )
    return " ".join(part for part in parts if part) + markup.end(publication)


def _person(author: Author, markup: _Markup) -> str:
    name = markup.plain(author.name) + (markup.mark if author.equal else "")
    return markup.bold(name) if author.me else name


def _standing(publication: Publication, markup: _Markup) -> str:
    """Return where the paper is out and what it was awarded, or which preprint it is."""
    if publication.status is Status.PREPRINT and not publication.free_venue:
        where = f"arXiv:{publication.arxiv}" if publication.arxiv else "Preprint"
        told = markup.plain(f"{where} ({publication.year})" if publication.year else where)
        venue = ""
    else:
        venue = markup.source(without_end(venue_and_year(publication) or ""))
        told = markup.italic(venue) if venue else ""
    award = markup.source(publication.award or "")
    if award and not venue.endswith((award, f"({award})")):
        told = f"{told} ({award})".lstrip()
    return told


def _closed(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."


def _is_closed(title: str) -> bool:
    return title.endswith((".", "?", "!", "。", "？", "！"))


def _has_equal(publications: Sequence[Publication]) -> bool:
    return any(author.equal for publication in publications for author in publication.authors)


def _latex_address(url: str) -> str:
    r"""Return an address for `\href`; hyperref takes the backslashes out again.

    With them it may stand in another command's argument too.
    """
    encoded = quote(url, safe="%:/?#[]@!&'()*+,;=~_-.").replace("$", "%24")
    return re.sub(r"([%#&_])", r"\\\1", encoded)


def _letters_note(body: str) -> str:
    lacking = sorted({char for char in body if not _is_in_pdflatex(char)})
    if not lacking:
        return ""
    return f"% Compile with xelatex or lualatex: pdflatex lacks {' '.join(lacking)}\n"


def _is_in_pdflatex(char: str) -> bool:
    return (char < _LATIN_END and char not in _NOT_PDFLATEX) or char in _PDFLATEX
