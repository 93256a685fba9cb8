"""The reader's network, written once over a small set of array operations: NumPy to read, PyTorch to train.

Tokens are embedded (static vectors, hashed forms and affixes, marks of grammar and names, word classes, parse tags), mixed by a few
convolutions, an LSTM that reads the article both ways (Hochreiter & Schmidhuber 1997, Graves & Schmidhuber 2005) and self-attention;
anchors get a score by event type, pairs of anchor and candidate by role. Then all are scored again, knowing the first scores: each
anchor is told of the names that seem to be its own, each name of the events that seem to claim it (as spans tell each other in
DyGIE++, Wadden et al. 2019).
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from levees.reader.encode import (
    AFFIX_ROWS,
    DEPS,
    IS_NAME,
    MARKS,
    NORM_ROWS,
    POS,
    SHAPE_ROWS,
    Encoded,
    own_width,
    pair_width,
    root_of,
    tied,
    tied_width,
)

TYPES = (
    "FundingRound",
    "Valuation",
    "TotalRaised",
    "FundClosing",
    "Acquisition",
    "Ipo",
    "Stake",
    "MarketActivity",
    "FinancialResult",
    "Founding",
    "LC.joins",
    "LC.leaves",
    "ProductLaunch",
)
ROLES = (
    *(f"main.{t}" for t in TYPES),
    "investors",
    "subscribers",
    "advisors",
    "acquirers",
    "sellers",
    "holder",
    "founders",
    "lc_company",
    "pl_company",
    "fund",
    "exchange",
    "source",
    "lead",
)
ROLE = {r: i for i, r in enumerate(ROLES)}
PERCENT_ROLES = ("Acquisition", "Stake", "MarketActivity", "FinancialResult")
STATUS = ("completed", "ongoing", "planned", "cancelled")
CERTAINTY = ("asserted", "reported", "denied", "hypothetical")
INSTRUMENTS = ("", "equity", "debt", "convertible", "grant", "mixed")
BASES = ("", "pre_money", "post_money", "market_cap")
METRICS = (
    "revenue",
    "net_income",
    "net_loss",
    "operating_income",
    "ebitda",
    "recurring_revenue",
    "orders",
    "debt",
    "cash",
    "guidance_revenue",
)
VOTES = ("", "capital", "votes")
ATTRIBUTES = {"status": STATUS, "certainty": CERTAINTY, "instrument": INSTRUMENTS, "basis": BASES, "metric": METRICS, "kind": VOTES}
WIDTH, PAIR, HIDDEN, ANCHOR_FEATS = 144, 48, 144, 8
FACTS = 8  # what the cues say of status and certainty
LSTM = 96  # each way
AGAIN, LINKS = 96, 4  # width of the second look, kinds of links between anchors and names
DILATIONS = (1, 2, 4)
HEADS = 4
PAIR_DROP = (0.1, 0.2, 0.3, 0.3)  # of pair, candidate and anchor features, and of the hidden layer


def shapes(classes: int) -> dict[str, tuple[int, ...]]:
    """Every parameter and its shape."""
    inside = 48 + 24 + 32 + 16 + 80 + 32 + 12 + 8 + 32 + 6 + 48
    d = WIDTH
    out: dict[str, tuple[int, ...]] = {
        "norm": (NORM_ROWS, 48),
        "prefix": (AFFIX_ROWS, 24),
        "suffix": (AFFIX_ROWS, 32),
        "shape": (SHAPE_ROWS, 16),
        "vector.w": (300, 80),
        "tensor.w": (96, 48),
        "mark": (len(MARKS), 32),
        "pos": (len(POS), 12),
        "dep": (len(DEPS), 8),
        "class.w": (classes, 32),
        "in.w": (inside, d),
        "in.b": (d,),
        "in.g": (d,),
        "in.o": (d,),
    }
    for k in range(len(DILATIONS)):
        out |= {f"conv{k}.w": (3 * d, 2 * d), f"conv{k}.b": (2 * d,), f"conv{k}.g": (d,), f"conv{k}.o": (d,)}
    for way in ("f", "r"):
        out |= {f"lstm.{way}x": (4 * LSTM, d), f"lstm.{way}h": (4 * LSTM, LSTM), f"lstm.{way}b": (4 * LSTM,)}
    out |= {
        "lstm.g": (d,),
        "lstm.o": (d,),
        "lstm.w": (2 * LSTM, d),
        "coref.g": (d,),
        "coref.o": (d,),
        "coref.w": (2 * d, d),
        "coref.b": (d,),
        "att.g": (d,),
        "att.o": (d,),
        "att.q": (d, d),
        "att.k": (d, d),
        "att.v": (d, d),
        "att.p": (d, d),
        "att.bias": (HEADS, 12),
        "att2.g": (d,),
        "att2.o": (d,),
        "att2.q": (d, d),
        "att2.k": (d, d),
        "att2.v": (d, d),
        "att2.p": (d, d),
        "att2.bias": (HEADS, 12),
        "out.g": (d,),
        "out.o": (d,),
    }
    s = AGAIN
    out |= {
        "again.a": (2 * d, s),
        "again.m": (2 * d, s),
        "again.t": (len(TYPES), s),
        "again.links": (len(ROLES), LINKS),
        "again.ma": (LINKS * s, s),
        "again.mm": (LINKS * s, s),
        "again.wa": (3 * s, s),
        "again.ba": (s,),
        "again.wm": (4 * s, s),
        "again.bm": (s,),
        "again.q": (s, s),
        "again.k": (s, s),
        "again.v": (s, s),
        "again.bias": (1, 12),
        "again.pa": (s, PAIR),
        "again.pm": (s, PAIR),
        "again.z0": (PAIR, len(ROLES)),
        "again.ua0": (s, len(ROLES)),
        "again.um0": (s, len(ROLES)),
        "again.ut0": (s, len(TYPES)),
    }
    known = known_width(classes)
    ctx = 2 * d + known
    out |= {"anchor.w": (ctx, HIDDEN), "anchor.b": (HIDDEN,), "anchor.u": (HIDDEN, len(TYPES)), "anchor.c": (len(TYPES),)}
    for name, roles in (("party", len(ROLES)), ("date", len(TYPES)), ("percent", len(PERCENT_ROLES)), ("round", 1)):
        out |= {
            f"{name}.a": (2 * d, PAIR),
            f"{name}.m": (2 * d, PAIR),
            f"{name}.f": (pair_width(classes), HIDDEN),
            f"{name}.o2": (own_width(classes), HIDDEN),
            f"{name}.k": (known, HIDDEN),
            f"{name}.z": (2 * PAIR, HIDDEN),
            f"{name}.b": (HIDDEN,),
            f"{name}.u": (HIDDEN, roles),
            f"{name}.c": (roles,),
        }
    out |= {"attr.w": (3 * d + len(TYPES) + known + FACTS, HIDDEN), "attr.b": (HIDDEN,)}
    for name, values in ATTRIBUTES.items():
        out |= {f"attr.{name}.u": (HIDDEN, len(values)), f"attr.{name}.c": (len(values),)}
    return out


GAPS = (-5, 6)  # sentences back and forward that attention tells apart


def gaps(sent: np.ndarray) -> np.ndarray:
    """[N, N] rows of the bias: how many sentences lie between two tokens, bounded."""
    return np.asarray(np.clip(sent[:, None] - sent[None, :], *GAPS) - GAPS[0])


class Ops(Protocol):
    """What the network needs of an array library."""

    def array(self, x: np.ndarray) -> Any:
        """An array of the library."""
        ...

    def cat(self, xs: list[Any]) -> Any:
        """Join along the last axis."""
        ...

    def relu(self, x: Any) -> Any:
        """Zero below zero."""
        ...

    def sigmoid(self, x: Any) -> Any:
        """Logistic."""
        ...

    def attend(self, q: Any, k: Any, v: Any, bias: Any, sent: np.ndarray) -> Any:
        """Attention of one head; `bias` is added by how many sentences lie between (`GAPS`)."""
        ...

    def attend_loose(self, q: Any, k: Any, v: Any, bias: Any, sent: np.ndarray) -> Any:
        """As `attend`, the rows in no order."""
        ...

    def lstm(self, x: Any, p: dict[str, Any]) -> Any:
        """[N, 2 LSTM]: rows read forward and backward."""
        ...

    def exp(self, x: Any) -> Any:
        """Exponential, bounded."""
        ...

    def top(self, x: Any) -> Any:
        """The largest of each row, [N, 1]."""
        ...

    def swap(self, x: Any) -> Any:
        """Rows and columns exchanged."""
        ...

    def norm(self, x: Any, gain: Any, offset: Any) -> Any:
        """Layer normalisation."""
        ...

    def drop(self, x: Any, rate: float) -> Any:
        """Dropout, while training."""
        ...

    def keep(self, n: int, rate: Any) -> Any:
        """[n, 1] rows kept while training, else 1."""
        ...

    def shift(self, x: Any, by: int) -> Any:
        """Rows moved by so many places, zeros filling in."""
        ...


class NumpyOps:
    """The operations in NumPy; no dropout."""

    def array(self, x: np.ndarray) -> np.ndarray:
        """An array of the library."""
        return x

    def cat(self, xs: list[np.ndarray]) -> np.ndarray:
        """Join along the last axis."""
        return np.concatenate(xs, -1)

    def relu(self, x: np.ndarray) -> np.ndarray:
        """Zero below zero."""
        return np.maximum(x, 0)

    def sigmoid(self, x: np.ndarray) -> np.ndarray:
        """Logistic."""
        return 1 / (1 + np.exp(-np.clip(x, -40, 40)))

    def attend(self, q: np.ndarray, k: np.ndarray, v: np.ndarray, bias: np.ndarray, sent: np.ndarray) -> np.ndarray:
        """Attention of one head; `bias` is added by how many sentences lie between (`GAPS`)."""
        z = q @ k.T
        z += bias[gaps(np.arange(sent[-1] + 1))].take(sent, 0).take(sent, 1)
        z -= z.max(1, keepdims=True)
        np.exp(z, out=z)
        return np.asarray((z @ v) / z.sum(1, keepdims=True))

    def attend_loose(self, q: np.ndarray, k: np.ndarray, v: np.ndarray, bias: np.ndarray, sent: np.ndarray) -> np.ndarray:
        """As `attend`, the rows in no order."""
        z = q @ k.T + bias[gaps(sent)]
        z = np.exp(z - z.max(1, keepdims=True))
        return np.asarray((z @ v) / z.sum(1, keepdims=True))

    def lstm(self, x: np.ndarray, p: dict[str, np.ndarray]) -> np.ndarray:
        """[N, 2 LSTM]: rows read forward and backward."""
        return lstm([x], [p])[0]

    def exp(self, x: np.ndarray) -> np.ndarray:
        """Exponential, bounded."""
        return np.exp(np.minimum(x, 15))

    def top(self, x: np.ndarray) -> np.ndarray:
        """The largest of each row, [N, 1]."""
        return np.asarray(x.max(1, keepdims=True))

    def swap(self, x: np.ndarray) -> np.ndarray:
        """Rows and columns exchanged."""
        return x.T

    def norm(self, x: np.ndarray, gain: np.ndarray, offset: np.ndarray) -> np.ndarray:
        """Layer normalisation."""
        mean = x.mean(-1, keepdims=True)
        centred = x - mean
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * gain + offset

    def drop(self, x: np.ndarray, rate: float) -> np.ndarray:
        """Dropout, while training."""
        return x

    def keep(self, n: int, rate: Any) -> float:
        """[n, 1] rows kept while training, else 1."""
        return 1.0

    def shift(self, x: np.ndarray, by: int) -> np.ndarray:
        """Rows moved by so many places, zeros filling in."""
        out = np.zeros_like(x)
        if by > 0:
            out[by:] = x[:-by]
        elif by < 0:
            out[:by] = x[-by:]
        return out


def lstm(xs: list[np.ndarray], ps: list[dict[str, np.ndarray]]) -> list[np.ndarray]:
    """The LSTMs of several networks over one article, step by step together: NumPy's calls cost more than their sums."""
    n, ways = len(xs[0]), [(k, way) for k in range(len(xs)) for way in "fr"]
    inner = np.full(4 * LSTM, 0.5, np.float32)  # a logistic is half a tangent: one call does all gates
    inner[2 * LSTM : 3 * LSTM] = 1
    z = np.stack([(xs[k] @ ps[k][f"lstm.{w}x"].T + ps[k][f"lstm.{w}b"])[:: 1 if w == "f" else -1] for k, w in ways], 1) * inner
    u = np.stack([ps[k][f"lstm.{w}h"].T for k, w in ways]) * inner
    h = np.zeros((len(ways), 1, LSTM), np.float32)
    c, out = h[:, 0], np.zeros((n, len(ways), LSTM), np.float32)
    for t in range(n):
        g = np.tanh(z[t] + (h @ u)[:, 0])
        c = 0.5 * ((g[:, LSTM : 2 * LSTM] + 1) * c + (g[:, :LSTM] + 1) * g[:, 2 * LSTM : 3 * LSTM])
        out[t] = 0.5 * (g[:, 3 * LSTM :] + 1) * np.tanh(c)
        h = out[t][:, None]
    return [np.concatenate([out[:, 2 * k], out[::-1, 2 * k + 1]], 1) for k in range(len(xs))]


def tokens(xp: Any, p: dict[str, Any], e: Encoded, vectors: np.ndarray) -> Any:
    """[N, WIDTH]: the tokens in their context. `vectors` holds the static vectors of the tokens, [N, 300]."""
    x = embedded(xp, p, e, vectors)
    return mixed(xp, p, e, x, xp.lstm(xp.norm(x, p["lstm.g"], p["lstm.o"]), p))


def embedded(xp: Any, p: dict[str, Any], e: Encoded, vectors: np.ndarray) -> Any:
    """[N, WIDTH]: the tokens and their nearest neighbours."""
    w = e.words
    known = xp.keep(len(w), 0.3)  # a form is forgotten now and then, so that its ending, class and neighbours have to do
    x = xp.cat(
        [
            p["norm"][w[:, 0]] * known,
            p["prefix"][w[:, 1]] * known,
            p["suffix"][w[:, 2]],
            p["shape"][w[:, 3]],
            (xp.array(vectors) * xp.keep(len(w), np.where(IS_NAME[e.marks], 0.4, 0.1))) @ p["vector.w"],
            p["mark"][e.marks],
            p["pos"][e.pos],
            p["dep"][e.dep],
            xp.drop(xp.array(e.classes), 0.2) @ p["class.w"],
            xp.array(e.place),
            xp.drop(xp.array(e.tensor / 3), 0.2) @ p["tensor.w"],
        ]
    )
    x = xp.drop(x, 0.35)
    x = xp.relu(xp.norm(x @ p["in.w"] + p["in.b"], p["in.g"], p["in.o"]))
    for k, by in enumerate(DILATIONS):
        y = xp.norm(x, p[f"conv{k}.g"], p[f"conv{k}.o"])
        y = xp.cat([xp.shift(y, by), y, xp.shift(y, -by)]) @ p[f"conv{k}.w"] + p[f"conv{k}.b"]
        x = x + xp.drop(y[:, :WIDTH] * xp.sigmoid(y[:, WIDTH:]), 0.35)
    return x


def mixed(xp: Any, p: dict[str, Any], e: Encoded, x: Any, read: Any) -> Any:
    """[N, WIDTH]: the tokens with what was read before and after them, what is said of their entity, and what they attend to."""
    x = x + xp.drop(read @ p["lstm.w"], 0.35)
    if e.mentions:
        # names are hidden from the network; that two of them are one is told here: each learns what stands around the others
        gather, spread = chains(e)
        y = xp.norm(x, p["coref.g"], p["coref.o"])
        y = xp.array(spread) @ (xp.array(gather) @ y)
        y = xp.relu(xp.cat([y, xp.norm(x, p["coref.g"], p["coref.o"])]) @ p["coref.w"] + p["coref.b"])
        x = x + xp.drop(y, 0.35) * xp.array(spread.any(1, keepdims=True))
    for layer in ("att", "att2"):
        y = xp.norm(x, p[f"{layer}.g"], p[f"{layer}.o"])
        q, k_, v = y @ p[f"{layer}.q"], y @ p[f"{layer}.k"], y @ p[f"{layer}.v"]
        size = WIDTH // HEADS
        parts = [slice(h * size, (h + 1) * size) for h in range(HEADS)]
        heads = [xp.attend(q[:, part] / size**0.5, k_[:, part], v[:, part], p[f"{layer}.bias"][h], e.sent) for h, part in enumerate(parts)]
        x = x + xp.drop(xp.cat(heads) @ p[f"{layer}.p"], 0.35)
    return xp.norm(x, p["out.g"], p["out.o"])


def chains(e: Encoded) -> tuple[np.ndarray, np.ndarray]:
    """([E, N], [N, E]): averages the surroundings of an entity's mentions, and gives the result back to their tokens."""
    n = len(e.marks)
    index: dict[int, int] = {}
    for c in e.mentions:
        index.setdefault(c.entity, len(index))
    gather, spread = np.zeros((len(index), n), np.float32), np.zeros((n, len(index)), np.float32)
    for c in e.mentions:
        k = index[c.entity]
        gather[k, max(c.start - 2, 0) : c.end + 2] += c.coref / (c.end - c.start + 4)
        spread[c.start : c.end, k] = np.maximum(spread[c.start : c.end, k], c.coref)
    gather /= np.maximum(gather.sum(1, keepdims=True), 1e-6)
    spread /= np.maximum(spread.sum(1, keepdims=True), 1e-6)
    return gather, spread


def mean_matrix(spans: list[tuple[int, int]], n: int) -> np.ndarray:
    """[S, N]: averages the tokens of each span."""
    out = np.zeros((len(spans), n), dtype=np.float32)
    for i, (a, b) in enumerate(spans):
        out[i, a:b] = 1 / max(b - a, 1)
    return out


def contexts(xp: Any, h: Any, e: Encoded, spans: list[Any]) -> Any:
    """[S, 2 WIDTH]: a span's tokens averaged, and its neighbours on both sides."""
    n = len(e.marks)
    inside = mean_matrix([(s.start, s.end) for s in spans], n)
    around = mean_matrix([(max(s.start - 4, 0), min(s.end + 4, n)) for s in spans], n)
    return xp.cat([xp.array(inside) @ h, xp.array(around) @ h])


KIND_OF_ANCHOR = {"amount": 0, "percent": 1, "word": 2}


def known_width(classes: int) -> int:
    """Features of `anchor_inputs`."""
    return ANCHOR_FEATS + 3 * classes + 3 + tied_width(classes)


def anchor_inputs(e: Encoded) -> np.ndarray:
    """[A, known_width]: what the grammar knows of the anchors, the word classes before and after them in their sentence (fading
    with distance) and in the whole article, their kind, and the word classes that they hang on in the parse."""
    n, c = e.classes.shape
    out = np.zeros((len(e.anchors), known_width(c)), dtype=np.float32)
    whole = np.tanh(e.classes.sum(0) / 3) if n else np.zeros(c)
    edges = np.flatnonzero(np.concatenate([[True], e.sent[1:] != e.sent[:-1], [True]])) if n else np.array([0])
    for i, a in enumerate(e.anchors):
        k = int(np.searchsorted(edges, a.start, side="right"))
        first, last = int(edges[k - 1]), int(edges[k])
        out[i, : len(a.feats)] = a.feats
        at = ANCHOR_FEATS
        if a.start > first:
            fade = np.exp(-(a.start - 1 - np.arange(first, a.start)) / 6)[:, None]
            out[i, at : at + c] = (e.classes[first : a.start] * fade).max(0)
        if last > a.end:
            fade = np.exp(-(np.arange(a.end, last) - a.end) / 6)[:, None]
            out[i, at + c : at + 2 * c] = (e.classes[a.end : last] * fade).max(0)
        out[i, at + 2 * c : at + 3 * c] = whole
        out[i, at + 3 * c + KIND_OF_ANCHOR[a.kind]] = 1
        out[i, at + 3 * c + 3 :] = tied(e, root_of(e.head, a.start, a.end))
    return out


def anchor_scores(xp: Any, p: dict[str, Any], context: Any, known: np.ndarray) -> Any:
    """[A, T] logits: is this anchor one of an event of this type?"""
    x = xp.cat([context, xp.drop(xp.array(known), 0.3)])
    x = xp.drop(xp.relu(x @ p["anchor.w"] + p["anchor.b"]), 0.5)
    return x @ p["anchor.u"] + p["anchor.c"]


def pair_scores(
    xp: Any, p: dict[str, Any], name: str, anchors: Any, candidates: Any, features: np.ndarray, own: np.ndarray, known: np.ndarray
) -> Any:
    """[A, M, R] logits: does this candidate play this role beside this anchor?

    Features of the pair, of the candidate and of the anchor enter the hidden layer by matrices of their own, so that only what is
    of the pair costs A times M.
    """
    a = xp.drop(anchors, 0.3) @ p[f"{name}.a"]
    m = xp.drop(candidates, 0.3) @ p[f"{name}.m"]
    size = (features.shape[0], features.shape[1], -1)
    product, total = p[f"{name}.z"][:PAIR], p[f"{name}.z"][PAIR:]
    x = (a[:, None, :] * m[None, :, :]).reshape(-1, PAIR) @ product
    x = (x + xp.drop(xp.array(features), PAIR_DROP[0]).reshape(-1, features.shape[2]) @ p[f"{name}.f"]).reshape(*size)
    by_candidate = m @ total + xp.drop(xp.array(own), PAIR_DROP[1]) @ p[f"{name}.o2"] + p[f"{name}.b"]
    by_anchor = a @ total + xp.drop(xp.array(known), PAIR_DROP[2]) @ p[f"{name}.k"]
    x = xp.drop(xp.relu(x + by_candidate[None] + by_anchor[:, None]), PAIR_DROP[3])
    return (x.reshape(-1, HIDDEN) @ p[f"{name}.u"]).reshape(*size) + p[f"{name}.c"]


def attributes(xp: Any, p: dict[str, Any], anchor: Any, main: Any, known: np.ndarray) -> dict[str, Any]:
    """Logits of status, certainty and the other closed slots of events [E, …] given their anchor's and main party's contexts."""
    x = xp.cat([anchor, main, xp.drop(xp.array(known), 0.2)])
    x = xp.drop(xp.relu(x @ p["attr.w"] + p["attr.b"]), 0.4)
    return {k: x @ p[f"attr.{k}.u"] + p[f"attr.{k}.c"] for k in ATTRIBUTES}


def again(xp: Any, p: dict[str, Any], types: Any, party: Any, anchors: Any, mentions: Any, e: Encoded) -> tuple[Any, Any]:
    """Types [A, T] and parties [A, M, R] scored again, once anchors and names know of each other what the first scores say."""
    a, m = xp.drop(anchors, 0.3) @ p["again.a"], xp.drop(mentions, 0.3) @ p["again.m"]
    gate, n = xp.sigmoid(types), len(TYPES)
    told = gate @ p["again.t"]
    main = xp.exp(party[:, :, :n])
    main = main / (1 + main.sum(1, keepdims=True)) * gate[:, None, :]
    links = xp.cat([main, xp.sigmoid(party[:, :, n:]) * xp.top(gate)[:, :, None]]) @ xp.sigmoid(p["again.links"])
    entity = np.array([c.entity for c in e.mentions])
    same = (entity[:, None] == entity[None, :]).astype(np.float32)
    same = xp.array(same / same.sum(1, keepdims=True))
    to_anchors, to_mentions = [], []
    for k in range(LINKS):
        w = links[:, :, k]
        v = xp.swap(w)
        to_anchors.append(w @ m / (1 + w.sum(1, keepdims=True)))
        to_mentions.append(v @ (a + told) / (1 + v.sum(1, keepdims=True)))
    claims = xp.cat(to_mentions) @ p["again.mm"]
    ha = xp.drop(xp.relu(xp.cat([a, told, xp.cat(to_anchors) @ p["again.ma"]]) @ p["again.wa"] + p["again.ba"]), 0.3)
    hm = xp.drop(xp.relu(xp.cat([m, claims, same @ m, same @ claims]) @ p["again.wm"] + p["again.bm"]), 0.3)
    sent = e.sent[[x.start for x in e.anchors]]
    ha = ha + xp.attend_loose(ha @ p["again.q"] / AGAIN**0.5, ha @ p["again.k"], ha @ p["again.v"], p["again.bias"][0], sent)
    ra, rm = xp.drop(ha, 0.4), xp.drop(hm, 0.4)
    pairs = (ra @ p["again.pa"])[:, None, :] * (rm @ p["again.pm"])[None, :, :]
    more = xp.drop(pairs, 0.2) @ p["again.z0"] + (ra @ p["again.ua0"])[:, None] + (rm @ p["again.um0"])[None]
    return types + ha @ p["again.ut0"], party + more
