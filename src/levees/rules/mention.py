"""What the engine hands on: mentions of events, with how each slot was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """A slot's value: an Amount, a date, a Percent, an entity's index or a text, where it stands, and the strategy that found it."""

    value: Any
    kind: str
    start: int
    end: int
    text: str
    strategy: str

    @property
    def entity(self) -> int:
        """The index of the entity; -1 where the value is none."""
        return self.value if isinstance(self.value, int) and not isinstance(self.value, bool) else -1


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that tells of status or certainty, and what it tells."""

    tells: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """One try of one strategy: what it found, or why it found nothing."""

    slot: str
    strategy: str
    found: bool
    text: str


@dataclass(slots=True)
class RuleMention:
    """An event as one rule read it at one trigger."""

    rule: str
    event: str
    start: int
    end: int
    text: str
    slots: dict[str, tuple[Found, ...]]
    fixed: dict[str, str] = field(default_factory=dict)
    status: str = "completed"
    certainty: str = "asserted"
    cues: tuple[Cue, ...] = ()
    trace: tuple[Step, ...] = ()

    def first(self, slot: str) -> Found | None:
        """The first value of a slot."""
        found = self.slots.get(slot)
        return found[0] if found else None


@dataclass(slots=True)
class MentionsIndex:
    """Rule mentions by what a ranking reader asks: which rules propose this amount, this pair. Spans are characters.

    `by_anchor[(start, end)]` lists (event type, rule) of an amount, a percentage or a trigger; `by_pair[((start, end), entity, slot)]`
    lists the strategies that put this entity into that slot of an event with that amount or trigger; `by_value[((start, end),
    (start, end), slot)]` the same for values that are no entities (dates, percentages, rounds).
    """

    by_anchor: dict[tuple[int, int], list[tuple[str, str]]] = field(default_factory=dict)
    by_pair: dict[tuple[tuple[int, int], int, str], list[str]] = field(default_factory=dict)
    by_value: dict[tuple[tuple[int, int], tuple[int, int], str], list[str]] = field(default_factory=dict)


def mentions_index(reading: Any) -> MentionsIndex:
    """Index the mentions that `levees_rules` left on a reading (anything with `mentions`).

    >>> from types import SimpleNamespace
    >>> found = Found(3, "company", 0, 4, "Alba", "agent")
    >>> m = RuleMention("funding.raise", "FundingRound", 5, 9, "lève", {"company": (found,)})
    >>> mentions_index(SimpleNamespace(mentions=[m])).by_pair[((5, 9), 3, "company")]
    ['agent']
    """
    index = MentionsIndex()
    for m in reading.mentions:
        anchors = {(m.start, m.end)}
        anchors |= {(f.start, f.end) for fs in m.slots.values() for f in fs if f.kind in ("amount", "amount?", "percent")}
        for anchor in sorted(anchors):
            said = index.by_anchor.setdefault(anchor, [])
            if (m.event, m.rule) not in said:
                said.append((m.event, m.rule))
            for slot, fs in m.slots.items():
                for f in fs:
                    if f.entity >= 0:
                        index.by_pair.setdefault((anchor, f.entity, slot), []).append(f.strategy)
                    elif (f.start, f.end) != anchor:
                        index.by_value.setdefault((anchor, (f.start, f.end), slot), []).append(f.strategy)
    return index
