"""Events by rules alone, held against gold: which rule fired, how often it was right, and event F1 without any learned part.

    python benchmarks/rules_alone.py GOLD.jsonl [MORE.jsonl ...]

A firing is right where gold has an event of that type (optional ones count) with that main party, and that amount where the rule
gives one. Mentions are consolidated by type, main party and amount.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from typing import Any

from levees.evaluation import read_rows, score
from levees.evaluation.compare import as_list
from levees.evaluation.slots import slot_kinds
from levees.rules.events import to_event

MAIN = {"Acquisition": "target", "FundClosing": "manager", "Stake": "company", "LeadershipChange": "person", "ProductLaunch": "product"}


def fold(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def parties(event: dict[str, Any], slot: str) -> set[str]:
    value = event.get(slot)
    found = value if isinstance(value, list) else [value] if value else []
    return {fold(n) for p in found if isinstance(p, dict) for n in (p.get("name", ""), p.get("text", ""), *p.get("aliases", ()))}


def agrees(event: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Same type, main party, amount."""
    if event["type"] != gold["type"]:
        return False
    slot = MAIN.get(event["type"], "company")
    if slot in slot_kinds(event["type"]) and event.get(slot) and not parties(event, slot) & parties(gold, slot):
        return False
    mine, theirs = event.get("amount"), gold.get("amount")
    if mine and theirs:
        values = [theirs, *theirs.get("alternatives", [])]
        if not any(
            all(str(mine.get(k)) in map(str, as_list(v.get(k))) for k in ("amount", "low", "high") if v.get(k) or mine.get(k))
            for v in values
        ):
            return False
    return bool(mine) == bool(theirs) or not mine


def consolidate(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One event for each type, main party and amount; a mention without an amount joins one that has it."""
    out: dict[tuple[Any, ...], dict[str, Any]] = {}
    for e in sorted(events, key=lambda e: e.get("amount") is None):
        slot = MAIN.get(e["type"], "company")
        main = (e.get(slot) or {}).get("name", "")
        amount = e.get("amount") or {}
        key = (
            e["type"],
            main,
            amount.get("amount"),
            amount.get("low"),
            amount.get("currency"),
            e.get("metric"),
            e.get("count") if not amount else None,
        )
        same = out.get(key)
        if same is None and not amount and e["type"] not in ("FinancialResult", "MarketActivity"):
            same = next((o for k, o in out.items() if k[:2] == key[:2]), None)
        if same is None:
            out[key] = e
            continue
        for name, value in e.items():
            if isinstance(value, list) and isinstance(same.get(name), list):
                same[name] += [p for p in value if p["name"] not in {q["name"] for q in same[name]}]
            else:
                same.setdefault(name, value)
    return list(out.values())


def tally(rows: list[dict[str, Any]], readings: list[Any]) -> tuple[dict[str, Counter[str]], list[dict[str, Any]]]:
    """Per rule what was right and wrong, and the predictions."""
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    predictions = []
    for row, reading in zip(rows, readings, strict=True):
        events = []
        for m in reading.mentions:
            event = to_event(m, reading)
            right = any(agrees(event, g) for g in row["events"])
            by_rule[m.rule]["right" if right else "wrong"] += 1
            events.append(event)
        predictions.append({"id": row["id"], "published": row.get("published"), "text": row["text"], "events": consolidate(events)})
    return by_rule, predictions


def show(by_rule: dict[str, Counter[str]], rows: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> None:
    print(f"{'rule':28} fired right wrong   %")
    for rule, c in sorted(by_rule.items()):
        n = c["right"] + c["wrong"]
        print(f"{rule:28} {n:5} {c['right']:5} {c['wrong']:5} {100 * c['right'] / n:4.0f}")
    report = score(rows, predictions)
    for name, part in (("all", report.all), *report.types.items()):
        print(
            f"{name:18} gold {part.gold:4} pred {part.pred:4}  event P {part.event.precision:.3f} R {part.event.recall:.3f}"
            f" F1 {part.event.f1:.3f}  strict {part.strict.f1:.3f} slot {part.slot.f1:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+")
    args = parser.parse_args()
    from levees.pipes.build import front, read_docs

    nlp = front()
    rules = nlp.get_pipe("levees_rules")
    for path in args.gold:
        rows = read_rows(path)
        start = time.perf_counter()
        readings = [doc._.levees for doc, _ in read_docs(nlp, ((r["text"], r.get("published"), None) for r in rows))]
        spent = time.perf_counter() - start
        begun = time.perf_counter()
        for reading in readings:
            rules(reading.doc)
        own = time.perf_counter() - begun
        print(f"== {path}: {len(rows)} articles, {spent:.1f} s in all, {own:.2f} s in the rules", file=sys.stderr)
        show(*_order(tally(rows, readings), rows))


def _order(found: tuple[Any, Any], rows: list[dict[str, Any]]) -> tuple[Any, Any, Any]:
    return found[0], rows, found[1]


if __name__ == "__main__":
    main()
