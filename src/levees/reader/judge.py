"""The judge: given all that the network, the rules and the article say of a proposed event, how likely is it right?

The network scores anchors and pairs one by one; the judge sees proposals beside each other. It is a small forest of boosted trees
(Friedman 2001) kept as plain arrays, trained by `models/reader/judge.py` on predictions of networks that did not see the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from levees.reader.encode import KINDS
from levees.reader.network import ROLE, TYPES

if TYPE_CHECKING:
    from levees.reader.proposals import Proposal

PARTNERS = ("investors", "subscribers", "acquirers", "sellers", "holder", "founders", "lc_company", "pl_company", "fund")
NAMES: tuple[str, ...] = (
    *(f"type={t}" for t in TYPES),
    "on amount",
    "on percent",
    "on word",
    "score of type",
    "best other type",
    *(f"score of {t}" for t in TYPES),
    "score of main",
    "chance of main",
    "margin of main",
    "rank of main",
    "main is nominal",
    "coreference",
    *(f"main is {k}" for k in KINDS[:10]),
    "mentions of main",
    "main named first",
    "main named most",
    "main in title",
    "distance",
    "main after",
    "sentences between",
    "rule agrees",
    "rule on type",
    "rule for another",
    "mentions of amount",
    *(f"amount {k}" for k in ("certain", "inferred", "size", "small", "large", "per share", "modified", "range")),
    "same event elsewhere",
    "times proposed",
    "other event here",
    "other main here",
    "proposals",
    "article length",
    *(f"main as {r}" for r in PARTNERS),
    *(f"best {r}" for r in PARTNERS),
    *(f"fact {i}" for i in range(8)),
    "place",
    "in title",
    "others in sentence",
    "best in article",
    "sum in article",
    "amounts in article",
    "names in article",
    *(f"main as main of {t}" for t in TYPES),
)


def features(proposals: Sequence[Proposal], decoder: Any) -> np.ndarray:
    """[P, width]: what is known of each proposal: `NAMES`, then the network's inputs for the anchor and for the pair."""
    s, i, e = decoder.s, decoder.i, decoder.i.encoded
    pairs = i.party.shape[-1] if i.party is not None else 0
    whole = np.zeros((len(proposals), len(NAMES) + i.known.shape[1] + pairs), np.float32)
    if not proposals:
        return whole
    out = whole[:, : len(NAMES)]
    counts: dict[int, int] = {}
    first: dict[int, int] = {}
    for c in e.mentions:
        if c.kind < 10:
            counts[c.entity] = counts.get(c.entity, 0) + 1
            first[c.entity] = min(first.get(c.entity, 10**9), c.start)
    by_first = {x: k for k, x in enumerate(sorted(first, key=first.__getitem__))}
    by_count = {x: k for k, x in enumerate(sorted(counts, key=lambda x: (-counts[x], first[x])))}
    titled = {c.entity for c in e.mentions if e.sent[c.start] == 0}
    sentences = int(e.sent[-1]) + 1 if len(e.sent) else 1
    best, total = max(p.probability for p in proposals), sum(p.probability for p in proposals)
    amounts = np.log1p(sum(a.kind == "amount" for a in e.anchors))
    roles, mains = [ROLE[r] for r in PARTNERS], [ROLE[f"main.{t}"] for t in TYPES]
    twins: dict[tuple[str, int | None], list[tuple[int, float]]] = {}
    for p in proposals:
        twins.setdefault((p.type, p.main), []).append((p.anchor, p.probability))
    here: dict[int, list[Proposal]] = {}
    for p in proposals:
        here.setdefault(p.anchor, []).append(p)
    for row, p in zip(out, proposals, strict=True):
        anchor = e.anchors[p.anchor]
        t = TYPES.index(p.type)
        row[t] = 1
        at = len(TYPES)
        row[at + ("amount", "percent", "word").index(anchor.kind)] = 1
        at += 3
        logits = np.asarray(s.types[p.anchors]).max(0)
        row[at], row[at + 1] = logits[t], np.delete(logits, t).max()
        at += 2
        row[at : at + len(TYPES)] = logits
        at += len(TYPES)
        row[at : at + 4] = p.main_score, p.main_chance, p.main_margin, p.main_rank
        at += 4
        if p.main is not None and p.main_mention is not None:
            mention = e.mentions[p.main_mention]
            row[at], row[at + 1] = mention.kind == 10, mention.coref
            kind = decoder.kinds[p.main]
            row[at + 2 + (KINDS.index(kind) if kind in KINDS[:10] else 9)] = 1
            row[at + 12] = np.log1p(counts.get(p.main, 0))
            row[at + 13], row[at + 14] = min(by_first.get(p.main, 9), 9), min(by_count.get(p.main, 9), 9)
            row[at + 15] = p.main in titled
            before = mention.start < anchor.start
            row[at + 16] = np.log1p(max(anchor.start - mention.end if before else mention.start - anchor.end, 0))
            row[at + 17] = not before
            row[at + 18] = np.clip(e.sent[anchor.start] - e.sent[mention.start], -4, 6)
        at += 19
        row[at : at + 3] = p.rule_agrees, p.rule_on_type, p.rule_for_other
        row[at + 3] = len(p.anchors)
        at += 4
        if anchor.kind == "amount":
            row[at : at + 8] = anchor.feats
        at += 8
        others = [q for a, q in twins[p.type, p.main] if a != p.anchor]
        row[at : at + 6] = (
            max(others, default=0.0),
            len(others),
            max((q.probability for q in here[p.anchor] if q.type != p.type), default=0.0),
            max((q.probability for q in here[p.anchor] if q.type == p.type and q.main != p.main), default=0.0),
            np.log1p(len(proposals)),
            np.log1p(sentences),
        )
        at += 6
        if s.party is not None:
            _, by_entity = decoder.parties(p.anchors)
            row[at : at + len(roles)] = by_entity[p.main, roles] if p.main is not None else -9
            rest = by_entity[:, roles] if p.main is None else np.delete(by_entity, p.main, 0)[:, roles]
            row[at + len(roles) : at + 2 * len(roles)] = rest.max(0) if len(rest) else -9
        at += 2 * len(roles)
        row[at : at + 8] = decoder.facts(p.anchor)
        row[at + 8] = e.sent[anchor.start] / sentences
        row[at + 9] = e.sent[anchor.start] == 0
        row[at + 10] = len({q.anchor for q in proposals if e.sent[e.anchors[q.anchor].start] == e.sent[anchor.start]})
        row[at + 11 : at + 15] = best, total, amounts, np.log1p(len(counts))
        if s.party is not None:
            row[at + 15 : at + 15 + len(mains)] = decoder.parties(p.anchors)[1][p.main, mains] if p.main is not None else -9
    for row, p in zip(whole, proposals, strict=True):
        row[len(NAMES) : len(NAMES) + i.known.shape[1]] = i.known[p.anchor]
        if p.main_mention is not None:
            row[len(NAMES) + i.known.shape[1] :] = i.party[p.anchor, p.main_mention]
    return whole


class Forest:
    """Boosted trees as arrays: every tree's nodes in one row, leaves pointing at themselves."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        trees, nodes = arrays["feature"].shape
        base = np.arange(trees, dtype=np.int32)[:, None] * nodes
        self.roots, self.depth = base[:, 0], int(arrays["depth"])
        self.feature, self.threshold, self.value = (arrays[k].ravel() for k in ("feature", "threshold", "value"))
        self.children = np.stack([(arrays["right"] + base).ravel(), (arrays["left"] + base).ravel()], 1).ravel().astype(np.int32)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """[P] probabilities of rows of features."""
        node = np.tile(self.roots, (len(x), 1))
        first = (np.arange(len(x)) * x.shape[1])[:, None]
        flat = np.ascontiguousarray(x).ravel()
        for _ in range(self.depth):
            left = flat.take(first + self.feature.take(node)) <= self.threshold.take(node)
            node = self.children.take(2 * node + left)
        return np.asarray(1 / (1 + np.exp(-self.value.take(node).sum(1))))
