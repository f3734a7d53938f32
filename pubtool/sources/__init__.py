"""Papers from arXiv, OpenReview and DOI registrars: identifiers in, publications out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pubtool import references
from pubtool.publication import Identifier, Service
from pubtool.sources.results import Failed, Fetched, Found, Progress

__all__ = ["Failed", "Fetched", "Found", "Progress", "fetch", "search", "search_openreview"]


def fetch(identifiers: Sequence[Identifier], progress: Progress | None = None) -> Fetched:
    """Return what the services have for `identifiers`, in their order, each once.

    Each service is asked in as few requests as it allows. A DOI that arXiv gave out goes
    to arXiv. What a service does not have or does not answer is in `failed`.
    """
    asked = {wanted: references.at_home(wanted) for wanted in identifiers}
    found: dict[Identifier, Found] = {}
    failed: dict[Identifier, Failed] = {}
    total = len(set(asked.values()))
    for service in Service:
        own = tuple(dict.fromkeys(home for home in asked.values() if home.service is service))
        if own:
            fetched = _source(service)(own, _shifted(progress, len(found) + len(failed), total))
            found |= {one.identifier: one for one in fetched.found}
            failed |= {one.identifier: one for one in fetched.failed}
    return Fetched(
        tuple(replace(found[home], identifier=it) for it, home in asked.items() if home in found),
        tuple(replace(failed[home], identifier=it) for it, home in asked.items() if home in failed),
    )


def search(title: str) -> tuple[Found, ...]:
    """Return the papers that arXiv has under a `title` (TeX source) like this one.

    Raises:
        ServiceError: arXiv did not answer.
    """
    from pubtool.sources import arxiv

    return arxiv.search(title)


def search_openreview(title: str) -> tuple[Found, ...]:
    """Return the papers that OpenReview has under a `title` (TeX source) like this one.

    Raises:
        ServiceError: OpenReview did not answer, or wants a login.
    """
    from pubtool.sources import openreview

    return openreview.search(title)


def _source(service: Service) -> Callable[[Sequence[Identifier], Progress | None], Fetched]:
    match service:
        case Service.ARXIV:
            from pubtool.sources import arxiv

            return arxiv.fetch
        case Service.OPENREVIEW:
            from pubtool.sources import openreview

            return openreview.fetch
        case Service.DOI:
            from pubtool.sources import doi

            return doi.fetch


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return a progress report for one service out of several."""
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
