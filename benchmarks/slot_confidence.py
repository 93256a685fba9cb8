"""How far the confidence of slots can be trusted, by cross-validation on articles that the networks did not see; fits it anew.

python benchmarks/slot_confidence.py --write     writes src/levees/data/fr/slot_chances.yml

The networks and judges that held articles out are those that training left in models/build (models/README.md); without them there is
nothing to measure on, and the script says so.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from levees.evaluation import read_rows
from levees.evaluation.align import align, compare_slots
from levees.evaluation.compare import accepts
from levees.evaluation.platt import calibration_error, fit
from levees.pipes.assemble import Assembler
from levees.pipes.sureness import logit, sureness
from levees.reader.consolidate import consolidate

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "models" / "reader"))
TABLE = ROOT / "src" / "levees" / "data" / "fr" / "slot_chances.yml"
OWN, EVENT = {"": (0.0, 1.0, 0.0)}, {"": (0.0, 0.0, 1.0)}
HEAD = """# How likely a filled slot is right: constant, weight of the log-odds of its own chance, weight of those of its event's.
# Fitted on the articles that networks and judges had not seen, by benchmarks/slot_confidence.py --write; not written by hand.
"""


class _Own(dict):
    """Weights that let a slot's own chance through; a slot without one shows as one half."""

    def get(self, slot, default=None):
        return (0.0, 1.0, 0.0)


def cases(held, floor: float):
    """(slot, own chance, event's chance, right, article) of every slot that was filled."""
    for n, (row, reading, inputs, decoder, lexicon) in enumerate(held.items):
        decoder.floors |= {"event": floor}
        drafts = consolidate(decoder.drafts(), inputs.encoded.anchors)
        events = [e.model_dump(mode="json") for e in Assembler(reading, inputs, lexicon, weights=_Own()).events(drafts)]
        pairs, _, false = align(row["events"], events)
        for gold, pred in [(p.gold, p.pred) for p in pairs if not p.gold.get("optional")] + [(None, e) for e in false]:
            wrong = [] if gold is None else [id(v) for _, v in compare_slots(gold, pred).extra]
            for slot, ground in pred["grounds"].items():
                if slot in ("status", "certainty"):
                    yield slot, ground["confidence"], pred["confidence"], gold is not None and accepts(gold.get(slot), pred[slot]), n
                    continue
                if slot not in pred:
                    continue
                for value in pred[slot] if isinstance(pred[slot], list) else [pred[slot]]:
                    own = value.get("confidence", ground["confidence"]) if isinstance(value, dict) else ground["confidence"]
                    right = gold is not None and (id(value) not in wrong if isinstance(value, dict) else
                                                  not any(s == slot for s, _ in compare_slots(gold, pred).extra))
                    yield slot, own, pred["confidence"], right, n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", default=[ROOT / f"models/build/reader-{k}.npz" for k in range(4)])
    parser.add_argument("--judges", default=str(ROOT / "models/build/judge"), help="path of the judges without -0.npz")
    parser.add_argument("--fields", type=Path, default=ROOT / "models/build/fields.npz", help="as models/reader/fields.py --half leaves it")
    parser.add_argument("--own", type=Path, default=ROOT / "models/build/articles.jsonl", help="our own articles, compiled")
    parser.add_argument("--write", action="store_true", help="write the weights that all articles give")
    args = parser.parse_args()
    needed = [*args.weights, *(Path(f"{args.judges}-{k}.npz") for k in range(len(args.weights))), args.fields]
    if missing := [p for p in needed if not p.is_file()]:
        print(f"{missing[0]} is not there, so there is nothing to measure on; train first: make reader")
        return
    from crossfit import Held
    from fields import measured_on

    rows = [row for path in (ROOT / "models/data/train.jsonl", args.own) for row in read_rows(path) if measured_on(row["id"])]
    held = Held(rows, args.weights, args.judges, args.fields)
    groups = defaultdict(list)
    for slot, own, event, right, n in cases(held, 0.3):
        groups[slot].append((logit(own), logit(event), right, n))
    table, before, after = {}, [], []
    print(f"{'slot':16} {'filled':>6} {'right':>6} {'said':>6} {'error before':>13} {'after':>6}")
    for slot, found in sorted(groups.items()):
        data = np.array(found, float)
        x, y, fold = data[:, :2], data[:, 2], data[:, 3].astype(int) % 5
        raw = np.array([sureness("", None, 0.5, {"": (a if a else b, 0, 0)}) for a, b in x])
        put = np.zeros(len(y))
        for k in range(5):
            w = fit(x[fold != k], y[fold != k], [0.0, 0.3, 0.7])
            put[fold == k] = 1 / (1 + np.exp(-(w[0] + x[fold == k] @ w[1:])))
        table[slot] = [round(v, 3) for v in fit(x, y, [0.0, 0.3, 0.7])]
        before.append((raw, y))
        after.append((put, y))
        print(f"{slot:16} {len(y):6} {y.mean():6.2f} {put.mean():6.2f} {calibration_error(raw, y):13.3f} {calibration_error(put, y):6.3f}")
    for name, parts in (("before", before), ("after", after)):
        chance, right = (np.concatenate([p[i] for p in parts]) for i in (0, 1))
        print(f"all slots {name}: {len(right)} filled, expected calibration error {calibration_error(chance, right):.3f}")
    if args.write:
        TABLE.write_text(HEAD + "".join(f"{slot}: {w}\n" for slot, w in table.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
