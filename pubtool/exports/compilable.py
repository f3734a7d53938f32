"""TeX source from a .bib as it may be given to somebody else's LaTeX."""

import re

from pubtool.latex import from_source, maths

# In an escape and in maths TeX takes these as they are meant; elsewhere they stop it.
_MEANT = re.compile(r"\\\(.*?\\\)|\\.|\$[^$]+\$", re.DOTALL)
_STOPS = re.compile(r"[%#&_^$\\]")
_URL = re.compile(r"\\url(?![A-Za-z])")
_BRACE = re.compile(r"[{}]")


def compilable(tex: str, *, title: bool = False) -> str:
    r"""Return TeX source as it is if LaTeX compiles it, else with what stops it made text.

    A bare `%`, `&`, `#`, `_` or `^`, a dollar or a brace without its partner stop it, or cut off
    what follows; a command that acts (`\input`, `\write`, `\def`) is none that a stranger's title
    may hold. Capitals are protected anew in a `title` that is made text.
    """
    stopped = _STOPS.search(_MEANT.sub("", tex))
    if not stopped and _is_balanced(tex) and maths.is_harmless(_URL.sub("", tex)):
        return tex
    return from_source(tex, title=title)


def _is_balanced(tex: str) -> bool:
    """Whether the braces pair for BibTeX, which counts those behind a backslash too."""
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
