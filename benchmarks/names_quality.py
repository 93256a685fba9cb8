"""How right names are: mentions and kinds in our own marked articles, and the parties of annotated events.

    python benchmarks/names_quality.py [--confusion 12] [--examples company:person]

*Mentions* are the names marked in our own articles: right boundaries, right boundaries and kind. What is found in an article but not
marked there counts as invented. *Parties* are those that annotated events name: found means that a mention has exactly that name, the kind
is the entity's. *Confusions* are the commonest pairs of (annotated, found) kinds.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.model import Name, NamedEntity, coarse
from levees.sentences import split_sentences

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "models/articles"))
from compile import article  # noqa: E402

Confusions = Counter[tuple[str, str]]
MISSED, INVENTED = "(missed)", "(invented)"


def read(text: str) -> tuple[list[Name], list[NamedEntity]]:
    """The names and entities of a text, as the pipeline finds them but for amounts and dates, which only take names away."""
    names = find_names(text, split_sentences(text))
    return names, build_entities(text, names)


def own(folder: Path) -> Iterator[dict]:
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"(?m)^===\s*$", path.read_text(encoding="utf-8")):
            if block.strip():
                yield article(block)


def mentions(rows: Iterator[dict], shown: dict[tuple[str, str], list[str]]) -> tuple[str, Confusions]:
    """A line of figures, and which kinds are taken for which."""
    right = typed = broad = found = marked = 0
    confused: Confusions = Counter()
    for row in rows:
        text = row["text"]
        gold = {(n["start"], n["end"]): n["kind"] for n in row["names"] if "kind" in n}
        entities = read(text)[1]
        got = {(m.start, m.end): e.kind for e in entities for m in e.mentions}
        marked, found = marked + len(gold), found + len(got)
        for span in gold.keys() | got.keys():
            pair = (gold.get(span, INVENTED), got.get(span, MISSED))
            right += span in gold and span in got
            typed += pair[0] == pair[1]
            broad += coarse(pair[0]) == coarse(pair[1])
            if pair[0] != pair[1]:
                confused[pair] += 1
                shown[pair].append(
                    " ".join(text[max(0, span[0] - 60) : span[0]].split())
                    + f" [[{text[slice(*span)]}]] "
                    + " ".join(text[span[1] : span[1] + 50].split())
                )
    line = ", ".join(f"{what} P {100 * n / found:.1f} R {100 * n / marked:.1f} F {200 * n / (found + marked):.1f}" for what, n in
                     (("boundaries", right), ("person/organisation/product/place", broad), ("kind", typed)))  # fmt: skip
    return f"mentions ({marked} marked): {line}", confused


def parties(event: dict) -> Iterator[dict]:
    for value in event.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "name" in item and not item.get("optional"):
                yield item


def slots(rows: Iterator[dict], shown: dict[tuple[str, str], list[str]]) -> tuple[str, Confusions]:
    """The same for parties of events: each name of an article once."""
    total = exact = broad = typed = 0
    confused: Confusions = Counter()
    for row in rows:
        text = row["text"]
        by_text = {m.text.replace("’", "'"): e for e in read(text)[1] for m in e.mentions}
        wanted = {p["name"]: p for event in row["events"] if not event.get("optional") for p in parties(event)}
        for party in wanted.values():
            forms = [f.replace("’", "'") for f in (party["name"], *party.get("aliases", ()), party.get("text", "")) if f]
            if not any(re.search(rf"(?<!\w){re.escape(f)}(?!\w)", text.replace("’", "'")) for f in forms[:1]):
                continue
            total += 1
            entity = next((by_text[f] for f in forms if f in by_text), None)
            kind = party.get("kind") or "company"
            pair = (kind, entity.kind if entity else MISSED)
            exact += entity is not None
            broad += coarse(pair[0]) == coarse(pair[1])
            typed += pair[0] == pair[1]
            if pair[0] != pair[1]:
                confused[pair] += 1
                shown[pair].append(f"{row['id']}: {party['name']}")
    line = f"found {exact / total:.1%}, of the right sort {broad / total:.1%}, kind {typed / total:.1%}"
    return f"parties of events ({total} that the text names): {line}", confused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ROOT / "models/articles")
    parser.add_argument("--gold", type=Path, default=ROOT / "models/data/train.jsonl")
    parser.add_argument("--confusion", type=int, default=12, help="so many of the commonest confusions")
    parser.add_argument("--examples", metavar="GOLD:FOUND", help="print the places of one confusion, say company:person")
    args = parser.parse_args()
    gold = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    for title, (measure, rows) in {"own articles": (mentions, own(args.articles)), "annotated events": (slots, iter(gold))}.items():
        shown: dict[tuple[str, str], list[str]] = defaultdict(list)
        line, confused = measure(rows, shown)
        print(f"{title}: {line}")
        print("  " + ", ".join(f"{a} → {b} {n}" for (a, b), n in confused.most_common(args.confusion)))
        if args.examples:
            print("\n".join(f"    {place}" for place in shown[tuple(args.examples.split(":"))]))  # type: ignore[index]


if __name__ == "__main__":
    main()
