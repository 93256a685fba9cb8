"""Annotated articles as examples to learn from: features of every pair of a nominal and an entity, and which entity is meant."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[1] / "articles"), str(Path(__file__).parents[1] / "names")]
from check import blocks  # noqa: E402
from compile import article  # noqa: E402

from levees.names.antecedents import describe, head_class  # noqa: E402
from levees.names.entities import build_entities  # noqa: E402
from levees.names.find import find_names  # noqa: E402
from levees.names.model import NamedEntity  # noqa: E402
from levees.names.nominals import gather  # noqa: E402
from levees.names.scene import look  # noqa: E402
from levees.names.tokens import tokenise  # noqa: E402
from levees.sentences import split_sentences  # noqa: E402

UNMARKED, NONE = -2, -1  # answers that are no entity: nobody says; the entity meant was not found


@dataclass
class Example:
    """One article: features are nominals × entities × WIDTH, answers say which entity each nominal stands for."""

    ident: str
    file: str  # no file stands on both sides of a split
    real: bool  # press text, not of our own writing
    entities: list[NamedEntity]
    features: np.ndarray
    answers: np.ndarray
    kinds: list[str]
    marked: int  # nominals annotated, found or not


def own(folder: Path) -> list[tuple[dict, str, list, list]]:
    """Our own articles: (row, file, names, nominals) with names as (start, end, entity)."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"(?m)^===\s*$", path.read_text(encoding="utf-8")):
            if block.strip():
                row = article(block)
                marks = [(n["start"], n["end"], n["name"], "kind" in n) for n in row["names"]]
                out.append((row, path.stem, [m[:3] for m in marks if m[3]], [m[:3] for m in marks if not m[3]]))
    return out


def press(gold: Path, names: Path) -> list[tuple[dict, str, list, list]]:
    """Articles whose names are listed by surface; a nominal that stands in several places is left out, for the list does not say which is meant."""
    out, listed = [], blocks(names)
    for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        text, canonical, nominals, spans = row["text"], {}, [], []
        for line in listed.get(row["id"], []):
            if m := re.fullmatch(r"([a-z]) (.+?)(?: = (.+))?", line):
                canonical[m[2]] = m[3] or m[2]
            elif m := re.fullmatch(r"= (.+?) : (.+)", line):
                places = list(re.finditer(rf"(?<!\w){re.escape(m[2])}(?!\w)", text))
                nominals += [(p.start(), p.end(), m[1]) for p in places if len(places) == 1]
        for surface in sorted(canonical, key=len, reverse=True):
            for p in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
                if not any(a < p.end() and p.start() < b for a, b, _ in spans):
                    spans.append((p.start(), p.end(), canonical[surface]))
        out.append((row, f"press-{sum(map(ord, row['id'])) % 8}", spans, nominals))
    return out


def owners(entities: list[NamedEntity], marks: list) -> dict[str, int]:
    """The found entity that shares most with each annotated one; the same span counts three times."""
    shared: dict[str, Counter[int]] = {}
    for start, end, name in marks:
        for e in entities:
            for m in e.mentions:
                if m.start < end and start < m.end:
                    shared.setdefault(name, Counter())[e.index] += 3 if (m.start, m.end) == (start, end) else 1
    return {name: count.most_common(1)[0][0] for name, count in shared.items()}


def example(row: dict, file: str, marks: list, nominals: list) -> Example | None:
    """Features and answers of one article as the library reads it, wrong names and all."""
    text = row["text"]
    cut = split_sentences(text)
    names = find_names(text, cut)
    entities = build_entities(text, names)
    if not entities:
        return None
    tokens = tokenise(text, list(cut))
    found = gather(tokens, sorted((n.start, n.end) for n in names))
    who = owners(entities, marks)
    answers = np.full(len(found), UNMARKED)
    for start, end, name in nominals:
        at = [k for k, (n, _) in enumerate(found) if n.start < end and start < n.end]
        # « son rival » holds a possessive, which stands for somebody else
        at = [k for k in at if found[k][0].head != "possessive" or (found[k][0].start, found[k][0].end) == (start, end)]
        at.sort(key=lambda k: (found[k][0].start == start, found[k][0].end))
        if at:
            answers[at[-1]] = who.get(name, NONE)
    features = describe(look(tokens, entities), found)
    return Example(row["id"], file, file.startswith("press-"), entities, features, answers, [head_class(n) for n, _ in found], len(nominals))


def load(articles: Path, gold: Path | None, names: Path | None) -> list[Example]:
    """All examples: our own articles, and the gold ones when their file is given."""
    rows = own(articles) + (press(gold, names) if gold and names else [])
    return [e for e in (example(*row) for row in rows) if e is not None]
