"""The cue lexicon: entries of one or more words, looked up by their first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

ROLES = ("governs", "befalls", "frames")
CUES = ("planned", "ongoing", "cancelled", "completed", "denied", "hypothetical", "hearsay")
_ER = "e es ent ons ez er é ée és ées a ait aient ais ant era eront erait eraient erai erons èrent".split()
_IR = "is it issent issons issait issaient issant ir i ie ies ira iront irait iraient irent".split()
MOST_GAPS = 2  # each may be up to three words long, so that n of them match in up to 4ⁿ ways
_GAP_STOPS = frozenset(',;:.()!?«»"—–')


@dataclass(slots=True)
class Word:
    """One place of an entry: exact forms and prefixes; a gap stands for up to three words."""

    forms: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    gap: bool = False

    def fits(self, word: str) -> bool:
        """Whether a folded word may stand here."""
        return word in self.forms or bool(self.prefixes) and word.startswith(self.prefixes)


@dataclass(slots=True)
class Entry:
    """What an entry says and how it stands to the deal."""

    says: str
    role: str
    words: tuple[Word, ...]


def parse_word(text: str) -> Word:
    """Read one place of an entry.

    >>> sorted(parse_word("vis/er|cible").forms)[:3]
    ['cible', 'visa', 'visaient']
    """
    if text == "_":
        return Word(gap=True)
    forms: set[str] = set()
    prefixes = []
    for part in text.split("|"):
        if part.endswith("/er") or part.endswith("/ir"):
            forms.update(part[:-3] + e for e in (_ER if part.endswith("er") else _IR))
        elif part.endswith("*"):
            prefixes.append(part[:-1])
        elif part:
            forms.add(part)
    return Word(frozenset(forms), tuple(prefixes))


def parse_entry(line: str, says: str, role: str) -> Entry:
    """Read an entry of the lexicon; raises ValueError where it has no first word, or gaps that could take long."""
    words = []
    for place in line.split():
        # « l'horizon » is two tokens; « d'|à » is one place
        if "|" not in place and "'" in place[:-1]:
            cut = place.index("'") + 1
            words += [parse_word(place[:cut]), parse_word(place[cut:])]
        else:
            words.append(parse_word(place))
    if not words or words[0].gap or "-" in line.split():
        raise ValueError(f"entry {line!r} of {says}.{role} begins with no word, or runs two entries together")
    gaps = [word.gap for word in words]
    if sum(gaps) > MOST_GAPS or any(a and b for a, b in zip(gaps, gaps[1:], strict=False)):
        raise ValueError(
            f"entry {line!r} of {says}.{role} has gaps that follow each other, or more than {MOST_GAPS}; the ways to match them multiply: "
            "write the words, or two entries"
        )
    return Entry(says, role, tuple(words))


@dataclass(slots=True)
class Lexicon:
    """All entries by first word, and the plain word lists."""

    entries: list[Entry]
    sets: dict[str, Word]
    _exact: dict[str, list[Entry]] = field(default_factory=dict)
    _prefix: dict[str, list[tuple[str, Entry]]] = field(default_factory=dict)
    _cache: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            for form in entry.words[0].forms:
                self._exact.setdefault(form, []).append(entry)
            for prefix in entry.words[0].prefixes:
                self._prefix.setdefault(prefix[:2], []).append((prefix, entry))

    def starting(self, word: str) -> tuple[Entry, ...]:
        """Entries that may begin with a folded word."""
        found = self._cache.get(word)
        if found is None and word in self.sets["nouns"].forms:
            found = self._cache[word] = ()
        if found is None:
            found = (*self._exact.get(word, ()), *(e for p, e in self._prefix.get(word[:2], ()) if word.startswith(p)))
            if len(self._cache) < 100_000:
                self._cache[word] = found
        return found

    def matches(self, words: Sequence[str]) -> Iterator[tuple[int, int, Entry]]:
        """Every entry in a sentence's folded words: (first word, word after the last, entry), the longest of a kind at each place."""
        for i, word in enumerate(words):
            found = self.starting(word)
            if not found:
                continue
            nxt = words[i + 1] if i + 1 < len(words) else ""
            best: dict[tuple[str, str], tuple[int, Entry]] = {}
            for entry in found:
                end = i + 1
                if len(entry.words) > 1:
                    place = entry.words[1]
                    # most entries fail on their second word: no call for them
                    if not place.gap and nxt not in place.forms and not (place.prefixes and nxt.startswith(place.prefixes)):
                        continue
                    end = _match(words, end, entry.words, 1)
                key = (entry.says, entry.role)
                if end and end > best.get(key, (0, entry))[0]:
                    best[key] = (end, entry)
            for end, entry in best.values():
                yield i, end, entry


def _match(words: Sequence[str], at: int, places: tuple[Word, ...], k: int) -> int:
    """The end of a match of places[k:] at a word, 0 where there is none."""
    if k == len(places):
        return at
    if places[k].gap:
        for skip in range(4):
            if end := _match(words, at + skip, places, k + 1):
                return end
            if at + skip >= len(words) or words[at + skip] in _GAP_STOPS:
                return 0
        return 0
    if at < len(words) and places[k].fits(words[at]):
        return _match(words, at + 1, places, k + 1)
    return 0


def build(data: dict[str, Any]) -> Lexicon:
    """A lexicon from the YAML's contents; raises ValueError on an unknown key."""
    data = dict(data)
    entries = []
    for says in CUES:
        for role, lines in data.pop(says).items():
            if role not in ROLES:
                raise ValueError(f"{says} has no role {role!r}; roles are {', '.join(ROLES)}")
            entries += [parse_entry(line, says, role) for line in lines or ()]
    entries += [parse_entry(line, "say", "say") for line in data.pop("say")]
    entries += [parse_entry(line, "according", "according") for line in data.pop("according")]
    return Lexicon(entries, {name: parse_word("|".join(words)) for name, words in data.items()})


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon that ships with levees (data/fr/cues/factuality.yml)."""
    source = files("levees.data") / "fr" / "cues" / "factuality.yml"
    return build(yaml.load(source.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


_current: ContextVar[Lexicon | None] = ContextVar("levees_cues", default=None)


def current() -> Lexicon:
    """The lexicon in force: the shipped one, or inside `using` the one given there."""
    return _current.get() or shipped()


@contextmanager
def using(lexicon: Lexicon | None) -> Iterator[None]:
    """Judge by another lexicon while the block lasts; None leaves the one in force."""
    if lexicon is None:
        yield
        return
    token = _current.set(lexicon)
    try:
        yield
    finally:
        _current.reset(token)


def extended(base: Lexicon, data: Mapping[str, Any]) -> Lexicon:
    """The lexicon with further cues, written as in the shipped file; raises ValueError on an unknown key or an entry that is none.

    >>> more = extended(shipped(), {"planned": {"governs": ["mijot/er de"]}})
    >>> len(more.entries) - len(shipped().entries)
    1
    """
    entries = list(base.entries)
    for says, roles in data.items():
        if says in ("say", "according"):
            entries += [parse_entry(line, says, says) for line in roles or ()]
            continue
        if says not in CUES:
            raise ValueError(f"there are no cues {says!r}; cues are {', '.join((*CUES, 'say', 'according'))}")
        if not isinstance(roles, Mapping):
            raise ValueError(f"{says} takes roles, each with a list of entries; roles are {', '.join(ROLES)}")
        for role, lines in roles.items():
            if role not in ROLES:
                raise ValueError(f"{says} has no role {role!r}; roles are {', '.join(ROLES)}")
            entries += [parse_entry(line, says, role) for line in lines or ()]
    return Lexicon(entries, base.sets)


_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*|[^\W\d_][^\W_]*(?:-[^\W_]+)*'?|[^\w\s]")


def fold(text: str) -> str:
    """Lower case and typewriter apostrophes; the length does not change.

    >>> fold("L’ÉTAT")
    "l'état"
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'")


def tokenise(folded: str, start: int, end: int) -> tuple[list[str], list[int], list[int]]:
    """Words, numbers and signs of a stretch of folded text, with their offsets.

    >>> tokenise("d'ici 2026, 1,5 million", 0, 23)[0]
    ["d'", 'ici', '2026', ',', '1,5', 'million']
    """
    words, starts, ends = [], [], []
    for m in _TOKEN.finditer(folded, start, end):
        words.append(m[0])
        starts.append(m.start())
        ends.append(m.end())
    return words, starts, ends
