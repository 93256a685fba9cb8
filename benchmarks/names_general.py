"""Organisations in general French, beside the stock recogniser: a hundred marked sentences of our own, exact boundaries.

    python benchmarks/names_general.py

An organisation of levees is a company, investor, bank, public body, medium or exchange; of `fr_core_news_md`, ORG. An article that only one
side takes into the name (« Les Beatles ») counts as an error for it. The first sixty sentences were looked at while the rules were written,
the forty of `names_general_held.txt` were written after them and only measured.

Ways to let the stock recogniser help are measured beside: as one more piece of evidence (`use_ner`), and as a fallback for what the rules
leave out or type as no organisation.
"""

from __future__ import annotations

import re
from pathlib import Path

import spacy

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.model import coarse
from levees.sentences import split_sentences

SETS = {"seen": Path(__file__).with_suffix(".txt"), "held out": Path(__file__).with_name("names_general_held.txt")}
GOLD = {"O": "ORG", "P": "PER", "L": "LOC", "M": "MISC"}
OURS = {"organisation": "ORG", "person": "PER", "place": "LOC", "product": "MISC", "other": "MISC"}
Labelled = set[tuple[int, int, str]]


def marked(line: str) -> tuple[str, Labelled]:
    """The plain sentence, and its marks as (start, end, label)."""
    out, at, spans = "", 0, set()
    for m in re.finditer(r"\[([OPLM]):([^\]]+)\]", line):
        out += line[at : m.start()]
        spans.add((len(out), len(out) + len(m[2]), GOLD[m[1]]))
        out, at = out + m[2], m.end()
    return out + line[at:], spans


def ours(text: str, ner: Labelled = frozenset()) -> Labelled:
    names = find_names(text, split_sentences(text), ner)
    return {(m.start, m.end, OURS[coarse(e.kind)]) for e in build_entities(text, names) for m in e.mentions}


def fallback(text: str, ner: Labelled) -> Labelled:
    """The rules' names; the stock recogniser's label where the rules see no party, and its organisations where they see nothing."""
    stock = {(a, b): label for a, b, label in ner}
    found = {(a, b, stock.get((a, b), label) if label == "MISC" else label) for a, b, label in ours(text)}
    return found | {(a, b, label) for a, b, label in ner if label == "ORG" and not any(a < d and c < b for c, d, _ in found)}


def show(title: str, rows: list[tuple[str, Labelled]], found: dict[str, list[Labelled]]) -> None:
    print(f"{title}: {len(rows)} sentences")
    for label in ("ORG", "PER", "LOC"):
        for who, spans in found.items():
            gold = [{s for s in g if s[2] == label} for _, g in rows]
            got = [{s for s in f if s[2] == label} for f in spans]
            right = sum(len(a & b) for a, b in zip(gold, got, strict=True))
            wanted, said = sum(map(len, gold)), sum(map(len, got))
            figures = f"P {100 * right / max(said, 1):.1f} R {100 * right / wanted:.1f} F1 {200 * right / (said + wanted):.1f}"
            print(f"{label} {who}: {figures} ({wanted} marked)")


def main() -> None:
    stock = spacy.load("fr_core_news_md", exclude=["morphologizer", "parser", "attribute_ruler", "lemmatizer"])
    for title, path in SETS.items():
        rows = [marked(line) for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        ner = [{(e.start_char, e.end_char, e.label_) for e in doc.ents} for doc in stock.pipe(text for text, _ in rows)]
        found = {
            "levees": [ours(text) for text, _ in rows],
            "levees, use_ner": [ours(text, n) for (text, _), n in zip(rows, ner, strict=True)],
            "levees, stock as fallback": [fallback(text, n) for (text, _), n in zip(rows, ner, strict=True)],
            "fr_core_news_md": ner,
        }
        show(title, rows, found)


if __name__ == "__main__":
    main()
