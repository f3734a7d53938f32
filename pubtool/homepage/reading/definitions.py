"""Markdown's reference links: `[text][label]`, with `[label]: address` elsewhere on the page."""

import re
from collections.abc import Iterable, Mapping

_DEFINITION = re.compile(
    r" {0,3}\[([^\[\]]{1,300})\]:[ \t]*<?([^\s<>]{1,2000})>?"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$"
)
_REFERENCE = re.compile(
    r"(?<![\]!\\])\[((?:[^\[\]]|\[[^\[\]]{0,100}\]){1,500})\]"
    r"(?:[ ]?\[([^\[\]]{0,300})\])?(?![(:\[])"
)


def definitions(lines: Iterable[str]) -> dict[str, str]:
    """Return the address of each label; of two with one label the first counts."""
    found: dict[str, str] = {}
    for line in lines:
        if match := _DEFINITION.match(line):
            found.setdefault(_label(match[1]), match[2])
    return found


def is_definitions(text: str) -> bool:
    """Tell whether each line defines a label, so that nothing of the text is seen."""
    return all(_DEFINITION.match(line) for line in text.split("\n") if line.strip())


def resolve(text: str, addresses: Mapping[str, str]) -> str:
    """Return the text with the reference links that have an address as `[text](address)`."""
    if not addresses or "[" not in text:
        return text

    def inline(match: re.Match[str]) -> str:
        address = addresses.get(_label(match[2] or match[1]))
        if address is None:
            return match[0]
        plain = address.replace("(", "%28").replace(")", "%29")
        return f"[{match[1]}]({plain})"

    kept = (line for line in text.split("\n") if not _DEFINITION.match(line))
    return _REFERENCE.sub(inline, "\n".join(kept))


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
