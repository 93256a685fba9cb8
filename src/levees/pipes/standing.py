"""Events that rules tell by themselves: of types that the reader does not know, and by rules that a pack trusts."""

from __future__ import annotations

from typing import Any

from levees.reader.facts import assessed
from levees.rules.events import to_event
from levees.rules.load import RuleSet
from levees.rules.mention import RuleMention
from levees.schema import BaseEvent, Money, Party, PartyKind, event_types

ENOUGH = 0.5  # from this trust on, a rule's mention is an event without the reader's word


def with_standing(events: list[BaseEvent], reading: Any, rules: RuleSet) -> list[BaseEvent]:
    """The reader's events, with what trusted rules add to them and the events that only those rules tell."""
    out = list(events)
    for mention in reading.mentions:
        if rules.trusted(mention.rule) < ENOUGH:
            continue
        event = as_event(mention, reading, rules)
        twin = next((i for i, other in enumerate(out) if same_deal(other, event)), None)
        if twin is None:
            out.append(event)
        else:
            out[twin] = filled_up(out[twin], event)
    return sorted(out, key=lambda e: e.evidence.start if e.evidence else 0) if len(out) > len(events) else out


def as_event(mention: RuleMention, reading: Any, rules: RuleSet) -> BaseEvent:
    """A mention as a typed event; how far and how sure is what rule and cues say, the source what the sentence says."""
    data = to_event(mention, reading)
    spec = rules.events.get(mention.event)
    for slot, value in data.items():
        if spec is not None and spec.slots.get(slot) == "parties" and not isinstance(value, list):
            data[slot] = value = [value]
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and part.get("kind") not in (None, *PartyKind):
                del part["kind"]
    fact = assessed(reading, mention.start, mention.end)
    data["status"] = mention.status if mention.status != "completed" else fact.status
    data["certainty"] = mention.certainty if mention.certainty != "asserted" else fact.certainty
    data["source"] = fact.source
    start, end = next((s for s in reading.sentences if s[0] <= mention.start < s[1]), (mention.start, mention.end))
    data["evidence"] = {"start": start, "end": end}
    data["confidence"] = rules.trusted(mention.rule)
    for ground in data["grounds"].values():
        ground["confidence"] = data["confidence"]
    return event_types()[mention.event].model_validate(data)


def same_deal(one: BaseEvent, other: BaseEvent) -> bool:
    """Whether two events of an article are one: same type, same main party or value, and no two different amounts."""
    if type(one) is not type(other):
        return False
    mine, theirs = one.filled(), other.filled()
    for slot, value in mine.items():
        if isinstance(value, Money) and slot in theirs and _key(theirs[slot]) != _key(value):
            return False
    rows = [row.split("+") for row in one.ANCHOR] or [["amount"]]
    return any(all(s in mine and s in theirs and _key(mine[s]) == _key(theirs[s]) for s in row) for row in rows)


def filled_up(event: BaseEvent, other: BaseEvent) -> BaseEvent:
    """The event, its empty slots taken from another reading of the same deal."""
    mine = event.filled()
    more = {slot: value for slot, value in other.filled().items() if slot not in mine}
    if not more:
        return event
    grounds = {**event.grounds, **{slot: ground for slot, ground in other.grounds.items() if slot in more}}
    return event.model_copy(update={**more, "grounds": grounds})


def _key(value: Any) -> Any:
    if isinstance(value, Party):
        return value.entity if value.entity is not None else value.name
    if isinstance(value, Money):
        return value.amount, value.low, value.high, value.currency
    return [_key(v) for v in value] if isinstance(value, list) else value
