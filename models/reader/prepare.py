"""Read the training articles with the pipeline's front and lay them out for `train.py`.

    python models/reader/prepare.py --gold models/data/train.jsonl --own models/build/articles.jsonl --out models/build/reader.pkl
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np

from labels import label  # isort: skip
from oracle import give_names, blocks  # isort: skip
from levees.pipes.build import front, read_docs
from levees.reader.cues import find_rounds
from levees.reader.encode import Candidate, Forms, encode, token_range
from levees.reader.facts import as_inputs, assessed
from levees.reader.lexicon import shipped
from levees.reader.score import prepare


def lay_out(nlp, forms, lexicon, row, doc, which):
    reading = doc._.levees
    encoded = encode(reading, forms=forms, lexicon=lexicon)
    starts = np.array([t.idx for t in doc])
    ends = starts + np.array([len(t) for t in doc])
    cues = find_rounds(reading.text)
    rounds = [Candidate(*token_range(starts, ends, c.start, c.end), c) for c in cues]
    labels = label(row, reading, encoded, cues)
    inputs = prepare(encoded, doc, rounds, nlp.vocab.vectors.data)
    for name in ("vectors", "party", "date", "percent", "round"):
        setattr(inputs, name, getattr(inputs, name).astype(np.float16))
    word_class = np.zeros((len(encoded.anchors), len(lexicon.names)), bool)
    for i, a in enumerate(encoded.anchors):
        if a.kind == "word":
            word_class[i] = encoded.classes[a.start] > 0
    facts = np.zeros((len(encoded.anchors), 8), np.float32)
    for i, a in enumerate(encoded.anchors):
        facts[i] = as_inputs(assessed(reading, doc[a.start].idx, doc[a.end - 1].idx + len(doc[a.end - 1])))
    inputs.own = {k: v.astype(np.float16) for k, v in inputs.own.items()}
    encoded.tensor = encoded.tensor.astype(np.float16)
    encoded.classes = encoded.classes.astype(bool)
    for c in (*encoded.mentions, *encoded.dates, *encoded.percents, *rounds):
        c.source = None
    for a in encoded.anchors:
        a.source = None
    return {"id": row["id"], "set": which, "inputs": inputs, "labels": labels, "entities": len(reading.entities), "word_class": word_class, "facts": facts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--own", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--oracle-names", type=Path, help="list of the gold articles' names: use annotated names, not recognised ones")
    args = parser.parse_args()
    nlp = front(ner=False, names=not args.oracle_names)
    listed = blocks(args.oracle_names) if args.oracle_names else {}
    forms, lexicon = Forms(nlp.vocab), shipped()
    rows = [(json.loads(line), which) for which, paths in (("gold", args.gold), ("own", args.own)) for p in paths
            for line in p.read_text(encoding="utf-8").splitlines()]
    began, articles = time.time(), []
    for doc, (row, which) in read_docs(nlp, ((r["text"], r.get("published"), (r, w)) for r, w in rows)):
        if args.oracle_names:
            give_names(doc._.levees, row, listed.get(row["id"]))
        articles.append(lay_out(nlp, forms, lexicon, row, doc, which))
    lost = {"amount": [0, 0], "main": [0, 0], "date": [0, 0]}
    for a in articles:
        for lab in a["labels"]:
            if not lab.optional:
                for key, given, found in (("amount", lab.has_amount, lab.groups), ("main", lab.main_given, lab.main), ("date", lab.date_given, lab.dates)):
                    lost[key][0] += given
                    lost[key][1] += bool(given and not found)
    print(f"{len(articles)} articles in {time.time() - began:.0f} s; given and not seen by the front: "
          + ", ".join(f"{k} {b}/{a}" for k, (a, b) in lost.items()))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(pickle.dumps({"articles": articles, "classes": lexicon.names}))


if __name__ == "__main__":
    main()
