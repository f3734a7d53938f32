"""Markdown's links in brackets, `[text](url)`, found in one pass."""


def links(source: str) -> tuple[dict[int, int], dict[int, str]]:
    """Return where `[text](url)` links close (to the link's end), and where they open (the url)."""
    closings: dict[int, int] = {}
    addresses: dict[int, str] = {}
    stack: list[int] = []
    ends = _ends(source)
    position = 0
    while position < len(source):
        char = source[position]
        if char == "\\":
            position += 2
            continue
        if char == "[":
            stack.append(position)
        elif char == "]" and stack:
            start = stack.pop()
            end = ends.get(position + 1)
            if end is not None and source[start - 1 : start] != "!":
                closings[position] = end
                addresses[start] = _bare_address(source[position + 2 : end - 1])
                position = end
                continue
        elif char == "\n" and source[position + 1 : position + 2] == "\n":
            stack.clear()
        position += 1
    return closings, addresses


def _ends(source: str) -> dict[int, int]:
    """Return for each `(` the position after the `)` that closes it on its line."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for position, char in enumerate(source):
        if char == "(":
            opened.append(position)
        elif char == ")" and opened:
            ends[opened.pop()] = position + 1
        elif char == "\n":
            opened.clear()
    return ends


def _bare_address(text: str) -> str:
    """Return the address of `url "title"` or `<url>`."""
    words = text.split(None, 1)
    if len(words) == 2 and words[1][:1] in "\"'(":
        return words[0].strip("<>")
    return text.strip().removeprefix("<").removesuffix(">")
