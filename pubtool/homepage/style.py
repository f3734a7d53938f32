"""What the configuration says about the page: how it writes papers, and where it shows which."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # a configuration is read for each Tab; latex is much to import for a name
    from pubtool.latex import Flavor


@dataclass(frozen=True, slots=True)
class Style:
    """How a page writes its papers; the defaults are those of the configuration."""

    flavor: "Flavor" = "kramdown"
    hidden: Literal["omit", "comment"] = "omit"
    mark: str = "†"
    own_name: Literal["bold", "underline"] = "bold"
    legend: Literal["item", "section", "none"] = "item"
    submitted: str | None = None  # printed for pubstate = {submitted}
    links: tuple[str, ...] = ()  # fields of the entry, such as "pdf", shown after the venue
    template: Path | None = None  # replaces pubtool's own


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: the heading that it stands under, and the papers it shows.

    `dated`: True asks for a date in the heading, False leaves the heading alone, None keeps a
    date current where the heading has one. `line` is the configuration's, for messages.
    """

    heading: str
    show: Literal["published", "preprint", "all"]
    order: Literal["newest", "oldest", "file"] = "newest"
    dated: bool | None = None
    limit: int | None = None
    venue: str | None = None
    keyword: str | None = None
    line: int | None = None
