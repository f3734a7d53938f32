"""Libraries to measure with: the same entries for the same size, on every machine.

The names and titles are put together from lists of words, and stand for nobody and nothing.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

_GIVEN = (
    *("Anna", "Bora", "Chen", "Daniel", "Elif", "Femi", "Giulia", "Hana", "Ivan", "Jisoo"),
    *("Kofi", "Lena", "Min-jun", "Nadia", "Omar", "Priya", "Quang", "Rosa", "Sara", "Tomás"),
    *("Uma", "Viktor", "Wei", "Xin", "Yuki", "Zoe", "Andr{\\'e}", 'J{\\"u}rgen', "S{\\o}ren"),
)
_FAMILY = (
    *("Abe", "Bauer", "Choi", "Dubois", "Eriksen", "Fontana", "Gupta", "Hwang", "Ito", "Jansen"),
    *("Kim", "Lindqvist", "Müller", "Nguyen", "Okafor", "Park", "Qureshi", "Rossi", "Singh"),
    *("Tanaka", "Ueda", "Varga", "Wang", "Xu", "Yang", "Zhang", "van den Berg", "de la Cruz"),
    *("Garc{\\'\\i}a", "Ko{\\v{c}}", "N{\\'e}meth", 'Sj{\\"o}berg', "Wei{\\ss}", "Kowalski"),
)
_HOW = (
    *("Scalable", "Robust", "Efficient", "Provable", "Sparse", "Adaptive", "Unified", "Online"),
    *("Memory-Efficient", "Hierarchical", "Equivariant", "Calibrated", "Private", "Zeroth-Order"),
)
_WHAT = (
    *("{Bayesian} Inference", "Speculative Decoding", "Diffusion Models", "Policy Gradients"),
    *("{LLM} Fine-Tuning", "Graph Networks", "Kernel Methods", "Stochastic Optimization"),
    *("Vision Transformers", "{Markov} Chain {Monte Carlo}", "Low-Rank Adaptation"),
    *("Federated Learning", "Test-Time Adaptation", "$\\ell_1$ Regularization"),
)
_WHY = (
    *("under Distribution Shift", "with Connectivity Sharpness", "in the Wild", "at Scale"),
    *("through the Lens of Optimal Transport", "without Labels", "for Time Series"),
    *("beyond the {Gaussian} Case", "on Riemannian Manifolds", "from a Single Example"),
)
_SYLLABLES = ("La", "Mo", "Ra", "Vi", "To", "Ne", "Ki", "Su", "Be", "Dar", "Fen", "Gol")
_CONFERENCES = (
    ("International Conference on Learning Representations", "ICLR"),
    ("Advances in Neural Information Processing Systems", "NeurIPS"),
    ("International Conference on Machine Learning", "ICML"),
    ("Annual Meeting of the Association for Computational Linguistics", "ACL"),
    ("{IEEE/CVF} Conference on Computer Vision and Pattern Recognition", "CVPR"),
)
_JOURNALS = (
    ("Transactions on Machine Learning Research", "TMLR"),
    ("Journal of Machine Learning Research", "JMLR"),
)
_AWARDS = ("Spotlight", "Oral", "Best Paper Award")

HEADER = "% A publication list, made up for a benchmark.\n\n"
OWN_NAME = "Sihwan Park"


def write(path: Path, size: int) -> None:
    """Write a library of `size` entries, some 480 bytes each."""
    random = Random(size)
    with path.open("w", encoding="utf-8") as file:  # piece by piece, for little memory: see Sample
        file.write(HEADER)
        for number in range(size):
            file.write(("\n" if number else "") + _entry(random, number))


def key(number: int) -> str:
    """Return the citation key of an entry, counted from 0."""
    return f"benchmark{number:05}"


def single(number: int) -> str:
    """Return one entry more, whose key no library above has."""
    return _entry(Random(-1), number)


def fields(size: int) -> Iterator[dict[str, str]]:
    """Yield the fields of the same entries, for programs that keep a file for each."""
    random = Random(size)
    for number in range(size):
        yield _fields(random, number)


def page() -> str:
    """Return a homepage whose two sections are still to be rendered."""
    return "# About\n\nHello.\n\n## Published Papers\n\n## Preprints\n\n## Contact\n\nMail.\n"


def configuration() -> str:
    """Return a `pubtool.toml` for that page."""
    return f"""file = "publications.bib"
me = ["{OWN_NAME}"]
page = "about.md"

[[section]]
heading = "Published Papers"
show = "published"

[[section]]
heading = "Preprints"
show = "preprint"
"""


def _entry(random: Random, number: int) -> str:
    values = _fields(random, number)
    kind, name = values.pop("type"), values.pop("key")
    lines = "".join(f"  {field:<13} = {{{value}}},\n" for field, value in values.items())
    return f"@{kind}{{{name},\n{lines}}}\n"


def _fields(random: Random, number: int) -> dict[str, str]:
    year = random.randint(2015, 2026)
    people = [f"{random.choice(_GIVEN)} {random.choice(_FAMILY)}" for _ in range(1 + number % 7)]
    people.insert(random.randint(0, len(people)), OWN_NAME)
    arxiv = f"{year % 100:02}{random.randint(1, 12):02}.{number:05}"
    acronym = "".join(random.choices(_SYLLABLES, k=3))
    values = {
        "type": "misc",
        "key": key(number),
        "title": f"{{{acronym}}}: " + " ".join(map(random.choice, (_HOW, _WHAT, _WHY))),
        "author": " and ".join(people),
    }
    if len(people) > 3:
        values["author+an"] = "1=equal; 2=equal"
    kind = random.random()
    if kind < 0.7:
        kind_name, field, venues = (
            ("inproceedings", "booktitle", _CONFERENCES)
            if kind < 0.5
            else ("article", "journal", _JOURNALS)
        )
        values["type"] = kind_name
        values[field], values["abbr"] = random.choice(venues)
        values["doi"] = f"10.48550/bench.{number}"
        if random.random() < 0.1:
            values["award"] = random.choice(_AWARDS)
    values["year"] = str(year)
    if number % 3:
        values |= {"eprint": arxiv, "archivePrefix": "arXiv", "primaryClass": "cs.LG"}
        values["url"] = f"https://arxiv.org/abs/{arxiv}"
    else:
        values["url"] = f"https://openreview.net/forum?id=bench{number:05}"
    return values
