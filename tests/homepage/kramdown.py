"""What Jekyll makes of Markdown: kramdown with GitHub's syntax, where Ruby has it."""

import functools
import json
import subprocess
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

_SCRIPT = """
require "json"; require "kramdown"; require "kramdown-parser-gfm"
STDIN.set_encoding("utf-8")
print JSON.generate(JSON.parse(STDIN.read).map { |text|
  Kramdown::Document.new(text, input: "GFM", hard_wrap: false).to_html })
"""


def html(pages: Sequence[str]) -> list[str]:
    """Return the HTML of each page; the test is skipped where kramdown is not installed."""
    if not _is_there():
        pytest.skip("kramdown is not installed")
    done = subprocess.run(
        ["ruby", "-e", _SCRIPT],
        input=json.dumps(list(pages)).encode(),
        capture_output=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def words(text: str) -> list[str]:
    """Return HTML without regard to white space."""
    return text.split()


def elements(text: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    """Return the tags of HTML that begin an element, with their attributes."""
    found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, tuple(attrs)))

    reader = Reader()
    reader.feed(text)
    reader.close()
    return found


@functools.cache
def _is_there() -> bool:
    try:
        done = subprocess.run(
            ["ruby", "-e", _SCRIPT], input=b"[]", capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
