"""An article as rules see it: folded tokens, and everything that may fill a slot, by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from levees.rules.words import fold
from levees.syntax.view import DETERMINERS, Syntax

PREPOSITIONS = frozenset(
    "de d' du des par à au aux chez avec pour contre selon sur dans en entre vers sans sous après avant dès depuis envers comme via hors "
    "côtés auprès parmi".split()
)
_ROLES = dict.fromkeys("il elle ils elles on je nous vous tu".split(), "subject")
_ROLES |= dict.fromkeys("son sa ses leur leurs notre nos votre vos".split(), "owner") | {"lui": "dative", "m'": "dative"}
_GLUE = frozenset("et ainsi que , / comme puis & ou notamment enfin plus - ( )".split())
_STOP = frozenset(
    "qui que qu' dont où ; : mais tandis alors ayant étant "
    "rival rivale concurrent concurrente ex filiale propriété . car si lorsque quand".split()
)


def folded(doc: Any) -> list[str]:
    """The folded words of a Doc; a full stop that the tokenizer left on a word is taken off."""
    return [fold(w) if len(w) < 2 or w[-1] != "." else fold(w.rstrip(".")) or "." for w in (t.text for t in doc)]


def _role(nominal: Any) -> str:
    """What a pronoun can be: subject, dative or owner; empty for anything else."""
    if nominal.head == "possessive":
        return "owner"
    word = fold(nominal.text)
    return "dative" if word == "leur" else _ROLES.get(word, "")


class Readable(Protocol):
    """What the engine needs of a reading; `levees.pipes.reading.Reading` has it, and so has a plain one made for tests."""

    doc: Any
    text: str
    sentences: list[tuple[int, int]]
    amounts: list[Any]
    percents: list[Any]
    dates: list[Any]
    names: list[Any]
    entities: list[Any]
    nominals: list[Any]
    entity_of: dict[tuple[int, int], int]


@dataclass(slots=True, eq=False)
class Filler:
    """Something that may fill a slot: tokens `start` to `end`, its kind, its value (an Amount, an entity's index, a text …)."""

    start: int
    end: int
    kind: str
    value: Any
    char_start: int
    char_end: int
    text: str
    sentence: int = 0
    entity: int = -1
    group: int = -1  # fillers of one enumeration share a group
    options: tuple[tuple[int, str], ...] = ()  # for a nominal: entities it may stand for, with their kinds
    role: str = ""  # of a pronoun: subject, dative, owner (a possessive); only strategies for that role may use it
    _prep: str | None = field(default=None, repr=False)


class Article:
    """Tokens, sentences and fillers of one reading. Linear to build."""

    def __init__(self, reading: Readable, words: list[str] | None = None) -> None:
        self.reading, doc = reading, reading.doc
        self.words = folded(doc) if words is None else words
        seen = [(t.idx, t.text) for t in doc]
        self.starts = [idx for idx, _ in seen]
        self.ends = [idx + len(text) - (text[-1:] == "." and len(w) < len(text)) for (idx, text), w in zip(seen, self.words, strict=True)]
        self.syntax = Syntax(doc, self.words)
        self.bounds: list[tuple[int, int]] = []
        self.sentence_of = [0] * len(self.words)
        for a, b in reading.sentences or [(0, len(reading.text))]:
            s, e = self.tokens(a, b)
            for i in range(s, e):
                self.sentence_of[i] = len(self.bounds)
            self.bounds.append((s, e))
        self.fillers: list[Filler] = []
        self.at: dict[int, list[Filler]] = {}
        self._collect()
        self._by_sentence: list[list[Filler]] = [[] for _ in self.bounds]
        self.settle()

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that characters touch."""
        first = bisect_right(self.ends, start)
        return first, max(bisect_left(self.starts, end), first + (first < len(self.starts)))

    def add(
        self, kind: str, value: Any, start: int, end: int, *, entity: int = -1, options: tuple[tuple[int, str], ...] = (), role: str = ""
    ) -> None:
        """Register a filler by characters; call `settle` when all are in."""
        s, e = self.tokens(start, end)
        if s < len(self.words):
            text = self.reading.text[start:end]
            self.fillers.append(Filler(s, e, kind, value, start, end, text, self.sentence_of[s], entity, options=options, role=role))

    def _collect(self) -> None:
        r = self.reading
        for a in r.amounts:
            named = a.certain or any(w in fold(a.text) for w in ("million", "milliard", "md", "mio"))
            self.add("amount" if named else "amount?", a, a.start, a.end)
        for p in r.percents:
            self.add("percent", p, p.start, p.end)
        for d in r.dates:
            self.add("date", d, d.start, d.end)
        taken: set[int] = set()
        for n in r.names:
            entity = r.entity_of.get((n.start, n.end), -1)
            if entity >= 0:
                self.add(r.entities[entity].kind, entity, n.start, n.end, entity=entity)
                taken.update(range(*self.tokens(n.start, n.end)))
        for n in r.nominals:
            options = tuple((e, r.entities[e].kind) for e, _ in n.candidates[:3])
            if options and not taken.intersection(range(*self.tokens(n.start, n.end))):
                self.add("nominal", options[0][0], n.start, n.end, entity=options[0][0], options=options, role=_role(n))

    def settle(self) -> None:
        """Sort fillers, index them by token and sentence, join enumerations."""
        self.fillers.sort(key=lambda f: (f.start, f.end))
        self.at = {}
        self._by_sentence = [[] for _ in self.bounds]
        previous: Filler | None = None
        group = 0
        for f in self.fillers:
            f.sentence = self.sentence_of[f.start]
            self._by_sentence[f.sentence].append(f)
            for i in range(f.start, f.end):
                self.at.setdefault(i, []).append(f)
            if f.entity < 0:
                continue
            if previous is None or previous.sentence != f.sentence or not self._joined(previous, f):
                group += 1
            f.group = group
            previous = f

    def _joined(self, a: Filler, b: Filler) -> bool:
        """Whether two parties stand in one enumeration."""
        between = self.words[a.end : b.start]
        if not between or len(between) > 9:
            return False
        depth = 0
        for k, w in enumerate(between):
            if w in _STOP:
                return False
            depth += (w == "(") - (w == ")")
            if depth == 0 and k and w in PREPOSITIONS and w not in ("de", "d'", "du", "des", "par", "en"):
                return False
        return (
            (between[0] in _GLUE or between[0] == "(")
            and any(w in (",", "et", "ainsi", "puis", "&", "/", "comme", "ou") for w in between)
            and not self._verb(a.end, b.start)
        )

    def _verb(self, start: int, end: int) -> bool:
        return self.syntax.parsed and any(self.syntax.pos[i] in ("VERB", "AUX") for i in range(start, end))

    def inside(self, sentence: int) -> list[Filler]:
        """The fillers of a sentence, left to right."""
        return self._by_sentence[sentence]

    def group(self, filler: Filler) -> list[Filler]:
        """The enumeration that a party stands in."""
        return [f for f in self._by_sentence[filler.sentence] if f.group == filler.group] if filler.group >= 0 else [filler]

    def preposition(self, f: Filler) -> str:
        """The preposition before a filler's noun phrase; "" where there is none."""
        if f._prep is None:
            f._prep = self._preposition(f)
        return f._prep

    def _preposition(self, f: Filler) -> str:
        low, i, steps = self.bounds[f.sentence][0], f.start - 1, 0
        while i >= low and steps < 5:
            w = self.words[i]
            if w in PREPOSITIONS:
                if w == "des" and steps == 0 and f.kind not in ("amount", "percent"):
                    return "de"
                return w
            if w in DETERMINERS:
                i -= 1
                return self.words[i] if i >= low and self.words[i] in PREPOSITIONS else ""
            if not w.isalpha() and "-" not in w or i in self.at:
                return ""
            i, steps = i - 1, steps + 1
        return ""

    def text(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end`."""
        return self.reading.text[self.starts[start] : self.ends[end - 1]] if end > start else ""


def entity_kinds(filler: Filler) -> Iterable[tuple[int, str]]:
    """The entities that a filler may stand for, with their kinds, best first."""
    return filler.options or ((filler.entity, filler.kind),)
