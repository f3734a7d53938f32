import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtool.venues import (
    Meaning,
    Standing,
    Venue,
    is_preprint_server,
    known,
    parse_label,
    read,
    read_decision,
)
from pubtool.venues.table import KNOWN

ICLR = "International Conference on Learning Representations"
ICML = "International Conference on Machine Learning"
NEURIPS = "Advances in Neural Information Processing Systems"
TMLR = "Transactions on Machine Learning Research"
COLM = "Conference on Language Modeling"
BENCHMARKS = f"{NEURIPS}: Datasets and Benchmarks Track"


def accepted(name, abbr, year, award=None, type="inproceedings", note=None):
    return Meaning(Standing.ACCEPTED, Venue(type, name, abbr, year, award), note)


def unknown(note):
    return Meaning(Standing.UNKNOWN, note=note)


UNDER_REVIEW = Meaning(Standing.UNDER_REVIEW)
REJECTED = Meaning(Standing.REJECTED)
PREPRINT = Meaning(Standing.PREPRINT)

# Every venue string that has been seen at OpenReview, without its venueid.
WORDS = {
    "ICLR 2017 Invite to Workshop": REJECTED,
    "ICLR 2022 Submitted": REJECTED,
    "ICLR 2023 poster": accepted(ICLR, "ICLR", 2023),
    "ICLR 2023 notable top 5%": accepted(ICLR, "ICLR", 2023, "Notable top 5%"),
    "ICLR 2023 notable top 25%": accepted(ICLR, "ICLR", 2023, "Notable top 25%"),
    "ICLR 2024 oral": accepted(ICLR, "ICLR", 2024, "Oral"),
    "ICLR 2025 Spotlight": accepted(ICLR, "ICLR", 2025, "Spotlight"),
    "ICLR 2026 ConditionalPoster": accepted(ICLR, "ICLR", 2026),
    "BT@ICLR2024": accepted("BT@ICLR2024", None, 2024),
    "Tiny Papers @ ICLR 2024 Notable": accepted("Tiny Papers @ ICLR 2024", None, 2024, "Notable"),
    "ICML 2023 OralPoster": accepted(ICML, "ICML", 2023, "Oral"),
    "ICML 2025 spotlightposter": accepted(ICML, "ICML", 2025, "Spotlight"),
    "ICML 2025 Position Paper Track oral": accepted(
        f"{ICML}: Position Paper Track", "ICML", 2025, "Oral"
    ),
    "ICML 2026 regular": accepted(ICML, "ICML", 2026),
    "NeurIPS 2022 Accept": accepted(NEURIPS, "NeurIPS", 2022),
    "NeurIPS 2023 spotlight": accepted(NEURIPS, "NeurIPS", 2023, "Spotlight"),
    "NeurIPS 2024 Track Datasets and Benchmarks Oral": accepted(
        BENCHMARKS, "NeurIPS", 2024, "Oral"
    ),
    "NeurIPS 2025 Datasets and Benchmarks Track poster": accepted(BENCHMARKS, "NeurIPS", 2025),
    "TMLR": accepted(TMLR, "TMLR", None, type="article"),
    "Accepted by TMLR": accepted(TMLR, "TMLR", None, type="article"),
    "Under review for TMLR": UNDER_REVIEW,
    "Decision pending for TMLR": UNDER_REVIEW,
    "Rejected by TMLR": REJECTED,
    "Submitted to ICLR 2025": UNDER_REVIEW,
    "ICLR 2026 Conference Withdrawn Submission": REJECTED,
    "ICLR 2026 Conference Desk Rejected Submission": REJECTED,
    "ICLR 2024 Conference Submission": UNDER_REVIEW,
    "CoRR 2022": PREPRINT,
    "COLM": accepted(COLM, "COLM", None),
    "PRL ICAPS 2023": accepted("PRL ICAPS 2023", None, 2023),
    "ICLR 2025 Workshop on World Models": accepted(
        "ICLR 2025 Workshop on World Models", None, 2025
    ),
    "NeurIPS 2023 Workshop on Diffusion Models Oral": accepted(
        "NeurIPS 2023 Workshop on Diffusion Models", None, 2023, "Oral"
    ),
    "EMNLP 2023 Main": accepted(
        "Conference on Empirical Methods in Natural Language Processing", "EMNLP", 2023
    ),
    "Optics Express": unknown("Optics Express"),
    "ICLR 2024 considered": unknown("ICLR 2024 considered"),
    "Recommended for ICLR 2024": unknown("Recommended for ICLR 2024"),
    "": unknown(None),
}


@pytest.mark.parametrize("words", WORDS, ids=str)
def test_a_venue_string_means_what_the_table_says(words):
    assert read(words) == WORDS[words]


# words, venueid, is it v1?, meaning
PROVED = {
    "accepted": (
        ("ICLR 2025 Spotlight", "ICLR.cc/2025/Conference"),
        accepted(ICLR, "ICLR", 2025, "Spotlight"),
    ),
    "rejected keeps the words of a submission": (
        ("Submitted to ICLR 2025", "ICLR.cc/2025/Conference/Rejected_Submission"),
        REJECTED,
    ),
    "withdrawn": (
        ("ICLR 2025 Conference Withdrawn Submission",
         "ICLR.cc/2025/Conference/Withdrawn_Submission"),
        REJECTED,
    ),
    "desk rejected": (
        ("ICLR 2025 Conference Desk Rejected Submission",
         "ICLR.cc/2025/Conference/Desk_Rejected_Submission"),
        REJECTED,
    ),
    "under review": (
        ("ICLR 2025 Conference Submission", "ICLR.cc/2025/Conference/Submission"),
        UNDER_REVIEW,
    ),
    "an id of a submission under words of acceptance": (
        ("ICLR 2025 poster", "ICLR.cc/2025/Conference/Submission"),
        UNDER_REVIEW,
    ),
    "an id of acceptance under words of rejection": (
        ("ICLR 2025 Conference Withdrawn Submission", "ICLR.cc/2025/Conference"),
        unknown("ICLR 2025 Conference Withdrawn Submission"),
    ),
    "TMLR accepted": (("TMLR", "TMLR"), accepted(TMLR, "TMLR", None, type="article")),
    "TMLR under review": (("Under review for TMLR", "TMLR/Under_Review"), UNDER_REVIEW),
    "TMLR decision pending": (("Decision pending for TMLR", "TMLR/Decision_Pending"), UNDER_REVIEW),
    "TMLR rejected": (("Rejected by TMLR", "TMLR/Rejected"), REJECTED),
    "the year from the id": (
        ("COLM", "colmweb.org/COLM/2024/Conference"),
        accepted(COLM, "COLM", 2024),
    ),
    "a tier not known": (
        ("ICLR 2025 Sunlight", "ICLR.cc/2025/Conference"),
        accepted(ICLR, "ICLR", 2025, note="ICLR 2025 Sunlight"),
    ),
    "no words": (
        ("", "NeurIPS.cc/2023/Track/Datasets_and_Benchmarks"),
        accepted(BENCHMARKS, "NeurIPS", 2023),
    ),
    "no words at a workshop": (
        ("", "ICLR.cc/2024/Workshop/ME-FoMo"),
        accepted("ICLR 2024 Workshop ME-FoMo", None, 2024),
    ),
    "a venue not in the table": (
        ("SSL4EO 2023 Poster", "eo.org/SSL4EO/2023/Meeting"),
        accepted("SSL4EO 2023", None, 2023),
    ),
    "an id that proves nothing": (("Optics Express", "Optics_Express"), unknown("Optics Express")),
    "an upload to the archive": (
        ("ICLR 2023", "OpenReview.net/Archive"),
        unknown("ICLR 2023"),
    ),
    "a public article": (("CVPR 2024", "OpenReview.net/Public_Article"), unknown("CVPR 2024")),
    "DBLP's arXiv": (("CoRR 2022", "dblp.org/journals/CORR/2022"), PREPRINT),
    "v1 rejected": (("ICLR 2022 Submitted", "ICLR.cc/2022/Conference", True), REJECTED),
    "v1 accepted": (
        ("ICLR 2022 Oral", "ICLR.cc/2022/Conference", True),
        accepted(ICLR, "ICLR", 2022, "Oral"),
    ),
    "v1 id alone": (("", "ICLR.cc/2022/Conference", True), unknown(None)),
    "v1 DBLP": (("ICML 2010", "dblp.org/conf/ICML/2010", True), accepted(ICML, "ICML", 2010)),
    "v1 DBLP tutorial": (
        ("ACL (Tutorial Abstracts) 2011", "dblp.org/conf/ACL/2011", True),
        accepted("ACL (Tutorial Abstracts) 2011", None, 2011),
    ),
}  # fmt: skip


@pytest.mark.parametrize("arguments, meaning", PROVED.values(), ids=PROVED)
def test_the_venueid_decides_on_v2_and_proves_nothing_on_v1(arguments, meaning):
    assert read(*arguments) == meaning


@settings(max_examples=100)
@given(st.text(), st.none() | st.text(), st.booleans())
def test_any_string_has_a_meaning_and_only_acceptance_has_a_venue(words, venueid, v1):
    meaning = read(words, venueid, v1)
    assert (meaning.venue is not None) == (meaning.standing is Standing.ACCEPTED)


@pytest.mark.parametrize(
    "decision, meaning",
    {
        "Accept (Oral)": accepted(ICLR, "ICLR", 2018, "Oral"),
        "Accept (Poster)": accepted(ICLR, "ICLR", 2018),
        "Accept (Talk)": accepted(ICLR, "ICLR", 2018, "Oral"),
        "Accept: notable-top-5%": accepted(ICLR, "ICLR", 2018, "Notable top 5%"),
        "Accept: poster": accepted(ICLR, "ICLR", 2018),
        "Accept": accepted(ICLR, "ICLR", 2018),
        "Invite to Workshop Track": REJECTED,
        "Reject": REJECTED,
        "Accept with shepherding": unknown("Accept with shepherding"),
        "Discuss": unknown("Discuss"),
    }.items(),
    ids=str,
)
def test_a_decision_note_tells_acceptance_and_tier(decision, meaning):
    assert read_decision(decision, "ICLR.cc/2018/Conference") == meaning


@pytest.mark.parametrize(
    "label, abbr",
    {
        "iclr": "ICLR",
        "NIPS": "NeurIPS",
        "{ICLR}": "ICLR",
        "International Conference on Learning Representations": "ICLR",
        "The Thirteenth International Conference on Learning Representations": "ICLR",
        "The Thirteenth International Conference on Learning Representations, {ICLR} 2025, "
        "Singapore, April 24-28, 2025": "ICLR",
        "ICLR (Poster)": "ICLR",
        "Advances in neural information processing systems": "NeurIPS",
        "The Thirty-eighth Annual Conference on Neural Information Processing Systems": "NeurIPS",
        "Advances in Neural Information Processing Systems 36: Annual Conference on Neural "
        "Information Processing Systems 2023, NeurIPS 2023, New Orleans, LA, USA, December 10 - "
        "16, 2023": "NeurIPS",
        "Forty-second International Conference on Machine Learning": "ICML",
        "International conference on machine learning, PMLR": "ICML",
        "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics "
        "(Volume 1: Long Papers)": "ACL",
        "ACL (1)": "ACL",
        "3rd International Conference on Learning Representations, {ICLR} 2015, San Diego, CA, "
        "USA, May 7-9, 2015, Conference Track Proceedings": "ICLR",
        "5th International Conference on Learning Representations, {ICLR} 2017, Toulon, France, "
        "April 24-26, 2017, Workshop Track Proceedings": None,
        "ACL (Findings)": "Findings of ACL",
        "Findings of the Association for Computational Linguistics: EMNLP 2023": (
            "Findings of EMNLP"
        ),
        "Proceedings of the 2024 Conference of the North American Chapter of the Association for "
        "Computational Linguistics: Human Language Technologies (Volume 1: Long Papers)": "NAACL",
        "2023 {IEEE/CVF} Conference on Computer Vision and Pattern Recognition (CVPR)": "CVPR",
        "Proceedings of the IEEE conference on computer vision and pattern recognition": "CVPR",
        "Computer Vision – ECCV 2024": "ECCV",
        "Proceedings of the 30th ACM SIGKDD Conference on Knowledge Discovery \\& Data Mining": (
            "KDD"
        ),
        "7th Annual Conference on Robot Learning": "CoRL",
        "International Conference on 3D Vision 2025": "3DV",
        "Asian Conference on Machine Learning": "ACML",
        "European Conference on Machine Learning": None,
        "International Conference on Machine Learning and Applications": None,
        "ICML Workshop on Theory of Foundation Models": None,
        "International Conference on Learning Representations Workshop": None,
        "ICLR (Workshop)": None,
        "ACL (Tutorial Abstracts)": None,
        "ECCV Workshops (3)": None,
        "IEEE/CVF International Conference on Computer Vision, ICCV 2023 - Workshops, Paris": None,
        "ICML, ICLR": None,
        "Machine Learning": None,
        "2024": None,
        "": None,
    }.items(),
    ids=lambda value: str(value)[:60],
)
def test_a_venue_is_known_by_its_label_and_full_name_but_a_look_alike_is_not(label, abbr):
    found = known(label)
    assert (found.abbr if found else None) == abbr


def test_every_venue_of_the_table_is_known_by_each_of_its_names():
    names = [(name, venue) for venue in KNOWN for name in (venue.abbr, venue.name, *venue.aliases)]
    assert [(name, known(name)) for name, _ in names] == names


@pytest.mark.parametrize(
    "label, venue",
    {
        "ICLR 2025": Venue("inproceedings", ICLR, "ICLR", 2025),
        "ICLR'25": Venue("inproceedings", ICLR, "ICLR", 2025),
        "NIPS 2016": Venue("inproceedings", NEURIPS, "NeurIPS", 2016),
        "TMLR": Venue("article", TMLR, "TMLR"),
        "ICLR 2025 (Spotlight)": Venue("inproceedings", ICLR, "ICLR", 2025, "Spotlight"),
        "NeurIPS 2023 Datasets and Benchmarks Track": Venue(
            "inproceedings", BENCHMARKS, "NeurIPS", 2023
        ),
        "ICLR 2025 Workshop on World Models": Venue(
            "inproceedings", "ICLR 2025 Workshop on World Models", None, 2025
        ),
        "Korea Software Congress 2018": Venue(
            "inproceedings", "Korea Software Congress", None, 2018
        ),
        "Korea Software Congress": Venue("inproceedings", "Korea Software Congress"),
        "2025": Venue("inproceedings", "2025", None, 2025),
    }.items(),
    ids=str,
)
def test_a_label_gives_type_full_name_label_and_year(label, venue):
    assert parse_label(label) == venue


@pytest.mark.parametrize(
    "text, is_one",
    {
        "arXiv": True,
        "arXiv preprint arXiv:2410.03355": True,
        "CoRR": True,
        "CoRR abs/2410.03355": True,
        "Computing Research Repository": True,
        "bioRxiv": True,
        "{medRxiv}": True,
        "SSRN Electronic Journal": True,
        "Available at SSRN 4567890": True,
        "Preprints.org": True,
        "OSF Preprints": True,
        "Research Square": True,
        "Cryptology ePrint Archive": True,
        "Submitted to The Thirteenth International Conference on Learning Representations": True,
        "Submitted to Transactions on Machine Learning Research": True,
        "Under review": True,
        "ICLR 2025 Under Review": True,
        "ICLR 2024 Conference Submission": True,
        "OpenReview.net/Archive": True,
        "OpenReview.net": False,
        "International Conference on Learning Representations": False,
        "Review of Economic Studies": False,
        "Nature": False,
        "Haldane Journal": False,
        "": False,
    }.items(),
    ids=str,
)
def test_a_preprint_server_is_no_venue(text, is_one):
    assert is_preprint_server(text) is is_one
