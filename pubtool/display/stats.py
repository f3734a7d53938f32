"""Counts as a person reads them: bars on a terminal, plain lines, JSON."""

from pubtool.actions.stats import Counts, Stats
from pubtool.display.screen import Screen, plural
from pubtool.latex import printable

_MOST = 15  # bars under one heading; the plain lines and the JSON have all
_LONGEST_BAR = 40
_EIGHTHS = " ▏▎▍▌▋▊▉"


def json_object(stats: Stats) -> dict[str, object]:
    """Return the counts as `--json` shows them."""
    return {
        "papers": stats.papers,
        "published": stats.published,
        "preprints": stats.preprints,
        "years": [{"year": int(year), "papers": number} for year, number in stats.years],
        "venues": [{"venue": venue, "papers": number} for venue, number in stats.venues],
        "coauthors": [{"name": name, "papers": number} for name, number in stats.coauthors],
    }


def show_stats(screen: Screen, stats: Stats) -> None:
    """Print the counts: bars on a terminal, else lines of kind, name and number."""
    if not screen.rich:
        for kind, counts in _plain(stats):
            for name, number in counts:
                print(f"{kind}\t{printable(name)}\t{number}")
        return
    told = (plural(stats.papers, "paper"), f"{stats.published} published")
    screen.say(f"{', '.join(told)}, {plural(stats.preprints, 'preprint')}", "bold")
    for heading, counts in (
        ("Years", stats.years),
        ("Venues", stats.venues),
        ("Co-authors", stats.coauthors),
    ):
        if counts:
            _show_bars(screen, heading, counts)


def _plain(stats: Stats) -> tuple[tuple[str, Counts], ...]:
    status = (("published", stats.published), ("preprint", stats.preprints))
    return (
        ("status", status),
        ("year", stats.years),
        ("venue", stats.venues),
        ("coauthor", stats.coauthors),
    )


def _show_bars(screen: Screen, heading: str, counts: Counts) -> None:
    from rich.table import Table
    from rich.text import Text

    console = screen.console()
    most = max(number for _, number in counts)
    room = min(_LONGEST_BAR, console.width // 2)
    table = Table.grid(padding=(0, 1))
    table.add_column(max_width=max(console.width - room - 8, 8), no_wrap=True, overflow="ellipsis")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for name, number in counts[:_MOST]:
        bar = _bar(number * room / most) if most else ""
        table.add_row(Text(printable(name)), str(number), Text(bar, style="cyan"))
    screen.say(f"\n{heading}", "bold")
    console.print(table, soft_wrap=False)
    if len(counts) > _MOST:
        screen.say(f"and {len(counts) - _MOST} more", "dim")


def _bar(length: float) -> str:
    """Return a bar of `length` columns, to an eighth."""
    eighths = round(length * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
