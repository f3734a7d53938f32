import html.parser
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool.bibtex import entries
from pubtool.bibtex.document import Document
from pubtool.exports import Format, export
from pubtool.exports.compilable import compilable
from pubtool.latex import comparable, to_text
from pubtool.publication import Author, Publication, Status
from tests.homepage.papers import BIAS, LANTERN, MEZO, PAPERS, SCALE, TASKS, UNRAVELING
from tests.unicode import lines

THESIS = Publication(
    key="shannon1940algebra",
    type="phdthesis",
    title="An Algebra for Theoretical Genetics",
    authors=(Author("Shannon", "Claude Elwood"),),
    venue="Massachusetts Institute of Technology",
    year=1940,
    status=Status.PUBLISHED,
    url="https://dspace.mit.edu/handle/1721.1/11174",
)
WORKSHOP = Publication(
    key="paszke2017automatic",
    type="inproceedings",
    title="Automatic differentiation in {PyTorch}",
    authors=(Author("Paszke", "Adam"), Author("Gross", "Sam")),
    et_al=True,
    venue="NIPS 2017 Workshop on Autodiff",
    year=2017,
    status=Status.PUBLISHED,
)
ARTICLE = Publication(
    key="bruijn1972lambda",
    type="article",
    title="Lambda calculus notation with nameless dummies",
    authors=(Author("Bruijn", "Nicolaas G.", particle="de"),),
    venue="Indagationes Mathematicae (Proceedings)",
    year=1972,
    month=1,
    status=Status.PUBLISHED,
    doi="10.1016/1385-7258(72)90034-0",
    extra=(
        ("volume", "75"),
        ("number", "5"),
        ("pages", "381--392"),
        ("publisher", "Elsevier \\& North-Holland"),
        ("pdf", "bruijn.pdf"),
        ("file", ":home/me/bruijn.pdf:PDF"),
        ("bdsk-url-1", "https://doi.org/x"),
        ("selected", "true"),
    ),
)
GROUP = Publication(
    key="atlas2012observation",
    type="article",
    title="Observation of a New Particle",
    authors=(Author("ATLAS Collaboration"),),
    venue="Physics Letters B",
    year=2012,
    status=Status.PUBLISHED,
)


def exported(form, *publications):
    return export(publications, Format(form))


# ---------------------------------------------------------------- BibTeX and BibLaTeX


@pytest.mark.parametrize(
    ("form", "publication", "wanted"),
    [
        pytest.param(
            "bibtex",
            LANTERN,
            """\
@inproceedings{jang2025lantern,
  title = {{LANTERN}: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding},
  author = {Doohyuk Jang and Sihwan Park and June Yong Yang and Yeonsung Jung and Jihun Yun and \
Souvik Kundu and Sung-Yub Kim and Eunho Yang},
  booktitle = {International Conference on Learning Representations},
  year = {2025},
  eprint = {2410.03355},
  archivePrefix = {arXiv},
  primaryClass = {cs.CV},
  url = {https://arxiv.org/abs/2410.03355},
}
""",
            id="without label and annotation, with the eprint",
        ),
        pytest.param(
            "biblatex",
            LANTERN,
            """\
@inproceedings{jang2025lantern,
  title = {{LANTERN}: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding},
  author = {Doohyuk Jang and Sihwan Park and June Yong Yang and Yeonsung Jung and Jihun Yun and \
Souvik Kundu and Sung-Yub Kim and Eunho Yang},
  author+an = {1=equal; 2=me, equal},
  booktitle = {International Conference on Learning Representations},
  date = {2025},
  eprint = {2410.03355},
  eprinttype = {arxiv},
  eprintclass = {cs.CV},
  url = {https://arxiv.org/abs/2410.03355},
}
""",
            id="BibLaTeX's own names, and who contributed equally",
        ),
        pytest.param(
            "bibtex",
            TASKS,
            """\
@inproceedings{park2018scalable,
  title = {Scalable Task Segmentation Method Based on Change Point Detection of Multi-sensors \
in Smart Spaces},
  author = {Sihwan Park and Hyunju Kim and Dongman Lee},
  booktitle = {Proceedings of the Korean Information Science Society Conference},
  year = {2018},
  month = jun,
  pages = {1764--1766},
}
""",
            id="no award, no free venue, no file beside the page; the month a macro",
        ),
        pytest.param(
            "biblatex",
            ARTICLE,
            """\
@article{bruijn1972lambda,
  title = {Lambda calculus notation with nameless dummies},
  author = {Nicolaas G. de Bruijn},
  journaltitle = {Indagationes Mathematicae (Proceedings)},
  date = {1972-01},
  doi = {10.1016/1385-7258(72)90034-0},
  volume = {75},
  number = {5},
  pages = {381--392},
  publisher = {Elsevier \\& North-Holland},
}
""",
            id="the user's ordinary fields, none for a theme or a reference manager",
        ),
        pytest.param(
            "bibtex",
            MEZO,
            """\
@misc{park2024mezo,
  title = {{MeZO-A\\textasciicircum{}3dam}: Memory-efficient Zeroth-order {Adam} with Adaptivity \
Adjustments for Fine-tuning {LLMs}},
  author = {Sihwan Park and Jihun Yun and Sung-Yub Kim and June Yong Yang and Yeonsung Jung and \
Souvik Kundu and Kyungsu Kim and Eunho Yang},
  year = {2024},
  url = {https://openreview.net/pdf?id=OBIuFjZzmp},
}
""",
            id="a bare caret, at which LaTeX stops",
        ),
        pytest.param(
            "bibtex",
            THESIS,
            """\
@phdthesis{shannon1940algebra,
  title = {An Algebra for Theoretical Genetics},
  author = {Claude Elwood Shannon},
  school = {Massachusetts Institute of Technology},
  year = {1940},
  url = {https://dspace.mit.edu/handle/1721.1/11174},
}
""",
            id="a thesis",
        ),
        pytest.param(
            "biblatex",
            THESIS,
            """\
@phdthesis{shannon1940algebra,
  title = {An Algebra for Theoretical Genetics},
  author = {Claude Elwood Shannon},
  institution = {Massachusetts Institute of Technology},
  date = {1940},
  url = {https://dspace.mit.edu/handle/1721.1/11174},
}
""",
            id="a thesis in BibLaTeX",
        ),
        pytest.param(
            "bibtex",
            WORKSHOP,
            """\
@inproceedings{paszke2017automatic,
  title = {Automatic differentiation in {PyTorch}},
  author = {Adam Paszke and Sam Gross and others},
  booktitle = {NIPS 2017 Workshop on Autodiff},
  year = {2017},
}
""",
            id="a workshop, more authors than are named, no link",
        ),
        pytest.param(
            "bibtex",
            replace(BIAS, url=None, free_venue="ICLR 2023 Under Review,", authors=()),
            """\
@misc{kim2022bias,
  title = {Bias Decay Matters: Improving Large Batch Optimization with Connectivity Sharpness},
  year = {2022},
  url = {https://openreview.net/forum?id=Mvf5zr2qs6},
  note = {ICLR 2023 Under Review},
}
""",
            id="the only venue there is as a note, the only id as an address",
        ),
    ],
)
def test_an_entry_is_clean_and_whole(form, publication, wanted):
    assert exported(form, publication) == wanted


@pytest.mark.parametrize(
    ("form", "kind", "told", "wanted"),
    [
        ("bibtex", "thesis", "mathesis", ("mastersthesis", None)),
        ("bibtex", "thesis", "phdthesis", ("phdthesis", None)),
        ("bibtex", "thesis", "Habilitation", ("phdthesis", "Habilitation")),
        ("bibtex", "bachelorsthesis", None, ("mastersthesis", "Bachelor's thesis")),
        ("biblatex", "bachelorsthesis", None, ("thesis", "Bachelor's thesis")),
        ("biblatex", "thesis", "mathesis", ("thesis", "mathesis")),
        ("bibtex", "report", None, ("techreport", None)),
        ("bibtex", "online", None, ("misc", None)),
        ("biblatex", "online", None, ("online", None)),
        ("bibtex", "collection", None, ("book", None)),
        ("bibtex", "unpublished", None, ("unpublished", None)),
    ],
)
def test_entry_types_are_those_that_the_styles_know(form, kind, told, wanted):
    paper = replace(THESIS, type=kind, extra=(("type", told),) if told else ())
    (entry,) = Document.parse(exported(form, paper)).entries
    assert (entry.type, entry.get("type")) == wanted


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("bibtex", ("article", "arXiv preprint arXiv:2501.19099", None)),
        ("biblatex", ("misc", None, None)),
    ],
)
def test_a_preprint_named_as_a_journal_is_no_article_of_biblatex(form, wanted):
    journal = ("journal", "arXiv preprint arXiv:2501.19099")
    (entry,) = Document.parse(
        exported(form, replace(UNRAVELING, type="article", extra=(journal,)))
    ).entries
    assert (entry.type, entry.get("journal"), entry.get("journaltitle")) == wanted


def test_what_is_in_press_says_so_to_bibtex_and_by_its_own_field_to_biblatex():
    paper = replace(ARTICLE, pubstate="inpress", extra=())
    told = [
        (entry.get("note"), entry.get("pubstate"))
        for form in ("bibtex", "biblatex")
        for entry in Document.parse(exported(form, paper)).entries
    ]
    assert told == [("In press", None), (None, "inpress")]


def test_keywords_stay_but_for_hidden():
    paper = replace(TASKS, keywords=("change points", "hidden", "sensors"))
    assert "  keywords = {change points, sensors},\n" in exported("bibtex", paper)


def test_several_entries_stand_apart_by_a_blank_line():
    assert exported("bibtex", SCALE, BIAS).count("}\n\n@misc{kim2022bias,\n") == 1


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.key)
def test_what_is_exported_reads_back_as_the_same_paper(form, paper):
    (entry,) = Document.parse(exported(form, paper)).entries
    back = entries.read(entry)
    kept = ("key", "type", "venue", "year", "month", "status", "arxiv", "arxiv_class")
    assert {name: getattr(back, name) for name in kept} == {
        name: getattr(paper, name) for name in kept
    }
    assert [author.name for author in back.authors] == [author.name for author in paper.authors]
    assert to_text(back.title) == to_text(paper.title)


# ---------------------------------------------------------------- TeX that compiles


@pytest.mark.parametrize(
    "tex",
    [
        "{LANTERN}: Accelerating {V}isual Models",
        r"100\% of \#1 \& {\"u}ber \'{\i} \c{c} {\ss}",
        "A$^3$, $O(n^2)$, $x_{i}^{2}$, $\\frac{a}{b}$, $\\mathcal{O}$, $\\sqrt{2}$, $x'$",
        r"{\em Nature} {\bf 23}, \emph{x}, \textsuperscript{3}, \url{https://a.b/c_d}",
        "``quoted'' -- dash~tie",
    ],
)
def test_tex_that_compiles_stays_as_it_is(tex):
    assert compilable(tex) == tex


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("R&D in 100% of #1_a", r"R\&D in 100\% of \#1\_a"),
        ("A^3dam", r"A\textasciicircum{}3dam"),
        ("from $5", r"from \$5"),
        ("a } b { c", r"a \textbraceright{} b \textbraceleft{} c"),
        (r"\input{/etc/passwd}", "/etc/passwd"),
        (r"\input x", r"\textbackslash{}input x"),
        (r"\write18{rm}", r"\textbackslash{}write18rm"),
        (r"\iffalse", r"\textbackslash{}iffalse"),
        ("^^5cinput{x}", r"\textasciicircum{}\textasciicircum{}5cinputx"),
        ("$^^5cinput{x}$", None),
        ("$a & b$", "a b"),
        ("$n^2$ and $a & b$", "$n^2$ and a b"),
        ("$x_{1}_{2}$", "x₁₂"),
        (r"$\frac{a}$", "a/()"),
        (r"$\unknown{x}$", r"\textbackslash{}unknownx"),
        (r"\textbf", r"\textbackslash{}textbf"),
        ("ends in a backslash \\", r"ends in a backslash \textbackslash{}"),
        (r"ends in a space \&\ ", r"ends in a space \&\textbackslash{}"),
    ],
)
def test_what_stops_tex_or_acts_becomes_text(tex, wanted):
    made = compilable(tex)
    assert wanted is None or made == wanted
    assert compilable(made) == made
    assert not re.search(r"\\(?:input|write|iffalse)|\^\^", made)


@settings(max_examples=150)
@given(lines())
def test_making_text_compilable_twice_is_making_it_once(line):
    made = compilable(line)
    assert compilable(made) == made


# ---------------------------------------------------------------- CSL-JSON


def csl(publication):
    (item,) = json.loads(exported("csl-json", publication))
    return item


@pytest.mark.parametrize(
    ("publication", "wanted"),
    [
        pytest.param(
            replace(SCALE, authors=SCALE.authors[:2], month=5),
            {
                "id": "kim2023scale",
                "type": "paper-conference",
                "title": "Scale-invariant Bayesian Neural Networks with Connectivity Tangent "
                "Kernel",
                "author": [
                    {"family": "Kim", "given": "Sung-Yub"},
                    {"family": "Park", "given": "Sihwan"},
                ],
                "container-title": "International Conference on Learning Representations",
                "container-title-short": "ICLR",
                "issued": {"date-parts": [[2023, 5]]},
                "URL": "https://openreview.net/pdf?id=VZ5EaTI6dqa",
                "note": "Spotlighted",
            },
            id="a conference paper with an award",
        ),
        pytest.param(
            ARTICLE,
            {
                "id": "bruijn1972lambda",
                "type": "article-journal",
                "title": "Lambda calculus notation with nameless dummies",
                "author": [
                    {
                        "family": "Bruijn",
                        "given": "Nicolaas G.",
                        "non-dropping-particle": "de",
                    }
                ],
                "container-title": "Indagationes Mathematicae (Proceedings)",
                "issued": {"date-parts": [[1972, 1]]},
                "issue": "5",
                "page": "381-392",
                "volume": "75",
                "publisher": "Elsevier & North-Holland",
                "DOI": "10.1016/1385-7258(72)90034-0",
                "URL": "https://doi.org/10.1016/1385-7258%2872%2990034-0",
            },
            id="an article",
        ),
        pytest.param(
            replace(UNRAVELING, authors=UNRAVELING.authors[:1], pubstate="submitted"),
            {
                "id": "park2025unraveling",
                "type": "article",
                "title": "Unraveling Zeroth-Order Optimization Through the Lens of "
                "Low-Dimensional Structured Perturbations",
                "author": [{"family": "Park", "given": "Sihwan"}],
                "issued": {"date-parts": [[2025]]},
                "publisher": "arXiv",
                "number": "arXiv:2501.19099",
                "URL": "https://arxiv.org/abs/2501.19099",
                "status": "submitted",
            },
            id="a preprint",
        ),
        pytest.param(
            THESIS,
            {
                "id": "shannon1940algebra",
                "type": "thesis",
                "title": "An Algebra for Theoretical Genetics",
                "author": [{"family": "Shannon", "given": "Claude Elwood"}],
                "publisher": "Massachusetts Institute of Technology",
                "issued": {"date-parts": [[1940]]},
                "genre": "PhD thesis",
                "URL": "https://dspace.mit.edu/handle/1721.1/11174",
            },
            id="a thesis",
        ),
        pytest.param(
            WORKSHOP,
            {
                "id": "paszke2017automatic",
                "type": "paper-conference",
                "title": "Automatic differentiation in PyTorch",
                "author": [
                    {"family": "Paszke", "given": "Adam"},
                    {"family": "Gross", "given": "Sam"},
                    {"literal": "others"},
                ],
                "container-title": "NIPS 2017 Workshop on Autodiff",
                "issued": {"date-parts": [[2017]]},
            },
            id="a workshop, without a link",
        ),
        pytest.param(
            GROUP,
            {
                "id": "atlas2012observation",
                "type": "article-journal",
                "title": "Observation of a New Particle",
                "author": [{"literal": "ATLAS Collaboration"}],
                "container-title": "Physics Letters B",
                "issued": {"date-parts": [[2012]]},
            },
            id="a group of authors",
        ),
    ],
)
def test_a_csl_item_has_what_a_style_prints(publication, wanted):
    assert csl(publication) == wanted


# Of `csl-data.json`, CSL 1.0.1, the properties that are written here: name, and what it takes.
TEXT, NAMES = (str,), "names"
CSL_PROPERTIES = {
    **dict.fromkeys(("id", "title", "container-title", "container-title-short", "genre"), TEXT),
    **dict.fromkeys(("publisher", "publisher-place", "collection-title", "edition"), TEXT),
    **dict.fromkeys(("volume", "issue", "number", "page", "chapter-number", "status"), TEXT),
    **dict.fromkeys(("DOI", "URL", "ISBN", "ISSN", "abstract", "note", "type"), TEXT),
    "author": NAMES,
    "editor": NAMES,
    "issued": "date",
}
CSL_TYPES = set(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    dataset entry entry-dictionary entry-encyclopedia figure graphic interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent
    personal_communication post post-weblog report review review-book song speech thesis treaty
    webpage""".split()
)
NAME_PARTS = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}
FIELDS = st.sampled_from(
    ["pages", "volume", "number", "editor", "note", "series", "address", "isbn", "type", "month"]
)


@settings(max_examples=60)
@given(
    title=lines(1),
    name=lines(1),
    extra=st.dictionaries(FIELDS, lines(1)),
    kind=st.sampled_from(["misc", "article", "inproceedings", "techreport", "thesis", "dataset"]),
    status=st.sampled_from(Status),
)
def test_each_item_is_valid_by_the_schema_whatever_the_paper(title, name, extra, kind, status):
    people = (Author(name, "Ada", suffix="Jr."), Author(name))
    item = csl(
        replace(
            ARTICLE,
            type=kind,
            status=status,
            title=title,
            authors=people,
            free_venue=name,
            extra=tuple(extra.items()),
        )
    )
    assert {"id", "type"} <= item.keys() <= CSL_PROPERTIES.keys()
    assert item["type"] in CSL_TYPES
    for variable, value in item.items():
        match CSL_PROPERTIES[variable]:
            case "names":
                assert all(person and person.keys() <= NAME_PARTS for person in value)
            case "date":
                assert value == {"date-parts": [[1972, 1]]}
            case kinds:
                assert isinstance(value, kinds)
                assert value


# ---------------------------------------------------------------- lists to read


def test_the_latex_list_has_the_own_name_in_bold_and_a_dagger_for_equal_contribution():
    papers = (replace(LANTERN, authors=LANTERN.authors[:3]), SCALE, WORKSHOP, THESIS)
    assert exported("latex", *papers) == (
        "% In the preamble: \\usepackage[T1]{fontenc} \\usepackage{amsmath,amssymb,hyperref}\n"
        "\\begin{itemize}\n"
        "  \\item Doohyuk Jang\\textsuperscript{$\\dagger$}, "
        "\\textbf{Sihwan Park\\textsuperscript{$\\dagger$}}, June Yong Yang. "
        "\\href{https://arxiv.org/abs/2410.03355}{LANTERN: Accelerating Visual Autoregressive "
        "Models with Relaxed Speculative Decoding}. \\emph{ICLR 2025}.\n"
        "  \\item Sung-Yub Kim, \\textbf{Sihwan Park}, Kyungsu Kim, Eunho Yang. "
        "\\href{https://openreview.net/pdf?id=VZ5EaTI6dqa}{Scale-invariant Bayesian Neural "
        "Networks with Connectivity Tangent Kernel}. \\emph{ICLR 2023} (Spotlighted).\n"
        "  \\item Adam Paszke, Sam Gross, et al. Automatic differentiation in PyTorch. "
        "\\emph{NIPS 2017 Workshop on Autodiff}.\n"
        "  \\item Claude Elwood Shannon. "
        "\\href{https://dspace.mit.edu/handle/1721.1/11174}{An Algebra for Theoretical "
        "Genetics}. \\emph{Ph.D. Thesis, Massachusetts Institute of Technology, 1940}.\n"
        "\\end{itemize}\n"
        "\n\\noindent \\textsuperscript{$\\dagger$} Equal contribution\n"
    )


def test_the_html_list_links_the_title_and_files_beside_the_page():
    papers = (replace(UNRAVELING, authors=UNRAVELING.authors[:2]), TASKS)
    assert exported("html", *papers) == (
        "<ul>\n"
        "  <li><strong>Sihwan Park<sup>†</sup></strong>, Jihun Yun<sup>†</sup>. "
        '<a href="https://arxiv.org/abs/2501.19099">Unraveling Zeroth-Order Optimization '
        "Through the Lens of Low-Dimensional Structured Perturbations</a>. "
        "arXiv:2501.19099 (2025).</li>\n"
        "  <li><strong>Sihwan Park</strong>, Hyunju Kim, Dongman Lee. "
        '<a href="../assets/papers/paper1.pdf">Scalable Task Segmentation Method Based on '
        "Change Point Detection of Multi-sensors in Smart Spaces</a>. "
        "<em>Proceedings of the Korean Information Science Society Conference 2018, "
        "pp.1764-1766, Jun 2018</em> (Honorable Mention Award).</li>\n"
        "</ul>\n"
        "<p><sup>†</sup> Equal contribution</p>\n"
    )


def test_the_text_is_one_line_for_each_paper_with_its_address_at_the_end():
    papers = (replace(MEZO, title="MeZO-A$^3$dam", authors=MEZO.authors[:2]), WORKSHOP, TASKS)
    assert exported("text", *papers) == (
        "Sihwan Park†, Jihun Yun†. MeZO-A³dam. Preprint (2024). "
        "https://openreview.net/pdf?id=OBIuFjZzmp\n"
        "Adam Paszke, Sam Gross, et al. Automatic differentiation in PyTorch. "
        "NIPS 2017 Workshop on Autodiff.\n"
        "Sihwan Park, Hyunju Kim, Dongman Lee. Scalable Task Segmentation Method Based on "
        "Change Point Detection of Multi-sensors in Smart Spaces. Proceedings of the Korean "
        "Information Science Society Conference 2018, pp.1764-1766, Jun 2018 "
        "(Honorable Mention Award).\n"
        "\n† Equal contribution\n"
    )


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"title": "Is it so?"}, "Is it so? Physics Letters B 2012.\n"),
        ({"title": ""}, "Untitled. Physics Letters B 2012.\n"),
        ({"award": "Best Paper"}, "Observation of a New Particle. Physics Letters B 2012 (Best "),
        ({"venue": None, "year": None}, "Observation of a New Particle.\n"),
        ({"free_venue": "Nature (Oral)", "award": "Oral"}, ". Nature (Oral).\n"),
        ({"status": Status.PREPRINT, "year": None}, "Observation of a New Particle. Preprint.\n"),
    ],
    ids=str,
)
def test_a_sentence_says_what_there_is(change, wanted):
    assert wanted in exported("text", replace(GROUP, **change))


def test_letters_that_pdflatex_lacks_are_named():
    paper = replace(GROUP, title="長い α", authors=(Author("Šverák", "Vladimír"),))
    assert exported("latex", paper).splitlines()[1] == (
        "% Compile with xelatex or lualatex: pdflatex lacks α い 長"
    )
    assert "xelatex" not in exported("latex", replace(paper, title="Łódź – “čeština”"))


def test_a_bracket_at_the_beginning_is_no_label_of_the_item():
    assert "\\item {}[Re] Adam" in exported("latex", replace(GROUP, title="[Re] Adam", authors=()))


def test_an_address_stands_in_latex_as_hyperref_takes_it():
    paper = replace(GROUP, url="https://a.org/~b/c%20d_e#f?g=h&i={j}")
    assert r"\href{https://a.org/~b/c\%20d\_e\#f?g=h\&i=\%7Bj\%7D}{" in exported("latex", paper)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("bibtex", ""),
        ("biblatex", ""),
        ("csl-json", "[]\n"),
        ("html", "<ul>\n</ul>\n"),
        ("latex", "% No paper.\n"),
        ("text", ""),
    ],
)
def test_no_paper_is_a_valid_document_too(form, wanted):
    assert exported(form) == wanted


# ---------------------------------------------------------------- metadata of strangers

HOSTILE = (
    "<script>alert(1)</script>",
    "</a><img src=x onerror=alert(1)>",
    "--> {{ site }} {% raw %}",
    r"\input{/etc/passwd} \write18{rm} \def\x{\x}\x",
    r"$^^5cinput{x}$ ^^5cinput{x} \csname input\endcsname x",
    "}, note = {x}, author = {y",
    "\n@article{evil,\n  title = {y}}",
    "100% & #1 of_a $5 ~ ^",
    "{open",
    "shut}",
    "\\",
    "\x1b[31mred\x07 \u202eevil\x00",
    "\\end{itemize} \\begin{document}",
    "日本語 e\u0301 😀",
    "",
)
ALLOWED = {"ul", "li", "strong", "em", "sup", "a", "p"}


def hostile(text, url="javascript:alert(1)"):
    return Publication(
        key="evil",
        type="inproceedings",
        title=text,
        authors=(Author(text or "X", me=True, equal=True), Author("Park", text or None)),
        venue=text or None,
        award=text or None,
        year=2025,
        status=Status.PUBLISHED,
        url=url,
        arxiv="2410.03355",
        extra=(("note", text), ("pages", text)),
    )


class Elements(html.parser.HTMLParser):
    """The elements, attributes and text that a browser sees."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_metadata_is_text_on_a_page(text):
    page = Elements(exported("html", hostile(text)))
    assert page.tags <= ALLOWED
    assert page.attributes == {("href", "https://arxiv.org/abs/2410.03355")}
    assert to_text(text) in page.text


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_metadata_stays_in_its_field(form, text):
    document = Document.parse(exported(form, hostile(text), hostile("harmless"), LANTERN))
    broken = {block.key for block in document.broken}
    assert broken == {"evil"}  # for the key stands twice
    assert [entry.key for entry in document.entries] == ["jang2025lantern"]
    (entry,) = Document.parse(exported(form, hostile(text))).entries
    assert comparable(entry.get("title") or "") == comparable(to_text(text))
    assert entry.get("url") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_metadata_runs_no_command_of_latex(text):
    made = exported("latex", hostile(text))
    commands = set(re.findall(r"\\([A-Za-z]+)", made))
    own = {"usepackage", "begin", "end", "item", "noindent", "dagger"}
    assert {name for name in commands - own if not name.startswith("text")} <= {"href", "emph"}
    assert made.count("\\begin{") == made.count("\\end{") == 1
    assert "^^" not in made


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_is_left(form, text):
    made = export([replace(hostile(text), key="evil\x1b")], form)
    assert [char for char in made if char != "\n" and not char.isprintable()] == []


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", "https://a.org/\x1b", "\\"]
)
def test_an_address_that_runs_something_is_left_out(form, url):
    made = export([replace(GROUP, url=url, arxiv=None)], form)
    assert not re.search(r"javascript|data:|a\.org", made, re.IGNORECASE)
