"""What goes in (`Article`) and what comes out (`Extraction`)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from importlib import import_module
from typing import Annotated, Any

from pydantic import BeforeValidator

from levees.schema.base import Model, Text
from levees.schema.dates import TimeExpression
from levees.schema.money import Money
from levees.schema.own import Event
from levees.schema.parties import Entity, Party

SCHEMA_VERSION = "1"
_VIEW = "levees.view"  # a higher room fills this hook; nothing below depends on it


def parse_published(value: object) -> str | None:
    """Accept `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, an ISO date-time, a `date` or a `datetime`; give back the text form.

    >>> parse_published("2024-05-14T08:00:00Z")
    '2024-05-14'
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = value.strip()
        try:
            if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
                date.fromisoformat((text + "-01-01")[:10])
                return text
            if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
                return datetime.fromisoformat(text).date().isoformat()
        except ValueError:
            pass
    raise ValueError(f"published is {value!r}; give YYYY, YYYY-MM or YYYY-MM-DD, a date or a datetime, or leave it out")


def first_day(published: str | None) -> date | None:
    """The first day that a `published` may be.

    >>> first_day("2024-05"), first_day(None)
    (datetime.date(2024, 5, 1), None)
    """
    return date.fromisoformat(f"{published}-01-01"[:10]) if published else None


Published = Annotated[str | None, BeforeValidator(parse_published)]


class Article(Model):
    """An article as it comes. `published` is its date, its month or its year."""

    id: Text | None = None
    published: Published = None
    title: Text | None = None
    text: Text

    @property
    def full_text(self) -> str:
        """The text that offsets count in: title, blank line, body where a title is given apart."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


class Extraction(Model):
    """All that an article says of money, typed and grounded.

    `fingerprint` names the rules and models that read it.
    """

    id: Text | None = None
    published: Published = None
    schema_version: str = SCHEMA_VERSION
    fingerprint: str | None = None
    text: Text
    entities: list[Entity] = []
    events: list[Event] = []

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dict per event, for a table: scalars as they are, parties by name, money and dates in columns."""
        rows = []
        for event in self.events:
            row: dict[str, Any] = {"article": self.id, "published": self.published, "event": event.id, "type": event.type,
                                   "status": event.status.value, "certainty": event.certainty.value, "source": event.source}
            own = event.filled()
            for slot, value in (own | ({"rule": event.rule} if event.rule else {})
                                | ({"confidence": event.confidence} if event.confidence is not None else {})).items():
                if isinstance(value, Money):
                    before = "" if slot == "amount" else f"{slot}_"
                    row |= {slot: value.amount, f"{slot}_low": value.low, f"{slot}_high": value.high, f"{before}currency": value.currency,
                            f"{slot}_mod": value.mod.value if value.mod else None, f"{slot}_text": value.text}
                elif isinstance(value, TimeExpression):
                    before = "" if slot == "date" else f"{slot}_"
                    row |= {slot: value.value, f"{slot}_text": value.text,
                            f"{before}first_day": value.first_day, f"{before}last_day": value.last_day}
                elif isinstance(value, list):
                    row[slot] = "; ".join(p.name if isinstance(p, Party) else str(p) for p in value)
                elif isinstance(value, Party):
                    row[slot] = value.name
                else:
                    row[slot] = value.value if hasattr(value, "value") else value
            if event.evidence:
                row["evidence"] = self.text[event.evidence.start : event.evidence.end]
            rows.append({k: v for k, v in row.items() if v is not None})
        return rows

    def to_json(self) -> str:
        """One line of JSON in the guide's shape."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_html(self, *, title: str | None = None, lang: str = "fr") -> str:
        """A self-contained HTML page: the article with its marks, and a card for each event. `lang` is `fr` or `en`.

        >>> Extraction(text="Alba lève 12 M€.").to_html(lang="en")[:15]
        '<!doctype html>'
        """
        html: str = import_module(_VIEW).page([self], title=title, lang=lang)
        return html

    def _repr_html_(self) -> str:
        html: str = import_module(_VIEW).frame(self)
        return html

    def to_dict(self) -> dict[str, Any]:
        """The guide's shape as plain dicts; `events` and `entities` are there even when empty."""
        data: dict[str, Any] = self.model_dump(mode="json")
        out = {"id": self.id, "published": self.published, "schema_version": self.schema_version}
        return out | data | {"entities": data.get("entities", []), "events": data.get("events", [])}
