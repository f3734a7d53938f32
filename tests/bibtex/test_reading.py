"""What a .bib says, and what is broken in it, with line and reason."""

import logging

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pubtool.bibtex import reading
from pubtool.bibtex.document import Broken, Document, Entry, Field


def only_entry(text: str) -> Entry:
    document = Document.parse(text)
    assert document.broken == ()
    (entry,) = document.entries
    return entry


def test_an_entry_comes_with_its_fields_in_order_and_their_lines() -> None:
    text = '% mine\n@InProceedings{ key1,\n  Title = {A {B}},\n  year = 2025,\n  note = "x"\n}\n'
    assert only_entry(text) == Entry(
        key="key1",
        type="inproceedings",
        fields=(
            Field("title", "A {B}", "{", 1),
            Field("year", "2025", "", 2),
            Field("note", "x", '"', 3),
        ),
        raw=text[len("% mine\n") : -1],
        line=2,
    )


@pytest.mark.parametrize(
    ("value", "strings", "resolved"),
    [
        pytest.param("jmlr", '@string{jmlr = "J. of ML"}', "J. of ML", id="macro"),
        pytest.param("JMLR", '@string{jmlr = "J. of ML"}', "J. of ML", id="macro in other case"),
        pytest.param("jun", "", "jun", id="month macro stays its name"),
        pytest.param('"15~" # jun', "", "15~jun", id="concatenation"),
        pytest.param("a # { and } # a", "@string(a = {X})", "X and X", id="braces and macros"),
        pytest.param("b", '@string{b = a # "y"}\n@string{a = {x}}', "xy", id="macro of a macro"),
        pytest.param("a", "@string{a = b}\n@string{b = a}", "a", id="macros in a circle"),
        pytest.param("{a}", "@string{a = {x}}", "a", id="a word in braces is no macro"),
    ],
)
def test_macros_are_resolved_wherever_they_are_defined(
    value: str, strings: str, resolved: str
) -> None:
    for text in (
        f"{strings}\n@misc{{k, note = {value}}}",
        f"@misc{{k, note = {value}}}\n{strings}",
    ):
        assert only_entry(text).get("note") == resolved


def test_macros_that_double_at_each_step_cost_nothing() -> None:
    lines = ['@string{m0 = "0123456789"}']
    lines += [f"@string{{m{n} = m{n - 1} # m{n - 1}}}" for n in range(1, 60)]
    document = Document.parse("\n".join([*lines, "@misc{k, note = m59}"]))
    assert len(document.entry("k").get("note") or "") < 20_000


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        pytest.param(
            "@misc{k,\n  title = {x}\n  year = 2000,\n}",
            [("k", 1, "a comma is missing before `year` (line 3 of the entry)")],
            id="missing comma, of which bibtexparser says nothing",
        ),
        pytest.param(
            "@misc{k, title = {x}\n\n@misc{l, title = {y}}",
            [("k", 1, "`@misc{l,` is not expected there (line 3 of the entry)")],
            id="never closed",
        ),
        pytest.param(
            "@misc{k, title = {x\n\n@misc{l, title = {y}}",
            [("k", 1, "a brace is never closed")],
            id="value never closed",
        ),
        pytest.param(
            "@misc{k, title = {x}}\n@misc{k, title = {y}}\n@misc{l, title = {z}}",
            [("k", 1, "its key stands more than once"), ("k", 2, "its key stands more than once")],
            id="key twice",
        ),
        pytest.param(
            "@misc{k, note = {x}, note = {y}}",
            [("k", 1, "the field `note` stands twice in it")],
            id="field twice",
        ),
        pytest.param(
            "@misc{k, note = {x}, Note = {y}}",
            [("k", 1, "the field `note` stands twice in it")],
            id="field twice in another case",
        ),
        pytest.param(
            "@misc{k, title = {C:\\\\}, year = 2000, note = {x}}",
            [
                (
                    "k",
                    1,
                    "a backslash stands right before one of its delimiters, "
                    "which hides it from readers",
                )
            ],
            id="a brace that only BibTeX sees",
        ),
        pytest.param(
            "\n@misc{k,\n  title = {x}, % a note\n  year = 2000\n}",
            [
                (
                    "k",
                    2,
                    "BibTeX knows no `%` comment inside an entry; move it above the entry "
                    "(line 2 of the entry)",
                )
            ],
            id="comment inside an entry",
        ),
        pytest.param("@misc{, title = {x}}", [(None, 1, "it has no citation key")], id="no key"),
        pytest.param("@{k, title = {x}}", [("k", 1, "it has no entry type")], id="no type"),
        pytest.param(
            "@commentary{k, title = {x}}\n@Strings{l, title = {y}}",
            [
                (
                    key,
                    line,
                    "readers do not agree whether this is an entry, since its type begins like "
                    "another",
                )
                for key, line in (("k", 1), ("l", 2))
            ],
            id="a type that begins like a comment's",
        ),
        pytest.param(
            "@misc\n{k, title = {x}}",
            [
                (
                    "k",
                    1,
                    "readers do not agree that an entry begins here; write it as `@type{key,`",
                )
            ],
            id="a line end before the brace",
        ),
        pytest.param(
            "@misc{k, abstract = {x\n@other{y}}}",
            [
                ("k", 1, "a line inside it begins with `@`, which starts a new block"),
            ],
            id="a block start inside a value",
        ),
    ],
)
def test_what_is_broken_is_named_with_its_line_and_reason(
    text: str, broken: list[tuple[str | None, int, str]]
) -> None:
    found = Document.parse(text).broken
    assert [(one.key, one.line, one.reason) for one in found] == broken


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\ufeff", id="byte order mark"),
        pytest.param("no BibTeX at all, me@example.org", id="prose"),
        pytest.param("---\n---\n", id="front matter"),
        pytest.param("@", id="at sign"),
        pytest.param("@misc{", id="opened"),
        pytest.param("@misc{\n@misc{k,\n@", id="opened thrice"),
        pytest.param("@comment{x", id="open comment"),
        pytest.param("}{@}{,=\"'", id="marks"),
        pytest.param("@string{a}@preamble{@comment(", id="commands"),
        pytest.param("\x00@misc{\x00, \x00 = {\x00}}", id="NUL"),
    ],
)
def test_whatever_the_text_is_it_is_read_and_kept(text: str) -> None:
    assert Document.parse(text).text == text


def test_keys_are_all_in_use_also_those_of_broken_entries() -> None:
    document = Document.parse("@misc{a, x = {1} y = {2}}\n@misc{b}\n@misc{c, t = {\n\n@misc{d}")
    assert document.keys == {"a", "b", "c", "d"}
    assert [entry.key for entry in document.entries] == ["b", "d"]
    assert document.broken[0] == Broken(
        "a", 1, "a comma is missing before `y`", "@misc{a, x = {1} y = {2}}"
    )


def test_a_line_end_after_a_backslash_counts() -> None:
    entry = Document.parse("@misc{a, x = {\\\\\n}}\n@misc{b,\n x = {1}}").entry("b")
    assert (entry.line, entry.fields[0].line) == (3, 1)


def test_an_entry_quoted_in_the_one_before_is_not_taken_for_itself() -> None:
    document = Document.parse("@misc{k, x = {a @misc{l}}}\n@misc{l}\n@misc{m\n@misc{l2}")
    assert [(entry.key, entry.line) for entry in document.entries] == [
        ("k", 1),
        ("l", 2),
        ("l2", 4),
    ]
    assert document.remove("l").text == "@misc{k, x = {a @misc{l}}}\n@misc{m\n@misc{l2}"


def test_nothing_that_bibtexparser_warns_of_reaches_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Document.parse("@misc{a, x = {1}\n@misc{b}")
    assert capfd.readouterr() == ("", "")
    assert not logging.getLogger("bibtexparser.splitter").isEnabledFor(logging.ERROR)


def test_what_looks_like_an_entry_inside_an_unread_one_is_its_text() -> None:
    whole = "@article\n{k, title = {x @misc{inner, title = {y}} z}}"
    document = Document.parse(f"{whole}\n\n@misc{{b, title = {{B}}}}\n")
    assert [entry.key for entry in document.entries] == ["b"]
    assert [(block.key, block.line, block.raw) for block in document.broken] == [("k", 1, whole)]


def test_an_unread_entry_that_is_never_closed_ends_where_a_line_begins_the_next() -> None:
    document = Document.parse("@article\n{k, title = {open\n@misc{b, title = {B}}\n")
    assert [entry.key for entry in document.entries] == ["b"]
    assert [block.raw for block in document.broken] == ["@article\n{k, title = {open"]


# ---------------------------------------------------------------- piece by piece

_BITS = st.sampled_from(
    (
        *("@misc{a,", "@misc{b,", "\n@article(c,", "\n@misc{d, title = {x}}\n", "\n}\n", "\n@"),
        *("title={x}", 'title="y"', ",", "}", "{", '"', '{"}', ")", "(", "=", "@", "%", "#", "\\"),
        *("@comment{", "\n@comment{z}", "\n@string{s = {v}}", '\n@preamble{"p"}', " ", "\r\n", "x"),
    )
)


@example("@misc{a, note = {x\n@misc{y} z}}", 5)  # bibtexparser stops there, whole or cut
@given(st.lists(_BITS, max_size=30).map("".join), st.sampled_from((1, 5, 20)))
def test_a_text_reads_the_same_piece_by_piece(text, size):
    whole = reading.read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_PIECE", size)
        assert reading.read(text) == whole
