"""The figures: counts per article, added up into precision, recall and F1 by type, slot, factuality and detail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from levees.evaluation.align import Pair, align, compare_slots, exact_marks, is_optional, is_strict
from levees.evaluation.bootstrap import intervals
from levees.evaluation.compare import accepts, as_list, norm, same
from levees.evaluation.slots import Event, filled, well_formed
from levees.schema import event_types

Row = Mapping[str, Any]
# (what, of which type or slot, tp | fp | fn) or (what,): one flat table of counts adds up over articles
Counts = Counter[tuple[str, ...]]
PLAIN = ("completed", "asserted")


class Prf(NamedTuple):
    """Precision, recall and their harmonic mean, from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Difference:
    """One disagreement: `missed` has no prediction, `false` no gold, `differs` both."""

    article: str
    kind: str
    gold: Event | None = None
    pred: Event | None = None

    def __str__(self) -> str:
        if self.gold is None or self.pred is None:
            mark, event = ("-", self.gold) if self.gold is not None else ("+", self.pred)
            return f"{mark} {self.kind:<6} {describe(event or {})}"
        return f"~ {describe(self.gold)}\n  got    {describe(self.pred)}"


@dataclass(frozen=True)
class TypeScore:
    """The figures of one event type, or of all."""

    gold: int
    pred: int
    event: Prf
    strict: Prf
    slot: Prf


@dataclass(frozen=True)
class Report:
    """All figures of one evaluation. `intervals` holds 95 % bootstrap intervals of F1, by type and measure."""

    articles: int
    absent: int
    bad_offsets: int
    ungrounded: int
    malformed: int
    factuality: Prf
    marked: int
    details: dict[str, tuple[int, int]]
    quiet_articles: int
    quiet_with_alarm: int
    types: dict[str, TypeScore]
    slots: dict[str, Prf]
    all: TypeScore
    intervals: dict[str, dict[str, tuple[float, float]]]
    differences: list[Difference] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts for JSON, the differences left out."""
        return {key: value for key, value in asdict(self).items() if key != "differences"}


def score(gold: Sequence[Row], pred: Iterable[Row]) -> Report:
    """Hold predictions against gold, article by article.

    Raises `ValueError` where a prediction's id stands twice, or gold lacks the id, the text or the events of an article.

    >>> row = {"id": "1", "text": "Alba lève 12 M€", "events": [{"type": "Founding", "company": {"name": "Alba"}}]}
    >>> score([row], [row]).all.event.f1
    1.0
    """
    by_id: dict[Any, Row] = {}
    for row in pred:
        if row.get("id") in by_id:
            raise ValueError(f"the id {row.get('id')!r} stands twice in the predictions")
        by_id[row.get("id")] = row
    known: set[Any] = set()
    for n, row in enumerate(gold, start=1):
        if row.get("id") in known:
            raise ValueError(f"the id {row.get('id')!r} stands twice in the gold; let its annotators agree, and keep one of the two")
        known.add(row.get("id"))
        if missing := {"id", "text", "events"} - row.keys():
            raise ValueError(f"article {n} of the gold has no {' and no '.join(sorted(missing))}")
        for event in row["events"]:
            if event.get("type") not in event_types():
                raise ValueError(f"article {row['id']!r} of the gold has an event {event.get('type')!r}; load the pack that declares it")
    differences: list[Difference] = []
    counts = [count_article(row, by_id.get(row["id"]), differences) for row in gold]
    return _report(counts, differences)


def count_article(gold: Row, pred: Row | None, differences: list[Difference]) -> Counts:
    """Count one article; note what disagrees."""
    n: Counts = Counter({("articles",): 1})
    events = pred.get("events") if pred is not None else None
    if not isinstance(events, list):
        n["absent",], events = 1, []
    golds, preds = gold["events"], [event for event in events if well_formed(event)]
    n["malformed",] = len(events) - len(preds)
    n.update(grounding([events, pred.get("entities") if pred else None], gold["text"]))
    if all(event.get("optional") for event in golds):
        n["quiet",] = 1
        n["alarm",] = bool(preds) and not golds
    pairs, missed, false = align(golds, preds)
    for pair in pairs:
        if not pair.gold.get("optional"):
            _count_pair(n, pair)
            if _differs(pair):
                differences.append(Difference(gold["id"], "differs", pair.gold, pair.pred))
    for event in missed:
        if not event.get("optional"):
            _count_missed(n, event)
            differences.append(Difference(gold["id"], "missed", gold=event))
    for event in false:
        n["event", event["type"], "fp"] += 1
        for slot, _, _ in filled(event):
            _count_slot(n, event["type"], slot, "fp")
        differences.append(Difference(gold["id"], "false", pred=event))
    return n


def grounding(value: Any, text: str) -> Counts:
    """Of the objects with a `text`: how many point wrongly into the article, how many do not point at all."""
    n: Counts = Counter()
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            start, end = value.get("start"), value.get("end")
            if not (isinstance(start, int) and isinstance(end, int)):
                n["ungrounded",] += 1
            elif not (0 <= start < end and text[start:end] == value["text"]):
                n["bad_offsets",] += 1
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            n.update(grounding(inner, text))
    return n


def describe(event: Event) -> str:
    """An event on one line, for a list of differences."""
    slots = "; ".join(f"{slot}={_short(value)}" for slot, _, value in filled(event))
    return f"{event['type']}[{event.get('status')}/{event.get('certainty')}] {slots}"


def prf(tp: int, fp: int, fn: int) -> Prf:
    """Precision, recall and F1 of counts; 0 where there is nothing to divide by."""
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    return Prf(p, r, 2 * p * r / (p + r) if p + r else 0.0)


def _count_pair(n: Counts, pair: Pair) -> None:
    gold, pred, core = pair
    event_type = gold["type"]
    if core:
        n["event", event_type, "tp"] += 1
        n["strict", event_type, "tp"] += is_strict(gold, pred)
        _count_marks(n, gold, pred)
        for name, right in _details(gold, pred):
            n["detail", name, "right" if right else "wrong"] += 1
    else:
        n["event", event_type, "fp"] += 1
        n["event", event_type, "fn"] += 1
    slots = compare_slots(gold, pred)
    for outcome, group in (("tp", slots.hits), ("fn", slots.missed), ("fp", slots.extra)):
        for slot, _ in group:
            _count_slot(n, event_type, slot, outcome)
    for key in ("status", "certainty"):
        if key in gold:
            for outcome in ("tp",) if accepts(gold[key], pred.get(key)) else ("fn", "fp"):
                _count_slot(n, event_type, key, outcome)


def _count_marks(n: Counts, gold: Event, pred: Event) -> None:
    """Factuality: the events that are not plainly completed and asserted, and those wrongly said to be so or not."""
    exact = exact_marks(gold, pred)
    if not _is_plain(gold):
        n["marked", "tp" if exact else "fn"] += 1
    if (pred.get("status"), pred.get("certainty")) != PLAIN and not exact:
        n["marked", "fp"] += 1


def _count_missed(n: Counts, event: Event) -> None:
    n["event", event["type"], "fn"] += 1
    n["marked", "fn"] += not _is_plain(event)
    for slot, _, value in filled(event):
        if not is_optional(value):
            _count_slot(n, event["type"], slot, "fn")


def _count_slot(n: Counts, event_type: str, slot: str, outcome: str) -> None:
    n["slot", event_type, outcome] += 1
    n["by slot", slot, outcome] += 1


def _is_plain(gold: Event) -> bool:
    return accepts(gold.get("status"), PLAIN[0]) and accepts(gold.get("certainty"), PLAIN[1])


def _differs(pair: Pair) -> bool:
    slots = compare_slots(pair.gold, pair.pred)
    return bool(slots.missed or slots.extra or not pair.core or not is_strict(pair.gold, pair.pred))


def _details(gold: Event, pred: Event) -> Iterator[tuple[str, bool]]:
    """What the slots leave out: modifiers, conversions, the source, who led."""
    for slot in ("amount", "date"):
        mine, theirs = gold.get(slot), pred.get(slot)
        if mine and theirs and (mine.get("mod") or theirs.get("mod")):
            yield f"{slot}.mod", accepts(mine.get("mod"), theirs.get("mod"))
    if (gold.get("amount") or {}).get("converted"):
        yield "converted", same("money", gold["amount"]["converted"], (pred.get("amount") or {}).get("converted"))
    if gold.get("source"):
        yield "source", norm(str(pred.get("source") or "")) in {norm(str(name)) for name in as_list(gold["source"])}
    for mine in gold.get("investors") or []:
        theirs = next((p for p in pred.get("investors") or [] if same("party", mine, p) and (mine.get("lead") or p.get("lead"))), None)
        if theirs:
            yield "lead", bool(mine.get("lead")) == bool(theirs.get("lead"))


def _report(counts: Sequence[Counts], differences: list[Difference]) -> Report:
    n: Counts = Counter()
    for one in counts:
        n.update(one)
    types = [t for t in event_types() if any(n["event", t, outcome] for outcome in ("tp", "fp", "fn"))]
    slots = sorted({key[1] for key, value in n.items() if key[0] == "by slot" and value})
    details = sorted({key[1] for key, value in n.items() if key[0] == "detail" and value})
    return Report(
        articles=n["articles",],
        absent=n["absent",],
        bad_offsets=n["bad_offsets",],
        ungrounded=n["ungrounded",],
        malformed=n["malformed",],
        factuality=prf(n["marked", "tp"], n["marked", "fp"], n["marked", "fn"]),
        marked=n["marked", "tp"] + n["marked", "fn"],
        details={d: (n["detail", d, "right"], n["detail", d, "right"] + n["detail", d, "wrong"]) for d in details},
        quiet_articles=n["quiet",],
        quiet_with_alarm=n["alarm",],
        types={t: _type_score(n, [t]) for t in types},
        slots={s: _prf(n, "by slot", [s]) for s in slots},
        all=_type_score(n, types),
        intervals=intervals(counts, types),
        differences=differences,
    )


def _type_score(n: Counts, types: Sequence[str]) -> TypeScore:
    found = sum(n["event", t, "tp"] for t in types)
    gold = found + sum(n["event", t, "fn"] for t in types)
    pred = found + sum(n["event", t, "fp"] for t in types)
    strict = sum(n["strict", t, "tp"] for t in types)
    return TypeScore(gold, pred, _prf(n, "event", types), prf(strict, pred - strict, gold - strict), _prf(n, "slot", types))


def _prf(n: Counts, what: str, names: Sequence[str]) -> Prf:
    tp, fp, fn = (sum(n[what, name, outcome] for name in names) for outcome in ("tp", "fp", "fn"))
    return prf(tp, fp, fn)


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or value.get("value") or value)
    return str(value)
