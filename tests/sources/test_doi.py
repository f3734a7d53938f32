import pytest

from pubtool.errors import NotFoundError, ServiceError
from pubtool.publication import Author, Identifier, Publication, Service, Status
from pubtool.sources import doi
from pubtool.sources.doi_text import to_tex
from tests.services import CSL, Reply, as_json, html, redirect

RESNET = "10.1109/cvpr.2016.90"


def fetch(services, record, identifier=RESNET):
    """Return what is found (or failed) for one DOI with this record."""
    services.doi[identifier] = record
    fetched = doi.fetch([Identifier(Service.DOI, identifier)])
    return (*fetched.found, *fetched.failed)[0]


def record(**fields):
    """A record in Crossref's shape; a field given as None is not in it."""
    usual = {
        "type": "article-journal",
        "title": "Deep Residual Learning for Image Recognition",
        "author": [{"family": "He", "given": "Kaiming"}, {"family": "Sun", "given": "Jian"}],
        "issued": {"date-parts": [[2016, 6]]},
    } | fields
    return {name.replace("_", "-"): value for name, value in usual.items() if value is not None}


HE, SUN = Author("He", "Kaiming"), Author("Sun", "Jian")


def test_a_paper_in_proceedings_comes_with_all_that_the_registrar_knows(services):
    found = fetch(
        services,
        record(
            type="paper-conference",
            container_title=(
                "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)"
            ),
            page="770-778",
            publisher="IEEE",
            DOI="10.1109/CVPR.2016.90",
        ),
    )
    assert (found.publication, found.hints) == (
        Publication(
            key=found.publication.key,
            type="inproceedings",
            title="Deep Residual Learning for Image Recognition",
            authors=(HE, SUN),
            year=2016,
            month=6,
            status=Status.PUBLISHED,
            venue="2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)",
            abbr="CVPR",
            doi=RESNET,
            extra=(("pages", "770--778"), ("publisher", "IEEE")),
        ),
        (),
    )


def kind(publication):
    return publication.type, publication.status.value, publication.venue, publication.abbr


@pytest.mark.parametrize(
    "fields, expected",
    {
        "journal article": (
            {"type": "journal-article", "container_title": "Nature Methods"},
            ("article", "published", "Nature Methods", None),
        ),
        "lists for strings": (
            {"title": ["A Title"], "container_title": ["Nature & Science"]},
            ("article", "published", "Nature \\& Science", None),
        ),
        "ACL Anthology": (
            {
                "type": "paper-conference",
                "container_title": "Proceedings of the 62nd Annual Meeting of the Association "
                "for Computational Linguistics (Volume 1: Long Papers)",
            },
            (
                "inproceedings",
                "published",
                "Proceedings of the 62nd Annual Meeting of the Association for Computational "
                "Linguistics (Volume 1: Long Papers)",
                "ACL",
            ),
        ),
        "proceedings registered as a journal": (
            {"container_title": "Proceedings of the AAAI Conference on Artificial Intelligence"},
            (
                "inproceedings",
                "published",
                "Proceedings of the AAAI Conference on Artificial Intelligence",
                "AAAI",
            ),
        ),
        "proceedings registered as a book": (
            {
                "type": "chapter",
                "container_title": ["Lecture Notes in Computer Science", "Computer Vision – ECCV"],
            },
            ("inproceedings", "published", "Computer Vision – ECCV", "ECCV"),
        ),
        "only the series and the event": (
            {
                "type": "paper-conference",
                "container_title": "Lecture Notes in Computer Science",
                "event": {"name": "European Conference on Computer Vision"},
            },
            ("inproceedings", "published", "European Conference on Computer Vision", "ECCV"),
        ),
        "only the event, as a string": (
            {"type": "paper-conference", "event": "Foundations of Genetic Algorithms"},
            ("inproceedings", "published", "Foundations of Genetic Algorithms", None),
        ),
        "chapter": (
            {"type": "book-chapter", "container_title": "Handbook of Statistics"},
            ("incollection", "published", "Handbook of Statistics", None),
        ),
        "book": (
            {"type": "monograph", "publisher": "MIT Press"},
            ("book", "published", None, None),
        ),
        "thesis": (
            {"type": "dissertation", "publisher": "KAIST"},
            ("phdthesis", "published", "KAIST", None),
        ),
        "master's thesis": (
            {"type": "thesis", "genre": "Master's thesis", "publisher": "KAIST"},
            ("mastersthesis", "published", "KAIST", None),
        ),
        "report": (
            {"type": "report", "publisher": "OECD", "number": "12"},
            ("techreport", "published", "OECD", None),
        ),
        "bioRxiv": (
            {"type": "article", "publisher": "openRxiv", "institution": [{"name": "bioRxiv"}]},
            ("misc", "preprint", None, None),
        ),
        "posted content": ({"type": "posted-content"}, ("misc", "preprint", None, None)),
        "SSRN, registered as a journal": (
            {"container_title": "SSRN Electronic Journal"},
            ("misc", "preprint", None, None),
        ),
        "data set": (
            {"type": "dataset", "publisher": "Zenodo"},
            ("misc", "preprint", None, None),
        ),
        "a type of tomorrow": ({"type": "hologram"}, ("misc", "preprint", None, None)),
    }.values(),
    ids=lambda value: str(value)[:50],
)  # fmt: skip
def test_a_record_is_read_as_what_it_is(services, fields, expected):
    assert kind(fetch(services, record(**fields)).publication) == expected


@pytest.mark.parametrize(
    "person, author",
    {
        "family and given": ({"family": "He", "given": "Kaiming"}, HE),
        "group": ({"literal": "ATLAS Collaboration"}, Author("ATLAS Collaboration")),
        "Crossref's group": ({"name": "ATLAS Collaboration"}, Author("ATLAS Collaboration")),
        "one name": ({"family": "Suharto"}, Author("Suharto")),
        "one given name": ({"given": "Suharto"}, Author("Suharto")),
        "particle": (
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            Author("Beethoven", "Ludwig", "van"),
        ),
        "particle in the family name": (
            {"family": "van der Maaten", "given": "Laurens"},
            Author("Maaten", "Laurens", "van der"),
        ),
        "suffix": (
            {"family": "Steele", "given": "Guy L.", "suffix": "Jr."},
            Author("Steele", "Guy L.", None, "Jr."),
        ),
        "two family names": (
            {"family": "García Márquez", "given": "Gabriel"},
            Author("García Márquez", "Gabriel"),
        ),
        "entity": ({"family": "M&uuml;ller", "given": "Klaus-Robert"},
                   Author("Müller", "Klaus-Robert")),
    }.values(),
    ids=str,
)  # fmt: skip
def test_a_name_comes_in_every_shape(services, person, author):
    assert fetch(services, record(author=[person])).publication.authors == (author,)


@pytest.mark.parametrize("author", [None, [], [{}], "He", [{"literal": "Anonymous"}]], ids=str)
def test_a_record_without_authors_says_so(services, author):
    found = fetch(services, record(author=author))
    assert found.publication.authors == ()
    assert found.hints == ("the registrar names no authors",)


@pytest.mark.parametrize(
    "fields, date",
    {
        "year": ({"issued": {"date-parts": [[2016]]}}, (2016, None)),
        "strings": ({"issued": {"date-parts": [["2016", "6", "1"]]}}, (2016, 6)),
        "empty, then another": (
            {"issued": {"date-parts": [[None]]}, "published_online": {"date-parts": [[2015, 12]]}},
            (2015, 12),
        ),
        "no month 13": ({"issued": {"date-parts": [[2016, 13]]}}, (2016, None)),
        "none": ({"issued": None}, (None, None)),
        "nonsense": ({"issued": {"date-parts": 2016}}, (None, None)),
    }.values(),
    ids=str,
)
def test_a_date_is_as_exact_as_it_is_told(services, fields, date):
    publication = fetch(services, record(**fields)).publication
    assert (publication.year, publication.month) == date


def test_other_fields_are_kept_as_bibtex_has_them(services):
    found = fetch(
        services,
        record(container_title="Science", volume=12, issue="3&4", page="1 – 9", publisher="AAAS"),
    )
    assert found.publication.extra == (("volume", "12"), ("number", "3\\&4"), ("pages", "1--9"))


def test_a_preprint_names_its_server(services):
    found = fetch(services, record(type="posted-content", institution=[{"name": "bioRxiv"}]))
    assert found.publication.extra == (("howpublished", "bioRxiv"),)


@pytest.mark.parametrize(
    "text, tex",
    {
        "CO<sub>2</sub> on <i>Drosophila</i> cells": r"{CO}$_2$ on \emph{Drosophila} cells",
        "H<sub>2</sub>O": "H$_2${O}",
        "10<sup>−3</sup>, x<sup>th</sup>": r"10$^{-3}$, x\textsuperscript{th}",
        "Na<jats:sup>+</jats:sup> and <scp>ATPase</scp>": r"Na$^+$ and \textsc{{ATPase}}",
        "Fish &amp; chips &amp;amp; more": r"Fish \& chips \& more",
        "The &lt;i&gt;C. elegans&lt;/i&gt; worm": r"The \emph{{C}. elegans} worm",
        "x < y &lt; z": r"x \textless{} y \textless{} z",
        "<b>Bold</b> and <i>open": "Bold and open",
        "closed</i> only": "closed only",
        "The\n  hard-wrapped   title": "The hard-wrapped title",
        '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msup><mml:mi>α</mml:mi>'
        "<mml:mn>2</mml:mn></mml:msup></mml:math>-decay": r"$\alpha ^{2}$-decay",
        "<math><mfrac><mi>a</mi><msub><mi>b</mi><mn>1</mn></msub></mfrac></math>": (
            r"$\frac{a}{b_{1}}$"
        ),
        "<math><msqrt><mi>n</mi></msqrt></math> bounds": r"$\sqrt{n}$ bounds",
        "<math><mi>broken</math> maths": "broken maths",
        r"$\mathcal{O}(n)$ at 50%": r"$\mathcal{O}(n)$ at 50\%",
    }.items(),
    ids=lambda text: text[:30],
)
def test_markup_in_a_title_becomes_tex(text, tex):
    assert to_tex(text, title=True) == tex


def test_a_declaration_in_mathml_is_no_maths():
    tex = to_tex('<math><!DOCTYPE m [<!ENTITY a "b">]><mi>x</mi></math>')
    assert "$" not in tex and tex.endswith("x")


def test_the_registrar_is_reached_by_a_redirect_and_asked_for_csl_json(services):
    target = f"{services.url}/doi/{RESNET}?at=crossref"
    services.script("doi", redirect(target))
    assert fetch(services, record()).publication.doi == RESNET
    assert [one.headers["accept"] for one in services.asked("doi")] == [CSL, CSL]


def test_a_doi_with_odd_characters_is_asked_for_as_it_is(services):
    odd = "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"
    assert fetch(services, record(), odd).publication.doi == odd


@pytest.mark.parametrize(
    "reply, error, words",
    {
        "none such": (html(404), NotFoundError, "There is no DOI 10.1109/cvpr.2016.90"),
        "406": (Reply(406, ""), ServiceError, "no metadata to give"),
        "204": (Reply(204, ""), ServiceError, "no metadata to give"),
        "web page": (html(), ServiceError, "pubtool add -"),
        "503": (Reply(503, ""), ServiceError, "not available"),
        "a list": (as_json([]), ServiceError, "is not a record"),
        "no title": (as_json({"type": "book"}), ServiceError, "has no title"),
        "broken": (Reply(200, "{", CSL), ServiceError, "not JSON"),
        "forbidden": (Reply(403, "{}", CSL), ServiceError, "HTTP 403"),
    }.values(),
    ids=str,
)
def test_what_goes_wrong_is_told_apart(services, reply, error, words):
    services.always("doi", reply)
    failed = fetch(services, record())
    assert isinstance(failed.error, error) and words in failed.error.message


def test_a_resolver_that_does_not_answer_is_not_asked_for_every_doi(services):
    services.always("doi", Reply(503))
    wanted = [Identifier(Service.DOI, f"10.1000/{number}") for number in range(5)]
    fetched = doi.fetch(wanted)
    assert [failed.identifier for failed in fetched.failed] == wanted
    assert {request.path for request in services.asked("doi")} == {"/10.1000/0", "/10.1000/1"}
