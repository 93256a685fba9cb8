"""From scores to events: the proposals that the judge believes, each with the best party of every role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from levees.reader.encode import KINDS, VERBS
from levees.reader.fields import Fields, candidates
from levees.reader.kinds import UNLIKELY
from levees.reader.network import ATTRIBUTES, PERCENT_ROLES, ROLE, TYPES, WIDTH, attributes
from levees.reader.proposals import PARTNERS, Proposal, propose, sigmoid
from levees.reader.score import NUMPY, Inputs, Scores
from levees.reader.tellers import nearest_medium

SLOT_ROLES = {
    "FundingRound": {"investors": "investors", "advisors": "advisors"},
    "FundClosing": {"subscribers": "investors", "fund": "fund"},
    "Acquisition": {"acquirers": "acquirers", "sellers": "sellers"},
    "Stake": {"holder": "holder"},
    "Founding": {"founders": "founders"},
    "LC.joins": {"lc_company": "company"},
    "LC.leaves": {"lc_company": "company"},
    "ProductLaunch": {"pl_company": "company"},
    "Ipo": {"exchange": "exchange"},
}
PENALTY = 2.0
EXPECTED = ("holder", "lc_company", "acquirers", "pl_company")  # an event of the type hardly goes without
DEALERS = ("acquirers", "sellers")
_NOMINAL = KINDS.index("nominal")
SINGLE = {"fund", "holder", "company", "exchange"}
# from which chance on a proposal is taken (the judge's word; chosen across folds by models/reader/judge.py), a party, a round, a source
FLOORS = {"event": 0.3, "role": 0.4, "round": 0.5, "source": 0.3}
# log-odds that the cues' word on status and certainty is worth beside the network's; a denial in words is seldom none
CUES = {"status": np.array([1.5, 1.5, 1.5, 1.5], np.float32), "certainty": np.array([1.5, 1.5, 5.0, 1.5], np.float32)}
SECOND_TYPE = 0.6  # one amount may tell of two events, where the second is likely by itself


@dataclass(slots=True)
class Draft:
    """An event as read from one anchor, in indices of the article's entities, dates, percentages."""

    type: str
    anchor: int
    anchors: list[int]
    main: int | None
    main_mention: int | None
    probability: float
    slots: dict[str, list[tuple[int, int, float]]] = field(default_factory=dict)  # slot -> (entity, mention, probability)
    leads: set[int] = field(default_factory=set)
    source: int | None = None
    date: int | None = None
    percent: int | None = None
    round: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    beliefs: dict[str, float] = field(default_factory=dict)
    rule: Any = None  # the rule mention that proposed it, where one did


def _softmax(x: np.ndarray) -> np.ndarray:
    z = np.exp(x - x.max())
    return z / z.sum()


def _by_entity(scores: np.ndarray, entity: np.ndarray, count: int) -> np.ndarray:
    out = np.full(count, -30.0)
    np.maximum.at(out, entity, scores)
    return out


class Decoder:
    """Decodes the scores of one article (averaged over the ensemble) to drafts."""

    def __init__(
        self,
        inputs: Inputs,
        scores: Scores,
        entities: Sequence[Any],
        class_names: list[str],
        params: list[dict[str, Any]],
        contexts: list[tuple[Any, Any]],
        facts: Callable[[int], np.ndarray],
        judge: Callable[[Sequence[Proposal], Decoder], np.ndarray] | None = None,
        floors: dict[str, float] | None = None,
        fields: Fields | None = None,
    ) -> None:
        self.i, self.s, self.n, self.entities = inputs, scores, len(entities), entities
        self.kinds = [e.kind for e in entities]
        self.names, self.params, self.contexts = class_names, params, contexts
        self.floors = FLOORS | (floors or {})
        self.judge, self.fields = judge, fields
        self._standing: tuple[dict[int, int], dict[int, int]] | None = None
        self._facts, self._known_facts = facts, dict[int, np.ndarray]()
        self._tables: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]] = {}
        self.topic = 0.0  # log-odds that the article tells of an event at all
        self.published: date | None = None  # the article's first possible day
        self.proposed: list[Proposal] = []
        self.behind: dict[tuple[int, str], Any] = {}  # the rule mention that proposed a type at an anchor

    def entity_scores(self, column: np.ndarray, role: str) -> np.ndarray:
        """[E] logits from a column of mentions; a kind that does not suit the role weighs against it."""
        out = _by_entity(column, self.i.entity, self.n)
        unlikely = UNLIKELY.get(role, ())
        return out - PENALTY * np.array([k in unlikely for k in self.kinds]) if unlikely else out

    def facts(self, anchor: int) -> np.ndarray:
        """[8] what the cues say of an anchor's status and certainty."""
        if anchor not in self._known_facts:
            self._known_facts[anchor] = self._facts(anchor)
        return self._known_facts[anchor]

    def parties(self, anchors: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """([M, roles], [E, roles]): the best score over the anchors, of every mention and of every entity."""
        key = tuple(anchors)
        if key not in self._tables:
            table = np.asarray(self.s.party[anchors]).max(0)
            entities = np.full((self.n, table.shape[1]), -30.0, np.float32)
            np.maximum.at(entities, self.i.entity, table)
            self._tables[key] = table, entities
        return self._tables[key]

    def standing(self) -> tuple[dict[int, int], dict[int, int]]:
        """The entities' places in the order of their first naming, and how often each is named."""
        if self._standing is None:
            first: dict[int, int] = {}
            counts: dict[int, int] = {}
            for c in self.i.encoded.mentions:
                if c.kind < _NOMINAL:
                    counts[c.entity] = counts.get(c.entity, 0) + 1
                    first[c.entity] = min(first.get(c.entity, c.start), c.start)
            self._standing = {x: k for k, x in enumerate(sorted(first, key=first.__getitem__))}, counts
        return self._standing

    def chances(self, d: Draft, table: np.ndarray, role: str) -> np.ndarray:
        """[E] how likely each entity plays a role in an event, by the network's word alone."""
        p = sigmoid(self.entity_scores(table[:, ROLE[role]], role))
        if d.main is not None and role != "fund":
            p[d.main] = 0
        return np.asarray(p)

    def drafts(self) -> list[Draft]:
        """The proposals that the judge believes, the likeliest first: one type an anchor, one main party unless they stand in a list."""
        self.proposed = proposals = propose(self)
        if not proposals or self.judge is None:
            return []
        chance = self.judge(proposals, self)
        kept: list[Proposal] = []
        out: list[Draft] = []
        for k in np.argsort(-chance, kind="stable"):
            p, sure = proposals[int(k)], float(chance[k])
            if sure >= self.floors.get(p.type, self.floors["event"]) and self._fits(p, sure, kept):
                kept.append(p)
                out.append(self.draft(p, sure))
        return self.filled(out)

    @staticmethod
    def draft(p: Proposal, sure: float) -> Draft:
        """The event that a proposal stands for, its slots still to be filled."""
        d = Draft(p.type, p.anchor, p.anchors, p.main, p.main_mention, sure)
        if p.partner is not None and p.partner_mention is not None:
            d.slots[PARTNERS[p.type]] = [(p.partner, p.partner_mention, p.partner_chance)]
        return d

    def _fits(self, p: Proposal, sure: float, kept: list[Proposal]) -> bool:
        word = self.i.encoded.anchors[p.anchor].kind == "word"
        for q in kept:
            if q.anchors == p.anchors and not word:
                if q.type != p.type:
                    if sure < SECOND_TYPE:
                        return False
                elif q.main == p.main or q.main_mention is None or p.main_mention is None:
                    return False
                elif not self._beside(q.main_mention, p.main_mention):
                    return False
            if word and q.type == p.type and q.main == p.main and not p.type.startswith("LC."):
                return False
        return True

    def filled(self, out: list[Draft]) -> list[Draft]:
        """The drafts with their slots, and the rule behind each."""
        for d in out:
            d.rule = next((self.behind[a, d.type] for a in d.anchors if (a, d.type) in self.behind), None)
            self._date(d)
        roles = [{r: slot for r, slot in SLOT_ROLES.get(d.type, {}).items() if slot not in d.slots} for d in out]
        for d, open_roles, chances in zip(out, roles, self._chances_of_all(out, roles), strict=True):
            self._fill(d, open_roles, chances)
        logits = [self.closed_logits(d) for d in out]
        values = self.fields.values(out, logits, self) if self.fields is not None else [{}] * len(out)
        for d, z, chosen in zip(out, logits, values, strict=True):
            self._close(d, z, chosen)
        return out

    def mention_of(self, anchors: list[int], entity: int, role: str) -> tuple[int, int]:
        """The best (anchor, mention) for an entity in a role."""
        table = self.s.party[anchors][:, :, ROLE[role]]
        table = np.where(self.i.entity[None, :] == entity, table, -99)
        a, m = np.unravel_index(int(table.argmax()), table.shape)
        return anchors[int(a)], int(m)

    def _beside(self, one: int, other: int) -> bool:
        """Whether two mentions stand in one list (« A, B et C »): only then can one amount be that of both."""
        e = self.i.encoded
        a, b = sorted((e.mentions[one], e.mentions[other]), key=lambda c: c.start)
        return bool(e.sent[a.start] == e.sent[b.start] and b.start - a.end <= 12 and not np.isin(e.pos[a.end : b.start], VERBS).any())

    @staticmethod
    def _one_side(d: Draft) -> None:
        """Nobody buys from himself: who seems both buyer and seller is what he is more likely to be."""
        buys, sells = ({x: p for x, _, p in d.slots.get(slot, ())} for slot in ("acquirers", "sellers"))
        for x in buys.keys() & sells.keys():
            slot = "acquirers" if buys[x] < sells[x] else "sellers"
            d.slots[slot] = [f for f in d.slots[slot] if f[0] != x]

    def _fill(self, d: Draft, roles: dict[str, str], chances: dict[str, np.ndarray]) -> None:
        """The parties of an event, `roles` with their slots."""
        if self.s.party is None:
            return
        table, _ = self.parties(d.anchors)
        for role, slot in roles.items():
            p = chances[role]
            order = [int(x) for x in np.argsort(-p, kind="stable") if p[x] >= self.floors["role"]]
            if not order and role in EXPECTED and len(p) and p.max() >= 0.15:
                order = [int(p.argmax())]
            found = [(x, self.mention_of(d.anchors, x, role)[1], float(p[x])) for x in (order[:1] if slot in SINGLE else order)]
            if role in DEALERS:
                # one buys, one sells, unless they are named in one breath
                found = found[:1] + [f for f in found[1:] if self._beside(found[0][1], f[1])]
            if found:
                d.slots[slot] = found
        self._one_side(d)
        if d.type == "FundingRound":
            p = sigmoid(self.entity_scores(table[:, ROLE["lead"]], "lead"))
            d.leads = {x for x, _, _ in d.slots.get("investors", []) if p[x] >= 0.5}
        p = sigmoid(self.entity_scores(table[:, ROLE["source"]], "source"))
        if len(p) and p.max() >= self.floors["source"]:
            d.source = int(p.argmax())
        elif d.type != "MarketActivity":
            d.source = nearest_medium(d, self)

    def _date(self, d: Draft) -> None:
        """When an event is, its percentage and its round."""
        s, e = self.s, self.i.encoded
        if s.date is not None:
            p = _softmax(np.append(s.date[d.anchors][:, :, TYPES.index(d.type)].max(0), 0.0))
            if p.argmax() < len(p) - 1:
                d.date, d.beliefs["date"] = int(p.argmax()), float(p.max())
        if s.percent is not None and d.type in PERCENT_ROLES:
            if e.anchors[d.anchor].kind == "percent":
                d.percent = next(i for i, c in enumerate(e.percents) if c.source is e.anchors[d.anchor].source)
                d.beliefs["percent"] = d.probability
            else:
                p = _softmax(np.append(s.percent[d.anchors][:, :, PERCENT_ROLES.index(d.type)].max(0), 0.0))
                if p.argmax() < len(p) - 1:
                    d.percent, d.beliefs["percent"] = int(p.argmax()), float(p.max())
        if s.round is not None and d.type == "FundingRound":
            p = sigmoid(s.round[d.anchors][:, :, 0].max(0))
            if p.max() >= self.floors["round"]:
                d.round, d.beliefs["round"] = int(p.argmax()), float(p.max())

    def _close(self, d: Draft, logits: dict[str, np.ndarray], chosen: dict[str, np.ndarray]) -> None:
        """The closed slots of an event: as `chosen` where it says, else as the networks and the cues have it."""
        for key, values in ATTRIBUTES.items():
            relevant = key in ("status", "certainty") or (key, d.type) in (
                ("instrument", "FundingRound"),
                ("basis", "Valuation"),
                ("metric", "FinancialResult"),
                ("kind", "Stake"),
            )
            if relevant:
                z = logits[key]
                if key in CUES:
                    facts = self.facts(d.anchor)
                    z = z + CUES[key] * (facts[:4] if key == "status" else facts[4:])
                p = chosen.get(key, _softmax(z))
                d.values[key] = values[int(p.argmax())]
                d.beliefs[key] = float(p.max())

    def _chances_of_all(self, out: list[Draft], roles: list[dict[str, str]]) -> list[dict[str, np.ndarray]]:
        """[E] for each event and role: how likely each entity plays it, as the forest sees it where there is one."""
        if self.s.party is None:
            return [{} for _ in out]
        if self.fields is None:
            return [{r: self.chances(d, self.parties(d.anchors)[0], r) for r in asked} for d, asked in zip(out, roles, strict=True)]
        tables = [{r: np.zeros(self.n) for r in asked} for asked in roles]
        found = [candidates(d, self, list(asked)) for d, asked in zip(out, roles, strict=True)]
        for table, mine, chance in zip(tables, found, self.fields.parties(out, found, self), strict=True):
            for (role, x, _), p in zip(mine, chance, strict=True):
                table[role][x] = p
        return tables

    def closed_logits(self, d: Draft) -> dict[str, np.ndarray]:
        """What the networks say of status, certainty and the other closed slots of an event, averaged."""
        kind = np.zeros(len(TYPES), np.float32)
        kind[TYPES.index(d.type)] = 1
        known = np.concatenate([kind, self.i.known[d.anchor], self.facts(d.anchor)])
        logits: dict[str, Any] = {}
        for params, (anchor_context, mention_context) in zip(self.params, self.contexts, strict=True):
            main = mention_context[d.main_mention][:WIDTH] if d.main_mention is not None else np.zeros(WIDTH, np.float32)
            for key, x in attributes(NUMPY, params, anchor_context[d.anchor], main, known).items():
                logits[key] = logits.get(key, 0) + x / len(self.params)
        return logits
