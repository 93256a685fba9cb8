"""The right answers that `ablate.py` gives to the reader, as the annotation has them: one function a kind of answer."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np

from labels import EventLabel  # isort: skip
from oracle import give_names  # isort: skip
from levees.evaluation.compare import same
from levees.grammar.amounts import Amount
from levees.names.canonical import gender
from levees.names.nominals import find_nominals
from levees.reader.decode import SLOT_ROLES
from levees.reader.network import ATTRIBUTES, ROLE, TYPES
from levees.reader.proposals import WORD_TYPES

SURE = 12.0  # a logit that leaves no doubt


def amounts(reading: Any, row: dict) -> None:
    """An annotated amount that was not read stands wherever its words do."""
    found = list(reading.amounts)
    for money in (m for e in row["events"] for m in [e.get("amount")] if m):
        if any(same("money", money, plain(a)) for a in found):
            continue
        for m in re.finditer(rf"(?<!\w){re.escape(money['text'])}(?!\w)", reading.text):
            value = {k: Decimal(money[k]) if k in money else None for k in ("amount", "low", "high")}
            found = [a for a in found if a.end <= m.start() or m.end() <= a.start]
            found.append(Amount(m.start(), m.end(), m[0], **value, currency=money.get("currency"), mod=money.get("mod"),
                                currency_inferred=bool(money.get("currency_inferred"))))
    reading.amounts = sorted(found, key=lambda a: a.start)


def plain(amount: Amount) -> dict[str, Any]:
    return {k: str(v) for k in ("amount", "low", "high", "currency") if (v := getattr(amount, k)) is not None}


def names(reading: Any, row: dict) -> None:
    """Names and entities as annotated; nominals are looked for among them as ever."""
    give_names(reading, row, None)
    for e in reading.entities:
        e.gender = gender(reading.text, e.mentions, e.kind)
    reading.nominals = find_nominals(reading.text, reading.sentences, reading.names, reading.entities)


def nominals(reading: Any, row: dict) -> None:
    """Names, and each annotated nominal as what it stands for; the others as ever."""
    names(reading, row)
    found, index = reading.nominals, {e.name: e.index for e in reading.entities}
    for n in (n for n in row["names"] if "kind" not in n and n["name"] in index):
        for nominal in (x for x in found if x.start < n["end"] and n["start"] < x.end):
            nominal.candidates = [(index[n["name"]], 1.0)]


def both(reading: Any, row: dict) -> None:
    nominals(reading, row)
    amounts(reading, row)


def spots(lab: EventLabel, decoder: Any) -> list[int]:
    """The anchors that carry an event's amount (of several acceptable amounts the likeliest), else its percentage."""
    anchors, types = decoder.i.encoded.anchors, decoder.s.types
    groups = {g: [i for i, a in enumerate(anchors) if a.kind == "amount" and a.group == g] for g in lab.groups}
    if groups:
        return max(groups.values(), key=lambda g: float(types[g, TYPES.index(lab.type)].max()))
    return sorted(lab.percents)


def words_of(t: str, decoder: Any) -> list[int]:
    """The words that may carry a type."""
    e = decoder.i.encoded
    columns = [decoder.names.index(c) for c in WORD_TYPES.get(t, ())]
    return [i for i, a in enumerate(e.anchors) if a.kind == "word" and (e.classes[a.start, columns] > 0).any()]


def triggers(decoder: Any, labels: list[EventLabel]) -> None:
    """Every amount, percentage and word has the types that it has in the annotation, and nothing else is an event."""
    s, want = decoder.s, Counter[tuple[str, int]]()
    gold = np.full_like(s.types, -SURE)
    for lab in (x for x in labels if not x.optional):
        t, at = TYPES.index(lab.type), spots(lab, decoder)
        if at:
            gold[at, t] = SURE
            want[lab.type, at[0]] += 1
        elif (words := words_of(lab.type, decoder)) and not lab.has_amount:
            joint = s.types[words, t]
            if s.party is not None and (mine := np.isin(decoder.i.entity, list(lab.main))).any():
                joint = joint + s.party[words][:, mine, ROLE[f"main.{lab.type}"]].max(1)
            gold[words[int(joint.argmax())], t] = SURE
            want[lab.type, -1] += 1
    s.types = gold

    def decide(proposals: Any, _: Any) -> np.ndarray:
        carrier = decoder.i.encoded.anchors
        return np.array([float(p.main_rank < want[p.type, -1 if carrier[p.anchor].kind == "word" else p.anchors[0]]) for p in proposals])

    decoder.judge = decide


def mains(decoder: Any, labels: list[EventLabel]) -> None:
    """The right main party and the one that seemed best change places: scores stay what they were, so that they betray no type."""
    s, wanted = decoder.s, dict[tuple[str, tuple[int, ...]], set[int]]()
    for lab in labels:
        if s.party is not None and f"main.{lab.type}" in ROLE and (here := lab.main & set(decoder.i.entity.tolist())):
            words = [] if lab.has_amount and lab.type in ("FundingRound", "FundClosing") else words_of(lab.type, decoder)
            for at in filter(None, (spots(lab, decoder), words)):
                wanted.setdefault((lab.type, tuple(at)), set()).add(min(here))
    for (t, at), right in wanted.items():
        rows, role = list(at), ROLE[f"main.{t}"]
        column = s.party[rows][:, :, role]
        if decoder.i.encoded.anchors[rows[0]].kind == "word":
            column = column + s.types[rows, TYPES.index(t)][:, None]
        scores = decoder.entity_scores(column.max(0), f"main.{t}")
        best = [int(x) for x in np.argsort(-scores)[: len(right)]]
        for lose, win in zip([x for x in best if x not in right], sorted(right - set(best)), strict=False):
            by = scores[lose] - scores[win]
            for entity, delta in ((win, by), (lose, -by)):
                s.party[np.ix_(rows, np.flatnonzero(decoder.i.entity == entity), [role])] += delta


def label_of(d: Any, decoder: Any, labels: list[EventLabel]) -> EventLabel | None:
    """The annotated event that a draft is about: same type and main party, the same anchor where there is one."""
    mine = [x for x in labels if x.type == d.type and (d.main in x.main or not x.main_given)]
    return next((x for x in mine if set(spots(x, decoder)) & set(d.anchors)), next((x for x in mine if not spots(x, decoder)), None))


def parties(d: Any, decoder: Any, labels: list[EventLabel]) -> None:
    """Everybody else who plays a part, and who leads."""
    if (lab := label_of(d, decoder, labels)) is None or decoder.s.party is None:
        return
    for role, slot in SLOT_ROLES.get(d.type, {}).items():
        known = {x for x in lab.roles.get(role, ()) if x in decoder.i.entity}
        kept = [f for f in d.slots.get(slot, ()) if f[0] in lab.soft.get(role, set()) - known]
        d.slots[slot] = kept + [(x, decoder.mention_of(d.anchors, x, role)[1], 1.0) for x in sorted(known)]
    d.leads = set(lab.roles.get("lead", ()))


def dates(d: Any, decoder: Any, labels: list[EventLabel]) -> None:
    if (lab := label_of(d, decoder, labels)) is not None and not lab.date_optional and d.date not in lab.dates:
        d.date = min(lab.dates, default=None)


def factuality(d: Any, decoder: Any, labels: list[EventLabel]) -> None:
    if (lab := label_of(d, decoder, labels)) is not None:
        for key in ("status", "certainty"):
            values = [ATTRIBUTES[key][i] for i in sorted(lab.values.get(key, ()))]
            if values and d.values[key] not in values:
                d.values[key] = values[0]
