"""Train the model of the article's topic: does it tell of an event at all?

    python models/reader/topic.py --rows models/build/articles.jsonl --out src/levees/data/fr/topic.npz --folds models/build/topics.npz

The judge learns from what a model says that has not seen the article, so one more is trained for each fifth of them (`--folds`).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from zlib import crc32

import numpy as np

FOLDS = 5


def fold_of(identity: str) -> int:
    """Which fifth an article belongs to."""
    return crc32(identity.encode()) % FOLDS


def one_of(identity: str, unseen: tuple[int, ...]) -> int:
    """Which judge leaves an article out, of those that go with the networks that did not see it: by its name, whatever the order."""
    return unseen[crc32(identity.encode()) // FOLDS % len(unseen)]


def main() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    from levees.pipes.build import front
    from levees.reader.topic import mean_vector

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--c", type=float, default=30.0, help="inverse strength of regularisation")
    args = parser.parse_args()
    tokenise = front().make_doc
    rows = [json.loads(line) for p in args.rows for line in p.read_text(encoding="utf-8").splitlines()]
    x = np.array([mean_vector(tokenise(r["text"])) for r in rows])
    y = np.array([any(not e.get("optional") for e in r["events"]) for r in rows])
    which = np.array([fold_of(r["id"]) for r in rows])

    def fit(mask):
        model = LogisticRegression(C=args.c, max_iter=3000, class_weight="balanced").fit(x[mask], y[mask])
        return model.coef_[0].astype(np.float32), np.float32(model.intercept_[0])

    unseen, folds = np.zeros(len(rows)), {}
    for k in range(FOLDS):
        weights, bias = fit(which != k)
        folds |= {f"weights{k}": weights, f"bias{k}": bias}
        unseen[which == k] = x[which == k] @ weights + bias
    print(f"{len(rows)} articles, {int((~y).sum())} without events; area under the curve, cross-validated: {roc_auc_score(y, unseen):.3f}")
    weights, bias = fit(np.ones(len(rows), bool))
    np.savez_compressed(args.out, weights=weights, bias=bias)
    np.savez_compressed(args.folds, **folds)


if __name__ == "__main__":
    main()
