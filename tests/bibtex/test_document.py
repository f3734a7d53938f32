"""Edits of a .bib: what was asked for changes, and nothing else."""

from collections.abc import Callable

import pytest

from pubtool.bibtex.document import Document, NewEntry
from pubtool.errors import (
    AlreadyThereError,
    MalformedError,
    NotFoundError,
    PubtoolError,
    RefusedError,
    UsageError,
)


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        pytest.param("note = {x}", "y {Z}", "note = {y {Z}}", id="braces stay"),
        pytest.param('note = "x"', "y {Z}", 'note = "y {Z}"', id="quotes stay"),
        pytest.param('note = "x"', 'a "b" c', 'note = {a "b" c}', id="a quote takes braces"),
        pytest.param('note = "x"', 'a {"}b', 'note = "a {"}b"', id="a quote in braces fits"),
        pytest.param('note = "x"', 'G{\\"o}del', 'note = "G{\\"o}del"', id="an umlaut fits"),
        pytest.param('note = "x"', 'G\\"odel', 'note = {G\\"odel}', id="a bare umlaut does not"),
        pytest.param("note = 12", "13", "note = 13", id="a number stays bare"),
        pytest.param("note = 12", "x", "note = {x}", id="a number gives way to braces"),
        pytest.param("note = jmlr", "x", "note = {x}", id="a macro gives way to braces"),
        pytest.param('note = "a" # b', "x", "note = {x}", id="a concatenation gives way"),
        pytest.param("note\t=\n {x}", "y", "note\t=\n {y}", id="white space stays"),
        pytest.param("note = {x}", "", "note = {}", id="empty"),
    ],
)
def test_a_value_takes_the_place_of_the_old_between_its_delimiters(
    before: str, value: str, after: str
) -> None:
    text = f"@string{{jmlr = {{J}}}}\n@misc{{k, {before}, month = jun }}  % end"
    edited = Document.parse(text).set_fields("k", {"note": value})
    assert edited.text == text.replace(before, after)
    assert edited.entry("k").get("note") == value


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        pytest.param("month = jun", "jul", "month = jul", id="macro"),
        pytest.param('month = "1~" # jun', "jul", "month = jul", id="concatenation"),
        pytest.param("month = jun", "July 4", "month = {July 4}", id="other text"),
        pytest.param("month = {June}", "jul", "month = {jul}", id="in braces it stays so"),
    ],
)
def test_a_bare_month_stays_a_macro(before: str, value: str, after: str) -> None:
    document = Document.parse(f"@misc{{k, {before}}}")
    assert document.set_fields("k", {"month": value}).text == f"@misc{{k, {after}}}"


ENTRIES = {
    "trailing comma": (
        "@misc{k,\n  title = {T},\n  year = {2000},\n}\n",
        "@misc{k,\n  title = {T},\n  year = {2000},\n  note = {N},\n}\n",
    ),
    "no trailing comma": (
        "@misc{k,\n  title = {T},\n  year = {2000}\n}\n",
        "@misc{k,\n  title = {T},\n  year = {2000},\n  note = {N}\n}\n",
    ),
    "aligned": (
        "@misc{k,\n  title     = {T},\n  booktitle = {B},\n  year      = 2000\n}",
        "@misc{k,\n  title     = {T},\n  booktitle = {B},\n  year      = 2000,\n"
        "  note      = {N}\n}",
    ),
    "values aligned": (
        "@misc{k,\n title =     {T},\n booktitle = {B},\n year =      {2000}\n}",
        "@misc{k,\n title =     {T},\n booktitle = {B},\n year =      {2000},\n note =      {N}\n}",
    ),
    "aligned with tabs": (
        "@misc{k,\n\ttitle\t\t= {T},\n\tbooktitle\t= {B},\n\tyear\t\t= {2}\n}",
        "@misc{k,\n\ttitle\t\t= {T},\n\tbooktitle\t= {B},\n\tyear\t\t= {2},\n\tnote\t\t= {N}\n}",
    ),
    "quotes and no space": (
        '@misc{k,\n\ttitle="T",\n\tyear="2000"}',
        '@misc{k,\n\ttitle="T",\n\tyear="2000",\n\tnote="N"}',
    ),
    "leading commas": (
        "@misc{k\n , title = {T}\n , year = {2000}\n }",
        "@misc{k\n , title = {T}\n , year = {2000}\n , note = {N}\n }",
    ),
    "one line": (
        "@misc{k, title={T}, year={2000}}",
        "@misc{k, title={T}, year={2000}, note={N}}",
    ),
    "several fields on a line": (
        "@misc{k,\n  title={T}, year={2000},\n  month=jun, pages={1},\n  url={u}\n}",
        "@misc{k,\n  title={T}, year={2000},\n  month=jun, pages={1},\n  url={u},\n  note={N}\n}",
    ),
    "Windows line ends": (
        "@misc{k,\r\n  title = {T},\r\n  year = {2000},\r\n}\r\n",
        "@misc{k,\r\n  title = {T},\r\n  year = {2000},\r\n  note = {N},\r\n}\r\n",
    ),
    "capital names": (
        "@Misc{k,\n  Title = {T},\n  Year = {2000}}",
        "@Misc{k,\n  Title = {T},\n  Year = {2000},\n  Note = {N}}",
    ),
    "upper-case names": (
        "@MISC{k,\n  TITLE = {T},\n  YEAR = {2000}\n}",
        "@MISC{k,\n  TITLE = {T},\n  YEAR = {2000},\n  NOTE = {N}\n}",
    ),
    "parentheses": (
        "@misc(k,\n  title = {T},\n  year = {2000}\n)",
        "@misc(k,\n  title = {T},\n  year = {2000},\n  note = {N}\n)",
    ),
    "only a key": ("@misc{k}", "@misc{k,\n  note          = {N},\n}"),
    "only a key and a comma": ("@misc{k,\n}", "@misc{k,\n  note          = {N},\n}"),
}


@pytest.mark.parametrize(
    ("before", "after"), [pytest.param(*texts, id=name) for name, texts in ENTRIES.items()]
)
def test_a_new_field_is_laid_out_as_the_others_of_its_entry(before: str, after: str) -> None:
    edited = Document.parse(f"% top\n{before}% end").set_fields("k", {"note": "N"})
    assert edited.text == f"% top\n{after}% end"


@pytest.mark.parametrize(
    "text", [pytest.param(texts[0], id=name) for name, texts in ENTRIES.items() if "T" in texts[0]]
)
def test_a_field_that_was_added_goes_without_a_trace(text: str) -> None:
    added = Document.parse(text).set_fields("k", {"note": "N", "award": "A"})
    assert added.set_fields("k", {"note": None, "award": None}).text == text


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param(
            "title",
            "@misc{k,\n  title = {T},\n  year = 2\n}",
            "@misc{k,\n  year = 2\n}",
            id="first",
        ),
        pytest.param(
            "year",
            "@misc{k,\n  title = {T},\n  year = 2,\n  note = {N},\n}",
            "@misc{k,\n  title = {T},\n  note = {N},\n}",
            id="middle",
        ),
        pytest.param(
            "year",
            "@misc{k,\n  title = {T},\n  year = 2\n}",
            "@misc{k,\n  title = {T}\n}",
            id="last without comma",
        ),
        pytest.param(
            "year",
            "@misc{k,\n  title = {T},\n  year = 2,\n}",
            "@misc{k,\n  title = {T},\n}",
            id="last with comma",
        ),
        pytest.param(
            "year",
            "@misc{k,\n  title = {T},\n  year = 2}",
            "@misc{k,\n  title = {T}}",
            id="last with the closing brace on its line",
        ),
        pytest.param(
            "year",
            "@misc{k,\n  title = {T},\n  year = 2,}",
            "@misc{k,\n  title = {T},}",
            id="last with comma and brace on its line",
        ),
        pytest.param("year", "@misc{k, year = 2}", "@misc{k,}", id="the only one"),
        pytest.param(
            "year", "@misc(k\n , year = 2\n)", "@misc(k\n ,\n)", id="the only one in parentheses"
        ),
        pytest.param(
            "a", "@misc{k, a = 1, b = 2, c = 3}", "@misc{k, b = 2, c = 3}", id="first of a line"
        ),
        pytest.param(
            "b", "@misc{k, a = 1, b = 2, c = 3}", "@misc{k, a = 1, c = 3}", id="middle of a line"
        ),
        pytest.param(
            "c", "@misc{k, a = 1, b = 2, c = 3}", "@misc{k, a = 1, b = 2}", id="last of a line"
        ),
        pytest.param(
            "a",
            "@misc{k,\n a = 1, b = 2,\n c = 3}",
            "@misc{k,\n b = 2,\n c = 3}",
            id="begins a line",
        ),
        pytest.param(
            "b", "@misc{k,\n a = 1, b = 2,\n c = 3}", "@misc{k,\n a = 1,\n c = 3}", id="ends a line"
        ),
        pytest.param(
            "b",
            "@misc{k\n , a = 1\n , b = 2\n , c = 3\n}",
            "@misc{k\n , a = 1\n , c = 3\n}",
            id="leading commas",
        ),
        pytest.param(
            "b",
            "@misc{k,\r\n a = 1,\r\n b = {x,\r\n y},\r\n c = 3\r\n}",
            "@misc{k,\r\n a = 1,\r\n c = 3\r\n}",
            id="Windows line ends, two lines",
        ),
        pytest.param("zz", "@misc{k, a = 1}", "@misc{k, a = 1}", id="not there"),
    ],
)
def test_a_field_goes_with_its_comma_and_its_line(name: str, before: str, after: str) -> None:
    assert Document.parse(f"{before}\n").set_fields("k", {name: None}).text == f"{after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("@misc{k, a = 1}", "@phdthesis{k, a = 1}", id="lower"),
        pytest.param("@Misc{k, a = 1}", "@PhdThesis{k, a = 1}", id="capital"),
        pytest.param("@MISC (k, a = 1)", "@PHDTHESIS (k, a = 1)", id="upper"),
    ],
)
def test_a_type_is_changed_in_the_case_it_has(before: str, after: str) -> None:
    edited = Document.parse(before).set_type("k", "phdthesis")
    assert (edited.text, edited.entry("k").type) == (after, "phdthesis")


A, B, C = "@misc{a,\n x = 1\n}", "@misc{b,\n x = 1\n}", "@misc{c,\n x = 1\n}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{A}\n\n{B}\n\n{C}\n", f"{A}\n\n{C}\n", id="middle"),
        pytest.param(f"{B}\n\n{C}\n", f"{C}\n", id="first"),
        pytest.param(
            f"---\n---\n{B}\n\n{C}\n", f"---\n---\n\n{C}\n", id="first after front matter"
        ),
        pytest.param(f"{A}\n\n{B}\n", f"{A}\n", id="last"),
        pytest.param(f"{A}\n\n{B}", A, id="last without a line end"),
        pytest.param(f"{A}\n\n\n{B}\n\n", f"{A}\n\n", id="last before blank lines"),
        pytest.param(f"{B}\n", "", id="only one"),
        pytest.param(f"{A}\n{B}\n{C}\n", f"{A}\n{C}\n", id="no blank lines"),
        pytest.param(f"{A}\n\n% of b\n{B}\n\n{C}", f"{A}\n\n% of b\n\n{C}", id="comment above"),
        pytest.param(f"{A}\n\n{B}\n% of c\n{C}", f"{A}\n\n% of c\n{C}", id="comment below"),
        pytest.param(f"{A}\n\n{B} % of b\n\n{C}", f"{A}\n\n% of b\n\n{C}", id="comment beside"),
        pytest.param(f"{A}\r\n\r\n{B}\r\n\r\n{C}", f"{A}\r\n\r\n{C}", id="Windows line ends"),
        pytest.param("@misc{a} @misc{b} @misc{c}", "@misc{a} @misc{c}", id="one line"),
        pytest.param("@misc{a} @misc{b}\n@misc{c}", "@misc{a}\n@misc{c}", id="ends a line"),
    ],
)
def test_an_entry_goes_with_one_gap_and_comments_stay(before: str, after: str) -> None:
    assert Document.parse(before).remove("b").text == after


NEW = NewEntry("inproceedings", "n", (("title", "T"), ("author+an", "1=me"), ("year", "2025")))


@pytest.mark.parametrize(
    ("text", "added"),
    [
        pytest.param(
            "",
            "@inproceedings{n,\n  title         = {T},\n  author+an     = {1=me},\n"
            "  year          = {2025},\n}\n",
            id="an empty file gets the manual's style",
        ),
        pytest.param(
            '@misc{a,\n\ttitle="x",\n\tyear=2000}\n',
            '\n@inproceedings{n,\n\ttitle="T",\n\tauthor+an="1=me",\n\tyear=2025}\n',
            id="tabs, quotes, bare numbers, closing brace",
        ),
        pytest.param(
            "@Misc {a,\r\n  Title     = {x},\r\n  Booktitle = {x},\r\n}\r\n\r\n\r\n"
            "@Misc {b,\r\n  Title     = {x},\r\n  Booktitle = {x},\r\n}",
            "\r\n\r\n\r\n@InProceedings {n,\r\n  Title     = {T},\r\n  Author+an = {1=me},\r\n"
            "  Year      = {2025},\r\n}",
            id="Windows line ends, capitals, alignment, two blank lines, no last line end",
        ),
        pytest.param(
            "@misc{a, x = {1}, y = {2}}\n@misc{b, x = {1}, y = {2}}\n",
            "@inproceedings{n, title = {T}, author+an = {1=me}, year = {2025}}\n",
            id="one line each",
        ),
        pytest.param(
            "@MISC(a\n, XX = {1}\n, YY = {2}\n)\n",
            "\n@INPROCEEDINGS{n\n, TITLE = {T}\n, AUTHOR+AN = {1=me}\n, YEAR = {2025}\n}\n",
            id="leading commas, and parentheses that need not be",
        ),
        pytest.param(
            "@misc{a,\n  x = {1},\n  y = {2}\n}\n% end",
            "\n\n@inproceedings{n,\n  title = {T},\n  author+an = {1=me},\n  year = {2025}\n}",
            id="after a comment that has no line end",
        ),
        pytest.param(
            "@misc{a,\n  x   = {1},\n  yyy = {2}\n}\n",
            "\n@inproceedings{n,\n  title     = {T},\n  author+an = {1=me},\n"
            "  year      = {2025}\n}\n",
            id="aligned to its longest name where that is longer",
        ),
        pytest.param(
            "@misc{a,\r x = {1},\r y = {2}\r}\r",
            "\r@inproceedings{n,\r title = {T},\r author+an = {1=me},\r year = {2025}\r}\r",
            id="line ends of old Macs",
        ),
        pytest.param(
            "@misc{a, x = {1} y = {2}}\n",
            "\n@inproceedings{n,\n  title         = {T},\n  author+an     = {1=me},\n"
            "  year          = {2025},\n}\n",
            id="after a broken entry",
        ),
        pytest.param(
            "@misc{a, x = {1\n",
            "\n@inproceedings{n,\n  title         = {T},\n  author+an     = {1=me},\n"
            "  year          = {2025},\n}\n",
            id="after an entry that is never closed",
        ),
    ],
)
def test_a_new_entry_is_laid_out_as_the_files_others(text: str, added: str) -> None:
    document = Document.parse(text)
    edited = document.append(NEW)
    assert edited.text == text + added
    assert [entry.key for entry in edited.entries] == [*(e.key for e in document.entries), "n"]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        pytest.param("@misc{a, month = may}\n", "\n@misc{n, month = jun}\n", id="bare"),
        pytest.param("@misc{a, month = {may}}\n", "\n@misc{n, month = {jun}}\n", id="in braces"),
        pytest.param(
            "@string{jun = {Juni}}\n@misc{a, month = may}\n",
            "@misc{n, month = {jun}}\n",
            id="in braces where the file gives the macro another meaning",
        ),
    ],
)
def test_a_new_month_is_a_macro_where_the_file_has_macros(text: str, added: str) -> None:
    edited = Document.parse(text).append(NewEntry("misc", "n", (("month", "jun"),)))
    assert edited.text == text + added
    assert edited.entry("n").get("month") == "jun"


def test_the_new_text_of_an_entry_stays_as_it_is_but_for_line_ends() -> None:
    document = Document.parse("@misc{a}\r\n\r\n@misc{b}\r\n")
    edited = document.replace("b", "\n@Misc{ c,\n  note={x}}\n\n")
    assert edited.text == "@misc{a}\r\n\r\n@Misc{ c,\r\n  note={x}}\r\n"


def test_the_text_of_an_entry_is_replaced_and_its_key_may_change() -> None:
    edited = Document.parse("% 1\n@misc{a, x = 1} % 2\n@misc{b}").replace(
        "a", "@book{c,\n y = 2}\n"
    )
    assert edited.text == "% 1\n@book{c,\n y = 2} % 2\n@misc{b}"
    assert [(entry.key, entry.line) for entry in edited.entries] == [("c", 2), ("b", 4)]


BROKEN = "@misc{a, x = 1 y = 2}\n@misc{b}\n@misc{d}\n@misc{d}\n"


@pytest.mark.parametrize(
    ("edit", "error", "message"),
    [
        pytest.param(lambda d: d.entry("B"), NotFoundError, "no entry `B`; near it: b", id="near"),
        pytest.param(lambda d: d.entry("zzz"), NotFoundError, "no entry `zzz`", id="not there"),
        pytest.param(lambda d: d.remove("a"), MalformedError, "line 1: ", id="broken"),
        pytest.param(lambda d: d.set_type("d", "book"), MalformedError, "line 4: ", id="doubled"),
        pytest.param(
            lambda d: d.append(NewEntry("misc", "B", ())), AlreadyThereError, "`b`", id="key taken"
        ),
        pytest.param(
            lambda d: d.append(NewEntry("misc", "a", ())),
            AlreadyThereError,
            "line 1",
            id="key taken by a broken entry",
        ),
        pytest.param(
            lambda d: d.replace("b", "@misc{d}"),
            AlreadyThereError,
            "`d`",
            id="key taken by another",
        ),
        pytest.param(
            lambda d: d.append(NewEntry("string", "n", ())), UsageError, "`string`", id="command"
        ),
        pytest.param(lambda d: d.set_type("b", "com ment"), UsageError, "`com ment`", id="no type"),
        pytest.param(
            lambda d: d.set_fields("b", {"a b": "x"}), UsageError, "`a b`", id="no field name"
        ),
        pytest.param(
            lambda d: d.replace("b", "@misc{b, x = {1}"), MalformedError, "missing", id="not whole"
        ),
        pytest.param(
            lambda d: d.replace("b", "@misc{n} @misc{m}"), MalformedError, "exactly one", id="two"
        ),
        pytest.param(
            lambda d: d.replace("b", "% x\n@misc{n}"), MalformedError, "exactly one", id="a comment"
        ),
        pytest.param(
            lambda d: d.replace("b", "@string{n = {x}}"),
            MalformedError,
            "exactly one",
            id="a string",
        ),
    ],
)
def test_an_edit_that_cannot_be_is_refused_with_its_reason(
    edit: Callable[[Document], object], error: type[PubtoolError], message: str
) -> None:
    with pytest.raises(error) as caught:
        edit(Document.parse(BROKEN))
    assert message in caught.value.message
    assert type(caught.value) is error


INJECTIONS = [
    "}",
    "{",
    "a}, year = {2000",
    "}{",
    "\\{",
    "\\}{",
    "x\\",
    "x\\\\",
    "x\n@misc{y, z = {1}}",
    "x\r\n  @string(y)",
    "x\r@misc{y}",
    "\x00",
    "a\x1b[31m",
]


@pytest.mark.parametrize("delimiters", ["{}", '""'])
@pytest.mark.parametrize("value", INJECTIONS, ids=ascii)
def test_no_value_leaves_its_delimiters(value: str, delimiters: str) -> None:
    document = Document.parse(f"@misc{{k,\n  note = {delimiters[0]}x{delimiters[1]}\n}}")
    with pytest.raises(UsageError):
        document.set_fields("k", {"note": value})
    with pytest.raises(UsageError):
        document.append(NewEntry("misc", "n", (("note", value),)))


@pytest.mark.parametrize(
    "key", ["", "a b", "a,", "a{", "a}", "a=", 'a"', "a#", "a\n", "\x00", "a%"]
)
def test_no_key_leaves_its_place(key: str) -> None:
    with pytest.raises(UsageError):
        Document.parse("").append(NewEntry("misc", key, (("note", "x"),)))


def test_an_edit_that_would_change_how_its_surroundings_are_read_is_refused() -> None:
    # Without `b` the brace further down would close `a`.
    document = Document.parse("@misc{a, x = {1}\n\n@misc{b}\n}\n")
    with pytest.raises(RefusedError, match="line 3"):
        document.remove("b")


def test_a_broken_entry_blocks_no_edit_of_its_neighbours() -> None:
    document = Document.parse(BROKEN)
    assert document.set_fields("b", {"x": "1"}).remove("b").text == BROKEN.replace("@misc{b}\n", "")


def test_after_edits_the_lines_are_those_of_the_new_text() -> None:
    document = Document.parse("@misc{a,\n x = 1}\n\n@misc{b,\n x = 1}\n@misc{c, x = 1 y = 2}\n")
    edited = document.set_fields("a", {"y": "2", "z": "3"}).append(NEW).remove("b")
    again = Document.parse(edited.text)
    assert (edited.entries, edited.broken, edited.keys) == (
        again.entries,
        again.broken,
        again.keys,
    )


def test_several_fields_change_at_once_and_names_have_any_case() -> None:
    document = Document.parse("@misc{k,\n  Title = {T},\n  Year = 2000,\n}\n")
    edited = document.set_fields("k", {"title": "U", "YEAR": None, "archivePrefix": "arXiv"})
    assert edited.text == "@misc{k,\n  Title = {U},\n  ArchivePrefix = {arXiv},\n}\n"


def test_new_lines_in_a_value_are_the_files() -> None:
    document = Document.parse("@misc{k,\r\n  note = {T}\r\n}\r\n")
    assert document.set_fields("k", {"note": "a\nb"}).entry("k").get("note") == "a\r\nb"
