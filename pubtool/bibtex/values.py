"""Values as text between delimiters, and what may not stand there."""

import re

from pubtool.errors import UsageError

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What BibTeX, biber and LaTeX's \cite can all take in a key (btparse: "NAME" tokens).
_KEY = re.compile(r"""[^\s,{}"=#%~\\()@\x00-\x1f\x7f]+""")
_NAME = re.compile(r"""[^\W\d][^\s,{}"'=#%~\\()@\x00-\x1f\x7f]*""")
_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BRACE = re.compile(r"[{}]")
_UNESCAPED_BRACE = re.compile(r"(?<!\\)[{}]")
# bibtexparser takes this for the next entry wherever it stands.
_BLOCK_START = re.compile(r"[\r\n]\s*@\w*[ \t]*[{(]")
_NEWLINE = re.compile(r"\r\n|\r|\n")


def check_value(name: str, value: str) -> None:
    r"""Make sure that `value` stays within its delimiters, for every reader of the file.

    Raises:
        UsageError: braces that do not pair (BibTeX counts `\{` too, bibtexparser does not), a
            backslash at the end, a line that begins like an entry, or a control character.
    """
    if not (_balanced(_BRACE, value) and _balanced(_UNESCAPED_BRACE, value)):
        raise UsageError(f"the braces in the value of `{name}` do not pair")
    if value.endswith("\\"):
        raise UsageError(
            f"the value of `{name}` ends in a backslash, which hides its closing brace"
        )
    if _BLOCK_START.search(value):
        raise UsageError(f"a line in the value of `{name}` begins with `@`, like a new entry")
    if _CONTROL.search(value):
        raise UsageError(f"the value of `{name}` has a control character in it")


def check_key(key: str) -> None:
    """Make sure that `key` can be cited.

    Raises:
        UsageError: it is empty or has white space, a bracket or a special character in it.
    """
    if not _KEY.fullmatch(key):
        raise UsageError(
            f'`{key}` is no citation key: leave out spaces and , {{ }} ( ) " = # % ~ \\ @'
        )


def check_name(name: str) -> None:
    """Make sure that `name` can name a field.

    Raises:
        UsageError: it is empty, begins with a digit or has a character that BibTeX forbids.
    """
    if not is_name(name):
        raise UsageError(f"`{name}` is no field name")


def is_name(name: str) -> bool:
    """Tell whether `name` can name a field; `%note`, which bibtexparser lets pass, cannot."""
    return _NAME.fullmatch(name) is not None


def check_type(kind: str) -> None:
    """Make sure that `kind` names an entry type, and none of BibTeX's commands.

    Raises:
        UsageError: it does not.
    """
    # bibtexparser goes by how the word begins.
    if not _TYPE.fullmatch(kind) or kind.lower().startswith(("comment", "preamble", "string")):
        raise UsageError(f"`{kind}` is no entry type")


def enclose(value: str, delimiter: str) -> str:
    """Return the value in braces, or in quotation marks if that is the delimiter and it fits."""
    return f'"{value}"' if delimiter == '"' and _fits_in_quotes(value) else f"{{{value}}}"


def with_newlines(text: str, newline: str) -> str:
    """Return the text with each of its line ends as `newline`."""
    return _NEWLINE.sub(lambda _: newline, text)


def newline_of(text: str) -> str:
    r"""Return the line end that most lines of the text have, `\n` where there is none."""
    crlf, lf, cr = text.count("\r\n"), text.count("\n"), text.count("\r")
    if crlf:
        return "\r\n" if 2 * crlf >= lf else "\n"
    return "\r" if cr > lf else "\n"


def _balanced(brace: re.Pattern[str], value: str) -> bool:
    depth = 0
    for mark in brace.finditer(value):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _fits_in_quotes(value: str) -> bool:
    """Tell whether no quotation mark in the value ends it, for BibTeX or for bibtexparser.

    For BibTeX each must stand in braces; for bibtexparser after a backslash, or as `{"}`.
    """
    depth = 0
    for position, mark in enumerate(value):
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif mark == '"':
            escaped = value[:position].endswith("\\")
            alone = value[max(position - 1, 0) : position + 2] == '{"}'
            if depth == 0 or not (escaped or alone):
                return False
    return True
