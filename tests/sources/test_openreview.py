import json
import stat
import time
from pathlib import Path

import pytest

from pubtool import files
from pubtool.errors import GatedError, NotFoundError, ServiceError
from pubtool.publication import Author, Identifier, Publication, Service, Status
from pubtool.sources import openreview
from tests.services import Reply, Services, as_json, challenge, html, openreview_error

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "openreview"
NAMES = ["Doohyuk Jang", "Sihwan Park", "June Yong Yang"]
AUTHORS = (
    Author("Jang", "Doohyuk"),
    Author("Park", "Sihwan"),
    Author("Yang", "June Yong"),
)
LANTERN = "98d7DLMGdt"


def v2(venue: str = "ICLR 2025 Poster", venueid: str = "ICLR.cc/2025/Conference", **other: object):
    """A note as v2 has it: each field of its content wrapped in an object."""
    content = {"title": "LANTERN", "authors": NAMES, "venue": venue, "venueid": venueid} | other
    return {
        "id": LANTERN,
        "forum": LANTERN,
        "pdate": 1737590400000,  # 2025-01-23
        "odate": 1728000000000,
        "cdate": 1727400000000,  # 2024-09-27
        "content": {name: {"value": value} for name, value in content.items() if value},
    }


def v1(**content: object):
    """A note as v1 has it."""
    return {
        "id": "VZ5EaTI6dqa",
        "forum": "VZ5EaTI6dqa",
        "cdate": 1640995200000,  # 2022-01-01
        "invitation": "ICLR.cc/2022/Conference/-/Blind_Submission",
        "content": {"title": "Connectivity Tangent Kernel", "authors": NAMES} | content,
    }


def fetch(services: Services, note: dict, host: str = "openreview"):
    """Return what is found (or failed) for the one note that `host` has."""
    getattr(services, host)[note["id"]] = note
    fetched = openreview.fetch([Identifier(Service.OPENREVIEW, note["id"])])
    return (*fetched.found, *fetched.failed)[0]


def test_an_accepted_paper_comes_with_its_venue_in_full(services):
    found = fetch(services, v2("ICLR 2025 Spotlight", title="Is α a 50% Prior for LLMs?"))
    assert (found.publication, found.hints) == (
        Publication(
            key=found.publication.key,
            type="inproceedings",
            title=found.publication.title,
            authors=AUTHORS,
            year=2025,
            status=Status.PUBLISHED,
            venue="International Conference on Learning Representations",
            abbr="ICLR",
            award="Spotlight",
            url=f"https://openreview.net/forum?id={LANTERN}",
            openreview=LANTERN,
        ),
        (),
    )
    assert "50\\% Prior for {LLMs}?" in found.publication.title


def outcome(publication: Publication):
    """What the venue decides: status, state, type, label, year, award, note."""
    return (
        publication.status.value,
        publication.pubstate,
        publication.type,
        publication.abbr or publication.venue,
        publication.year,
        publication.award,
        dict(publication.extra).get("note"),
    )


SUBMITTED = ("preprint", "submitted", "misc", None, 2025, None, None)
PREPRINT = ("preprint", None, "misc", None, 2025, None, None)


@pytest.mark.parametrize(
    "venue, venueid, expected",
    {
        "a plain poster has no award": (
            "ICLR 2025 Poster",
            "ICLR.cc/2025/Conference",
            ("published", None, "inproceedings", "ICLR", 2025, None, None),
        ),
        "the year is the venue's": (
            "ICLR 2023 notable top 5%",
            "ICLR.cc/2023/Conference",
            ("published", None, "inproceedings", "ICLR", 2023, "Notable top 5\\%", None),
        ),
        "TMLR is a journal, the year that of publication": (
            "TMLR",
            "TMLR",
            ("published", None, "article", "TMLR", 2025, None, None),
        ),
        "a workshop keeps its name": (
            "ICLR 2025 Workshop on R&D",
            "ICLR.cc/2025/Workshop/RD",
            ("published", None, "inproceedings", "ICLR 2025 Workshop on R\\&D", 2025, None, None),
        ),
        "under review": (
            "ICLR 2025 Conference Submission",
            "ICLR.cc/2025/Conference/Submission",
            SUBMITTED,
        ),
        "rejected": (
            "Submitted to ICLR 2025",
            "ICLR.cc/2025/Conference/Rejected_Submission",
            PREPRINT,
        ),
        "withdrawn": (
            "ICLR 2025 Conference Withdrawn Submission",
            "ICLR.cc/2025/Conference/Withdrawn_Submission",
            PREPRINT,
        ),
        "not understood": (
            "The 3rd Meeting",
            "OpenReview.net/Archive",
            ("preprint", None, "misc", None, 2025, None, "The 3rd Meeting"),
        ),
        "a tier not understood": (
            "ICLR 2025 Sunlight",
            "ICLR.cc/2025/Conference",
            ("published", None, "inproceedings", "ICLR", 2025, None, "ICLR 2025 Sunlight"),
        ),
        "no words at all": ("", "", PREPRINT),
    }.values(),
    ids=lambda value: str(value)[:30],
)
def test_the_venue_decides_what_a_paper_is(services, venue, venueid, expected):
    assert outcome(fetch(services, v2(venue, venueid)).publication) == expected


@pytest.mark.parametrize(
    "venue, hint",
    {
        "Odd words": "taken as a preprint: OpenReview's words are not understood: Odd words",
        "Submitted to ICLR 2025": "OpenReview says: Submitted to ICLR 2025",
        "": "taken as a preprint: OpenReview does not say what became of it",
    }.items(),
)
def test_a_hint_says_why_a_paper_is_a_preprint(services, venue, hint):
    assert fetch(services, v2(venue, "")).hints == (hint,)


@pytest.mark.parametrize(
    "authors, expected, equal",
    {
        "names": (NAMES, AUTHORS, ()),
        "objects": ([{"fullname": name, "username": "~X1"} for name in NAMES], AUTHORS, ()),
        "ids of profiles": (["~Doohyuk_Jang1", "~Sihwan_Park1", "~June_Yong_Yang2"], AUTHORS, ()),
        "one string": ("Doohyuk Jang, Sihwan Park and June Yong Yang", AUTHORS, ()),
        "symbols": (["Doohyuk Jang*", "Sihwan Park *", "June Yong Yang"], AUTHORS, (0, 1)),
        "absent": (None, (), ()),
        "anonymous": (["Anonymous"], (), ()),
    }.values(),
    ids=str,
)
def test_authors_come_in_every_shape(services, authors, expected, equal):
    found = fetch(services, v2(authors=authors)).publication.authors
    assert tuple(Author(one.family, one.given) for one in found) == expected
    assert tuple(place for place, one in enumerate(found) if one.equal) == equal


def test_a_double_blind_paper_keeps_title_link_and_state_and_says_what_is_missing(services):
    found = fetch(
        services,
        v2("ICLR 2025 Conference Submission", "ICLR.cc/2025/Conference/Submission", authors=None),
    )
    assert (found.publication.authors, found.publication.pubstate) == ((), "submitted")
    assert found.publication.link == f"https://openreview.net/forum?id={LANTERN}"
    assert found.hints[-1] == ("OpenReview names no authors (double blind)")


def test_v1_is_asked_after_v2(services):
    found = fetch(services, v1(venue="ICLR 2023 notable top 25%"), "openreview_v1")
    assert outcome(found.publication)[:6] == (
        "published", None, "inproceedings", "ICLR", 2023, "Notable top 25\\%",
    )  # fmt: skip
    assert [len(services.asked(host)) for host in ("openreview", "openreview_v1")] == [1, 1]


def test_on_v1_a_submission_under_the_conference_is_rejected(services):
    bibtex = "@misc{\nkim2022bias,\ntitle={Bias},\nyear={2022},\n}"
    note = v1(venue="ICLR 2022 Submitted", venueid="ICLR.cc/2022/Conference", _bibtex=bibtex)
    assert outcome(fetch(services, note, "openreview_v1").publication) == (
        "preprint", None, "misc", None, 2022, None, None,
    )  # fmt: skip


DECISIONS = {
    "Accept (Oral)": ("published", None, "inproceedings", "ICLR", 2022, "Oral", None),
    "Accept (Poster)": ("published", None, "inproceedings", "ICLR", 2022, None, None),
    "Reject": ("preprint", None, "misc", None, 2022, None, None),
    "Invite to Workshop Track": ("preprint", None, "misc", None, 2022, None, None),
    "Discuss": ("preprint", None, "misc", None, 2022, None, "Discuss"),
}


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("inside", [True, False], ids=["in the answer", "asked for"])
def test_without_a_venue_v1_has_a_decision_note(services, decision, inside):
    reply = {
        "invitation": "ICLR.cc/2022/Conference/Paper7/-/Decision",
        "content": {"decision": decision},
    }
    review = {"invitation": "ICLR.cc/2022/Conference/Paper7/-/Official_Review", "content": {}}
    note = v1()
    if inside:
        note["details"] = {"directReplies": [review, reply]}
    else:
        answers = ({"notes": [note]}, {"notes": [note, review, reply]})
        services.script("openreview_v1", *map(as_json, answers))
    services.missing.add(note["id"])
    found = fetch(services, note, "openreview_v1")
    assert outcome(found.publication) == DECISIONS[decision]


def test_where_the_decision_cannot_be_read_openreviews_own_bibtex_tells(services):
    bibtex = (
        "@inproceedings{\nsinha2018certifiable,\n"
        "booktitle={International Conference on Learning Representations},\nyear={2022},\n}"
    )
    note = v1(_bibtex=bibtex)
    services.script("openreview_v1", as_json({"notes": [note]}), challenge())
    found = fetch(services, note, "openreview_v1")
    assert outcome(found.publication)[:5] == ("published", None, "inproceedings", "ICLR", 2022)
    assert found.hints[0].startswith("the decision is not known: OpenReview wants a login")


def test_a_note_that_is_a_review_leads_to_its_forum(services):
    services.openreview["Review1234"] = v2() | {"id": "Review1234"}
    services.openreview[LANTERN] = v2()
    (found,) = openreview.fetch([Identifier(Service.OPENREVIEW, "Review1234")]).found
    assert (found.identifier.value, found.publication.openreview) == ("Review1234", LANTERN)


def test_a_record_taken_from_elsewhere_keeps_its_id_there(services):
    note = v2("Optics Express", "", html="https://doi.org/10.1364/OE.394638")
    assert fetch(services, note).publication.doi == "10.1364/oe.394638"


# --- What goes wrong ---------------------------------------------------------------------


def failure(services: Services, *values: str):
    fetched = openreview.fetch([Identifier(Service.OPENREVIEW, value) for value in values])
    assert not fetched.found
    return [failed.error for failed in fetched.failed]


def test_a_paper_is_not_found_only_if_both_hosts_say_so(services):
    services.missing.add("abcdefghij")
    (error,) = failure(services, "abcdefghij")
    assert isinstance(error, NotFoundError)
    assert [len(services.asked(host)) for host in ("openreview", "openreview_v1")] == [1, 1]


@pytest.mark.parametrize("reply", [challenge(), html(), html(403)], ids=["403", "html", "both"])
@pytest.mark.parametrize("gated", ["openreview", "openreview_v1"])
def test_a_gated_host_is_not_a_missing_paper_and_the_message_names_a_way(services, reply, gated):
    services.always(gated, reply)
    services.missing |= {"abcdefghij", "klmnopqrst"}
    errors = failure(services, "abcdefghij", "klmnopqrst")
    assert [type(error) for error in errors] == [GatedError, GatedError]
    assert "pubtool add -" in errors[0].message and "OPENREVIEW_USERNAME" in errors[0].message
    assert len(services.asked(gated)) == 1, "a host that said no was asked again"


def test_a_paper_that_is_not_public_keeps_no_other_from_being_asked_for(services):
    services.script("openreview", openreview_error("ForbiddenError", 403))
    services.missing.add("abcdefghij")
    services.openreview[LANTERN] = v2()
    fetched = openreview.fetch(
        [Identifier(Service.OPENREVIEW, value) for value in ("abcdefghij", LANTERN)]
    )
    assert [found.identifier.value for found in fetched.found] == [LANTERN]
    (failed,) = fetched.failed
    assert isinstance(failed.error, GatedError) and "some people only" in failed.error.message


def test_v1_answers_where_v2_is_gated(services):
    services.always("openreview", challenge())
    assert fetch(services, v1(venue="ICLR 2022 Oral"), "openreview_v1").publication.award == "Oral"


@pytest.mark.parametrize(
    "reply",
    [
        openreview_error("RateLimitError", 429),
        Reply(502, "Bad Gateway"),
        as_json([]),
        as_json({"notes": "none"}),
        Reply(200, "{", "application/json"),
    ],
    ids=["429", "502", "a list", "no notes", "broken JSON"],
)
def test_a_host_that_does_not_answer_is_not_a_missing_paper(services, reply):
    services.always("openreview", reply)
    services.missing.add("abcdefghij")
    (error,) = failure(services, "abcdefghij")
    assert type(error) is ServiceError and "pubtool add -" in error.message


def test_a_host_that_does_not_answer_is_not_asked_for_every_paper(services):
    services.always("openreview", Reply(503))
    services.always("openreview_v1", Reply(503))
    wanted = [Identifier(Service.OPENREVIEW, f"paper{number}") for number in range(5)]
    fetched = openreview.fetch(wanted)
    assert [failed.identifier for failed in fetched.failed] == wanted
    assert {request.query["id"] for request in services.requests} == {"paper0", "paper1"}


def test_one_failure_does_not_stop_the_others(services):
    services.missing.add("abcdefghij")
    services.openreview[LANTERN] = v2()
    done = []
    fetched = openreview.fetch(
        [Identifier(Service.OPENREVIEW, value) for value in ("abcdefghij", LANTERN)],
        lambda *numbers: done.append(numbers),
    )
    assert [found.identifier.value for found in fetched.found] == [LANTERN]
    assert [failed.identifier.value for failed in fetched.failed] == ["abcdefghij"]
    assert done == [(1, 2), (2, 2)]


# --- Login -------------------------------------------------------------------------------


@pytest.fixture
def account(monkeypatch):
    monkeypatch.setenv("OPENREVIEW_USERNAME", "sihwan@kaist.example")
    monkeypatch.setenv("OPENREVIEW_PASSWORD", "secret of the test")


def logins(services):
    return [one for one in services.asked("openreview") if one.path == "/login"]


def test_a_login_is_kept_for_the_user_alone_and_used_by_the_next_command(services, account):
    for _ in range(2):
        fetch(services, v2())
    (login,) = logins(services)
    assert json.loads(login.body) == {
        "id": "sihwan@kaist.example",
        "password": "secret of the test",
    }
    tokens = [one.headers.get("authorization") for one in services.asked("openreview")]
    assert tokens == [None, "Bearer token-of-the-test", "Bearer token-of-the-test"]
    (kept,) = files.user_state_folder().glob("openreview*")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "secret of the test" not in kept.read_text() and "sihwan" not in kept.read_text()


@pytest.mark.parametrize("why", ["a day old", "of another account", "open to others", "broken"])
def test_a_kept_token_that_is_no_good_is_replaced(services, account, monkeypatch, why):
    fetch(services, v2())
    (kept,) = files.user_state_folder().glob("openreview*")
    if why == "a day old":
        later = time.time() + 24 * 3600
        monkeypatch.setattr(time, "time", lambda: later)
    elif why == "of another account":
        monkeypatch.setenv("OPENREVIEW_USERNAME", "someone@kaist.example")
    elif why == "open to others":
        kept.chmod(0o644)
    else:
        kept.write_text("[")
    fetch(services, v2())
    assert len(logins(services)) == 2
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_token_that_is_no_longer_taken_leads_to_one_new_login(services, account):
    fetch(services, v2())
    services.script("openreview", openreview_error("TokenExpiredError", 401))
    found = fetch(services, v2())
    assert (found.publication.abbr, len(logins(services))) == ("ICLR", 2)


@pytest.mark.parametrize(
    "reply",
    [
        openreview_error("AuthenticationError", 400, "Invalid username or password"),
        openreview_error("ForbiddenError", 403),
        as_json({"mfaPending": True}),
        html(),
    ],
    ids=["wrong", "forbidden", "second factor", "html"],
)
def test_a_failed_login_is_said_without_its_secrets(services, account, reply):
    services.always("openreview", reply)
    services.always("openreview_v1", challenge())
    (error,) = failure(services, "abcdefghij")
    assert isinstance(error, GatedError) and "did not log in" in error.message
    assert "secret of the test" not in error.message and "sihwan" not in error.message
    assert len(logins(services)) == 1


def test_a_login_that_is_limited_is_no_missing_login(services, account):
    services.always("openreview", Reply(429, b"", "text/plain"))
    services.always("openreview_v1", challenge())
    (error,) = failure(services, "abcdefghij")
    assert "is limiting requests" in error.message
    assert "OPENREVIEW_USERNAME" not in error.message


# --- Search, and the recorded answers ----------------------------------------------------


def test_a_search_finds_just_the_title_at_v2_else_at_v1(services):
    services.openreview[LANTERN] = v2(title="LANTERN++: Accelerating Models")
    services.openreview_v1["VZ5EaTI6dqa"] = v1(venue="ICLR 2022 Poster")
    titles = ("Lantern++: {Accelerating} models", "Connectivity tangent kernel", "LANTERN")
    found = [[one.publication.openreview for one in openreview.search(it)] for it in titles]
    assert found == [[LANTERN], ["VZ5EaTI6dqa"], []]


def test_a_search_that_is_turned_away_says_so(services):
    services.always("openreview", challenge())
    with pytest.raises(GatedError):
        openreview.search("LANTERN")


RECORDED = {
    "v2_yIEyHP7AvH_colm2024_accepted": ("published", None, "inproceedings", "COLM", 2024),
    "v2_tVNZj27pb3_iclr2025_under_review_anonymous": (
        "preprint", "submitted", "misc", None, 2024,
    ),
    "v1_Hk6kPgZA-_iclr2018_oral": ("published", None, "inproceedings", "ICLR", 2018),
    "v1_dblp_DruckM10": ("published", None, "inproceedings", "ICML", 2010),
    "v1_dblp_DruckGG11": (
        "published", None, "inproceedings", "ACL (Tutorial Abstracts) 2011", 2011,
    ),
}  # fmt: skip


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the recorded answers are not here")
@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_answer_is_read(services, name):
    (note,) = json.loads((CORPUS / f"{name}.json").read_text())["notes"]
    host = "openreview" if name.startswith("v2") else "openreview_v1"
    services.missing.add(note["id"])
    if "iclr2018" in name:  # its decision note is not among the recordings
        services.script(host, as_json({"notes": [note]}), as_json({"notes": [note]}))
    found = fetch(services, note, host)
    assert outcome(found.publication)[:5] == RECORDED[name]
    authors = note["content"].get("authors") or []
    listed = authors["value"] if isinstance(authors, dict) else authors
    assert [author.name for author in found.publication.authors] == listed
