"""The first minutes, and every day's first look: what `init` did, and how the list stands."""

import sys
from pathlib import Path

from pubtool.actions.init import Start
from pubtool.actions.sites import Page
from pubtool.actions.status import PageState, State
from pubtool.display.screen import Screen, comma_list, plural
from pubtool.files import shown
from pubtool.latex import printable


def show_found(screen: Screen, start: Start, folder: Path) -> None:
    """Print which page was found, its headings and the name on it; a word where there is none."""
    page = start.page
    if page is None:
        screen.note(f"No page with a list of papers found ({start.site.name}); --page names one.")
        return
    where = shown(page.path, folder)
    if not page.headings:
        screen.note(
            f"{where} has no heading for papers yet; add "
            f"{comma_list([f'`## {section.heading}`' for section in start.sections])} "
            "where they belong."
        )
        return
    screen.note(f"Found {where} ({start.site.name}): {comma_list(_headings(page))}.")
    if start.me:
        screen.note(f"The list is of the papers of {start.me[0]}.")


def show_start(screen: Screen, start: Start, folder: Path) -> None:
    """Print what was written, and name the next command."""
    source, bib = shown(start.source, folder), shown(start.bib, folder)
    if start.kept is None:
        screen.say(f"Wrote {source} and an empty {bib}.")
    else:
        screen.say(f"Wrote {source}; {bib} stays as it is ({plural(start.kept, 'paper')}).")
    if not start.me:
        screen.note(f'To have your own name stand out, set `me = ["…"]` in {source}.')
    screen.note(f"Next: {start.next}")


def show_beginning(screen: Screen) -> None:
    """Print how to begin, where there is no list yet."""
    screen.say("There is no publication list here yet.", "bold")
    screen.say("To begin with the page or the .bib that you have: pubtool init")
    screen.say("To begin with a paper:                            pubtool add 2410.03355")
    screen.note("All commands: pubtool --help")


def show_state(screen: Screen, state: State, folder: Path) -> None:
    """Print the list's numbers, what is stale, and the next command; one line each."""
    counts = [f"{state.published} published", plural(state.preprints, "preprint")]
    hidden = f", {state.hidden} of them hidden" if state.hidden else ""
    told = f"{plural(state.papers, 'paper')}: {', '.join(counts)}{hidden}"
    bib = shown(state.bib, folder)
    screen.say(f"{bib}: {told if state.papers else 'no papers yet'}", "bold")
    if state.page and state.page_state:
        screen.say(f"{shown(state.page, folder)} {_PAGE_STATES[state.page_state]}")
    if state.broken:
        lines = comma_list([str(line) for line in state.broken])
        noun = "line" if len(state.broken) == 1 else "lines"
        blocks = plural(len(state.broken), "entry", "entries")
        screen.say(f"{blocks} that cannot be read ({noun} {lines})", "red")
    if state.waiting:
        screen.say(f"{plural(len(state.waiting), 'preprint')} not asked after within a month")
    screen.note(f"Next: {state.next} (all commands: pubtool --help)")


_PAGE_STATES = {
    PageState.CURRENT: "is up to date",
    PageState.STALE: "is stale",
    PageState.BLOCKED: "cannot be rendered as it stands",
    PageState.MISSING: "is not there",
}


def ask(question: str, default: str) -> str:
    """Ask a person for words; an empty answer is `default`."""
    suggested = f" [{default}]" if default else ""
    sys.stderr.write(f"{printable(question)}{printable(suggested)}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() or default


def _headings(page: Page) -> list[str]:
    readings = page.reading.readings if page.reading else ()
    told = []
    for heading in page.headings:
        number = sum(one.section == heading for one in readings)
        told.append(f"“{heading}” ({plural(number, 'paper')})")
    return told
