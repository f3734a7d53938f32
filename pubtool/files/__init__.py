"""Files as they are: exact bytes and their text, atomic writes, the lock, the state folder."""

from pubtool.files.content import difference, digest
from pubtool.files.disk import check_writable, prepared, read, remove, rename, sweep, write
from pubtool.files.paths import expand_home, shown, within
from pubtool.files.state import (
    cache_path,
    lock,
    private_folder,
    state_folder,
    state_path,
    user_state_folder,
    user_state_path,
    write_private,
)
from pubtool.files.text import TextFile, decode, encode

__all__ = [
    "TextFile",
    "cache_path",
    "check_writable",
    "decode",
    "difference",
    "digest",
    "encode",
    "expand_home",
    "lock",
    "prepared",
    "private_folder",
    "read",
    "remove",
    "rename",
    "shown",
    "state_folder",
    "state_path",
    "sweep",
    "user_state_folder",
    "user_state_path",
    "within",
    "write",
    "write_private",
]
