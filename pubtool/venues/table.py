"""The venues that are known by name: label, full name and entry type of each.

Full names are what the venue itself prints; where its proceedings carry a series name of
their own ("Advances in Neural Information Processing Systems"), that one. Spelling
variants that real `.bib` files have stand in `aliases`; case, punctuation, sponsors
("IEEE/CVF"), "Proceedings of the", ordinals and years need none (see `venues.known`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownVenue:
    """A venue of the table; `type` is "inproceedings" or "article"."""

    abbr: str
    name: str
    type: str = "inproceedings"
    aliases: tuple[str, ...] = ()


def _conference(abbr: str, name: str, *aliases: str) -> KnownVenue:
    return KnownVenue(abbr, name, "inproceedings", aliases)


def _journal(abbr: str, name: str, *aliases: str) -> KnownVenue:
    return KnownVenue(abbr, name, "article", aliases)


def _findings(of: str) -> KnownVenue:
    return _conference(
        f"Findings of {of}",
        f"Findings of the Association for Computational Linguistics: {of}",
        f"{of} Findings",
        f"{of} (Findings)",  # DBLP
    )


_NAACL = "Conference of the North American Chapter of the Association for Computational Linguistics"
_NATIONS = (  # the same chapter's name since 2025
    "Conference of the Nations of the Americas Chapter of the "
    "Association for Computational Linguistics"
)
_HLT = "Human Language Technologies"

KNOWN: tuple[KnownVenue, ...] = (
    # Machine learning
    _conference("ICLR", "International Conference on Learning Representations"),
    _conference(
        "NeurIPS",
        "Advances in Neural Information Processing Systems",
        "NIPS",
        "Neural Information Processing Systems",
        "Conference on Neural Information Processing Systems",
    ),
    _conference("ICML", "International Conference on Machine Learning"),
    _journal("TMLR", "Transactions on Machine Learning Research", "Trans. Mach. Learn. Res."),
    _journal(
        "JMLR",
        "Journal of Machine Learning Research",
        "J. Mach. Learn. Res.",
        "The Journal of Machine Learning Research",
    ),
    _journal("DMLR", "Journal of Data-centric Machine Learning Research"),
    _conference("AISTATS", "International Conference on Artificial Intelligence and Statistics"),
    _conference(
        "UAI",
        "Conference on Uncertainty in Artificial Intelligence",
        "Uncertainty in Artificial Intelligence",
    ),
    _conference(
        "COLT", "Conference on Learning Theory", "Conference on Computational Learning Theory"
    ),
    _conference(
        "ALT",
        "International Conference on Algorithmic Learning Theory",
        "Algorithmic Learning Theory",
    ),
    _conference("ACML", "Asian Conference on Machine Learning"),
    _conference("CoRL", "Conference on Robot Learning"),
    _conference("COLM", "Conference on Language Modeling"),
    _conference(
        "MLSys",
        "Conference on Machine Learning and Systems",
        "Machine Learning and Systems",
        "SysML",
    ),
    _conference("AutoML", "International Conference on Automated Machine Learning", "AutoML-Conf"),
    _conference("CoLLAs", "Conference on Lifelong Learning Agents"),
    _conference("LoG", "Learning on Graphs Conference"),
    _conference("CPAL", "Conference on Parsimony and Learning"),
    _conference("CLeaR", "Conference on Causal Learning and Reasoning"),
    _conference(
        "MIDL",
        "International Conference on Medical Imaging with Deep Learning",
        "Medical Imaging with Deep Learning",
    ),
    # Artificial intelligence
    _conference("AAAI", "AAAI Conference on Artificial Intelligence"),
    _conference("IJCAI", "International Joint Conference on Artificial Intelligence"),
    _conference("ECAI", "European Conference on Artificial Intelligence"),
    _conference("ICAPS", "International Conference on Automated Planning and Scheduling"),
    _conference("AAMAS", "International Conference on Autonomous Agents and Multiagent Systems"),
    # Language and speech
    _conference("ACL", "Annual Meeting of the Association for Computational Linguistics"),
    _conference(
        "EMNLP",
        "Conference on Empirical Methods in Natural Language Processing",
        "Empirical Methods in Natural Language Processing",
    ),
    _conference("NAACL", _NAACL, _NATIONS, f"{_NAACL}: {_HLT}", f"{_NATIONS}: {_HLT}", "NAACL-HLT"),
    _conference(
        "EACL",
        "Conference of the European Chapter of the Association for Computational Linguistics",
    ),
    _conference(
        "AACL",
        "Conference of the Asia-Pacific Chapter of the Association for Computational Linguistics",
    ),
    _findings("ACL"),
    _findings("EMNLP"),
    _findings("NAACL"),
    _findings("EACL"),
    _conference("COLING", "International Conference on Computational Linguistics"),
    _conference("CoNLL", "Conference on Computational Natural Language Learning"),
    _journal(
        "TACL",
        "Transactions of the Association for Computational Linguistics",
        "Trans. Assoc. Comput. Linguistics",
    ),
    _conference(
        "ICASSP", "IEEE International Conference on Acoustics, Speech and Signal Processing"
    ),
    _conference("Interspeech", "Interspeech"),
    # Vision and graphics
    _conference(
        "CVPR",
        "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
        "Computer Vision and Pattern Recognition",
    ),
    _conference("ICCV", "IEEE/CVF International Conference on Computer Vision"),
    _conference("ECCV", "European Conference on Computer Vision", "Computer Vision -- ECCV"),
    _conference("WACV", "IEEE/CVF Winter Conference on Applications of Computer Vision"),
    _conference("BMVC", "British Machine Vision Conference"),
    _conference("ACCV", "Asian Conference on Computer Vision", "Computer Vision -- ACCV"),
    _conference("3DV", "International Conference on 3D Vision"),
    _conference(
        "MICCAI",
        "International Conference on Medical Image Computing and Computer-Assisted Intervention",
        "Medical Image Computing and Computer Assisted Intervention",
    ),
    _journal(
        "TPAMI",
        "IEEE Transactions on Pattern Analysis and Machine Intelligence",
        "IEEE Trans. Pattern Anal. Mach. Intell.",
        "PAMI",
    ),
    _journal("IJCV", "International Journal of Computer Vision", "Int. J. Comput. Vis."),
    _conference("ACM MM", "ACM International Conference on Multimedia", "ACMMM"),
    _conference("SIGGRAPH", "ACM SIGGRAPH Conference", "SIGGRAPH Conference Papers"),
    # Robotics
    _conference("ICRA", "IEEE International Conference on Robotics and Automation"),
    _conference(
        "IROS",
        "IEEE/RSJ International Conference on Intelligent Robots and Systems",
    ),
    _conference("RSS", "Robotics: Science and Systems"),
    # Data mining, web, databases
    _conference(
        "KDD",
        "ACM SIGKDD Conference on Knowledge Discovery and Data Mining",
        "ACM SIGKDD International Conference on Knowledge Discovery and Data Mining",
        "ACM SIGKDD International Conference on Knowledge Discovery & Data Mining",
        "SIGKDD",
    ),
    _conference(
        "WWW",
        "ACM Web Conference",
        "World Wide Web Conference",
        "International Conference on World Wide Web",
        "TheWebConf",
        "ACM on Web Conference",
    ),
    _conference(
        "SIGIR",
        "International ACM SIGIR Conference on Research and Development in Information Retrieval",
    ),
    _conference(
        "CIKM",
        "ACM International Conference on Information and Knowledge Management",
        "Conference on Information and Knowledge Management",
    ),
    _conference("WSDM", "ACM International Conference on Web Search and Data Mining"),
    _conference("RecSys", "ACM Conference on Recommender Systems"),
    _conference("ICDM", "IEEE International Conference on Data Mining"),
    _conference("ICDE", "IEEE International Conference on Data Engineering"),
    _conference(
        "SIGMOD",
        "ACM SIGMOD International Conference on Management of Data",
        "International Conference on Management of Data",
    ),
    _journal("PVLDB", "Proceedings of the VLDB Endowment", "Proc. VLDB Endow.", "VLDB"),
    # Systems and human-computer interaction
    _conference("OSDI", "USENIX Symposium on Operating Systems Design and Implementation"),
    _conference("SOSP", "ACM Symposium on Operating Systems Principles"),
    _conference("NSDI", "USENIX Symposium on Networked Systems Design and Implementation"),
    _conference(
        "ASPLOS",
        "International Conference on Architectural Support for Programming Languages and "
        "Operating Systems",
    ),
    _conference("CHI", "CHI Conference on Human Factors in Computing Systems"),
    # Theory
    _conference("STOC", "ACM Symposium on Theory of Computing"),
    _conference("FOCS", "IEEE Symposium on Foundations of Computer Science"),
    _conference("SODA", "ACM-SIAM Symposium on Discrete Algorithms"),
)
