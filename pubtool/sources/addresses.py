"""Which addresses pubtool asks: https ones, and anything on this machine."""

import os
from urllib.parse import urlsplit

from pubtool.errors import UsageError


def endpoint(variable: str, default: str) -> str:
    """Return the address in the environment's `variable`, else `default`; no slash at its end.

    Raises:
        UsageError: the address is not https, and not http on this machine either.
    """
    address = os.environ.get(variable, "").strip() or default
    if not is_allowed(address, loopback=True):
        raise UsageError(f"{variable} is {address!r}: give an https:// address.")
    return address.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether `url` names this machine."""
    host = host_of(url)
    return host in ("localhost", "::1") or (
        host.startswith("127.") and host.replace(".", "").isdecimal()
    )


def is_allowed(url: str, *, loopback: bool) -> bool:
    """Whether `url` is https, or on this machine where `loopback` says so."""
    scheme = url.partition(":")[0].lower()
    if is_loopback(url):
        return loopback and scheme in ("http", "https")
    return scheme == "https" and bool(host_of(url))


def is_web(url: str) -> bool:
    """Whether `url` is one of http or https."""
    return url.partition(":")[0].lower() in ("http", "https") and bool(host_of(url))


def host_of(url: str) -> str:
    """Return the host in lower case, or "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # such as half an IPv6 address
        return ""


def origin_of(url: str) -> str:
    """Return scheme and host of `url`: as much of an address as may stand in a message."""
    scheme = url.partition(":")[0].lower()
    return f"{scheme}://{urlsplit(url).netloc.rpartition('@')[2]}" if host_of(url) else f"{scheme}:"
