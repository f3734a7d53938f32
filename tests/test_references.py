"""Every form in which a researcher pastes a reference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool import references
from pubtool.errors import NotFoundError
from pubtool.publication import Identifier, Service

LANTERN = Identifier(Service.ARXIV, "2410.03355")
GEOMETRY = Identifier(Service.ARXIV, "math/0309136")
CONNECTIVITY = Identifier(Service.OPENREVIEW, "VZ5EaTI6dqa")
OPTUNA = Identifier(Service.DOI, "10.1145/3292500.3330701")
ACL = Identifier(Service.DOI, "10.18653/v1/2026.acl-long.172")
OLD_ACL = Identifier(Service.DOI, "10.18653/v1/p19-1001")

ARXIV = {
    "2410.03355": LANTERN,
    "2410.03355v2": LANTERN,
    " 2410.03355\n": LANTERN,
    "arXiv:2410.03355": LANTERN,
    "ArXiv: 2410.03355v12": LANTERN,
    "arXiv:2410.03355v2 [cs.CV] 4 Oct 2024": LANTERN,
    "2410.03355v2.pdf": LANTERN,
    "https://arxiv.org/abs/2410.03355": LANTERN,
    "https://arxiv.org/abs/2410.03355v2": LANTERN,
    "https://arxiv.org/abs/2410.03355v2?context=cs#comments": LANTERN,
    "https://arxiv.org/abs/2410.03355/": LANTERN,
    "https://arxiv.org/pdf/2410.03355": LANTERN,
    "https://arxiv.org/pdf/2410.03355v2.pdf": LANTERN,
    "https://arxiv.org/html/2410.03355v2": LANTERN,
    "https://arxiv.org/html/2410.03355v2/x1.png": LANTERN,
    "https://arxiv.org/format/2410.03355": LANTERN,
    "https://arxiv.org/src/2410.03355v1": LANTERN,
    "https://arxiv.org/e-print/2410.03355v1": LANTERN,
    "http://www.arxiv.org/abs/2410.03355": LANTERN,
    "HTTPS://ARXIV.ORG/ABS/2410.03355": LANTERN,
    "https://export.arxiv.org/abs/2410.03355": LANTERN,
    "https://arxiv.org:443//abs//2410.03355": LANTERN,
    "arxiv.org/abs/2410.03355": LANTERN,
    "www.arxiv.org/pdf/2410.03355.pdf": LANTERN,
    "<https://arxiv.org/abs/2410.03355>": LANTERN,
    '"https://arxiv.org/abs/2410.03355",': LANTERN,
    "https://arxiv.org/abs/2410.03355.": LANTERN,
    "(https://arxiv.org/abs/2410.03355).": LANTERN,
    "https://arxiv.org/abs/2410.03355)": LANTERN,
    "\u200bhttps://arxiv.org/abs/2410.03355\ufeff": LANTERN,
    "https://www.alphaxiv.org/overview/2410.03355v1": LANTERN,
    "https://ar5iv.labs.arxiv.org/html/2410.03355": LANTERN,
    "https://ar5iv.org/abs/2410.03355": LANTERN,
    "https://huggingface.co/papers/2410.03355": LANTERN,
    "10.48550/arXiv.2410.03355": LANTERN,
    "doi:10.48550/ARXIV.2410.03355": LANTERN,
    "https://doi.org/10.48550/arXiv.2410.03355": LANTERN,
    "https://doi.org/10.48550%2FarXiv.2410.03355": LANTERN,
    "math/0309136": GEOMETRY,
    "math.GT/0309136v2": GEOMETRY,
    "MATH/0309136": GEOMETRY,
    "arXiv:math.GT/0309136": GEOMETRY,
    "https://arxiv.org/abs/math/0309136v1": GEOMETRY,
    "https://arxiv.org/abs/math%2F0309136": GEOMETRY,
    "https://arxiv.org/pdf/math.GT/0309136v2.pdf": GEOMETRY,
    "10.48550/arXiv.math/0309136": GEOMETRY,
    "astro-ph/0601001": Identifier(Service.ARXIV, "astro-ph/0601001"),
    "hep-th/9901001": Identifier(Service.ARXIV, "hep-th/9901001"),
    "cond-mat.mes-hall/9912001": Identifier(Service.ARXIV, "cond-mat/9912001"),
    "0704.0001": Identifier(Service.ARXIV, "0704.0001"),
    "1412.9999": Identifier(Service.ARXIV, "1412.9999"),
    "1501.00001": Identifier(Service.ARXIV, "1501.00001"),
}
OPENREVIEW = {
    "openreview:VZ5EaTI6dqa": CONNECTIVITY,
    "OpenReview: VZ5EaTI6dqa": CONNECTIVITY,
    "https://openreview.net/forum?id=VZ5EaTI6dqa": CONNECTIVITY,
    "https://openreview.net/pdf?id=VZ5EaTI6dqa": CONNECTIVITY,
    "https://openreview.net/pdf?id=VZ5EaTI6dqa#page=3": CONNECTIVITY,
    "https://openreview.net/attachment?id=VZ5EaTI6dqa&name=supplementary_material": CONNECTIVITY,
    "https://openreview.net/revisions?id=VZ5EaTI6dqa": CONNECTIVITY,
    "https://openreview.net/forum?id=VZ5EaTI6dqa&noteId=abc": CONNECTIVITY,
    "https://openreview.net/forum?noteId=abc&id=VZ5EaTI6dqa": CONNECTIVITY,
    "https://openreview.net/forum?noteId=abc&amp;id=VZ5EaTI6dqa": CONNECTIVITY,
    "https://openreview.net/forum?id=VZ5EaTI6dqa&referrer=%5Bthe%20profile%5D": CONNECTIVITY,
    "http://www.openreview.net/forum/?id=VZ5EaTI6dqa": CONNECTIVITY,
    "openreview.net/forum?id=VZ5EaTI6dqa": CONNECTIVITY,
    "<https://openreview.net/forum?id=VZ5EaTI6dqa>": CONNECTIVITY,
    "openreview:B1e-5_xQ9": Identifier(Service.OPENREVIEW, "B1e-5_xQ9"),
}
DOI = {
    "10.1145/3292500.3330701": OPTUNA,
    "doi:10.1145/3292500.3330701": OPTUNA,
    "DOI: 10.1145/3292500.3330701.": OPTUNA,
    "https://doi.org/10.1145/3292500.3330701": OPTUNA,
    "http://dx.doi.org/10.1145/3292500.3330701": OPTUNA,
    "doi.org/10.1145/3292500.3330701": OPTUNA,
    "https://doi.org/10.1145%2F3292500.3330701": OPTUNA,
    "https://doi.org/10.1145/3292500.3330701?from=list": OPTUNA,
    "https://dl.acm.org/doi/10.1145/3292500.3330701": OPTUNA,
    "https://dl.acm.org/doi/abs/10.1145/3292500.3330701": OPTUNA,
    "dl.acm.org/doi/pdf/10.1145/3292500.3330701": OPTUNA,
    "10.1016/S0735-1097(98)00347-7": Identifier(Service.DOI, "10.1016/s0735-1097(98)00347-7"),
    "https://doi.org/10.1016/S0735-1097(98)00347-7": Identifier(
        Service.DOI, "10.1016/s0735-1097(98)00347-7"
    ),
    "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2": Identifier(
        Service.DOI, "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"
    ),
    "(https://doi.org/10.1016/S0735-1097(98)00347-7)": Identifier(
        Service.DOI, "10.1016/s0735-1097(98)00347-7"
    ),
    "10.1007/978-3-030-58452-8\\_13": Identifier(Service.DOI, "10.1007/978-3-030-58452-8_13"),
    "https://link.springer.com/chapter/10.1007/978-3-030-58452-8_13#citeas": Identifier(
        Service.DOI, "10.1007/978-3-030-58452-8_13"
    ),
    "https://link.springer.com/article/10.1007/s10994-021-05946-3": Identifier(
        Service.DOI, "10.1007/s10994-021-05946-3"
    ),
    "https://link.springer.com/content/pdf/10.1007/s10994-021-05946-3.pdf": Identifier(
        Service.DOI, "10.1007/s10994-021-05946-3"
    ),
    "https://www.frontiersin.org/articles/10.3389/fninf.2014.00014/full": Identifier(
        Service.DOI, "10.3389/fninf.2014.00014"
    ),
    "https://www.biorxiv.org/content/10.1101/2021.10.04.463034v2.full.pdf": Identifier(
        Service.DOI, "10.1101/2021.10.04.463034"
    ),
    "https://academic.oup.com/gji/article-pdf/doi/10.1093/gji/ggab527/41971016/a.pdf": Identifier(
        Service.DOI, "10.1093/gji/ggab527"
    ),
    "https://academic.oup.com/imajna/article/doi/10.1093/imanum/draf092/8285936": Identifier(
        Service.DOI, "10.1093/imanum/draf092"
    ),
    "https://iopscience.iop.org/article/10.1088/1742-6596/3121/1/012007/meta": Identifier(
        Service.DOI, "10.1088/1742-6596/3121/1/012007"
    ),
    "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000308": Identifier(
        Service.DOI, "10.1371/journal.pone.0000308"
    ),
    "https://aclanthology.org/2026.acl-long.172": ACL,
    "https://aclanthology.org/2026.acl-long.172/": ACL,
    "https://www.aclanthology.org/2026.acl-long.172.pdf": ACL,
    "https://aclanthology.org/2026.acl-long.172v2.pdf": ACL,
    "aclanthology.org/2026.acl-long.172.bib": ACL,
    "https://aclanthology.org/P19-1001": OLD_ACL,
    "https://aclanthology.org/P19-1001.pdf": OLD_ACL,
    "https://www.aclweb.org/anthology/P19-1001/": OLD_ACL,
}
EMBEDDED = {
    "see arXiv:2410.03355 for the proofs": LANTERN,
    "arXiv preprint arXiv:2410.03355": LANTERN,
    "arXiv preprint 2410.03355": LANTERN,
    "CoRR abs/2410.03355": LANTERN,
    "abs/2410.03355": LANTERN,
    "\\url{https://arxiv.org/abs/2410.03355}": LANTERN,
    "\\href{https://openreview.net/forum?id=VZ5EaTI6dqa}{here}": CONNECTIVITY,
    "https://openreview.net/forum?id=VZ5EaTI6dqa\\&noteId=a": CONNECTIVITY,
}
MALFORMED = (
    "",
    "hello",
    "2413.00001",  # no such month
    "2400.00001",
    "0000.0000",
    "2410.00000",
    "0703.0001",  # the old style ended
    "2410.0335",  # four digits in the time of five
    "1412.00001",  # five digits in the time of four
    "2410.033556",
    "12410.03355",
    "2410.03355x",
    "2410.03355v0",
    "math/0313136",
    "math/9106001",  # arXiv had not begun
    "math/0704001",  # the new style had
    "nosuch/0309136",
    "arxiv.org",
    "https://arxiv.org/abs/",
    "https://arxiv.org/abs/2413.00001",
    "https://arxiv.org/list/cs.CV/2410",
    "https://arxiv.org.example.org/abs/2410.03355",
    "https://github.com/someone/2410.03355",
    "openreview:",
    "openreview:a b",
    "openreview:../../etc",
    "https://openreview.net/forum",
    "https://openreview.net/forum?id=",
    "https://openreview.net/group?id=ICLR.cc/2025/Conference",
    "https://openreview.net/references/pdf?id=VZ5EaTI6dqa",  # the id of a revision
    "VZ5EaTI6dqa",
    "10.1145",
    "10.1145/",
    "https://dl.acm.org/doi/10.5555/3545946.3598713",  # no DOI
    "doi:",
    "https://doi.org/",
    "10.48550/arXiv.2413.00001",
    "https://aclanthology.org/volumes/2026.acl-long/",
    "https://aclanthology.org/people/someone/",
    "../assets/papers/paper1.pdf",
    "http://[",
    "https://",
)


@pytest.mark.parametrize(("text", "identifier"), (ARXIV | OPENREVIEW | DOI).items())
def test_what_a_researcher_pastes_is_an_identifier(text: str, identifier: Identifier) -> None:
    assert references.parse(text) == identifier


@pytest.mark.parametrize(("text", "identifier"), EMBEDDED.items())
def test_an_id_is_found_in_a_field_of_a_bib(text: str, identifier: Identifier) -> None:
    assert references.find(text) == identifier


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_reference_is_refused_with_the_forms_that_work(text: str) -> None:
    assert references.find(text) is None
    with pytest.raises(NotFoundError) as caught:
        references.parse(text)
    message = caught.value.message
    assert message.startswith(f"{text!r} is no reference that pubtool knows")
    assert message.endswith(references.FORMS)


@pytest.mark.parametrize(
    ("text", "suspicion"),
    [
        ("2413.00001", "(an arXiv id is year and month, a dot, and five digits"),
        ("https://openreview.net/group?id=x", "(an OpenReview link to a paper has forum?id=…"),
    ],
)
def test_what_is_nearly_a_reference_gets_its_own_words(text: str, suspicion: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        references.parse(text)
    assert suspicion in caught.value.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2410.03355v2", "2410.03355"),
        ("math.GT/0309136v2", "math/0309136"),
        ("https://arxiv.org/pdf/2410.03355v2.pdf", "2410.03355"),
        ("10.48550/arXiv.2410.03355", "2410.03355"),
        ("10.1145/3292500.3330701", None),
        ("https://openreview.net/forum?id=VZ5EaTI6dqa", None),
        ("", None),
    ],
)
def test_an_arxiv_id_has_no_version_and_no_subject_class(text: str, value: str | None) -> None:
    assert references.arxiv_id(text) == value


new_style = st.builds(
    lambda year, month, number: f"{year:02}{month:02}.{number:0{4 if year < 15 else 5}}",
    st.integers(8, 99),
    st.integers(1, 12),
    st.integers(1, 9999),
)
old_style = st.builds(
    lambda archive, year, month, number: f"{archive}/{year:02}{month:02}{number:03}",
    st.sampled_from(["math", "hep-th", "cs", "cond-mat", "q-bio", "cmp-lg"]),
    st.sampled_from([*range(92, 100), *range(7)]),
    st.integers(1, 12),
    st.integers(1, 999),
)
identifiers = st.one_of(
    st.builds(Identifier, st.just(Service.ARXIV), new_style | old_style),
    st.builds(
        Identifier,
        st.just(Service.OPENREVIEW),
        st.from_regex(r"[A-Za-z0-9_-]{8,12}", fullmatch=True),
    ),
    st.builds(
        Identifier,
        st.just(Service.DOI),
        st.from_regex(r"10\.[1-9][0-9]{3}/[a-z0-9][a-z0-9._-]{0,20}[a-z0-9]", fullmatch=True),
    ),
)


@given(identifiers)
@settings(max_examples=200)
def test_an_identifier_is_known_again_in_its_short_form_and_its_address(
    identifier: Identifier,
) -> None:
    assert references.parse(str(identifier)) == identifier
    assert references.parse(identifier.url) == identifier


@given(
    st.text()
    | st.from_regex(r"https?://(arxiv\.org|openreview\.net|doi\.org|aclanthology\.org)/.*")
    | st.text(alphabet="arxivdo:/.%?#&=[]{}\\<>0123456789 ")
)
@settings(max_examples=300)
def test_any_text_is_an_identifier_or_refused(text: str) -> None:
    found = references.find(text)
    if found is None:
        with pytest.raises(NotFoundError):
            references.parse(text)
    else:
        assert references.find(str(found)) == found
