"""What did the user paste? Text to `Identifier`; knows no network.

The same reading serves `pubtool add` and the links of a .bib or a page, so whatever one
of them takes, the others know again.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from pubtool.errors import NotFoundError
from pubtool.publication import Identifier, Service

FORMS = """\
  arXiv       2410.03355, arXiv:math/0309136v2, https://arxiv.org/abs/2410.03355
  OpenReview  https://openreview.net/forum?id=VZ5EaTI6dqa, openreview:VZ5EaTI6dqa
  DOI         10.1145/3292500.3330701, https://doi.org/10.1145/3292500.3330701
  ACL         https://aclanthology.org/2026.acl-long.172"""

# https://info.arxiv.org/help/arxiv_identifier.html; the archives are those that gave out
# old-style ids (until March 2007), the ones merged into others since included.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|"
    "comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|"
    "mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|"
    "stat|supr-con"
)
_NEW = r"(?P<month>[0-9]{4})\.(?P<number>[0-9]{4,5})"
_OLD = rf"(?P<archive>{_ARCHIVES})(?:\.[a-z-]+)?/(?P<old>[0-9]{{7}})"
_ARXIV = rf"(?:{_NEW}|{_OLD})(?:v[1-9][0-9]*)?(?![a-z0-9])"
_FLAGS = re.ASCII | re.IGNORECASE

_ARXIV_ALONE = re.compile(rf"{_ARXIV}(?:\.pdf)?(?:\s*\[.*)?", _FLAGS)
_ARXIV_NAMED = re.compile(
    rf"(?:\barxiv(?:\.org)?(?:\s+(?:preprint|e-prints?))?[\s:,./]*|\babs/){_ARXIV}", _FLAGS
)
_ARXIV_IN_PATH = re.compile(rf"/{_ARXIV}(?:\.[a-z.]+)?(?:/|$)", _FLAGS)
_ARXIV_DOI = "10.48550/arxiv."
_OPENREVIEW = re.compile(r"[a-z0-9_-]{2,64}", _FLAGS)
_OPENREVIEW_PATHS = ("/forum", "/pdf", "/attachment", "/revisions")
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", re.ASCII)
_DOI_NAMED = re.compile(
    r"(?:(?:urn:|info:)?doi[:/]\s*)?(?P<doi>10\.[0-9]{4}.*)", _FLAGS | re.DOTALL
)
# What publishers put after the DOI in the addresses of their pages.
_DOI_ENDING = re.compile(r"(?:/(?:full|pdf|epdf|abstract|html|meta|summary|epub)|\.pdf)/?$", _FLAGS)
# Oxford's and GeoScienceWorld's …/doi/10.1093/gji/ggab527/41971016/ggab527.pdf
_FILE_NUMBER = re.compile(r"^(10\.[0-9]+/.+?)/[0-9]{5,}(?:/[^/]*)?$", _FLAGS)
_PREPRINT_VERSION = re.compile(r"v[0-9]+(?:\.[a-z.-]+)?$", _FLAGS)  # bioRxiv, medRxiv
_ACL = re.compile(
    r"/(?P<id>[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+|[a-z][0-9]{2}-[0-9]{4})"
    r"(?:v[0-9]+)?(?:\.[a-z]+)?/?$",
    _FLAGS,
)
_HOST_FIRST = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:(?:arxiv|alphaxiv|ar5iv|doi|aclanthology)\.org|openreview\.net"
    r"|dl\.acm\.org|link\.springer\.com)/",
    _FLAGS,
)
_AROUND = " \t\r\n<>\"'`“”‘’,;."
_NO_ONE_SEES = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def parse(text: str) -> Identifier:
    """Return the identifier that `text` names, in any form that `FORMS` shows.

    Whether such a paper exists is not asked: that takes the network.

    Raises:
        NotFoundError: there is no identifier in it, or a malformed one.
    """
    identifier = find(text)
    if identifier is None:
        shown = text.strip() if len(text) < 200 else f"{text[:200]}…"
        raise NotFoundError(
            f"{shown!r} is no reference that pubtool knows{_suspicion(text)}. These work:\n{FORMS}"
        )
    return identifier


def find(text: str) -> Identifier | None:
    """Return the identifier in a link or an `eprint`, `volume` or `journal` field, or None.

    Besides what `parse` takes, that is `arXiv preprint arXiv:2410.03355` and
    `abs/2410.03355`. A link to somewhere else has none.
    """
    text = _bare(text)
    url = _url(text)
    if url is not None:
        return _in_url(url)
    prefix, colon, rest = text.partition(":")
    if colon and prefix.lower() == "openreview":
        return _openreview(rest.strip())
    if match := _DOI_NAMED.fullmatch(text):
        return _doi(unquote(match["doi"]))
    return _arxiv(_ARXIV_ALONE.fullmatch(text) or _ARXIV_NAMED.search(text))


def arxiv_id(text: str) -> str | None:
    """Return the arXiv id in `text`, without its version and subject class, or None.

    `math.GT/0309136v2` comes back as `math/0309136`.
    """
    identifier = find(text)
    return identifier.value if identifier and identifier.service is Service.ARXIV else None


@lru_cache(maxsize=16_384)  # a list is compared with a list, each id with each
def at_home(identifier: Identifier) -> Identifier:
    """Return the id at the service that knows most: a DOI that arXiv gave out is an arXiv id."""
    return find(str(identifier)) or identifier


def _bare(text: str) -> str:
    """Return `text` without what stands around a pasted reference, or what TeX needs in it."""
    text = text.translate(_NO_ONE_SEES).strip()
    if match := re.fullmatch(r"\\(?:url|href)\s*\{([^{}]*)\}.*", text, re.DOTALL):
        text = match[1]
    text = re.sub(r"\\([_%&#~])", r"\1", text).replace("&amp;", "&")
    text = text.lstrip(f"{_AROUND}([{{").rstrip(f"{_AROUND}]}}")
    if text.count(")") > text.count("("):  # some DOIs have a pair
        text = text.rstrip(f"{_AROUND})")
    return text


def _url(text: str) -> SplitResult | None:
    """Return `text` as an address if it is one of http or https, with or without saying so."""
    if _HOST_FIRST.match(text):
        text = f"https://{text}"
    try:
        url = urlsplit(text)
        return url if url.scheme in ("http", "https") and url.hostname else None
    except ValueError:  # such as half an IPv6 address
        return None


def _in_url(url: SplitResult) -> Identifier | None:
    host = (url.hostname or "").rstrip(".").removeprefix("www.")
    path = re.sub(r"/{2,}", "/", unquote(url.path)).rstrip()
    query = parse_qs(url.query)
    if _is(host, "openreview.net"):
        known = path.rstrip("/") in _OPENREVIEW_PATHS
        return _openreview(query.get("id", [""])[0].strip()) if known else None
    if _is(host, "arxiv.org", "alphaxiv.org", "ar5iv.org") or (
        host == "huggingface.co" and path.startswith("/papers/")
    ):
        return _arxiv(_ARXIV_IN_PATH.search(path))
    if host in ("aclanthology.org", "aclweb.org"):
        match = _ACL.search(path)
        return _doi(f"10.18653/v1/{match['id']}") if match else None
    if _is(host, "doi.org"):
        return _doi(path.removeprefix("/").removeprefix("doi:"))
    return _doi_on_a_page(host, path) or _doi(query.get("id", [""])[0])


def _is(host: str, *domains: str) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _doi_on_a_page(host: str, path: str) -> Identifier | None:
    """Return the DOI in a publisher's address, such as dl.acm.org/doi/abs/10.1145/1, or None."""
    match = re.search(r"/(10\.[0-9]{4,9}/.+)", path)
    if match is None:
        return None
    doi = _DOI_ENDING.sub("", match[1].rstrip("/"))
    if doi.startswith("10.5555/"):  # dl.acm.org's own numbers, which doi.org does not know
        return None
    if re.search(r"article(?:-pdf|-abstract)?/doi/", path):
        doi = _FILE_NUMBER.sub(r"\1", doi)
    if _is(host, "biorxiv.org", "medrxiv.org"):
        doi = _PREPRINT_VERSION.sub("", doi)
    return _doi(doi)


def _openreview(value: str) -> Identifier | None:
    return Identifier(Service.OPENREVIEW, value) if _OPENREVIEW.fullmatch(value) else None


def _doi(text: str) -> Identifier | None:
    value = text.strip().rstrip("/").lower()
    if value.startswith(_ARXIV_DOI):
        return _arxiv(_ARXIV_ALONE.fullmatch(value.removeprefix(_ARXIV_DOI)))
    return Identifier(Service.DOI, value) if _DOI.fullmatch(value) else None


def _arxiv(match: re.Match[str] | None) -> Identifier | None:
    """Return the id if arXiv can have given it out: one impossible id spoils a whole request.

    Four digits follow the dot from April 2007 to 2014, five since 2015.
    """
    if match is None:
        return None
    if match["old"]:
        year_month, number = match["old"][:4], match["old"][4:]
        possible = year_month >= "9107" or year_month <= "0703"
        value = f"{match['archive'].lower()}/{match['old']}"
    else:
        year_month, number = match["month"], match["number"]
        possible = year_month >= "0704" and len(number) == (4 if year_month < "1501" else 5)
        value = f"{year_month}.{number}"
    possible = possible and "01" <= year_month[2:] <= "12" and int(number) > 0
    return Identifier(Service.ARXIV, value) if possible else None


def _suspicion(text: str) -> str:
    """Return what is probably wrong with `text`, as the rest of a sentence."""
    if re.search(r"[0-9]{4}\.[0-9]{3,}", text) and "10." not in text:
        return (
            " (an arXiv id is year and month, a dot, and five digits, or four before 2015: "
            "2410.03355)"
        )
    if "openreview" in text.lower():
        return " (an OpenReview link to a paper has forum?id=… or pdf?id=…)"
    return ""
