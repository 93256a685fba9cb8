"""All events that could be meant: every anchor with its likely types and main parties, more than will be kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from levees.reader.fuse import MAIN as MAIN_SLOT
from levees.reader.network import PERCENT_ROLES, ROLE, TYPES

if TYPE_CHECKING:
    from levees.reader.decode import Decoder

WORD_TYPES = {
    "FundingRound": ("raise_verb", "inject_verb", "round_noun"),
    "Acquisition": ("acquire",),
    "Stake": ("stake", "acquire"),
    "Ipo": ("ipo",),
    "Founding": ("founding",),
    "LC.joins": ("leader",),
    "LC.leaves": ("leader",),
    "ProductLaunch": ("launch",),
    "FundClosing": ("fund",),
}
CHANGES = ("MarketActivity", "FinancialResult")
FLOOR = {"amount": 0.025, "percent": 0.05, "word": 0.06}
MAINS = 3
MAIN_FLOOR = 0.03
PARTNERS = {"Stake": "holder"}
PARTNER_FLOOR = 0.08


@dataclass(slots=True)
class Proposal:
    """One event that could be meant, in indices of the article's anchors, entities and mentions."""

    type: str
    anchor: int
    anchors: list[int]
    main: int | None
    main_mention: int | None
    probability: float
    main_score: float = 0.0
    main_chance: float = 1.0
    main_margin: float = 0.0
    main_rank: int = 0
    rule_agrees: bool = False
    rule_on_type: bool = False
    rule_for_other: bool = False
    partner: int | None = None  # who holds the stake: with the company it makes the event
    partner_mention: int | None = None
    partner_chance: float = 0.0
    partner_margin: float = 0.0
    partner_rank: int = 0
    rule_on_partner: bool = False


def signed(anchor: Any) -> bool:
    """Whether a percentage is a change: « +21,5 % » is nobody's share (of 492 signed ones in annotated articles one was)."""
    return bool(anchor.source.text[:1] in "+-−–")


def sigmoid(x: Any) -> Any:
    """Logistic."""
    return 1 / (1 + np.exp(-np.clip(x, -40, 40)))


def propose(d: Decoder) -> list[Proposal]:
    """Every proposal above the floors; the article's anchors in order."""
    e, s = d.i.encoded, d.s
    out: list[Proposal] = []
    if not e.anchors:
        return out
    groups: dict[int, list[int]] = {}
    for i, a in enumerate(e.anchors):
        if a.kind == "amount":
            groups.setdefault(a.group, []).append(i)
    spots = [("amount", anchors, TYPES[:9]) for anchors in groups.values()]
    spots += [("percent", [i], CHANGES if signed(a) else PERCENT_ROLES) for i, a in enumerate(e.anchors) if a.kind == "percent"]
    for kind, anchors, allowed in spots:
        p = sigmoid(np.asarray(s.types[anchors]).max(0))
        likely = sorted((t for t in allowed if p[TYPES.index(t)] >= FLOOR[kind]), key=lambda t: -p[TYPES.index(t)])[:3]
        for t in likely:
            out += _with_mains(d, t, anchors, float(p[TYPES.index(t)]))
    if s.party is not None:
        out += _on_words(d)
    out = [q for p in out for q in (_with_partners(d, p) if p.type in PARTNERS else (p,))]
    for p in out:
        for (a, t), mention in d.behind.items():
            if a not in p.anchors:
                continue
            if t == p.type:
                p.rule_on_type = True
                p.rule_on_partner |= any(f.entity == p.partner for f in mention.slots.get(PARTNERS.get(t, ""), ()))
                p.rule_agrees |= any(f.entity == p.main for f in mention.slots.get(MAIN_SLOT.get(mention.event, ""), ()))
            else:
                p.rule_for_other = True
    return out


def _with_partners(d: Decoder, p: Proposal) -> list[Proposal]:
    """The proposal with each party that may well be its partner: a stake of the wrong holder is the wrong stake."""
    role = PARTNERS[p.type]
    table, _ = d.parties(p.anchors)
    chance = sigmoid(d.entity_scores(table[:, ROLE[role]], role))
    if p.main is not None:
        chance[p.main] = 0
    order = [int(x) for x in np.argsort(-chance)[:MAINS] if chance[x] >= PARTNER_FLOOR]
    out = []
    for rank, x in enumerate(order):
        others = np.delete(chance, x)
        share = float(chance[x] / chance[order[0]])
        mention, margin = d.mention_of(p.anchors, x, role)[1], float(chance[x] - others.max()) if len(others) else 1.0
        out.append(
            replace(
                p,
                probability=p.probability * share,
                partner=x,
                partner_mention=mention,
                partner_chance=float(chance[x]),
                partner_margin=margin,
                partner_rank=rank,
            )
        )
    return out


def _with_mains(d: Decoder, t: str, anchors: list[int], probability: float) -> list[Proposal]:
    s = d.s
    best = anchors[int(np.asarray(s.types[anchors])[:, TYPES.index(t)].argmax())]
    if t == "MarketActivity":
        return [Proposal(t, best, anchors, None, None, probability)]
    if s.party is None:
        return []
    scores = d.entity_scores(s.party[anchors][:, :, ROLE[f"main.{t}"]].max(0), f"main.{t}")
    z = np.exp(scores - scores.max())
    p = z / z.sum()
    out = []
    order = [int(x) for x in np.argsort(-p)[:MAINS]]
    for rank, x in enumerate(order):
        if p[x] < MAIN_FLOOR and rank:
            break
        _, m = d.mention_of(anchors, x, f"main.{t}")
        other = scores[order[1]] if rank == 0 and len(order) > 1 else scores[order[0]]
        margin = float(scores[x] - other) if len(order) > 1 else 9.0
        out.append(Proposal(t, best, anchors, x, m, probability * float(p[x]), float(scores[x]), float(p[x]), margin, rank))
    return out


def _on_words(d: Decoder) -> list[Proposal]:
    e, s, out = d.i.encoded, d.s, []
    is_word = np.array([a.kind == "word" for a in e.anchors])
    rows = np.array([a.start for a in e.anchors])
    for t, classes in WORD_TYPES.items():
        columns = [d.names.index(c) for c in classes]
        words = np.flatnonzero(is_word & (e.classes[rows][:, columns] > 0).any(1))
        if not len(words):
            continue
        joint = s.types[words, TYPES.index(t)][:, None] + s.party[words][:, :, ROLE[f"main.{t}"]]
        best, arg = joint.max(0), joint.argmax(0)
        scores = d.entity_scores(best, f"main.{t}")
        order = [int(x) for x in np.argsort(-scores) if sigmoid(scores[x]) >= FLOOR["word"]][:8]
        for rank, x in enumerate(order):
            m = int(np.where(d.i.entity == x, best, -99).argmax())
            w = int(words[int(arg[m])])
            others = np.delete(scores, x)
            out.append(
                Proposal(
                    t,
                    w,
                    [w],
                    x,
                    m,
                    float(sigmoid(scores[x])),
                    float(s.party[w, m, ROLE[f"main.{t}"]]),
                    float(sigmoid(scores[x])),
                    float(scores[x] - others.max()) if len(others) else 9.0,
                    rank,
                )
            )
    return out
