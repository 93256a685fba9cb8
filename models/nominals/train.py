"""Train and measure the ranker of nominals.

    python models/nominals/train.py --out src/levees/data/fr/nominals.npz      (three minutes on one core)
    python models/nominals/train.py --measure                                  cross-validation by file, three ways beside a plain rule

Needs PyTorch, and LightGBM to measure. The same seed gives the same weights on the same machine.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from examples import NONE, Example, load

from levees.names.antecedents import HEADS, NOMINAL, PAIR, WIDTH
from levees.names.ranking import score

ROOT = Path(__file__).parents[2]
FOLDS, NETS, EPOCHS, HIDDEN = 5, 3, 18, 64
Scorer = Callable[[Example], np.ndarray]  # nominals × entities


class Network(torch.nn.Module):
    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.a, self.b, self.c = torch.nn.Linear(WIDTH, hidden), torch.nn.Linear(hidden, hidden // 2), torch.nn.Linear(hidden // 2, 1)
        self.drop, self.none = torch.nn.Dropout(0.3), torch.nn.Parameter(torch.zeros(1))

    def forward(self, x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        hidden = self.drop(torch.relu(self.a(self.drop(x))))
        z = self.c(torch.relu(self.b(hidden)))[..., 0].masked_fill(~real, -1e9)
        return torch.cat([z, self.none.expand(len(z), 1)], 1)

    def arrays(self) -> list[np.ndarray]:
        parts = [self.a.weight.T, self.a.bias, self.b.weight.T, self.b.bias, self.c.weight[0], self.c.bias, self.none]
        return [p.detach().numpy().astype(np.float16) for p in parts]


def batch(examples: list[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """All marked nominals, padded to the longest list of entities; the place after the last stands for « none »."""
    pairs = [(e.features[k], y) for e in examples for k, y in enumerate(e.answers) if y >= NONE]
    width = max(len(x) for x, _ in pairs)
    features, real = np.zeros((len(pairs), width, WIDTH), np.float32), np.zeros((len(pairs), width), bool)
    for i, (x, _) in enumerate(pairs):
        features[i, : len(x)], real[i, : len(x)] = x, True
    return torch.tensor(features), torch.tensor(real), torch.tensor([width if y == NONE else int(y) for _, y in pairs])


def fit(examples: list[Example], *, seed: int, hide: float = 0.06) -> Network:
    """Train one network; the entity meant is hidden from `hide` of the examples, so that it learns to say « none »."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    features, real, answer = batch(examples)
    net, size, none = Network(HIDDEN), 64, features.shape[1]
    steps = EPOCHS * -(-len(features) // size)
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=4e-3, total_steps=steps)
    for _ in range(EPOCHS):
        order = draw.permutation(len(features))
        for at in range(0, len(order), size):
            rows = order[at : at + size]
            shown, wanted = real[rows].clone(), answer[rows].clone()
            seen = as_possessives(features[rows], torch.tensor(draw.random(len(rows)) < 0.25))
            hidden = torch.nonzero(torch.tensor(draw.random(len(rows)) < hide) & (wanted < none))[:, 0]
            shown[hidden, wanted[hidden]] = False
            wanted[hidden] = none
            loss = torch.nn.functional.cross_entropy(net(seen, shown), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def as_possessives(features: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """Possessives are not annotated: some pronouns, their gender hidden, stand in for them."""
    out = features.clone()
    personal = [NOMINAL.index(f"head_{h}") for h in ("il", "elle", "lui")]
    at = torch.nonzero(chosen & (out[:, 0, personal].sum(1) > 0))[:, 0]
    before = len_before()
    blank = [*range(len(HEADS)), NOMINAL.index("masculine"), NOMINAL.index("feminine")]
    blank += [before + PAIR.index(name) for name in ("gender", "gender_clash", "gender_person")]
    for column in blank:
        out[at, :, column] = 0
    out[at, :, NOMINAL.index("head_possessive")] = 1
    return out


def networks(examples: list[Example]) -> Scorer:
    nets = [[a.astype(np.float32) for a in fit(examples, seed=s).arrays()] for s in range(NETS)]
    return lambda e: score(e.features, nets)


def linear(examples: list[Example]) -> Scorer:
    """Logistic regression over all pairs."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.3, max_iter=400).fit(*pairs(examples)[:2])
    return lambda e: e.features @ model.coef_[0]


def trees(examples: list[Example]) -> Scorer:
    """Gradient boosting, ranking the entities of one nominal."""
    import lightgbm

    x, y, groups = pairs(examples)
    options = {"objective": "lambdarank", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 20, "feature_fraction": 0.4,
               "bagging_fraction": 0.8, "bagging_freq": 1, "verbose": -1, "num_threads": 1, "seed": 0}
    model = lightgbm.train(options, lightgbm.Dataset(x, y, group=groups), 250)
    return lambda e: model.predict(e.features.reshape(-1, WIDTH)).reshape(e.features.shape[:2])


def nearest(_: list[Example]) -> Scorer:
    """A plain rule: the last named entity of a fitting kind and gender."""
    fits, last, clash = (len_before() + PAIR.index(name) for name in ("kind_class", "rank_all", "gender_person"))
    return lambda e: e.features[..., last] + 2 * e.features[..., fits] + np.minimum(e.features[..., clash], 0) * 3


def len_before() -> int:
    return WIDTH - len(PAIR)


def pairs(examples: list[Example]) -> tuple[np.ndarray, np.ndarray, list[int]]:
    rows = [(e.features[k], y) for e in examples for k, y in enumerate(e.answers) if y >= 0]
    answers = [np.arange(len(x)) == y for x, y in rows]
    return np.concatenate([x for x, _ in rows]), np.concatenate(answers).astype(int), [len(x) for x, _ in rows]


def measure(examples: list[Example]) -> None:
    """Cross-validation: no file of articles stands on both sides."""
    names = sorted({e.file for e in examples})
    fold = {name: int(k) % FOLDS for name, k in zip(names, np.random.default_rng(0).permutation(len(names)), strict=True)}
    for title, way in (("nearest", nearest), ("logistic regression", linear), ("gradient boosting", trees), ("networks", networks)):
        right: dict[tuple[bool, str], list[bool]] = defaultdict(list)
        sure: dict[bool, list[bool]] = defaultdict(list)
        for k in range(FOLDS):
            scorer = way([e for e in examples if fold[e.file] != k])
            for e in (e for e in examples if fold[e.file] == k and len(e.answers)):
                scores = scorer(e)
                for row, y, kind in zip(scores, e.answers, e.kinds, strict=True):
                    if y >= 0:
                        right[e.real, kind].append(bool(row.argmax() == y))
                        if title == "networks" and row.max() >= 0.5:
                            sure[e.real].append(bool(row.argmax() == y))
        for real in (False, True):
            marked = sum(e.marked for e in examples if e.real == real)
            by_kind = sorted(((kind, v) for (r, kind), v in right.items() if r == real), key=lambda x: -len(x[1]))
            good, seen = sum(sum(v) for _, v in by_kind), sum(len(v) for _, v in by_kind)
            print(f"{title}, {'press' if real else 'own articles'}: {good} of {seen} found ({good / seen:.1%}), of {marked} marked ({good / marked:.1%})")
            if title == "networks":
                print(f"  p >= 0.5: {len(sure[real]) / seen:.0%} of them, {np.mean(sure[real]):.1%} right")
                print("  " + ", ".join(f"{kind} {sum(v)}/{len(v)}" for kind, v in by_kind))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ROOT / "models/articles")
    parser.add_argument("--gold", type=Path, default=ROOT / "models/data/train.jsonl")
    parser.add_argument("--names", type=Path, default=ROOT / "models/names/train-names.txt")
    parser.add_argument("--measure", action="store_true", help="cross-validation instead of training on all")
    parser.add_argument("--out", type=Path, default=ROOT / "src/levees/data/fr/nominals.npz")
    args = parser.parse_args()
    torch.set_num_threads(1)
    examples = load(args.articles, args.gold, args.names)
    if args.measure:
        measure(examples)
        return
    parts = ("w1", "b1", "w2", "b2", "w3", "b3", "none")
    arrays = {f"{k}-{part}": array for k in range(NETS) for part, array in zip(parts, fit(examples, seed=k).arrays(), strict=True)}
    np.savez_compressed(args.out, nets=np.arange(NETS), **arrays)
    print(f"{sum(e.marked for e in examples)} marked nominals, {args.out.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
