"""Read articles with given networks and write predictions, for held-out measurement.

    python models/reader/predict.py models/data/train.jsonl --weights models/build/r0.npz --only-held --out models/build/val.jsonl
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from levees.pipes.build import front, read_docs
from levees.pipes.events import Reader
from levees.reader.weights import load_weights
from levees.schema import Extraction


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--only-held", action="store_true", help="only the articles that the first network did not see")
    parser.add_argument("--oracle-names", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    if args.only_held:
        held = set(json.loads(args.weights[0].with_suffix(".json").read_text())["held"])
        rows = [r for r in rows if r["id"] in held]
        args.out.with_suffix(".gold.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    nlp = front(ner=False, names=not args.oracle_names)
    reader = Reader(nlp.vocab, tuple(map(load_weights, args.weights)))
    if args.oracle_names:
        from oracle import blocks, give_names

        listed = blocks(args.oracle_names)
    with args.out.open("w", encoding="utf-8") as file:
        for doc, row in read_docs(nlp, ((r["text"], r.get("published"), r) for r in rows)):
            if args.oracle_names:
                give_names(doc._.levees, row, listed.get(row["id"]))
            reading = reader(doc)._.levees
            file.write(Extraction(id=row["id"], published=row.get("published"), text=row["text"], events=reading.events).to_json() + "\n")


if __name__ == "__main__":
    main()
