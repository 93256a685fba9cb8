"""How good is the reader on articles that neither its network nor its judge saw? Event F1 by floor, and how far its chances can be trusted.

python models/reader/crossfit.py models/data/train.jsonl --weights models/build/x0.npz models/build/x1.npz models/build/x2.npz --judges models/build/judge
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from levees.evaluation.align import align
from levees.evaluation.score import score
from levees.pipes.assemble import Assembler
from levees.pipes.build import front, read_docs
from levees.pipes.events import Reader
from levees.reader.consolidate import consolidate
from levees.reader.fields import Fields
from levees.reader.judge import Judge
from levees.schema import Extraction

from topic import one_of  # isort: skip
from levees.reader.weights import load_weights


class Held:
    """Articles, each scored once by the networks that did not see it, decoded as often as needed."""

    def __init__(self, rows: list[dict], weights: list[Path], judges: str, fields: Path | None = None) -> None:
        nlp, chosen = front(), None
        if fields is not None:
            with np.load(fields) as data:
                chosen = Fields.of({n: data[n] for n in data.files})
        seen = [set(json.loads(w.with_suffix(".json").read_text())["seen"]) for w in weights]
        networks, courts = [load_weights(w) for w in weights], []
        for k in range(len(weights)):
            with np.load(f"{judges}-{k}.npz") as data:
                courts.append(Judge.of({n: data[n] for n in data.files}))
        unseen = {r["id"]: tuple(k for k, ids in enumerate(seen) if r["id"] not in ids) for r in rows}
        readers: dict[tuple[int, ...], Reader] = {}
        self.items = []
        for doc, row in read_docs(nlp, ((r["text"], r.get("published"), r) for r in rows if unseen[r["id"]])):
            which = unseen[row["id"]]
            if which not in readers:
                readers[which] = Reader(nlp.vocab, tuple(networks[k] for k in which), fields=chosen)
            if len(doc):
                inputs, decoder = readers[which].read(doc._.levees)
                decoder.judge = courts[one_of(row["id"], which)]
                self.items.append((row, doc._.levees, inputs, decoder, readers[which].lexicon))
        self.rows = [row for row, *_ in self.items]

    def predictions(self, floors: dict[str, float]) -> list[dict]:
        """All articles read with these floors."""
        out = []
        for row, reading, inputs, decoder, lexicon in self.items:
            decoder.floors |= floors
            events = Assembler(reading, inputs, lexicon).events(consolidate(decoder.drafts(), inputs.encoded.anchors))
            out.append(Extraction(id=row["id"], text=row["text"], events=events).to_dict())
        return out


def reliability(rows: list[dict], predictions: list[dict], bins: int = 10) -> tuple[list[tuple[float, float, int]], float]:
    """(mean confidence, share right, events) by bin, and the expected calibration error (Naeini et al. 2015). Optional events do not count."""
    found: list[tuple[float, bool]] = []
    for row, pred in zip(rows, predictions, strict=True):
        pairs, _, false = align(row["events"], pred["events"])
        found += [(p.pred["confidence"], p.core) for p in pairs if not p.gold.get("optional")] + [(e["confidence"], False) for e in false]
    confidence, right = np.array([c for c, _ in found]), np.array([r for _, r in found])
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    table = [
        (float(confidence[which == b].mean()), float(right[which == b].mean()), int((which == b).sum()))
        for b in range(bins)
        if (which == b).any()
    ]
    return table, sum(n * abs(c - r) for c, r, n in table) / max(len(found), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--judges", required=True, help="path of the judges without -0.npz")
    parser.add_argument("--fields", type=Path, help="forests for slots that did not see these articles; without, the networks choose")
    parser.add_argument("--floors", type=float, nargs="+", default=[0.2, 0.25, 0.3])
    args = parser.parse_args()
    held = Held([json.loads(line) for line in args.rows.read_text(encoding="utf-8").splitlines()], args.weights, args.judges, args.fields)
    for floor in args.floors:
        found = held.predictions({"event": floor})
        report = score(held.rows, found)
        quiet = [bool(p["events"]) for r, p in zip(held.rows, found, strict=True) if not r["events"]]
        print(
            f"floor {floor}: P {100 * report.all.event.precision:.1f} R {100 * report.all.event.recall:.1f} event F1 {100 * report.all.event.f1:.1f} "
            f"strict {100 * report.all.strict.f1:.1f} slot {100 * report.all.slot.f1:.1f} "
            f"alarms {sum(quiet)} of {len(quiet)}  " + " ".join(f"{t} {100 * s.event.f1:.0f}" for t, s in report.types.items()),
            flush=True,
        )
    table, error = reliability(held.rows, held.predictions({"event": 0.05}))
    print(
        "confidence, share right, events:", " ".join(f"{c:.2f}/{r:.2f}/{n}" for c, r, n in table), f"expected calibration error {error:.3f}"
    )


if __name__ == "__main__":
    main()
