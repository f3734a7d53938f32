"""The Jinja2 template that turns one paper's parts into its item."""

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, NoReturn

from pubtool.errors import MalformedError
from pubtool.homepage.parts import Parts
from pubtool.latex import Flavor
from pubtool.publication import Publication

if TYPE_CHECKING:
    import jinja2

_OWN = Path(__file__).with_name("templates")
_ITEM_START = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_UNINDENTED = re.compile(r"\n[ \t]*\n(?! {2,}|\t)(?=[ \t]*\S)")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that has been read; `path` is for messages."""

    path: Path
    compiled: "jinja2.Template"

    def render(self, publication: Publication, parts: Parts) -> str:
        """Return the paper's item: lines joined by line feeds, no blank ones around it.

        The template sees the fields of `Parts`, `key`, `type`, and `fields`: the entry's other
        fields by name, as the .bib has them.

        Raises:
            MalformedError: the template fails on this paper, or what it prints is no list item.
        """
        import jinja2

        context = {field.name: getattr(parts, field.name) for field in fields(parts)}
        context |= {"key": publication.key, "type": publication.type}
        try:
            text = self.compiled.render(context, fields=dict(publication.extra))
        except (
            jinja2.TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            _fail(self.path, error, f" (for {publication.key})")
        text = text.strip("\n")
        if not _ITEM_START.match(text) or _UNINDENTED.search(text):
            raise MalformedError(
                f"{self.path}:1: the template must print one list item (starting with “- ”, and "
                f"indented after a blank line), so that it is found again on the page; "
                f"for {publication.key} it prints {text[:60]!r}."
            )
        return text


def load(path: Path | None, flavor: Flavor) -> Template:
    """Return the user's template at `path`, or pubtool's own for the flavour.

    Raises:
        MalformedError: there is no such file, or it is no Jinja2 template (`file:line`).
    """
    import jinja2

    path = path or _OWN / f"{flavor}.md.j2"
    try:
        return Template(path, _environment(path.parent).get_template(path.name))
    except jinja2.TemplateNotFound as error:
        raise MalformedError(
            f"{path}: there is no such template; `template` in the configuration names it."
        ) from error
    except (jinja2.TemplateError, ValueError, OSError) as error:
        _fail(path, error)


@lru_cache(maxsize=4)  # it keeps what it compiled, and looks whether a file has changed since
def _environment(folder: Path) -> "jinja2.Environment":
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # the values are Markdown, and safe already
    )


def _fail(path: Path, error: Exception, where: str = "") -> NoReturn:
    """Raise a MalformedError that names the template's line."""
    line = getattr(error, "lineno", None)
    for frame, number in walk_tb(error.__traceback__):
        if frame.f_code.co_filename == str(path):
            line = number
    reason = " ".join(str(error).split()) or type(error).__name__
    raise MalformedError(f"{path}:{line or 1}: the template fails{where}: {reason}") from error
