"""No test touches the network, the user's folders or the user's settings."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from pubtool.sources import arxiv, http
from tests.services import Services

# A busy machine is slow, which is no failure; and an automatic check answers the same each time.
hypothesis.settings.register_profile(
    "pubtool",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("pubtool")

# A job in the background is started with Ctrl-C ignored, and what it starts inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for this test alone, and no setting of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in tuple(os.environ):
        if name.startswith(("PUBTOOL_", "OPENREVIEW_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("SOURCE_DATE_EPOCH", "EDITOR", "VISUAL", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that would reach another machine fail at the attempt."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse_unless_local(address[0] if isinstance(address, tuple) else address)
        connect(self, address)  # type: ignore[arg-type]  # what socket takes

    def guarded_look_up(host: object, *args: object, **options: object) -> object:
        refuse_unless_local(host)
        return look_up(host, *args, **options)  # type: ignore[arg-type]

    def refuse_unless_local(host: object) -> None:
        if host not in ("localhost", "::1", None) and not str(host).startswith("127."):
            pytest.fail(f"a test reached for {host}")

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0.0)
    monkeypatch.setattr(arxiv, "ARXIV_DELAY_SECONDS", 0.0)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The services, played on this machine; a request that is not recorded fails the test."""
    played = Services()
    for name, value in played.environment.items():
        monkeypatch.setenv(name, value)
    yield played
    played.close()
    assert not played.unexpected, f"requests that nothing is recorded for: {played.unexpected}"
