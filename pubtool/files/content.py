"""A file's content in short, and how two contents differ."""


def digest(data: bytes | str) -> str:
    """Return 32 hexadecimal digits that stand for the content (SHA-256, cut)."""
    import hashlib  # late, as difflib below: a Tab reads files, and waits for neither

    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return hashlib.sha256(raw).hexdigest()[:32]


def difference(before: str, after: str, name: str) -> str:
    r"""Return the unified diff of two texts, "" where they are equal; lines end in "\n"."""
    if before == after:
        return ""
    import difflib

    old, new = _lines(before), _lines(after)
    lines: list[str] = []
    for line in difflib.unified_diff(old, new, fromfile=name, tofile=name):
        ended = line.endswith("\n")
        lines.append(line if ended else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    r"""Split after "\n" only: `str.splitlines` also splits at U+2028 and a lone "\r"."""
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended
