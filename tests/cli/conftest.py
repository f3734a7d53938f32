"""A researcher's folder, and `pubtool` in it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pubtool.cli import app

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """\
me = ["Sihwan Park"]
page = "about.md"
hidden = "comment"

[[section]]
heading = "Published Papers"
show = "published"
dated = true

[[section]]
heading = "Preprints"
show = "preprint"
order = "oldest"
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A folder with (or without) a list, and commands run in it."""

    folder: Path

    @property
    def bib(self) -> Path:
        return self.folder / "publications.bib"

    @property
    def page(self) -> Path:
        return self.folder / "about.md"

    def __call__(self, *words: str, stdin: str | bytes = "") -> Done:
        """Run a command in this process."""
        done = CliRunner().invoke(app, words, input=stdin, prog_name="pubtool")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    def start(self, *words: str, **options: object) -> subprocess.Popen[str]:
        """Start a command in a process of its own, which finds the services played here."""
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | options.pop("env", {})
        command = [sys.executable, "-m", "pubtool", *words]
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | options
        return subprocess.Popen(
            command, cwd=self.folder, text=True, encoding="utf-8", env=environment, **streams
        )

    def outside(self, *words: str, **options: object) -> Done:
        """Run a command in a process of its own."""
        with self.start(*words, **options) as process:
            out, err = process.communicate(timeout=30)
        return Done(process.returncode, out or "", err or "")

    def contents(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder without a list and without settings."""
    folder = tmp_path / "desk"
    (folder / ".git").mkdir(parents=True)  # the search for settings ends here
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738540800")  # 2025-02-03
    return Desk(folder)


@pytest.fixture
def pubtool(desk: Desk) -> Desk:
    """The folder of the list in this repository, with a page that shows it."""
    shutil.copy(ROOT / "publications.bib", desk.bib)
    (desk.folder / "pubtool.toml").write_text(CONFIG, encoding="utf-8")
    desk.page.write_text("# Me\n\n## Published Papers\n\n## Preprints\n", encoding="utf-8")
    assert desk("render").code == 0
    return desk
