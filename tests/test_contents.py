"""What `contents` keeps is what the list says, or is not used."""

import os
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubtool import contents, files, store
from pubtool.bibtex import reading
from pubtool.publication import Publication

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
LIST = """\
@inproceedings{jang2025lantern,
  title = {{LANTERN}: Accelerating Visual Autoregressive Models},
  author = {Doohyuk Jang and Sihwan Park and others},
  author+an = {1=equal; 2=equal, me},
  booktitle = {International Conference on Learning Representations},
  abbr = {ICLR},
  year = {2025},
  keywords = {hidden, decoding},
  pages = {1--9},
}
@misc{park2024mezo, title = {MeZO-A$^3$dam}, author = {Sihwan Park}, eprint = {2410.03355}}
@misc{park2024mezo, title = {The same key}}
@article{broken, title = {never closed
"""


@pytest.fixture
def bib(tmp_path):
    path = tmp_path / "publications.bib"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def reads(monkeypatch):
    """How often a text was read as BibTeX."""
    texts = []
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda text: texts.append(text) or read(text))
    return texts


def from_store(path):
    library = store.load(path)
    return contents.Contents(path, library.publications, library.document.broken)


def test_a_list_is_read_once_and_says_the_same_twice(bib, reads):
    first, second = contents.load(bib), contents.load(bib)
    assert reads == [LIST]
    assert first == second == from_store(bib)
    assert [block.line for block in first.broken] == [11, 12, 13]
    assert first == store.load(bib).contents


def test_no_part_of_a_paper_is_left_out(bib):
    def parts(papers):
        return {
            field.name
            for field in fields(Publication)
            if any(getattr(paper, field.name) not in (None, (), False) for paper in papers)
        }

    contents.load(bib)
    assert {"authors", "status", "keywords", "extra", "hidden", "et_al"} <= parts(
        contents.load(bib).publications
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("2025", "2026"),  # of the same length
        lambda text: text + "\n",
        lambda text: "",
    ],
    ids=["one digit", "a line end", "emptied"],
)
def test_another_content_is_read_anew(bib, reads, change):
    contents.load(bib)
    before = bib.stat()
    text = change(LIST)
    bib.write_text(text, encoding="utf-8")
    os.utime(bib, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert contents.load(bib) == from_store(bib)
    assert reads == [LIST, text]


def test_what_was_read_for_one_file_is_not_shown_for_another_in_its_place(bib, monkeypatch):
    monkeypatch.setattr(files, "cache_path", lambda path, of=files.cache_path: of(bib))
    contents.load(bib)
    other = bib.with_name("other.bib")
    other.write_text("@misc{hu2022lora, title = {LoRA}}", encoding="utf-8")
    assert [paper.key for paper in contents.load(other).publications] == ["hu2022lora"]
    assert contents.load(bib) == from_store(bib)


def damaged(data):
    seal, _, body = data.partition(b"\n")
    yield "empty", b""
    yield "cut short", data[:-1]
    yield "without its seal", body
    yield "of another seal", seal[::-1] + b"\n" + body
    yield "another title", data.replace(b"LANTERN", b"LANTERM")
    yield "not JSON", seal + b"\n{"
    yield "not text", bytes(range(256))
    yield "two in one", data + data


def test_damage_is_no_answer_and_no_error(bib):
    said = contents.load(bib)
    cached = files.cache_path(bib)
    whole = cached.read_bytes()
    for what, data in damaged(whole):
        assert data != whole, what
        cached.write_bytes(data)
        assert contents.load(bib) == said, what
        assert cached.read_bytes() == whole, what


def test_another_version_reads_for_itself(bib, reads, monkeypatch):
    contents.load(bib)
    monkeypatch.setattr(contents, "_code", lambda: "99.0")
    contents.load(bib)
    assert len(reads) == 2


@pytest.mark.parametrize("hindrance", ["a file in the way", "a folder in the way", "read-only"])
def test_a_list_is_shown_where_nothing_can_be_kept(bib, hindrance):
    cached = files.cache_path(bib)
    if hindrance == "a file in the way":
        cached.parent.parent.mkdir(parents=True)
        cached.parent.write_bytes(b"")
    elif hindrance == "a folder in the way":
        cached.mkdir(parents=True)
    else:
        cached.parent.mkdir(parents=True)
        cached.parent.chmod(0o500)
    assert contents.load(bib) == from_store(bib)


def test_nothing_is_kept_where_no_home_is_known(bib, monkeypatch):
    monkeypatch.chdir(bib.parent)
    monkeypatch.setattr(files, "cache_path", lambda _: Path("~/.cache/pubtool/00"))
    assert contents.load(bib) == from_store(bib)
    assert list(bib.parent.iterdir()) == [bib]


def test_what_is_kept_is_for_the_user_alone_and_can_be_deleted(bib):
    said = contents.load(bib)
    folder = files.cache_path(bib).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(folder)
    assert contents.load(bib) == said


def test_what_is_kept_of_many_lists_stays_few(tmp_path):
    for number in range(300):
        path = tmp_path / f"{number}.bib"
        path.write_text("", encoding="utf-8")
        contents.load(path)
    assert len(list(files.cache_path(tmp_path).parent.iterdir())) <= 256


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.binary(max_size=300) | st.text('@misc{a,="}b \n\\é\ud800', max_size=200))
def test_any_content_reads_the_same_from_the_cache(tmp_path, content):
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    path = tmp_path / "any.bib"
    path.write_bytes(data.replace(b"\0", b""))
    assert contents.load(path) == contents.load(path) == from_store(path)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
def test_real_lists_read_the_same_from_the_cache():
    seen = 0
    for path in sorted(CORPUS.rglob("*.bib")):
        try:
            first = contents.load(path)
        except contents.MalformedError:
            continue
        assert contents.load(path) == first, path
        seen += len(first.publications)
    assert seen > 1_000
