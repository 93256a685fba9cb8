"""A corpus with one percent of poison through the real pipeline: python benchmarks/soak/poison.py [--articles N] [--longest N]

Invalid UTF-8, lines of 10 MB, records without a text, NULs, JSON that is nested too deeply, ids that stand twice, and texts on which a
deliberately broken rule never ends. Every other article must be annotated, all poison listed with its line and a reason.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections import Counter
from pathlib import Path

import articles
from spacy.language import Language
from spacy.tokens import Doc

import levees
from levees.corpus import annotate_files

HANG = "a" * 64 + "!"
POISON = {
    "invalid UTF-8": lambda n: b'{"id": "p%d", "text": "l\xe8ve 12 M\x80"}' % n,
    "10 MB without an end": lambda n: b'{"id": "p%d", "text": "' % n + b"x" * 10_000_000,
    "10 MB of text": lambda n: json.dumps({"id": f"p{n}", "text": "Alba lève 12 M€ auprès de Partech. " * 290_000}).encode(),
    "no text": lambda n: b'{"id": "p%d"}' % n,
    "text is null": lambda n: b'{"id": "p%d", "text": null}' % n,
    "NULs": lambda n: b"\x00" * 5_000,
    "nested too deeply": lambda n: b"[" * 200_000,
    "an id once more": lambda n: b'{"id": "twice", "text": "Alba"}',
    "hangs a broken rule": lambda n: json.dumps({"id": f"p{n}", "text": HANG}).encode(),
    "no object": lambda n: b"12",
}


@Language.component("broken_rule")
def broken_rule(doc: Doc) -> Doc:
    """A pattern whose time doubles with every letter."""
    if doc.text.startswith("aaaa"):
        re.search(r"^(a+)+$", doc.text)
    return doc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--longest", type=int, default=600, help="leave out articles with more characters")
    parser.add_argument("--time-limit", type=float, default=20.0, help="seconds an article may take")
    args = parser.parse_args()
    bad = random.Random(5).sample(range(10, args.articles), args.articles // 100)
    kinds = {n: list(POISON)[i % len(POISON)] for i, n in enumerate(sorted(bad))}
    nlp = levees.load()
    nlp.add_pipe("broken_rule")
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "in.jsonl", Path(name) / "out.jsonl"
        articles.write(source, args.articles, longest=args.longest)
        lines = source.read_bytes().splitlines()
        lines[0] = json.dumps(json.loads(lines[0]) | {"id": "twice"}).encode()
        wanted = [json.loads(line)["id"] for n, line in enumerate(lines) if n not in kinds]
        with source.open("wb") as out:
            for n, line in enumerate(lines):
                out.write((POISON[kinds[n]](n) if n in kinds else line) + b"\n")
        summary = annotate_files([source], target, nlp=nlp, workers=2, time_limit=args.time_limit)
        read = [json.loads(line)["id"] for line in target.open(encoding="utf-8")]
        errors = [json.loads(line) for line in Path(f"{target}.errors.jsonl").open(encoding="utf-8")]
    assert read == wanted, f"of {len(wanted)} good articles {len(read)} were read"
    assert [row["line"] - 1 for row in errors] == sorted(kinds) and all(row["reason"] for row in errors)
    for kind, count in Counter(kinds.values()).items():
        reason = next(row["reason"] for row in errors if kinds[row["line"] - 1] == kind)
        print(f"{count:3} × {kind}: {reason[:110]}")
    print(f"{summary.records} records: {summary.articles} articles annotated, {summary.errors} listed as errors, nothing lost")


if __name__ == "__main__":
    main()
