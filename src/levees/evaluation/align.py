"""Which predicted event answers which gold event: one to one, same type, same identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from levees.evaluation.compare import accepts, same
from levees.evaluation.slots import Event, Kind, anchors, filled, slot_kinds

# what "strict" asks beyond identity and amount: status, certainty and these slots, where gold fills them
_STRICT = {"LeadershipChange": ("company", "direction"), "Stake": ("percent",), "Acquisition": ("acquirers",), "Ipo": ("exchange",)}


class Pair(NamedTuple):
    """A gold event and the prediction that answers it; `core` when the amount agrees as well."""

    gold: Event
    pred: Event
    core: bool


class Slots(NamedTuple):
    """The slots of a pair, apart: those of gold that were met, those that were missed, those that only pred has."""

    hits: list[tuple[str, Any]]
    missed: list[tuple[str, Any]]
    extra: list[tuple[str, Any]]


def align(golds: Sequence[Event], preds: Sequence[Event]) -> tuple[list[Pair], list[Event], list[Event]]:
    """Pair events greedily, the closest first; give the pairs, the golds left over and the predictions left over."""
    ranked = []
    for i, gold in enumerate(golds):
        for j, pred in enumerate(preds):
            if gold["type"] != pred.get("type") or not is_anchored(gold, pred):
                continue
            core, optional = is_core(gold, pred), bool(gold.get("optional"))
            if optional and not core:
                continue
            agree = sum(accepts(gold.get(key), pred.get(key)) for key in ("status", "certainty"))
            ranked.append((core, not optional, len(compare_slots(gold, pred).hits), agree, -i, -j))
    pairs: list[Pair] = []
    used_golds: set[int] = set()
    used_preds: set[int] = set()
    for core, _, _, _, minus_i, minus_j in sorted(ranked, reverse=True):
        if -minus_i not in used_golds and -minus_j not in used_preds:
            used_golds.add(-minus_i)
            used_preds.add(-minus_j)
            pairs.append(Pair(golds[-minus_i], preds[-minus_j], core))
    return (
        pairs,
        [gold for i, gold in enumerate(golds) if i not in used_golds],
        [pred for j, pred in enumerate(preds) if j not in used_preds],
    )


def is_anchored(gold: Event, pred: Event) -> bool:
    """Is it about the same company, target, person…? A market's totals are known by their figure."""
    kinds = slot_kinds(gold["type"])
    if gold["type"] == "MarketActivity":
        slot = "amount" if gold.get("amount") is not None else "count"
        return _fills(gold, pred, slot, kinds[slot])
    return any(all(_fills(gold, pred, slot, kinds[slot]) for slot in row) for row in anchors(gold["type"]))


def is_core(gold: Event, pred: Event) -> bool:
    """Is it the same event: same identity, and the amount the same or absent in both?"""
    if not is_anchored(gold, pred):
        return False
    if "amount" not in slot_kinds(gold["type"]):
        return True
    amount = gold.get("amount")
    if amount is not None and amount.get("optional") and pred.get("amount") is None:
        return True
    return same("money", amount, pred.get("amount"))


def is_strict(gold: Event, pred: Event) -> bool:
    """Are status, certainty and the slots that make it that very deal right too?"""
    return exact_marks(gold, pred, only_given=True) and all(_strict_slot(gold, pred, slot) for slot in _STRICT.get(gold["type"], ()))


def exact_marks(gold: Event, pred: Event, *, only_given: bool = False) -> bool:
    """Are status and certainty both right? `only_given` passes over one that gold leaves open."""
    return all(accepts(gold.get(key), pred.get(key)) for key in ("status", "certainty") if key in gold or not only_given)


def compare_slots(gold: Event, pred: Event) -> Slots:
    """Compare slot by slot; optional parties, amounts and dates of gold count neither as met nor as missed."""
    out = Slots([], [], [])
    pool = filled(pred)
    for slot, kind, value in filled(gold):
        found = next((other for other in pool if other[0] == slot and same(kind, value, other[2])), None)
        if found:
            pool.remove(found)
        if not is_optional(value):
            (out.hits if found else out.missed).append((slot, value))
    out.extra.extend((slot, value) for slot, _, value in pool)
    return out


def is_optional(value: Any) -> bool:
    """Does gold leave this event, party, amount or date to the reader?"""
    return isinstance(value, dict) and bool(value.get("optional"))


def _fills(gold: Event, pred: Event, slot: str, kind: Kind) -> bool:
    return gold.get(slot) is not None and same(kind, gold[slot], pred.get(slot))


def _strict_slot(gold: Event, pred: Event, slot: str) -> bool:
    kind, want = slot_kinds(gold["type"])[slot], gold.get(slot)
    if want is None or want == [] or is_optional(want):
        return True
    if kind == "parties":
        return any(same("party", party, other) for party in want for other in pred.get(slot) or [])
    return same(kind, want, pred.get(slot))
