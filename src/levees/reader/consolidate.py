"""One deal, one event: drafts of one deal merged, what only repeats another dropped."""

from __future__ import annotations

from typing import Any

from levees.reader.decode import Draft

ONE_PER_MAIN = {"Acquisition", "Ipo", "Founding", "ProductLaunch"}


def has_amount(draft: Draft, anchors: list[Any]) -> bool:
    """Whether a draft hangs on an amount."""
    return bool(anchors[draft.anchor].kind == "amount")


def consolidate(drafts: list[Draft], anchors: list[Any]) -> list[Draft]:
    """Merge the drafts of one deal; order of the article kept."""
    kept: list[Draft] = []
    rank = {"amount": 0, "percent": 1, "word": 2}
    for d in sorted(drafts, key=lambda d: (rank[anchors[d.anchor].kind], -d.probability)):
        kind = anchors[d.anchor].kind
        if d.type == "MarketActivity" and kind != "amount" or d.type == "Stake" and not d.slots.get("holder"):
            continue
        if d.type.startswith("LC.") and any(_opposite(k, d) for k in kept):
            continue
        twin = next((k for k in kept if _same_deal(k, d, anchors)), None)
        if twin is None:
            kept.append(d)
        else:
            _absorb(twin, d)
    kept.sort(key=lambda d: anchors[d.anchor].start)
    return kept


def _names(draft: Draft, slot: str) -> set[int]:
    return {x for x, _, _ in draft.slots.get(slot, ())}


def _same_deal(a: Draft, b: Draft, anchors: list[Any]) -> bool:
    if a.type != b.type or a.main != b.main:
        return False
    money_a, money_b = has_amount(a, anchors), has_amount(b, anchors)
    if money_a and money_b and anchors[a.anchor].group != anchors[b.anchor].group:
        if a.type not in ONE_PER_MAIN:
            return False
        return (
            a.type != "Acquisition"
            or not _names(a, "acquirers")
            or not _names(b, "acquirers")
            or bool(_names(a, "acquirers") & _names(b, "acquirers"))
        )
    if a.type == "Stake":
        one, two = _names(a, "holder"), _names(b, "holder")
        if one and two and not one & two:
            return False
        return a.percent is None or b.percent is None or a.percent == b.percent
    if a.type == "FinancialResult":
        return (
            a.values.get("metric") == b.values.get("metric") and not (money_a and money_b) and (a.percent == b.percent or a.percent is None)
        )
    if a.type in ("LC.joins", "LC.leaves"):
        one, two = _names(a, "company"), _names(b, "company")
        return not one or not two or bool(one & two)
    if a.type in ("FundingRound", "FundClosing", "Valuation", "TotalRaised"):
        return not money_a and not money_b
    return True


def _opposite(a: Draft, b: Draft) -> bool:
    """One person cannot both join and leave one company in one breath: the likelier reading stays."""
    if not a.type.startswith("LC.") or a.type == b.type or a.main != b.main:
        return False
    one, two = _names(a, "company"), _names(b, "company")
    return not one or not two or bool(one & two)


def _absorb(twin: Draft, other: Draft) -> None:
    for slot, parties in other.slots.items():
        if not twin.slots.get(slot):
            twin.slots[slot] = parties
    for name in ("date", "percent", "round", "source"):
        if getattr(twin, name) is None:
            setattr(twin, name, getattr(other, name))
    twin.leads |= other.leads
