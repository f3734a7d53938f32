"""The program as a whole, from its command line to the disk."""

from tests.cli.conftest import desk, pubtool

__all__ = ["desk", "pubtool"]  # the fixtures
