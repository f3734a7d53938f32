"""What an import took over, and what it left."""

from collections.abc import Iterator

from pubtool.actions.importing import Imported
from pubtool.actions.imports.arrivals import Difference, Fate, Skipped, Taken
from pubtool.display import papers
from pubtool.display.outcomes import show_written
from pubtool.display.screen import Screen, comma_list, plural

_EXCERPT = 100  # characters of a text that was not read


def show_import(screen: Screen, imported: Imported) -> None:
    """Print a line for each paper, what is worth knowing of it, and the sum."""
    show_written(screen, imported.written)
    for taken in imported.taken:
        _show_taken(screen, taken, dry_run=imported.written.dry_run)
    for skipped in imported.skipped:
        screen.note(_not_read(skipped), "yellow")
    for note in imported.notes:
        screen.note(note, "yellow")
    for failure in imported.failures:
        screen.note(f"Error: {failure.error.message}", "red")
    if imported.taken:
        screen.say(_sum(imported))
    elif imported.skipped:
        screen.note("Nothing could be taken over.", "red")


def _show_taken(screen: Screen, taken: Taken, *, dry_run: bool) -> None:
    verbs = {Fate.NEW: "Added", Fate.CHANGED: "Changed", Fate.SAME: None}
    verb = verbs[taken.fate]
    if verb is not None:
        verb = f"Would have {verb.lower()}" if dry_run else verb
        screen.say(f"{verb} {papers.summary(taken.publication)}")
    notes = list(_notes(taken))
    if taken.fate is Fate.CHANGED:
        for one in taken.changed:
            screen.say(f"  {_told(one)}")
    if notes:
        screen.note(f"{taken.where}: {taken.publication.key}")
    for note in notes:
        screen.note(f"  {note}", "yellow")


def _notes(taken: Taken) -> Iterator[str]:
    yield from taken.notes
    if taken.leftover:
        yield f"not taken over, for want of a field: {taken.leftover}"
    for one in taken.kept:
        yield f"{one.name}: kept “{one.before}”; here “{one.after}”"


def _told(one: Difference) -> str:
    if not one.before:
        return f"{one.name}: {one.after}"
    return f"{one.name}: {one.before} → {one.after or '(nothing)'}"


def _not_read(skipped: Skipped) -> str:
    if skipped.text is None:
        return f"{skipped.where}: skipped: {skipped.reason}"
    words = " ".join(skipped.text.split())
    excerpt = words if len(words) <= _EXCERPT else f"{words[: _EXCERPT - 1]}…"
    return f"{skipped.where}: not read, and left on the page: {skipped.reason}: “{excerpt}”"


def _sum(imported: Imported) -> str:
    fates = [taken.fate for taken in imported.taken]
    counts = ((Fate.NEW, "new"), (Fate.CHANGED, "changed"), (Fate.SAME, "there already"))
    told = [f"{fates.count(fate)} {word}" for fate, word in counts if fate in fates]
    hidden = sum(taken.publication.hidden for taken in imported.taken)
    told += [f"{hidden} of them hidden"] if hidden else []
    left = f"; {plural(len(imported.skipped), 'text')} not read" if imported.skipped else ""
    verb = "Would read" if imported.written.dry_run else "Read"
    names = comma_list([path.name for path in imported.written.paths])
    wrote = f" Wrote {names}." if names and not imported.written.dry_run else ""
    return f"{verb} {plural(len(imported.taken), 'paper')}: {', '.join(told)}{left}.{wrote}"
