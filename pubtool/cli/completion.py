"""What a Tab offers beyond commands and options: citation keys, fields, labels, headings.

A Tab is pressed while typing, so this reads the list by the scanner alone: the libraries that
a command needs would take longer to import than a person waits.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pubtool.errors import PubtoolError

if TYPE_CHECKING:
    from pubtool.config import Config

Offer = tuple[str, str]  # a word, and what it means

_ENTRY = re.compile(r"^[ \t]*@(?!comment\b|string\b|preamble\b)(?=\w+\s*[{(])", re.M | re.I)
# Fields of the store, for those that an entry does not have yet.
_FIELDS = (
    *("title", "author", "year", "month", "booktitle", "journal", "abbr", "venue", "award"),
    *("eprint", "openreview", "doi", "url", "pubstate", "keywords"),
    *("pdf", "code", "slides", "poster", "website"),
)
# Shells read what is offered as their own language: bash globs words, zsh evaluates help.
_SAFE_WORD = re.compile(r"[\w:./+@=,-]+")
_UNSAFE_IN_HELP = re.compile(r"[\\`$\"(){}\x00-\x1f\x7f-\x9f]+")
_TEX = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}]")


def keys(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the citation keys that begin so, each with its paper's title."""
    return _offers(
        incomplete, ((key, fields.get("title", "")) for key, fields in _entries(context))
    )


def keys_and_fields(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return more keys, and `FIELD=` for the fields of the papers named already."""
    named = {context.params.get("key")}
    own = [fields for key, fields in _entries(context) if key in named]
    known = dict.fromkeys([*(name for fields in own for name in fields), *_FIELDS])
    values = own[0] if own else {}
    fields = [(f"{name}=", values.get(name, "")) for name in known]
    return [*_offers(incomplete, fields), *keys(context, incomplete)]


def labels(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the short labels of the venues in the list."""
    found = dict.fromkeys(
        fields["abbr"] for _, fields in _entries(context) if fields.get("abbr", "")
    )
    return _offers(incomplete, ((label, "") for label in found))


def headings(context: typer.Context, incomplete: str) -> list[Offer]:
    """Return the headings of the configured sections."""
    config = _config(context)
    found = config.sections if config else ()
    return [(one.heading, one.show) for one in found if one.heading.startswith(incomplete)]


def _offers(incomplete: str, words: "Iterator[Offer] | list[Offer]") -> list[Offer]:
    return [
        (word, " ".join(_UNSAFE_IN_HELP.sub(" ", help_).replace("'", "’").split()))
        for word, help_ in words
        if word.startswith(incomplete) and _SAFE_WORD.fullmatch(word)
    ]


def _config(context: typer.Context) -> "Config | None":
    """Return the configuration that the command will have, None where it has none to read."""
    from pubtool.config import load

    given = context.find_root().params
    file, config = given.get("file"), given.get("config")
    try:
        return load(file and Path(file), config and Path(config), Path.cwd())
    except (PubtoolError, OSError):
        return None  # the command itself will say what is wrong


def _entries(context: typer.Context) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the key and the fields (delimiters and TeX removed) of each entry of the list."""
    from pubtool import files
    from pubtool.bibtex import scanner

    config = _config(context)
    try:
        text = files.read(config.bib).text if config else ""
    except PubtoolError:
        return  # as above
    for match in _ENTRY.finditer(text):
        layout = scanner.scan(text, match.end() - 1)
        if isinstance(layout, scanner.Layout):
            yield (
                text[layout.key : layout.key_end],
                {
                    text[field.name : field.name_end].lower(): _TEX.sub(
                        "", text[field.value : field.value_end]
                    ).strip('"')
                    for field in layout.fields
                },
            )
