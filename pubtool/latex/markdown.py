"""Text that strangers wrote, as Markdown in which it stays text."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Literal

from pubtool.latex import maths
from pubtool.latex.characters import lowered, one_line, raised
from pubtool.latex.decoding import plain
from pubtool.latex.reading import Maths, Piece, Style, Styled, Text, read

Flavor = Literal["kramdown", "commonmark"]

# What Markdown or HTML would act on. Liquid runs before Markdown, in comments too, and knows
# no entities: one in place of the brace breaks `{{` and `{%`, and kramdown's `{: …}` as well.
# `\\` may end a line (kramdown's break); `--` is a dash to kramdown and ends a comment.
_ACTIVE = re.compile(
    r"""
      (?P<escape> [*`\[\]|$] | (?<![^\W_])_ | _(?![^\W_]) )
    | (?P<entity>
          [\\<>{]
        | &(?=[\w#:.-]+;)
        | -(?=-) | (?<=-)-
        | ~(?=[^~]*~)
        | :(?=//) | (?<=\bwww)\.(?=\w) | (?<=\w)@(?=\w)    # links by itself on GitHub, in Hugo
      )
    """,
    re.VERBOSE,
)
# At a line's start: heading, list, definition, fence, kramdown's end-of-block.
_OPENING = re.compile(r"[\#=:~^](?!\d+;)|[-+](?=\s|$)|(?<=\d)[.)](?=\s|$)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

_MATHS_ACTIVE = re.compile(r"\\[|$]|[<>|]|\{(?=[{%])")
_MATHS_SAFE = {
    r"\|": r"\Vert ",
    r"\$": r"{\$}",  # "$$" would end the maths
    "<": r"\lt ",
    ">": r"\gt ",
    "|": r"\vert ",
    "{": "{ ",
}
# CommonMark takes the backslash from punctuation, so spell it out or double it.
_COMMONMARK_ACTIVE = re.compile(
    r"\\operatorname\*|\\[!-/:-@\[-`{-~]|[*`\[\]]|&(?=[\w#]+;)|:(?=//)"
    r"|(?<![^\W_])_|_(?![^\W_])"
)
_COMMONMARK_SAFE = {
    r"\operatorname*": r"\operatorname\*",
    r"\{": r"\lbrace ",
    r"\}": r"\rbrace ",
    r"\,": r"\thinspace ",
    r"\:": r"\medspace ",
    r"\;": r"\thickspace ",
    r"\!": r"\negthinspace ",
    "[": r"\lbrack ",
    "]": r"\rbrack ",
    "&": "&amp;",
    ":": r"\colon ",
    "*": r"\ast ",
    "`": r"\backprime ",
    "_": "_ ",  # before a space it opens no emphasis
}


@lru_cache(maxsize=4096)  # names come again with many of a list's papers
def escape_markdown(text: str) -> str:
    """Return Unicode text as inline Markdown that shows just this text, on one line.

    No element, link, attribute list or Liquid tag comes of it, wherever it stands in a
    line, inside `**…**`, in a link's text or in an HTML comment. Harmless characters stay
    as they are: `A^3`, `A & B`, `K-FAC: x (y)`, straight quotes.
    """
    return _opened(_escaped(one_line(text)))


@lru_cache(maxsize=4096)  # venues, too
def to_markdown(tex: str, flavor: Flavor) -> str:
    """Return LaTeX text as inline Markdown, on one line, safe as `escape_markdown` is.

    Emphasis is `*…*`, or `<em>` where stars would not be seen as such. Raised and lowered
    text, maths that is only a script (`$^3$`) included, is `<sup>` and `<sub>`; in CommonMark,
    which is often read with HTML off, `³` and `₂` where Unicode has them all. Other maths is
    `$$…$$` in kramdown, `$…$` in CommonMark.
    """
    written = _written(_merged(read(one_line(tex))), flavor)
    return _opened(" ".join(written.split()))


def _escaped(text: str) -> str:
    return _ACTIVE.sub(
        lambda match: "\\" + match[0] if match["escape"] else _entity(match[0]), text
    )


def _entity(char: str) -> str:
    return _NAMED.get(char, f"&#{ord(char)};")


def _opened(markdown: str) -> str:
    """Return `markdown` such that its beginning opens no block where it begins a line."""
    start = len(markdown) - len(markdown.lstrip("0123456789"))
    if start < len(markdown) and _OPENING.match(markdown, start):
        return f"{markdown[:start]}&#{ord(markdown[start])};{markdown[start + 1 :]}"
    return markdown


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with neighbouring texts as one, for an escape may look around."""
    merged: list[Piece] = []
    safe = (
        Text(p.source) if isinstance(p, Maths) and not maths.is_harmless(p.source) else p
        for p in pieces
    )
    for is_text, group in groupby(safe, key=lambda piece: isinstance(piece, Text)):
        run = list(group)
        merged.extend([Text(plain(run))] if is_text else run)
    return merged


def _written(pieces: list[Piece], flavor: Flavor, emphasised: bool = False) -> str:
    written = ""
    for i, piece in enumerate(pieces):
        match piece:
            case Text(text):
                written += _escaped(text)
            case Maths(source):
                written += _maths(source, flavor)
            case Styled(Style.EMPHASIS, inner):
                content = _written(_merged(inner), flavor, emphasised=True)
                after = plain(pieces[i + 1 : i + 2])
                written += content if emphasised else _emphasis(content, written, after)
            case Styled(style, inner):
                content = _written(_merged(inner), flavor, emphasised).strip()
                written += _script(content, style is Style.RAISED, flavor)
    return written


def _emphasis(content: str, before: str, after: str) -> str:
    core = content.strip()
    if not core:
        return content
    lead, tail = content.partition(core)[::2]
    around = (before + lead)[-1:] + (tail + after)[:1]
    stars = not around.strip() and core[0].isalnum() and core[-1].isalnum()
    return f"{lead}*{core}*{tail}" if stars else f"{lead}<em>{core}</em>{tail}"


def _script(content: str, is_raised: bool, flavor: Flavor) -> str:
    if not content:
        return ""
    if flavor == "commonmark":
        shifted = raised(content) if is_raised else lowered(content)
        if shifted[0] not in "^_":
            return shifted
    tag = "sup" if is_raised else "sub"
    return f"<{tag}>{content}</{tag}>"


def _maths(source: str, flavor: Flavor) -> str:
    if script := maths.lone_script(source):
        return _script(_escaped(one_line(script[1])), script[0] == "^", flavor)
    tex = _MATHS_ACTIVE.sub(lambda match: _MATHS_SAFE[match[0]], one_line(source))
    if flavor == "kramdown":
        return f"$${tex}$$" if tex else ""
    tex = _COMMONMARK_ACTIVE.sub(lambda match: _COMMONMARK_SAFE.get(match[0], f"\\{match[0]}"), tex)
    return f"${tex}$" if tex else ""
