"""The papers of the list in this repository, as data, and a page that shows them."""

from pubtool.publication import Author, Publication, Status


def people(names: str, *, equal: int = 0) -> tuple[Author, ...]:
    """Return the authors named in `names`; the first `equal` of them contributed equally."""
    found = []
    for number, name in enumerate(names.split(", ")):
        given, _, family = name.rpartition(" ")
        found.append(Author(family, given or None, equal=number < equal, me=name == "Sihwan Park"))
    return tuple(found)


LANTERN = Publication(
    key="jang2025lantern",
    type="inproceedings",
    title="{LANTERN}: Accelerating Visual Autoregressive Models with Relaxed Speculative Decoding",
    authors=people(
        "Doohyuk Jang, Sihwan Park, June Yong Yang, Yeonsung Jung, Jihun Yun, Souvik Kundu, "
        "Sung-Yub Kim, Eunho Yang",
        equal=2,
    ),
    venue="International Conference on Learning Representations",
    abbr="ICLR",
    year=2025,
    status=Status.PUBLISHED,
    arxiv="2410.03355",
    arxiv_class="cs.CV",
    url="https://arxiv.org/abs/2410.03355",
)
SCALE = Publication(
    key="kim2023scale",
    type="inproceedings",
    title="Scale-invariant {Bayesian} Neural Networks with Connectivity Tangent Kernel",
    authors=people("Sung-Yub Kim, Sihwan Park, Kyungsu Kim, Eunho Yang"),
    venue="International Conference on Learning Representations",
    abbr="ICLR",
    year=2023,
    status=Status.PUBLISHED,
    award="Spotlighted",
    openreview="VZ5EaTI6dqa",
    url="https://openreview.net/pdf?id=VZ5EaTI6dqa",
)
TASKS = Publication(
    key="park2018scalable",
    type="inproceedings",
    title=(
        "Scalable Task Segmentation Method Based on Change Point Detection of Multi-sensors "
        "in Smart Spaces"
    ),
    authors=people("Sihwan Park, Hyunju Kim, Dongman Lee"),
    venue="Proceedings of the Korean Information Science Society Conference",
    free_venue=(
        "Proceedings of the Korean Information Science Society Conference 2018, pp.1764-1766, "
        "Jun 2018,"
    ),
    year=2018,
    month=6,
    status=Status.PUBLISHED,
    award="Honorable Mention Award",
    hidden=True,
    url="../assets/papers/paper1.pdf",
    keywords=("hidden",),
    extra=(("pages", "1764--1766"),),
)
BIAS = Publication(
    key="kim2022bias",
    type="misc",
    title="Bias Decay Matters: Improving Large Batch Optimization with Connectivity Sharpness",
    authors=people("Sung-Yub Kim, Sihwan Park, Yong-Deok Kim, Eunho Yang"),
    year=2022,
    openreview="Mvf5zr2qs6",
    url="https://openreview.net/pdf?id=Mvf5zr2qs6",
)
MEZO = Publication(
    key="park2024mezo",
    type="misc",
    title=(
        "{MeZO-A^3dam}: Memory-efficient Zeroth-order {Adam} with Adaptivity Adjustments for "
        "Fine-tuning {LLMs}"
    ),
    authors=people(
        "Sihwan Park, Jihun Yun, Sung-Yub Kim, June Yong Yang, Yeonsung Jung, Souvik Kundu, "
        "Kyungsu Kim, Eunho Yang",
        equal=2,
    ),
    year=2024,
    openreview="OBIuFjZzmp",
    url="https://openreview.net/pdf?id=OBIuFjZzmp",
)
UNRAVELING = Publication(
    key="park2025unraveling",
    type="misc",
    title=(
        "Unraveling Zeroth-Order Optimization Through the Lens of Low-Dimensional Structured "
        "Perturbations"
    ),
    authors=people("Sihwan Park, Jihun Yun, Sung-Yub Kim, Souvik Kundu, Eunho Yang", equal=2),
    year=2025,
    arxiv="2501.19099",
    arxiv_class="cs.LG",
    url="https://arxiv.org/abs/2501.19099",
)
PLUSPLUS = Publication(
    key="park2025lantern",
    type="misc",
    title=(
        "{LANTERN++}: Enhanced Relaxed Speculative Decoding with Static Tree Drafting for "
        "Visual Auto-regressive Models"
    ),
    authors=people("Sihwan Park, Doohyuk Jang, Sung-Yub Kim, Souvik Kundu, Eunho Yang", equal=2),
    year=2025,
    arxiv="2502.99999",
    url="https://arxiv.org/abs/2502.99999",
)
PAPERS = (LANTERN, SCALE, TASKS, BIAS, MEZO, UNRAVELING, PLUSPLUS)
