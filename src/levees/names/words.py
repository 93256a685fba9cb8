"""Closed lists of words that the name rules use: data in `data/fr/lexicons/word_sets.txt`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _sets() -> dict[str, tuple[str, ...]]:
    content = files("levees.data").joinpath("fr", "lexicons", "word_sets.txt").read_text("utf-8")
    out: dict[str, list[str]] = {}
    key = ""
    for line in content.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            out[key].extend(line.split())
        else:
            key = line.rstrip(": ")
            out[key] = []
    return {name: tuple(words) for name, words in out.items()}


def word_set(key: str) -> frozenset[str]:
    """One list by its key.

    >>> "pdg" in word_set("spans.roles")
    True
    """
    return frozenset(_sets()[key])


def relations() -> dict[str, tuple[str, float]]:
    """Nouns before « de X »: the kind that they give X, and how strongly."""
    out: dict[str, tuple[str, float]] = {}
    for key, words in _sets().items():
        if key.startswith("relation."):
            _, kind, weight = key.split(".", 2)
            out.update(dict.fromkeys(words, (kind, float(weight))))
    return out
