"""Where the events stand that were missed, and which words stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from levees.evaluation.align import align, exact_marks
from levees.exchange.document import place
from levees.names.lexicon import read_lines
from levees.rules.verbs import conjugate, is_verb
from levees.tuning.cases import Case

_HELPERS = frozenset("a ai ont est sont était étaient avait avaient être avoir été sera seront aura auront serait aurait ait soit".split())


@dataclass(frozen=True, slots=True)
class Spot:
    """An annotated event in its article: the characters that it is known by (amount, else a party), and the sentence that tells it."""

    case: int
    gold: Mapping[str, Any]
    start: int
    end: int
    sentence: tuple[int, int]


def missed(cases: Sequence[Case]) -> list[Spot]:
    """The events that were not found, but for optional ones."""
    out = []
    for i, case in enumerate(cases):
        preds = [e.model_dump(mode="json") for e in case.events]
        pairs, lost, _ = align(case.row["events"], preds)
        for gold in [*lost, *(p.gold for p in pairs if not p.core)]:
            if not gold.get("optional"):
                out += _spot(i, case, gold)
    return out


def misjudged(cases: Sequence[Case]) -> list[Spot]:
    """The events that were found with a wrong status or certainty."""
    out = []
    for i, case in enumerate(cases):
        pairs, _, _ = align(case.row["events"], [e.model_dump(mode="json") for e in case.events])
        for gold in (p.gold for p in pairs if p.core and not p.gold.get("optional") and not exact_marks(p.gold, p.pred, only_given=True)):
            out += _spot(i, case, gold)
    return out


def _spot(number: int, case: Case, gold: Mapping[str, Any]) -> Iterator[Spot]:
    text = case.row["text"]
    values = (gold.get("amount"), *(v[0] if isinstance(v, list) and v else v for v in gold.values()))
    value = next((v for v in values if isinstance(v, dict) and v.get("text") and v["text"] in text), None)
    if value is not None:
        start, end = place(value, text)
        said = {v["text"] for v in values if isinstance(v, dict) and v.get("text")}

        def told(sentence: tuple[int, int]) -> tuple[int, bool]:
            """How many of the event's values a sentence holds, and whether it holds the deciding one."""
            return sum(words in text[sentence[0] : sentence[1]] for words in said), sentence[0] <= start < sentence[1]

        yield Spot(number, gold, start, end, max(case.reading.sentences, key=told, default=(start, end)))


def tokens_of(case: Case, sentence: tuple[int, int]) -> list[Any]:
    """The tokens of a sentence."""
    return [t for t in case.reading.doc if sentence[0] <= t.idx < sentence[1]]


def verbs_of(tokens: Sequence[Any]) -> set[str]:
    """Infinitives of the verbs among tokens."""
    return {v for t in tokens if t.pos_ in ("VERB", "AUX") and t.lower_ not in _HELPERS for v in infinitives(t.lower_)}


def words_of(tokens: Sequence[Any], named: frozenset[int]) -> set[str]:
    """Nouns and adjectives among tokens, none that is part of a name (`named` holds the names' characters); « OPA » is one too."""
    out = set()
    for t in tokens:
        short = t.text.isupper() and 2 < len(t) < 6
        plain = t.text.islower() and len(t) > 3 and t.pos_ in ("NOUN", "ADJ") and t.lower_ in french()
        if t.text.isalpha() and (plain or short) and t.idx not in named:
            out.add(t.lower_)
    return out


@lru_cache(maxsize=1)
def french() -> frozenset[str]:
    """The common words of French."""
    return frozenset(read_lines("common_words"))


@lru_cache(maxsize=20_000)
def infinitives(form: str) -> tuple[str, ...]:
    """The verbs of the French lexicon that a form may belong to.

    >>> infinitives("glanait")
    ('glaner',)
    """
    return tuple(v for v in _verbs().get(form[:3], ()) if any(form in forms for forms in conjugate(v).values()))


@lru_cache(maxsize=1)
def _verbs() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for word in read_lines("common_words"):
        if is_verb(word) and word.isalpha():
            try:
                stems = {forms[0][:3] for forms in conjugate(word).values() if forms}
            except (ValueError, IndexError, KeyError):
                continue
            for stem in sorted(stems):
                out.setdefault(stem, []).append(word)
    return out
