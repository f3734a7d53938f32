"""What a refresh found and did, in words and in JSON."""

from collections.abc import Sequence

from pubtool.actions.refresh import Answer, Look, Proposal
from pubtool.actions.reports import Report
from pubtool.actions.writing import Written
from pubtool.display.outcomes import show_written
from pubtool.display.screen import Screen, comma_list, plural

_MOST_KEYS = 4  # of papers that share a report; more are counted

Answers = Sequence[tuple[Proposal, Answer]]


def show_reports(screen: Screen, look: Look) -> None:
    """Print what a person should know beyond the proposals: failures, and hints."""
    for report in look.reports:
        who = _named(report)
        if report.failure is not None:
            screen.note(f"{who}: {report.failure.message}", "red")
        for hint in report.hints:
            screen.note(f"{who}: hint: {hint}", "yellow")


def show_proposal(screen: Screen, proposal: Proposal) -> None:
    """Print what the sources have otherwise, with the reasons."""
    screen.say(f"{proposal.before.key}: {'; '.join(proposal.reasons)}", "bold")
    if proposal.contested:
        screen.note(f"  {_contested(proposal)} may be as you want: --yes leaves it.", "yellow")
    screen.difference(proposal.difference)


def show_refreshed(screen: Screen, look: Look, answers: Answers, written: Written) -> None:
    """Print in one line what a refresh changed, and what is left to decide."""
    show_written(screen, written)
    changed = [one.before.key for one, answer in answers if _is_changed(one, answer)]
    if changed:
        screen.say(f"Updated {comma_list(changed)}.")
    decided = {one.before.key for one, answer in answers if answer is not Answer.SAFE}
    waiting = [one for one in look.proposals if one.before.key not in decided]
    contested = [one for one in waiting if one.contested]
    if len(waiting) > len(contested):
        left = plural(len(waiting) - len(contested), "paper")
        screen.note(f"To take over what is new of {left}: pubtool refresh --yes")
    for one in contested:
        what = _contested(one).lower()
        screen.note(
            f"{what.capitalize()} of {one.before.key} is yours to decide, at a terminal: "
            f"pubtool refresh {one.before.key}"
        )
    if not look.proposals:
        answered = ", not all with an answer" if look.exit_code else ""
        screen.note(f"Asked about {plural(look.asked, 'paper')}{answered}; nothing to change.")


def json_object(look: Look, answers: Answers) -> dict[str, object]:
    """Return what `refresh --json` prints."""
    given = {one.before.key: answer for one, answer in answers}
    return {
        "asked": look.asked,
        "proposals": [
            {
                "key": one.before.key,
                "reasons": list(one.reasons),
                "contested": list(one.contested),
                "difference": one.difference,
                "applied": _applied(one, given.get(one.before.key)),
            }
            for one in look.proposals
        ],
        "reports": [
            {
                "keys": list(report.keys),
                "hints": list(report.hints),
                "failure": report.failure.message if report.failure else None,
                "exit_code": report.failure.exit_code if report.failure else 0,
            }
            for report in look.reports
        ],
    }


def _named(report: Report) -> str:
    if len(report.keys) > _MOST_KEYS:
        return plural(len(report.keys), "paper")
    return ", ".join(report.keys)


def _contested(proposal: Proposal) -> str:
    return f"The {comma_list(proposal.contested)}"


def _is_changed(proposal: Proposal, answer: Answer) -> bool:
    return _applied(proposal, answer) != "nothing"


def _applied(proposal: Proposal, answer: Answer | None) -> str:
    """Return "all", "part" or "nothing"."""
    if answer is Answer.ALL:
        return "all"
    return "part" if answer is Answer.SAFE and proposal.safe != proposal.before else "nothing"
