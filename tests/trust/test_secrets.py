"""A login goes to OpenReview and to one private file, and nowhere else."""

import base64
import json
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pubtool import files
from tests import services as play
from tests.cli.conftest import ROOT, Desk, Done
from tests.services import Reply, Services

USERNAME = "ada@university.example"
PASSWORD = "pa55-of-the-test/+ü"
TOKEN = "token-of-the-test"
NOTE = {
    "id": "VZ5EaTI6dqa",
    "forum": "VZ5EaTI6dqa",
    "content": {
        "title": {"value": "A Recorded Title"},
        "authors": {"value": ["Ada Lovelace", "Donald E. Knuth"]},
        "venue": {"value": "ICLR 2023 poster"},
        "venueid": {"value": "ICLR.cc/2023/Conference"},
    },
    "cdate": 1664000000000,
}
ADD = ("add", "openreview:VZ5EaTI6dqa")
LISTED = "@misc{other,\n  title = {Another},\n  author = {Ada Lovelace},\n  openreview = {%s},\n}\n"


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch, services: Services) -> None:
    monkeypatch.setenv("OPENREVIEW_USERNAME", USERNAME)
    monkeypatch.setenv("OPENREVIEW_PASSWORD", PASSWORD)
    services.openreview["VZ5EaTI6dqa"] = NOTE
    services.openreview["bCdEfGhIjK"] = NOTE | {"id": "bCdEfGhIjK", "forum": "bCdEfGhIjK"}


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """A list with another paper of OpenReview's."""
    desk.bib.write_text(LISTED % "bCdEfGhIjK")
    return desk


def echo(status: int, **more: str) -> Reply:
    """An answer that says back all that it was sent."""
    said = {"name": "LoginError", "message": f"{USERNAME} {PASSWORD} {TOKEN}", **more}
    return play.as_json(said, status)


def token(value: object) -> Reply:
    return play.as_json({"token": value})


# What the login and the questions after it are answered with, in turn; then the usual.
ANSWERS: dict[str, tuple[tuple[Reply, ...], int]] = {
    "as usual": ((), 0),
    "login refused": ((echo(401),), 4),
    "login refused with a page": ((Reply(403, f"<html>{PASSWORD}", play.HTML),), 4),
    "login broken off": ((play.truncated(PASSWORD.encode(), play.JSON),), 4),
    "login not JSON": ((Reply(200, f'{{"token": "{TOKEN}', play.JSON),), 4),
    "login redirected": ((play.redirect(f"https://other.example/?p={PASSWORD}"),), 4),
    "no token": ((token(None),), 4),
    "a token with a line end": ((token(f"{TOKEN}\r\nX: {PASSWORD}"),), 4),
    "a token that no header takes": ((token(f"{TOKEN}✓"),), 4),
    "question refused": ((token(TOKEN), echo(403)), 4),
    "question not found": ((token(TOKEN), echo(404), echo(404)), 5),
    "question fails": ((token(TOKEN), *[echo(500)] * 3), 4),
    "question redirected": ((token(TOKEN), play.redirect(f"http://x.example/{TOKEN}")), 4),
    "token withdrawn, login too": ((token(TOKEN), echo(401), echo(401)), 4),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_a_login_appears_nowhere(
    listed: Desk, services: Services, own_home: Path, case: str
) -> None:
    replies, code = ANSWERS[case]
    services.script("openreview", *replies)
    commands = (
        ADD,
        ("add", "--json", "openreview:VZ5EaTI6dqa"),
        ("check", "--online", "--json"),
        ("refresh", "--yes"),
    )
    done = [listed(*command) for command in commands]
    assert done[0].code == code, done[0]
    assert any(request.body for request in services.asked("openreview"))
    assert leaks(done, listed, own_home) == []


def test_the_token_is_kept_for_the_user_alone_and_the_password_is_not_kept(
    listed: Desk, services: Services, own_home: Path
) -> None:
    assert listed(*ADD).code == 0
    kept = files.user_state_folder() / "openreview-token.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    content = json.loads(kept.read_bytes())
    assert (content["token"], USERNAME in str(content), PASSWORD in str(content)) == (
        TOKEN,
        False,
        False,
    )
    asked = [request.headers.get("authorization") for request in services.asked("openreview")]
    assert asked == [None, f"Bearer {TOKEN}"]


def test_a_token_that_a_killed_command_left_half_way_goes_with_the_next(
    listed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = files.user_state_folder() / "openreview-token.json"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # as if killed
        with files.prepared(kept, TOKEN.encode(), mode=0o600):
            pass
    assert len(list(kept.parent.glob(".pubtool-*"))) == 1
    assert listed(*ADD).code == 0
    assert list(kept.parent.glob(".pubtool-*")) == []


BREAKS = {
    "http._send": "import pubtool.sources.http as m; name = '_send'",
    "Door._ask": "import pubtool.sources.openreview_door as d; m = d.Door; name = '_ask'",
    "json": "import pubtool.sources.http as h; m = h.json_module; name = 'dumps'",
}


@pytest.mark.parametrize("place", BREAKS)
def test_the_trace_of_a_bug_has_no_login_in_it(
    listed: Desk, services: Services, own_home: Path, place: str
) -> None:
    (listed.folder / "sitecustomize.py").write_text(
        f"{BREAKS[place]}\ndef broken(*_, **__): raise ZeroDivisionError('by design')\n"
        "setattr(m, name, broken)\n"
    )
    path = f"{listed.folder}{os.pathsep}{ROOT}"
    done = listed.outside(*ADD, env={"PYTHONPATH": path})
    assert (done.code, "by design" in done.err) == (70, True)
    assert "by design" in (files.user_state_folder() / "bug.txt").read_text()
    assert leaks([done], listed, own_home) == []


# ---------------------------------------------------------------- looking everywhere


def leaks(done: list[Done], desk: Desk, home: Path) -> list[str]:
    """Say where a part of the login stands that has no business there."""
    texts = {f"output {number}": repr(one).encode() for number, one in enumerate(done)}
    for folder in (desk.folder, home):
        for path in folder.rglob("*"):
            if path.is_file():
                texts[str(path.relative_to(folder))] = path.read_bytes()
    found = []
    for place, text in texts.items():
        allowed = {TOKEN} if place.endswith("openreview-token.json") else set()
        for plain in unpacked(text):
            found += [
                f"{secret} in {place}"
                for secret in {PASSWORD, TOKEN, USERNAME} - allowed
                if any(form in plain for form in forms(secret))
            ]
    return found


def forms(secret: str) -> Iterator[bytes]:
    """The secret as it is, as JSON, in base64."""
    yield secret.encode()
    yield json.dumps(secret)[1:-1].encode()
    yield ascii(secret)[1:-1].encode()
    yield base64.b64encode(secret.encode())[:12]


def unpacked(text: bytes) -> Iterator[bytes]:
    """The text, and what the undo history has packed in it."""
    yield text
    try:
        content = json.loads(text)
    except ValueError:
        return
    for change in content.get("changes", ()) if isinstance(content, dict) else ():
        for side in ("before", "after"):
            if change[side]:
                yield zlib.decompress(base64.b64decode(change[side]))


def test_the_search_for_leaks_finds_one(listed: Desk, own_home: Path) -> None:
    (own_home / "bug.txt").write_text(TOKEN)
    assert listed("edit", "other", f"note={PASSWORD}").code == 0
    found = " ".join(leaks([Done(0, "", f"Error: {USERNAME}")], listed, own_home))
    places = ("output 0", "publications.bib", "bug.txt", "000001.json")
    assert [place for place in places if place not in found] == []
