"""Edits of generated BibTeX: every layout, every kind of block, every order of edits."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pubtool.bibtex import entries
from pubtool.bibtex.document import Document, NewEntry
from pubtool.errors import PubtoolError, UsageError
from tests.bibtex.snapshots import snapshot, without_comments

NAMES = ["title", "Author", "YEAR", "note", "author+an", "date-added", "url"]
PLAIN = st.text(st.sampled_from("abc XYZ,=#@%\\&$~'é中\t\n"), max_size=12)


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Text that pairs its braces and hides none behind a backslash."""
    parts = draw(st.lists(st.one_of(PLAIN, PLAIN.map(lambda text: f"{{{text} }}")), max_size=3))
    body = "".join(parts).replace("\\{", "{").replace("\\}", "}")
    return body.rstrip("\\").replace("\n@", "\n").replace("\n ", "\n").replace("\n\t", "\n")


@st.composite
def values(draw: st.DrawFn) -> str:
    body = draw(bodies())
    kind = draw(st.sampled_from(["braces", "quotes", "number", "macro", "joined"]))
    return {
        "braces": f"{{{body}}}",
        "quotes": f'"{body}"',
        "number": "2025",
        "macro": "jun",
        "joined": f'"{body}" # jun',
    }[kind]


@st.composite
def blocks(draw: st.DrawFn, number: int) -> str:
    key, newline = f"key{number}", draw(st.sampled_from(["\n", "\r\n", " "]))
    kind = draw(st.sampled_from(["misc", "Article", "INBOOK", "misc", "misc", "other"]))
    if kind == "other":
        other = ["@string{s%d = {x}}", "@comment{x%d}", "%% comment %d", "@preamble{%d}"]
        return draw(st.sampled_from(other)) % number
    opening, closing = draw(st.sampled_from(["{}", "()", "{}"]))
    equals = draw(st.sampled_from(["=", " = ", "\t=\t", "     = ", "= "]))
    separator = draw(st.sampled_from([f",{newline}  ", f"{newline}, ", ",", f" ,{newline}"]))
    tail = draw(st.sampled_from(["", ",", newline, f",{newline}"]))
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    fields = [f"{name}{equals}{draw(values())}" for name in names]
    body = separator.join([key, *fields]) + (tail if fields else "")
    return f"@{kind}{opening}{body}{closing}"


@st.composite
def files(draw: st.DrawFn) -> str:
    count = draw(st.integers(0, 4))
    pieces = [draw(blocks(number)) for number in range(count)]
    gap = draw(st.sampled_from(["\n", "\n\n", "\r\n\r\n", " ", "\n% between\n\n"]))
    start = draw(st.sampled_from(["", "\ufeff", "---\n---\n", "% top\n", "\n\n"]))
    return start + gap.join(pieces) + draw(st.sampled_from(["", "\n", "\n\n", "  ", "\n% end"]))


@settings(max_examples=150, deadline=None)
@given(files(), st.data())
def test_an_edit_is_the_old_library_and_that_change(text: str, data: st.DataObject) -> None:
    document = Document.parse(text)
    assert document.text == text
    assume(document.entries)
    entry = data.draw(st.sampled_from(document.entries))
    name = data.draw(st.sampled_from([*(field.name for field in entry.fields), "award"]))
    value = data.draw(st.one_of(st.none(), bodies()))
    try:
        edited = document.set_fields(entry.key, {name: value})
    except UsageError:
        return  # such as a line of the value that begins with `@misc{`
    before, after = snapshot(text), snapshot(edited.text)
    changed = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert len(changed) <= 1
    fields = {field.name: field.value for field in entry.fields}
    read = {field.name: field.value for field in edited.entry(entry.key).fields}
    fields.pop(name, None)
    found = read.pop(name, None)
    assert read == fields
    assert (found is None) if value is None else (found or "").split() == value.split()
    again = Document.parse(edited.text)
    assert (again.entries, again.broken) == (edited.entries, edited.broken)


@settings(max_examples=100, deadline=None)
@given(files(), bodies())
def test_an_added_entry_is_the_last_and_its_removal_brings_the_file_back(
    text: str, value: str
) -> None:
    document = Document.parse(text)
    try:
        edited = document.append(NewEntry("misc", "new", (("note", value), ("year", "2025"))))
    except UsageError:
        return
    assert edited.text.startswith(text)
    assert without_comments(snapshot(edited.text))[:-1] == without_comments(snapshot(text))
    assert edited.entries[:-1] == document.entries
    assert edited.remove("new").text.rstrip() == text.rstrip()


@settings(max_examples=100, deadline=None)
@given(files(), st.data())
def test_a_removed_entry_takes_nothing_along(text: str, data: st.DataObject) -> None:
    document = Document.parse(text)
    assume(document.entries)
    entry = data.draw(st.sampled_from(document.entries))
    edited = document.remove(entry.key)
    assert "".join(edited.text.split()) == "".join(text.replace(entry.raw, "", 1).split())
    shots = without_comments(snapshot(text))
    assert without_comments(snapshot(edited.text)) == [
        shot for shot in shots if not (shot[0] == "entry" and shot[2] == entry.key)
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('@misc{},=#"()\\ \n\r%k1string'), max_size=60))
def test_any_text_is_kept_and_edited_or_refused(text: str) -> None:
    document = Document.parse(text)
    assert document.text == text
    before = without_comments(snapshot(text))
    for entry in document.entries:
        entries.read(entry)
        for edit in (
            lambda d, key=entry.key: d.set_fields(key, {"award": "x"}),
            lambda d, key=entry.key: d.remove(key),
            lambda d: d.append(NewEntry("misc", "new", ())),
        ):
            try:
                after = without_comments(snapshot(edit(document).text))
            except PubtoolError:
                continue
            assert len(after) - len(before) in (-1, 0, 1)
