"""What an entry's fields mean, and how a paper is written as an entry."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool.bibtex import entries
from pubtool.bibtex.document import Document, NewEntry
from pubtool.latex import from_text
from pubtool.names import parse
from pubtool.publication import Author, Publication, Status


def read(fields: str, kind: str = "misc") -> Publication:
    document = Document.parse(f"@{kind}{{k,\n{fields}\n}}")
    return entries.read(document.entry("k"))


def test_an_entry_of_the_schema_fills_every_attribute() -> None:
    assert read(
        """
        title = {{LANTERN}: Relaxed
                 Decoding},
        author = {Doohyuk Jang and Park, Sihwan and others},
        author+an = {1=equal; 2=me, equal},
        booktitle = {International Conference on Learning Representations},
        abbr = {ICLR}, venue = {Free}, year = {2025}, month = apr, award = {Spotlight},
        eprint = {2410.03355v2}, archivePrefix = {arXiv}, primaryClass = {cs.CV},
        openreview = {98d7DLMGdt}, doi = {https://doi.org/10.1000/A.1},
        url = {https://example.org/a_b}, pubstate = {inpress}, keywords = {vision; hidden},
        pages = {1--2}, code = {https://example.org},
        """,
        "InProceedings",
    ) == Publication(
        key="k",
        type="inproceedings",
        title="{LANTERN}: Relaxed Decoding",
        authors=(
            Author("Jang", "Doohyuk", equal=True),
            Author("Park", "Sihwan", equal=True, me=True),
        ),
        et_al=True,
        year=2025,
        month=4,
        status=Status.PUBLISHED,
        pubstate="inpress",
        venue="International Conference on Learning Representations",
        abbr="ICLR",
        free_venue="Free",
        award="Spotlight",
        hidden=True,
        url="https://example.org/a_b",
        arxiv="2410.03355",
        arxiv_class="cs.CV",
        openreview="98d7DLMGdt",
        doi="10.1000/A.1",
        keywords=("vision", "hidden"),
        extra=(("pages", "1--2"), ("code", "https://example.org")),
    )


def test_an_empty_entry_is_a_preprint_without_anything() -> None:
    assert read("title = {}, year = {}, abbr = {}") == Publication(
        key="k", type="misc", title="", authors=()
    )


@pytest.mark.parametrize(
    ("fields", "arxiv", "category"),
    [
        pytest.param(
            "eprint={2410.03355}, archivePrefix={arXiv}, primaryClass={cs.CV}",
            "2410.03355", "cs.CV", id="eprint",
        ),
        pytest.param(
            "eprint={2410.03355}, eprinttype={arxiv}, eprintclass={cs.CV}",
            "2410.03355", "cs.CV", id="biblatex",
        ),
        pytest.param("eprint={2410.03355v3}", "2410.03355", None, id="eprint alone, with version"),
        pytest.param("eprint={math.GT/0309136v2}", "math/0309136", None, id="old style"),
        pytest.param(
            "eprint={https://arxiv.org/abs/2410.03355}", "2410.03355", None, id="eprint as link"
        ),
        pytest.param("eprint={2410.03355}, archivePrefix={HAL}", None, None, id="another archive"),
        pytest.param(
            "journal={arXiv preprint arXiv:2410.03355 [cs.CV]}",
            "2410.03355", "cs.CV", id="journal of Google Scholar",
        ),
        pytest.param(
            "journal={CoRR}, volume={abs/2410.03355}", "2410.03355", None, id="volume of DBLP"
        ),
        pytest.param("journal={Nature}, volume={2410.03355}", None, None, id="a volume"),
        pytest.param("url={https://arxiv.org/pdf/2410.03355v2.pdf}", "2410.03355", None, id="url"),
        pytest.param("url={\\url{http://arxiv.org/abs/2410.03355}}", "2410.03355", None, id="TeX"),
        pytest.param(
            "howpublished={arXiv:2410.03355}", "2410.03355", None, id="howpublished"
        ),
        pytest.param("doi={10.48550/arXiv.2410.03355}", "2410.03355", None, id="DOI of arXiv"),
        pytest.param("arxiv={2410.03355}", "2410.03355", None, id="al-folio's field"),
        pytest.param("url={https://example.org/2410.03355}", None, None, id="another link"),
    ],
)  # fmt: skip
def test_an_arxiv_id_is_read_from_wherever_it_stands(
    fields: str, arxiv: str | None, category: str | None
) -> None:
    publication = read(fields)
    assert (publication.arxiv, publication.arxiv_class) == (arxiv, category)


@pytest.mark.parametrize(
    ("fields", "openreview", "doi"),
    [
        pytest.param("openreview={VZ5EaTI6dqa}", "VZ5EaTI6dqa", None, id="own field"),
        pytest.param(
            "openreview={https://openreview.net/forum?id=VZ5EaTI6dqa}", "VZ5EaTI6dqa", None,
            id="own field with a link",
        ),
        pytest.param(
            "url={https://openreview.net/pdf?id=VZ5EaTI6dqa}", "VZ5EaTI6dqa", None, id="pdf link"
        ),
        pytest.param(
            "url={https://openreview.net/forum?id=a\\_bcdef}", "a_bcdef", None, id="TeX escape"
        ),
        pytest.param(
            "openreview={AAAAAAAAAA}, url={https://openreview.net/forum?id=BBBBBBBBBB}",
            "AAAAAAAAAA", None, id="the own field wins",
        ),
        pytest.param("doi={10.1000/1}", None, "10.1000/1", id="bare DOI"),
        pytest.param("doi={http://dx.doi.org/10.1000/1}", None, "10.1000/1", id="DOI as link"),
        pytest.param("doi={doi:10.1000/a\\_b}", None, "10.1000/a_b", id="DOI with TeX escape"),
        pytest.param("url={https://doi.org/10.1000/1}", None, "10.1000/1", id="link to a DOI"),
    ],
)  # fmt: skip
def test_other_ids_are_read_from_their_field_or_a_link(
    fields: str, openreview: str | None, doi: str | None
) -> None:
    publication = read(fields)
    assert (publication.openreview, publication.doi) == (openreview, doi)


@pytest.mark.parametrize(
    ("fields", "year", "month"),
    [
        pytest.param("year = 2025, month = jun", 2025, 6, id="macro"),
        pytest.param("year = {2025}, month = {June}", 2025, 6, id="name"),
        pytest.param("year = {2025}, month = {06}", 2025, 6, id="number"),
        pytest.param('year = {{2025}}, month = "15~" # jun', 2025, 6, id="day and macro"),
        pytest.param("year = {2025}, month = {13}", 2025, None, id="no month"),
        pytest.param("year = {in press}", None, None, id="in press"),
        pytest.param("year = {to appear, 2026}", 2026, None, id="to appear with a year"),
        pytest.param("date = {2025-03}", 2025, 3, id="date"),
        pytest.param("date = {2025-03-14/2025-03-20}", 2025, 3, id="date range"),
        pytest.param("date = {2025}", 2025, None, id="date without month"),
        pytest.param("date = {2025-00}", 2025, None, id="date with a month that is none"),
        pytest.param("year = {to appear}, date = {2025-03}", 2025, 3, id="date beside words"),
    ],
)
def test_a_date_is_read_in_every_form(fields: str, year: int | None, month: int | None) -> None:
    publication = read(fields)
    assert (publication.year, publication.month) == (year, month)


PUBLISHED, PREPRINT = Status.PUBLISHED, Status.PREPRINT


@pytest.mark.parametrize(
    ("kind", "fields", "status", "venue"),
    [
        pytest.param("inproceedings", "booktitle={ICLR}", PUBLISHED, "ICLR", id="conference"),
        pytest.param("article", "journal={Nature}", PUBLISHED, "Nature", id="journal"),
        pytest.param("article", "journaltitle={Nature}", PUBLISHED, "Nature", id="journaltitle"),
        pytest.param("misc", "booktitle={ICLR}", PUBLISHED, "ICLR", id="misc with a venue"),
        pytest.param("misc", "eprint={2410.03355}", PREPRINT, None, id="arXiv's own"),
        pytest.param(
            "article", "journal={arXiv preprint arXiv:2410.03355}", PREPRINT, None, id="arXiv"
        ),
        pytest.param("article", "journal={CoRR}", PREPRINT, None, id="CoRR"),
        pytest.param("article", "journal={Ar{X}iv:2410.03355}", PREPRINT, None, id="braces"),
        pytest.param("article", "publisher={arXiv}", PREPRINT, None, id="publisher arXiv"),
        pytest.param("article", "journal={bioRxiv}", PREPRINT, None, id="bioRxiv"),
        pytest.param(
            "inproceedings", "booktitle={Submitted to ICLR 2026}", PREPRINT, None, id="submitted"
        ),
        pytest.param("inproceedings", "booktitle={Under review}", PREPRINT, None, id="in review"),
        pytest.param("inproceedings", "crossref={volume}", PUBLISHED, None, id="crossref"),
        pytest.param("unpublished", "note={x}", PREPRINT, None, id="unpublished"),
        pytest.param("techreport", "", PREPRINT, None, id="report of nobody"),
        pytest.param("techreport", "institution={KAIST}", PUBLISHED, "KAIST", id="report"),
        pytest.param("phdthesis", "school={KAIST}", PUBLISHED, "KAIST", id="doctoral thesis"),
        pytest.param("mastersthesis", "", PUBLISHED, None, id="thesis without school"),
        pytest.param("thesis", "institution={KAIST}", PUBLISHED, "KAIST", id="biblatex thesis"),
        pytest.param("book", "publisher={MIT Press}", PUBLISHED, None, id="book"),
        pytest.param(
            "inproceedings", "booktitle={ICLR}, pubstate={submitted}", PREPRINT, "ICLR",
            id="pubstate submitted",
        ),
        pytest.param(
            "article", "journal={J}, pubstate={Prepublished}", PREPRINT, "J", id="prepublished"
        ),
        pytest.param("misc", "pubstate={inpress}", PUBLISHED, None, id="in press"),
        pytest.param("misc", "pubstate={forthcoming}", PUBLISHED, None, id="forthcoming"),
    ],
)  # fmt: skip
def test_a_venue_that_is_no_preprint_server_means_published(
    kind: str, fields: str, status: Status, venue: str | None
) -> None:
    publication = read(fields, kind)
    assert (publication.status, publication.venue) == (status, venue)


def test_what_only_names_a_preprint_server_stays_among_the_other_fields() -> None:
    publication = read("journal = {CoRR}, volume = {abs/2410.03355}", "article")
    assert publication.extra == (("journal", "CoRR"), ("volume", "abs/2410.03355"))


@pytest.mark.parametrize(
    ("annotation", "equal", "me"),
    [
        pytest.param("1=equal; 3=equal", [1, 3], [], id="equal"),
        pytest.param("2 = me , equal", [2], [2], id="both"),
        pytest.param("1=equal;;nonsense;9=equal;x=me;=equal", [1], [], id="malformed items"),
        pytest.param("1:family=equal; 2=corresponding", [], [], id="other kinds"),
    ],
)
def test_annotations_tell_equal_contributors_and_the_owner(
    annotation: str, equal: list[int], me: list[int]
) -> None:
    authors = read(f"author = {{A B and C D and E F}}, author+an = {{{annotation}}}").authors
    assert [n for n, author in enumerate(authors, 1) if author.equal] == equal
    assert [n for n, author in enumerate(authors, 1) if author.me] == me


def test_named_annotations_are_none_of_ours() -> None:
    publication = read("author = {A B}, author+an:role = {1=equal}")
    assert not publication.authors[0].equal
    assert publication.extra == (("author+an:role", "1=equal"),)


def test_names_are_unicode_and_groups_stay_whole() -> None:
    publication = read(
        "author = {M{\\\"u}ller, J{\\'o}zef and {Barnes and Noble} "
        "and van der Berg, Ann\nand others}"
    )
    assert publication.authors == (
        Author("Müller", "Józef"),
        Author("Barnes and Noble"),
        Author("Berg", "Ann", "van der"),
    )
    assert publication.et_al


@pytest.mark.parametrize("field", ["crossref = {x}", "xdata = {x}", "crossref = {k}"])
def test_a_reference_to_another_entry_is_kept_as_it_is(field: str) -> None:
    name, value = field.replace("{", "").replace("}", "").split(" = ")
    assert (name, value) in read(field).extra


def test_a_field_commented_out_inside_an_entry_is_passed_over() -> None:
    assert read("%note = {x}, title = {T}").extra == ()


def test_the_fields_of_a_new_entry_stand_in_the_order_of_the_schema() -> None:
    publication = Publication(
        key="k", type="article", title="T", authors=(Author("B", "A", equal=True),), et_al=True,
        year=2025, month=6, status=PUBLISHED, pubstate="inpress", venue="J", abbr="Jj",
        free_venue="V", award="W", hidden=True, url="u", arxiv="2410.03355", arxiv_class="cs.CV",
        openreview="AAAAAAAAAA", doi="10.1000/1", keywords=("x",), extra=(("pages", "1"),),
    )  # fmt: skip
    assert entries.fields(publication) == NewEntry(
        "article",
        "k",
        (
            ("title", "T"),
            ("author", "A B and others"),
            ("author+an", "1=equal"),
            ("journal", "J"),
            ("abbr", "Jj"),
            ("venue", "V"),
            ("year", "2025"),
            ("month", "jun"),
            ("award", "W"),
            ("eprint", "2410.03355"),
            ("archivePrefix", "arXiv"),
            ("primaryClass", "cs.CV"),
            ("openreview", "AAAAAAAAAA"),
            ("doi", "10.1000/1"),
            ("url", "u"),
            ("pubstate", "inpress"),
            ("keywords", "x, hidden"),
            ("pages", "1"),
        ),
    )


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")), min_size=1, max_size=8
)
texts = st.lists(words, min_size=1, max_size=4).map(lambda parts: from_text(" ".join(parts)))
titles = texts.filter(bool)
people = st.builds(
    lambda family, given, equal, me: replace(parse(f"{family}, {given}"), equal=equal, me=me),
    st.sampled_from(["Park", "Müller", "Jang", "de Vries", "박", "O'Neil"]),
    st.sampled_from(["Sihwan", "S. Y.", "Jean-Luc", "시환"]),
    st.booleans(),
    st.booleans(),
)
arxiv_ids = st.one_of(st.none(), st.sampled_from(["2410.03355", "math/0309136"]))


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    kind = draw(st.sampled_from(["misc", "inproceedings", "article", "phdthesis"]))
    published = kind != "misc"
    arxiv = draw(arxiv_ids)
    hidden = draw(st.booleans())
    keywords = draw(st.lists(st.sampled_from(["vision", "speech"]), unique=True))
    return Publication(
        key=draw(st.sampled_from(["park2025x", "K:1", "ü"])),
        type=kind,
        title=draw(titles),
        authors=tuple(draw(st.lists(people, min_size=1, max_size=4))),
        et_al=draw(st.booleans()),
        year=draw(st.one_of(st.none(), st.integers(1500, 2099))),
        month=draw(st.one_of(st.none(), st.integers(1, 12))),
        status=PUBLISHED if published else PREPRINT,
        venue=draw(st.sampled_from(["Nature", "Proc. of X \\& Y"])) if published else None,
        award=draw(st.one_of(st.none(), titles)),
        hidden=hidden,
        url=draw(st.sampled_from([None, "https://example.org/a%20b_c~d?e=f&g#h", "../x.pdf"])),
        arxiv=arxiv,
        arxiv_class=draw(st.sampled_from([None, "cs.LG"])) if arxiv else None,
        openreview=draw(st.sampled_from([None, "VZ5EaTI6dqa"])),
        doi=draw(st.sampled_from([None, "10.1000/A_b"])),
        keywords=(*keywords, "hidden") if hidden else tuple(keywords),
        extra=draw(st.sampled_from([(), (("pages", "1--2"), ("code", "x"))])),
    )


FILES = ["", '@misc{a,\n\tTitle = "x",\n\tYear=2000}', "@misc{a, x = {1}, y = {2}}\r\n"]


@settings(max_examples=150, deadline=None)
@given(publications(), st.sampled_from(FILES))
def test_a_paper_that_is_written_reads_as_itself(publication: Publication, text: str) -> None:
    document = Document.parse(text).append(entries.fields(publication))
    assert entries.read(Document.parse(document.text).entry(publication.key)) == publication
