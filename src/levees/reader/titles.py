"""Titles of executives and board members, as the press writes them, and whose they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from levees.reader.lexicon import fold
from levees.reader.surface import Cues, Hit, Span, any_of, cue_lists, sentence_at, sentence_index

# a title of these alone says little; another of the sentence goes first
_THIN = frozenset("conseil siège direction fauteuil tête rênes commandes finances stratégie responsable intérim dirigeant dirigeante associé associés numéro".split())
_CLAUSE = re.compile(r"[;:.]\s|\bmais\b|\btandis\b|\balors que\b")


@lru_cache(maxsize=1)
def _title() -> re.Pattern[str]:
    lists = cue_lists("titles")
    more, field = any_of(lists["more"]), any_of(lists["field"])
    of = r"\s+(?:de\s+la\s+|de\s+l'\s?|des\s+|du\s+|de\s+|d'\s?|en\s+charge\s+(?:des\s+|du\s+|de\s+la\s+)|chargée?\s+(?:des\s+|du\s+|de\s+la\s+|de\s+l'))"
    one = rf"(?:{any_of(lists['head'])})(?:\s+(?:{more})){{0,3}}(?:{of}(?:{field}))?(?:\s+(?:{more}))?"
    return re.compile(rf"(?P<noun>{one}(?:\s+et\s+(?:{one}|(?:{field})))?(?:\s+(?:{more}))?)|(?P<verb>{any_of(lists['verb'])})")


@lru_cache(maxsize=1)
def _cues() -> tuple[Cues, Cues]:
    lists = cue_lists("titles")
    return Cues({"joins": lists["joins"]}), Cues({"leaves": lists["leaves"]})


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[tuple[int, int, bool], ...]:
    return tuple((m.start(), m.start() + len(m[0].rstrip()), bool(m["verb"])) for m in _title().finditer(fold(text)))


def find_titles(text: str) -> list[tuple[int, int]]:
    """Where titles stand in a sentence.

    >>> [ "Elle devient directrice financière d'Alba"[a:b] for a, b in find_titles("Elle devient directrice financière d'Alba") ]
    ['directrice financière']
    """
    return [(a, b) for a, b, verb in _found(text) if not verb]


def role_of(reading: Any, person: Span, trigger: Span, direction: str = "joins") -> Span | None:
    """The title that a person takes (`joins`) or gives up (`leaves`); None where the article names none.

    >>> from types import SimpleNamespace as S
    >>> text = "Léa Roy, jusqu'ici directrice juridique, prend la direction générale."
    >>> article = S(text=text, sentences=[(0, 69)], names=[])
    >>> [text[slice(*role_of(article, (0, 7), (41, 46), d))] for d in ("joins", "leaves")]
    ['direction générale', 'directrice juridique']
    """
    best: tuple[float, Span] | None = None
    homes = {sentence_index(reading, person[0]): 1.0}
    homes.setdefault(sentence_index(reading, trigger[0]), 0.9)
    for k in list(homes):
        if k + 1 < len(reading.sentences):
            homes.setdefault(k + 1, 0.35)
        if k > 0:
            homes.setdefault(k - 1, 0.35)
    for k, prior in homes.items():
        start, end = reading.sentences[k] if reading.sentences else sentence_at(reading, person[0])
        text = reading.text[start:end]
        titles = _found(text)
        if not titles:
            continue
        cues = (_cues()[0].find(text), _cues()[1].find(text))
        others = [(n.start - start, n.end - start) for n in reading.names
                  if n.kind == "person" and start <= n.start and n.end <= end and (n.start, n.end) != person]
        for a, b, verb in titles:
            score = prior * _fit(text, (a, b), verb, (person[0] - start, person[1] - start), cues, others, direction)
            if score > 0.3 and (best is None or score > best[0]):
                best = score, (a + start, b + start)
    return best[1] if best else None


def _last(hits: tuple[Hit, ...], text: str, at: int) -> int:
    """Characters from the nearest cue before a place, in its clause; 999 where there is none."""
    for hit in reversed(hits):
        if hit.end <= at:
            return 999 if _CLAUSE.search(text[hit.end : at]) else at - hit.end
    return 999


def _fit(text: str, title: Span, verb: bool, person: Span, cues: tuple[tuple[Hit, ...], tuple[Hit, ...]], others: list[Span], direction: str) -> float:
    a, b = title
    wanted, unwanted = cues if direction == "joins" else cues[::-1]
    near, far = _last(wanted, text, a), _last(unwanted, text, a)
    score = 0.55
    if near < 45:
        score += 0.5 * (1 - near / 60)
    if far < 30 and far < near:
        score -= 0.4 * (1 - far / 45)
    left, right = text[max(0, a - 4) : a], text[b : b + 3]
    if person[0] >= b:  # « le directeur général, X » ; « PDG X »
        between = text[b : person[0]]
        if len(between) < 3 or re.fullmatch(r"\s*(?:d[eu’'][^,;.]{0,40})?,?\s*(?:M\.|Mme)?\s*", between):
            score += 0.3 if direction == "leaves" else 0.1
    elif person[1] <= a:
        between = text[person[1] : a]
        if re.fullmatch(r",\s*(?:l[ea’']\s?|son\s|sa\s|actuel(?:le)?\s|\d+ ans,\s*)?", between):
            score += 0.3 if direction == "leaves" else 0.1
    else:
        between = ""
    gap = len(between)
    score -= 0.35 * min(gap, 200) / 200
    lo, hi = (b, person[0]) if person[0] >= b else (person[1], a)
    score -= 0.2 * min(sum(lo <= x < hi for x, _ in others), 2)
    if re.search(r"[;.]\s", between):
        score -= 0.25
    if verb:
        score -= 0.2
    if fold(text[a:b]) in _THIN:
        score -= 0.12
    if left.lower().endswith(("ex-", "ex ")):
        score += 0.2 if direction == "leaves" else -0.3
    if right[:1] == "-":
        score -= 0.2
    return score
