"""Many edits of a draft: the bytes that the same edits of a document make, one by one."""

from contextlib import suppress

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pubtool.bibtex.document import Document, NewEntry
from pubtool.bibtex.draft import Draft
from pubtool.errors import AlreadyThereError, NotFoundError, PubtoolError
from tests.bibtex.test_lossless import NAMES, bodies, files

# One of them is longer than any column that the others ask for.
FIELDS = [*NAMES, "month", "award", "mendeley-groups-of-mine"]
LAYOUTS = (
    "@article{{k{0},\n  title = {{T{0}}},\n  year = {{2024}},\n  month = jan\n}}\n\n",
    '@MISC{{k{0},\n\tTITLE="T{0}",\n\tYEAR=2024,\n\tMONTH={{jan}},\n}}\n',
    "@book{{k{0}, title  =  {{T{0}}}\n      , year   =  2024\n      , month  =  jan}}\n\n\n",
)


@st.composite
def news(draw: st.DrawFn) -> NewEntry:
    names = draw(st.lists(st.sampled_from(FIELDS), unique_by=str.lower, max_size=5))
    months = st.sampled_from(["jan", "June", "7"])
    fields = [(name, draw(months if name == "month" else bodies())) for name in names]
    key = draw(st.sampled_from(["new", "New", "other", "third", "key0"]))
    return NewEntry(draw(st.sampled_from(["misc", "inproceedings"])), key, tuple(fields))


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, ...]:
    kind = draw(st.sampled_from(["append", "append", "set_fields", "set_type"]))
    key = draw(st.sampled_from(["key0", "key0", "key1", "key2", "new"]))
    if kind == "append":
        return kind, draw(news())
    if kind == "set_type":
        return kind, key, draw(st.sampled_from(["misc", "article"]))
    name = draw(st.sampled_from(FIELDS))
    value = st.one_of(st.none(), st.just("jan"), bodies())
    return kind, key, {name: draw(value)}


def one_by_one(document: Document, edits: list[tuple[str, ...]]) -> Document:
    for kind, *values in edits:
        with suppress(NotFoundError, AlreadyThereError):
            document = getattr(document, kind)(*values)
    return document


def at_once(document: Document, edits: list[tuple[str, ...]]) -> Document:
    draft = Draft(document)
    for kind, *values in edits:
        with suppress(NotFoundError, AlreadyThereError):
            getattr(draft, kind)(*values)
    return draft.document()


def outcome(make, document: Document, edits: list[tuple[str, ...]]):
    try:
        made = make(document, edits)
    except PubtoolError as error:
        return type(error)
    return made.text, made.entries, made.broken


@settings(max_examples=300, deadline=None)
@given(files(), st.lists(edits(), max_size=5))
def test_a_draft_is_the_same_edits_one_by_one(text: str, edits: list[tuple[str, ...]]) -> None:
    assume("\r" not in text or "\n" not in text.replace("\r\n", ""))  # else new ones tip the scales
    document = Document.parse(text)
    assert outcome(at_once, document, edits) == outcome(one_by_one, document, edits)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from(LAYOUTS), max_size=70),
    st.lists(news(), min_size=1, max_size=3),
    st.integers(1, 60),
)
def test_many_new_entries_are_as_they_would_be_one_by_one(
    layouts: list[str], kinds: list[NewEntry], count: int
) -> None:
    document = Document.parse("".join(map(str.format, layouts, map(str, range(len(layouts))))))
    edits = [
        ("append", NewEntry(kinds[n % len(kinds)].type, f"n{n}", kinds[n % len(kinds)].fields))
        for n in range(count)
    ]
    assert outcome(at_once, document, edits) == outcome(one_by_one, document, edits)
