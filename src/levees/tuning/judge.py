"""How far the judge can be trusted on a text: its chances put straight by type, from what turned out right there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from levees.evaluation.align import align
from levees.evaluation.platt import calibration_error, fit
from levees.packs import Packs
from levees.pipes.calibrated import ALL
from levees.pipes.sureness import logit
from levees.schema import EVENT_TYPES
from levees.tuning.cases import Case, Counts, folds, total
from levees.tuning.change import Change, Setting

FLOOR = 0.05  # from this chance on, what the judge did not believe is looked at too
PULL = 20.0  # so many events of a text weigh as much as what is believed without it
LEAST = 10  # events of a type before it gets weights of its own
Said = tuple[str, float, bool, int]  # type, chance, whether it was right, article


@dataclass(frozen=True, slots=True)
class Straightened:
    """Weights by type, the chance to keep events from; expected calibration error and counts before and after, by cross-validation."""

    weights: dict[str, tuple[float, float]]
    floor: float
    error: tuple[float, float]
    before: Counts
    after: Counts

    @property
    def change(self) -> Change:
        """As part of a pack."""
        return Change(calibration=self.weights, floor=self.floor)


def straighten(
    cases: Sequence[Case], packs: Packs, *, parts: int = 5, seed: int = 0, on_each: Callable[[], object] | None = None
) -> Straightened:
    """Fit the judge's chances to annotated articles, and say what that does to articles held out.

    Each article is read twice, so this takes twice as long as reading. Raises ValueError where fewer articles than folds are there.
    """
    if len(cases) < parts:
        raise ValueError(f"there are {len(cases)} annotated articles, fewer than the {parts} folds; annotate more, or give fewer --folds")
    fold = folds(len(cases), parts, seed)
    said = [one for i, case in enumerate(cases) for one in _said(i, case)]
    after = [case.counts for case in cases]
    chances: list[tuple[float, float, bool]] = []
    for k in range(parts):
        learnt = [s for s in said if fold[s[3]] != k]
        weights = _weights(learnt)
        floor = _floor(learnt, weights, sum(_wanted(case) for i, case in enumerate(cases) if fold[i] != k))
        chances += [(s[1], _put(weights, s), s[2]) for s in said if fold[s[3]] == k]
        setting = Setting(packs, Change(calibration=_composed(packs, weights), floor=floor))
        for i in (i for i in range(len(cases)) if fold[i] == k):
            after[i] = cases[i].score(cases[i].under(setting))
            if on_each is not None:
                on_each()
    table = np.array(chances, float).reshape(-1, 3)
    error = calibration_error(table[:, 0], table[:, 2]), calibration_error(table[:, 1], table[:, 2])
    weights = _weights(said)
    floor = _floor(said, weights, sum(map(_wanted, cases)))
    return Straightened(_composed(packs, weights), floor, error, total(c.counts for c in cases), total(after))


def _said(number: int, case: Case) -> list[Said]:
    """Every event that the judge gives a chance above the floor, with its chance and whether it was right; optional ones do not count."""
    events = [e.model_dump(mode="json") for e in case.reader.events_above(case.reading, FLOOR)]
    pairs, _, false = align(case.row["events"], events)
    out = [(p.pred, p.core) for p in pairs if not p.gold.get("optional")] + [(e, False) for e in false]
    return [(e["type"], e["confidence"], right, number) for e, right in out]


def _weights(said: Sequence[Said]) -> dict[str, tuple[float, float]]:
    """For all types together, held near what the judge says; for a type with enough events, held near all."""
    out = {ALL: _fitted(said, (0.0, 1.0))}
    for name in EVENT_TYPES:
        own = [s for s in said if s[0] == name]
        if len(own) >= LEAST:
            out[name] = _fitted(own, out[ALL])
    return out


def _fitted(said: Sequence[Said], prior: tuple[float, float]) -> tuple[float, float]:
    x = np.array([[logit(s[1])] for s in said]).reshape(-1, 1)
    constant, weight = fit(x, np.array([s[2] for s in said], float), prior, PULL)
    return round(constant, 3), round(max(weight, 0.05), 3)


def _wanted(case: Case) -> int:
    return sum(not e.get("optional") for e in case.row["events"])


def _floor(said: Sequence[Said], weights: dict[str, tuple[float, float]], wanted: int) -> float:
    """The chance from which on keeping events gives the best F1, midway to the next that is left out; `wanted` are there in all."""
    ranked = sorted(((_put(weights, s), s[2]) for s in said), reverse=True)
    best, floor, right = 0.0, 0.5, 0
    for n, (chance, is_right) in enumerate(ranked, start=1):
        right += is_right
        if (f1 := 2 * right / (n + wanted)) > best:
            best, floor = f1, (chance + (ranked[n][0] if n < len(ranked) else FLOOR)) / 2
    return round(min(max(floor, FLOOR), 0.95), 3)


def _put(weights: dict[str, tuple[float, float]], one: Said) -> float:
    constant, weight = weights.get(one[0], weights[ALL])
    return float(1 / (1 + np.exp(-(constant + weight * logit(one[1])))))


def _composed(packs: Packs, weights: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The weights on top of those of the packs in force."""
    had = packs.calibration or {}
    rest = had.get(ALL, (0.0, 1.0))
    out = {}
    for name in {*weights, *had}:
        (a, b), (c, d) = had.get(name, rest), weights.get(name, weights[ALL])
        out[name] = round(c + d * a, 3), round(d * b, 3)
    return dict(sorted(out.items()))
