"""Unicode itself: what may reach a terminal, raised and lowered forms, letters laid bare."""

import re
import unicodedata

# Invisible characters that reorder, hide or carry text unseen. The two joiners (U+200C,
# U+200D) are not among them: Persian, Indic scripts and emoji are written with them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"[^\S ]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_UPPER_FORMS = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ−",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡ⁻",
)
_LOWER_FORMS = str.maketrans(
    "0123456789+-=()aehijklmnoprstuvxβγρφχ−",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋",
)
# Letters that Unicode does not decompose, as library catalogues write them in ASCII.
_PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ı": "i",
        "ȷ": "j",
        "ŋ": "n",
        "ħ": "h",
        "ŧ": "t",
    }
)


def printable(text: str) -> str:
    """Return `text` with nothing in it that steers a terminal or hides from the reader.

    Line ends, tabs and exotic spaces become spaces; escape sequences lose the character
    that starts them; controls of writing direction (Unicode TR 36) vanish. A byte that
    could not be decoded shows as U+FFFD.
    """
    if text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", _SPACE.sub(" ", _HIDDEN.sub("", text)))


def one_line(text: str) -> str:
    """Return `text` as `printable` gives it, in NFC, with single inner spaces and none around."""
    return unicodedata.normalize("NFC", " ".join(printable(text).split()))


def raised(text: str) -> str:
    """Return `text` in superscript characters: `³`; where Unicode lacks one, `^*`, `^(a,b)`."""
    return _shifted(text, _UPPER_FORMS, "^")


def lowered(text: str) -> str:
    """Return `text` in subscript characters: `₂`; where Unicode lacks one, `_w`, `_(a,b)`."""
    return _shifted(text, _LOWER_FORMS, "_")


def _shifted(text: str, forms: dict[int, int], sign: str) -> str:
    compact = text.replace(" ", "")
    if all(ord(char) in forms for char in compact):
        return compact.translate(forms)
    one = len(text) == 1 or text.replace(".", "").isalnum()
    return sign + (text if one else f"({text})")


def unaccented(text: str) -> str:
    """Return `text` with accents dropped, letters like `ø` and `ß` in ASCII, case folded."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN_LETTERS)
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)
