"""Makes predictions out of gold by spoiling it, so that every branch of the scoring is walked."""

from __future__ import annotations

import copy
import random
from typing import Any

STATUS = ["completed", "ongoing", "planned", "cancelled"]
CERTAINTY = ["asserted", "reported", "denied", "hypothetical"]
NAMES = ["Alba", "Groupe Brume SA", "l'Écume", "—"]


def predictions(rows: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Articles with events dropped, doubled, moved and spoilt; some without events, some malformed."""
    rng = random.Random(seed)
    out = []
    for row in rows:
        if rng.random() < 0.05:
            continue
        events = [spoil(event, row, rng) for event in row["events"] if rng.random() < 0.85]
        if events and rng.random() < 0.2:
            events.append(spoil(rng.choice(events), row, rng))
        if rng.random() < 0.1:
            bad = [{"type": "Wedding"}, "levée", {"type": "Ipo", "company": "Alba"}, {"type": "Stake", "percent": ["1"]}]
            events.append(rng.choice(bad))
        if rng.random() < 0.1:
            events.append({"type": "Founding", "status": "completed", "certainty": "asserted", "company": {"name": "Alba", "text": "Alba"}})
        out.append({"id": row["id"], "text": row["text"], "events": events if rng.random() < 0.97 else None})
    return out


def spoil(event: dict[str, Any], row: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """One event with some of its values changed."""
    event = copy.deepcopy(event)
    event.pop("optional", None)
    for key, value in list(event.items()):
        if key in ("status", "certainty"):
            first = value[0] if isinstance(value, list) else value
            event[key] = first if rng.random() < 0.8 else rng.choice(STATUS if key == "status" else CERTAINTY)
        elif key == "type":
            continue
        elif rng.random() < 0.1:
            del event[key]
        elif isinstance(value, dict):
            event[key] = spoil_object(value, row, rng)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            event[key] = [spoil_object(v, row, rng) for v in value if rng.random() < 0.9]
        elif isinstance(value, list) and value and rng.random() < 0.9:
            event[key] = value[0]
        elif isinstance(value, str) and rng.random() < 0.1:
            event[key] = rng.choice(["12", "-3.50", "series_a", "chiffre d'affaires", "directeur général"])
    return event


def spoil_object(value: dict[str, Any], row: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """One party, amount or date, perhaps changed, perhaps with offsets, right or wrong."""
    value = copy.deepcopy(value)
    if isinstance(value.get("value"), list):
        value["value"] = rng.choice(value["value"])
    if rng.random() < 0.15:
        if "name" in value:
            value["name"] = rng.choice([value["name"].upper(), f"le groupe {value['name']} SA", *NAMES])
            value["lead"] = rng.random() < 0.5
        elif "value" in value:
            value["value"] = rng.choice(["2024", "2024-Q1", "2024-01/2024-03", "2024-W02", "2024-02-31", "XXXX", "FUTURE_REF"])
            value["mod"] = rng.choice(["START", "APPROX"])
        elif "amount" in value:
            value["amount"] = rng.choice([f"{value['amount']}.00", "1", "n/a"])
            value["mod"] = rng.choice(["approx", "more_than"])
            value.pop("converted", None)
    if rng.random() < 0.7:
        start = row["text"].find(value["text"]) + (rng.random() < 0.1)
        value["start"], value["end"] = start, start + len(value["text"])
    return value
