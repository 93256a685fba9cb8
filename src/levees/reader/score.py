"""Run the network over one article: scores by anchor, pair and role, ready to be decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from levees.reader.encode import Candidate, Encoded, PairFeatures
from levees.reader.lexicon import fold
from levees.reader.network import NumpyOps, again, anchor_inputs, anchor_scores, contexts, embedded, lstm, mixed, pair_scores, tokens


@dataclass(slots=True)
class Scores:
    """Logits for one article; shapes as in `network`. `anchors`, `mentions` are contexts for the closed slots."""

    types: Any  # [A, T]
    party: Any  # [A, M, roles]
    date: Any  # [A, D, T]
    percent: Any  # [A, P, 4]
    round: Any  # [A, R, 1]
    anchor_context: Any  # [A, 2 WIDTH]
    mention_context: Any  # [M, 2 WIDTH]


@dataclass(slots=True)
class Inputs:
    """All that the network needs of an article, as arrays; made once, kept while training."""

    encoded: Encoded
    vectors: np.ndarray  # [N, 300] float16/32
    known: np.ndarray  # [A, ANCHOR_FEATS + 3]
    party: np.ndarray  # [A, M, PAIR_WIDTH]
    date: np.ndarray
    percent: np.ndarray
    round: np.ndarray
    rounds: list[Candidate]
    entity: np.ndarray  # [M] entity of each mention
    own: dict[str, np.ndarray]  # features of the candidates alone, by head


def prepare(encoded: Encoded, doc: Any, rounds: list[Candidate], table: np.ndarray) -> Inputs:
    """Lay out the inputs of an encoded article; `table` is the vectors' data."""
    return lay_out(encoded, doc, rounds, static_vectors(encoded, table), anchor_inputs(encoded))


def static_vectors(encoded: Encoded, table: np.ndarray) -> np.ndarray:
    """[N, 300] unit vectors of the tokens; zeros where there is none."""
    rows = encoded.words[:, 4]
    vectors = np.where(rows[:, None] >= 0, table[np.maximum(rows, 0)], 0).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors


def lay_out(encoded: Encoded, doc: Any, rounds: list[Candidate], vectors: np.ndarray, known: np.ndarray) -> Inputs:
    """The inputs, given the vectors and what is known of the anchors."""
    features = PairFeatures(encoded, [fold(t.text) for t in doc])
    return Inputs(
        encoded,
        vectors,
        known,
        features.pairs(encoded.anchors, encoded.mentions),
        features.pairs(encoded.anchors, encoded.dates),
        features.pairs(encoded.anchors, encoded.percents),
        features.pairs(encoded.anchors, rounds),
        rounds,
        np.array([m.entity for m in encoded.mentions], dtype=np.int64),
        {
            "party": features.own(encoded.mentions),
            "date": features.own(encoded.dates),
            "percent": features.own(encoded.percents),
            "round": features.own(rounds),
        },
    )


def run(xp: Any, p: dict[str, Any], inputs: Inputs) -> Scores:
    """Forward pass; with NumpyOps it reads, with PyTorch's operations it trains."""
    e = inputs.encoded
    h = tokens(xp, p, e, inputs.vectors)
    anchors = contexts(xp, h, e, e.anchors)
    mentions = contexts(xp, h, e, e.mentions)

    def pairs(name: str, candidates: list[Candidate], features: np.ndarray, context: Any = None) -> Any:
        if not candidates or not e.anchors:
            return None
        context = contexts(xp, h, e, candidates) if context is None else context
        return pair_scores(xp, p, name, anchors, context, features, inputs.own[name], inputs.known)

    types, party = anchor_scores(xp, p, anchors, inputs.known), pairs("party", e.mentions, inputs.party, mentions)
    if party is not None:
        types, party = again(xp, p, types, party, anchors, mentions, e)
    return Scores(
        types,
        party,
        pairs("date", e.dates, inputs.date),
        pairs("percent", e.percents, inputs.percent),
        pairs("round", inputs.rounds, inputs.round),
        anchors,
        mentions,
    )


NUMPY = NumpyOps()
# a word whose best type stays under this carries no event, whatever its neighbours: its pairs are not looked at
WORD_FLOOR = -3.0
# an article in which one network sees no anchor likelier than this is not shown to the others
QUIET = -1.5


def mean(scores: list[Any]) -> Any:
    """Averaged over networks; None where there are none."""
    return sum(scores) / len(scores) if scores else None


def hidden_tokens(weights: Sequence[dict[str, Any]], encoded: Encoded, vectors: np.ndarray) -> list[Any]:
    """The tokens in their context, as each network sees them."""
    xs = [embedded(NUMPY, p, encoded, vectors) for p in weights]
    read = lstm([NUMPY.norm(x, p["lstm.g"], p["lstm.o"]) for x, p in zip(xs, weights, strict=True)], list(weights))
    return [mixed(NUMPY, p, encoded, x, r) for p, x, r in zip(weights, xs, read, strict=True)]


def ensemble(
    weights: Sequence[dict[str, Any]], encoded: Encoded, doc: Any, rounds: list[Candidate]
) -> tuple[Inputs, Scores, list[tuple[Any, Any]]]:
    """Scores averaged over networks, and the contexts of anchors and mentions of each network that was asked.

    The last network is asked first; where it sees nothing anywhere the others are not (a cascade, Viola and Jones 2001). Anchors are scored
    before pairs; words that cannot carry an event are dropped before these are made, which is most of the work.
    """
    vectors = static_vectors(encoded, doc.vocab.vectors.data)
    known = anchor_inputs(encoded)
    hidden = hidden_tokens(weights[-1:], encoded, vectors)
    if len(weights) > 1:
        first = anchor_scores(NUMPY, weights[-1], contexts(NUMPY, hidden[0], encoded, encoded.anchors), known) if encoded.anchors else None
        if first is None or first.max() <= QUIET:
            weights = weights[-1:]
        else:
            hidden = [*hidden_tokens(weights[:-1], encoded, vectors), *hidden]
    anchors = [contexts(NUMPY, h, encoded, encoded.anchors) for h in hidden]
    types = [anchor_scores(NUMPY, p, a, known) for p, a in zip(weights, anchors, strict=True)]
    likely = mean(types).max(-1) > WORD_FLOOR if encoded.anchors else False
    keep = np.array([a.kind != "word" for a in encoded.anchors], dtype=bool) | likely
    encoded.anchors = [a for a, k in zip(encoded.anchors, keep, strict=True) if k]
    anchors, types, known = [a[keep] for a in anchors], [t[keep] for t in types], known[keep]
    inputs = lay_out(encoded, doc, rounds, vectors, known)
    mentions = [contexts(NUMPY, h, encoded, encoded.mentions) for h in hidden]

    def pairs(name: str, candidates: list[Candidate], features: np.ndarray, seen: list[Any] | None = None) -> list[Any]:
        if not candidates or not encoded.anchors:
            return []
        seen = seen or [contexts(NUMPY, h, encoded, candidates) for h in hidden]
        own, nets = inputs.own[name], zip(weights, anchors, seen, strict=True)
        return [pair_scores(NUMPY, p, name, a, c, features, own, known) for p, a, c in nets]

    party = pairs("party", encoded.mentions, inputs.party, mentions)
    if party:
        seen = zip(weights, types, party, anchors, mentions, strict=True)
        types, party = map(list, zip(*(again(NUMPY, p, t, s, a, m, encoded) for p, t, s, a, m in seen), strict=True))
    scores = Scores(
        mean(types),
        mean(party),
        mean(pairs("date", encoded.dates, inputs.date)),
        mean(pairs("percent", encoded.percents, inputs.percent)),
        mean(pairs("round", rounds, inputs.round)),
        None,
        None,
    )
    return inputs, scores, list(zip(anchors, mentions, strict=True))
