"""Turn named articles into spaCy DocBins for the name recogniser.

    python models/names/make_data.py --articles models/build/articles.jsonl --gold models/data/train.jsonl --names models/names/train-names.txt \
        --out models/build/names --hold-out 5

Our own articles carry their names; the gold ones get them from the list of surfaces. `--hold-out K` keeps every K-th gold article apart as `dev.spacy`
(with 0, `dev.spacy` is made of the last twenty of our own articles and all gold ones are trained on).
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import spacy
from check import blocks
from spacy.tokens import Doc, DocBin
from spacy.util import compile_infix_regex

from levees.sentences import split_sentences

GLUED = r"(?<=[a-zà-öø-ÿ0-9»)])\.(?=[A-ZÀ-ÖØ-Þ«])"

KINDS = {"c": "company", "i": "investor", "b": "bank", "p": "person", "g": "public_body", "m": "media", "d": "product", "l": "place",
         "x": "exchange", "o": "other"}


def from_list(text: str, lines: list[str]) -> list[tuple[int, int, str]]:
    """Every place where a listed surface stands as whole words; the longest wins."""
    spans: list[tuple[int, int, str]] = []
    surfaces = {}
    for line in lines:
        if m := re.fullmatch(r"([a-z]) (.+?)(?: = .+)?", line):
            surfaces[m[2]] = KINDS[m[1]]
    for surface in sorted(surfaces, key=len, reverse=True):
        for m in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            if not any(a < m.end() and m.start() < b for a, b, _ in spans):
                spans.append((m.start(), m.end(), surfaces[surface]))
    return sorted(spans)


def to_doc(nlp, text: str, spans: list[tuple[int, int, str]]) -> Doc:
    doc = nlp.make_doc(text)
    starts = {a for a, _ in split_sentences(text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or any(token.idx <= s < token.idx + len(token) for s in starts)
    ents = []
    for a, b, kind in spans:
        span = doc.char_span(a, b, label=kind, alignment_mode="expand")
        if span is not None and (not ents or ents[-1].end <= span.start) and not span.text.isspace():
            ents.append(span)
    doc.set_ents(ents)
    return doc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hold-out", type=int, default=0)
    parser.add_argument("--fold", type=int, default=0)
    args = parser.parse_args()
    nlp = spacy.blank("fr")
    nlp.tokenizer.infix_finditer = compile_infix_regex([GLUED, *nlp.Defaults.infixes]).finditer
    listed = blocks(args.names)
    train, dev = [], []
    own = [json.loads(line) for p in args.articles for line in p.read_text(encoding="utf-8").splitlines()]
    for i, row in enumerate(own):
        spans = [(n["start"], n["end"], n["kind"]) for n in row["names"] if "kind" in n]
        (dev if not args.hold_out and i >= len(own) - 20 else train).append(to_doc(nlp, row["text"], spans))
    for i, line in enumerate(args.gold.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if row["id"] in listed:
            doc = to_doc(nlp, row["text"], from_list(row["text"], listed[row["id"]]))
            (dev if args.hold_out and i % args.hold_out == args.fold else train).append(doc)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, docs in (("train", train), ("dev", dev)):
        DocBin(docs=docs, attrs=["ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE"]).to_disk(args.out / f"{name}.spacy")
    print(f"train {len(train)} articles, dev {len(dev)}")


if __name__ == "__main__":
    main()
