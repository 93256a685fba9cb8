"""How well each entity fits a nominal: small trained networks and a forest of boosted trees over features of the pair."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np

from levees.forest import Forest
from levees.names.antecedents import describe
from levees.names.model import NamedEntity, Nominal
from levees.names.scene import look
from levees.names.tokens import Tokens

KEPT = 6  # candidates of one nominal


ASKED = 6  # entities of one nominal that the forest is asked about: the networks' best
OFFSET = -2.0  # where the boosting began: an entity about which nothing is known is less likely than none


@lru_cache(maxsize=1)
def trained() -> tuple[list[list[np.ndarray]], Forest]:
    """The trained networks, each as [weight, bias, …, none], and the forest: `models/nominals` says how they came about."""
    with as_file(files("levees.data") / "fr" / "nominals.npz") as path, np.load(path) as data:
        nets = [[data[f"{k}-{part}"].astype(np.float32) for part in ("w1", "b1", "w2", "b2", "w3", "b3", "none")] for k in data["nets"]]
        return nets, Forest({k.removeprefix("forest."): data[k] for k in data.files if k.startswith("forest.")})


def score(features: np.ndarray, nets: Sequence[Sequence[np.ndarray]]) -> np.ndarray:
    """Probabilities, nominals × entities; what is left of one is the probability that none of them is meant."""
    count, entities, width = features.shape
    flat = features.reshape(-1, width)
    total = np.zeros((count, entities), np.float32)
    for w1, b1, w2, b2, w3, b3, none in nets:
        hidden = np.maximum(np.maximum(flat @ w1 + b1, 0) @ w2 + b2, 0)
        z = (hidden @ w3 + b3).reshape(count, entities)
        top = np.maximum(z.max(1, keepdims=True), none)
        e = np.exp(z - top)
        total += e / (e.sum(1, keepdims=True) + np.exp(none - top))
    return total / len(nets)


def both(features: np.ndarray, nets: Sequence[Sequence[np.ndarray]], forest: Forest) -> np.ndarray:
    """The mean of what networks and forest say, in the shape of `score`; the forest sees the networks' best entities only."""
    told = score(features, nets)
    count, entities, width = features.shape
    asked = np.argsort(-told, axis=1, kind="stable")[:, :ASKED]
    rows = np.arange(count)[:, None]
    z = forest.scores(features[rows, asked].reshape(-1, width)).reshape(asked.shape) + OFFSET
    top = np.maximum(z.max(1, keepdims=True), 0)
    e = np.exp(z - top)
    said = np.zeros_like(told)
    said[rows, asked] = e / (e.sum(1, keepdims=True) + np.exp(-top))
    return np.asarray((told + said) / 2)


def rank(t: Tokens, nominals: Sequence[tuple[Nominal, str | None]], entities: Sequence[NamedEntity]) -> None:
    """Fill in the candidates of each nominal, best first."""
    beliefs = both(describe(look(t, entities), nominals), *trained())
    for (nominal, _), row in zip(nominals, beliefs, strict=True):
        best = np.argsort(-row, kind="stable")[:KEPT]
        nominal.candidates = [(int(k), round(float(row[k]), 3)) for k in best if row[k] >= 0.005]
