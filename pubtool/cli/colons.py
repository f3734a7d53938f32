"""Words with a colon, such as the key `DBLP:conf/iclr/Park25`, at a Tab in bash.

To bash a colon ends a word: it hands `foo:20` over as three, and puts what is offered in place of
the last alone. What `__ltrim_colon_completions` of bash-completion does about it is done here, so
that it needs neither that package nor a change of `COMP_WORDBREAKS`.
"""

import contextlib
import io
from collections.abc import Iterator, MutableMapping


@contextlib.contextmanager
def joined(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Inside, the command line in `environ` has its words whole; of what is printed, the end.

    The beginning of the word, up to its last colon, stands on the command line already.
    """
    given = environ["COMP_WORDS"].split("\n")[: int(environ["COMP_CWORD"]) + 1]
    words = _joined(given)
    environ.update(COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1))
    standing = words[-1][: words[-1].rfind(":") + 1]
    if words == given:  # bash was told that a colon ends no word
        yield
        return
    offered = io.StringIO()
    with contextlib.redirect_stdout(offered):
        yield
    for word in offered.getvalue().splitlines():
        print(word.removeprefix(standing))


def _joined(words: list[str]) -> list[str]:
    """Return the words with those in one that colons part."""
    whole: list[str] = []
    goes_on = False
    for word in words:
        is_colon = set(word) == {":"}
        if whole and word and (is_colon or goes_on):
            whole[-1] += word
        else:
            whole.append(word)
        goes_on = is_colon
    return whole
