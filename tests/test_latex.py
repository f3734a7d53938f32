"""LaTeX text becomes Unicode, and Unicode becomes LaTeX text, without loss."""

import json
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool import latex
from tests.unicode import lines

TEXT = [
    pytest.param("Bias Decay Matters", "Bias Decay Matters", id="plain"),
    pytest.param(r"{\'e}\'{e}\'e", "ééé", id="acute, three ways"),
    pytest.param(r"Schr\"odinger and Erd\H{o}s", "Schrödinger and Erdős", id="umlauts"),
    pytest.param(r"\v{C}ech \c{c}a \k{a} \d{s} \=o \.z", "Čech ça ą ṣ ō ż", id="other accents"),
    pytest.param(r"\'{\i}\'\i{} \v{\j}", "íí ǰ", id="accents on dotless letters"),
    pytest.param(
        r"\ss{} \o{} {\O} \l{} {\L} \ae{} {\AA} \i", "ß ø Ø ł Ł æ Å ı", id="letters of their own"
    ),
    pytest.param(r"\o re", "øre", id="a macro eats the space behind it"),
    pytest.param(r"{LANTERN}: {{A}}", "LANTERN: A", id="braces"),
    pytest.param(
        r"\emph{a} \textit{b} \textbf{c} \texttt{d} \textsc{e} {\em f}", "a b c d e f", id="styles"
    ),
    pytest.param(r"\textbf{a \emph{b {c}}}", "a b c", id="styles within styles"),
    pytest.param(r"\url{https://a.org/~b/c%20d_e#f}", "https://a.org/~b/c%20d_e#f", id="url"),
    pytest.param(r"\url{https://a.org/c\%20d\_e}", "https://a.org/c%20d_e", id="url escaped"),
    pytest.param(r"\href{https://a.org/~b}{the code}", "the code", id="href"),
    pytest.param("a--b---c - d", "a–b—c - d", id="dashes"),
    pytest.param("``a'' `b' don't ?`", "“a” `b' don't ¿", id="quotation marks"),
    pytest.param(r"Figure~1\,a\ b\\c", "Figure 1 a b c", id="spaces"),
    pytest.param("a\n  b\t c", "a b c", id="white space"),
    pytest.param(r"\%\&\_\#\$\{\}", "%&_#${}", id="escapes"),
    pytest.param("100% of R&D, a_b #1", "100% of R&D, a_b #1", id="percent is no comment"),
    pytest.param(r"50% of {\'e}", "50% of é", id="percent beside LaTeX"),
    pytest.param(r"\textasciitilde{}\textasciicircum{}\textbackslash{}", "~^\\", id="names"),
    pytest.param("MeZO-A$^3$dam", "MeZO-A³dam", id="a power"),
    pytest.param("{MeZO-A^3dam}", "MeZO-A^3dam", id="a caret"),
    pytest.param(r"1\textsuperscript{st} H\textsubscript{2}O", "1ˢᵗ H₂O", id="raised and lowered"),
    pytest.param(
        r"$^{*}$ x$_{q}$ $x^{a,b}$ $\pi_{0.5}$", "^* x_q x^(a,b) π_0.5", id="without a raised form"
    ),
    pytest.param(r"$\alpha$ \beta-VAE $\to\infty$", "α β-VAE →∞", id="symbols"),
    pytest.param(r"$\ell_1$ \(A^3\) $$x$$", "ℓ₁ A³ x", id="three kinds of maths"),
    pytest.param(r"$\mathcal{O}(n \log n)$", "O(n log n)", id="alphabets and operators"),
    pytest.param(
        r"$\mathbb{R}^d$ $x^\mathrm{T}$ $\widetilde{\mathcal{O}}(\hat x)$",
        "ℝᵈ xᵀ Õ(x̂)",
        id="more maths",
    ),
    pytest.param(r"$\frac{a+b}{2}$ $\sqrt{n}$ $\sqrt{n+1}$", "(a+b)/2 √n √(n+1)", id="fractions"),
    pytest.param(r"$\operatorname*{argmin}_x f$", "argminₓ f", id="an operator with a star"),
    pytest.param("from $5 to $10", "from $5 to $10", id="money"),
    pytest.param("a $ b", "a $ b", id="a dollar alone"),
    pytest.param("a { b", "a { b", id="a brace alone"),
    pytest.param("a } b } {c}", "a } b } c", id="closing braces alone"),
    pytest.param("$a{$ b", "$a{$ b", id="maths with a brace alone"),
    pytest.param(r"\unknown{kept} \unknown", r"kept \unknown", id="an unknown macro"),
    pytest.param("a\\", "a\\", id="a backslash at the end"),
    pytest.param(r"\'", r"\'", id="an accent at the end"),
    pytest.param(r"\emph", r"\emph", id="a style at the end"),
    pytest.param("-{}- `{}`", "-- ``", id="ligatures kept apart"),
    pytest.param("\x1b[31mred\x1b[0m \x07\x9b1m", "[31mred[0m 1m", id="terminal controls"),
    pytest.param("a\u202eb\u2066c\u200bd\x00e", "abcde", id="hidden characters"),
    pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiners stay"),
    pytest.param("a\udce9b", "a\ufffdb", id="a byte that is no character"),
    pytest.param("e\u0301", "é", id="composed"),
    pytest.param("", "", id="nothing"),
]


@pytest.mark.parametrize(("tex", "text"), TEXT)
def test_latex_reads_as_unicode(tex: str, text: str) -> None:
    assert latex.to_text(tex) == text


BIBTEX = [
    pytest.param("50% of R&D_1 #2", r"50\% of R\&D\_1 \#2", id="specials"),
    pytest.param("$5 ~ ^", r"\$5 \textasciitilde{} \textasciicircum{}", id="more specials"),
    # BibTeX would count the brace of `\{`.
    pytest.param(
        "\\{}", r"\textbackslash{}\textbraceleft{}\textbraceright{}", id="backslash and braces"
    ),
    # A value may stand between quotes; these need no font encoding either.
    pytest.param('"a" <b|c>', r'{"}a{"} \textless{}b\textbar{}c\textgreater{}', id="quotes"),
    pytest.param("a--b ``c''", "a-{}-b `{}`c'{}'", id="no ligature"),
    pytest.param("Życzkowski – α 장 don't", "Życzkowski – α 장 don't", id="letters stay"),
    pytest.param(" a\n\x1b b\u202e", "a b", id="white space and controls"),
]


@pytest.mark.parametrize(("text", "tex"), BIBTEX)
def test_unicode_is_written_so_that_latex_compiles_it(text: str, tex: str) -> None:
    assert latex.from_text(text) == tex


def test_a_caret_of_the_page_may_stay_a_caret() -> None:
    assert latex.from_text("MeZO-A^3dam: x", title=True, caret=True) == "{MeZO-A^3dam}: x"


TITLES = [
    pytest.param(
        "{LANTERN}: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding",
        id="an acronym",
    ),
    pytest.param(
        "Scale-invariant {Bayesian} Neural Networks with Connectivity Tangent Kernel", id="a name"
    ),
    pytest.param(
        "Unraveling Zeroth-Order Optimization Through the Lens of Low-Dimensional Structured"
        " Perturbations",
        id="hyphens in title case",
    ),
    pytest.param(
        "Memory-efficient Zeroth-order {Adam} with Adaptivity Adjustments for Fine-tuning {LLMs}",
        id="a plural",
    ),
    pytest.param("{LANTERN++}: Enhanced Relaxed Speculative Decoding", id="plus signs"),
    pytest.param("{U-Net}: Convolutional Networks for Image Segmentation", id="a letter alone"),
    pytest.param("Optimizing Neural Networks with {K-FAC} and {3D} Data", id="capitals inside"),
    pytest.param("{GPT-4} technical report", id="digits"),
    pytest.param("Attention is all you need: The sequel", id="after a colon"),
    pytest.param("A formal basis for the study of {Korea} and {Banach} spaces", id="sentence case"),
    pytest.param("Is A Picture Worth A Thousand Words", id="an article in title case"),
    pytest.param("Linus Pauling on Vitamin {C}", id="a letter that is a word"),
    pytest.param("ATTENTION IS ALL YOU NEED", id="a title that shouts"),
    pytest.param("확산 모델 {LLM}", id="no case"),
]


@pytest.mark.parametrize("tex", TITLES)
def test_the_capitals_of_a_title_are_protected(tex: str) -> None:
    assert latex.from_text(latex.to_text(tex), title=True) == tex


def is_balanced(tex: str) -> bool:
    depths = [0]
    for char in tex:
        depths.append(depths[-1] + {"{": 1, "}": -1}.get(char, 0))
    return min(depths) == depths[-1] == 0


@given(text=lines(), title=st.booleans(), caret=st.booleans())
@settings(max_examples=300, deadline=None)
def test_text_comes_back_from_bibtex_unharmed(text: str, title: bool, caret: bool) -> None:
    tex = latex.from_text(text, title=title, caret=caret)
    assert (latex.to_text(tex), is_balanced(tex)) == (text, True)


SOURCES = [
    pytest.param(r"$5 $-- and $x\ $y", "$5$– and $x$y", id="white space at the end of maths"),
    pytest.param("MeZO-A$^3$dam for LLMs", "{MeZO-A$^3$dam} for {LLMs}", id="maths stays"),
    pytest.param(r"On $\\ell_1$ norms", r"On $\ell_1$ norms", id="a doubled backslash"),
    pytest.param(r"An $O(N)$ bound", r"An {$O(N)$} bound", id="capitals in maths"),
    pytest.param(
        r"{\'E}tudes of Schr\"odinger's cat", "Études of {Schrödinger's} cat", id="accents"
    ),
    pytest.param(r"An \emph{in vivo} study", r"An \emph{in vivo} study", id="emphasis"),
    pytest.param("100% of R&D_1", r"100\% of {R\&D\_1}", id="bare specials"),
    pytest.param(r"100\% of \$5", r"100\% of \$5", id="escaped specials"),
    pytest.param(
        "a } b { c $ d", r"a \textbraceright{} b \textbraceleft{} c \$ d", id="unbalanced"
    ),
    pytest.param(r"a \input{/etc/passwd}", "a /etc/passwd", id="a command that acts"),
    pytest.param(
        r"a $\input{x}$",
        r"a \textbackslash{}input\textbraceleft{}x\textbraceright{}",
        id="in maths",
    ),
    pytest.param(
        "a $^^5cinput x$", r"a \textasciicircum{}\textasciicircum{}5cinput x", id="in disguise"
    ),
    pytest.param("\x1b[1m\u202ea", "[1ma", id="controls"),
]


@pytest.mark.parametrize(("text", "tex"), SOURCES)
def test_what_a_source_says_keeps_its_maths(text: str, tex: str) -> None:
    assert latex.from_source(text, title=True) == tex


@given(text=lines(), title=st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_a_source_says_is_always_balanced_and_reads_the_same(text: str, title: bool) -> None:
    tex = latex.from_source(text, title=title)
    assert (is_balanced(tex), latex.to_text(tex)) == (True, latex.to_text(text))


COMPARED = [
    pytest.param("MeZO-A$^3$dam", "{MeZO-A^3dam}", True, id="powers"),
    pytest.param("MeZO-A$^3$dam", "MEZO A3DAM", True, id="case and punctuation"),
    pytest.param(r"Schr\"odinger", "Schrodinger", True, id="accents"),
    pytest.param(r"$\beta$-VAE", "beta-VAE", True, id="Greek letters"),
    pytest.param("a--b", "a – b", True, id="dashes"),
    pytest.param("LANTERN", "LANTERN++", False, id="a plus counts"),
    pytest.param("???", "!!!", False, id="nothing but punctuation"),
    pytest.param("확산 모델", "확산모델", True, id="white space"),
]


@pytest.mark.parametrize(("one", "other", "equal"), COMPARED)
def test_titles_compare_by_their_letters(one: str, other: str, equal: bool) -> None:
    assert (latex.comparable(one) == latex.comparable(other)) is equal


@pytest.mark.parametrize(
    "tex",
    [
        "{",
        "}",
        "$",
        "\\(",
        "{$",
        "\\",
        "\\'",
        "~",
        "-",
        "_",
        "{\\em ",
        "\\emph{",
        "$_",
        "\\hat{",
        "^{",
    ],
)
def test_a_huge_broken_title_takes_no_time(tex: str) -> None:
    start = time.perf_counter()
    latex.to_markdown(tex * 5_000, "kramdown")
    latex.from_source(f"${tex * 5_000}$", title=True)
    latex.to_text(f"${'{' * 400}{tex}{'}' * 400}$")
    assert time.perf_counter() - start < 5


def test_plain_text_does_without_the_library() -> None:
    code = (
        "import sys, json; from pubtool import latex;"
        "texts = [latex.to_text('{LANTERN}: 100% of A & B'), latex.from_text('a%', title=True)];"
        "print(json.dumps([texts, 'pylatexenc' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(done.stdout) == [["LANTERN: 100% of A & B", r"a\%"], False]
