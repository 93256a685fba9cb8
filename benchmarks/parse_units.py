"""What the stock parser should be given: the article whole, its sentences one by one, or nothing. Event F1 by rules alone, and time.

    python benchmarks/parse_units.py GOLD.jsonl

One process, the ways alternating article by article. The stock pipes run up to the parser, ours after; only what the parser
was given differs. The rules read the parse through `levees.syntax`, so their figures show what it is worth in either form.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

import numpy as np
from rules_alone import tally
from spacy.language import Language
from spacy.tokens import Doc

from levees.evaluation import read_rows, score
from levees.pipes.build import front, make_doc

STOCK = ("tok2vec", "morphologizer", "parser", "attribute_ruler")


def whole(nlp: Language, doc: Doc) -> Doc:
    """The stock pipes over the article."""
    for name in STOCK:
        if name in nlp.pipe_names:
            doc = nlp.get_pipe(name)(doc)
    return doc


def alone(nlp: Language, doc: Doc) -> Doc:
    """The stock pipes over every sentence as a Doc of its own; the parses put back beside each other."""
    parts = [whole(nlp, sent.as_doc()) for sent in list(doc.sents)]
    heads = [[t.head.i + offset for t in part] for part, offset in zip(parts, np.cumsum([0, *map(len, parts[:-1])]), strict=True)]
    joined = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        heads=[int(h) for part in heads for h in part],
        deps=[t.dep_ for part in parts for t in part],
        pos=[t.pos_ for part in parts for t in part],
        morphs=[str(t.morph) for part in parts for t in part],
    )
    joined.user_data["levees"] = doc._.levees
    doc._.levees.doc = joined
    joined._.published = doc._.published
    return joined


def bare(nlp: Language, doc: Doc) -> Doc:
    """No parse."""
    return doc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    rows = read_rows(parser.parse_args().gold)
    nlp = front()
    ours = [n for n in nlp.pipe_names if n.startswith("levees_") and n != "levees_sentences"]
    readings, spent = defaultdict(list), defaultdict(float)
    for row in rows:
        for way in (whole, alone, bare):
            doc = nlp.get_pipe("levees_sentences")(make_doc(nlp, row["text"], row.get("published")))
            begun = time.perf_counter()
            doc = way(nlp, doc)
            spent[way.__name__] += time.perf_counter() - begun
            for name in ours:
                doc = nlp.get_pipe(name)(doc)
            readings[way.__name__].append(doc._.levees)
    for name, found in readings.items():
        report = score(rows, tally(rows, found)[1])
        print(
            f"{name:6} event P {report.all.event.precision:.3f} R {report.all.event.recall:.3f} F1 {report.all.event.f1:.3f}"
            f"  strict {report.all.strict.f1:.3f}  slot {report.all.slot.f1:.3f}  stock pipes {spent[name] / spent['whole']:.2f} of whole"
        )


if __name__ == "__main__":
    main()
