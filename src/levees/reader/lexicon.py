"""Word classes: which words of a text may tell of an event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import yaml


def fold(text: str) -> str:
    """Lower case, typographic apostrophes as typewriter ones; the length does not change.

    >>> fold("L’OPA")
    "l'opa"
    """
    low = text.lower().replace("’", "'")
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")


class WordClasses:
    """Classes of words with a final wildcard, looked up by form; multi-word entries by their first word."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self.names = list(classes)
        singles: dict[int, list[str]] = {}
        self._multi: dict[str, list[tuple[int, list[str]]]] = {}
        self._open: dict[str, list[tuple[int, list[str]]]] = {}  # whose first word ends in *, by its first letter
        for index, entries in enumerate(classes.values()):
            for entry in map(fold, entries):
                words = re.findall(r"[^\s']+'?", entry)
                if len(words) == 1:
                    singles.setdefault(index, []).append(entry)
                elif words[0].endswith("*"):
                    self._open.setdefault(words[0][0], []).append((index, words))
                else:
                    self._multi.setdefault(words[0], []).append((index, words))
        self._single = [(i, re.compile("|".join(re.escape(e).replace(r"\*", r"[\w-]*") for e in es))) for i, es in singles.items()]
        self._cache: dict[str, tuple[int, ...]] = {}

    def of_word(self, word: str) -> tuple[int, ...]:
        """The classes of one folded word form."""
        found = self._cache.get(word)
        if found is None:
            found = tuple(i for i, pattern in self._single if pattern.fullmatch(word))
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found

    def of_words(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The classes of each of a text's folded words, entries of several words included."""
        out = [self.of_word(w) for w in words]
        for at, word in enumerate(words):
            for index, entry in (*self._multi.get(word, ()), *self._open.get(word[:1], ())):
                if len(entry) + at <= len(words) and all(_same(e, words[at + k]) for k, e in enumerate(entry)):
                    for k in range(len(entry)):
                        if index not in out[at + k]:
                            out[at + k] = (*out[at + k], index)
        return out


def _same(entry: str, word: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else entry == word


@lru_cache(maxsize=1)
def shipped() -> WordClasses:
    """The classes that ship with levees (data/fr/cues/triggers.yml)."""
    source = files("levees.data") / "fr" / "cues" / "triggers.yml"
    return WordClasses(yaml.load(source.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
