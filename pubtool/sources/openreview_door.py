"""How OpenReview is asked: which host, with which login, and what a refusal means.

Nothing secret gets into a message: neither the password nor the token.
"""

import json
import os
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from pubtool import files
from pubtool.errors import GatedError, ServiceError
from pubtool.sources import http
from pubtool.sources.addresses import endpoint
from pubtool.sources.answer import Answer

NAME = "OpenReview"
USERNAME, PASSWORD = "OPENREVIEW_USERNAME", "OPENREVIEW_PASSWORD"
TOKEN_SECONDS = 23 * 3600.0  # a token is good for a day; logging in often is limited
WAY_OUT = (
    "What always works: on the paper's page, copy the BibTeX entry (button BibTeX), then run "
    "`pubtool add -` and paste it."
)
_TOKEN = re.compile(r"[!-~]+")  # what a header takes, and no second header (RFC 9110, 5.5)
_TOKEN_FILE = "openreview-token.json"


class _PrivateError(GatedError):
    """One paper is not shown to everybody; others may be."""


class Door:
    """The two hosts during one command: v2, and v1 for what came before 2023.

    It logs in where the environment has an account, once a day. A host that turned
    pubtool away, or failed twice in a row, is not asked again.
    """

    def __init__(self) -> None:
        self.v2 = endpoint("PUBTOOL_OPENREVIEW_API", "https://api2.openreview.net")
        self.v1 = endpoint("PUBTOOL_OPENREVIEW_API_V1", "https://api.openreview.net")
        self._closed: dict[str, ServiceError] = {}
        self._failed_last: set[str] = set()
        self._token: str | None = None
        self._asked_for_token = False
        self._no_login: ServiceError | None = None

    def notes(self, host: str, path: str, **params: str) -> tuple[Mapping[str, object], ...]:
        """Return the notes that `host` answers with; none where it says "not found".

        Raises:
            GatedError: it wants a login or a browser, or the login failed.
            ServiceError: it did not answer, or with something that is not notes.
        """
        if host in self._closed:
            raise self._closed[host]
        try:
            notes = self._ask(host, path, params)
        except _PrivateError:
            raise
        except GatedError as error:
            self._closed[host] = error
            raise
        except ServiceError as error:
            failure = ServiceError(f"{error.message}\n{WAY_OUT}")
            if host in self._failed_last:
                self._closed[host] = failure
            self._failed_last.add(host)
            raise failure from error
        self._failed_last.discard(host)
        return notes

    def _ask(
        self, host: str, path: str, params: Mapping[str, str]
    ) -> tuple[Mapping[str, object], ...]:
        answer = http.get(NAME, f"{host}/{path}", params=params, headers=self._headers())
        if answer.status == 401 and self._token:  # expired early, or withdrawn
            self._token = self._log_in()
            answer = http.get(NAME, f"{host}/{path}", params=params, headers=self._headers())
        refusal = _error_name(answer)
        if refusal == "NotFoundError" or answer.status in (400, 404):  # 400: no id at all
            return ()
        if refusal == "ForbiddenError":
            raise _PrivateError(
                "OpenReview shows this paper to some people only; it may be under review still."
                f"{_unless(self._token)}"
            )
        if answer.status in (401, 403) or (answer.is_html and answer.status == 200):
            if self._no_login:  # what a login would have changed, only a login can tell
                raise self._no_login
            why = refusal or ("it sent a web page" if answer.is_html else f"HTTP {answer.status}")
            raise GatedError(
                f"OpenReview wants a login or a browser ({why}), so whether this paper exists is "
                f"not known.\n{WAY_OUT}{_unless(self._token)}"
            )
        notes = answer.json() if answer.status == 200 else None
        listed = notes.get("notes") if isinstance(notes, dict) else None
        if not isinstance(listed, list):
            raise answer.failure()
        return tuple(note for note in listed if isinstance(note, dict))

    def _headers(self) -> dict[str, str]:
        if not self._asked_for_token:
            self._asked_for_token = True
            try:
                self._token = self._kept_token() or self._log_in()
            except ServiceError as error:
                self._no_login = error
                raise
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _log_in(self) -> str | None:
        """Return a new token, kept for other commands; None where there is no account.

        Raises:
            GatedError: the account was turned down.
            ServiceError: no answer.
        """
        username, password = _account()
        if not username or not password:
            return None
        answer = http.post(NAME, f"{self.v2}/login", json={"id": username, "password": password})
        reply = answer.json() if answer.status == 200 and not answer.is_html else None
        token = reply.get("token") if isinstance(reply, dict) else None
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise GatedError(
                f"OpenReview did not log in the account of {USERNAME} and {PASSWORD} "
                f"({_error_name(answer) or f'HTTP {answer.status}'}). Check the two, or unset "
                f"them to ask without a login.\n{WAY_OUT}"
            )
        self._keep(token)
        return token

    def _kept_token(self) -> str | None:
        if not all(_account()):
            return None
        path = _token_path()
        try:
            if sys.platform != "win32" and path.stat().st_mode & 0o077:
                return None  # others could read it: it is replaced by a new one
            kept = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):  # none, or not ours: a login makes one
            return None
        if not isinstance(kept, dict) or kept.get("account") != self._account_digest():
            return None
        token, until = kept.get("token"), kept.get("until")
        fresh = isinstance(until, int | float) and time.time() < until
        return token if fresh and isinstance(token, str) else None

    def _keep(self, token: str) -> None:
        kept = {
            "account": self._account_digest(),
            "token": token,
            "until": time.time() + TOKEN_SECONDS,
        }
        path = _token_path()
        with files.lock(path):
            files.remove(path)  # so that the new one has its own mode
            files.write_private(path, json.dumps(kept).encode())

    def _account_digest(self) -> str:
        """Return what ties a token to the host and account that it is for."""
        return files.digest(f"{self.v2} {_account()[0]}")


def _account() -> tuple[str, str]:
    return os.environ.get(USERNAME, "").strip(), os.environ.get(PASSWORD, "")


def _token_path() -> Path:
    return files.user_state_folder() / _TOKEN_FILE


def _error_name(answer: Answer) -> str | None:
    """Return the `name` of OpenReview's own error answer, None for any other answer."""
    if answer.status == 200 or answer.is_html:
        return None
    try:
        error = answer.json()
    except ServiceError:  # the status says enough
        return None
    name = error.get("name") if isinstance(error, dict) else None
    return name if isinstance(name, str) else None


def _unless(token: str | None) -> str:
    """Return the advice to log in, for those who have not."""
    return "" if token else f"\nOr set {USERNAME} and {PASSWORD} to your account there."
