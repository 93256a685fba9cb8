"""What names cost: beside the stock pipeline, and with 100,000 names of the user's own. Processor time, so that other work counts little.

    python benchmarks/names.py [--names 100000] [--articles models/data/train.jsonl]
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.lexicon import NameTable
from levees.names.nominals import find_nominals
from levees.names.registry import load_registry
from levees.sentences import split_sentences

ROOT = Path(__file__).parents[1]
ONE = "Bel Cor Dra Fel Gal Jor Kel Lor Mar Nov Ors Pel Quin Ros Sol Tav Ul Ver Yl Zan".split()
TWO = "via dex nor mont tis lia gen phar tech val rix mer son beau cap dis flex ing lux pro".split()
TAIL = ("", " Énergie", " Santé", " Capital", " Industries", " Conseil", " Systèmes", " Mobilité", " Participations", " Logistique")


def best(action: Callable[[], object], rounds: int = 3) -> float:
    spent = []
    for _ in range(rounds):
        begun = process_time()
        action()
        spent.append(process_time() - begun)
    return min(spent)


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "aliases", "kind", "siren", "lei"])
        for k in range(count):
            name = ONE[k % 20] + TWO[k // 20 % 20] + ONE[k // 400 % 20].lower() + TAIL[k // 8000 % 10]
            name += f" {k // 80000}" if k >= 80000 else ""
            out.writerow([name, f"{name} SA", "company", f"{k:09d}", f"LEI{k:017d}"])


def read(texts: list[str], registry: NameTable | None = None) -> None:
    for text in texts:
        cut = split_sentences(text)
        names = find_names(text, cut, registry=registry)
        find_nominals(text, cut, names, build_entities(text, names))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--articles", type=Path, default=ROOT / "models/data/train.jsonl")
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for line in args.articles.read_text(encoding="utf-8").splitlines()][:100]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.csv"
        write(path, args.names)
        begun = process_time()
        registry = load_registry(path)
        print(f"{args.names:,} names with two forms each load in {process_time() - begun:.1f} s")
    read(texts)  # lexicons and weights are loaded once
    without, with_them = (1000 * best(lambda r=r: read(texts, r)) / len(texts) for r in (None, registry))
    size = sum(map(len, texts)) // len(texts)
    print(f"names of one article ({size} characters): {without:.2f} ms, with the registry {with_them:.2f} ms")
    import spacy

    nlp = spacy.load("fr_core_news_md")
    stock = 1000 * best(lambda: list(nlp.pipe(texts, batch_size=32))) / len(texts)
    print(f"stock pipeline: {stock:.2f} ms; names are {without / stock:.0%} of it")


if __name__ == "__main__":
    main()
