"""Extractions as Arrow tables: nested (one row an article), flat (one row an event), and rows by slot for a database.

The schemas are stable: columns are added at the end and never change their type. Slots of packs' own types need no
column: in the nested table slots are lists by kind of value, in the flat one they stand in `more`, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa

from levees.schema import EVENT_TYPES, BaseEvent, Extraction, Money, Party, TimeExpression, plain

# money and percentages: 29 digits before the mark, 9 after it
NUMBER = pa.decimal128(38, 9)
_LIMIT, _STEP = Decimal(10) ** 29, Decimal("1e-9")
_PLACE = [("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())]
_IDS = pa.map_(pa.string(), pa.string())

PARTY = [("slot", pa.string()), ("name", pa.string()), ("kind", pa.string()), ("entity", pa.int64()), ("lead", pa.bool_()),
         ("ids", _IDS), *_PLACE]
AMOUNT = [("slot", pa.string()), ("amount", NUMBER), ("low", NUMBER), ("high", NUMBER), ("currency", pa.string()),
          ("currency_inferred", pa.bool_()), ("mod", pa.string()), ("per_share", pa.bool_()), *_PLACE]
DATE = [("slot", pa.string()), ("value", pa.string()), ("mod", pa.string()), ("grain", pa.string()), ("first_day", pa.date32()),
        ("last_day", pa.date32()), *_PLACE]
VALUE = [("slot", pa.string()), ("value", pa.string())]
GROUND = [("slot", pa.string()), ("strategy", pa.string()), *_PLACE, ("confidence", pa.float64())]
_EVENT = [
    ("id", pa.string()), ("type", pa.string()), ("status", pa.string()), ("certainty", pa.string()), ("source", pa.string()),
    ("rule", pa.string()), ("confidence", pa.float64()), ("trigger", pa.struct(_PLACE)), ("evidence", pa.struct(_PLACE)),
    *((name, pa.list_(pa.struct(fields))) for name, fields in
      (("parties", PARTY), ("amounts", AMOUNT), ("dates", DATE), ("values", VALUE), ("grounds", GROUND))),
    ("links", _IDS),
]
_ENTITY = [("name", pa.string()), ("kind", pa.string()), ("aliases", pa.list_(pa.string())), ("ids", _IDS),
           ("mentions", pa.list_(pa.struct(_PLACE)))]
_OWN = [("id", pa.string()), ("published", pa.string()), ("text", pa.string()), ("fingerprint", pa.string()),
        ("schema_version", pa.string())]
ARTICLES = pa.schema(_OWN)
NESTED = pa.schema([*_OWN, ("entities", pa.list_(pa.struct(_ENTITY))), ("events", pa.list_(pa.struct(_EVENT)))])
_KEYS = [("article", pa.string()), ("event", pa.string())]
PARTIES, AMOUNTS = pa.schema([*_KEYS, *PARTY]), pa.schema([*_KEYS, *AMOUNT])


@lru_cache(maxsize=1)
def flat_schema() -> pa.Schema:
    """One row an event: the columns of `Extraction.to_records`, those of all shipped types side by side."""
    columns = dict.fromkeys(("article", "published", "event", "type", "status", "certainty", "source"), pa.string())
    for kind in EVENT_TYPES.values():
        for slot, field in kind.model_fields.items():
            if slot in BaseEvent.model_fields or slot == "type":
                continue
            told = str(field.annotation)
            if "Money" in told:
                before = "" if slot == "amount" else f"{slot}_"
                columns |= {slot: NUMBER, f"{slot}_low": NUMBER, f"{slot}_high": NUMBER, f"{before}currency": pa.string(),
                            f"{slot}_mod": pa.string(), f"{slot}_text": pa.string()}
            elif "TimeExpression" in told:
                before = "" if slot == "date" else f"{slot}_"
                columns |= {slot: pa.string(), f"{slot}_text": pa.string(), f"{before}first_day": pa.date32(),
                            f"{before}last_day": pa.date32()}
            else:
                columns[slot] = NUMBER if "Decimal" in told else pa.string()
    columns |= {"rule": pa.string(), "confidence": pa.float64(), "evidence": pa.string(), "more": pa.string()}
    return pa.schema(list(columns.items()))


def nested_row(extraction: Extraction) -> dict[str, Any]:
    """The row of an article in the nested table."""
    entities = [
        {"name": e.name, "kind": e.kind, "aliases": e.aliases, "ids": list(e.ids.items()), "mentions": [_place(m) for m in e.mentions]}
        for e in extraction.entities
    ]
    return article_row(extraction) | {"entities": entities, "events": [_event(e, extraction.text) for e in extraction.events]}


def article_row(extraction: Extraction) -> dict[str, Any]:
    """What an article has of its own."""
    return {name: getattr(extraction, name) for name in ARTICLES.names}


def flat_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """The rows of an article's events in the flat table."""
    schema = flat_schema()
    for record in extraction.to_records():
        row, more = {}, {}
        for name, value in record.items():
            column = schema.field(name).type if name in schema.names else None
            if column is None:
                more[name] = plain(value) if isinstance(value, Decimal) else str(value)
            else:
                row[name] = number(value) if column == NUMBER else value if column != pa.string() else str(value)
        yield row | ({"more": json.dumps(more, ensure_ascii=False)} if more else {})


def slot_rows(extraction: Extraction, kind: str) -> Iterator[dict[str, Any]]:
    """The `parties` or `amounts` of an article's events, each with the article's and the event's id."""
    for event in extraction.events:
        for row in _slots(event)[kind]:
            yield {"article": extraction.id, "event": event.id} | row


def batch(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as a record batch; what a row lacks is null."""
    return pa.RecordBatch.from_pylist(list(rows), schema=schema)


def number(value: Decimal | None) -> Decimal | None:
    """A number as the columns can hold it, rounded to nine places; None beyond 29 digits, where the text beside it tells."""
    if value is None or abs(value) >= _LIMIT:
        return None
    return value.quantize(_STEP) if int(value.as_tuple().exponent) < -9 else value


def _event(event: BaseEvent, text: str) -> dict[str, Any]:
    evidence = event.evidence and {"text": text[event.evidence.start : event.evidence.end], **event.evidence.model_dump()}
    grounds = [{"slot": slot, "strategy": g.strategy, **_place(g), "confidence": g.confidence} for slot, g in event.grounds.items()]
    own = {name: getattr(event, name) for name in ("id", "type", "status", "certainty", "source", "rule", "confidence")}
    trigger = _place(event.trigger) if event.trigger else None
    return own | {"trigger": trigger, "evidence": evidence, "grounds": grounds, "links": list(event.links.items())} | _slots(event)


def _slots(event: BaseEvent) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {"parties": [], "amounts": [], "dates": [], "values": []}
    for slot, held in event.filled().items():
        for value in held if isinstance(held, list) else [held]:
            if isinstance(value, Party):
                own = {name: getattr(value, name) for name in ("name", "kind", "entity", "lead", "confidence")}
                out["parties"].append({"slot": slot, **own, "ids": list(value.ids.items()), **_place(value)})
            elif isinstance(value, Money):
                own = {name: number(getattr(value, name)) for name in ("amount", "low", "high")}
                own |= {name: getattr(value, name) for name in ("currency", "currency_inferred", "mod", "per_share")}
                out["amounts"].append({"slot": slot, **own, **_place(value)})
            elif isinstance(value, TimeExpression):
                own = {name: getattr(value, name) for name in ("value", "mod", "grain", "first_day", "last_day")}
                out["dates"].append({"slot": slot, **own, **_place(value)})
            else:
                out["values"].append({"slot": slot, "value": plain(value) if isinstance(value, Decimal) else str(value)})
    return out


def _place(value: Any) -> dict[str, Any]:
    return {"text": value.text, "start": value.start, "end": value.end}
