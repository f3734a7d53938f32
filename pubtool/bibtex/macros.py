"""Values made of `@string` macros and of parts joined by `#`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pubtool.bibtex.scanner import Problem, end_of_value, parts

if TYPE_CHECKING:
    from bibtexparser import model

# A macro whose value grows beyond this stays its own name: nested `@string`s can double at
# each step, and no venue's name is longer.
_LONGEST_MACRO = 10_000
DELIMITERS = ("{", '"')


def read(blocks: Sequence["model.Block"]) -> Mapping[str, str]:
    """Return the values of the `@string`s; of several with one name, the last, as BibTeX does."""
    from bibtexparser import model

    sources: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, model.DuplicateBlockKeyBlock):
            block = block.ignore_error_block or block
        if isinstance(block, model.String):
            sources[block.key.lower()] = block.value
    return _expand_all(sources)


def _expand_all(sources: Mapping[str, str]) -> dict[str, str]:
    expanded: dict[str, str] = {}
    for name in sources:
        _expand(name, sources, expanded, frozenset())
    return expanded


def _expand(
    name: str, sources: Mapping[str, str], expanded: dict[str, str], above: frozenset[str]
) -> None:
    """Put the value of the macro `name` into `expanded`, those that it uses first."""
    if name in expanded or name not in sources or name in above or len(above) > 50:
        return
    end = end_of_value(sources[name], 0)
    if isinstance(end, Problem):
        return
    source = sources[name][: end[0]]
    for part in parts(source):
        _expand(part.lower(), sources, expanded, above | {name})
    value = resolve(source, end[1], expanded)
    if len(value) <= _LONGEST_MACRO:
        expanded[name] = value


def resolve(raw: str, single: bool, macros: Mapping[str, str]) -> str:
    """Return the text of a value; a macro that is not known stays its own name.

    `single` tells that it has one part, so no `#`.
    """
    if not single:
        return "".join(resolve(part, True, macros) for part in parts(raw))
    if raw[0] in DELIMITERS:
        return raw[1:-1]
    return macros.get(raw.lower(), raw)
