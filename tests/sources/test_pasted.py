import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool.bibtex import entries
from pubtool.bibtex.document import Document
from pubtool.publication import Author, Publication, Status
from pubtool.sources import pasted
from pubtool.sources.pasted import Pasted, Refused

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "openreview"
ICLR = "International Conference on Learning Representations"
KINGMA, BA = Author("Kingma", "Diederik P."), Author("Ba", "Jimmy")


def only(text: str) -> Pasted:
    (one,) = pasted.parse(text)
    assert isinstance(one, Pasted), one
    return one


def paper(**fields):
    usual = {
        "key": "kingma2015adam",
        "type": "misc",
        "title": "{Adam}: A Method for Stochastic Optimization",
        "authors": (KINGMA, BA),
        "year": 2015,
    }
    return Publication(**(usual | fields))


def published(**fields):
    usual = {"type": "inproceedings", "status": Status.PUBLISHED, "venue": ICLR, "abbr": "ICLR"}
    return paper(**(usual | fields))


EXPORTS = {
    "OpenReview, accepted": (
        """@inproceedings{
kingma2015adam,
title={{Adam}: A Method for Stochastic Optimization},
author={Diederik P. Kingma and Jimmy Ba},
booktitle={The Third International Conference on Learning Representations},
year={2015},
url={https://openreview.net/forum?id=8gmWwjFyLj}
}""",
        published(
            venue="The Third International Conference on Learning Representations",
            openreview="8gmWwjFyLj",
            url="https://openreview.net/forum?id=8gmWwjFyLj",
        ),
    ),
    "OpenReview, rejected": (
        """@misc{
kingma2015adam,
title={{Adam}: A Method for Stochastic Optimization},
author={Diederik P. Kingma and Jimmy Ba},
year={2015},
url={https://openreview.net/forum?id=8gmWwjFyLj}
}""",
        paper(openreview="8gmWwjFyLj", url="https://openreview.net/forum?id=8gmWwjFyLj"),
    ),
    "OpenReview, under review": (
        """@inproceedings{
anonymous2015adam,
title={{Adam}: A Method for Stochastic Optimization},
author={Anonymous},
booktitle={Submitted to The Third International Conference on Learning Representations},
year={2015},
url={https://openreview.net/forum?id=8gmWwjFyLj},
note={under review}
}""",
        paper(
            key="anonymous2015adam",
            authors=(),
            pubstate="submitted",
            openreview="8gmWwjFyLj",
            url="https://openreview.net/forum?id=8gmWwjFyLj",
            extra=(
                (
                    "note",
                    "Submitted to The Third International Conference on Learning Representations",
                ),
            ),
        ),
    ),
    "Google Scholar, arXiv": (
        """@article{kingma2014adam,
  title={{Adam}: A Method for Stochastic Optimization},
  author={Kingma, Diederik P. and Ba, Jimmy and others},
  journal={arXiv preprint arXiv:1412.6980},
  year={2014}
}""",
        paper(key="kingma2014adam", year=2014, et_al=True, arxiv="1412.6980"),
    ),
    "Google Scholar, proceedings": (
        """@inproceedings{kingma2015adam,
  title={{Adam}: A Method for Stochastic Optimization},
  author={Kingma, Diederik P. and Ba, Jimmy},
  booktitle={International conference on learning representations},
  pages={1--15},
  year={2015},
  organization={PMLR}
}""",
        published(
            venue="International conference on learning representations",
            extra=(("pages", "1--15"), ("organization", "PMLR")),
        ),
    ),
    "DBLP, CoRR": (
        """@article{DBLP:journals/corr/KingmaB14,
  author       = {Diederik P. Kingma and
                  Jimmy Ba},
  title        = {{Adam}: {A} Method for Stochastic Optimization},
  journal      = {CoRR},
  volume       = {abs/1412.6980},
  year         = {2014},
  url          = {https://doi.org/10.48550/arXiv.1412.6980},
  doi          = {10.48550/ARXIV.1412.6980},
  eprinttype   = {arXiv},
  eprint       = {1412.6980},
  timestamp    = {Thu, 25 Jul 2019 14:25:37 +0200},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}""",
        paper(
            key="DBLP:journals/corr/KingmaB14",
            title="{Adam}: {A} Method for Stochastic Optimization",
            year=2014,
            arxiv="1412.6980",
            url="https://doi.org/10.48550/arXiv.1412.6980",
            extra=(
                ("timestamp", "Thu, 25 Jul 2019 14:25:37 +0200"),
                ("bibsource", "dblp computer science bibliography, https://dblp.org"),
            ),
        ),
    ),
    "DBLP, condensed, its volume not with it": (
        """@inproceedings{DBLP:conf/iclr/KingmaB14,
  author    = {Diederik P. Kingma and Jimmy Ba},
  title     = {{Adam}: A Method for Stochastic Optimization},
  booktitle = {{ICLR} (Poster)},
  year      = {2015},
  crossref  = {DBLP:conf/iclr/2015}
}""",
        published(key="DBLP:conf/iclr/KingmaB14"),
    ),
    "DBLP, with its volume": (
        """@inproceedings{DBLP:conf/iclr/KingmaB14,
  author    = {Diederik P. Kingma and Jimmy Ba},
  title     = {{Adam}: A Method for Stochastic Optimization},
  crossref  = {DBLP:conf/iclr/2015}
}

@proceedings{DBLP:conf/iclr/2015,
  editor    = {Yoshua Bengio and Yann LeCun},
  title     = {3rd International Conference on Learning Representations, {ICLR} 2015,
               San Diego, CA, USA, May 7-9, 2015, Conference Track Proceedings},
  year      = {2015}
}""",
        published(
            key="DBLP:conf/iclr/KingmaB14",
            venue="3rd International Conference on Learning Representations, {ICLR} 2015, "
            "San Diego, CA, USA, May 7-9, 2015, Conference Track Proceedings",
        ),
    ),
    "arXiv": (
        """@misc{kingma2017adammethodstochasticoptimization,
      title={{Adam}: A Method for Stochastic Optimization},
      author={Diederik P. Kingma and Jimmy Ba},
      year={2017},
      eprint={1412.6980},
      archivePrefix={arXiv},
      primaryClass={cs.LG},
      url={https://arxiv.org/abs/1412.6980},
}""",
        paper(
            key="kingma2017adammethodstochasticoptimization",
            year=2017,
            arxiv="1412.6980",
            arxiv_class="cs.LG",
            url="https://arxiv.org/abs/1412.6980",
        ),
    ),
    "ACL Anthology": (
        """@inproceedings{devlin-etal-2019-bert,
    title = "{BERT}: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    author = "Devlin, Jacob  and
      Chang, Ming-Wei  and
      Lee, Kenton  and
      Toutanova, Kristina",
    booktitle = "Proceedings of the 2019 Conference of the North {A}merican Chapter of the """
        """Association for Computational Linguistics: Human Language Technologies, Volume 1 """
        """(Long and Short Papers)",
    month = jun,
    year = "2019",
    publisher = "Association for Computational Linguistics",
    url = "https://aclanthology.org/N19-1423/",
    doi = "10.18653/v1/N19-1423",
    pages = "4171--4186"
}""",
        published(
            key="devlin-etal-2019-bert",
            title="{BERT}: Pre-training of Deep Bidirectional Transformers for Language "
            "Understanding",
            authors=(
                Author("Devlin", "Jacob"),
                Author("Chang", "Ming-Wei"),
                Author("Lee", "Kenton"),
                Author("Toutanova", "Kristina"),
            ),
            venue="Proceedings of the 2019 Conference of the North {A}merican Chapter of the "
            "Association for Computational Linguistics: Human Language Technologies, Volume 1 "
            "(Long and Short Papers)",
            abbr="NAACL",
            year=2019,
            month=6,
            doi="10.18653/v1/N19-1423",
            url="https://aclanthology.org/N19-1423/",
            extra=(
                ("publisher", "Association for Computational Linguistics"),
                ("pages", "4171--4186"),
            ),
        ),
    ),
    "Zotero, BibLaTeX": (
        """@online{kingmaAdamMethodStochastic2017,
  title = {{Adam}: A Method for Stochastic Optimization},
  author = {Kingma, Diederik P. and Ba, Jimmy},
  date = {2017-01-30},
  eprint = {1412.6980},
  eprinttype = {arXiv},
  eprintclass = {cs},
  doi = {10.48550/arXiv.1412.6980},
  pubstate = {prepublished},
  keywords = {Computer Science - Machine Learning}
}""",
        paper(
            key="kingmaAdamMethodStochastic2017",
            type="online",
            year=2017,
            month=1,
            arxiv="1412.6980",
            arxiv_class="cs",
            pubstate="prepublished",
            keywords=("Computer Science - Machine Learning",),
        ),
    ),
    "Zotero, journal article": (
        """@article{kingma2015adam,
  title = {{Adam}: A Method for Stochastic Optimization},
  author = {Kingma, Diederik P. and Ba, Jimmy},
  journaltitle = {Trans. Mach. Learn. Res.},
  date = {2015},
  location = {Online},
  file = {/home/me/Zotero/adam.pdf}
}""",
        published(
            type="article",
            venue="Trans. Mach. Learn. Res.",
            abbr="TMLR",
            extra=(("address", "Online"), ("file", "/home/me/Zotero/adam.pdf")),
        ),
    ),
    "bioRxiv": (
        """@article{kingma2015adam,
  title = {{Adam}: A Method for Stochastic Optimization},
  author = {Kingma, Diederik P. and Ba, Jimmy},
  journal = {bioRxiv},
  year = {2015},
  doi = {10.1101/2015.01.01.123456}
}""",
        paper(doi="10.1101/2015.01.01.123456", extra=(("howpublished", "bioRxiv"),)),
    ),
}


@pytest.mark.parametrize("text, publication", EXPORTS.values(), ids=EXPORTS)
def test_an_export_is_put_into_the_lists_schema(text, publication):
    assert only(text).publication == publication


@pytest.mark.parametrize("text, publication", EXPORTS.values(), ids=EXPORTS)
def test_what_is_taken_reads_the_same_from_the_list(text, publication):
    document = Document.parse("").append(entries.fields(publication))
    assert entries.read(document.entries[0]) == publication


@pytest.mark.parametrize(
    "journal, note, expected",
    {
        "accepted": ("Transactions on Machine Learning Research", "", ("article", "TMLR", None)),
        "under review": (
            "Submitted to Transactions on Machine Learning Research",
            "Under review",
            ("misc", None, "submitted"),
        ),
        "rejected": (
            "Submitted to Transactions on Machine Learning Research",
            "Rejected",
            ("misc", None, None),
        ),
        "withdrawn": (
            "Submitted to Transactions on Machine Learning Research",
            "Withdrawn by Authors",
            ("misc", None, None),
        ),
        "ICLR 2018, in no state": (ICLR, "", ("misc", None, None)),
    }.values(),
    ids=str,
)
def test_an_article_of_openreview_may_be_in_any_state(journal, note, expected):
    publication = only(
        f"@article{{\nkingma2015adam,\ntitle={{Adam}},\nauthor={{Diederik P. Kingma}},\n"
        f"journal={{{journal}}},\nnote={{{note}}},\nyear={{2015}},\n"
        "url={https://openreview.net/forum?id=8gmWwjFyLj}\n}"
    ).publication
    assert (publication.type, publication.abbr, publication.pubstate) == expected
    assert (publication.status is Status.PUBLISHED) == (expected[1] is not None)


def entry(author="Diederik P. Kingma", title="Adam", key="kingma2015adam", more=""):
    return (
        f"@misc{{{key},\n  title = {{{title}}},\n  author = {{{author}}},\n"
        f"  year = {{2015}},\n  {more}\n}}\n"
    )


@pytest.mark.parametrize(
    "author, more, names, equal",
    {
        "commas": ("Aman Sinha, Hongseok Namkoong, John Duchi", "", 3, ()),
        "two by a comma at OpenReview": (
            "Rizal Fathony, Naveen Goela",
            "url = {https://openreview.net/forum?id=H1AdTAxC-}",
            2,
            (),
        ),
        "one person with four names": ("García Márquez, Gabriel José", "", 1, ()),
        "commas and an and": ("Aman Sinha, Hongseok Namkoong and John Duchi", "", 3, ()),
        "inverted with a particle": ("van der Maaten, Laurens Jan", "", 1, ()),
        "suffix": ("Steele, Jr., Guy L.", "", 1, ()),
        "symbols": ("William Fedus* and Mihaela Rosca* and Ian Goodfellow", "", 3, (0, 1)),
        "one symbol": ("William Fedus* and Mihaela Rosca", "", 2, ()),
        "a group": ("{Smith, Jones and Partners}", "", 1, ()),
    }.values(),
    ids=lambda value: str(value)[:40],
)
def test_no_author_is_lost_and_no_symbol_kept(author, more, names, equal):
    authors = only(entry(author, more=more)).publication.authors
    assert len(authors) == names
    assert tuple(n for n, one in enumerate(authors) if one.equal) == equal
    assert not any("*" in one.name for one in authors)


@pytest.mark.parametrize(
    "title, expected",
    {
        r"\$L\_1\$ and \$N\$": "$L_1$ and $N$",
        r"\${\textbackslash}widetilde\{O\}(\sqrt\{T\})\$ {POMDP}s": (
            r"$\widetilde{O}(\sqrt{T})$ {POMDP}s"
        ),
        r"E\${\textasciicircum}2\$-{RAG}": "E$^2$-{RAG}",
        r"{RL}{\textasciicircum}2": r"{RL}{\textasciicircum}2",
        r"A Fr{\textbackslash}'echet Median": r"A Fr\'echet Median",
        r"{\textbackslash}emph\{Not\} so": r"\emph{Not} so",
        r"\$100K or 100 Days: from \$5 to \$10": r"\$100K or 100 Days: from \$5 to \$10",
        r"$\alpha$-MDF \& 5\%": r"$\alpha$-MDF \& 5\%",
    }.items(),
    ids=str,
)
def test_escaped_maths_becomes_maths_and_a_price_stays_one(title, expected):
    assert only(entry(title=title)).publication.title == expected


@pytest.mark.parametrize(
    "key, kept",
    {
        "kingma2015adam": "kingma2015adam",
        "DBLP:conf/iclr/KingmaB14": "DBLP:conf/iclr/KingmaB14",
        "c.2018avoiding": "c.2018avoiding",
        "konečný2018federated": "kingma2015adam",
        "*2017what": "kingma2015adam",
        "ball{\\'e}2017endtoend": "kingma2015adam",
        'g{\\"u}nster2024handling': "kingma2015adam",
        "o'connor2018temporally": "kingma2015adam",
        "two words": "kingma2015adam",
        "": "kingma2015adam",
    }.items(),
)
def test_a_key_stays_where_it_is_usable_and_is_made_anew_where_not(key, kept):
    one = only(entry(key=key))
    assert one.publication.key == kept
    assert bool(one.hints) == (key != kept)


def test_an_entry_without_a_key_gets_one():
    assert only("@misc{title={Adam}, author={Jimmy Ba}, year=2015}").publication.key == (
        "ba2015adam"
    )


def test_several_entries_come_in_order_with_their_lines_and_doubled_keys_too():
    text = f"Here they are:\n{entry()}\n{entry(title='')}\n{entry(title='Adam II')}"
    found = pasted.parse(text)
    assert [(type(one), one.line) for one in found] == [(Pasted, 2), (Refused, 9), (Pasted, 16)]
    assert [one.publication.title for one in found if isinstance(one, Pasted)] == [
        "Adam",
        "Adam II",
    ]


@pytest.mark.parametrize(
    "text, reason",
    {
        "web page": ("<head>\n<META HTTP-EQUIV='Refresh'>\n</head>", "a web page, not BibTeX"),
        "prose": ("Adam: A Method for Stochastic Optimization", "no BibTeX entry in it"),
        "nothing": ("", "no BibTeX entry in it"),
        "empty title and author": ("@misc{\n2017,\ntitle={},\nauthor={}\n}", "2017 has no title"),
        "volume": ("@proceedings{acl, title={25th Annual Meeting}}", "a whole volume"),
        "doubled field": ("@misc{a, title={x}, keyword={y}, keyword={z}}", "`keyword` stands"),
        "no end": ("@misc{a, title={x}", "missing at its end"),
    }.values(),
    ids=lambda value: value[:20],
)
def test_what_is_no_paper_is_refused_with_a_reason(text, reason):
    (one,) = pasted.parse(text)
    assert isinstance(one, Refused) and reason in one.error.message


@settings(max_examples=100)
@given(st.text() | st.lists(st.sampled_from([*EXPORTS.values()]).map(lambda it: it[0])).map("".join)
       | st.text(alphabet='@{},="\\ab\n'))  # fmt: skip
def test_any_text_is_taken_or_refused(text):
    assert pasted.parse(text)


STATUS = {
    "Poster": Status.PUBLISHED,
    "Oral": Status.PUBLISHED,
    "Reject": Status.PREPRINT,
    "Withdraw": Status.PREPRINT,
    "Active": Status.PREPRINT,
    "Workshop": Status.PREPRINT,  # invited to the workshop track: not accepted
}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_entry_that_openreview_printed_is_taken_with_all_its_authors():
    lines = (CORPUS / "bibtex_strings.jsonl").read_text(encoding="utf-8").splitlines()
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        record = json.loads(line)
        publication = only(record["_bibtex"]).publication
        assert publication.status is STATUS[record["status"]], record
        assert publication.title and publication.openreview and publication.year, record
        author = re.search(r"author=\{(.*)\}", record["_bibtex"])[1]
        listed = [] if author == "Anonymous" else re.split(r" and |, ", author)
        assert len(publication.authors) == len(listed), record
        assert re.fullmatch("[!-~]+", publication.key)
        state = publication.status.value if listed else "no authors"
        counts[record["status"], state] += 1
    assert counts == {
        ("Poster", "published"): 1282,
        ("Oral", "published"): 82,
        ("Reject", "preprint"): 379,
        ("Workshop", "preprint"): 71,
        ("Withdraw", "preprint"): 1,
        ("Withdraw", "no authors"): 9,
        ("Active", "no authors"): 1,
    }
