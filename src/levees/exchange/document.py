"""Articles as annotation tools see them: a text, labelled spans with attributes, relations between spans.

An event is a span at its trigger, labelled with its type; its slots are relations to spans labelled Party, Money or Date, called after
the slot. What has no place in the text (status, metric, percentages) are attributes of the event's span.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from levees.evaluation.slots import slot_kinds
from levees.grammar.amounts import find_amounts
from levees.grammar.dates import find_dates
from levees.schema import clean, event_types

ARGUMENTS = ("Party", "Money", "Date")
_IMPLIED, _LISTS = "implied", "lists"  # attributes of an event without a trigger; of one of an unknown type, its slots that are lists


@dataclass(slots=True)
class Span:
    """Characters start to end (exclusive) of a text, with a label."""

    id: str
    start: int
    end: int
    label: str
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """A text with spans; a relation is (event's span, argument's span, slot). `meta` is what else the article's row holds."""

    id: str
    text: str
    published: str | None = None
    spans: list[Span] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)

    def check(self, where: str) -> Document:
        """The document; raises ValueError that begins with `where` for a span outside the text or a relation to nothing."""
        ids = {span.id for span in self.spans}
        for span in self.spans:
            if not 0 <= span.start < span.end <= len(self.text):
                raise ValueError(
                    f"{where}: the {span.label} at {span.start}–{span.end} is not inside the text, which has {len(self.text)} characters; "
                    "was the text changed after it was exported?"
                )
        for one, other in _crossing(self.spans):
            two = " and ".join(f"« {self.text[s.start : s.end]} » at {s.start}–{s.end}" for s in (one, other))
            raise ValueError(f"{where}: the {one.label} spans {two} overlap, neither inside the other; mend their bounds")
        for head, child, slot in self.relations:
            if head not in ids or child not in ids:
                raise ValueError(f"{where}: the relation {slot!r} leads to a span that is not there; remove it, or annotate the span again")
        return self


def _crossing(spans: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Arguments of one label that overlap without one being inside the other: nobody can mean both."""
    open_: list[Span] = []
    for span in sorted((s for s in spans if s.label in ARGUMENTS), key=lambda s: (s.start, -s.end)):
        open_ = [s for s in open_ if s.end > span.start]
        yield from ((s, span) for s in open_ if s.label == span.label and s.start < span.start and s.end < span.end)
        open_.append(span)


def to_document(row: Mapping[str, Any]) -> Document:
    """The document of an article's row, gold or predicted. Values without offsets are placed at the first fitting words.

    >>> row = {"id": "a", "text": "Alba lève 3 M€", "events": [{"type": "Ipo", "company": {"name": "Alba", "text": "Alba"}}]}
    >>> [(s.label, s.start, s.end) for s in to_document(row).spans]
    [('Party', 0, 4), ('Ipo', 0, 4)]
    """
    text = clean(row["text"])
    rest = {k: v for k, v in row.items() if k not in ("id", "text", "published", "events")}
    doc = Document(str(row["id"]), text, row.get("published"), meta=rest)
    shared: dict[tuple[int, int, str, str], str] = {}
    for event in row.get("events") or []:
        attributes, found = {}, []
        lists = []
        for key, value in event.items():
            parts = value if isinstance(value, list) else [value]
            if key not in ("type", "trigger", "grounds") and parts and all(isinstance(p, dict) and _placed(p, text) for p in parts):
                found += [(key, part) for part in parts]
                if isinstance(value, list) and event["type"] not in event_types():
                    lists.append(key)
            elif key not in ("type", "trigger"):
                attributes[key] = value
        near = (event.get("trigger") or event.get("evidence") or {}).get("start", 0)
        children = []
        for slot, value in found:
            start, end = place(value, text, near)
            label = "Money" if value.keys() & {"amount", "low", "high"} else "Date" if "value" in value else "Party"
            own = {k: v for k, v in value.items() if k not in ("text", "start", "end")}
            key = (start, end, label, json.dumps(own, sort_keys=True, ensure_ascii=False))
            if key not in shared:
                shared[key] = f"s{len(doc.spans) + 1}"
                doc.spans.append(Span(shared[key], start, end, label, own))
            children.append((slot, shared[key]))
        if lists:
            attributes[_LISTS] = lists
        trigger = event.get("trigger")
        if trigger is None:
            attributes[_IMPLIED] = True
            first = next((s for s in doc.spans if children and s.id == children[0][1]), None)
            start, end = (first.start, first.end) if first else (0, max(1, min(len(text), len(text.split("\n")[0]))))
        else:
            start, end = trigger["start"], trigger["end"]
        head = f"s{len(doc.spans) + 1}"
        doc.spans.append(Span(head, start, end, event["type"], attributes))
        doc.relations += [(head, child, slot) for slot, child in children]
    return doc


def to_row(doc: Document) -> dict[str, Any]:
    """The article's row of a document; spans that a person drew without values get those that the grammar reads in them.

    Raises ValueError for a span labelled Money or Date that holds none.
    """
    spans = {span.id: span for span in doc.spans}
    events = []
    for span in doc.spans:
        if span.label in ARGUMENTS:
            continue
        own = dict(span.attributes)
        lists = own.pop(_LISTS, [])
        event: dict[str, Any] = {"type": span.label, "status": "completed", "certainty": "asserted"} | own
        if not event.pop(_IMPLIED, False):
            event["trigger"] = {"text": doc.text[span.start : span.end], "start": span.start, "end": span.end}
        kinds = slot_kinds(span.label)
        for head, child, slot in doc.relations:
            if head != span.id:
                continue
            value = _value(spans[child], doc)
            if kinds.get(slot) == "parties" or slot in lists:
                event.setdefault(slot, []).append(value)
            elif slot in event:
                raise ValueError(f"{doc.id}: the {span.label} at « {doc.text[span.start : span.end]} » has two {slot}s; it holds one")
            else:
                event[slot] = value
        events.append(event)
    row = {"id": doc.id, "published": doc.published, "text": doc.text, "events": events}
    return row | doc.meta


def place(value: Mapping[str, Any], text: str, near: int = 0) -> tuple[int, int]:
    """Where a value stands: its offsets where they hold, else the occurrence of its words nearest to `near`."""
    words, start = value["text"], value.get("start")
    if isinstance(start, int) and text[start : start + len(words)] == words:
        return start, start + len(words)
    spots, at = [], text.find(words)
    while at >= 0:
        spots.append(at)
        at = text.find(words, at + 1)
    best = min(spots, key=lambda spot: abs(spot - near))
    return best, best + len(words)


def _placed(value: Mapping[str, Any], text: str) -> bool:
    return isinstance(value.get("text"), str) and value["text"] != "" and value["text"] in text


def _value(span: Span, doc: Document) -> dict[str, Any]:
    words = doc.text[span.start : span.end]
    place = {"text": words, "start": span.start, "end": span.end}
    if span.attributes:
        return dict(span.attributes) | place
    if span.label == "Party":
        return {"name": words} | place
    found: Any = find_amounts(words) if span.label == "Money" else find_dates(words, doc.published)
    if not found:
        what = "an amount of money" if span.label == "Money" else "a date"
        raise ValueError(f"{doc.id}: « {words} » at {span.start} is labelled {span.label} and is not {what}; mend its bounds")
    read = (found[0].to_money() if span.label == "Money" else found[0].to_timex()).model_dump(mode="json", exclude_none=True)
    return {k: v for k, v in read.items() if k not in ("text", "start", "end")} | place
