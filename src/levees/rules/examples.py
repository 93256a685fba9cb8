"""Texts of rules: names marked, everything else read by the grammar, no model and no parse needed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from levees.grammar.amounts import find_amounts
from levees.grammar.dates import find_dates
from levees.grammar.percents import find_percents
from levees.names.model import Name, NamedEntity, Nominal
from levees.sentences import split_sentences

MARKS = {
    "c": "company",
    "i": "investor",
    "b": "bank",
    "p": "person",
    "g": "public_body",
    "m": "media",
    "d": "product",
    "l": "place",
    "x": "exchange",
}
_MARK = re.compile(r"\[([cibpgmdlx]?)(?:=([^:\[\]]+))?:([^\[\]]+)\]")


@dataclass(slots=True)
class Plain:
    """A reading without pipes: what the engine needs and no more."""

    doc: Any
    text: str
    sentences: list[tuple[int, int]] = field(default_factory=list)
    amounts: list[Any] = field(default_factory=list)
    percents: list[Any] = field(default_factory=list)
    dates: list[Any] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)
    entities: list[Any] = field(default_factory=list)
    nominals: list[Any] = field(default_factory=list)
    entity_of: dict[tuple[int, int], int] = field(default_factory=dict)
    mentions: list[Any] = field(default_factory=list)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import spacy

    return spacy.blank("fr").tokenizer


def unmark(marked: str) -> tuple[str, list[tuple[str, str, int, int]]]:
    """Take the marks out: the plain text, and (kind, name, start, end) of each; kind is "" for a nominal.

    >>> unmark("[c:Alba] grandit, [=Alba:elle] recrute")
    ('Alba grandit, elle recrute', [('company', 'Alba', 0, 4), ('', 'Alba', 14, 18)])
    """
    text, found, last = "", [], 0
    for m in _MARK.finditer(marked):
        text += marked[last : m.start()]
        found.append((MARKS.get(m[1], ""), m[2] or m[3], len(text), len(text) + len(m[3])))
        text += m[3]
        last = m.end()
    return text + marked[last:], found


def reading_of(marked: str, *, doc: Any = None, published: str | None = "2024-05-14") -> Plain:
    """A reading of a marked text. `doc` brings a parse where there is one; without, only surface strategies answer.

    A text without marks is read with the names that the shipped recogniser finds.
    """
    text, marks = unmark(marked)
    reading = Plain(_tokenizer()(text) if doc is None else doc, text, split_sentences(text))
    reading.percents = find_percents(text)
    taken = [(p.start, p.end) for p in reading.percents]
    reading.amounts = [a for a in find_amounts(text, candidates=True) if a.certain or not any(s < a.end and a.start < e for s, e in taken)]
    reading.dates = [
        d for d in find_dates(text, published) if not any(a.certain and a.start < d.end and d.start < a.end for a in reading.amounts)
    ]
    reading.amounts = [a for a in reading.amounts if a.certain or not any(a.start < d.end and d.start < a.end for d in reading.dates)]
    if not marks:
        from levees.names.entities import build_entities
        from levees.names.find import find_names

        reading.names = find_names(
            text, reading.sentences, [], [(a.start, a.end) for a in reading.amounts if a.certain], [(d.start, d.end) for d in reading.dates]
        )
        reading.entities = build_entities(text, reading.names)
        reading.entity_of = {(m.start, m.end): e.index for e in reading.entities for m in e.mentions}
        return reading
    index: dict[str, NamedEntity] = {}
    for kind, name, start, end in marks:
        if kind:
            entity = index.setdefault(name, NamedEntity(len(index), name, kind, [], []))
            mention = Name(start, end, text[start:end], kind, 1.0)
            entity.mentions.append(mention)
            reading.names.append(mention)
            reading.entity_of[(start, end)] = entity.index
    reading.entities = list(index.values())
    for kind, name, start, end in marks:
        if not kind and name in index:
            reading.nominals.append(
                Nominal(start, end, text[start:end], text[start:end], frozenset(), None, "s", [(index[name].index, 1.0)])
            )
    return reading
