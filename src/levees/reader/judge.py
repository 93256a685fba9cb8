"""The judge: given all that the network, the rules and the article say of a proposed event, how likely is it right?

The network scores anchors and pairs one by one; the judge sees proposals beside each other. It is a small forest of boosted trees
(Friedman 2001) kept as plain arrays, trained by `models/reader/judge.py` on predictions of networks that did not see the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from levees.forest import Forest
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
    "topic of the article",
    "chance of partner",
    "margin of partner",
    "rank of partner",
    "rule on partner",
    "mentions of partner",
    "distance of partner",
    "partner after",
    *(f"partner is {k}" for k in ("company", "investor", "person", "other")),
)
_PARTNER = 11


def features(proposals: Sequence[Proposal], decoder: Any) -> np.ndarray:
    """[P, width]: what is known of each proposal: `NAMES`, then the network's inputs for the anchor and for the pair."""
    s, i, e = decoder.s, decoder.i, decoder.i.encoded
    pairs = i.party.shape[-1] if i.party is not None else 0
    n, types = len(proposals), len(TYPES)
    whole = np.zeros((n, len(NAMES) + i.known.shape[1] + pairs), np.float32)
    if not n:
        return whole
    anchors = np.array([p.anchor for p in proposals])
    kinds = np.array([TYPES.index(p.type) for p in proposals])
    rows, named = np.arange(n), np.array([p.main_mention is not None for p in proposals])
    whole[:, len(NAMES) : len(NAMES) + i.known.shape[1]] = i.known[anchors]
    if pairs and named.any():
        mentions = [p.main_mention for p in proposals if p.main_mention is not None]
        whole[named, len(NAMES) + i.known.shape[1] :] = i.party[anchors[named], mentions]
    groups: dict[tuple[int, ...], list[int]] = {}
    for k, p in enumerate(proposals):
        groups.setdefault(tuple(p.anchors), []).append(k)
    logits = np.empty((n, types), np.float32)
    for key, members in groups.items():
        logits[members] = np.asarray(s.types[list(key)]).max(0)
    others = logits.copy()
    others[rows, kinds] = -np.inf

    out = whole[:, : len(NAMES)]
    out[rows, kinds] = 1
    at = types
    out[rows, at + np.array([_CARRIERS.index(e.anchors[a].kind) for a in anchors])] = 1
    at += 3
    out[:, at], out[:, at + 1], out[:, at + 2 : at + 2 + types] = logits[rows, kinds], others.max(1), logits
    at += 2 + types
    out[:, at : at + 4] = [(p.main_score, p.main_chance, p.main_margin, p.main_rank) for p in proposals]
    at += 4
    _main_party(out[:, at : at + 19], proposals, decoder)
    at += 19
    out[:, at : at + 4] = [(p.rule_agrees, p.rule_on_type, p.rule_for_other, len(p.anchors)) for p in proposals]
    at += 4
    for row, a in zip(out, anchors, strict=True):
        if e.anchors[a].kind == "amount":
            row[at : at + 8] = e.anchors[a].feats
    at += 8
    sentences = int(e.sent[-1]) + 1 if len(e.sent) else 1
    out[:, at : at + 4] = _rivals(proposals)
    out[:, at + 4], out[:, at + 5] = np.log1p(n), np.log1p(sentences)
    at += 6
    roles, mains = [ROLE[r] for r in PARTNERS], [ROLE[f"main.{t}"] for t in TYPES]
    last = at + 2 * len(roles) + 15
    if s.party is not None:
        for key, members in groups.items():
            _, by_entity = decoder.parties(list(key))
            table = by_entity[:, roles]
            order = np.argsort(table, axis=0)[::-1]
            first, second = (table[order[k], np.arange(len(roles))] if len(table) > k else np.full(len(roles), -9.0) for k in (0, 1))
            for k in members:
                main = proposals[k].main
                if main is None:
                    out[k, at : at + len(roles)], out[k, last : last + types] = -9, -9
                    out[k, at + len(roles) : at + 2 * len(roles)] = first
                else:
                    out[k, at : at + len(roles)], out[k, last : last + types] = table[main], by_entity[main, mains]
                    out[k, at + len(roles) : at + 2 * len(roles)] = np.where(order[0] == main, second, first)
    at += 2 * len(roles)
    where = e.sent[[e.anchors[a].start for a in anchors]]
    busy: dict[int, set[int]] = {}
    for a, sentence in zip(anchors, where, strict=True):
        busy.setdefault(int(sentence), set()).add(int(a))
    facts = {a: decoder.facts(a) for a in dict.fromkeys(anchors.tolist())}
    out[:, at : at + 8] = [facts[a] for a in anchors.tolist()]
    out[:, at + 8], out[:, at + 9] = where / sentences, where == 0
    out[:, at + 10] = [len(busy[int(x)]) for x in where]
    out[:, at + 11] = max(p.probability for p in proposals)
    out[:, at + 12] = sum(p.probability for p in proposals)
    out[:, at + 13] = np.log1p(sum(a.kind == "amount" for a in e.anchors))
    out[:, at + 14] = np.log1p(len({c.entity for c in e.mentions if c.kind < _NOMINAL}))
    out[:, -_PARTNER - 1] = decoder.topic
    _partner(out[:, -_PARTNER:], proposals, decoder)
    return whole


_CARRIERS = ("amount", "percent", "word")
_NOMINAL = KINDS.index("nominal")


def _main_party(out: np.ndarray, proposals: Sequence[Proposal], decoder: Any) -> None:
    """What is known of each proposal's main party and of where it stands."""
    e = decoder.i.encoded
    by_first, counts = decoder.standing()
    by_count = {x: k for k, x in enumerate(sorted(counts, key=lambda x: (-counts[x], by_first[x])))}
    titled = {c.entity for c in e.mentions if e.sent[c.start] == 0}
    for row, p in zip(out, proposals, strict=True):
        if p.main is None or p.main_mention is None:
            continue
        anchor, mention, kind = e.anchors[p.anchor], e.mentions[p.main_mention], decoder.kinds[p.main]
        before = mention.start < anchor.start
        row[0], row[1] = mention.kind == _NOMINAL, mention.coref
        row[2 + (KINDS.index(kind) if kind in KINDS[:10] else 9)] = 1
        row[12:19] = (
            np.log1p(counts.get(p.main, 0)),
            min(by_first.get(p.main, 9), 9),
            min(by_count.get(p.main, 9), 9),
            p.main in titled,
            np.log1p(max(anchor.start - mention.end if before else mention.start - anchor.end, 0)),
            not before,
            min(max(int(e.sent[anchor.start]) - int(e.sent[mention.start]), -4), 6),
        )


def _partner(out: np.ndarray, proposals: Sequence[Proposal], decoder: Any) -> None:
    """What is known of each proposal's partner, where its type has one."""
    e = decoder.i.encoded
    for row, p in zip(out, proposals, strict=True):
        if p.partner is None or p.partner_mention is None:
            continue
        anchor, mention = e.anchors[p.anchor], e.mentions[p.partner_mention]
        before = mention.start < anchor.start
        named = sum(c.entity == p.partner and c.kind < _NOMINAL for c in e.mentions)
        gap = max(anchor.start - mention.end if before else mention.start - anchor.end, 0)
        row[:7] = (p.partner_chance, p.partner_margin, p.partner_rank, p.rule_on_partner, np.log1p(named), np.log1p(gap), not before)
        row[7 + _PARTNER_KINDS.get(decoder.kinds[p.partner], 3)] = 1


_PARTNER_KINDS = {"company": 0, "investor": 1, "person": 2}


def _rivals(proposals: Sequence[Proposal]) -> list[tuple[float, float, float, float]]:
    """The same event elsewhere: the best and how many; the best of another type, of another party, at the same anchor."""
    twins: dict[tuple[str, int | None], list[tuple[int, float]]] = {}
    here: dict[int, list[Proposal]] = {}
    for p in proposals:
        twins.setdefault((p.type, p.main), []).append((p.anchor, p.probability))
        here.setdefault(p.anchor, []).append(p)
    out = []
    for p in proposals:
        others = [q for a, q in twins[p.type, p.main] if a != p.anchor]
        beside_it = here[p.anchor]
        out.append(
            (
                max(others, default=0.0),
                float(len(others)),
                max((q.probability for q in beside_it if q.type != p.type), default=0.0),
                max((q.probability for q in beside_it if q.type == p.type and q.main != p.main), default=0.0),
            )
        )
    return out


BESIDE = 19 + len(TYPES)


def places(proposals: Sequence[Proposal], encoded: Any) -> np.ndarray:
    """[P, 5] of every proposal: type, main entity (-1: none), anchor, first anchor of its value, sentence."""
    rows = [
        (TYPES.index(p.type), -1 if p.main is None else p.main, p.anchor, min(p.anchors), encoded.sent[encoded.anchors[p.anchor].start])
        for p in proposals
    ]
    return np.array(rows, dtype=np.int32).reshape(len(rows), 5)


def beside(where: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """[P, BESIDE]: how each proposal stands among the others once all have been judged by themselves (`chance`): the best rival for its
    amount, for its party, in its sentence, the same event told elsewhere. `where` is what `places` gives."""
    n = len(where)
    out = np.zeros((n, BESIDE), np.float32)
    if not n:
        return out
    kind, main, first, group, sentence = where.T
    other = ~np.eye(n, dtype=bool)
    here = (group[:, None] == group[None, :]) & other
    away = ~here & other
    alike, theirs, near = (x[:, None] == x[None, :] for x in (kind, main, sentence))

    def best(mask: np.ndarray) -> np.ndarray:
        return np.asarray((mask * chance).max(1))

    def total(mask: np.ndarray) -> np.ndarray:
        return np.asarray((mask * chance).sum(1))

    above = chance[None, :] > chance[:, None]
    earlier = first[None, :] < first[:, None]
    same = alike & theirs & away
    columns = (
        chance,
        best(here & alike & ~theirs),
        best(here & ~alike & theirs),
        best(here & ~alike & ~theirs),
        best(same),
        best(alike & away),
        best(theirs & ~alike & away),
        total(theirs & other),
        total(alike & other),
        best(near & away),
        above.sum(1),
        (above & here).sum(1),
        chance / (total(here) + chance + 1e-6),
        np.full(n, chance.sum()),
        np.full(n, chance.max()),
        total(near & other),
        best(same & earlier),
        best(same & ~earlier),
        best(here & alike & theirs),
    )
    for k, column in enumerate(columns):
        out[:, k] = column
    for t in range(len(TYPES)):
        out[:, len(columns) + t] = best(theirs & away & (kind == t)[None, :])
    return out


class Judge:
    """Two forests: one judges every proposal by itself, one with all others in view."""

    def __init__(self, alone: Forest, among: Forest) -> None:
        self.alone, self.among = alone, among

    @classmethod
    def of(cls, arrays: dict[str, np.ndarray]) -> Judge:
        """From arrays named « alone.… » and « among.… », as `models/reader/judge.py` writes them."""
        parts = ({k.partition(".")[2]: v for k, v in arrays.items() if k.startswith(f"{part}.")} for part in ("alone", "among"))
        return cls(*map(Forest, parts))

    def __call__(self, proposals: Sequence[Proposal], decoder: Any) -> np.ndarray:
        """[P] how likely each proposal is right."""
        x = features(proposals, decoder)
        chance = self.alone(x)
        return self.among(np.concatenate([x, beside(places(proposals, decoder.i.encoded), chance)], 1))
