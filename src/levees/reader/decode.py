"""From scores to events: thresholds, the best party of each role, one draft per anchor and main party."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from levees.reader.encode import VERBS
from levees.reader.network import ATTRIBUTES, PERCENT_ROLES, ROLE, TYPES, WIDTH, attributes
from levees.reader.score import NUMPY, Inputs, Scores

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
# kinds that seldom play a role; recognition errs, so they weigh against it and do not forbid it
_NO_FIRM = ("person", "place", "exchange", "media", "product")
UNLIKELY = {
    "main.LC.joins": ("place", "product", "exchange", "company", "investor", "bank", "public_body", "media"),
    "main.LC.leaves": ("place", "product", "exchange", "company", "investor", "bank", "public_body", "media"),
    "main.ProductLaunch": ("person", "place", "investor", "bank", "public_body", "exchange"),
    "founders": ("place", "product", "exchange", "media"),
    "acquirers": ("place", "product", "exchange", "media"),
    "sellers": ("place", "product", "exchange", "media"),
    "holder": ("place", "product", "exchange", "media"),
    "lc_company": ("person", "place", "product"),
    "pl_company": ("person", "place", "product"),
    "investors": ("product", "exchange", "media", "place"),
    "subscribers": ("product", "exchange", "media", "place"),
    "advisors": ("product", "place", "exchange"),
    "exchange": ("person", "company", "investor", "product", "bank"),
    "fund": ("person", "place", "exchange", "media"),
    **{
        f"main.{t}": _NO_FIRM
        for t in ("FundingRound", "Valuation", "TotalRaised", "FundClosing", "Acquisition", "Ipo", "Stake", "FinancialResult", "Founding")
    },
}
PENALTY = 2.0
SINGLE = {"fund", "holder", "company", "exchange"}
# below these a reading is not kept; chosen on held-out training articles by models/reader/thresholds.py
THRESHOLDS = {
    "amount": 0.35,
    "amount.FundingRound": 0.3,
    "amount.FundClosing": 0.3,
    "amount.TotalRaised": 0.2,
    "amount.Acquisition": 0.45,
    "amount.MarketActivity": 0.3,
    "amount.FinancialResult": 0.6,
    "percent": 0.5,
    "percent.Stake": 0.7,
    "percent.FinancialResult": 0.7,
    "word": 0.4,
    "word.Acquisition": 0.5,
    "word.Stake": 0.7,
    "word.Ipo": 0.6,
    "word.LC.joins": 0.5,
    "word.LC.leaves": 0.4,
    "role": 0.4,
    "second": 0.2,
    "round": 0.5,
}


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


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(x, -40, 40)))


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
        thresholds: dict[str, float] | None = None,
    ) -> None:
        self.i, self.s, self.n = inputs, scores, len(entities)
        self.kinds = [e.kind for e in entities]
        self.names, self.params, self.contexts = class_names, params, contexts
        self.t = THRESHOLDS | (thresholds or {})
        self.facts = facts
        self.behind: dict[tuple[int, str], Any] = {}  # the rule mention that proposed a type at an anchor

    def entity_scores(self, column: np.ndarray, role: str) -> np.ndarray:
        """[E] logits from a column of mentions; a kind that does not suit the role weighs against it."""
        out = _by_entity(column, self.i.entity, self.n)
        unlikely = UNLIKELY.get(role, ())
        return out - PENALTY * np.array([k in unlikely for k in self.kinds]) if unlikely else out

    def threshold(self, kind: str, event_type: str) -> float:
        """From which probability on a reading is kept."""
        return self.t.get(f"{kind}.{event_type}", self.t[kind])

    def drafts(self) -> list[Draft]:
        """All events read, anchored on amounts first, then on percentages, then on words."""
        e, s = self.i.encoded, self.s
        out: list[Draft] = []
        if not e.anchors:
            return out
        groups: dict[int, list[int]] = {}
        for i, a in enumerate(e.anchors):
            if a.kind == "amount":
                groups.setdefault(a.group, []).append(i)
        for anchors in groups.values():
            p = _sigmoid(s.types[anchors].max(0))
            for t in self._types(p, "amount", TYPES[:9]):
                out += self._with_main(t, anchors, float(p[TYPES.index(t)]))
        for i, a in enumerate(e.anchors):
            if a.kind == "percent":
                p = _sigmoid(s.types[i])
                for t in self._types(p, "percent", PERCENT_ROLES):
                    out += self._with_main(t, [i], float(p[TYPES.index(t)]))
        if s.party is not None:
            out += self._on_words({(d.type, d.main) for d in out})
        for d in out:
            d.rule = next((self.behind[a, d.type] for a in d.anchors if (a, d.type) in self.behind), None)
            self._fill(d)
        return out

    def _types(self, p: np.ndarray, kind: str, allowed: Sequence[str]) -> list[str]:
        """The type that passes its threshold by most; a second one only where it is likely by itself."""
        chance = {t: float(p[TYPES.index(t)]) for t in allowed}
        ranked = sorted(allowed, key=lambda t: -chance[t] / self.threshold(kind, t))
        keep = [t for t in ranked[:1] if chance[t] >= self.threshold(kind, t)]
        return keep + [t for t in ranked[1:2] if keep and chance[t] >= max(0.6, self.threshold(kind, t))]

    def _mention(self, anchors: list[int], entity: int, role: str) -> tuple[int, int]:
        """The best (anchor, mention) for an entity in a role."""
        table = self.s.party[anchors][:, :, ROLE[role]]
        table = np.where(self.i.entity[None, :] == entity, table, -99)
        a, m = np.unravel_index(int(table.argmax()), table.shape)
        return anchors[int(a)], int(m)

    def _with_main(self, t: str, anchors: list[int], probability: float) -> list[Draft]:
        best = anchors[int(self.s.types[anchors, TYPES.index(t)].argmax())]
        if t == "MarketActivity":
            return [Draft(t, best, anchors, None, None, probability)]
        if self.s.party is None:
            return []
        scores = self.entity_scores(self.s.party[anchors][:, :, ROLE[f"main.{t}"]].max(0), f"main.{t}")
        p = _softmax(np.append(scores, 0.0))
        p = p[:-1] / max(1 - p[-1], 1e-6) if p[-1] < 0.9 else p[:-1]
        order = np.argsort(-p)
        keep = [int(order[0])] if p[order[0]] >= 0.15 else []
        if self.i.encoded.anchors[best].kind == "amount" and keep:
            _, first = self._mention(anchors, keep[0], f"main.{t}")
            others = [int(x) for x in order[1:6] if p[x] >= self.t["second"]]
            keep += [x for x in others if self._beside(first, self._mention(anchors, x, f"main.{t}")[1])]
        out = []
        for x in keep:
            a, m = self._mention(anchors, x, f"main.{t}")
            out.append(Draft(t, best, anchors, x, m, probability * float(min(1.0, p[x] + 0.3))))
        return out

    def _beside(self, one: int, other: int) -> bool:
        """Whether two mentions stand in one list (« A, B et C »): only then can one amount be that of both."""
        e = self.i.encoded
        a, b = sorted((e.mentions[one], e.mentions[other]), key=lambda c: c.start)
        return bool(e.sent[a.start] == e.sent[b.start] and b.start - a.end <= 12 and not np.isin(e.pos[a.end : b.start], VERBS).any())

    def _on_words(self, known: set[tuple[str, int | None]]) -> list[Draft]:
        e, s, out = self.i.encoded, self.s, []
        is_word = np.array([a.kind == "word" for a in e.anchors])
        rows = np.array([a.start for a in e.anchors])
        for t, classes in WORD_TYPES.items():
            columns = [self.names.index(c) for c in classes]
            words = np.flatnonzero(is_word & (e.classes[rows][:, columns] > 0).any(1))
            if not len(words):
                continue
            joint = s.types[words, TYPES.index(t)][:, None] + s.party[words][:, :, ROLE[f"main.{t}"]]
            best, arg = joint.max(0), joint.argmax(0)
            scores = self.entity_scores(best, f"main.{t}")
            for x in np.flatnonzero(_sigmoid(scores) >= self.threshold("word", t)):
                if (t, int(x)) in known and t not in ("LC.joins", "LC.leaves"):
                    continue
                m = int(np.where(self.i.entity == x, best, -99).argmax())
                w = int(words[int(arg[m])])
                out.append(Draft(t, w, [w], int(x), m, float(_sigmoid(scores[x]))))
        return out

    def _fill(self, d: Draft) -> None:
        s, e = self.s, self.i.encoded
        if s.party is not None:
            table = s.party[d.anchors].max(0)
            for role, slot in SLOT_ROLES.get(d.type, {}).items():
                p = _sigmoid(self.entity_scores(table[:, ROLE[role]], role))
                if d.main is not None:
                    p[d.main] = 0 if role != "fund" else p[d.main]
                order = [int(x) for x in np.argsort(-p) if p[x] >= self.threshold("role", role)]
                if not order and role in ("holder", "lc_company") and len(p) and p.max() >= 0.15:
                    order = [int(p.argmax())]
                for x in order[:1] if slot in SINGLE else order:
                    _, m = self._mention(d.anchors, x, role)
                    d.slots.setdefault(slot, []).append((x, m, float(p[x])))
            if d.type == "FundingRound":
                p = _sigmoid(self.entity_scores(table[:, ROLE["lead"]], "lead"))
                d.leads = {x for x, _, _ in d.slots.get("investors", []) if p[x] >= 0.5}
            p = _sigmoid(self.entity_scores(table[:, ROLE["source"]], "source"))
            if len(p) and p.max() >= 0.5:
                d.source = int(p.argmax())
        k = TYPES.index(d.type)
        if s.date is not None:
            p = _softmax(np.append(s.date[d.anchors][:, :, k].max(0), 0.0))
            if p.argmax() < len(p) - 1:
                d.date, d.beliefs["date"] = int(p.argmax()), float(p.max())
        if s.percent is not None and d.type in PERCENT_ROLES:
            if e.anchors[d.anchor].kind == "percent":
                d.percent = next(i for i, c in enumerate(e.percents) if c.source is e.anchors[d.anchor].source)
            else:
                p = _softmax(np.append(s.percent[d.anchors][:, :, PERCENT_ROLES.index(d.type)].max(0), 0.0))
                if p.argmax() < len(p) - 1:
                    d.percent = int(p.argmax())
        if s.round is not None and d.type == "FundingRound":
            p = _sigmoid(s.round[d.anchors][:, :, 0].max(0))
            if p.max() >= self.t["round"]:
                d.round = int(p.argmax())
        kind = np.zeros(len(TYPES), np.float32)
        kind[k] = 1
        known = np.concatenate([kind, self.i.known[d.anchor], self.facts(d.anchor)])
        logits: dict[str, Any] = {}
        for params, (anchor_context, mention_context) in zip(self.params, self.contexts, strict=True):
            main = mention_context[d.main_mention][:WIDTH] if d.main_mention is not None else np.zeros(WIDTH, np.float32)
            for key, x in attributes(NUMPY, params, anchor_context[d.anchor], main, known).items():
                logits[key] = logits.get(key, 0) + x
        for key, values in ATTRIBUTES.items():
            relevant = key in ("status", "certainty") or (key, d.type) in (
                ("instrument", "FundingRound"),
                ("basis", "Valuation"),
                ("metric", "FinancialResult"),
                ("kind", "Stake"),
            )
            if relevant:
                p = _softmax(logits[key] / len(self.params))
                d.values[key] = values[int(p.argmax())]
                d.beliefs[key] = float(p.max())
