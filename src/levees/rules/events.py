"""A mention as a plain event, in the shape of the schema; pack types come out the same way, as generic events."""

from __future__ import annotations

from typing import Any

from levees.rules.mention import Found, RuleMention


def to_event(mention: RuleMention, reading: Any) -> dict[str, Any]:
    """The event that a mention tells of: type, status, certainty, slots with their words, trigger, rule and how each slot was found.

    >>> from levees.rules.examples import reading_of
    >>> from levees.rules.match import shipped
    >>> reading = reading_of("[c:Alba] lève 12 M€.")
    >>> event = to_event(shipped()(reading)[0], reading)
    >>> event["type"], event["company"]["name"], event["amount"]["amount"], event["grounds"]["company"]["strategy"]
    ('FundingRound', 'Alba', '12000000', 'agent-side')
    """
    many = {name for name, fs in mention.slots.items() if name in LISTS or len(fs) > 1}
    event: dict[str, Any] = {"type": mention.event, "status": mention.status, "certainty": mention.certainty}
    grounds: dict[str, Any] = {}
    for name, value in mention.fixed.items():
        event[name] = value
    for name, found in mention.slots.items():
        values = [_value(f, reading) for f in found]
        event[name] = values if name in many else values[0]
        first = found[0]
        grounds[name] = {"text": first.text, "start": first.start, "end": first.end, "strategy": first.strategy}
    event["trigger"] = {"text": mention.text, "start": mention.start, "end": mention.end}
    event["rule"] = mention.rule
    event["grounds"] = grounds
    return event


LISTS = frozenset({"investors", "advisors", "acquirers", "sellers", "founders"})


def _value(found: Found, reading: Any) -> Any:
    if found.entity >= 0:
        entity = reading.entities[found.entity]
        return {
            "name": entity.name,
            "kind": entity.kind,
            "entity": found.entity,
            "text": found.text,
            "start": found.start,
            "end": found.end,
        }
    if found.kind in ("amount", "amount?"):
        return found.value.to_money().model_dump(mode="json", exclude_none=True)
    if found.kind == "date":
        return found.value.to_expression().model_dump(mode="json", exclude_none=True)
    if found.kind == "percent":
        return None if found.value.value is None else str(found.value.value)
    if found.kind.startswith("number:"):
        return "".join(c for c in found.text if c.isdigit())
    return found.value
