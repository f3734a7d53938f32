"""The one door to the network: bounded in time, size, tries and addresses.

Whatever goes wrong on the way comes back as a `ServiceError` that names the service and
says what to do. Neither a request's body nor its query is ever part of a message.
"""

import json as json_module
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from pubtool import __version__
from pubtool.errors import ServiceError
from pubtool.sources.addresses import host_of, is_allowed, is_loopback, is_web, origin_of
from pubtool.sources.answer import Answer
from pubtool.sources.failures import (
    PassingError,
    TooLargeError,
    cut_short,
    no_connection,
    reason_of,
    too_slow,
    unavailable,
)

if TYPE_CHECKING:  # slow to import, so wait for the first request
    import requests

USER_AGENT = f"pubtool/{__version__}"
TOTAL_SECONDS = 30.0  # one call, with its redirects, retries and waits
CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0  # between two pieces of an answer
LARGEST_ANSWER = 4_000_000  # bytes, unpacked; more can be 200 MB of objects once it is read
TRIES = 3
BACKOFF_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 10.0  # a longer Retry-After is told to the user, not waited for
REDIRECTS = 5

_PIECE = 16_384  # bytes; zlib makes at most a thousand times as much of it


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


def status(service: str, url: str) -> int:
    """Return the status with which a link is answered, whatever it leads to; no body is read.

    A redirect to http is followed too, since nothing that comes is used.

    Raises:
        ServiceError: as for `get`, whose bounds hold.
    """
    return _within_total(_Request(service, "GET", url, {}, status_only=True), None).status


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
    status_only: bool = False


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
        raise too_slow(request.service, TOTAL_SECONDS) from None


def _ask(request: _Request, deadline: float, wait_turn: Callable[[], None] | None) -> Answer:
    """Return the answer of the first try that brings one."""
    from urllib3.util import Retry

    retry = Retry(total=TRIES - 1, backoff_factor=BACKOFF_SECONDS)
    while True:
        if wait_turn:
            wait_turn()
        try:
            return _follow(request, deadline)
        except PassingError as error:
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
                return _answer(request, response, deadline)
        request = _redirected(request, target)
    raise ServiceError(
        f"{request.service} redirects without end (more than {REDIRECTS} times). "
        "Try again in some minutes."
    )


def _send(request: _Request, deadline: float) -> "requests.Response":
    """Return the answer to one request, its body unread, a redirect not followed.

    The session's own `send` would read a redirect's body to its end, however long.
    """
    import requests

    session = _session(is_loopback(request.url))
    prepared = session.prepare_request(
        requests.Request(
            request.method,
            request.url,
            data=request.body,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **request.headers},
            auth=lambda prepared: prepared,  # keeps requests from sending what ~/.netrc has
        )
    )
    settings = session.merge_environment_settings(request.url, {}, None, None, None)
    left = max(deadline - time.monotonic(), 0.1)
    timeout = (min(CONNECT_SECONDS, left), min(SILENCE_SECONDS, left))
    return session.get_adapter(request.url).send(
        prepared,
        stream=True,
        timeout=timeout,
        verify=settings["verify"] or True,
        proxies=settings["proxies"],
    )


@cache
def _session(loopback: bool) -> "requests.Session":
    """Return the session that keeps connections open between the requests of a command."""
    import requests

    session = requests.Session()
    session.trust_env = not loopback  # no proxy stands between this machine and itself
    return session


def _redirected(request: _Request, target: str) -> _Request:
    try:
        url = urljoin(request.url, target)
    except ValueError:
        url = ""
    allowed = is_allowed(url, loopback=is_loopback(request.url)) or (
        request.status_only and is_web(url) and not is_loopback(url)
    )
    if not allowed or request.method != "GET":
        raise ServiceError(
            f"{request.service} redirects to an address that pubtool does not follow: "
            f"{origin_of(url)}. Only https is safe; try again later, or check the network "
            "(a login page may stand in between)."
        )
    headers = request.headers
    if origin_of(url) != origin_of(request.url):  # a token is for the host that gave it
        headers = {name: headers[name] for name in headers if name.lower() != "authorization"}
    return replace(request, url=url, headers=headers)


def _answer(request: _Request, response: "requests.Response", deadline: float) -> Answer:
    service = request.service
    if response.status_code == 429 or response.status_code >= 500:
        raise unavailable(service, response.status_code, _asked_to_wait(response))
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    body = b"" if request.status_only else _body(service, response, deadline)
    return Answer(service, response.status_code, media_type, body)


def _asked_to_wait(response: "requests.Response") -> float:
    """Return the seconds in `Retry-After`, 0 where it is absent or unreadable."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(response.headers.get("Retry-After", "0"))
    except InvalidHeader:
        return 0.0


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
            raise TooLargeError(service, LARGEST_ANSWER)
        if time.monotonic() > deadline:
            raise too_slow(service, TOTAL_SECONDS)
    if unpack and body and not unpack.eof:
        raise cut_short(service)
    return bytes(body)


@contextmanager
def _errors_translated(request: _Request) -> Iterator[None]:
    """Turn what requests, urllib3 and zlib raise into a `ServiceError`."""
    import requests
    import urllib3

    service, host = request.service, host_of(request.url)
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise ServiceError(
            f"no secure connection to {service} ({host}): {reason_of(error)}. Check the clock, "
            "the network and the proxy of this machine."
        ) from None
    except requests.ConnectTimeout:
        raise no_connection(service, host, "it does not react") from None
    except (requests.Timeout, urllib3.exceptions.TimeoutError):
        raise too_slow(service, TOTAL_SECONDS) from None
    except requests.ConnectionError as error:
        failure = no_connection(service, host, reason_of(error))
        if _nobody_there(error):
            raise ServiceError(failure.message) from None
        raise failure from None
    except urllib3.exceptions.ProtocolError:
        raise cut_short(service) from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, zlib.error) as error:
        raise ServiceError(
            f"{service} ({host}) could not be read: {reason_of(error)}. Try again later."
        ) from None


def _nobody_there(error: BaseException) -> bool:
    """Tell whether no connection was made at all: asking again in a moment is of no use."""
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)
