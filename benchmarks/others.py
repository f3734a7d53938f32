"""Other programs that do some of the same work, each in a virtual environment of its own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import library
from measuring import Command

RELEASES = {
    "papis": "papis==0.16.1",
    "papers": "papers-cli==2.19.5",
    "cobib": "cobib==6.0.3",
    "academic": "academic==0.11.2",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the others live: programs in `programs`, their libraries of `size` in `folder`."""

    programs: Path
    folder: Path
    environment: Mapping[str, str]
    size: int

    def program(self, name: str) -> str:
        """Return the path of a program, installed from PyPI where it is not there yet."""
        home = self.programs / name
        if not (home / "bin" / name).exists():
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            install = [str(home / "bin" / "pip"), "install", "--quiet", RELEASES[name]]
            subprocess.run(install, check=True)
        return str(home / "bin" / name)

    def command(self, name: str, *words: str, **rest: object) -> Command:
        """Return a command in this folder and environment."""
        return Command(name, words, self.folder, self.environment, **rest)  # type: ignore[arg-type]


def commands(place: Place) -> list[Command]:
    """Return what the others do of the same work, their libraries made ready."""
    return [*_papis(place), *_papers(place), *_cobib(place), *_academic(place)]


def _papis(place: Place) -> list[Command]:
    papers = place.folder / "papis"
    for values in library.fields(place.size):
        folder = papers / values["key"]
        folder.mkdir(parents=True, exist_ok=True)
        known = values | {"ref": values["key"]}
        (folder / "info.yaml").write_text(json.dumps(known))  # JSON is YAML
    settings = Path(place.environment["XDG_CONFIG_HOME"], "papis", "config")
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"[settings]\ndefault-library = all\n\n[all]\ndir = {papers}\n")
    papis = place.program("papis")
    edit = ("update", "--batch", "--set", "year", "2001", f"ref:{library.key(1)}")
    return [
        place.command("papis --version", papis, "--version"),
        place.command("papis --help", papis, "--help"),
        place.command("papis list (cached paths)", papis, "list", "--all", lines=place.size),
        place.command("papis update", papis, *edit),
    ]


def _papers(place: Place) -> list[Command]:
    file = place.folder / "papers.bib"
    bib = ("--bibtex", str(file))
    library.write(file, place.size)
    papers = place.program("papers")
    return [
        place.command("papers --version", papers, "--version"),
        place.command("papers --help", papers, "--help"),
        place.command("papers list", papers, "list", *bib, lines=place.size),
    ]


def _cobib(place: Place) -> list[Command]:
    file = place.folder / "cobib.yaml"
    source = place.folder / "cobib.bib"
    settings = place.folder / "cobib.py"
    library.write(source, place.size)
    settings.write_text(
        "from cobib.config import config\n"
        f"config.database.file = {str(file)!r}\n"
        f"config.logging.logfile = {str(place.folder / 'cobib.log')!r}\n"
    )
    cobib = (place.program("cobib"), "--config", str(settings))
    for words in (("init",), ("add", "--bibtex", str(source))):
        subprocess.run(
            [*cobib, *words], check=True, env=dict(place.environment), capture_output=True
        )
    return [
        place.command("cobib --version", *cobib, "--version"),
        place.command("cobib --help", *cobib, "--help"),
        place.command("cobib list", *cobib, "--porcelain", "list", lines=place.size),
        place.command("cobib modify", *cobib, "modify", "year:2001", "-s", "--", library.key(1)),
    ]


def _academic(place: Place) -> list[Command]:
    file, site = place.folder / "academic.bib", place.folder / "site"
    library.write(file, place.size)
    return [
        place.command(
            "academic import",
            *(place.program("academic"), "import", "--compact", str(file), str(site)),
            reset=lambda: shutil.rmtree(site, ignore_errors=True),
        )
    ]
