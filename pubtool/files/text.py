"""Bytes as text and back, in an encoding that gives every byte back."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from pubtool.errors import RefusedError

_BOMS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# JabRef's first lines: "% Encoding: Cp1252", before version 3 "Encoding: ISO8859_1" on line 2
_DECLARED = re.compile(rb"^[% \t]*Encoding: *([\w.:-]+)[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_HEADER_BYTES = 1024
_ASCII = "".join(map(chr, range(0x20, 0x7F))) + "\t\r\n"


class TextFile(NamedTuple):
    """A file as it was read: its bytes, and its text with line ends as they are.

    `encode(file, file.text) == file.data`, whatever the bytes were.
    """

    path: Path
    data: bytes
    text: str
    encoding: str
    bom: bytes


def decode(path: Path, data: bytes) -> TextFile:
    """Return the bytes as text, in the first encoding that gives every byte back.

    The order: what a byte order mark says; UTF-8, where there is more than ASCII and all of
    it is UTF-8; the encoding that a JabRef header names; Windows-1252; Latin-1, which reads
    anything. So a header that is out of date does not spoil a file that is UTF-8 by now.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _exact(data[len(bom) :], encoding)
            if text is not None:
                return TextFile(path, data, text, encoding, bom)
    encodings = ["utf-8", "cp1252"]
    declared = _declared(data)
    if declared is not None:
        encodings.insert(0 if data.isascii() else 1, declared)
    for encoding in encodings:
        text = _exact(data, encoding)
        if text is not None:
            return TextFile(path, data, text, encoding, b"")
    return TextFile(path, data, data.decode("latin-1"), "latin-1", b"")


def encode(file: TextFile, text: str) -> bytes:
    """Return `text` in the file's own encoding, after its byte order mark.

    Raises:
        RefusedError: the encoding lacks a character of the text.
    """
    try:
        return file.bom + text.encode(file.encoding)
    except UnicodeEncodeError as error:
        character = text[error.start]
        shown = f"“{character}” " if character.isprintable() else ""
        line = text.count("\n", 0, error.start) + 1
        raise RefusedError(
            f"{file.path}:{line}: the file is in {file.encoding}, which has no "
            f"{shown}U+{ord(character):04X}; nothing was written. "
            "Save the file as UTF-8 in your editor, then run this again."
        ) from error


def _exact(data: bytes, encoding: str) -> str | None:
    """Return the text if the encoding reads the data and gives the same bytes back."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _declared(data: bytes) -> str | None:
    """Return the encoding that the file's first lines name, if Python knows it as text.

    Only one that leaves ASCII as it is: another (`unicode_escape`) would change what is typed.
    """
    match = _DECLARED.search(data, 0, _HEADER_BYTES)
    if match is None:
        return None
    name = match[1].decode("ascii", "replace")
    try:
        return name if _ASCII.encode(name) == _ASCII.encode("ascii") else None
    except (LookupError, UnicodeError):
        return None
