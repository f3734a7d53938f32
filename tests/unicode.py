"""Lines of text for properties: printable, in NFC, with what TeX and Markdown act on."""

import unicodedata

from hypothesis import strategies as st

_ACTIVE = (
    *("--", "---", "``", "''", "~", "^", "\\alpha", "$5", "$x$", "{", "}", "<<", ">>", "?`", "!`"),
    *("\\", "\\\\", "%", "&", "#", "_", '"', "'", "|", "<", ">", ",,", ",", "and", "others", "`"),
    *("LANTERN", "MeZO", "A", "K-FAC", "3D", "é", "ß", "ø", "q̃", "ﬁ", "😀", "장", ":", "Jr.", "-"),
    *("[", "]", "*", "{{", "{%", "{:", "\\emph{x}", "\\(", "</a>", "-->", "&amp;", "http://a.b"),
)


def lines(fewest: int = 0) -> st.SearchStrategy[str]:
    """Return lines of at least `fewest` words, with single inner spaces."""
    letters = st.characters(exclude_categories=("C", "Z"))
    word = st.lists(st.sampled_from(_ACTIVE) | letters, min_size=1, max_size=5).map("".join)
    line = st.lists(word, min_size=fewest, max_size=5).map(" ".join)
    return line.map(lambda text: unicodedata.normalize("NFC", text)).filter(str.isprintable)
