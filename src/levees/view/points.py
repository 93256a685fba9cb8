"""Events as the rows that plots are drawn from, out of JSON Lines or Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from levees.view.source import read_extractions

_WHO = ("company", "target", "fund", "manager")  # whom an event is about, the first slot that is filled
_DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")
_FLAT = {"type", "status", "certainty"}
_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Point:
    """What plots need of an event. `amount` is in units of `currency`, the middle where a range is told.

    `day` is the first day of what the event's date says, or of the article's; None where neither tells the month.
    """

    type: str
    status: str
    certainty: str
    who: str | None
    amount: float | None
    currency: str | None
    day: date | None
    investors: tuple[str, ...]


def read_points(path: str | Path) -> list[Point]:
    """The events of what `levees annotate` wrote: JSON Lines (also .gz, or `-` for standard input) or Parquet, nested or `--flat`.

    Raises `ValueError` where the file is something else, `OSError` where it cannot be opened, `ModuleNotFoundError` without pyarrow.
    """
    if str(path).lower().endswith(".parquet"):
        return [_point(record) for record in _parquet(Path(path))]
    return [_point(record) for extraction in read_extractions(path) for record in extraction.to_records()]


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        with path.open("rb") as raw, ParquetFile(raw) as file:
            names = set(file.schema_arrow.names)
            nested = "events" in names
            if not nested and not names >= _FLAT:
                raise ValueError(f"{path} has no column events, nor type, status and certainty; give what levees annotate wrote")
            for batch in file.iter_batches(columns=["published", "events"] if nested else None):
                for row in batch.to_pylist():
                    yield from (_record(event, row["published"]) for event in row["events"] or ()) if nested else [row]
    except pa.ArrowInvalid as error:
        raise ValueError(f"{path} is no Parquet file that can be read: {' '.join(str(error).split())}") from None


def _record(event: Mapping[str, Any], published: str | None) -> dict[str, Any]:
    """An event of the nested table as a flat record."""
    parties: dict[str, list[str]] = {}
    for party in event["parties"]:
        parties.setdefault(party["slot"], []).append(party["name"])
    record: dict[str, Any] = {slot: "; ".join(names) for slot, names in parties.items()}
    record |= {name: event[name] for name in ("type", "status", "certainty")} | {"published": published}
    for money in event["amounts"]:
        if money["slot"] == "amount":
            record |= {"amount": money["amount"], "amount_low": money["low"], "amount_high": money["high"], "currency": money["currency"]}
    for when in event["dates"]:
        if when["slot"] == "date":
            record |= {"date": when["value"], "first_day": when["first_day"], "last_day": when["last_day"]}
    return record


def _point(record: Mapping[str, Any]) -> Point:
    low, high = record.get("amount_low"), record.get("amount_high")
    amount = record.get("amount")
    if amount is None and (low is not None or high is not None):
        amount = low if high is None else high if low is None else (low + high) / 2
    return Point(
        type=record["type"], status=record["status"], certainty=record["certainty"],
        who=next((str(record[slot]) for slot in _WHO if record.get(slot)), None),
        amount=None if amount is None else float(amount), currency=record.get("currency"), day=_day(record),
        investors=tuple(name for name in (record.get("investors") or "").split("; ") if name),
    )


def _day(record: Mapping[str, Any]) -> date | None:
    first, last, value = record.get("first_day"), record.get("last_day"), record.get("date")
    if first is not None:
        # a year or a quarter tells no month, and the month of the article would be a wrong one
        return first if (last or first) - first <= _MONTH else None
    if value and re.match(r"[\dX]", value):
        return _calendar(value)
    return _calendar(record.get("published"))  # no date, « récemment », a duration: told when it happened


def _calendar(value: str | None) -> date | None:
    return date.fromisoformat(f"{value}-01"[:10]) if value and _DAY_OR_MONTH.fullmatch(value) else None
