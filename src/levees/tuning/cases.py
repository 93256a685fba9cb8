"""Annotated articles as tuning sees them: read once, then read again with whatever may be added to a pack."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from levees.evaluation.score import count_article
from levees.pipes.build import read_docs
from levees.pipes.names import read_names
from levees.pipes.standing import with_standing
from levees.schema import BaseEvent
from levees.tuning.change import Setting

if TYPE_CHECKING:
    from spacy.language import Language

Counts = Counter[tuple[str, ...]]


@dataclass(slots=True)
class Case:
    """An annotated article, what the pipeline made of it, the counts that this scores, and the reader that read it."""

    row: Mapping[str, Any]
    reading: Any
    events: list[BaseEvent]
    counts: Counts
    reader: Any

    def under(self, setting: Setting) -> list[BaseEvent]:
        """The events of the article, had it been read with a change. The case stays as it is."""
        if setting.change.only_trust:
            return with_standing(self.events, self.reading, setting.rules)
        r = self.reading
        kept = r.names, r.entities, r.entity_of, r.nominals, r.mentions, r.events
        try:
            if setting.names is not None:
                read_names(r.doc, registry=setting.names)
                r.mentions = setting.all_rules(r) if setting.all_rules is not None else []
            elif setting.matcher is not None:
                found = [m for m in r.mentions if m.rule not in setting.changed] + setting.matcher(r)
                r.mentions = sorted(found, key=lambda m: (m.start, m.end, m.rule))
            r.events = []
            setting.reader(self.reader)(r.doc)
            return list(r.events)
        finally:
            r.names, r.entities, r.entity_of, r.nominals, r.mentions, r.events = kept

    def score(self, events: Sequence[BaseEvent]) -> Counts:
        """The counts of these events against the annotation."""
        return count(self.row, events)


def count(row: Mapping[str, Any], events: Sequence[BaseEvent]) -> Counts:
    """Counts of one article."""
    return count_article(row, {"id": row["id"], "events": [e.model_dump(mode="json") for e in events]}, [])


def read_cases(rows: Sequence[Mapping[str, Any]], nlp: Language, on_each: Callable[[], Any] | None = None) -> list[Case]:
    """Read annotated articles with a pipeline, in order; `on_each` is called after each."""
    out = []
    items = ((row["text"], row.get("published"), row) for row in rows)
    for doc, row in read_docs(nlp, items, batch_size=8):
        reading = doc._.levees
        out.append(Case(row, reading, list(reading.events), count(row, reading.events), nlp.get_pipe("levees_events")))
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


def won(before: Counts, after: Counts, what: str = "event") -> int:
    """Right events more; `what` may be strict, which asks for status and certainty too."""
    return _sum(after, what, "tp") - _sum(before, what, "tp")


def spoilt(before: Counts, after: Counts) -> int:
    """Wrong events more."""
    return _sum(after, "event", "fp") - _sum(before, "event", "fp")


def moved(before: Counts, after: Counts, what: str = "event") -> tuple[int, int]:
    """(won, spoilt): events right and wrong more; of `strict` those that became right and those that ceased to be."""
    gained = won(before, after, what)
    return (gained, spoilt(before, after)) if what == "event" else (max(gained, 0), max(-gained, 0) + max(spoilt(before, after), 0))


def gain(before: Counts, after: Counts, what: str = "event") -> int:
    """Won less spoilt: what a change is worth."""
    gained, lost = moved(before, after, what)
    return gained - lost


def _sum(counts: Counts, what: str, outcome: str) -> int:
    return sum(n for key, n in counts.items() if key[0] == what and key[-1] == outcome)


def total(counts: Iterable[Counts]) -> Counts:
    """Counts added up."""
    out: Counts = Counter()
    for one in counts:
        out.update(one)
    return out
