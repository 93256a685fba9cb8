"""Train the judge on what networks proposed in articles that they did not see.

python models/reader/judge.py propose --rows models/build/articles.jsonl --weights models/build/reader-0.npz models/build/reader-1.npz --out models/build/unseen.pkl
python models/reader/judge.py train --proposals models/build/unseen.pkl --out src/levees/data/fr/judge.npz
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np

from levees.evaluation.align import is_core
from levees.pipes.assemble import Assembler
from levees.pipes.build import front, read_docs
from levees.pipes.events import Reader
from levees.reader.judge import BESIDE, NAMES, beside, features, places
from levees.reader.proposals import propose
from levees.reader.topic import Topic
from levees.reader.weights import load_weights

from fields import rows_of  # isort: skip
from topic import fold_of, one_of  # isort: skip
from trees import arrays, boosted  # isort: skip

INNER = 3  # folds within the training part


def judgements(row: dict, reading, inputs, decoder, lexicon):
    """Features, labels (1 right, 0 wrong, -1 optional) and identities of all proposals of an article; then the rows of the right ones'
    parties and closed slots (`fields.rows_of`)."""
    decoder.proposed = proposals = propose(decoder)
    x = features(proposals, decoder)
    drafts = decoder.filled([decoder.draft(p, p.probability) for p in proposals])
    assembler = Assembler(reading, inputs, lexicon)
    y = np.zeros(len(proposals), np.int8)
    parties, closed = [], []
    for k, d in enumerate(drafts):
        event = assembler.event(d)
        if event is None:
            continue
        event = event.to_dict() if hasattr(event, "to_dict") else json.loads(event.model_dump_json(exclude_none=True))
        same = [g for g in row["events"] if g["type"] == event["type"] and is_core(g, event)]
        if d.type.startswith("LC."):
            same = [
                g for g in same if d.type[3:] in (g["direction"] if isinstance(g.get("direction"), list) else [g.get("direction", "joins")])
            ]
        if any(not g.get("optional") for g in same):
            y[k] = 1
            fresh = decoder.draft(proposals[k], proposals[k].probability)
            fresh.rule, fresh.date, fresh.beliefs = d.rule, d.date, d.beliefs
            for rows, (a, b) in zip((parties, closed), rows_of(fresh, same, reading, decoder), strict=True):
                rows.append((a.astype(np.float16) if a is not None else None, b))
        elif same:
            y[k] = -1
    return x, y, places(proposals, inputs.encoded), parties, closed


def make(args) -> None:
    rows = [json.loads(line) for p in args.rows for line in p.read_text(encoding="utf-8").splitlines()]
    done = {a["id"] for p in args.beside for a in pickle.loads(p.read_bytes())}
    rows = [r for r in rows if r["id"] not in done and not r["id"].startswith(tuple(args.without))]
    nlp = front()
    seen = [set(json.loads(w.with_suffix(".json").read_text())["seen"]) for w in args.weights]
    networks = [load_weights(w) for w in args.weights]
    topics = np.load(args.topics)
    unseen = {r["id"]: tuple(k for k, ids in enumerate(seen) if r["id"] not in ids) for r in rows}
    rows = [r for r in rows if unseen[r["id"]]]
    readers = {which: Reader(nlp.vocab, tuple(networks[k] for k in which)) for which in set(unseen.values()) if which}
    out, began = [], time.time()
    for doc, row in read_docs(nlp, ((r["text"], r.get("published"), r) for r in rows)):
        if not len(doc):
            continue
        reader, fold = readers[unseen[row["id"]]], fold_of(row["id"])
        reader.topic = Topic(topics[f"weights{fold}"], topics[f"bias{fold}"])
        inputs, decoder = reader.read(doc._.levees)
        x, y, where, parties, closed = judgements(row, doc._.levees, inputs, decoder, reader.lexicon)
        gold = sum(not e.get("optional") for e in row["events"])
        judge = one_of(row["id"], unseen[row["id"]])
        out.append({"id": row["id"], "fold": judge, "x": x.astype(np.float16), "y": y, "gold": gold, "where": where, "parties": parties, "closed": closed})
    args.out.write_bytes(pickle.dumps(out))
    right = sum((a["y"] == 1).sum() for a in out)
    print(
        f"{len(out)} articles, {sum(len(a['y']) for a in out)} proposals, {right} right, {sum(a['gold'] for a in out)} events; {time.time() - began:.0f} s"
    )


def stack(items, gold_weight: float, quiet_weight: float = 1.0):
    x = np.concatenate([a["x"] for a in items]).astype(np.float32)
    y = np.concatenate([a["y"] for a in items])
    # our own articles seldom are without events, the press mostly is: quiet ones count for more
    w = np.concatenate(
        [np.full(len(a["y"]), (gold_weight if a["id"] in GOLD else 1.0) * (quiet_weight if not a["gold"] else 1.0)) for a in items]
    )
    keep = y >= 0
    return x[keep], y[keep].astype(float), w[keep]


GOLD: set[str] = set()


def among_others(item, chance):
    """An article's proposals, each with how it stands among the others."""
    return item | {"x": np.concatenate([item["x"].astype(np.float32), beside(item["where"], chance)], 1)}


def court(items, args):
    """Both forests: the second learns from chances that a first one, not having seen the article, gave (stacking, Wolpert 1992)."""
    weights = args.gold_weight, args.quiet_weight
    items = [a for a in items if len(a["y"])]
    alone = boosted(*stack(items, *weights), rounds=args.rounds)
    judged = []
    for k in range(INNER):
        model = boosted(*stack([a for i, a in enumerate(items) if i % INNER != k], *weights), rounds=args.rounds)
        judged += [among_others(a, model.predict(a["x"])) for i, a in enumerate(items) if i % INNER == k]
    return alone, boosted(*stack(judged, *weights), rounds=args.rounds)


def train(args) -> None:
    data, *others = (pickle.loads(p.read_bytes()) for p in args.proposals)
    data += [a | {"fold": None} for more in others for a in more]
    GOLD.update(json.loads(line)["id"] for line in args.gold.read_text(encoding="utf-8").splitlines())
    folds = sorted({a["fold"] for a in data} - {None}) if args.cross else [None]
    for fold in folds:
        alone, among = court([a for a in data if a["fold"] != fold], args)
        path = args.out if fold is None else args.out.with_name(f"{args.out.stem}-{fold}.npz")
        trees = {f"{part}.{k}": v for part, model in (("alone", alone), ("among", among)) for k, v in arrays(model).items()}
        np.savez_compressed(path, **trees)
        if fold is not None:
            items = [a for a in data if a["fold"] == fold]
            x, y, _ = stack(items, 1.0)
            before = alone.predict(x)
            x, y, _ = stack([among_others(a, alone.predict(a["x"])) for a in items if len(a["y"])], 1.0)
            losses = [float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()) for p in (before, among.predict(x))]
            print(fold, "held-out log loss: alone", round(losses[0], 4), "among others", round(losses[1], 4), "rate", round(y.mean(), 3), flush=True)
    model = among
    gain = model.feature_importance("gain")
    names = [*NAMES, *(f"input {i}" for i in range(len(gain) - len(NAMES) - BESIDE)), *(f"beside {i}" for i in range(BESIDE))]
    gains = sorted(zip(gain, names, strict=True), reverse=True)
    print(", ".join(f"{n} {g:.0f}" for g, n in gains[:25]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    sub = commands.add_parser("propose")
    sub.add_argument("--rows", type=Path, nargs="+", required=True)
    sub.add_argument("--weights", type=Path, nargs="+", required=True)
    sub.add_argument("--without", nargs="*", default=[], help="articles whose ids begin so are left out: networks that saw their like are too sure of them")
    sub.add_argument("--beside", type=Path, nargs="*", default=[], help="proposals already made: their articles are left out")
    sub.add_argument("--topics", type=Path, default=Path("models/build/topics.npz"), help="what topic.py --folds left")
    sub.add_argument("--out", type=Path, required=True)
    sub.set_defaults(run=make)
    sub = commands.add_parser("train")
    sub.add_argument("--proposals", type=Path, nargs="+", required=True, help="with --cross, the first file's folds are left out in turn")
    sub.add_argument("--gold", type=Path, default=Path("models/data/train.jsonl"))
    sub.add_argument("--gold-weight", type=float, default=5.0)
    sub.add_argument("--quiet-weight", type=float, default=5.0)
    sub.add_argument("--rounds", type=int, default=300)
    sub.add_argument("--cross", action="store_true", help="one forest a fold, each without that fold")
    sub.add_argument("--out", type=Path, required=True)
    sub.set_defaults(run=train)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
