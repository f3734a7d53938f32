"""What a writing command did, in words and in JSON."""

from typing import TYPE_CHECKING

from pubtool.display import papers
from pubtool.display.screen import Screen
from pubtool.errors import AlreadyThereError, PubtoolError

if TYPE_CHECKING:  # what has been done was imported by who did it
    from pubtool.actions.accept import Settled
    from pubtool.actions.add import Outcome
    from pubtool.actions.gathering import Failure
    from pubtool.actions.writing import Written
    from pubtool.homepage.page import Plan


def show_written(screen: Screen, written: "Written") -> None:
    """Print what a person must still know of the files: a dry run's diffs, warnings."""
    for warning in written.warnings:
        screen.note(f"Warning: {warning}", "yellow")
    if written.dry_run:
        for difference in written.differences:
            screen.difference(difference)


def page_summary(plan: "Plan") -> str:
    """Return in a few words what changes on a page: "1 added, 2 changed"."""
    counts = (("added", plan.added), ("changed", plan.changed), ("removed", plan.removed))
    told = [f"{len(papers)} {verb}" for verb, papers in counts if papers]
    return ", ".join(told) or "only order or white space"


def show_change(screen: Screen, written: "Written", done: str) -> None:
    """Print in one line what changed, or the diff of a dry run."""
    show_written(screen, written)
    if not written.paths:
        screen.note("Nothing to change.")
    elif not written.dry_run:
        screen.say(done)


def show_settled(screen: Screen, settled: "Settled", verb: str) -> None:
    """Print where an accepted (or attached) paper stands now."""
    show_change(screen, settled.written, f"{verb} {papers.summary(settled.publication)}")
    for note in settled.notes:
        screen.note(note)


def show_add(screen: Screen, outcome: "Outcome", *, json: bool) -> None:
    """Print what `add` added, and what failed and why."""
    if json:
        screen.json(add_object(outcome, dry_run=outcome.written.dry_run))
        return
    show_written(screen, outcome.written)
    for candidate in outcome.added:
        publication = candidate.publication
        verb = "Would add" if outcome.written.dry_run else "Added"
        screen.say(f"{verb} {papers.summary(publication)}")
        for hint in candidate.hints:
            screen.note(f"  {hint}", "yellow")
    for page in outcome.written.paths[1:] if not outcome.written.dry_run else ():
        screen.say(f"Rendered {page.name}.")
    for failure in outcome.failures:
        screen.note(_named(failure), "red")


def _named(failure: "Failure") -> str:
    """Return what went wrong, with the reference where the message does not have it."""
    message = failure.error.message
    named = failure.reference == "-" or failure.reference in message.partition("\n")[0]
    return message if named else f"{failure.reference}: {message}"


def add_object(
    outcome: "Outcome | None" = None, *, dry_run: bool, failure: PubtoolError | None = None
) -> dict[str, object]:
    """Return what `add --json` prints; `failure` is one that stopped the whole command."""
    added = [
        papers.json_object(candidate.publication)
        | {"reference": candidate.reference, "hints": list(candidate.hints)}
        for candidate in (outcome.added if outcome else ())
    ]
    failures = [(one.reference, one.error) for one in (outcome.failures if outcome else ())]
    there = [
        {"reference": reference, "key": error.key, "reason": error.message}
        for reference, error in failures
        if isinstance(error, AlreadyThereError)
    ]
    failed = [
        {"reference": reference, "exit_code": error.exit_code, "reason": error.message}
        for reference, error in ([*failures, (None, failure)] if failure else failures)
        if not isinstance(error, AlreadyThereError)
    ]
    return {"added": added, "already_there": there, "failed": failed, "dry_run": dry_run}
