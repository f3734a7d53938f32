"""A local server that plays arXiv, OpenReview (v2 and v1) and the DOI resolver.

It answers over real sockets on 127.0.0.1 from the recordings under `tests/recorded`, which
are written for the tests in the shape of the real answers: `arxiv/ID.xml` (one Atom entry,
`/` in the id as `_`), `openreview/v2/ID.json` and `openreview/v1/ID.json` (one note),
`doi/DOI.json` (CSL-JSON, `/` as `_`). What is neither recorded nor declared `missing`
fails the test.

    def test_…(services):
        services.missing.add("2402.99999")            # the service says that there is none
        services.script("arxiv", Reply(503), Reply(503))   # two failures, then as usual
        …
        assert [request.query["id_list"] for request in services.asked("arxiv")] == […]

A subprocess finds the server through `services.environment`.
"""

import json
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

RECORDED = Path(__file__).parent / "recorded"
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
CSL = "application/vnd.citationstyles.csl+json"
PLAIN = "text/plain"


@dataclass
class Reply:
    """One answer. `play` takes the open connection instead, for what no sane server does."""

    status: int = 200
    body: bytes | str = b""
    content_type: str = PLAIN
    headers: dict[str, str] = field(default_factory=dict)
    play: "Callable[[Handler], None] | None" = None


@dataclass(frozen=True)
class Request:
    """What came in: `service` is arxiv, openreview, openreview_v1 or doi."""

    service: str
    method: str
    path: str  # below the service's endpoint, without the query, percent-decoded
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float  # time.monotonic()


def html(status: int = 200) -> Reply:
    return Reply(status, "<!DOCTYPE html><html><body>Please wait…</body></html>", HTML)


def rate_limited(retry_after: str | None = None) -> Reply:
    return Reply(429, "Rate exceeded.", PLAIN, {"Retry-After": retry_after} if retry_after else {})


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": target})


def as_json(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value), JSON)


def openreview_error(name: str, status: int, message: str = "refused by the test") -> Reply:
    return as_json({"name": name, "message": message, "status": status, "details": {}}, status)


def challenge() -> Reply:
    return openreview_error("ChallengeRequiredError", 403, "Challenge required")


def silence() -> Reply:
    """No answer at all, until the test is over."""
    return Reply(play=lambda handler: handler.services.wait_for_end())


def slow_drip(content_type: str = ATOM) -> Reply:
    """A header, then a byte every tenth of a second, until the test is over."""

    def play(handler: "Handler") -> None:
        handler.start(200, {"Content-Type": content_type})
        handler.repeat(b" ", 0.1)

    return Reply(play=play)


def slow_header() -> Reply:
    """A status line, then a header that never ends."""

    def play(handler: "Handler") -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        handler.repeat(b"x", 0.1)

    return Reply(play=play)


def endless(content_type: str = ATOM) -> Reply:
    def play(handler: "Handler") -> None:
        handler.start(200, {"Content-Type": content_type})
        handler.repeat(b" " * 65_536, 0.0)

    return Reply(play=play)


def truncated(body: bytes = b"<?xml version='1.0'?><feed>", content_type: str = ATOM) -> Reply:
    """Fewer bytes than the header says."""
    headers = {"Content-Type": content_type, "Content-Length": str(len(body) + 1000)}

    def play(handler: "Handler") -> None:
        handler.start(200, headers)
        handler.wfile.write(body)

    return Reply(play=play)


def truncated_chunk(content_type: str = ATOM) -> Reply:
    def play(handler: "Handler") -> None:
        handler.start(200, {"Content-Type": content_type, "Transfer-Encoding": "chunked"})
        handler.wfile.write(b"400\r\n<?xml version='1.0'?>")

    return Reply(play=play)


def reset() -> Reply:
    """The connection is reset before a byte is sent."""

    def play(handler: "Handler") -> None:
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()

    return Reply(play=play)


class Services:
    """The server; see the top of this file."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.unexpected: list[str] = []
        self.missing: set[str] = set()
        self.arxiv = {
            _id_of(path): path.read_text(encoding="utf-8")
            for path in sorted((RECORDED / "arxiv").glob("*.xml"))
        }
        self.openreview = _recorded("openreview/v2")
        self.openreview_v1 = _recorded("openreview/v1")
        self.doi = _recorded("doi")
        self._scripts: dict[str, list[Reply]] = {}
        self._always: dict[str, Reply] = {}
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.services = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead pubtool here, for a subprocess too."""
        return {
            "PUBTOOL_ARXIV_API": f"{self.url}/arxiv/api/query",
            "PUBTOOL_OPENREVIEW_API": f"{self.url}/openreview",
            "PUBTOOL_OPENREVIEW_API_V1": f"{self.url}/openreview_v1",
            "PUBTOOL_DOI_RESOLVER": f"{self.url}/doi",
        }

    def script(self, service: str, *replies: Reply) -> None:
        """Let the next requests to `service` get these, and those after them the usual."""
        self._scripts.setdefault(service, []).extend(replies)

    def always(self, service: str, reply: Reply) -> None:
        """Let every request to `service` that has no script left get this."""
        self._always[service] = reply

    def asked(self, service: str) -> list[Request]:
        return [request for request in self.requests if request.service == service]

    def speak_tls(self, context: ssl.SSLContext) -> None:
        """Let every connection from now on begin with a TLS handshake."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_for_end(self) -> None:
        self._over.wait(60)

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def reply(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            if script := self._scripts.get(request.service):
                return script.pop(0)
        if request.service in self._always:
            return self._always[request.service]
        usual = {
            "arxiv": self._arxiv,
            "openreview": self._openreview,
            "openreview_v1": self._openreview,
            "doi": self._doi,
        }.get(request.service)
        return usual(request) if usual else self._unrecorded(request, request.path)

    def _unrecorded(self, request: Request, what: str) -> Reply:
        self.unexpected.append(f"{request.service}: {what}")
        return Reply(500, f"not recorded: {what}")

    def _arxiv(self, request: Request) -> Reply:
        if request.path != "/api/query":
            return self._unrecorded(request, request.path)
        if "search_query" in request.query:
            words = set(re.findall(r"\w+", request.query["search_query"].lower())) - {"ti", "and"}
            hits = [one for one in self.arxiv.values() if words <= set(_title_words(one))]
            return Reply(200, feed(hits), ATOM)
        entries = []
        for wanted in request.query.get("id_list", "").split(","):
            bare = re.sub(r"v\d+$", "", wanted)
            if bare in self.arxiv:
                entries.append(self.arxiv[bare])
            elif bare not in self.missing:
                return self._unrecorded(request, wanted)
        # Without max_results the real service cuts a list at 10.
        return Reply(200, feed(entries[: int(request.query.get("max_results", "10"))]), ATOM)

    def _openreview(self, request: Request) -> Reply:
        notes = self.openreview if request.service == "openreview" else self.openreview_v1
        if request.method == "POST" and request.path == "/login":
            return as_json({"token": "token-of-the-test", "user": {"id": "~Test_User1"}})
        if request.path == "/notes" and (wanted := request.query.get("id")):
            if wanted in notes:
                return as_json({"notes": [notes[wanted]], "count": 1})
            elsewhere = wanted in self.openreview or wanted in self.openreview_v1
            if elsewhere or wanted in self.missing:
                return openreview_error("NotFoundError", 404, f"The Note {wanted} was not found")
            return self._unrecorded(request, wanted)
        if request.path == "/notes/search":
            words = set(re.findall(r"\w+", request.query.get("term", "").lower()))
            hits = [n for n in notes.values() if words <= _words_of(n.get("content", {}))]
            return as_json({"notes": hits, "count": len(hits)})
        return self._unrecorded(request, f"{request.method} {request.path} {request.query}")

    def _doi(self, request: Request) -> Reply:
        wanted = request.path.removeprefix("/").lower()
        if wanted in self.doi:
            return Reply(200, json.dumps(self.doi[wanted]), CSL)
        if wanted in self.missing:
            return html(404)
        return self._unrecorded(request, wanted)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    services: Services


class Handler(BaseHTTPRequestHandler):
    """One connection, which ends with its first answer."""

    protocol_version = "HTTP/1.1"
    server: _Server

    @property
    def services(self) -> Services:
        return self.server.services

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        _, service, *rest = parts.path.split("/")
        request = Request(
            service=service,
            method=self.command,
            path="/" + unquote("/".join(rest)),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length", 0))),
            at=time.monotonic(),
        )
        self.close_connection = True
        reply = self.services.reply(request)
        try:
            if reply.play:
                reply.play(self)
                return
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            length = {"Content-Type": reply.content_type, "Content-Length": str(len(body))}
            self.start(reply.status, length | reply.headers)
            self.wfile.write(body)
        except OSError:
            pass  # the client hung up, as a client may

    do_POST = do_GET  # noqa: N815 - http.server's names

    def start(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def repeat(self, piece: bytes, pause: float) -> None:
        while not self.services.over:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(pause)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def feed(entries: list[str]) -> str:
    """Return an Atom feed of `entries` as arXiv writes it since 2026."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
        "  <id>https://arxiv.org/api/recorded</id>\n"
        "  <title>arXiv Query: recorded</title>\n"
        f"  <opensearch:totalResults>{len(entries)}</opensearch:totalResults>\n"
        + "".join(entries)
        + "</feed>\n"
    )


def entry(
    identifier: str,
    title: str = "A Recorded Title",
    *,
    authors: tuple[str, ...] = ("Donald E. Knuth",),
    more: str = "",
    published: str = "2024-10-04T12:21:03Z",
) -> str:
    """Return a small Atom entry; `identifier` with its version, the strings escaped."""
    names = "".join(f"<author><name>{name}</name></author>" for name in authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}</id><title>{title}</title>"
        f"<published>{published}</published><updated>{published}</updated>{names}"
        f'<arxiv:primary_category term="cs.LG"/>{more}</entry>\n'
    )


def _recorded(folder: str) -> dict[str, Any]:
    paths = sorted((RECORDED / folder).glob("*.json"))
    return {_id_of(path): json.loads(path.read_text(encoding="utf-8")) for path in paths}


def _id_of(path: Path) -> str:
    """Return the id in a recording's name; only the first `_` stands for a slash."""
    doi = path.parent.name == "doi"
    old_arxiv = path.parent.name == "arxiv"
    name = path.name.removesuffix(path.suffix)
    return name.replace("_", "/", 1) if doi or old_arxiv else name


def _title_words(entry: str) -> list[str]:
    match = re.search(r"<title>(.*?)</title>", entry, re.DOTALL)
    return re.findall(r"\w+", match[1].lower()) if match else []


def _words_of(content: dict[str, Any]) -> set[str]:
    title = content.get("title", "")
    text = title.get("value", "") if isinstance(title, dict) else title
    return set(re.findall(r"\w+", str(text).lower()))
