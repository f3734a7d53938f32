"""The door to the network, against a server that misbehaves in every way it can."""

import gzip
import resource
import shutil
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pubtool.errors import ServiceError, UsageError
from pubtool.sources import addresses, failures, http
from tests import services as play
from tests.services import Reply, Request, Services


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TOTAL_SECONDS", 1.0)
    monkeypatch.setattr(http, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.5)


@pytest.fixture
def ask(services: Services) -> Callable[..., http.Answer]:
    """Ask the server and get what the given replies make of it."""

    def ask(*replies: Reply) -> http.Answer:
        services.script("doi", *replies)
        return http.get("Service", f"{services.url}/doi/10.1/x")

    return ask


def gzipped(body: bytes) -> Reply:
    return Reply(body=body, content_type=play.JSON, headers={"Content-Encoding": "gzip"})


def test_an_answer_comes_back_as_it_was_sent(services: Services) -> None:
    services.script("doi", Reply(200, '{"é": 1}', "Application/JSON; charset=utf-8"))
    answer = http.get(
        "Service", f"{services.url}/doi/10.1/x", params={"q": "a b&c"}, headers={"Accept": "x/y"}
    )
    assert answer == http.Answer("Service", 200, "application/json", '{"é": 1}'.encode())
    assert answer.json() == {"é": 1}
    (request,) = services.requests
    assert request.query == {"q": "a b&c"}
    assert request.headers["accept"] == "x/y"
    assert request.headers["user-agent"].startswith("pubtool/")


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 406, 410])
def test_a_status_that_only_its_service_can_explain_comes_back(
    ask: Callable[..., http.Answer], status: int
) -> None:
    assert ask(Reply(status, "x")).status == status


def test_a_json_value_is_posted_once(services: Services) -> None:
    services.script("openreview", play.as_json({"token": "t"}))
    answer = http.post("OpenReview", f"{services.url}/openreview/login", json={"id": "a"})
    assert answer.json() == {"token": "t"}
    (request,) = services.requests
    assert (request.method, request.body) == ("POST", b'{"id": "a"}')
    assert request.headers["content-type"] == "application/json"


def test_a_post_is_not_tried_again(services: Services) -> None:
    services.script("openreview", Reply(503))
    with pytest.raises(ServiceError):
        http.post("OpenReview", f"{services.url}/openreview/login", json={"password": "secret"})
    assert len(services.requests) == 1


@pytest.mark.parametrize(
    "passing",
    [
        pytest.param(Reply(503), id="503"),
        pytest.param(Reply(500), id="500"),
        pytest.param(Reply(520), id="a proxy's own 5xx"),
        pytest.param(play.rate_limited(), id="429"),
        pytest.param(play.rate_limited("0"), id="429 with Retry-After"),
        pytest.param(Reply(429, headers={"Retry-After": "soon"}), id="an unreadable Retry-After"),
        pytest.param(play.reset(), id="connection reset"),
        pytest.param(play.truncated(), id="too few bytes"),
        pytest.param(play.truncated_chunk(), id="a chunk that breaks off"),
        pytest.param(gzipped(gzip.compress(b"{}" * 99)[:20]), id="gzip that breaks off"),
    ],
)
def test_what_may_pass_is_tried_again(ask: Callable[..., http.Answer], passing: Reply) -> None:
    assert ask(passing, passing, Reply(200, "at last")).text == "at last"


def test_tries_end_after_the_third(services: Services, ask: Callable[..., http.Answer]) -> None:
    with pytest.raises(ServiceError):
        ask(Reply(503), Reply(503), Reply(503), Reply(200))
    assert len(services.requests) == 3


def test_a_service_is_given_the_time_that_it_asks_for(
    services: Services, ask: Callable[..., http.Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TOTAL_SECONDS", 5.0)
    ask(Reply(503, headers={"Retry-After": "1"}), Reply(200))
    first, second = services.requests
    assert second.at - first.at >= 1.0


def test_a_long_wait_is_told_and_not_waited_for(
    services: Services, ask: Callable[..., http.Answer]
) -> None:
    with pytest.raises(ServiceError) as caught:
        ask(play.rate_limited("600"))
    assert caught.value.message == (
        "Service is limiting requests: too many came in a short time (HTTP 429). "
        "Try again in 10 minutes."
    )
    assert len(services.requests) == 1


def test_each_try_waits_for_its_turn(services: Services) -> None:
    services.script("doi", Reply(503), Reply(200))
    turns: list[int] = []
    http.get("S", f"{services.url}/doi/x", wait_turn=lambda: turns.append(len(services.requests)))
    assert turns == [0, 1]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(
            Reply(503),
            "Service is not available at the moment (HTTP 503). Try again in some minutes.",
            id="503",
        ),
        pytest.param(
            play.rate_limited(),
            "Service is limiting requests: too many came in a short time (HTTP 429). "
            "Try again in some minutes.",
            id="429",
        ),
        pytest.param(
            play.reset(),
            "no connection to Service (127.0.0.1): Connection reset by peer. "
            "Check the network, then try again.",
            id="reset",
        ),
        pytest.param(
            play.truncated(),
            "Service broke off in the middle of its answer. Try again.",
            id="truncated",
        ),
        pytest.param(
            play.truncated_chunk(),
            "Service broke off in the middle of its answer. Try again.",
            id="truncated chunk",
        ),
        pytest.param(
            play.silence(),
            "Service did not answer in full within 1 seconds. "
            "Check the network, or try again in some minutes.",
            id="silence",
        ),
        pytest.param(
            play.slow_drip(),
            "Service did not answer in full within 1 seconds. "
            "Check the network, or try again in some minutes.",
            id="slow drip",
        ),
        pytest.param(
            play.slow_header(),
            "Service did not answer in full within 1 seconds. "
            "Check the network, or try again in some minutes.",
            id="slow header",
        ),
        pytest.param(
            play.endless(),
            "Service sent more than 4 MB, which cannot be an answer to this question. "
            "Try again later.",
            id="endless body",
        ),
        pytest.param(
            Reply(503, play=play.endless().play),
            "Service sent more than 4 MB, which cannot be an answer to this question. "
            "Try again later.",
            id="endless error",
        ),
        pytest.param(
            gzipped(b"not gzip"),
            "Service (127.0.0.1) could not be read: error. Try again later.",
            id="not gzip",
        ),
        pytest.param(
            Reply(body=b"x", headers={"Content-Encoding": "br"}),
            "Service packed its answer as 'br', which was not asked for.",
            id="unasked packing",
        ),
        pytest.param(
            Reply(body=b"x", headers={"Content-Encoding": "gzip, gzip"}),
            "Service packed its answer as 'gzip, gzip', which was not asked for.",
            id="packed twice",
        ),
    ],
)
def test_each_failure_has_its_own_message(services: Services, reply: Reply, message: str) -> None:
    services.always("doi", reply)
    started = time.monotonic()
    with pytest.raises(ServiceError) as caught:
        http.get("Service", f"{services.url}/doi/10.1/x")
    assert caught.value.message == message
    assert caught.value.exit_code == 4
    assert time.monotonic() - started < 4.0


def test_nobody_at_home_is_no_connection() -> None:
    with pytest.raises(ServiceError) as caught:
        http.get("Service", "http://127.0.0.1:1/")
    assert caught.value.message == (
        "no connection to Service (127.0.0.1): Connection refused. "
        "Check the network, then try again."
    )


def test_an_unknown_name_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(ServiceError, match=r"no connection .*: Name or service not known\."):
        http.get("Service", "https://service.invalid/")


def test_a_slow_name_server_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    over = threading.Event()

    def look_up(*_: object, **__: object) -> None:
        over.wait(10)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    started = time.monotonic()
    with pytest.raises(ServiceError, match="did not answer"):
        http.get("Service", "https://service.invalid/")
    over.set()
    assert time.monotonic() - started < 4.0


def test_https_to_a_plain_port_is_no_secure_connection(services: Services) -> None:
    with pytest.raises(ServiceError, match=r"^no secure connection to Service \(127\.0\.0\.1\): "):
        http.get("Service", services.url.replace("http:", "https:"))


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(
    services: Services, tmp_path: Path
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)),
        ),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    services.speak_tls(context)
    with pytest.raises(ServiceError) as caught:
        http.get("Service", services.url.replace("http:", "https:") + "/doi/10.1/x")
    assert caught.value.message == (
        "no secure connection to Service (127.0.0.1): certificate verify failed: self-signed "
        "certificate. Check the clock, the network and the proxy of this machine."
    )
    assert not services.requests


def test_a_gzip_answer_is_unpacked(ask: Callable[..., http.Answer]) -> None:
    assert ask(gzipped(gzip.compress(b'{"a": 1}'))).json() == {"a": 1}


def test_a_gzip_bomb_stays_small(ask: Callable[..., http.Answer]) -> None:
    pack = zlib.compressobj(9, wbits=31)
    bomb = b"".join(pack.compress(bytes(1_000_000)) for _ in range(200)) + pack.flush()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(failures.TooLargeError):
        ask(gzipped(bomb))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 60_000  # KB; the bomb is 200 MB


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(
    services: Services, ask: Callable[..., http.Answer], status: int
) -> None:
    assert ask(play.redirect("/doi/10.1/y", status), Reply(200, "there")).text == "there"
    assert [request.path for request in services.requests] == ["/10.1/x", "/10.1/y"]


def test_the_body_of_a_redirect_is_not_read(
    services: Services, ask: Callable[..., http.Answer]
) -> None:
    def endless(handler: play.Handler) -> None:
        handler.start(302, {"Location": "/doi/10.1/y"})
        handler.repeat(b"x" * 65_536, 0.0)

    assert ask(Reply(play=endless), Reply(200, "there")).text == "there"


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        pytest.param("file:///etc/passwd", "file:", id="file"),
        pytest.param("http://example.org/x?token=1", "http://example.org", id="plain http"),
        pytest.param("http://user:secret@example.org/", "http://example.org", id="with a login"),
        pytest.param(
            "http://127.0.0.1.example.org/", "http://127.0.0.1.example.org", id="lookalike"
        ),
        pytest.param("ftp://example.org/", "ftp://example.org", id="ftp"),
        pytest.param("javascript:alert(1)", "javascript:", id="javascript"),
        pytest.param("http://[", ":", id="half an address"),
    ],
)
def test_a_redirect_to_where_it_is_not_safe_is_refused(
    services: Services, ask: Callable[..., http.Answer], target: str, shown: str
) -> None:
    with pytest.raises(ServiceError) as caught:
        ask(play.redirect(target))
    assert caught.value.message.startswith(
        f"Service redirects to an address that pubtool does not follow: {shown}. "
    )
    assert len(services.requests) == 1


def test_a_service_elsewhere_cannot_send_us_to_this_machine() -> None:
    request = http._Request("Service", "GET", "https://service.example/", {})
    with pytest.raises(ServiceError):
        http._redirected(request, "http://127.0.0.1/")


def test_a_token_is_not_taken_to_another_host() -> None:
    request = http._Request("S", "GET", "https://a.example/x", {"Authorization": "t", "A": "b"})
    assert http._redirected(request, "/y").headers == {"Authorization": "t", "A": "b"}
    assert http._redirected(request, "https://b.example/y").headers == {"A": "b"}


def test_redirects_end(services: Services) -> None:
    services.always("doi", play.redirect("/doi/10.1/x"))
    with pytest.raises(ServiceError, match="redirects without end"):
        http.get("Service", f"{services.url}/doi/10.1/x")
    assert len(services.requests) == 6


def test_a_post_is_not_redirected(services: Services) -> None:
    services.script("openreview", play.redirect("/openreview/elsewhere"))
    with pytest.raises(ServiceError, match="redirects"):
        http.post("OpenReview", f"{services.url}/openreview/login", json={})
    assert len(services.requests) == 1


def test_no_proxy_and_no_netrc_between_this_machine_and_itself(
    services: Services, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    netrc = own_home / ".netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    netrc.chmod(0o600)
    services.script("doi", Reply(200, "direct"))
    assert http.get("Service", f"{services.url}/doi/x").text == "direct"
    assert "authorization" not in services.requests[0].headers


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(
            http.Answer("S", 200, "text/html", b"<p>"),
            "S answered with a web page instead of data. Try again in some minutes.",
            id="html by its type",
        ),
        pytest.param(
            http.Answer("S", 200, "application/json", b" \n<!doctype HTML><p>"),
            "S answered with a web page instead of data. Try again in some minutes.",
            id="html by its look",
        ),
        pytest.param(
            http.Answer("S", 403, "text/html", b"<html>"),
            "S refused the request (HTTP 403). Try again in some minutes.",
            id="html with 403",
        ),
        pytest.param(
            http.Answer("S", 200, "application/json", b"{"),
            "S answered with something that is not JSON. Try again later.",
            id="half",
        ),
        pytest.param(
            http.Answer("S", 200, "application/json", b""),
            "S answered with something that is not JSON. Try again later.",
            id="empty",
        ),
        pytest.param(
            http.Answer("S", 200, "application/json", b"\xff\xfe{"),
            "S answered with something that is not JSON. Try again later.",
            id="not UTF-8",
        ),
        pytest.param(
            http.Answer("S", 200, "application/json", b"[" * 100_000),
            "S answered with something that is not JSON. Try again later.",
            id="nested without end",
        ),
    ],
)
def test_what_is_not_json_is_said(answer: http.Answer, message: str) -> None:
    with pytest.raises(ServiceError) as caught:
        answer.json()
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("value", "address"),
    [
        pytest.param(None, "https://service.example/api", id="not set"),
        pytest.param("", "https://service.example/api", id="empty"),
        pytest.param("https://mirror.example/api/", "https://mirror.example/api", id="mirror"),
        pytest.param("http://127.0.0.1:80", "http://127.0.0.1:80", id="this machine"),
        pytest.param("http://localhost:80/", "http://localhost:80", id="localhost"),
        pytest.param("http://[::1]:80", "http://[::1]:80", id="this machine, IPv6"),
    ],
)
def test_an_endpoint_is_the_variable_or_the_default(
    monkeypatch: pytest.MonkeyPatch, value: str | None, address: str
) -> None:
    if value is not None:
        monkeypatch.setenv("PUBTOOL_X", value)
    assert addresses.endpoint("PUBTOOL_X", "https://service.example/api") == address


@pytest.mark.parametrize(
    "value", ["http://mirror.example", "mirror.example", "file:///x", "https://", "https://[", "x"]
)
def test_an_endpoint_that_is_not_https_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PUBTOOL_X", value)
    with pytest.raises(UsageError, match=r"^PUBTOOL_X is '.*': give an https:// address\.$"):
        addresses.endpoint("PUBTOOL_X", "https://service.example")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "in some minutes"),
        (30, "in 30 seconds"),
        (120, "in 2 minutes"),
        (86_400, "in 24 hours"),
        (10**12, "in 99 hours"),
    ],
)
def test_a_wait_is_said_in_a_unit_that_fits(seconds: float, words: str) -> None:
    assert failures.later(seconds) == words


def test_the_request_is_seen_by_the_test(services: Services) -> None:
    """The server is what other tests lean on, so it is looked at too."""
    services.missing.add("10.1/none")
    http.get("DOI", f"{services.url}/doi/10.1%2Fnone")
    (request,) = services.asked("doi")
    assert isinstance(request, Request)
    assert (request.method, request.path) == ("GET", "/10.1/none")


def test_a_host_that_takes_no_connection_is_asked_once() -> None:
    turns: list[None] = []
    with pytest.raises(ServiceError, match="no connection to arXiv"):
        http.get("arXiv", "http://127.0.0.1:9/api", wait_turn=lambda: turns.append(None))
    assert len(turns) == 1
