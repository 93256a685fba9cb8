"""Rules and network together: what a rule proposes counts for the reader, by a fixed weight; the rule becomes the event's provenance."""

from __future__ import annotations

from typing import Any

import numpy as np

from levees.reader.network import ROLE, TYPES
from levees.reader.score import Inputs, Scores

# log-odds that a rule's word is worth; chosen on held-out training articles
BONUS = {"type": 1.25, "party": 1.25, "date": 0.7}
MAIN = {
    "FundingRound": "company",
    "Valuation": "company",
    "TotalRaised": "company",
    "FundClosing": "manager",
    "Acquisition": "target",
    "Ipo": "company",
    "Stake": "company",
    "FinancialResult": "company",
    "Founding": "company",
    "LeadershipChange": "person",
    "ProductLaunch": "product",
}
SLOTS = {
    ("FundingRound", "investors"): "investors",
    ("FundClosing", "investors"): "subscribers",
    ("FundClosing", "fund"): "fund",
    ("Acquisition", "acquirers"): "acquirers",
    ("Acquisition", "sellers"): "sellers",
    ("Stake", "holder"): "holder",
    ("Founding", "founders"): "founders",
    ("LeadershipChange", "company"): "lc_company",
    ("ProductLaunch", "company"): "pl_company",
    ("Ipo", "exchange"): "exchange",
}


def reader_type(mention: Any) -> str | None:
    """The reader's type of a rule mention; None for a type of a pack's own."""
    if mention.event == "LeadershipChange":
        direction = mention.fixed.get("direction") or (mention.first("direction").text if mention.first("direction") else "joins")
        return f"LC.{direction}" if f"LC.{direction}" in TYPES else None
    return mention.event if mention.event in TYPES else None


def add_rules(scores: Scores, inputs: Inputs, reading: Any, bonus: dict[str, float] | None = None) -> dict[tuple[int, str], Any]:
    """Raise the scores of what rules propose, in place; give the mention behind each (anchor, type)."""
    weight = BONUS if bonus is None else bonus
    behind: dict[tuple[int, str], Any] = {}
    e = inputs.encoded
    if not reading.mentions or not e.anchors:
        return behind
    by_span = {(a.source.start, a.source.end): i for i, a in enumerate(e.anchors) if a.kind != "word"}
    words = {a.start: i for i, a in enumerate(e.anchors) if a.kind == "word"}
    dates = {(c.source.start, c.source.end): i for i, c in enumerate(e.dates)}
    for m in reading.mentions:
        kind = reader_type(m)
        if kind is None:
            continue
        values = [f for fs in m.slots.values() for f in fs if f.kind.startswith(("amount", "percent"))]
        anchors = [by_span[f.start, f.end] for f in values if (f.start, f.end) in by_span]
        span = reading.doc.char_span(m.start, m.end, alignment_mode="expand")
        if not anchors and span is not None:
            anchors = [words[i] for i in range(span.start, span.end) if i in words][:1]
        for a in anchors:
            if (a, kind) in behind:
                continue
            behind[a, kind] = m
            scores.types[a, TYPES.index(kind)] += weight["type"]
            for slot, found in m.slots.items():
                role = f"main.{kind}" if slot == MAIN.get(m.event) else SLOTS.get((m.event, slot))
                for f in found:
                    if role is not None and f.entity >= 0 and scores.party is not None:
                        scores.party[a, np.flatnonzero(inputs.entity == f.entity), ROLE[role]] += weight["party"]
                    if slot == "date" and (f.start, f.end) in dates:
                        scores.date[a, dates[f.start, f.end], TYPES.index(kind)] += weight["date"]
    return behind
