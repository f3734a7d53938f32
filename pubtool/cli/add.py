"""`pubtool add`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubtool.cli.app import Session, app, pasted, session
from pubtool.cli.options import Award, DryRun, Json, Render
from pubtool.errors import PubtoolError, UsageError

if TYPE_CHECKING:
    from pubtool.actions.add import Outcome
    from pubtool.actions.wishes import Wishes
    from pubtool.actions.writing import Mode


@app.command()
def add(
    context: typer.Context,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="REF...", help="arXiv id, link, DOI, .bib file, or - for stdin."),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Title of a paper that is nowhere online yet."),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help='Its authors: "Sihwan Park, Jihun Yun".'),
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Its year.")] = None,
    link: Annotated[
        str | None, typer.Option(metavar="URL", help="What its title links to.")
    ] = None,
    equal: Annotated[
        str | None,
        typer.Option(metavar="NAMES|1,2", help="Who contributed equally, by name or position."),
    ] = None,
    venue: Annotated[
        str | None, typer.Option(metavar="LABEL", help='Where it is published: "ICLR 2025".')
    ] = None,
    award: Award = None,
    hidden: Annotated[bool, typer.Option("--hidden", help="Keep it off the page.")] = False,
    key: Annotated[
        str | None, typer.Option(metavar="KEY", help="The citation key to give it.")
    ] = None,
    from_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Read references from a file, one a line.", readable=False
        ),
    ] = None,
    dry_run: DryRun = False,
    render: Render = False,
    json: Json = False,
) -> None:
    """Add papers from arXiv, OpenReview, a DOI or BibTeX.

    \b
    Examples:
      pubtool add 2410.03355 --equal 1,2
      pubtool add "https://openreview.net/forum?id=VZ5EaTI6dqa"
      pubtool add 10.1038/nature14539 https://aclanthology.org/N19-1423
      pubtool add - < pasted.bib
      pubtool add --title "A Paper Under Way" --author "Sihwan Park, Jihun Yun" --year 2025
    """
    from pubtool.actions.wishes import Wishes
    from pubtool.display import outcomes

    here = session(context)
    mode = here.mode(dry_run=dry_run, render=render)
    authors = author if title is None else None  # completes a REF, or goes with --title
    wishes = Wishes(equal=equal, venue=venue, award=award, hidden=hidden, key=key, authors=authors)
    try:
        given = [*(references or ()), *(_listed(from_file) if from_file else ())]
        if title is not None:
            outcome = _typed(here, given, title, author, year, link, wishes, mode)
        else:
            if year is not None or link is not None:
                raise UsageError("--year and --link go with --title; a REF brings its own.")
            outcome = _fetched(here, given, wishes, mode)
    except PubtoolError as error:
        if json:
            here.screen.json(outcomes.add_object(failure=error, dry_run=dry_run))
        raise
    outcomes.show_add(here.screen, outcome, json=json)
    if outcome.exit_code:
        raise typer.Exit(outcome.exit_code)


def _typed(
    here: Session,
    given: list[str],
    title: str,
    author: str | None,
    year: int | None,
    link: str | None,
    wishes: "Wishes",
    mode: "Mode",
) -> "Outcome":
    from pubtool.actions.add import add_typed

    if given:
        raise UsageError("--title describes a paper that is nowhere online; it takes no REF.")
    if author is None:
        raise UsageError('--title needs --author "NAME, NAME".')
    return add_typed(
        here.config(), title=title, authors=author, year=year, link=link, wishes=wishes, mode=mode
    )


def _fetched(here: Session, given: list[str], wishes: "Wishes", mode: "Mode") -> "Outcome":
    from pubtool.actions.add import add as add_references

    if not given:
        raise UsageError(
            "Nothing to add: give an arXiv id, a link, a DOI or a .bib file, "
            "or --title and --author."
        )
    config = here.config()
    stdin = pasted(here.screen) if "-" in given else None
    with here.screen.progress("Asking for papers") as progress:
        return add_references(config, given, wishes, mode, stdin=stdin, progress=progress)


def _listed(file: Path) -> list[str]:
    """Return the references of a file; blank lines and `#` comments are skipped."""
    from pubtool import files

    lines = (line.strip() for line in files.read(file).text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
