"""Services at their worst, and whole commands that ask them: an end in time, in small memory."""

import gzip
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import services as play
from tests.cli.conftest import ROOT
from tests.services import Reply, Services

STATUS = Path("/proc/self/status")
pytestmark = pytest.mark.skipif(not STATUS.exists(), reason="it tells a process's own memory")

TOTAL = 2.0  # the patience that the commands here are given, in seconds
MOST_MEMORY = 200_000  # KB

# A shorter patience, and no waiting between tries; all else is as a user has it. What the
# system tells of an ended child (ru_maxrss) counts the memory of the parent it was forked from.
HASTE = f"""
import atexit, pathlib
atexit.register(lambda: pathlib.Path("memory").write_text(pathlib.Path("{STATUS}").read_text()))
from pubtool.sources import arxiv, http
arxiv.ARXIV_DELAY_SECONDS = 0.0
http.TOTAL_SECONDS, http.SILENCE_SECONDS, http.BACKOFF_SECONDS = {TOTAL}, 1.0, 0.0
"""


def big(start: str, middle: str, end: str) -> bytes:
    """Just below the 4 MB that are read."""
    return (start + middle * ((3_900_000 - len(start) - len(end)) // len(middle)) + end).encode()


def packed(body: bytes, kind: str = play.ATOM) -> Reply:
    return Reply(body=body, content_type=kind, headers={"Content-Encoding": "gzip"})


def bomb() -> bytes:
    """300 MB, packed."""
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(bytes(1_000_000)) for _ in range(300)) + pack.flush()


FEED = "<feed xmlns='http://www.w3.org/2005/Atom'>"
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1 or str()};' * 10}'>" for n in range(1, 10)
)

# What a service does -> (the service that does it, words of the error).
WORST: dict[str, tuple[str, Callable[[], Reply], str]] = {
    "silence": ("arxiv", play.silence, "did not answer in full"),
    "slow drip": ("arxiv", play.slow_drip, "did not answer in full"),
    "slow header": ("arxiv", play.slow_header, "did not answer in full"),
    "endless body": ("arxiv", play.endless, "sent more than 4 MB"),
    "gzip bomb": ("arxiv", lambda: packed(bomb()), "sent more than 4 MB"),
    "gzip in gzip": (
        "arxiv",
        lambda: packed(gzip.compress(bomb())),
        "empty, broken off or not XML",
    ),
    "redirects in a circle": (
        "arxiv",
        lambda: play.redirect("/arxiv/api/query"),
        "redirects without end",
    ),
    "redirect to a file": ("arxiv", lambda: play.redirect("file:///etc/passwd"), "file:"),
    "redirect to http": ("doi", lambda: play.redirect("http://x.example/"), "http://x.example"),
    "broken off": ("arxiv", play.truncated, "broke off in the middle"),
    "a chunk broken off": ("arxiv", play.truncated_chunk, "broke off in the middle"),
    "reset": ("doi", play.reset, "no connection to doi.org"),
    "a web page": ("arxiv", play.html, "a web page instead of data"),
    "an image": ("doi", lambda: Reply(200, b"\x89PNG\r\n", "image/png"), "not JSON"),
    "JSON for Atom": ("arxiv", lambda: play.as_json({"a": 1}), "not XML"),
    "a feed of nothing but elements": (
        "arxiv",
        lambda: Reply(200, big(FEED, "<a/>", "</feed>"), play.ATOM),
        "not one that is safe to read",
    ),
    "a feed of attributes": (
        "arxiv",
        lambda: Reply(
            200,
            (FEED + "<a " + " ".join(f"a{n}=''" for n in range(330_000)) + "/>").encode(),
            play.ATOM,
        ),
        "empty, broken off or not XML",
    ),
    "a feed of authors": (
        "arxiv",
        lambda: Reply(
            200,
            big(FEED, "<author><name>A B</name></author>", "</feed>"),
            play.ATOM,
        ),
        "not one that is safe to read",
    ),
    "entities that grow": (
        "arxiv",
        lambda: Reply(200, f"{LAUGHS}]><feed>&a9;</feed>", play.ATOM),
        "not one that is safe to read",
    ),
    "a record of nothing but lists": (
        "doi",
        lambda: Reply(200, big("[", "[],", "[]]"), play.CSL),
        "is not a record",
    ),
    "a record of nothing but objects": (
        "doi",
        lambda: Reply(200, big('{"title": [', "{},", "{}]}"), play.CSL),
        "has no title",
    ),
    "a record of nothing but numbers": (
        "doi",
        lambda: Reply(200, big('{"x": [', "999,", "0]}"), play.CSL),
        "has no title",
    ),
    "a record with a title of 3 MB": (
        "doi",
        lambda: Reply(200, json.dumps({"title": "{x" * 1_500_000}), play.CSL),
        "has no title",
    ),
    "a feed with a title of 3 MB": (
        "arxiv",
        lambda: Reply(200, play.feed([play.entry("1412.6980v1", "$x" * 1_500_000)]), play.ATOM),
        "lacks its title",
    ),
}


@dataclass(frozen=True)
class End:
    """How a process ended; the memory is its greatest, in KB."""

    code: int
    out: str
    err: str
    seconds: float
    memory: int


def run(folder: Path, variables: dict[str, str], *words: str) -> End:
    (folder / "sitecustomize.py").write_text(HASTE)
    environment = os.environ | variables | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    out, err = folder / "out", folder / "err"
    began = time.monotonic()
    with out.open("w") as to_out, err.open("w") as to_err:
        process = subprocess.Popen(
            [sys.executable, "-m", "pubtool", *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=to_out,
            stderr=to_err,
        )
        code = process.wait()
    seconds = time.monotonic() - began
    peak = re.search(r"^VmHWM:\s*(\d+) kB$", (folder / "memory").read_text(), re.MULTILINE)
    assert peak is not None
    return End(code, out.read_text(), err.read_text(), seconds, int(peak[1]))


@pytest.fixture
def server() -> Iterator[Services]:
    services = Services()
    yield services
    services.close()


@pytest.mark.parametrize("case", WORST)
def test_the_worst_answer_ends_in_time_and_in_small_memory(
    tmp_path: Path, server: Services, case: str
) -> None:
    service, reply, words = WORST[case]
    server.always(service, reply())
    end = run(
        tmp_path, server.environment, "add", "1412.6980" if service == "arxiv" else "10.1000/x"
    )
    assert (end.code, end.out) == (4, ""), end
    assert words in end.err
    assert "Traceback" not in end.err
    assert end.seconds < TOTAL + 5  # 5 for a start and an end on a machine with much to do
    assert end.memory < MOST_MEMORY
    assert not (tmp_path / "publications.bib").exists()


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_ends_the_command(
    tmp_path: Path, server: Services
) -> None:
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
            *("-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "certificate.pem")),
        ),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    environment = {name: url.replace("http:", "https:") for name, url in server.environment.items()}
    server.speak_tls(context)
    end = run(tmp_path, environment, "add", "1412.6980")
    assert (end.code, "no secure connection to arXiv" in end.err) == (4, True)
    assert not server.requests
