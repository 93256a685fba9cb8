"""Train and measure the ranker of nominals.

    python models/nominals/train.py --out src/levees/data/fr/nominals.npz      (five minutes on one core)
    python models/nominals/train.py --measure                                  cross-validation by file, six ways beside a plain rule
    python models/nominals/train.py --taught --out …                           let gradient boosting answer for the nominals nobody has marked

What ships is three small networks and a forest, whose chances are averaged. With `--taught` networks learn from marked nominals and from what
gradient boosting answers for the others. Needs PyTorch and LightGBM; scikit-learn to measure. The same seed gives the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import torch
from examples import NONE, Example, load

from levees.forest import Forest
from levees.names.antecedents import HEADS, NOMINAL, PAIR, WIDTH
from levees.names.ranking import OFFSET, both, score

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "models/reader"))
from trees import arrays as forest_arrays  # noqa: E402

FOLDS, NETS, EPOCHS, HIDDEN = 5, 3, 18, 64
Scorer = Callable[[Example], np.ndarray]  # nominals × entities


class Network(torch.nn.Module):
    def __init__(self, hidden: int, drop: float) -> None:
        super().__init__()
        self.a, self.b, self.c = torch.nn.Linear(WIDTH, hidden), torch.nn.Linear(hidden, hidden // 2), torch.nn.Linear(hidden // 2, 1)
        self.drop, self.none = torch.nn.Dropout(drop), torch.nn.Parameter(torch.zeros(1))

    def forward(self, x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        hidden = self.drop(torch.relu(self.a(self.drop(x))))
        z = self.c(torch.relu(self.b(hidden)))[..., 0].masked_fill(~real, -1e9)
        return torch.cat([z, self.none.expand(len(z), 1)], 1)

    def arrays(self) -> list[np.ndarray]:
        parts = [self.a.weight.T, self.a.bias, self.b.weight.T, self.b.bias, self.c.weight[0], self.c.bias, self.none]
        return [p.detach().numpy().astype(np.float16) for p in parts]


def targets(examples: list[Example], teacher: Scorer | None) -> list[tuple[np.ndarray, np.ndarray]]:
    """(features, how probable each entity is, then « none ») of all marked nominals, and of the others as the teacher says."""
    rows = []
    for e in examples:
        said = soften(np.asarray(teacher(e))) if teacher is not None and len(e.answers) else None
        for k, y in enumerate(e.answers):
            wanted = np.zeros(len(e.entities) + 1, np.float32)
            if y >= NONE:
                wanted[y] = 1  # NONE is -1: the last
            elif said is not None and e.kinds[k] != "possessive":
                wanted[:-1] = said[k]
            else:
                continue
            rows.append((e.features[k], wanted))
    return rows


def soften(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def pad(rows: list[tuple[np.ndarray, np.ndarray]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features, which entities are real, what is wanted; lists of entities are filled up to the longest."""
    width = max(len(x) for x, _ in rows)
    features, real = np.zeros((len(rows), width, WIDTH), np.float32), np.zeros((len(rows), width), bool)
    wanted = np.zeros((len(rows), width + 1), np.float32)
    for i, (x, y) in enumerate(rows):
        features[i, : len(x)], real[i, : len(x)], wanted[i, : len(x)], wanted[i, -1] = x, True, y[:-1], y[-1]
    return torch.tensor(features), torch.tensor(real), torch.tensor(wanted)


def fit(rows: list[tuple[np.ndarray, np.ndarray]], *, seed: int, drop: float, hide: float = 0.06) -> Network:
    """Train one network; the entity meant is hidden from `hide` of the examples, so that it learns to say « none »."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    net, size = Network(HIDDEN, drop), 64
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=4e-3, total_steps=EPOCHS * -(-len(rows) // size))
    for _ in range(EPOCHS):
        # batches of like lengths, or most of their room would be padding
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + 4 * draw.random())
        batches = [order[at : at + size] for at in range(0, len(order), size)]
        for k in draw.permutation(len(batches)):
            features, real, wanted = pad([rows[i] for i in batches[k]])
            features = as_possessives(features, torch.tensor(draw.random(len(features)) < 0.25))
            hidden = torch.nonzero(torch.tensor(draw.random(len(features)) < hide) & (wanted.max(1).values == 1))[:, 0]
            meant = wanted[hidden].argmax(1)
            known = meant < real.shape[1]
            real[hidden[known], meant[known]] = False
            wanted[hidden] = 0
            wanted[hidden, -1] = 1
            loss = torch.nn.functional.cross_entropy(net(features, real), wanted)
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


def trained(examples: list[Example], *, taught: bool = False) -> list[list[np.ndarray]]:
    rows = targets(examples, trees(examples, seeds=(0, 1)) if taught else None)
    return [fit(rows, seed=seed, drop=0.1 if taught else 0.3).arrays() for seed in range(NETS)]


def networks(examples: list[Example], *, taught: bool = False) -> Scorer:
    nets = [[a.astype(np.float32) for a in net] for net in trained(examples, taught=taught)]
    return lambda e: score(e.features, nets)


def linear(examples: list[Example]) -> Scorer:
    """Logistic regression over all pairs."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.3, max_iter=400).fit(*pairs(examples)[:2])
    return lambda e: e.features @ model.coef_[0]


def trees(examples: list[Example], *, seeds: tuple[int, ...] = (0,)) -> Scorer:
    """Gradient boosting, ranking the entities of one nominal."""
    import lightgbm

    x, y, groups = pairs(examples)
    options = {"objective": "lambdarank", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 20, "feature_fraction": 0.4,
               "bagging_fraction": 0.8, "bagging_freq": 1, "verbose": -1, "num_threads": 1}
    models = [lightgbm.train(options | {"seed": seed}, lightgbm.Dataset(x, y, group=groups), 250) for seed in seeds]
    return lambda e: sum(m.predict(e.features.reshape(-1, WIDTH)) for m in models).reshape(e.features.shape[:2])


def boosted(examples: list[Example], *, rounds: int = 120, hide: float = 0.06):
    """Trees whose scores of one nominal's entities, beside a zero for « none », are the logits of a softmax: chances, where ranking gives an order."""
    import lightgbm

    draw = np.random.default_rng(0)
    rows: list[tuple[np.ndarray, np.ndarray, float]] = []
    for x, wanted in targets(examples, None):
        rows.append((x, wanted[:-1], 1.0))
        meant = int(wanted.argmax())
        if meant < len(x):
            if draw.random() < hide and len(x) > 1:
                rows.append((np.delete(x, meant, 0), np.zeros(len(x) - 1, np.float32), 1.0))
            if draw.random() < 0.25 and x[0, [NOMINAL.index(f"head_{h}") for h in ("il", "elle", "lui")]].any():
                rows.append((as_possessives(torch.tensor(x[None]), torch.tensor([True]))[0].numpy(), wanted[:-1], 0.5))
    sizes = np.array([len(x) for x, _, _ in rows])
    of, starts = np.repeat(np.arange(len(rows)), sizes), np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.array([w for _, _, w in rows])[of]

    def softmax(z: np.ndarray, data) -> tuple[np.ndarray, np.ndarray]:
        top = np.maximum(np.maximum.reduceat(z, starts), 0)
        e = np.exp(z - top[of])
        p = e / (np.add.reduceat(e, starts) + np.exp(-top))[of]
        return (p - data.get_label()) * weight, np.maximum(p * (1 - p), 1e-3) * weight

    options = {"objective": softmax, "num_leaves": 15, "max_depth": 7, "learning_rate": 0.1, "min_data_in_leaf": 20, "feature_fraction": 0.4,
               "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True,
               "force_row_wise": True}
    data = lightgbm.Dataset(np.concatenate([x for x, _, _ in rows]), np.concatenate([y for _, y, _ in rows]), init_score=np.full(sizes.sum(), OFFSET))
    return lightgbm.train(options, data, rounds)


def mixed(examples: list[Example]) -> Scorer:
    """What ships: networks and forest together."""
    nets = [[a.astype(np.float32) for a in net] for net in trained(examples)]
    forest = Forest(forest_arrays(boosted(examples)))
    return lambda e: both(e.features, nets, forest)


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


def cause(features: np.ndarray, meant: int, taken: int) -> str:
    """Why an entity was preferred to the one that is meant, by what the features say of the latter."""
    at = {name: len_before() + PAIR.index(name) for name in ("kind_class", "gender_clash", "gender_person", "not_yet", "latest")}
    if not features[meant, at["kind_class"]]:
        return "kind of the name does not fit"
    if features[meant, at["gender_clash"]] or features[meant, at["gender_person"]] < 0:
        return "gender does not agree"
    if features[meant, at["not_yet"]]:
        return "named only afterwards"
    return "salience: the last name taken" if features[taken, at["latest"]] else "salience: an earlier name taken"


def measure(examples: list[Example]) -> None:
    """Cross-validation: no file of articles stands on both sides."""
    names = sorted({e.file for e in examples})
    fold = {name: int(k) % FOLDS for name, k in zip(names, np.random.default_rng(0).permutation(len(names)), strict=True)}
    for title, way in (("nearest", nearest), ("logistic regression", linear), ("gradient boosting", trees),
                       ("networks", networks), ("taught networks", partial(networks, taught=True)),
                       ("networks and forest", mixed)):
        right: dict[tuple[bool, str], list[bool]] = defaultdict(list)
        sure: dict[bool, list[bool]] = defaultdict(list)
        causes: dict[bool, Counter[str]] = defaultdict(Counter)
        for k in range(FOLDS):
            scorer = way([e for e in examples if fold[e.file] != k])
            for e in (e for e in examples if fold[e.file] == k and len(e.answers)):
                scores = scorer(e)
                for n, (row, y, kind) in enumerate(zip(scores, e.answers, e.kinds, strict=True)):
                    if y == NONE:
                        causes[e.real]["the party meant is no entity"] += 1
                    if y >= 0:
                        if row.argmax() != y:
                            causes[e.real][cause(e.features[n], int(y), int(row.argmax()))] += 1
                        right[e.real, kind].append(bool(row.argmax() == y))
                        if "networks" in title and row.max() >= 0.5:
                            sure[e.real].append(bool(row.argmax() == y))
        for real in (False, True):
            marked = sum(e.marked for e in examples if e.real == real)
            by_kind = sorted(((kind, v) for (r, kind), v in right.items() if r == real), key=lambda x: -len(x[1]))
            good, seen = sum(sum(v) for _, v in by_kind), sum(len(v) for _, v in by_kind)
            print(f"{title}, {'press' if real else 'own articles'}: {good} of {seen} found ({good / seen:.1%}), of {marked} marked ({good / marked:.1%})")
            if "networks" in title:
                print(f"  p >= 0.5: {len(sure[real]) / seen:.0%} of them, {np.mean(sure[real]):.1%} right")
                print("  " + ", ".join(f"{kind} {sum(v)}/{len(v)}" for kind, v in by_kind))
                lost = causes[real] + Counter({"not seen as a nominal": marked - seen - causes[real]["the party meant is no entity"]})
                print("  wrong: " + ", ".join(f"{why} {n}" for why, n in lost.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ROOT / "models/articles")
    parser.add_argument("--gold", type=Path, default=ROOT / "models/data/train.jsonl")
    parser.add_argument("--names", type=Path, default=ROOT / "models/names/train-names.txt")
    parser.add_argument("--measure", action="store_true", help="cross-validation instead of training on all")
    parser.add_argument("--taught", action="store_true", help="learn from what gradient boosting says of unmarked nominals too")
    parser.add_argument("--out", type=Path, default=ROOT / "src/levees/data/fr/nominals.npz")
    args = parser.parse_args()
    torch.set_num_threads(1)
    examples = load(args.articles, args.gold, args.names)
    if args.measure:
        measure(examples)
        return
    parts = ("w1", "b1", "w2", "b2", "w3", "b3", "none")
    arrays = {f"{k}-{part}": array for k, net in enumerate(trained(examples, taught=args.taught)) for part, array in zip(parts, net, strict=True)}
    arrays |= {f"forest.{name}": array for name, array in forest_arrays(boosted(examples)).items()}
    np.savez_compressed(args.out, nets=np.arange(NETS), **arrays)
    print(f"{sum(e.marked for e in examples)} marked nominals, {args.out.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
