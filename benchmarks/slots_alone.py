"""Slots that the words around a deal decide, held against gold with the deal itself given: no learned part takes part.

    python benchmarks/slots_alone.py GOLD.jsonl [MORE.jsonl ...] [--rows odd|even] [--show SLOT]

Each gold event whose amount (or whose person, or whose trigger by a rule) stands in the article is handed to the surface modules at that
place; what they say of a slot is right, wrong, missed (gold fills it, they do not) or extra. `--show` prints the misses of one slot.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from levees.evaluation import read_rows
from levees.evaluation.compare import accepts, as_list, number, same
from levees.evaluation.slots import slot_kinds
from levees.factuality.assess import survey
from levees.reader.cues import find_rounds
from levees.reader.facts import assessed
from levees.reader.instruments import INSTRUMENTS, basis_of, instrument_of
from levees.reader.lead import is_lead
from levees.reader.listing import exchange_of
from levees.reader.market import change_of, count_of, scope_of
from levees.reader.metrics import METRICS, metric_of
from levees.reader.surface import cue_lists, merged, sentence_at
from levees.reader.titles import role_of
from levees.reader.weigh import weigh

Place = tuple[int, int]
MAIN = {"Acquisition": "target", "FundClosing": "manager", "Stake": "company", "LeadershipChange": "person", "ProductLaunch": "product"}
BASES = ("", "pre_money", "post_money", "market_cap")


def found(text: str, words: str) -> list[Place]:
    """Where words stand in a text, as words."""
    return [(m.start(), m.end()) for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def main_places(event: dict[str, Any], text: str) -> list[Place]:
    party = event.get(MAIN.get(event["type"], "company"))
    return [p for words in {party["text"], party["name"]} for p in found(text, words)] if isinstance(party, dict) else []


def places(event: dict[str, Any], reading: Any) -> list[Place]:
    """Where the event's figure, person or trigger stands: places with the main party in their sentence first."""
    main = main_places(event, reading.text)
    if event.get("amount"):
        want = event["amount"]
        spots = [(a.start, a.end) for a in reading.amounts if a.text == want["text"] or want["text"] in a.text and a.start >= 0
                 or number(want.get("amount")) is not None and a.amount == number(want.get("amount"))]
    elif event["type"] == "LeadershipChange":
        spots = main
    else:
        spots = [(m.start, m.end) for m in reading.mentions if m.event == event["type"]]
        spots = [s for s in spots if any(a <= p[0] < b for a, b in [sentence_at(reading, s[0])] for p in main)]

    def near(spot: Place) -> tuple[bool, int]:
        a, b = sentence_at(reading, spot[0])
        return not any(a <= p[0] < b for p in main), spot[0]

    return sorted(set(spots), key=near)[:4]


def judged(event: dict[str, Any], reading: Any) -> Iterator[tuple[str, Any, Any, Place]]:
    """(slot, gold, what the words say, where) for every slot that the surface modules can be asked for."""
    spots = places(event, reading)
    if not spots:
        return
    at, kind, kinds = spots[0], event["type"], slot_kinds(event["type"])
    fact = assessed(reading, *at)
    yield "status", event.get("status"), fact.status, at
    yield "certainty", event.get("certainty"), fact.certainty, at
    source = fact.source
    if source is None and kind == "MarketActivity":
        who = survey(reading.text, reading.sentences, doc=reading.doc, names=reading.names)
        source = reading.text[slice(*who)] if who else None
    yield "source", event.get("source"), source, at
    if kind == "FundingRound":
        said = weigh(None, 0.5, ("", *INSTRUMENTS), merged(instrument_of(reading, x) for x in spots))
        yield "instrument", event.get("instrument"), said, at
        a, b = sentence_at(reading, at[0])
        near = min((c for c in find_rounds(reading.text[a:b])), key=lambda c: abs(c.start + a - at[0]), default=None)
        yield "round", event.get("round"), near.value if near else None, at
        names = [(n.start, n.end) for n in reading.names]
        for party in event.get("investors", ()):
            if mine := found(reading.text, party["text"]) or found(reading.text, party["name"]):
                yield "lead", bool(party.get("lead")) or None, is_lead(reading, mine, names)[0] or None, mine[0]
    if kind == "Valuation":
        yield "basis", event.get("basis"), weigh(None, 0.5, BASES, merged(basis_of(reading, x) for x in spots)), at
    if kind == "FinancialResult":
        planned = "planned" in as_list(event.get("status"))
        said = weigh(None, 0.5, METRICS, merged(metric_of(reading, x, planned=planned) for x in spots), 5.0)
        yield "metric", event.get("metric"), said, at
    if kind == "Ipo":
        hit = exchange_of(reading, at, main_places(event, reading.text))
        yield "exchange", event.get("exchange"), {"name": hit.text, "text": hit.text} if hit else None, at
    if kind == "LeadershipChange":
        verb = nearest_verb(reading, at, as_list(event.get("direction"))[0])
        role = role_of(reading, at, verb, as_list(event.get("direction"))[0])
        yield "role", event.get("role"), reading.text[slice(*role)] if role else None, at
    if kind == "MarketActivity":
        scope = scope_of(reading, at)
        yield "scope", event.get("scope"), reading.text[slice(*scope)] if scope else None, at
        count, change = (next(filter(None, (f(reading, x) for x in spots)), None) for f in (count_of, change_of))
        yield "count", event.get("count"), str(count[0]) if count else None, at
        yield "change_percent", event.get("change_percent"), str(change[0]) if change else None, at
    gold = event.get("date")
    if "date" in kinds and isinstance(gold, dict):
        spot = next((d for d in reading.dates if d.text and (d.text in gold["text"] or gold["text"] in d.text)), None)
        yield "date", gold, spot.to_expression(kind).model_dump(mode="json") if spot else None, at


def nearest_verb(reading: Any, person: Place, direction: str) -> Place:
    """The nearest word in the person's sentence that says that somebody comes or goes."""
    a, b = sentence_at(reading, person[0])
    stems = [str(w).rstrip("*") for w in cue_lists("titles")[direction]]
    spots = [p for w in stems for m in re.finditer(re.escape(w), reading.text[a:b]) for p in [(m.start() + a, m.end() + a)]]
    return min(spots, key=lambda p: abs(p[0] - person[0]), default=person)


def outcome(kind: str, gold: Any, said: Any) -> str:
    """right, wrong, missed, extra or none."""
    if said is None and (gold is None or isinstance(gold, list) and None in gold):
        return "none"
    if gold is None or isinstance(gold, dict) and gold.get("optional"):
        return "extra" if gold is None else "none"
    if said is None:
        return "missed"
    if kind == "mark":
        return "right" if accepts(gold, said) else "wrong"
    return "right" if any(same(kind, g, said) for g in as_list(gold)) else "wrong"


def readings(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
    from levees.pipes.build import front, read_docs

    for doc, row in read_docs(front(), ((r["text"], r.get("published"), r) for r in rows)):
        yield row, doc._.levees


def tally(pairs: Iterator[tuple[dict[str, Any], Any]], show: str | None) -> dict[str, Counter[str]]:
    """Counts of outcomes by slot; prints what is not right of the slot to show."""
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for row, reading in pairs:
        for event in row["events"]:
            if event.get("optional"):
                continue
            for slot, gold, said, at in judged(event, reading):
                kind = slot_kinds(event["type"]).get(slot, "mark")
                kind = "text" if slot == "source" else "mark" if kind == "enum" or slot == "lead" else kind
                result = outcome(kind, gold, said)
                out[slot][result] += 1
                if slot == show and result in ("wrong", "missed", "extra"):
                    a, b = sentence_at(reading, at[0])
                    print(f"{row['id']} {result} {event['type']}: gold {gold!r}, said {said!r}, at «{reading.text[slice(*at)]}»")
                    print("   ", " ".join(reading.text[max(0, a - 160) : a].split()), "||", " ".join(reading.text[a:b].split()))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--rows", choices=("all", "odd", "even"), default="all")
    parser.add_argument("--show")
    args = parser.parse_args()
    rows = [row for path in args.gold for row in read_rows(path)]
    rows = rows if args.rows == "all" else rows[1::2] if args.rows == "odd" else rows[::2]
    counts = tally(readings(rows), args.show)
    print(f"{'slot':<16}{'right':>7}{'wrong':>7}{'missed':>8}{'extra':>7}{'none':>7}{'F1':>7}")
    for slot, c in sorted(counts.items()):
        given, wanted = c["right"] + c["wrong"] + c["extra"], c["right"] + c["wrong"] + c["missed"]
        f1 = 200 * c["right"] / (given + wanted) if given + wanted else 0.0
        print(f"{slot:<16}{c['right']:>7}{c['wrong']:>7}{c['missed']:>8}{c['extra']:>7}{c['none']:>7}{f1:>7.1f}")


if __name__ == "__main__":
    main()
