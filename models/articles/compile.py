"""Compile articles written in the short inline notation (`*.txt` here) to gold JSON Lines with names.

    python models/articles/compile.py models/articles/*.txt -o corpus/articles.jsonl   (or --check to only check)

One file holds many articles, each ended by a line `===`:

    # w1-001 | 2024-05-14                    id | published (YYYY-MM-DD, YYYY-MM or - for none)
    [c:Alba] lève 12 M€ auprès de [i:Partech] … [=Alba:la jeune pousse] …
    ---
    FundingRound | completed asserted | company=Alba | amount=12 M€ = 12000000 EUR | investors=Partech*; Elaia? | date=en mai = 2024-05
    ?Valuation | planned/ongoing reported | source=Les Echos | company=Alba | amount=près de 2 milliards = 2000000000 USD approx inferred
    ===

Marks: `[k:surface]`, `[k=Canonical name:surface]`, or `[=Canonical name:nominal or pronoun]`, where k is c company, i investor, b bank,
p person, g public_body, m media, d product, l place, x exchange. A `?` before the type makes the event optional, after a party the party;
`*` after a party marks a lead. A range is `10000000..15000000 EUR`; `~` joins a conversion: `6 G$ = 6000000000 USD ~ 5,5 G€ = 5500000000 EUR`.
Alternatives in status, certainty, enums, dates, percents are joined by `/` (status, certainty, enums) or ` or ` (dates, percents).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

KINDS = {"c": "company", "i": "investor", "b": "bank", "p": "person", "g": "public_body", "m": "media", "d": "product",
         "l": "place", "x": "exchange"}
PARTY = {"company", "manager", "fund", "target", "exchange", "holder", "person", "product"}
PARTIES = {"investors", "advisors", "acquirers", "sellers", "founders"}
SLOTS = {
    "FundingRound": "company amount round instrument investors advisors date",
    "Valuation": "company amount basis date", "TotalRaised": "company amount date",
    "FundClosing": "manager fund amount investors date", "Acquisition": "acquirers target sellers amount percent date",
    "Ipo": "company amount exchange date", "Stake": "holder company percent kind amount date",
    "MarketActivity": "scope amount count change_percent date",
    "FinancialResult": "company metric amount change_percent date", "Founding": "company founders date",
    "LeadershipChange": "person company role direction date", "ProductLaunch": "company product date",
}
ENUMS = {
    "status": {"completed", "ongoing", "planned", "cancelled"}, "certainty": {"asserted", "reported", "denied", "hypothetical"},
    "round": {"pre_seed", "seed", "bridge", "growth"} | {f"series_{c}" for c in "abcdefghij"},
    "instrument": {"equity", "debt", "convertible", "grant", "mixed"}, "basis": {"pre_money", "post_money", "market_cap"},
    "metric": {"revenue", "net_income", "net_loss", "operating_income", "ebitda", "recurring_revenue", "orders", "debt",
               "cash", "guidance_revenue"},
    "direction": {"joins", "leaves"}, "kind": {"capital", "votes"},
}
MARK = re.compile(r"\[([cibpgmdlx]?)(?:=([^:\[\]]+))?:([^\[\]]+)\]")
MONEY = re.compile(r"(-?\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))? ([A-Z]{3})((?: (?:approx|more_than|less_than|at_least|at_most|inferred))*)$")


class Problem(ValueError):
    """What is wrong with an article, in a sentence."""


def unmark(marked: str) -> tuple[str, list[dict]]:
    """Take the marks out; give the plain text and the names with offsets."""
    text, names, last = "", [], 0
    for m in MARK.finditer(marked):
        kind, canonical, surface = m.groups()
        if not kind and not canonical:
            raise Problem(f"mark {m[0]!r} has neither a kind nor a canonical name")
        text += marked[last : m.start()]
        names.append({"text": surface, "start": len(text), "end": len(text) + len(surface), "name": canonical or surface}
                     | ({"kind": KINDS[kind]} if kind else {"nominal": True}))
        text += surface
        last = m.end()
    return text + marked[last:], names


def one_of(slot: str, value: str):
    values = value.split("/")
    for v in values:
        if v not in ENUMS[slot]:
            raise Problem(f"{slot} {v!r} is unknown")
    return values if len(values) > 1 else values[0]


def quote(words: str, text: str) -> str:
    if words not in text:
        raise Problem(f"{words!r} is not in the text")
    return words


def money(value: str, text: str) -> dict:
    first, _, second = value.partition(" ~ ")
    words, _, rest = first.rpartition(" = ")
    m = MONEY.match(rest)
    if not words or not m:
        raise Problem(f"amount {value!r} is not written « words = 12000000 EUR [approx] [inferred] »")
    out: dict = {"text": quote(words, text)}
    out |= {"low": m[1], "high": m[2]} if m[2] else {"amount": m[1]}
    out["currency"] = m[3]
    for word in m[4].split():
        out |= {"currency_inferred": True} if word == "inferred" else {"mod": word}
    if second:
        out["converted"] = money(second, text)
    return out


def party(value: str, text: str, names: list[dict]) -> dict:
    flags = {}
    while value[-1:] in "*?":
        flags |= {"lead": True} if value[-1] == "*" else {"optional": True}
        value = value[:-1].strip()
    same = [n for n in names if value in (n["name"], n["text"])]
    words = next((n["text"] for n in same if n["text"] == value), same[0]["text"] if same else value)
    out = {"name": value, "text": quote(words, text)}
    canonical = {n["name"] for n in same if "kind" in n} | {value}
    aliases = {n["text"] for n in names if n["name"] in canonical and "kind" in n} | canonical
    if aliases - {value}:
        out["aliases"] = sorted(aliases - {value})
    kind = next((n["kind"] for n in names if "kind" in n and (n["name"] in canonical or n["text"] == value)), None)
    if kind:
        out["kind"] = kind
    return out | flags


def event(line: str, text: str, names: list[dict]) -> dict:
    fields = [f.strip() for f in line.split(" | ")]
    kind = fields[0].lstrip("?").strip()
    if kind not in SLOTS:
        raise Problem(f"event type {kind!r} is unknown")
    try:
        status, certainty = fields[1].split()
    except (IndexError, ValueError):
        raise Problem(f"{line!r} has no « status certainty » after the type") from None
    out: dict = {"type": kind} | ({"optional": True} if fields[0].startswith("?") else {})
    out |= {"status": one_of("status", status), "certainty": one_of("certainty", certainty)}
    for field in fields[2:]:
        slot, eq, value = (x.strip() for x in field.partition("="))
        if slot == "source" and eq:
            out["source"] = value
        elif slot not in SLOTS[kind].split() or not eq or not value:
            raise Problem(f"{kind} has no slot {field!r}")
        elif slot == "amount":
            out[slot] = money(value, text)
        elif slot == "date":
            optional = value.endswith("?")
            words, _, values = value.rstrip("?").rpartition(" = ")
            alts = values.strip().split(" or ")
            out[slot] = {"text": quote(words, text), "value": alts if len(alts) > 1 else alts[0]} | ({"optional": True} if optional else {})
        elif slot in ("percent", "change_percent", "count"):
            alts = value.split(" or ")
            if not all(re.fullmatch(r"-?\d+(\.\d+)?", a) for a in alts):
                raise Problem(f"{slot} {value!r} is no plain decimal")
            out[slot] = alts if len(alts) > 1 else alts[0]
        elif slot in PARTIES:
            out[slot] = [party(p.strip(), text, names) for p in value.split(";") if p.strip()]
        elif slot in PARTY:
            out[slot] = party(value, text, names)
        elif slot in ENUMS:
            out[slot] = one_of(slot, value)
        else:
            out[slot] = value
    return out


def article(block: str) -> dict:
    head, _, rest = block.strip("\n").partition("\n")
    if not (m := re.fullmatch(r"# (\S+) \| (\S+)", head.strip())):
        raise Problem(f"the first line {head!r} is not « # id | published »")
    body, sep, events = rest.rpartition("\n---")
    if not sep:
        raise Problem("no line --- between text and events")
    text, names = unmark(body)
    published = None if m[2] == "-" else m[2]
    if published and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", published):
        raise Problem(f"published {published!r}")
    if stray := re.search(r"\[[cibpgmdlx]?(=[^\]]*)?:", text):
        raise Problem(f"an unfinished mark near {text[stray.start() : stray.start() + 40]!r}")
    lines = [ln.strip() for ln in events.splitlines() if ln.strip()]
    return {"id": m[1], "published": published, "text": text, "names": names, "events": [event(ln, text, names) for ln in lines]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    rows, seen, bad = [], set(), 0
    for path in args.files:
        for block in re.split(r"(?m)^===\s*$", path.read_text(encoding="utf-8")):
            if not block.strip():
                continue
            try:
                row = article(block)
                if row["id"] in seen:
                    raise Problem(f"the id {row['id']} stands twice")
                seen.add(row["id"])
                rows.append(row)
            except Problem as problem:
                bad += 1
                print(f"{path}: {block.strip().splitlines()[0][:40]}: {problem}", file=sys.stderr)
    if args.output:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    print(f"{len(rows)} articles, {sum(len(r['events']) for r in rows)} events, {sum(len(r['names']) for r in rows)} names; {bad} refused")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
