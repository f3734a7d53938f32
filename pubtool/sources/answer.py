"""What a service has answered, and what is wrong with an answer that is of no use."""

import json
from dataclasses import dataclass

from pubtool.errors import ServiceError


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
            value: object = json.loads(self.body)
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
            kind = self.media_type or "of no told kind"
            what = f"gave an answer that is of no use (HTTP {self.status}, {kind})"
        return ServiceError(f"{self.service} {what}. Try again in some minutes.")
