"""Annotated articles as tuning sees them: read once, then scored again and again with other rules."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from levees.evaluation.score import count_article
from levees.pipes.build import read_docs
from levees.pipes.standing import with_standing
from levees.rules.load import RuleSet
from levees.rules.mention import RuleMention
from levees.schema import BaseEvent

if TYPE_CHECKING:
    from spacy.language import Language

Counts = Counter[tuple[str, ...]]


@dataclass(slots=True)
class Case:
    """An annotated article, what the pipeline made of it, and the counts that this scores."""

    row: Mapping[str, Any]
    reading: Any
    events: list[BaseEvent]
    counts: Counts

    def with_mentions(self, mentions: Sequence[RuleMention], rules: RuleSet) -> list[BaseEvent]:
        """The events, had rules said this as well and been trusted in it."""
        if not mentions:
            return self.events
        trusted = replace(rules, trust={m.rule: 1.0 for m in mentions})
        reading = _Said(self.reading, mentions)
        return with_standing(self.events, reading, trusted)

    def score(self, events: Sequence[BaseEvent]) -> Counts:
        """The counts of these events against the annotation."""
        return count(self.row, events)


class _Said:
    """A reading with other mentions."""

    def __init__(self, reading: Any, mentions: Sequence[RuleMention]) -> None:
        self._reading, self.mentions = reading, mentions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reading, name)


def count(row: Mapping[str, Any], events: Sequence[BaseEvent]) -> Counts:
    """Counts of one article."""
    return count_article(row, {"id": row["id"], "events": [e.model_dump(mode="json") for e in events]}, [])


def read_cases(rows: Sequence[Mapping[str, Any]], nlp: Language, on_each: Any = None) -> list[Case]:
    """Read annotated articles with a pipeline, in order; `on_each` is called after each."""
    out = []
    items = ((row["text"], row.get("published"), row) for row in rows)
    for doc, row in read_docs(nlp, items, batch_size=8):
        reading = doc._.levees
        out.append(Case(row, reading, list(reading.events), count(row, reading.events)))
        if on_each is not None:
            on_each()
    return out


def folds(size: int, parts: int, seed: int) -> list[int]:
    """The fold of each article, drawn by seed; as even as may be.

    >>> sorted(folds(5, 2, 0))
    [0, 0, 0, 1, 1]
    """
    drawn = [i % parts for i in range(size)]
    random.Random(seed).shuffle(drawn)
    return drawn


def gain(before: Counts, after: Counts) -> int:
    """Events won less events spoilt: what a change is worth."""
    return won(before, after) - false(before, after)


def won(before: Counts, after: Counts) -> int:
    """Right events more."""
    return _sum(after, "tp") - _sum(before, "tp")


def false(before: Counts, after: Counts) -> int:
    """Wrong events more."""
    return _sum(after, "fp") - _sum(before, "fp")


def _sum(counts: Counts, outcome: str) -> int:
    return sum(n for key, n in counts.items() if key[0] == "event" and key[2] == outcome)


def total(counts: Iterable[Counts]) -> Counts:
    """Counts added up."""
    out: Counts = Counter()
    for one in counts:
        out.update(one)
    return out
