"""Rules about a paper's authors: the list, signs in names, annotations, and the owner's name."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from pubtool import latex, names
from pubtool.actions.checking import marks
from pubtool.actions.checking.findings import Finding, Subject
from pubtool.bibtex import annotations
from pubtool.publication import Author

_GROUPED = re.compile(r"\{[^{}]*[,;&][^{}]*\}")
_SEPARATOR = re.compile(r";\s+|\s\\?&\s")
_INITIALS = re.compile(r"(?:[A-Z]\.?[-\s]?){1,4}")
_ANNOTATED = re.compile(r"\s*(\d+)\s*(?::[^=]*)?=")
_NEAR = 0.85  # "Sihwan" and "Shiwan" are nearer, "Sihwan" and "Sangwoo" are not
_NEAR_FAMILY = 0.75  # "Park" and "Prak": short words differ by more


def author_list(subject: Subject, known: Collection[str]) -> Iterator[Finding]:
    """Find names joined by commas, semicolons or `&`, where BibTeX wants `and`.

    `known` are the names of all authors of the list: two of them joined are no name.
    """
    listed, et_al = names.split_list(subject.entry.get("author") or "")
    parted = [_people_in(item, known) for item in listed]
    if not any(parted):
        return
    people = [
        name
        for item, split in zip(listed, parted, strict=True)
        for name in (split or [item.strip(" ,")])
    ]
    wrong = "; ".join(item for item, split in zip(listed, parted, strict=True) if split)
    author = " and ".join([*people, "others"] if et_al else people)
    yield subject.error(
        "unsplit-authors",
        f"the authors are not joined by `and`, so BibTeX takes this for one name: {wrong}",
        subject.edit(f"author={author}"),
        field="author",
        changes={"author": author},
    )


def _people_in(item: str, known: Collection[str]) -> list[str] | None:
    """Return the people in one item of an author list, None if it is one name or unclear."""
    if _GROUPED.search(item):
        return None
    several = [part.strip(" ,") for part in _SEPARATOR.split(item) if part.strip(" ,")]
    if len(several) > 1 and all(re.search(r"[\s,]", part) for part in several):
        return several
    parts = [part.strip() for part in item.split(",") if part.strip()]
    full = [len(part.split()) > 1 for part in parts]
    if len(parts) > 2 and all(full):
        return parts
    if (
        len(parts) == 2
        and all(full)
        and (
            item.rstrip().endswith(",")  # "A, B, and C"
            or all(part in known for part in parts)
            or all(map(marks.marks_of, parts))
        )
    ):
        return parts
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) > 3 and len(parts) % 2 == 0 and all(_INITIALS.fullmatch(b) for _, b in pairs):
        return [f"{family}, {initials}" for family, initials in pairs]
    return None


def signs(subject: Subject) -> Iterator[Finding]:
    """Find signs and font commands that are part of a name."""
    value = subject.entry.get("author") or ""
    listed, _ = names.split_list(value)
    found = {number: own for number, item in enumerate(listed, 1) if (own := marks.marks_of(item))}
    if found:
        yield _symbols(subject, value, found)
    elif bold := marks.decorated(listed):
        plain = marks.without_decoration(value)
        yield subject.warning(
            "decorated-name",
            f"a font command is part of a name: {', '.join(bold)}; the page sets the names in "
            "`me` in bold by itself",
            subject.edit(f"author={' '.join(plain.split())}"),
            field="author",
        )


def _symbols(subject: Subject, value: str, found: Mapping[int, Sequence[str]]) -> Finding:
    clean = marks.without_marks(value)
    equal = marks.equal_positions(value)
    annotated = {number for number, one in enumerate(subject.publication.authors, 1) if one.equal}
    is_clear = (
        equal is not None
        and annotated <= set(equal)
        and not any(positions(subject))
        and not marks.MARK.search(clean)
        and len(names.split_list(clean)[0]) == len(subject.publication.authors)
    )
    by_sign: dict[str, list[int]] = {}
    for number, own in found.items():
        for sign in dict.fromkeys(own):
            by_sign.setdefault(sign, []).append(number)
    told = "; ".join(
        f"{sign} at {', '.join(map(str, numbers))}" for sign, numbers in by_sign.items()
    )
    offered = equal or next((tuple(n) for n in by_sign.values() if len(n) > 1), ())
    written = "; ".join(f"{number}=equal" for number in offered)
    said = f"{annotations.FIELD} = {{{written or '1=equal; 2=equal'}}}"
    changes = {"author": clean, annotations.FIELD: _annotation(subject, offered)}
    return subject.error(
        "symbol-in-name",
        f"a sign is part of a name ({told}); equal contribution is said by {said}",
        subject.edit(
            f"author={' '.join(clean.split())}", equal=",".join(map(str, offered)) or None
        ),
        field="author",
        changes=changes if is_clear else None,
    )


def _annotation(subject: Subject, equal: Sequence[int]) -> str | None:
    """Return `author+an` with these authors marked, what else it says kept."""
    authors = subject.publication.authors
    marked = [replace(author, equal=number in equal) for number, author in enumerate(authors, 1)]
    stay = {number: number for number in range(1, len(authors) + 1)}
    return annotations.rewrite(subject.entry.get(annotations.FIELD) or "", stay, marked)


def positions(subject: Subject) -> Iterator[Finding]:
    """Find annotations of authors that the list does not have, or that cannot be read."""
    value = subject.entry.get(annotations.FIELD) or ""
    count = len(subject.publication.authors)
    pieces = [piece.strip() for piece in value.split(";") if piece.strip()]
    readable = "; ".join(piece for piece in pieces if _ANNOTATED.match(piece))
    for piece in pieces:
        match = _ANNOTATED.match(piece)
        if match is None:
            yield subject.warning(
                "annotation-form",
                f"`{annotations.FIELD}` has {piece!r}, which is not POSITION=WORD, such as 1=equal",
                subject.edit(f"{annotations.FIELD}={readable}"),
                field=annotations.FIELD,
            )
        elif not 1 <= int(match[1]) <= count:
            yield subject.error(
                "annotation-position",
                f"`{annotations.FIELD}` marks author {match[1]}, but there are {count}",
                f"pubtool edit {subject.key} --equal NAMES",
                field=annotations.FIELD,
            )


def own_name(subject: Subject, me: Sequence[str]) -> Iterator[Finding]:
    """Find an author who is, or looks like, the owner under another spelling.

    Where the owner stands among the authors as configured, or is annotated, a near name is
    another person's.
    """
    authors = subject.publication.authors
    own = [names.parse(name) for name in me]
    spelled = {one.name for one in own}
    if not own or any(author.me or author.name in spelled for author in authors):
        return
    same = [a for a in authors if any(names.same(a, one) for one in own)]
    for author in same or [a for a in authors if any(_looks_like(a, one) for one in own)]:
        verb = "is" if same else "looks like"
        yield subject.warning(
            "own-name",
            f"{author.name} {verb} {own[0].name}, spelled another way; if it is meant, add it "
            "to `me` in the configuration",
            subject.edit(f"author={_renamed(subject, author, own[0])}"),
            field="author",
        )


def _renamed(subject: Subject, wrong: Author, right: Author) -> str:
    listed, et_al = names.split_list(subject.entry.get("author") or "")
    spelled = [
        names.to_bibtex(right) if author == wrong else item
        for item, author in zip(listed, subject.publication.authors, strict=True)
    ]
    return " and ".join([*spelled, "others"] if et_al else spelled)


@lru_cache(maxsize=4096)  # the same people write many of a list's papers
def _looks_like(author: Author, me: Author) -> bool:
    """Tell whether a name is the owner's with its parts swapped, or a letter off in one."""
    words, own = (sorted(_letters(one.name).split()) for one in (author, me))
    if words == own or _joined(author.name) in (_joined(me.name), _swapped(me)):
        return True
    family, given = _joined(author.family), _joined(author.given or "")
    own_family, own_given = _joined(me.family), _joined(me.given or "")
    if not given or not own_given:
        return False
    if family == own_family:
        return _alike(given, own_given) >= _NEAR
    return given == own_given and len(given) > 2 and _alike(family, own_family) >= _NEAR_FAMILY


def _letters(name: str) -> str:
    return latex.unaccented(name).replace("-", " ").casefold()


def _joined(name: str) -> str:
    return "".join(char for char in _letters(name) if char.isalnum())


def _swapped(me: Author) -> str:
    return _joined(f"{me.family} {me.given or ''}")


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
