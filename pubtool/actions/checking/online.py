"""What only the network tells: dead ids, dead links, and what the sources have otherwise."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from queue import Empty, SimpleQueue

from pubtool import latex, references, sources
from pubtool.actions import merging, refresh
from pubtool.actions.checking.findings import Finding, Subject
from pubtool.actions.refresh import Proposal
from pubtool.actions.reports import Report
from pubtool.config import Config
from pubtool.errors import ServiceError
from pubtool.publication import Status
from pubtool.sources import http
from pubtool.sources.addresses import host_of

UNANSWERED = "unanswered"  # the code of what is not known because a service did not answer

_HOSTS_AT_A_TIME = 4  # and of one host one link at a time
_COMMAND = re.compile(r"pubtool [^;]*")  # a hint that can be followed says how
_DEAD = (404, 410)  # 401, 403 and the like are a host that wants a login or dislikes programs


def ask(
    config: Config, subjects: Sequence[Subject], progress: sources.Progress | None
) -> Iterator[Finding]:
    """Find ids that their service does not have, and titles and authors that it has otherwise."""
    looked = refresh.look(config, (), progress=progress)
    by_key = {subject.key: subject for subject in subjects}
    for proposal in looked.proposals:
        if proposal.before.key in by_key:
            yield from _of_proposal(by_key[proposal.before.key], proposal)
    for report in looked.reports:
        asked = [by_key[key] for key in report.keys if key in by_key]
        if asked:
            yield _of_report(asked, report)


def follow(
    config: Config, subjects: Sequence[Subject], progress: sources.Progress | None
) -> Iterator[Finding]:
    """Find links that lead nowhere; those with an id in them are left to `ask`.

    Only an answer of 404 or 410 means that: whatever else fails is "did not answer".
    """
    holders: dict[str, list[tuple[Subject, str]]] = defaultdict(list)
    for subject in subjects:
        for name, address in _links(config, subject):
            holders[address].append((subject, name))
    silent: dict[str, list[Subject]] = defaultdict(list)
    for address, answer in _statuses(holders, progress):
        if isinstance(answer, ServiceError):
            silent[answer.message] += [subject for subject, _ in holders[address]]
        elif answer in _DEAD:
            for subject, name in holders[address]:
                yield subject.error(
                    "dead-link",
                    f"`{name}` leads nowhere (HTTP {answer}): {address}",
                    subject.edit(f"{name}=…"),
                    field=name,
                )
    for message, asked in silent.items():
        yield _unanswered(asked, message)


def _of_proposal(subject: Subject, proposal: Proposal) -> Iterator[Finding]:
    before, after = proposal.before, proposal.after
    if before.title != after.title:
        yield _otherwise(
            subject, "title-differs", f"its source calls it: {latex.to_text(after.title)}", "title"
        )
    if before.authors != after.authors:
        people = ", ".join(author.name for author in after.authors)
        yield _otherwise(
            subject, "authors-differ", f"its source has other authors: {people}", "author"
        )
    if before.status is not after.status and after.status is Status.PUBLISHED:
        where = merging.place_of(after)
        yield _otherwise(subject, "accepted", f"it was accepted: {where}", None)
    elif (before.award, before.doi, before.pubstate) != (after.award, after.doi, after.pubstate):
        yield _otherwise(subject, "source-news", "; ".join(proposal.reasons), None)


def _otherwise(subject: Subject, code: str, message: str, field: str | None) -> Finding:
    return subject.warning(code, message, f"pubtool refresh {subject.key}", field=field)


def _of_report(asked: Sequence[Subject], report: Report) -> Finding:
    subject, failure = asked[0], report.failure
    hints = "; ".join(report.hints)
    command = _COMMAND.search(hints)
    if isinstance(failure, ServiceError):
        return _unanswered(asked, failure.message)
    if failure is None:
        mend = command[0] if command else f"pubtool refresh {subject.key}"
        return subject.warning("source-hint", hints, mend)
    unknown = [one for one in subject.publication.identifiers if one.value in failure.message]
    return subject.error(
        "dead-id",
        "; ".join(filter(None, (failure.message.rstrip("."), hints))),
        command[0] if command else f"pubtool attach {subject.key} REF",
        field=subject.field_of(unknown[0]) if unknown else None,
    )


def _unanswered(subjects: Sequence[Subject], message: str) -> Finding:
    """Return one warning for all the papers that one silence concerns."""
    first, *others = dict.fromkeys(subjects)
    more = f" (concerns {len(others) + 1} papers)" if others else ""
    what, *_ = message.splitlines()  # the advice on the lines below is for one who adds a paper
    return first.warning(UNANSWERED, f"{what}{more}", "pubtool check --online, later")


def _links(config: Config, subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield the links of a paper that the page shows, by field."""
    extra = dict(subject.publication.extra)
    shown = [("url", subject.publication.url)]
    shown += [(name, extra.get(name)) for name in config.style.links]
    for name, address in shown:
        is_web = address is not None and address.lower().startswith(("https://", "http://"))
        if address and is_web and " " not in address and not references.find(address):
            yield name, address


def _statuses(
    addresses: Iterable[str], progress: sources.Progress | None
) -> Iterator[tuple[str, int | ServiceError]]:
    """Yield what each address answers: a few hosts at a time, one host's links in turn.

    A host that does not answer once is not asked again. The threads are daemons, so that an
    interrupt ends the command at once.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[host_of(address)].append(address)
    waiting: SimpleQueue[tuple[str, list[str]]] = SimpleQueue()
    answers: SimpleQueue[tuple[str, int | ServiceError] | BaseException] = SimpleQueue()
    for group in by_host.items():
        waiting.put(group)

    def work() -> None:
        try:
            while True:
                host, links = waiting.get_nowait()
                for answer in _in_turn(host, links):
                    answers.put(answer)
        except Empty:
            return
        except BaseException as error:  # raised again where the answers are read
            answers.put(error)

    for _ in range(min(_HOSTS_AT_A_TIME, len(by_host))):
        threading.Thread(target=work, daemon=True).start()
    total = sum(map(len, by_host.values()))
    for done in range(1, total + 1):
        answer = answers.get()
        if isinstance(answer, BaseException):
            raise answer
        if progress:
            progress(done, total)
        yield answer


def _in_turn(host: str, links: Sequence[str]) -> Iterator[tuple[str, int | ServiceError]]:
    failure: ServiceError | None = None
    for link in links:
        if failure is None:
            try:
                yield link, http.status(host, link)
                continue
            except ServiceError as error:
                failure = error
        yield link, failure
