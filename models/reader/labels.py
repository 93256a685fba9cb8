"""Hold a gold article against what the pipeline read: which anchors, entities, dates play which part in which event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from levees.evaluation.compare import norm, number, same
from levees.reader.network import ATTRIBUTES, TYPES

MAIN = {"FundingRound": "company", "Valuation": "company", "TotalRaised": "company", "Acquisition": "target", "Ipo": "company",
        "Stake": "company", "FinancialResult": "company", "Founding": "company", "LeadershipChange": "person", "ProductLaunch": "product"}
SLOT_ROLES = {("FundingRound", "investors"): "investors", ("FundClosing", "investors"): "subscribers", ("FundingRound", "advisors"): "advisors",
              ("Acquisition", "acquirers"): "acquirers", ("Acquisition", "sellers"): "sellers", ("Stake", "holder"): "holder",
              ("Founding", "founders"): "founders", ("LeadershipChange", "company"): "lc_company", ("ProductLaunch", "company"): "pl_company",
              ("FundClosing", "fund"): "fund", ("Ipo", "exchange"): "exchange"}


@dataclass
class EventLabel:
    """One gold event in terms of the encoded article."""

    type: str
    optional: bool
    groups: set[int] = field(default_factory=set)  # groups of amount anchors that give its amount
    percents: set[int] = field(default_factory=set)  # percent anchors that give its percent
    has_amount: bool = False
    main: set[int] = field(default_factory=set)
    main_given: bool = False
    roles: dict[str, set[int]] = field(default_factory=dict)
    soft: dict[str, set[int]] = field(default_factory=dict)  # optional parties: no loss
    dates: set[int] = field(default_factory=set)
    date_given: bool = False
    date_optional: bool = False
    percent_slot: set[int] = field(default_factory=set)
    rounds: set[int] = field(default_factory=set)
    values: dict[str, set[int]] = field(default_factory=dict)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def entities_of(party: dict, entities: list[Any]) -> set[int]:
    names = {norm(x) for x in (party["name"], party.get("text", ""), *party.get("aliases", ()))} - {""}
    exact = {e.index for e in entities if norm(e.name) in names}
    if exact:
        return exact
    return {e.index for e in entities if any(norm(x) in names for x in (*e.aliases, *(m.text for m in e.mentions)))}


def amount_groups(money: dict, encoded: Any) -> set[int]:
    out = set()
    for a in encoded.anchors:
        if a.kind == "amount":
            s = a.source
            mine = {k: str(v) for k, v in (("amount", s.amount), ("low", s.low), ("high", s.high)) if v is not None}
            if same("money", money, mine | {"currency": s.currency}):
                out.add(a.group)
    return out


def label(row: dict, reading: Any, encoded: Any, rounds: list[Any]) -> list[EventLabel]:
    """All events of a gold row; parts that the pipeline did not see stay empty."""
    out = []
    for event in row["events"]:
        name = event["type"]
        kind = name if name != "LeadershipChange" else f"LC.{listed(event.get('direction', 'joins'))[0]}"
        lab = EventLabel(kind, bool(event.get("optional")))
        if event.get("amount"):
            lab.has_amount = True
            lab.groups = amount_groups(event["amount"], encoded)
        main = event.get(MAIN.get(name, "")) or (event.get("manager") or event.get("fund") if name == "FundClosing" else None)
        if main:
            lab.main_given = True
            lab.main = entities_of(main, reading.entities)
        for (t, slot), role in SLOT_ROLES.items():
            if t == name and event.get(slot):
                for party in listed(event[slot]):
                    found = entities_of(party, reading.entities)
                    (lab.soft if party.get("optional") else lab.roles).setdefault(role, set()).update(found)
                    if party.get("lead"):
                        lab.roles.setdefault("lead", set()).update(found)
        percent = event.get("percent", event.get("change_percent"))
        if percent is not None:
            wanted = {number(p) for p in listed(percent)}
            for i, c in enumerate(encoded.percents):
                value = c.source.value
                if value is not None and (number(value) in wanted or number(-value) in wanted):
                    lab.percent_slot.add(i)
            lab.percents = {i for i, a in enumerate(encoded.anchors) if a.kind == "percent" and any(a.source is encoded.percents[j].source for j in lab.percent_slot)}
        if event.get("date"):
            lab.date_given, lab.date_optional = True, bool(event["date"].get("optional"))
            near = []
            for i, c in enumerate(encoded.dates):
                if same("date", event["date"], {"value": c.source.value}):
                    quoted = event["date"]["text"]
                    near.append((i, c.source.text in quoted or quoted in c.source.text))
            lab.dates = {i for i, ok in near if ok} or {i for i, _ in near}
        if event.get("source"):
            lab.roles["source"] = set().union(*(entities_of({"name": s}, reading.entities) for s in listed(event["source"])))
        if event.get("round"):
            lab.rounds = {i for i, c in enumerate(rounds) if c.value in listed(event["round"])}
        for key, values_ in ATTRIBUTES.items():
            given = event.get(key)
            if given is None:
                if key in ("status", "certainty", "metric"):
                    continue
                lab.values[key] = {0}
            else:
                lab.values[key] = {values_.index(v) for v in listed(given) if v in values_}
        out.append(lab)
    return out


TYPE_INDEX = {t: i for i, t in enumerate(TYPES)}
