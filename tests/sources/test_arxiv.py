"""arXiv, as it really answers and fails."""

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from pubtool import sources
from pubtool.errors import NotFoundError, ServiceError
from pubtool.publication import Author, Identifier, Publication, Service, Status
from pubtool.sources import Fetched, Found, addresses, arxiv, http
from tests import services as play
from tests.services import Reply, Services

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "arxiv"

LANTERN = Publication(
    key="jang2024lantern",
    type="misc",
    title="{LANTERN}: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding",
    authors=(
        Author("Jang", "Doohyuk"),
        Author("Park", "Sihwan"),
        Author("Yang", "June Yong"),
        Author("Jung", "Yeonsung"),
        Author("Yun", "Jihun"),
        Author("Kundu", "Souvik"),
        Author("Kim", "Sung-Yub"),
        Author("Yang", "Eunho"),
    ),
    year=2024,
    status=Status.PREPRINT,
    url="https://arxiv.org/abs/2410.03355",
    arxiv="2410.03355",
    arxiv_class="cs.CV",
)


def ids(*values: str) -> tuple[Identifier, ...]:
    return tuple(Identifier(Service.ARXIV, value) for value in values)


def found_ids(fetched: Fetched) -> list[str]:
    return [one.identifier.value for one in fetched.found]


def messages(fetched: Fetched) -> dict[str, tuple[type, str]]:
    return {one.identifier.value: (type(one.error), one.error.message) for one in fetched.failed}


def asked(services: Services) -> list[list[str]]:
    return [request.query["id_list"].split(",") for request in services.asked("arxiv")]


def recording(name: str) -> Reply:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    return Reply(200, (CORPUS / name).read_bytes(), play.ATOM)


def test_a_paper_is_a_preprint_with_its_comment_as_a_hint(services: Services) -> None:
    assert arxiv.fetch(ids("2410.03355")) == Fetched(
        (
            Found(
                Identifier(Service.ARXIV, "2410.03355"),
                LANTERN,
                ("comment: 30 pages, 13 figures, Accepted to ICLR 2025 (poster)",),
            ),
        )
    )
    (request,) = services.requests
    assert request.query == {"id_list": "2410.03355", "max_results": "1"}
    assert request.headers["user-agent"] == http.USER_AGENT


def test_a_published_paper_of_a_collaboration_keeps_what_arxiv_knows(services: Services) -> None:
    (found,) = arxiv.fetch(ids("1207.7214")).found
    publication = found.publication
    assert publication.title == (
        "Observation of a new particle in the search for the {Standard} {Model} {Higgs} boson "
        "with the {ATLAS} detector at the {LHC}"
    )
    assert publication.authors == (Author("The ATLAS Collaboration"),)
    assert (publication.status, publication.venue) == (Status.PREPRINT, None)
    assert publication.doi == "10.1016/j.physletb.2012.08.020"
    assert publication.extra == (("note", "Phys.Lett. B716 (2012) 1-29"),)
    assert found.hints == (
        "comment: 24 pages plus author list (38 pages total), 12 figures, 7 tables, "
        "revised author list",
        "journal reference: Phys.Lett. B716 (2012) 1-29",
    )


def test_an_old_style_id_and_an_old_format_are_read(services: Services) -> None:
    (found,) = arxiv.fetch(ids("math/0211159")).found
    assert (found.publication.arxiv, found.publication.year) == ("math/0211159", 2002)
    assert found.publication.arxiv_class == "math.DG"
    assert found.publication.url == "https://arxiv.org/abs/math/0211159"


def test_maths_in_a_title_stays_maths(services: Services) -> None:
    (found,) = arxiv.fetch(ids("2006.04862")).found
    assert found.publication.title.startswith("$O(n)$ ")


def test_many_papers_are_one_request_and_come_in_the_order_of_the_question(
    services: Services,
) -> None:
    wanted = ("2410.03355", "math/0211159", "1207.7214", "1412.6980", "1706.03762")
    fetched = arxiv.fetch(ids(*wanted, "2410.03355"))
    assert found_ids(fetched) == list(wanted)
    assert fetched.failed == ()
    assert asked(services) == [list(wanted)]


def test_an_answer_in_another_order_is_sorted_out(services: Services) -> None:
    entries = [services.arxiv["1412.6980"], services.arxiv["2410.03355"]]
    services.script("arxiv", Reply(200, play.feed(entries), play.ATOM))
    assert found_ids(arxiv.fetch(ids("2410.03355", "1412.6980"))) == ["2410.03355", "1412.6980"]


def test_three_hundred_ids_are_three_requests(services: Services) -> None:
    wanted = [f"2401.{number:05}" for number in range(1, 301)]
    services.arxiv |= {one: play.entry(f"{one}v1") for one in wanted}
    progress: list[tuple[int, int]] = []
    fetched = arxiv.fetch(ids(*wanted), lambda done, total: progress.append((done, total)))
    assert found_ids(fetched) == wanted
    assert [len(request) for request in asked(services)] == [100, 100, 100]
    assert progress == [(100, 300), (200, 300), (300, 300), (300, 300)]


def test_what_is_missing_is_asked_for_once_more(services: Services) -> None:
    services.script("arxiv", Reply(200, play.feed([services.arxiv["1412.6980"]]), play.ATOM))
    fetched = arxiv.fetch(ids("2410.03355", "1412.6980"))
    assert found_ids(fetched) == ["2410.03355", "1412.6980"]
    assert asked(services) == [["2410.03355", "1412.6980"], ["2410.03355"]]


def test_an_id_that_arxiv_does_not_have_is_not_found(services: Services) -> None:
    services.missing.add("2502.99999")
    fetched = arxiv.fetch(ids("2502.99999", "2410.03355"))
    assert found_ids(fetched) == ["2410.03355"]
    assert messages(fetched) == {
        "2502.99999": (
            NotFoundError,
            "arXiv has no paper 2502.99999. Check the id at https://arxiv.org/abs/2502.99999.",
        )
    }
    assert len(services.requests) == 2


@pytest.mark.parametrize("status", [400, 200])
def test_an_id_that_spoils_the_list_is_singled_out(services: Services, status: int) -> None:
    good = ["2410.03355", "1412.6980", "1706.03762"]
    usual = services._arxiv

    def spoilt(request: play.Request) -> Reply:
        if "2401.00001" not in request.query["id_list"]:
            return usual(request)
        error = play.entry("x", "Error", more="<summary>incorrect id format</summary>")
        error = error.replace("http://arxiv.org/abs/x", "http://arxiv.org/api/errors#incorrect")
        return Reply(status, play.feed([error]), play.ATOM)

    services._arxiv = spoilt  # type: ignore[method-assign]
    fetched = arxiv.fetch(ids(*good[:2], "2401.00001", good[2]))
    assert found_ids(fetched) == good
    assert messages(fetched) == {
        "2401.00001": (
            NotFoundError,
            "arXiv does not take 2401.00001 as an id (incorrect id format). Check it.",
        )
    }


def test_papers_too_large_for_one_answer_are_asked_for_in_two(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LARGEST_ANSWER", 2_600)
    wanted = ("2410.03355", "1207.7214")
    assert found_ids(arxiv.fetch(ids(*wanted))) == list(wanted)
    assert asked(services) == [list(wanted), *([one] for one in wanted)]


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>'
)
FAILURES = {
    "503": (Reply(503), "arXiv is not available at the moment (HTTP 503). "),
    "429": (play.rate_limited(), "arXiv is limiting requests: too many came in a short time "),
    "403": (Reply(403, "no"), "arXiv refused the request (HTTP 403). "),
    "404": (Reply(404, "no"), "arXiv gave an answer that is of no use (HTTP 404, text/plain). "),
    "html": (play.html(), "arXiv answered with a web page instead of data. "),
    "empty body": (Reply(200, "", play.ATOM), "arXiv's answer is empty, broken off or not XML. "),
    "half a feed": (
        Reply(200, play.feed([play.entry("2410.03355v1")])[:-40], play.ATOM),
        "arXiv's answer is empty, broken off or not XML. ",
    ),
    "another document": (
        Reply(200, "<rss/>", "application/xml"),
        "arXiv gave an answer that is of no use (HTTP 200, application/xml). ",
    ),
    "bomb": (
        Reply(200, BOMB, play.ATOM),
        "arXiv's answer is not one that is safe to read. ",
    ),
    "bomb in UTF-16": (
        Reply(200, BOMB.encode("utf-16"), play.ATOM),
        "arXiv's answer is empty, broken off or not XML. ",
    ),
    "tags without end": (
        Reply(200, b"<a>" * 400_001, play.ATOM),
        "arXiv's answer is not one that is safe to read. ",
    ),
    "50 MB": (Reply(200, bytes(50_000_000), play.ATOM), "arXiv sent more than 4 MB, "),
    "no title": (
        Reply(200, play.feed([play.entry("2410.03355v1", " ")]), play.ATOM),
        "arXiv's answer for 2410.03355 lacks its title, authors or date. ",
    ),
    "no author": (
        Reply(200, play.feed([play.entry("2410.03355v1", authors=(":",))]), play.ATOM),
        "arXiv's answer for 2410.03355 lacks its title, authors or date. ",
    ),
    "no date": (
        Reply(200, play.feed([play.entry("2410.03355v1", published="soon")]), play.ATOM),
        "arXiv's answer for 2410.03355 lacks its title, authors or date. ",
    ),
}


@pytest.mark.parametrize(("reply", "message"), FAILURES.values(), ids=FAILURES)
def test_no_failure_of_arxiv_means_that_there_is_no_paper(
    services: Services, reply: Reply, message: str
) -> None:
    services.always("arxiv", reply)
    fetched = arxiv.fetch(ids("2410.03355"))
    assert fetched.found == ()
    (failed,) = fetched.failed
    assert type(failed.error).exit_code == 4
    assert failed.error.message.startswith(message)
    assert " again" in failed.error.message


def test_when_arxiv_stops_answering_it_keeps_what_came_and_asks_no_more(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv, "BATCH", 1)
    first = Reply(200, play.feed([services.arxiv["2410.03355"]]), play.ATOM)
    services.script("arxiv", first, *[play.rate_limited()] * 3)
    fetched = arxiv.fetch(ids("2410.03355", "1412.6980", "1706.03762"))
    assert found_ids(fetched) == ["2410.03355"]
    assert [one.identifier.value for one in fetched.failed] == ["1412.6980", "1706.03762"]
    assert {type(one.error).exit_code for one in fetched.failed} == {4}
    assert len(services.requests) == 4


def test_an_entry_that_nobody_asked_for_is_left_aside(services: Services) -> None:
    entries = [services.arxiv["1412.6980"], services.arxiv["2410.03355"]]
    services.script("arxiv", Reply(200, play.feed(entries), play.ATOM))
    assert found_ids(arxiv.fetch(ids("2410.03355"))) == ["2410.03355"]


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1103/PhysRevD.89.084044", "10.1103/PhysRevD.89.084044"),
        ("doi:10.1103/PhysRevD.89.084044.", "10.1103/PhysRevD.89.084044"),
        ("https://doi.org/10.1000/182, 10.1000/183", "10.1000/182"),
        ("10.1000/182 10.1000/183", "10.1000/182"),
        ("to appear", None),
    ],
)
def test_a_doi_is_bare(services: Services, written: str, doi: str | None) -> None:
    more = f"<arxiv:doi>{written}</arxiv:doi>"
    services.arxiv["2401.00001"] = play.entry("2401.00001v1", more=more)
    (found,) = arxiv.fetch(ids("2401.00001")).found
    assert found.publication.doi == doi


def test_requests_are_three_seconds_apart(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert arxiv.ARXIV_DELAY_SECONDS == 0.0  # for the tests
    monkeypatch.setattr(arxiv, "ARXIV_DELAY_SECONDS", 0.3)
    monkeypatch.setattr(arxiv, "BATCH", 1)
    services.script("arxiv", Reply(503))
    arxiv.fetch(ids("2410.03355", "1412.6980"))
    times = [request.at for request in services.requests]
    assert len(times) == 3
    assert all(late - early >= 0.29 for early, late in pairwise(times))


def test_the_pace_is_kept_from_one_command_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv, "ARXIV_DELAY_SECONDS", 0.3)
    stamp = tmp_path / "arxiv-last-request"
    arxiv._wait_turn(stamp)
    monkeypatch.setattr(arxiv, "_last_request", 0.0)  # as in a new process
    started = time.monotonic()
    arxiv._wait_turn(stamp)
    assert 0.25 < time.monotonic() - started < 1.0


def test_a_clock_that_was_set_back_does_not_hold_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv, "ARXIV_DELAY_SECONDS", 3.0)
    monkeypatch.setattr(arxiv, "_last_request", time.time() + 3600)
    started = time.monotonic()
    arxiv._wait_turn(None)
    assert time.monotonic() - started < 1.0


def test_a_title_is_searched_for_by_its_words(services: Services) -> None:
    (found,) = sources.search("{LANTERN}: Accelerating Visual Autoregressive Models")
    assert found.publication == LANTERN
    (request,) = services.requests
    assert request.query == {
        "search_query": 'ti:"LANTERN Accelerating Visual Autoregressive Models"',
        "max_results": "10",
    }


def test_a_title_without_words_is_not_searched_for(services: Services) -> None:
    assert sources.search("{---}") == ()
    assert services.requests == []


def test_a_search_without_an_answer_is_no_empty_result(services: Services) -> None:
    services.always("arxiv", Reply(503))
    with pytest.raises(ServiceError):
        sources.search("LANTERN")


def test_an_arxiv_doi_goes_to_arxiv_and_keeps_its_name(services: Services) -> None:
    doi = Identifier(Service.DOI, "10.48550/arxiv.2410.03355")
    fetched = sources.fetch([doi, *ids("2410.03355")])
    assert [one.identifier for one in fetched.found] == [doi, *ids("2410.03355")]
    assert [one.publication for one in fetched.found] == [LANTERN, LANTERN]
    assert asked(services) == [["2410.03355"]]


def test_nothing_asked_is_nothing_found() -> None:
    assert sources.fetch([]) == Fetched()


def test_the_real_service_is_asked_over_https(monkeypatch: pytest.MonkeyPatch) -> None:
    urls: list[str] = []

    def get(service: str, url: str, **_: object) -> http.Answer:
        urls.append(url)
        return http.Answer(service, 200, "application/atom+xml", play.feed([]).encode())

    monkeypatch.setattr(http, "get", get)
    arxiv.fetch(ids("2410.03355"))
    assert urls == ["https://export.arxiv.org/api/query"] * 2
    assert addresses.is_allowed(urls[0], loopback=False)


@pytest.mark.parametrize(
    ("name", "wanted", "authors", "year"),
    [
        (
            "arxivpy2026__id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af__200.xml",
            "1707.08567",
            34,
            2017,
        ),
        ("arxivpy2026__id_1605.08386_s0_m100_199195aa31ad__200.xml", "1605.08386", 2, 2016),
        ("arxivpy2026__id_2104.12255v1_s0_m100_6ae69987ffe1__200.xml", "2104.12255", 1, 2021),
        (
            "arxivpy2026__id_quant-ph_0201082v1_s0_m100_86989fe779ef__200.xml",
            "quant-ph/0201082",
            1,
            2002,
        ),
        ("pubs2018__1312.2021__11__200.xml", "1312.2021", 3, 2013),
        ("pubs2018__astro-ph_9812133__15__200.xml", "astro-ph/9812133", 32, 1998),
        ("pubs2018__math_9501234__18__200.xml", "math/9501234", 1, 1995),
    ],
)
def test_a_recorded_answer_is_read(
    services: Services, name: str, wanted: str, authors: int, year: int
) -> None:
    services.always("arxiv", recording(name))
    (found,) = arxiv.fetch(ids(wanted)).found
    publication = found.publication
    assert (publication.arxiv, publication.year) == (wanted, year)
    assert len(publication.authors) == authors
    assert "\n" not in publication.title and "  " not in publication.title


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("arxivpy2026__q_testing_s0_m100_cfe7536492ca__200.xml", 100),
        ("arxivpy2026__q_testing_s0_m15_80c242b59d59__200.xml", 15),
        ("biblioel2016__search_electron.xml", 10),
        ("ewanm2019__search_science.xml", 10),
    ],
)
def test_each_entry_of_a_recorded_search_is_read(services: Services, name: str, count: int) -> None:
    services.always("arxiv", recording(name))
    papers = sources.search("testing")
    assert len(papers) == count
    assert all(paper.publication.arxiv_class for paper in papers)


@pytest.mark.parametrize(
    ("name", "status", "message"),
    [
        ("arxivpy2026__id_abc_s0_m100_b79c8dcf6bc3__400.xml", 400, "(incorrect id format for abc)"),
        ("pubs2018__INVALIDID__14__400.xml", 200, "(incorrect id format for INVALIDID)"),
        ("arxivpy2026__id_0000.0000_s0_m100_8b51d9633a68__200.xml", 200, "arXiv has no paper"),
    ],
)
def test_a_recorded_refusal_is_not_found(
    services: Services, name: str, status: int, message: str
) -> None:
    reply = recording(name)
    reply.status = status
    services.always("arxiv", reply)
    (failed,) = arxiv.fetch(ids("2410.03355")).failed
    assert isinstance(failed.error, NotFoundError)
    assert message in failed.error.message


def test_a_recorded_rate_limit_is_said(services: Services) -> None:
    reply = recording("rate_limited_429.txt")
    services.always("arxiv", Reply(429, reply.body))
    (failed,) = arxiv.fetch(ids("2410.03355")).failed
    assert isinstance(failed.error, ServiceError)
    assert "limiting requests" in failed.error.message


def test_progress_counts_over_all_services(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doi(identifiers: Sequence[Identifier], progress: sources.Progress | None) -> Fetched:
        assert progress is not None
        progress(1, 1)
        return Fetched()

    monkeypatch.setattr("pubtool.sources.doi.fetch", doi)
    seen: list[tuple[int, int]] = []
    sources.fetch(
        [Identifier(Service.DOI, "10.1/x"), *ids("2410.03355")],
        lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (1, 2), (2, 2)]
