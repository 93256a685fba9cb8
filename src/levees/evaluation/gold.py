"""Reads gold, where a scalar may be a list of acceptable values and events, parties, amounts and dates optional."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from levees.evaluation.compare import as_list, number
from levees.evaluation.slots import allowed, slot_kinds
from levees.schema import Certainty, Extraction, MoneyMod, Status, event_types

# what only gold says of a value
_GOLD_ONLY = frozenset({"optional", "alternatives", "aliases", "note"})
_SHARED = frozenset({"type", "status", "certainty", "source", "optional", "note"})


def read_rows(path: str | Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file of articles, gold or predictions. Raises `ValueError` that names the line where one is wrong."""
    rows = []
    with open(path, "rb") as file:
        for n, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{path}, line {n}: this is not JSON ({error})") from None
            if not isinstance(row, dict):
                raise ValueError(f"{path}, line {n}: this is no article; a line holds one object with 'id', 'text' and 'events'")
            rows.append(row)
    return rows


def to_extraction(row: Mapping[str, Any]) -> Extraction:
    """Read a gold article with the library's own models, taking the first of several acceptable values.

    >>> row = {"id": "1", "text": "Alba", "events": [{"type": "Ipo", "status": ["planned", "ongoing"], "optional": True}]}
    >>> to_extraction(row).events[0].status.value
    'planned'
    """
    events = [_first_reading(event) for event in row["events"]]
    return Extraction.model_validate({"id": row.get("id"), "published": row.get("published"), "text": row["text"], "events": events})


def problems(row: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with a gold article, one sentence a fault; nothing where it is well formed."""
    missing = [key for key in ("id", "text", "events") if key not in row]
    if missing:
        yield from (f"no {key}" for key in missing)
        return
    published = row.get("published")
    if published is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", published):
        yield f"published {published!r}"
    for n, event in enumerate(row["events"]):
        where = f"event {n} {event.get('type')}"
        yield from (f"{where}: {fault}" for fault in _event_faults(event, row["text"]))


def _event_faults(event: Mapping[str, Any], text: str) -> Iterator[str]:
    if event.get("type") not in event_types():
        yield "unknown type"
        return
    for key, known in (("status", Status), ("certainty", Certainty)):
        if not set(as_list(event.get(key))) <= set(known):
            yield f"{key} {event.get(key)!r}"
    kinds = slot_kinds(event["type"])
    if unknown := set(event) - set(kinds) - _SHARED:
        yield f"unknown slots {sorted(unknown)}"
    for slot, kind in kinds.items():
        value = event.get(slot)
        if value is None:
            continue
        if kind in ("party", "parties"):
            for party in value if kind == "parties" else [value]:
                yield from _quote_faults(party, text, slot)
                if isinstance(party, dict) and not party.get("name"):
                    yield f"{slot}: no name"
        elif kind == "money":
            yield from _money_faults(value, text, slot)
        elif kind == "date":
            yield from _quote_faults(value, text, slot)
            if isinstance(value, dict) and not all(isinstance(v, str) for v in as_list(value.get("value"))):
                yield f"{slot}: value {value.get('value')!r}"
        elif kind == "number":
            if any(not isinstance(v, str) or number(v) is None for v in as_list(value)):
                yield f"{slot}: {value!r} is no decimal string"
        elif kind == "enum" and not set(as_list(value)) <= allowed(event["type"], slot):
            yield f"{slot}: {value!r}"


def _quote_faults(value: Any, text: str, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        yield f"{where}: needs an object with a text"
    elif value["text"] not in text:
        yield f"{where}: {value['text']!r} is not in the article"


def _money_faults(value: Any, text: str, where: str) -> Iterator[str]:
    yield from _quote_faults(value, text, where)
    if not isinstance(value, dict):
        return
    for key in ("amount", "low", "high"):
        if key in value and (not isinstance(value[key], str) or number(value[key]) is None):
            yield f"{where}.{key} {value[key]!r}"
    for amounts in (value, *value.get("alternatives", [])):
        if not {"amount", "low", "high"} & amounts.keys():
            yield f"{where}: {amounts!r} has no amount"
    currency = value.get("currency")
    if currency is not None and not re.fullmatch("[A-Z]{3}", currency):
        yield f"{where}.currency {currency!r}"
    if value.get("mod") is not None and value["mod"] not in set(MoneyMod):
        yield f"{where}.mod {value['mod']!r}"
    if value.get("converted"):
        yield from _money_faults(value["converted"], text, f"{where}.converted")


def _first_reading(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _first_reading(inner) for key, inner in value.items() if key not in _GOLD_ONLY}
    if isinstance(value, list):
        # a list of parties is a slot with several parties, a list of scalars one slot read in several ways
        return [_first_reading(party) for party in value] if not value or isinstance(value[0], dict) else value[0]
    return value
