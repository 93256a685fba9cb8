"""Who fills an event's slots, and its status and certainty, chosen with everything in view.

The network scores each pair of anchor and name by itself and by one role at a time. Two small forests of boosted trees (Friedman 2001)
choose among the candidates knowing all roles that a name could play, where it stands, what it is, and what the cues say; they are
trained by `models/reader/fields.py` on right events that networks proposed in articles they did not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from levees.forest import Forest
from levees.reader.encode import KINDS
from levees.reader.network import ATTRIBUTES, ROLE, ROLES, TYPES
from levees.reader.tellers import nearest_medium

if TYPE_CHECKING:
    from levees.reader.decode import Decoder, Draft

ASKED = ROLES[len(TYPES) : -2]  # all but main parties, sources and leads
SLOT_OF = {"subscribers": "investors", "lc_company": "company", "pl_company": "company"}
LISTED = ("investors", "subscribers", "advisors", "founders")
MOST = {True: 16, False: 6}  # candidates considered for a slot, of lists and of others
LEAST = 0.02  # who is less likely by the network's word is none
CLOSED = ("status", "certainty")
OPTIONS = tuple((key, value) for key in CLOSED for value in ATTRIBUTES[key])
_NOMINAL = KINDS.index("nominal")
_FAR = 12.0


def candidates(d: Draft, decoder: Decoder, roles: Sequence[str]) -> list[tuple[str, int, float]]:
    """(role, entity, chance) of all who may fill an event's slots by the network's word."""
    table, _ = decoder.parties(d.anchors)
    out = []
    for role in roles:
        chance = decoder.chances(d, table, role)
        order = np.argsort(-chance, kind="stable")[: MOST[role in LISTED]]
        out += [(role, int(x), float(chance[x])) for x in order if chance[x] >= LEAST]
    return out


def party_features(d: Draft, found: Sequence[tuple[str, int, float]], decoder: Decoder) -> np.ndarray:
    """[C, width]: what is known of each candidate of an event, then the network's inputs for the pair."""
    e, i = decoder.i.encoded, decoder.i
    _, by_entity = decoder.parties(d.anchors)
    logits = np.clip(by_entity, -_FAR, _FAR)
    order, counts = decoder.standing()
    anchor = e.anchors[d.anchor]
    main = e.mentions[d.main_mention] if d.main_mention is not None else None
    sure: dict[str, list[float]] = {}
    for role, _, chance in found:
        sure.setdefault(role, []).append(chance)
    facts = decoder.facts(d.anchor)
    ranked = np.sort(logits, 0)
    first, second = ranked[-1], ranked[-2] if len(ranked) > 1 else np.full(len(ROLES), -_FAR)
    rows = []
    for role, x, chance in found:
        column = ROLE[role]
        best = np.where(logits[x] >= first, second, first)  # of the others
        at, m = decoder.mention_of(d.anchors, x, role)
        c = e.mentions[m]
        after = c.start > e.anchors[at].start
        gap = c.start - e.anchors[at].end if after else e.anchors[at].start - c.end
        kind = decoder.kinds[x]
        row = [
            chance,
            logits[x, column],
            logits[x, column] - best[column],
            sum(p > chance for p in sure[role]),
            sum(p >= 0.4 for p in sure[role]),
            max((p for p in sure[role] if p != chance), default=0.0),
            np.log1p(max(gap, 0)),
            after,
            min(max(int(e.sent[anchor.start]) - int(e.sent[c.start]), -4), 6),
            c.kind == _NOMINAL,
            c.coref,
            np.log1p(counts.get(x, 0)),
            min(order.get(x, 9), 9),
            e.sent[c.start] == 0,
            _behind(d, role, x),
            anchor.kind == "word",
            anchor.kind == "percent",
            *_from_main(main, c, e),
            d.main is not None and alike(decoder.entities[x].name, decoder.entities[d.main].name),
        ]
        rows.append(
            np.concatenate(
                [
                    row,
                    [role == r for r in ASKED],
                    [d.type == t for t in TYPES],
                    [kind == k for k in KINDS[:10]],
                    logits[x],
                    best,
                    facts,
                    i.party[at, m],
                ]
            )
        )
    return np.array(rows, np.float32)


def _from_main(main: Any, c: Any, e: Any) -> tuple[float, bool, bool]:
    """How far a candidate stands from the main party, whether after it, whether in its sentence."""
    if main is None:
        return 9.0, False, False
    return float(np.log1p(abs(c.start - main.start))), c.start > main.start, bool(e.sent[c.start] == e.sent[main.start])


def _behind(d: Draft, role: str, entity: int) -> float:
    """1 where the rule behind an event gives it this party, -1 where it gives the slot another, 0 where it says nothing."""
    found = d.rule.slots.get(SLOT_OF.get(role, role), ()) if d.rule is not None else ()
    return 0.0 if not found else 1.0 if any(f.entity == entity for f in found) else -1.0


def alike(one: str, other: str) -> bool:
    """Whether one name begins or ends with the other: « Oblik », « Oblik Vision »."""
    a, b = sorted((one.lower(), other.lower()), key=len)
    return b.startswith(a) or b.endswith(a)


def closed_features(d: Draft, logits: dict[str, np.ndarray], decoder: Decoder) -> np.ndarray:
    """[8, width]: an event with each status, then each certainty (`OPTIONS`)."""
    e = decoder.i.encoded
    anchor, facts = e.anchors[d.anchor], decoder.facts(d.anchor)
    logs = {k: logits[k] - logits[k].max() for k in CLOSED}
    logs = {k: z - np.log(np.exp(z).sum()) for k, z in logs.items()}
    table = np.concatenate([logs[k] for k in CLOSED])
    shared = np.concatenate(
        [
            table,
            facts,
            [d.type == t for t in TYPES],
            [
                anchor.kind == "word",
                anchor.kind == "percent",
                e.sent[anchor.start] == 0,
                d.date is not None,
                d.beliefs.get("date", 0.0),
                len(d.anchors),
                d.rule is not None,
            ],
            decoder.i.known[d.anchor],
            _elsewhere(d, decoder),
            _told(d, decoder),
            _when(d, decoder),
        ]
    )
    rows = []
    for k, (key, _) in enumerate(OPTIONS):
        own = k - len(ATTRIBUTES["status"]) * (key == "certainty")
        rest = np.delete(logs[key], own)
        rows.append(np.concatenate([[q == k for q in range(len(OPTIONS))], [table[k], table[k] - rest.max(), facts[k]], shared]))
    return np.array(rows, np.float32)


def _elsewhere(d: Draft, decoder: Decoder) -> np.ndarray:
    """[8]: the most that the cues say where else the article may tell of the same deal."""
    others = {p.anchor for p in decoder.proposed if p.type == d.type and p.main == d.main and p.anchor not in d.anchors}
    return np.max([decoder.facts(a) for a in sorted(others)], 0) if others else np.zeros(8, np.float32)


def _told(d: Draft, decoder: Decoder) -> list[float]:
    """How likely anyone is the source, and whether a medium stands in the sentence, or in one beside it."""
    if decoder.s.party is None:
        return [-_FAR, 0.0, 0.0]
    _, by_entity = decoder.parties(d.anchors)
    e, medium = decoder.i.encoded, nearest_medium(d, decoder)
    here = e.sent[e.anchors[d.anchor].start]
    beside = medium is not None and any(c.entity == medium and e.sent[c.start] == here for c in e.mentions)
    return [float(np.clip(by_entity[:, ROLE["source"]], -_FAR, _FAR).max()), medium is not None, beside]


def _when(d: Draft, decoder: Decoder) -> list[float]:
    """Whether the event's date lies ahead of the article's, and by how many days either way (logarithm); zeros where unknown."""
    when = decoder.i.encoded.dates[d.date].source if d.date is not None else None
    if when is None or when.first_day is None or when.last_day is None or decoder.published is None:
        return [0.0, 0.0, 0.0]
    before, after = (decoder.published - when.last_day).days, (when.first_day - decoder.published).days
    return [after > 0, float(np.log1p(max(after, 0))), float(np.log1p(max(before, 0)))]


class Fields:
    """Two forests: who fills a slot, and which status and certainty an event has."""

    def __init__(self, party: Forest, closed: Forest) -> None:
        self.party, self.closed = party, closed

    @classmethod
    def of(cls, arrays: dict[str, np.ndarray]) -> Fields:
        """From arrays named « party.… » and « closed.… », as `models/reader/fields.py` writes them."""
        parts = ({k.partition(".")[2]: v for k, v in arrays.items() if k.startswith(f"{part}.")} for part in ("party", "closed"))
        return cls(*map(Forest, parts))

    def parties(self, drafts: Sequence[Draft], found: Sequence[Sequence[tuple[str, int, float]]], decoder: Decoder) -> list[np.ndarray]:
        """[C] for each event: how likely each candidate fills its slot, the event being right."""
        rows = [party_features(d, mine, decoder) for d, mine in zip(drafts, found, strict=True) if mine]
        chance = self.party(np.concatenate(rows)) if rows else np.zeros(0)
        return np.split(chance, np.cumsum([len(mine) for mine in found])[:-1]) if found else []

    def values(self, drafts: Sequence[Draft], logits: Sequence[dict[str, np.ndarray]], decoder: Decoder) -> list[dict[str, np.ndarray]]:
        """How likely each status and each certainty of each event is; each sums to one."""
        if not drafts:
            return []
        rows = [closed_features(d, z, decoder) for d, z in zip(drafts, logits, strict=True)]
        table, n = self.closed(np.concatenate(rows)).reshape(len(drafts), len(OPTIONS)), len(ATTRIBUTES["status"])
        return [{"status": row[:n] / row[:n].sum(), "certainty": row[n:] / row[n:].sum()} for row in table]
