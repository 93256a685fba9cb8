"""Counted plurals, « les deux sociétés », « les trois fonds », and the entities they stand for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from levees.names.model import ORGANISATIONS, NamedEntity, Nominal
from levees.names.tokens import Tokens

COUNTS = {"deux": 2, "trois": 3, "quatre": 4}
_ANY_PARTY = frozenset({"company", "investor", "bank"})


def settle(t: Tokens, nominal: Nominal, entities: Sequence[NamedEntity]) -> None:
    """Give a counted plural its members where the text leaves no choice.

    The nearest sentence that names anyone of the kind, this one or one of the three before, has to name exactly as many;
    failing that, so has the text up to here. Else the plural stays open, without candidates: it stands for no one party.

    >>> from levees.names.entities import build_entities
    >>> from levees.names.find import find_names
    >>> from levees.sentences import split_sentences
    >>> from levees.names.nominals import find_nominals
    >>> text = "La start-up Alba fusionne avec la société Kerdoc. Les deux entreprises emploient cent personnes."
    >>> cut = split_sentences(text); names = find_names(text, cut); who = build_entities(text, names)
    >>> [[who[k].name for k in n.members] for n in find_nominals(text, cut, names, who)]
    [['Alba', 'Kerdoc']]
    """
    i = bisect_right(t.starts, nominal.start) - 1
    j = bisect_right(t.starts, nominal.end - 1)
    wanted = next((COUNTS[w] for w in t.folds[i:j] if w in COUNTS), None)
    nominal.candidates = []
    if wanted is None:
        return
    strict = [e for e in entities if e.kind in nominal.kinds]
    loose = [e for e in entities if e.kind in _ANY_PARTY] if nominal.kinds & ORGANISATIONS else []
    members = _exactly(wanted, t, nominal, strict, t.sentence[i]) or _exactly(wanted, t, nominal, loose, t.sentence[i])
    if members:
        nominal.members = tuple(members)
        nominal.candidates = [(who, 0.5) for who in members]


def _exactly(wanted: int, t: Tokens, nominal: Nominal, fitting: Sequence[NamedEntity], here: int) -> list[int]:
    before = sorted((m.start, e.index) for e in fitting for m in e.mentions if m.start < nominal.start)
    by_sentence: dict[int, list[int]] = {}
    for start, who in before:
        by_sentence.setdefault(t.sentence[bisect_right(t.starts, start) - 1], []).append(who)
    named = [list(dict.fromkeys(by_sentence[s])) for s in range(here, here - 4, -1) if s in by_sentence]
    groups = [*named[:1], list(dict.fromkeys(who for _, who in before))]
    return next((g for g in groups if len(g) == wanted), [])
