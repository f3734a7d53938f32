"""Every deliberate failure, with the exit code that the command line gives it.

A message says what happened, where (`file:line`), and what to do next. A foreign
exception is translated where it arises; failure never comes back as an empty result.
"""

from typing import ClassVar


class PubtoolError(Exception):
    """The root of all deliberate failures.

    `message` is one or more lines for a person; `difference` is a unified diff that
    belongs to it, or None.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, difference: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.difference = difference


class UsageError(PubtoolError):
    """The command was given words or options that do not go together."""

    exit_code = 2


class MalformedError(PubtoolError):
    """A file (list, page, configuration or template) is not what it should be."""

    exit_code = 3


class ServiceError(PubtoolError):
    """A service did not answer, refused to, or answered something unreadable.

    It never means that the paper does not exist.
    """

    exit_code = 4


class GatedError(ServiceError):
    """A service wants a login or a browser before it answers."""


class NotFoundError(PubtoolError):
    """A citation key, a file or a paper is not there, or its reference is malformed."""

    exit_code = 5


class AlreadyThereError(PubtoolError):
    """The paper or file that was to be added exists already; `key` is the paper's."""

    exit_code = 5

    def __init__(self, message: str, *, key: str | None = None) -> None:
        super().__init__(message)
        self.key = key


class RefusedError(PubtoolError):
    """Going on would lose or overwrite something, so nothing was done."""

    exit_code = 6
