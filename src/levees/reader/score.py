"""Run the network over one article: scores by anchor, pair and role, ready to be decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from levees.reader.encode import Candidate, Encoded, PairFeatures
from levees.reader.lexicon import fold
from levees.reader.network import NumpyOps, anchor_inputs, anchor_scores, contexts, pair_scores, tokens


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
    rows = encoded.words[:, 4]
    vectors = np.where(rows[:, None] >= 0, table[np.maximum(rows, 0)], 0).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    features = PairFeatures(encoded, [fold(t.text) for t in doc])
    return Inputs(
        encoded,
        vectors,
        anchor_inputs(encoded),
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

    return Scores(
        anchor_scores(xp, p, anchors, inputs.known),
        pairs("party", e.mentions, inputs.party, mentions),
        pairs("date", e.dates, inputs.date),
        pairs("percent", e.percents, inputs.percent),
        pairs("round", inputs.rounds, inputs.round),
        anchors,
        mentions,
    )


NUMPY = NumpyOps()
