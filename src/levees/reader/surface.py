"""What the surface functions share: word lists, where their words stand in a sentence, what stands between two places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from levees.reader.lexicon import fold

Span = tuple[int, int]
_OPEN = r"(?<!\w)"


@lru_cache(maxsize=16)
def cue_lists(name: str) -> dict[str, Any]:
    """One of the word lists that ship with levees, by the name of its file."""
    loaded: dict[str, Any] = yaml.safe_load((files("levees.data") / "fr" / "cues" / f"{name}.yml").read_text(encoding="utf-8"))
    return loaded


def as_pattern(entry: str) -> str:
    """A word or several as a pattern over folded text: `*` stands for any ending, `_` for one word of any kind.

    >>> bool(re.fullmatch(as_pattern("chiffre* d'affaires"), "chiffres d'affaires"))
    True
    """
    body = re.escape(fold(entry)).replace(r"\*", r"[\w-]*").replace(r"\ _\ ", r"\s+[\w'-]+\s+").replace(r"\ ", r"\s+").replace("'", r"'\s?")
    return (_OPEN if entry[0].isalnum() else "") + body + (r"(?!\w)" if entry[-1].isalnum() else "")


def any_of(entries: Iterable[str]) -> str:
    """The entries as one alternation, longer ones first."""
    return "|".join(as_pattern(e) for e in sorted(entries, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of a list in a text."""

    start: int
    end: int
    value: str


class Cues:
    """Lists of words by value, looked for all at once.

    >>> cues = Cues({"up": ["hausse", "en progression"], "down": ["recul*"]})
    >>> [(h.value, h.start) for h in cues.find("en progression, après un recul")]
    [('up', 0), ('down', 25)]
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        entries = sorted(((fold(str(e)), v) for v, es in lists.items() for e in es), key=lambda x: -len(x[0]))
        self._by_letter: dict[str, tuple[Callable[[str, int], re.Match[str] | None], list[str]]] = {}
        for letter in {e[0] for e, _ in entries}:
            mine = [(e, v) for e, v in entries if e[0] == letter]
            pattern = re.compile("|".join("(" + as_pattern(e).removeprefix(_OPEN) + ")" for e, _ in mine))
            self._by_letter[letter] = pattern.match, [v for _, v in mine]
        self._find = lru_cache(maxsize=256)(self._search)

    def _search(self, text: str) -> tuple[Hit, ...]:
        out, at = [], 0
        low = fold(text)
        for m in _WORD_STARTS.finditer(low):
            if m.start() >= at and (known := self._by_letter.get(m[0])) and (found := known[0](low, m.start())):
                at = found.end()
                out.append(Hit(found.start(), at, known[1][(found.lastindex or 1) - 1]))
        return tuple(out)

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in a text, left to right, none inside another."""
        return self._find(text)


_WORD_STARTS = re.compile(r"(?<!\w)\w|[&%+]")


@dataclass(frozen=True, slots=True)
class Reasons:
    """Scores from 0 to 1 by value, and the words that speak for each."""

    scores: dict[str, float] = field(default_factory=dict)
    where: dict[str, Span] = field(default_factory=dict)

    def best(self, least: float = 0.0) -> str | None:
        """The value with the highest score, if that reaches `least`."""
        if not self.scores:
            return None
        value = max(self.scores, key=lambda v: self.scores[v])
        return value if self.scores[value] >= least else None


def merged(found: Iterable[Reasons]) -> Reasons:
    """What several places say of one event: the best score of each value.

    >>> merged([Reasons({"debt": 0.2}), Reasons({"debt": 0.9, "grant": 0.1})]).scores
    {'debt': 0.9, 'grant': 0.1}
    """
    out = Reasons()
    for reasons in found:
        for value, score in reasons.scores.items():
            if score > out.scores.get(value, -1.0):
                out.scores[value] = score
                if value in reasons.where:
                    out.where[value] = reasons.where[value]
    return out


def sentence_index(reading: Any, at: int) -> int:
    """The sentence that holds a character."""
    return max(bisect_right(reading.sentences, (at, 1 << 60)) - 1, 0)


def sentence_at(reading: Any, at: int) -> Span:
    """Characters of the sentence that holds a character; the whole text where none is known."""
    if not reading.sentences:
        return 0, len(reading.text)
    a, b = reading.sentences[sentence_index(reading, at)]
    return (a, b) if a <= at < b else (min(a, at), max(b, at + 1))


def within(items: Iterable[Any], start: int, end: int) -> list[Any]:
    """The amounts, dates, names that stand wholly between two characters."""
    return [x for x in items if start <= x.start and x.end <= end]
