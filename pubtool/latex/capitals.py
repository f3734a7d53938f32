"""Which words of a title lose meaning when a bibliography style lowers their capitals."""

import re

# Capitalised in every kind of title; the words of the field that come from a name.
_NAME_WORDS = """
    Adam Banach Bayes Bayesian Bellman Boltzmann Bregman Brownian Cauchy Cartesian Chebyshev
    Cholesky Dirichlet Euclidean Euler Fourier Frobenius Gauss Gaussian Gibbs Hamiltonian
    Hausdorff Hebbian Hermitian Hessian Hilbert Hopfield Jacobian Jensen Kalman Kolmogorov
    Krylov Kullback Lagrange Lagrangian Langevin Laplace Laplacian Lebesgue Leibler Lipschitz
    Lyapunov Markov Markovian Monte Carlo Nash Nesterov Newton Newtonian Pareto Poisson
    Riemann Riemannian Schrödinger Shannon Shapley Sinkhorn Sobolev Stein Stiefel Thompson
    Tikhonov Turing Wasserstein Wiener Bernoulli Chinese Korean English German French Japanese
    African American Asian European Arabic Indian Spanish Wikipedia Python Google Android
"""
_NAMES = frozenset(_NAME_WORDS.split())
# Lower case in every kind of title, so that they tell nothing about this one.
_SMALL_WORDS = """
    with from over into through under between toward towards without against beyond within
    across than that when upon onto about after before during among versus
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_CORE = re.compile(r"\w.*[\w+*#]|\w", re.DOTALL)
_PARTS = re.compile(r"[-‐‑–/]")


def protected_words(words: list[str]) -> list[bool]:
    """Return for each word of a title whether it needs braces.

    These do: inner capitals or a capital with digits (LANTERN, MeZO, 3D, K-FAC, GPT-4), a
    letter that stands alone (vitamin C), a name (Bayesian); in a title in sentence case
    every capitalised word. Those do not: the first letter of the title and the one after a
    colon, which BibTeX keeps, and titles that shout from beginning to end.
    """
    shouts = len(words) > 3 and not any(char.islower() for char in "".join(words))
    if shouts:
        return [False] * len(words)
    cores = [_core(word) for word in words]
    starts = [
        i == 0 or words[i - 1].endswith(":") if words[i].startswith(core) else False
        for i, core in enumerate(cores)
    ]
    sentence = _is_sentence([c for c, start in zip(cores, starts, strict=True) if not start])
    return [
        bool(core) and (_is_mixed(core) or (not start and _is_name(core, sentence)))
        for core, start in zip(cores, starts, strict=True)
    ]


def _core(word: str) -> str:
    match = _CORE.search(word)
    return match[0] if match else ""


def _is_sentence(cores: list[str]) -> bool:
    telling = [
        core
        for core in cores
        if len(core) > 3 and core[0].isalpha() and core not in _SMALL and core not in _NAMES
    ]
    telling = [core for core in telling if not _is_mixed(core)]
    lowered = sum(core[0].islower() for core in telling)
    return 0 < lowered >= len(telling) - lowered


def _is_mixed(core: str) -> bool:
    parts = _PARTS.split(core)
    return any(_is_mixed_part(part, len(parts)) for part in parts if part)


def _is_mixed_part(part: str, parts: int) -> bool:
    if len(part) == 1:
        return parts > 1 and part.isupper()
    marked = any(char.isdigit() or char in "+*#^_" for char in part)
    return any(char.isupper() for char in part[1:]) or (part[0].isupper() and marked)


def _is_name(core: str, sentence: bool) -> bool:
    if len(core) == 1:
        return core.isupper() and (sentence or core != "A")
    known = any(part.removesuffix("'s").removesuffix("’s") in _NAMES for part in _PARTS.split(core))
    return known or (sentence and core[0].isupper())
