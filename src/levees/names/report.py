"""Everything that is known of the names of one text, as plain data: for looking at, not for reading articles by the thousand."""

from __future__ import annotations

from typing import Any

from levees.grammar.amounts import find_amounts
from levees.grammar.dates import find_dates
from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.lexicon import NameTable
from levees.names.model import Name, Nominal
from levees.names.nominals import find_nominals
from levees.sentences import split_sentences

SURE = 0.5  # from which a nominal is said to stand for an entity


def report(text: str, registry: NameTable | None = None) -> dict[str, Any]:
    """Entities with their mentions, why each was taken, and the nominals that stand for them; nominals that stay open apart.

    >>> found = report("La start-up Bolvéa attend. Elle lève 3 M€.")
    >>> [(e["name"], e["kind"], [m["why"] for m in e["mentions"]]) for e in found["entities"]]
    [('Bolvéa', 'company', [['apposition:start-up']])]
    >>> [n["text"] for n in found["entities"][0]["nominals"]]
    ['Elle']
    """
    sentences = split_sentences(text)
    amounts = [(a.start, a.end) for a in find_amounts(text)]
    dates = [(d.start, d.end) for d in find_dates(text, None)]
    names = find_names(text, sentences, amounts=amounts, dates=dates, registry=registry)
    entities = build_entities(text, names)
    nominals = find_nominals(text, sentences, names, entities)
    standing: dict[int, list[dict[str, Any]]] = {}
    for n in nominals:
        for who in n.members or ((n.candidates[0][0],) if n.candidates and n.candidates[0][1] >= SURE else ()):
            standing.setdefault(who, []).append(_nominal(n))
    return {
        "entities": [
            {
                "name": e.name,
                "kind": e.kind,
                "aliases": list(e.aliases),
                "ids": dict(e.ids),
                "mentions": [_mention(m) for m in e.mentions],
                "nominals": standing.get(e.index, []),
            }
            for e in entities
        ],
        "open": [
            _nominal(n) | {"candidates": [{"name": entities[k].name, "score": score} for k, score in n.candidates[:3]]}
            for n in nominals
            if not n.members and not (n.candidates and n.candidates[0][1] >= SURE)
        ],
    }


def _mention(m: Name) -> dict[str, Any]:
    out = {"text": m.text, "start": m.start, "end": m.end, "kind": m.kind, "score": round(m.score, 3), "why": list(m.why) or ["capital"]}
    return out | ({"ambiguous": True} if m.ambiguous else {})


def _nominal(n: Nominal) -> dict[str, Any]:
    return {"text": n.text, "start": n.start, "end": n.end, "score": 1.0 if n.members else n.candidates[0][1] if n.candidates else 0.0}
