"""The slots of each event type and the kind of value each holds, read off the schema."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from levees.schema import EVENT_TYPES, BaseEvent, Money, Party, TimeExpression, event_types

Kind = Literal["party", "parties", "money", "date", "number", "enum", "text"]
Event = Mapping[str, Any]

_KINDS: dict[Any, Kind] = {Party: "party", Money: "money", TimeExpression: "date", str: "text"}


def slot_kinds(event_type: str) -> Mapping[str, Kind]:
    """The slots of an event type in the schema's order, each with its kind; empty for an unknown type.

    >>> dict(slot_kinds("Founding"))
    {'company': 'party', 'founders': 'parties', 'date': 'date'}
    """
    cls = event_types().get(event_type) if event_type not in EVENT_TYPES else EVENT_TYPES[event_type]
    return {} if cls is None else _slots(cls)


@cache
def _slots(cls: type[BaseEvent]) -> Mapping[str, Kind]:
    hints = typing.get_type_hints(cls)
    own = [name for name in cls.model_fields if name != "type" and name not in BaseEvent.model_fields]
    return types.MappingProxyType({name: _kind(hints[name]) for name in own})


def allowed(event_type: str, slot: str) -> frozenset[str]:
    """The values that an enumerated slot may take."""
    hint = _bare(typing.get_type_hints(event_types()[event_type])[slot])
    return frozenset(typing.get_args(hint) if typing.get_origin(hint) is Literal else (member.value for member in hint))


def anchors(event_type: str) -> tuple[tuple[str, ...], ...]:
    """The sets of slots by which an event is recognised: any one of them, whole.

    >>> anchors("Stake"), anchors("FundClosing")
    ((('holder', 'company'),), (('manager',), ('fund',)))
    """
    return tuple(tuple(row.split("+")) for row in event_types()[event_type].ANCHOR)


def filled(event: Event) -> list[tuple[str, Kind, Any]]:
    """Every filled slot as (slot, kind, value); a list of parties comes apart."""
    out: list[tuple[str, Kind, Any]] = []
    for slot, kind in slot_kinds(event["type"]).items():
        value = event.get(slot)
        if value is None or value == []:
            continue
        if kind == "parties":
            out += [(slot, "party", party) for party in value]
        else:
            out.append((slot, kind, value))
    return out


def well_formed(event: Any) -> bool:
    """Is it an event that the contract allows: a known type, slots in their shapes, no lists for scalars?"""
    if not isinstance(event, dict) or event.get("type") not in event_types():
        return False
    return all(_shaped(kind, event.get(slot)) for slot, kind in slot_kinds(event["type"]).items())


def _shaped(kind: Kind, value: Any) -> bool:
    if value is None:
        return True
    if kind == "parties":
        return isinstance(value, list) and all(isinstance(party, dict) for party in value)
    return isinstance(value, dict if kind in ("party", "money", "date") else (str, int, float))


def _kind(hint: Any) -> Kind:
    if typing.get_origin(hint) is list:
        return "parties"
    bare = _bare(hint)
    if bare in _KINDS:
        return _KINDS[bare]
    if typing.get_origin(bare) is Literal:
        return "enum"
    return "enum" if issubclass(bare, StrEnum) else "number"


def _bare(hint: Any) -> Any:
    return next((inner for inner in typing.get_args(hint) if inner is not type(None)), hint)
