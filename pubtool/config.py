"""The configuration: which list, which page, whose name, and what the sections show."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from pubtool import files
from pubtool.errors import MalformedError, NotFoundError
from pubtool.homepage.style import Section, Style
from pubtool.toml_table import Place, Table, find_lines, parse

DEFAULT_FILE = "publications.bib"
DEFAULT_SECTIONS = (
    Section("Published Papers", "published", "newest"),
    Section("Preprints", "preprint", "newest"),
)

_OWN_FILE = "pubtool.toml"
_SHARED_FILE = "pyproject.toml"

_DEFAULT_STYLE = Style()
_FLAVORS: tuple[Literal["kramdown", "commonmark"], ...] = ("kramdown", "commonmark")
_HIDDEN: tuple[Literal["omit", "comment"], ...] = ("omit", "comment")
_OWN_NAME: tuple[Literal["bold", "underline"], ...] = ("bold", "underline")
_LEGEND: tuple[Literal["item", "section", "none"], ...] = ("item", "section", "none")
_SHOW: tuple[Literal["published", "preprint", "all"], ...] = ("published", "preprint", "all")
_ORDER: tuple[Literal["newest", "oldest", "file"], ...] = ("newest", "oldest", "file")

_STYLE_KEYS = tuple(Style.__dataclass_fields__)
_KEYS = ("me", "file", "page", *_STYLE_KEYS, "section")
_SECTION_KEYS = tuple(key for key in Section.__dataclass_fields__ if key != "line")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings that hold for a list.

    `source` is the file that they come from, None for the defaults. Paths in it are taken
    relative to it.
    """

    bib: Path
    source: Path | None = None
    page: Path | None = None
    me: tuple[str, ...] = ()
    style: Style = _DEFAULT_STYLE
    sections: tuple[Section, ...] = DEFAULT_SECTIONS


def load(file: Path | None, config: Path | None, folder: Path) -> Config:
    """Return the settings for a command that was started in `folder`.

    `config` names the file to read; else it is the nearest `pubtool.toml`, or
    `pyproject.toml` with `[tool.pubtool]`, from `folder` upwards to the git root or the home
    folder; else the defaults hold. `file` names the list, whatever the settings say. What is
    found inside the working folder has a path relative to it, as a message names it.

    Raises:
        NotFoundError: `config` is not there.
        MalformedError: the settings are wrong; the message has all errors with their lines.
    """
    found = _nearest(folder) if config is None else _named(files.expand_home(config))
    beside = files.within(folder / DEFAULT_FILE, Path.cwd())
    settings = Config(bib=beside) if found is None else _settings(found)
    if file is None:
        return settings
    return replace(settings, bib=files.expand_home(file))


# ---------------------------------------------------------------- finding it


class _Found(NamedTuple):
    """A TOML file, and the place in it where the settings stand."""

    file: files.TextFile
    place: Place
    values: Mapping[str, object]


def _named(path: Path) -> _Found:
    try:
        file = files.read(path)
    except NotFoundError as error:
        raise NotFoundError(
            f"{path}: there is no such configuration. `pubtool init` writes one; without "
            "--config the nearest is used."
        ) from error
    found = _from(file)
    if found is None:
        raise MalformedError(
            f"{path}: there is no [tool.pubtool] in it: add that table, or name a {_OWN_FILE}"
        )
    return found


def _nearest(folder: Path) -> _Found | None:
    home = files.expand_home(Path("~")).resolve()
    folder = folder.resolve()
    for parent in (folder, *folder.parents):
        for name in (_OWN_FILE, _SHARED_FILE):
            path = files.within(parent / name, Path.cwd())  # as messages name it
            if _is_meant(path):
                found = _from(files.read(path))
                if found is not None:
                    return found
        if parent == home or os.path.exists(parent / ".git"):  # noqa: PTH110 - as above
            return None
    return None


def _is_meant(path: Path) -> bool:
    """Tell whether settings can be here: what has our own name counts as a broken link too."""
    # Not pathlib's, which raise where we may not look.
    if path.name == _OWN_FILE:
        return os.path.lexists(path) and not os.path.isdir(path)  # noqa: PTH112
    return os.path.isfile(path)  # noqa: PTH113


def has_settings(path: Path) -> bool:
    """Tell whether the file at `path` has settings of pubtool.

    Raises:
        MalformedError: it is meant to, and is no TOML.
    """
    return _from(files.read(path)) is not None


def _from(file: files.TextFile) -> _Found | None:
    """Return the settings in the file, None for a `pyproject.toml` that has none."""
    if file.path.name != _SHARED_FILE:
        return _Found(file, (), parse(file))
    try:
        tool = parse(file).get("tool")
    except MalformedError:
        if re.search(r"""\btool\s*\.\s*["']?pubtool\b""", file.text):
            raise
        return None  # broken, but not about us: that is for another program to say
    values = tool.get("pubtool") if isinstance(tool, dict) else None
    return _Found(file, ("tool", "pubtool"), values) if isinstance(values, dict) else None


# ---------------------------------------------------------------- reading it


def _settings(found: _Found) -> Config:
    table = Table(found.values, found.place, find_lines(found.file.text))
    table.check_keys(_KEYS, elsewhere=_SECTION_KEYS, hint="belongs in a [[section]]")
    base = found.file.path.parent
    config = Config(
        bib=table.path("file", base) or base / DEFAULT_FILE,
        source=found.file.path,
        page=table.path("page", base),
        me=table.texts("me"),
        style=_style(table, base),
        sections=_sections(table) or DEFAULT_SECTIONS,
    )
    table.raise_errors(found.file.path)
    return config


def _style(table: Table, base: Path) -> Style:
    return Style(
        flavor=table.choice("flavor", _FLAVORS, _DEFAULT_STYLE.flavor),
        hidden=table.choice("hidden", _HIDDEN, _DEFAULT_STYLE.hidden),
        mark=table.text("mark") or _DEFAULT_STYLE.mark,
        own_name=table.choice("own_name", _OWN_NAME, _DEFAULT_STYLE.own_name),
        legend=table.choice("legend", _LEGEND, _DEFAULT_STYLE.legend),
        submitted=table.text("submitted"),
        links=tuple(name.lower() for name in table.texts("links")),
        template=table.path("template", base),
    )


def _sections(table: Table) -> tuple[Section, ...]:
    sections: list[Section] = []
    for one in table.tables("section"):
        section = _section(one)
        heading = section.heading.strip().casefold()
        if heading and heading in {other.heading.strip().casefold() for other in sections}:
            one.wrong("heading", f'an earlier section has the heading "{section.heading}" too')
        sections.append(section)
    return tuple(sections)


def _section(table: Table) -> Section:
    table.check_keys(_SECTION_KEYS, elsewhere=_KEYS, hint="belongs above the first [[section]]")
    for key in ("heading", "show"):
        if key not in table.values:
            table.wrong(key, f"this section lacks `{key}`")
    return Section(
        heading=table.text("heading") or "",
        show=table.choice("show", _SHOW, "all"),
        order=table.choice("order", _ORDER, "newest"),
        dated=table.flag("dated"),
        limit=table.count("limit"),
        venue=table.text("venue"),
        keyword=table.text("keyword"),
        line=table.line,
    )


# ---------------------------------------------------------------- writing a new one


def template(
    me: Sequence[str],
    page: Path | None,
    sections: Sequence[Section],
    style: Style,
    *,
    file: Path | None = None,
) -> str:
    """Return the text of a new `pubtool.toml` that says this, with a word on each setting.

    `load` reads the same values back; `page` and `file` (the list, where it is not the usual
    one) are written as given, so relative to the new file.
    """
    default = _DEFAULT_STYLE
    values: tuple[tuple[str, object, object, str], ...] = (
        ("me", list(me), [], "your name; more spellings may follow"),
        ("page", page and page.as_posix(), None, "the page that `pubtool render` writes"),
        ("flavor", style.flavor, default.flavor, "kramdown (Jekyll) | commonmark (Hugo, GitHub)"),
        (
            "hidden",
            style.hidden,
            default.hidden,
            "omit | comment: hidden papers left out, or kept as comments",
        ),
        ("mark", style.mark, default.mark, "equal contribution"),
        ("own_name", style.own_name, default.own_name, "bold | underline"),
        (
            "legend",
            style.legend,
            default.legend,
            "item | section | none: where the mark is explained",
        ),
        ("submitted", style.submitted, None, "printed for papers under review"),
        ("links", list(style.links), [], "fields shown as links after the venue"),
        (
            "template",
            style.template and style.template.as_posix(),
            None,
            "your own form of an item, in Jinja2",
        ),
    )
    examples = {
        "me": ["Your Name"],
        "page": "_pages/about.md",
        "submitted": "Under review",
        "links": ["pdf", "code"],
        "template": "item.md.j2",
    }
    lines = ["# The settings of this publication list; paths are relative to this file.", ""]
    if file is not None:
        lines.append(_commented(f"file = {_toml(file.as_posix())}", "the list"))
    for key, value, unset, comment in values:
        shown = examples.get(key, value) if value == unset else value
        off = "# " if value == unset else ""
        lines.append(_commented(f"{off}{key} = {_toml(shown)}", comment))
    for section in sections:
        lines += ["", "[[section]]", *_section_lines(section)]
    return "\n".join(lines) + "\n"


def _section_lines(section: Section) -> list[str]:
    comments = {"show": "published | preprint | all", "order": "newest | oldest | file"}
    return [
        _commented(f"{key} = {_toml(value)}", comments.get(key))
        for key in _SECTION_KEYS
        if (value := getattr(section, key)) is not None
    ]


def _commented(setting: str, comment: str | None) -> str:
    return setting if comment is None else f"{setting:<32}  # {comment}"


def _toml(value: object) -> str:
    """Return a text, list of texts, number or flag as TOML, which writes these as JSON does.

    Except for DEL, which TOML 1.0 does not allow as it is.
    """
    import json  # late: most commands only read a configuration

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
