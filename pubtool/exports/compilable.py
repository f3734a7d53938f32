"""TeX source from a .bib or a stranger, as it may be given to somebody else's LaTeX.

LaTeX stops at a command that it does not know, and some commands read files or write them. So
only the commands in these lists, LaTeX's own with those of amsmath and amssymb, stay commands.
"""

import re
from collections.abc import Iterable

from pubtool.latex import from_source, from_text, to_text
from pubtool.latex.reading import is_balanced

_WORDS = r"""
    i j ss o O l L ae AE oe OE aa AA dh DH th TH dj DJ ng NG S P dag ddag ldots dots copyright
    pounds TeX LaTeX textbackslash textbraceleft textbraceright textasciitilde textasciicircum
    textless textgreater textbar textquotedbl textquotesingle textendash textemdash textellipsis
    textquoteleft textquoteright textquotedblleft textquotedblright textbullet textdegree
    textregistered texttrademark textmu texteuro
"""
_STYLES = r"""
    emph textit textsl textbf textsc texttt textrm textsf textup textmd textnormal mbox
    textsuperscript textsubscript
"""
_ALPHABETS = r"""
    mathbb mathcal mathfrak mathrm mathbf mathsf mathtt mathit boldsymbol hat widehat tilde
    widetilde bar overline underline breve dot ddot mathring check vec acute grave sqrt
"""
_MATHS = r"""
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda
    Xi Pi Sigma Upsilon Phi Psi Omega ell hbar imath jmath Re Im wp aleph beth partial nabla infty
    emptyset varnothing forall exists neg in notin ni subset supset subseteq supseteq subsetneq cup
    cap setminus sum prod coprod int iint oint bigcup bigcap bigoplus bigotimes pm mp times div
    cdot cdots ldots dots vdots ddots ast star circ bullet oplus ominus otimes odot wedge vee dagger
    ddagger leq le geq ge neq ne ll gg lesssim gtrsim prec succ preceq succeq sim simeq approx cong
    equiv propto asymp doteq mid parallel perp models vdash dashv top bot angle triangle square
    Box Diamond diamond to gets rightarrow leftarrow leftrightarrow Rightarrow Leftarrow
    Leftrightarrow longrightarrow longleftarrow hookrightarrow hookleftarrow mapsto rightsquigarrow
    uparrow downarrow nearrow searrow implies iff langle rangle lfloor rfloor lceil rceil lbrace
    rbrace lbrack rbrack vert Vert lvert rvert lVert rVert backslash prime surd flat natural sharp
    log ln exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh min max inf sup lim
    limsup liminf varprojlim varinjlim arg det dim deg gcd hom ker Pr bmod quad qquad frac
    dfrac tfrac bf it rm
"""
_SIGNS = r"& % # _ $ { } ,"
_TEXT_COMMANDS = frozenset((*_WORDS.split(), *_STYLES.split(), *_SIGNS.split(), " ", "/", "-"))
_MATHS_COMMANDS = frozenset((*_MATHS.split(), *_ALPHABETS.split(), *_SIGNS.split(), *";:!| ")) | {
    "text",
    "textnormal",
    "textrm",
    "textit",
    "textbf",
    "operatorname",
}

_COMMAND = re.compile(r"\\([A-Za-z]+|.|\Z)", re.DOTALL)
_PARTS = re.compile(r"\$((?:[^$\\]|\\.)+)\$|((?:[^$\\]|\\.)+|[$\\])", re.DOTALL)
_ACCENT = re.compile(
    r"\\(?:[`'^~=.\"]|[urHvdckbt](?![A-Za-z]))\s*(?:[A-Za-z]|\\[ij](?![A-Za-z])|\{)"
)
_URL = re.compile(r"\\url\s*\{[^\s{}\\%#^]*\}")
_SWITCH = re.compile(r"\{\\(?:bf|em|it|rm|sc|sf|sl|tt)(?![A-Za-z])")  # up to the group's end
_LACKS_GROUP = re.compile(rf"\\(?:{'|'.join(_STYLES.split())})(?![A-Za-z])(?!\s*\{{)")

# Groups within groups within a group are as deep as a title's maths goes.
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\}"
_ARGUMENT = rf"\s*(?:{_GROUP}|\\[A-Za-z]++(?:\s*{_GROUP})?+|[^\s{{}}\\_^])"
_WRONG_MATHS = re.compile(
    rf"""
      [%\#&~] | \^\s*\^                                   # after escapes are gone
    | (?:[_^]|\\(?:{"|".join(_ALPHABETS.split())})(?![A-Za-z]))(?!{_ARGUMENT})
    | \\[dt]?frac(?![A-Za-z])(?!{_ARGUMENT}{_ARGUMENT})
    | \\(?:text(?:normal|rm|it|bf)?|operatorname)(?![A-Za-z])(?!\s*\{{[^{{}}\\$_^]*\}})
    | ([_^]){_ARGUMENT}\s*(?:\1|[_^]{_ARGUMENT}\s*[_^])   # a double subscript
    | \^{_ARGUMENT}\s*'
    """,
    re.VERBOSE,
)
_END = re.compile(r"(?<![\\ ,.;])[ ,.;]+\Z")
_ESCAPED_SIGN = re.compile(r"\\[%#&_$]")


def compilable(tex: str, *, title: bool = False) -> str:
    r"""Return TeX source as it is if LaTeX compiles it, else with what stops it made text.

    A bare `%`, `&`, `#`, `_` or `^`, a dollar or a brace without its partner stop it, or cut off
    what follows. Capitals are protected anew in a `title` that is made text.
    """
    tex = tex.strip()  # as BibTeX does, which may leave a backslash at the end
    return tex if _compiles(tex) else plain(tex, title=title)


def plain(tex: str, *, title: bool = False) -> str:
    """Return TeX source that LaTeX compiles, with no braces but those that it needs.

    Maths stays maths where LaTeX compiles it, and becomes Unicode where not.
    """
    source = _PARTS.sub(_mended, from_source(tex, title=title))
    return source if _compiles(source) else from_text(to_text(tex), title=title)


def _mended(part: re.Match[str]) -> str:
    is_right = part[1] is None or _maths_compiles(part[1])
    return part[0] if is_right else from_text(to_text(part[0]))


def without_end(tex: str) -> str:
    """Return TeX source without the comma or full stop at its end."""
    return _END.sub("", tex)


def _compiles(tex: str) -> bool:
    return is_balanced(tex) and all(
        _text_compiles(part[2]) if part[1] is None else _maths_compiles(part[1])
        for part in _PARTS.finditer(tex)
    )


def _text_compiles(text: str) -> bool:
    rest = _ACCENT.sub("{", _SWITCH.sub("{", _URL.sub("", text)))
    if _LACKS_GROUP.search(rest) or not _are_in(_TEXT_COMMANDS, rest):
        return False
    return not re.search(r"[%#&_^$]", _COMMAND.sub("", rest))


def _maths_compiles(source: str) -> bool:
    if not (is_balanced(source) and _are_in(_MATHS_COMMANDS, source)):
        return False
    return not _WRONG_MATHS.search(_ESCAPED_SIGN.sub("x", source))


def _are_in(known: Iterable[str], tex: str) -> bool:
    return all(name in known for name in _COMMAND.findall(tex))
