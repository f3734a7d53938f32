"""The papers of a list without their entries, for the commands that only look at them.

Reading BibTeX takes most of the time of such a command, and a list is looked at more often
than it changes. So what was read is kept in the user's cache folder, sealed with a digest of
the list's bytes: of another content, of another version of pubtool, or damaged, it is not used.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pubtool
from pubtool import files
from pubtool.errors import MalformedError, NotFoundError, RefusedError
from pubtool.publication import Author, Publication, Status

if TYPE_CHECKING:
    from pubtool.bibtex.blocks import Broken

_AUTHOR = tuple(field.name for field in fields(Author))
_DEFAULTS = {field.name: field.default for field in fields(Publication)}


class Contents(NamedTuple):
    """The papers of a list in the file's order, and what in it cannot be read."""

    path: Path
    publications: tuple[Publication, ...]
    broken: tuple["Broken", ...]


def load(path: Path) -> Contents:
    """Return the papers of the list; an empty file is an empty list.

    Raises:
        NotFoundError, MalformedError: as `read`.
    """
    text, digest = _text_and_digest(path)
    cached = files.cache_path(path)
    found = _recall(cached, path, digest)
    if found is None:
        found = _parsed(path, text)
        _keep(cached, digest, found)
    return found


def read(path: Path) -> files.TextFile:
    """Return the file of a list.

    Raises:
        NotFoundError: there is no such file.
        MalformedError: it is a folder, cannot be read, or is no text.
    """
    try:
        file = files.read(path)
    except NotFoundError as error:
        raise NotFoundError(
            f"{path}: there is no list here yet. `pubtool init` starts one, and so does "
            "`pubtool add REF`; `--file` names another."
        ) from error
    if "\0" in file.text:
        line = file.text.count("\n", 0, file.text.index("\0")) + 1
        raise MalformedError(f"{path}:{line}: this is no BibTeX file: there are NUL bytes in it")
    return file


def _text_and_digest(path: Path) -> tuple[str, str]:
    file = read(path)  # here, so that its bytes are gone when its papers are read
    return file.text, files.digest(file.data)


def _parsed(path: Path, text: str) -> Contents:
    from pubtool.bibtex import entries, reading
    from pubtool.bibtex.blocks import Broken, Entry

    blocks, _ = reading.read(text)
    found = [block.content for block in blocks]
    publications = tuple(entries.read(one) for one in found if isinstance(one, Entry))
    return Contents(path, publications, tuple(one for one in found if isinstance(one, Broken)))


# ---------------------------------------------------------------- the cache


def _recall(cached: Path, path: Path, digest: str) -> Contents | None:
    """Return what was kept of a list whose bytes have this digest, None where nothing was."""
    try:
        seal, _, body = cached.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal != _seal(digest, body):
        return None
    people, papers, broken = json.loads(body)
    if broken:
        from pubtool.bibtex.blocks import Broken

        broken = [Broken(*block) for block in broken]
    return Contents(path, tuple(_unpacked(people, papers)), tuple(broken))


def _keep(cached: Path, digest: str, found: Contents) -> None:
    if not cached.is_absolute():  # no home is known, and this folder is none
        return
    people: dict[Author, int] = {}
    papers = [_packed(publication, people) for publication in found.publications]
    authors = [[getattr(author, name) for name in _AUTHOR] for author in people]
    broken = [(block.key, block.line, block.reason, block.raw) for block in found.broken]
    body = json.dumps([authors, papers, broken], separators=(",", ":")).encode("ascii")
    # Nobody asked for it, so a full disk or a folder that is not ours is no reason to fail.
    with contextlib.suppress(OSError, RefusedError):
        files.private_folder(cached.parent)
        with cached.open("wb") as file:
            file.writelines((_seal(digest, body), b"\n", body))


def _seal(digest: str, body: bytes) -> bytes:
    """Return what shows that `body` is what this pubtool read in a list with this digest."""
    return files.digest(f"{_code()} {digest} {files.digest(body)}").encode()


def _code() -> str:
    """Return what stands for the code that reads: pubtool's version, and its libraries' files.

    In a working copy the version stays while the code changes, so there its files count too.
    """
    package = Path(pubtool.__file__).parent
    times = [_last_change(package)] if (package.parent / ".git").exists() else []
    for name in ("bibtexparser", "pylatexenc"):
        spec = find_spec(name)
        if spec and spec.origin:
            times.append(Path(spec.origin).stat().st_mtime_ns)
    return " ".join((pubtool.__version__, *map(str, times)))


def _last_change(folder: str | Path) -> int:
    """Return when a module in the folder was last changed, in nanoseconds."""
    modules = [entry for entry in os.scandir(folder) if entry.name != "__pycache__"]
    return max(
        _last_change(entry.path) if entry.is_dir() else entry.stat().st_mtime_ns
        for entry in modules
    )


def _packed(publication: Publication, people: dict[Author, int]) -> dict[str, object]:
    """Return the paper as JSON has it, its authors by their number among `people`."""
    values = {name: getattr(publication, name) for name in _DEFAULTS}
    said = {name: value for name, value in values.items() if value != _DEFAULTS[name]}
    authors = [people.setdefault(author, len(people)) for author in publication.authors]
    return said | {"authors": authors, "status": publication.status.value}


def _unpacked(people: list[list[Any]], papers: list[dict[str, Any]]) -> Iterator[Publication]:
    authors = [Author(*person) for person in people]
    for paper in papers:
        paper["authors"] = tuple([authors[number] for number in paper["authors"]])
        paper["status"] = Status(paper["status"])
        paper["keywords"] = tuple(paper.get("keywords", ()))
        paper["extra"] = tuple(map(tuple, paper.get("extra", ())))
        yield Publication(**paper)
