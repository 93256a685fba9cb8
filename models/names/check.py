"""Check a list of names (`train-names.txt`) against the articles it belongs to.

    python models/names/check.py models/names/train-names.txt ../shared/gold/train.jsonl

One block per article, opened by `# id`; then one line per distinct surface form:

    k surface                     a name; k is c company, i investor, b bank, p person, g public_body, m media,
    k surface = Fuller Name       d product, l place, x exchange, o other (law, event, award, label, technology)
    = Canonical : la jeune pousse a nominal that stands for a party of an event

Every surface has to occur in the article as whole words; so does the fuller name, unless an event of the article has it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

KINDS = "cibpgmdlxo"


def occurs(surface: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text) is not None


def parties(value) -> set[str]:
    if isinstance(value, dict):
        return ({value["name"], *value.get("aliases", ())} if "name" in value else set()).union(*map(parties, value.values()))
    return set().union(*map(parties, value)) if isinstance(value, list) else set()


def blocks(path: Path) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if m := re.fullmatch(r"# (\S+)", line):
            if m[1] in out:
                raise SystemExit(f"{path}:{number}: {m[1]} stands twice")
            lines = out.setdefault(m[1], [])
        elif line.strip():
            lines.append(line)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path)
    parser.add_argument("gold", type=Path)
    args = parser.parse_args()
    rows = {r["id"]: r for r in map(json.loads, args.gold.read_text(encoding="utf-8").splitlines())}
    listed, bad, total, nominals = blocks(args.names), 0, 0, 0

    def wrong(ident: str, message: str) -> None:
        nonlocal bad
        bad += 1
        print(f"{ident}: {message}", file=sys.stderr)

    for ident, lines in listed.items():
        if ident not in rows:
            wrong(ident, "no such article")
            continue
        text, known, seen = rows[ident]["text"], parties(rows[ident]["events"]), set()
        for line in lines:
            if m := re.fullmatch(r"= (.+?) : (.+)", line):
                canonical, surface = m.groups()
                nominals += 1
            elif m := re.fullmatch(rf"[{KINDS}] (.+?)(?: = (.+))?", line):
                surface, canonical = m.groups()
                total += 1
            else:
                wrong(ident, f"{line!r} is not in the notation")
                continue
            if surface in seen:
                wrong(ident, f"{surface!r} stands twice")
            seen.add(surface)
            if not occurs(surface, text):
                wrong(ident, f"{surface!r} does not occur")
            if canonical and not occurs(canonical, text) and canonical not in known:
                wrong(ident, f"{canonical!r} is neither in the text nor a party of an event")
        for name in sorted(known):
            if occurs(name, text) and name not in seen:
                print(f"{ident}: note: party {name!r} is not listed")
    missing = [i for i in rows if i not in listed]
    print(f"{len(listed)} articles, {total} names, {nominals} nominals; {bad} wrong; {len(missing)} articles not listed")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
