"""What went wrong on the way to a service, in words that say what to do."""

import re

from pubtool.errors import ServiceError


class PassingError(ServiceError):
    """A failure that may be gone in a moment."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooLargeError(ServiceError):
    """An answer is larger than any that pubtool can use."""

    def __init__(self, service: str, largest: int) -> None:
        super().__init__(
            f"{service} sent more than {largest // 1_000_000} MB, which cannot be an answer "
            "to this question. Try again later."
        )


def unavailable(service: str, status: int, seconds: float) -> PassingError:
    """Return the error for 429 and 5xx; `seconds` is what the service asks to wait, or 0."""
    what = (
        "is limiting requests: too many came in a short time"
        if status == 429
        else "is not available at the moment"
    )
    return PassingError(f"{service} {what} (HTTP {status}). Try again {later(seconds)}.", seconds)


def later(seconds: float) -> str:
    """Return when to try again, in words."""
    if seconds < 1:
        return "in some minutes"
    if seconds <= 90:
        return f"in {seconds:.0f} seconds"
    if seconds <= 7200:
        return f"in {seconds / 60:.0f} minutes"
    return f"in {min(seconds / 3600, 99):.0f} hours"


def too_slow(service: str, seconds: float) -> ServiceError:
    """Return the error for an answer that has not ended within `seconds`."""
    return ServiceError(
        f"{service} did not answer in full within {seconds:.0f} seconds. "
        "Check the network, or try again in some minutes."
    )


def no_connection(service: str, host: str, reason: str) -> PassingError:
    """Return the error for a name that is not known, or a host that cannot be reached."""
    return PassingError(
        f"no connection to {service} ({host}): {reason}. Check the network, then try again."
    )


def cut_short(service: str) -> PassingError:
    """Return the error for an answer with its end missing."""
    return PassingError(f"{service} broke off in the middle of its answer. Try again.")


def reason_of(error: BaseException) -> str:
    """Return what the system said, from the depth of nested exceptions."""
    reason = type(error).__name__
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            reason = inner.strerror
        inner = inner.__cause__ or inner.__context__
    return re.sub(r"\[\w+: \w+\] |\s*\(_ssl\.c:\d+\)", "", reason)
