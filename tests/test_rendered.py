from pathlib import Path

import pytest

from pubtool import files, rendered


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "about.md"


def test_digests_are_remembered_for_each_page_and_only_grow(page: Path) -> None:
    assert rendered.recall(page) is None
    rendered.remember(page, ["a", "b"])
    rendered.remember(page, ["c"])
    assert rendered.recall(page) == {"a", "b", "c"}
    assert rendered.recall(page.with_name("index.md")) is None


def test_the_oldest_of_very_many_digests_are_forgotten(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendered, "DIGESTS_KEPT", 2)
    rendered.remember(page, ["a", "b", "c", "d"])
    rendered.remember(page, ["a", "e"])
    assert rendered.recall(page) == {"c", "d", "a", "e"}


@pytest.mark.parametrize(
    "damage",
    [b"", b"\xff", b"[]", b'{"digests": 1}', pytest.param(b"[" * 100_000, id="nested deeply")],
)
def test_a_memory_that_is_damaged_counts_as_none(page: Path, damage: bytes) -> None:
    rendered.remember(page, ["a"])
    (files.state_path(page) / "rendered.json").write_bytes(damage)
    assert rendered.recall(page) is None
    rendered.remember(page, ["b"])
    assert rendered.recall(page) == {"b"}
