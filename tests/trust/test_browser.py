"""A page with every hostile word on it, in Chromium: nothing of theirs runs."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.homepage import kramdown
from tests.homepage.test_hostile import FLAVORS, document
from tests.hostile import HOSTILE, LINKS

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)

# Before the page: whatever a script of theirs would do is noted. After it: what there is of theirs
# is listed, and each link that could run a script is followed. The protocol of what is no address
# at all is ":".
BEFORE = """<!DOCTYPE html><html><head><meta charset="utf-8"><script id="ours">
var ran = [];
for (const name of ["alert", "confirm", "prompt", "open", "print"])
  window[name] = () => { ran.push(name); };
window.addEventListener("securitypolicyviolation", event => ran.push(event.violatedDirective));
</script></head><body>
"""
AFTER = """
<script id="ours">
const known = new Set(%s), report = {ran, foreign: [], handlers: [], links: 0};
for (const one of document.querySelectorAll("body *, head *")) {
  const name = one.localName;
  if (one.id !== "ours" && !known.has(name)) report.foreign.push(name);
  for (const attribute of one.attributes)
    if (/^on|^style$|^srcdoc$/i.test(attribute.name)) report.handlers.push(one.outerHTML);
  if (name === "a" && one.hasAttribute("href")) {
    report.links += 1;
    if (!["http:", "https:", "file:", "mailto:", ":"].includes(one.protocol)) {
      report.foreign.push(one.href);
      if (one.protocol === "javascript:") one.click();
    }
  }
}
for (const one of document.querySelectorAll("body *:not(script)"))
  for (const name of ["mouseover", "focus", "load", "error", "toggle"])
    one.dispatchEvent(new Event(name));
setTimeout(() => {
  const shown = document.createElement("pre");
  shown.id = "report";
  shown.textContent = JSON.stringify(report);
  document.body.replaceChildren(shown);
}, 300);
</script></body></html>
"""
OURS = ("h1", "ul", "li", "p", "a", "strong", "br", "em", "sup", "sub", "head", "body", "meta")


def dump(address: str, home: Path) -> str:
    """Return the page as it is when its scripts have run; nothing else is reached."""
    options = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "--disable-dev-shm-usage"),
        *("--virtual-time-budget=3000", "--host-resolver-rules=MAP * ~NOTFOUND"),
        f"--user-data-dir={home / 'browser'}",
    )
    try:
        done = subprocess.run(
            [BROWSER or "", *options, address], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def seen(html: str, folder: Path) -> dict[str, object]:
    page = folder / "page.html"
    text = BEFORE + html + AFTER % json.dumps(OURS)
    page.write_text(text, encoding="utf-8", errors="replace")
    shown = dump(page.as_uri(), folder)
    if not shown:
        pytest.skip("Chromium does not start here")
    found = re.search(r'<pre id="report">(.*?)</pre>', shown, re.DOTALL)
    assert found, shown[-2000:]
    report: dict[str, object] = json.loads(unescape(found[1]))
    return report


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium")
@pytest.mark.parametrize("flavor", FLAVORS)
def test_nothing_on_a_page_of_hostile_words_runs(tmp_path: Path, flavor: str) -> None:
    pages = [document(text, flavor) for text in HOSTILE + LINKS]
    if flavor == "kramdown":
        html = "\n".join(kramdown.html(pages))
    else:
        reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        html = "\n".join(reader.render(page) for page in pages)
    report = seen(html, tmp_path)
    assert report | {"links": 0} == {"ran": [], "foreign": [], "handlers": [], "links": 0}
    assert int(str(report["links"])) > len(HOSTILE)


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium")
def test_a_script_that_is_there_would_be_seen(tmp_path: Path) -> None:
    report = seen(
        '<script>alert(1)</script><p onclick="x()">x</p><img src=x onerror=alert(1)>'
        "<a href='javascript:confirm(1)'>x</a>",
        tmp_path,
    )
    assert {"alert", "confirm"} <= set(report["ran"])  # type: ignore[call-overload]
    assert report["foreign"] == ["script", "img", "javascript:confirm(1)"]
    assert len(report["handlers"]) == 2  # type: ignore[arg-type]
