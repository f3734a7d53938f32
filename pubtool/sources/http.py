"""The one door to the network: bounded in time, size, tries and addresses.

Whatever goes wrong on the way comes back as a `ServiceError` that names the service and
says what to do. Neither a request's body nor its query is ever part of a message.
"""

import json as json_module
import os
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from pubtool import __version__
from pubtool.errors import ServiceError, UsageError

if TYPE_CHECKING:  # slow to import, so wait for the first request
    import requests

USER_AGENT = f"pubtool/{__version__}"
TOTAL_SECONDS = 30.0  # one call, with its redirects, retries and waits
CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0  # between two pieces of an answer
LARGEST_ANSWER = 10_000_000  # bytes, unpacked
TRIES = 3
BACKOFF_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 10.0  # a longer Retry-After is told to the user, not waited for
REDIRECTS = 5

_PIECE = 16_384
_PASSING = frozenset({429, 500, 502, 503, 504})  # worth another try


class TooLargeError(ServiceError):
    """An answer is larger than any that pubtool can use."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of any status but 429 and 5xx; `media_type` is in lower case, bare."""

    service: str
    status: int
    media_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body read as UTF-8, what is not UTF-8 replaced."""
        return self.body.decode("utf-8", "replace")

    @property
    def is_html(self) -> bool:
        """Whether a web page came, whatever its media type says."""
        start = self.body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return self.media_type == "text/html" or start.startswith((b"<!doctype html", b"<html"))

    def json(self) -> object:
        """Return the body's JSON value.

        Raises:
            ServiceError: the body is a web page or is not JSON.
        """
        if self.is_html:
            raise self.failure()
        try:
            value: object = json_module.loads(self.body)
        except (ValueError, RecursionError):
            raise ServiceError(
                f"{self.service} answered with something that is not JSON. Try again later."
            ) from None
        return value

    def failure(self) -> ServiceError:
        """Return the error for an answer that is of no use, by its status or its kind."""
        if self.status in (401, 403):
            what = f"refused the request (HTTP {self.status})"
        elif self.is_html and self.status == 200:
            what = "answered with a web page instead of data"
        else:
            what = f"gave an answer that is of no use (HTTP {self.status}, {self.media_type})"
        return ServiceError(f"{self.service} {what}. Try again in some minutes.")


def endpoint(variable: str, default: str) -> str:
    """Return the address in the environment's `variable`, else `default`; no slash at its end.

    Raises:
        UsageError: the address is not https, and not http on this machine either.
    """
    address = os.environ.get(variable, "").strip() or default
    if not _is_allowed(address, loopback=True):
        raise UsageError(f"{variable} is {address!r}: give an https:// address.")
    return address.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether `url` names this machine."""
    host = _host(url)
    return host in ("localhost", "::1") or (
        host.startswith("127.") and host.replace(".", "").isdecimal()
    )


def get(
    service: str,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    wait_turn: Callable[[], None] | None = None,
) -> Answer:
    """Return the answer to a GET; it may have any status but 429 and 5xx.

    Tried up to three times where that may help. `wait_turn` is called before each try:
    there a source keeps its service's pace. `service` is the name that errors say.

    Raises:
        ServiceError: no connection, no end, too much, too many redirects or one to a
            forbidden address, 429 or 5xx.
    """
    if params:
        url = f"{url}?{urlencode(params)}"
    return _within_total(_Request(service, "GET", url, headers or {}), wait_turn)


def post(
    service: str, url: str, *, json: object, headers: Mapping[str, str] | None = None
) -> Answer:
    """Return the answer to a POST of a JSON value: tried once, never redirected.

    Raises:
        ServiceError: as for `get`.
    """
    body = json_module.dumps(json).encode()
    headers = {"Content-Type": "application/json", **(headers or {})}
    return _within_total(_Request(service, "POST", url, headers, body), None)


@dataclass(frozen=True, slots=True)
class _Request:
    service: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


class _PassingError(ServiceError):
    """A failure that may be gone in a moment."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def _within_total(request: _Request, wait_turn: Callable[[], None] | None) -> Answer:
    """Return the answer, or give up when the total time is over.

    The work is done in a thread of its own because no socket timeout ends a slow name
    look-up or an answer whose header drips in byte by byte. A thread that is given up
    dies with the process; it holds one connection and one piece of an answer.
    """
    from concurrent.futures import Future
    from threading import Thread

    outcome: Future[Answer] = Future()
    deadline = time.monotonic() + TOTAL_SECONDS

    def work() -> None:
        try:
            outcome.set_result(_ask(request, deadline, wait_turn))
        except BaseException as error:  # raised again by outcome.result()
            outcome.set_exception(error)

    Thread(target=work, daemon=True).start()
    try:
        return outcome.result(timeout=TOTAL_SECONDS + 0.5)
    except TimeoutError:
        raise _too_slow(request.service) from None


def _ask(request: _Request, deadline: float, wait_turn: Callable[[], None] | None) -> Answer:
    """Return the answer of the first try that brings one."""
    from urllib3.util import Retry

    retry = Retry(total=TRIES - 1, backoff_factor=BACKOFF_SECONDS)
    while True:
        if wait_turn:
            wait_turn()
        try:
            return _follow(request, deadline)
        except _PassingError as error:
            if request.method != "GET" or not retry.total:
                raise
            retry = retry.increment(request.method)
            pause = max(error.retry_after, retry.get_backoff_time())
            if pause > min(LONGEST_WAIT_SECONDS, deadline - time.monotonic()):
                raise
        time.sleep(pause)


def _follow(request: _Request, deadline: float) -> Answer:
    """Return the answer at the end of the redirects, each of them checked."""
    for _ in range(REDIRECTS + 1):
        with _errors_translated(request), _send(request, deadline) as response:
            target = response.headers.get("Location") if response.is_redirect else None
            if target is None:
                return _answer(request.service, response, deadline)
        request = _redirected(request, target)
    raise ServiceError(
        f"{request.service} redirects without end (more than {REDIRECTS} times). "
        "Try again in some minutes."
    )


def _send(request: _Request, deadline: float) -> "requests.Response":
    import requests

    left = max(deadline - time.monotonic(), 0.1)
    with requests.Session() as session:
        session.trust_env = not is_loopback(request.url)  # no proxy to this machine
        return session.request(
            request.method,
            request.url,
            data=request.body,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **request.headers},
            auth=lambda prepared: prepared,  # keeps requests from sending what ~/.netrc has
            timeout=(min(CONNECT_SECONDS, left), min(SILENCE_SECONDS, left)),
            allow_redirects=False,
            stream=True,
        )


def _redirected(request: _Request, target: str) -> _Request:
    try:
        url = urljoin(request.url, target)
    except ValueError:
        url = ""
    allowed = _is_allowed(url, loopback=is_loopback(request.url))
    if not allowed or request.method != "GET":
        raise ServiceError(
            f"{request.service} redirects to an address that pubtool does not follow: "
            f"{_origin(url)}. Only https is safe; try again later, or check the network "
            "(a login page may stand in between)."
        )
    headers = request.headers
    if _origin(url) != _origin(request.url):  # a token is for the host that gave it
        headers = {name: headers[name] for name in headers if name.lower() != "authorization"}
    return replace(request, url=url, headers=headers)


def _answer(service: str, response: "requests.Response", deadline: float) -> Answer:
    if response.status_code in _PASSING:
        raise _unavailable(service, response)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(service, response.status_code, media_type, _body(service, response, deadline))


def _body(service: str, response: "requests.Response", deadline: float) -> bytes:
    """Return the whole body, unpacked piece by piece so that a gzip bomb stays small."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise ServiceError(f"{service} packed its answer as {encoding!r}, which was not asked for.")
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    pieces: Iterator[bytes] = response.raw.stream(_PIECE, decode_content=False)
    for piece in pieces:
        body += unpack.decompress(piece, LARGEST_ANSWER + 1 - len(body)) if unpack else piece
        if len(body) > LARGEST_ANSWER:
            raise TooLargeError(
                f"{service} sent more than {LARGEST_ANSWER // 1_000_000} MB, which cannot be "
                "an answer to this question. Try again later."
            )
        if time.monotonic() > deadline:
            raise _too_slow(service)
    if unpack and body and not unpack.eof:
        raise _cut_short(service)
    return bytes(body)


def _unavailable(service: str, response: "requests.Response") -> _PassingError:
    """Return the error for 429 and 5xx, with the time that the service asks to wait."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        seconds = Retry().parse_retry_after(response.headers.get("Retry-After", "0"))
    except InvalidHeader:
        seconds = 0.0
    what = (
        "is limiting requests: too many came in a short time"
        if response.status_code == 429
        else "is not available at the moment"
    )
    return _PassingError(
        f"{service} {what} (HTTP {response.status_code}). Try again {_later(seconds)}.", seconds
    )


def _later(seconds: float) -> str:
    if seconds < 1:
        return "in some minutes"
    if seconds < 90:
        return f"in {seconds:.0f} seconds"
    return f"in {seconds / 60:.0f} minutes"


def _too_slow(service: str) -> ServiceError:
    return ServiceError(
        f"{service} did not answer in full within {TOTAL_SECONDS:.0f} seconds. "
        "Check the network, or try again in some minutes."
    )


def _cut_short(service: str) -> _PassingError:
    return _PassingError(f"{service} broke off in the middle of its answer. Try again.")


@contextmanager
def _errors_translated(request: _Request) -> Iterator[None]:
    """Turn what requests, urllib3 and zlib raise into a `ServiceError`."""
    import requests
    import urllib3

    service, host = request.service, _host(request.url)
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise ServiceError(
            f"no secure connection to {service} ({host}): {_reason(error)}. Check the clock, "
            "the network and the proxy of this machine."
        ) from None
    except (requests.Timeout, urllib3.exceptions.TimeoutError):
        raise _too_slow(service) from None
    except requests.ConnectionError as error:
        raise _PassingError(
            f"no connection to {service} ({host}): {_reason(error)}. "
            "Check the network, then try again."
        ) from None
    except urllib3.exceptions.ProtocolError:
        raise _cut_short(service) from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, zlib.error) as error:
        raise ServiceError(
            f"{service} ({host}) could not be read: {_reason(error)}. Try again later."
        ) from None


def _reason(error: BaseException) -> str:
    """Return what the system said, from the depth of requests' nested exceptions."""
    reason = type(error).__name__
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            reason = inner.strerror
        inner = inner.__cause__ or inner.__context__
    return reason


def _is_allowed(url: str, *, loopback: bool) -> bool:
    """Whether `url` is https, or http to this machine where `loopback` says so."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return False
    if is_loopback(url):
        return loopback and scheme in ("http", "https")
    return scheme == "https" and bool(_host(url))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _origin(url: str) -> str:
    """Return scheme and host of `url`: what of an address may stand in a message."""
    scheme = url.partition(":")[0]
    return f"{scheme}://{urlsplit(url).netloc.rpartition('@')[2]}" if _host(url) else f"{scheme}:"
