"""Words as rules see them: folded forms, entries of one or several words, and one lookup pass for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

GAP = "~"  # in an entry: up to GAP_WORDS words of any sort
GAP_WORDS = 3
PAUSE = 64  # words between two calls of a pause
Pause = Callable[[], None]
_WORD = re.compile(r"[^\s'-]+'?|['-]")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, typographic apostrophes and hyphens as typewriter ones; accents stay.

    >>> fold("L’Élan")
    "l'élan"
    """
    return word.lower().replace("’", "'").replace("‑", "-").replace("œ", "oe")


def words_of(entry: str) -> tuple[str, ...]:
    """The folded words of an entry, cut where the tokenizer cuts.

    >>> words_of("s'offre le groupe")
    ("s'", 'offre', 'le', 'groupe')
    """
    return tuple(_WORD.findall(fold(entry)))


def pieces(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """Folded tokens cut at apostrophes and hyphens, as entries are (tokenizers disagree on them), and the token of each piece.

    >>> pieces(["la", "start-up"])
    (['la', 'start', '-', 'up'], [0, 1, 1, 1])
    """
    out: list[str] = []
    owner: list[int] = []
    for i, word in enumerate(words):
        cut = (word,) if word.isalnum() else _cut(word)
        out += cut
        owner += [i] * len(cut)
    return out, owner


@lru_cache(maxsize=65536)
def _cut(word: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(word)) or (word,)


def entry_fault(entry: str) -> str | None:
    """Why an entry cannot be looked up, or None.

    >>> entry_fault("~ la main")
    "'~ la main' does not begin with a word"
    """
    words = words_of(entry)
    return f"{entry!r} does not begin with a word" if not words or words[0] in (GAP, "*") else None


@dataclass(slots=True)
class _Entry:
    key: int
    words: tuple[str, ...]
    head: int
    second: str = ""  # the second word, where it must stand there as it is


@dataclass(slots=True)
class Hit:
    """Where an entry stands: tokens `start` to `end` (exclusive), and the token that governs."""

    start: int
    end: int
    head: int


_SAME = {
    "de": ("de", "d'", "du", "des"),
    "d'": ("de", "d'", "du", "des"),
    "à": ("à", "au", "aux"),
    "au": ("au", "à", "aux"),
    "le": ("le", "la", "les", "l'"),
    "la": ("la", "le", "les", "l'"),
}


_LOOSE = frozenset({GAP, *_SAME})


@dataclass(slots=True)
class Vocabulary:
    """All words that any rule looks for, found in one pass over a text's folded tokens.

    Entries are hashed by their first word; a final `*` stands for any ending; `de` and `à` match their contractions
    where they end an entry of several words.

    >>> v = Vocabulary(); key = v.add("met ~ la main sur"); v.freeze()
    >>> [(h.start, h.end) for h in v.find("Alba met enfin la main sur Borel".lower().split())[key]]
    [(1, 6)]
    """

    _keys: dict[tuple[str, int, bool], int] = field(default_factory=dict)
    _exact: dict[str, list[_Entry]] = field(default_factory=dict)
    _prefix: dict[str, list[_Entry]] = field(default_factory=dict)
    _lengths: tuple[int, ...] = ()
    _cache: dict[str, tuple[_Entry, ...]] = field(default_factory=dict)

    def add(self, entry: str, *, head: int = 0, contracted: bool = True) -> int:
        """Register an entry and return its key; the same entry has the same key."""
        if fault := entry_fault(entry):
            raise ValueError(fault)
        words = words_of(entry)
        place = (" ".join(words), head, contracted)
        if place in self._keys:
            return self._keys[place]
        key = self._keys[place] = len(self._keys)
        firsts: Iterable[str] = (words[0],)
        if contracted and words[0] in ("de", "à", "du", "au"):
            firsts = _SAME.get({"du": "de", "au": "à"}.get(words[0], words[0]), (words[0],))
        for first in firsts:
            second = words[1] if len(words) > 1 and words[1] not in _LOOSE and words[1][-1] != "*" else ""
            item = _Entry(key, (first, *words[1:]), head, second)
            table, at = (self._prefix, first[:-1]) if first.endswith("*") else (self._exact, first)
            table.setdefault(at, []).append(item)
        return key

    def freeze(self) -> None:
        """Make ready for `find`; call again after adding."""
        self._lengths = tuple(sorted({len(p) for p in self._prefix}))
        self._cache.clear()

    def _of(self, word: str) -> tuple[_Entry, ...]:
        found = self._cache.get(word)
        if found is None:
            out = list(self._exact.get(word, ()))
            for n in self._lengths:
                if n > len(word):
                    break
                out += self._prefix.get(word[:n], ())
            found = tuple(out)
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found

    def find(self, words: Sequence[str], pause: Pause | None = None) -> dict[int, list[Hit]]:
        """Every place of every entry, by key, left to right; places are tokens. `pause` is called every so often, and may raise."""
        out: dict[int, list[Hit]] = {}
        words, owner = pieces(words)
        for at, word in enumerate(words):
            if pause is not None and at % PAUSE == 0:
                pause()
            following = words[at + 1] if at + 1 < len(words) else ""
            for entry in self._of(word):
                if entry.second and entry.second != following:
                    continue
                places = (at,) if len(entry.words) == 1 else _follow(entry.words, words, at)
                if places:
                    head = places[min(entry.head, len(places) - 1)]
                    out.setdefault(entry.key, []).append(Hit(owner[at], owner[places[-1]] + 1, owner[head]))
        return out


def _follow(entry: Sequence[str], words: Sequence[str], at: int) -> tuple[int, ...]:
    """Positions of an entry's words from `at` on; empty where one is missing."""
    places, spare = [at], 0
    for want in entry[1:]:
        if want == GAP:
            spare = GAP_WORDS
            continue
        nxt = places[-1] + 1
        found = -1
        for j in range(nxt, min(nxt + spare + 1, len(words))):
            if same(want, words[j]):
                found = j
                break
            if words[j] in (".", ";", ":"):
                break
        if found < 0:
            return ()
        places.append(found)
        spare = 0
    return tuple(places)


def same(want: str, word: str) -> bool:
    """Whether a word of an entry stands for a word of the text."""
    if want == word:
        return True
    if want.endswith("*"):
        return word.startswith(want[:-1])
    return word in _SAME.get(want, ())


def match_left(phrase: Sequence[str], words: Sequence[str], end: int, start: int) -> bool:
    """Whether `phrase` stands right before token `end`, not reaching over `start`."""
    begin = end - len(phrase)
    return begin >= start and all(same(p, words[begin + k]) for k, p in enumerate(phrase))


def entries(items: Iterable[str]) -> Iterator[str]:
    """The entries of a list in which one string may hold several, separated by `|`."""
    for item in items:
        yield from (piece for piece in map(str.strip, item.split("|")) if piece)
