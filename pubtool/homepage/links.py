"""Addresses from strangers, made fit for a page."""

import re
from urllib.parse import quote

_SCHEMES = frozenset({"http", "https", "ftp", "mailto"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CHARACTER_REFERENCE = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Letters, digits and these Markdown, HTML and Liquid leave alone in an address.
_ENCODED = re.compile(r"[^\w\-.~:/?#@!$&*+,;=%]+")

# The forms in which reference managers write an address's special characters into a .bib.
_TEX = (
    (re.compile(r"\\url\s*\{(.*)\}", re.DOTALL), r"\1"),
    (re.compile(r"\{?\\~\{\}\}?|\{?\\textasciitilde(?:\{\})?\}?|\$\\sim\$"), "~"),
    (re.compile(r"\{\\([_%&#$])\}"), r"\1"),
    (re.compile(r"\\([_%&#$])"), r"\1"),
)


def safe(url: str | None) -> str | None:
    """Return the address as it may stand in an attribute or a Markdown link, or None.

    None means that there is no address, or none that a page may link to: `javascript:`,
    `data:` and every scheme but http, https, ftp and mailto, or a control character inside.
    A relative address is kept. Quotes, brackets, spaces, braces and the like come out
    percent-encoded, so that nothing in it ends the link, starts an element or runs Liquid.
    """
    plain = (url or "").strip()
    for pattern, replacement in _TEX:
        plain = pattern.sub(replacement, plain)
    if not plain.isprintable():
        return None
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() not in _SCHEMES:
        return None
    encoded = _ENCODED.sub(lambda match: quote(match[0], safe=""), plain)
    return _CHARACTER_REFERENCE.sub("&amp;", _STRAY_PERCENT.sub("%25", encoded)) or None
