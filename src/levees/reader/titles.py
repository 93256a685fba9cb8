"""Titles of executives and board members, as the press writes them, and whose they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from levees.reader.lexicon import fold
from levees.reader.surface import Cues, Hit, Span, any_of, cue_lists, sentence_at, sentence_index

# a title of these alone says little; another of the sentence goes first
_THIN = frozenset("conseil siège direction fauteuil tête rênes commandes finances stratégie responsable intérim dirigeant dirigeante "
                  "associé associés".split())
_BEFORE = re.compile(r"\s*(?:d[eu’'][^,;.]{0,40})?,?\s*:?\s*(?:M\.|Mme)?\s*")  # « le directeur général, X »
_AFTER = re.compile(r",\s*(?:l[ea’']\s?|son\s|sa\s|actuel(?:le)?\s|\d+ ans,\s*)?")  # « X, le directeur général »
_GIVEN = re.compile(r"(?:\bà|\bau|\bau profit de|\bavec|bienvenue à)\s+(?:l[’']|[\w’'-]+,?\s){0,3}$")  # « cède la présidence à X »
_REPLACED = re.compile(r"(?:à la place d|en remplacement d|succ[éè]d\w+ à|remplac\w+|en lieu et place d)"
                       r"(?:[eu]\s|[’']|\s)?(?:[\w’'-]+\s){0,2}$")
_SUCCEEDS = re.compile(r"\b(?:lui|leur)\s+(?:\w+\s+){0,2}?succ[éè]d|\bl(?:[ea]s?\s|')\s*(?:\w+\s+){0,2}?remplac"
                       r"|\bprend\w*\s+(?:la suite|le relais|sa place|sa succession)|\b(?:la main|le témoin|le relais) (?:passe|revient)"
                       r"|\ble poste (?:revient|échoit)|\bson (?:successeur|remplaçant)")
_CLAUSE = re.compile(r"[;:.]\s|\bmais\b|\btandis\b|\balors que\b")


@lru_cache(maxsize=1)
def _parts() -> tuple[Cues, re.Pattern[str], re.Pattern[str]]:
    lists = cue_lists("titles")
    more, field = any_of(lists["more"]), any_of(lists["field"])
    of = r"\s+(?:de\s+la\s+|de\s+l'\s?|des\s+|du\s+|de\s+|d'\s?|(?:en\s+charge|chargée?)\s+(?:des\s+|du\s+|de\s+la\s+|de\s+l'))"
    tail = rf"(?:\s+(?:{more})){{0,3}}(?:{of}(?:{field}))?(?:\s+(?:{more}))?"
    heads = Cues({"noun": lists["head"], "verb": lists["verb"]})
    return heads, re.compile(tail), re.compile(rf"\s+et\s+(?:(?:des|de la|du|de)\s+)?(?:{field})")


@lru_cache(maxsize=1)
def _cues() -> tuple[Cues, Cues]:
    lists = cue_lists("titles")
    return Cues({"joins": lists["joins"]}), Cues({"leaves": lists["leaves"]})


@lru_cache(maxsize=1)
def _offices() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(cue_lists('titles')['office'])})(?!\w)")


def is_public_office(title: str) -> bool:
    """Whether a title is one of State or an elected one.

    >>> is_public_office("ministre de l'Économie"), is_public_office("directrice générale")
    (True, False)
    """
    return _offices().search(fold(title)) is not None


@lru_cache(maxsize=64)
def _found(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Titles of a sentence, and whether they are verbs; « X et Y » is one."""
    heads, tail, and_field = _parts()
    low = fold(text)
    out: list[tuple[int, int, bool]] = []
    for hit in heads.find(text):
        if out and hit.start < out[-1][1]:
            continue
        if hit.value == "verb":
            out.append((hit.start, hit.end, True))
            continue
        m = tail.match(low, hit.end)
        end = m.end() if m else hit.end
        if more := and_field.match(low, end):
            end = more.end()
        if out and not out[-1][2] and re.fullmatch(r"\s+et\s+", low[out[-1][1] : hit.start]):
            out[-1] = out[-1][0], end, False
        else:
            out.append((hit.start, end, False))
    return tuple(out)


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
    best = _best(reading, person, _homes(reading, person, trigger), direction)
    if best is not None:
        return best
    k = sentence_index(reading, person[0])
    start, end = reading.sentences[k] if reading.sentences else sentence_at(reading, person[0])
    if _SUCCEEDS.search(fold(reading.text[start:end])):
        # « … a quitté la présidence. Léa Roy lui succède »: the title is where the predecessor's is
        for j in range(k - 1, max(-1, k - 3), -1):
            a, b = reading.sentences[j]
            if titles := find_titles(reading.text[a:b]):
                return titles[-1][0] + a, titles[-1][1] + a
    for other in _again(reading, person):
        found = _best(reading, other, {sentence_index(reading, other[0]): 0.85}, direction)
        if found is not None:
            return found
    return None


def _again(reading: Any, person: Span) -> list[Span]:
    """Where else the person is named, by the surname at least; sentences of the person's own and its neighbours left out."""
    surname = reading.text[person[0] : person[1]].split(" ")[-1]
    here = sentence_index(reading, person[0])
    spots = [(n.start, n.end) for n in reading.names if n.kind == "person" and n.text.split(" ")[-1] == surname]
    return [s for s in spots if abs(sentence_index(reading, s[0]) - here) > 1][:3] if len(surname) > 2 else []


def _homes(reading: Any, person: Span, trigger: Span) -> dict[int, float]:
    """The sentences that may hold the title, and how likely each is."""
    homes = {sentence_index(reading, person[0]): 1.0}
    homes.setdefault(sentence_index(reading, trigger[0]), 0.9)
    for k in list(homes):
        if k + 1 < len(reading.sentences):
            homes.setdefault(k + 1, 0.35)
        if k > 0:
            homes.setdefault(k - 1, 0.35)
    return homes


def _best(reading: Any, person: Span, homes: dict[int, float], direction: str) -> Span | None:
    best: tuple[float, Span] | None = None
    for k, prior in homes.items():
        if prior < 0.5 and best is not None:
            break
        start, end = reading.sentences[k] if reading.sentences else sentence_at(reading, person[0])
        text = reading.text[start:end]
        titles = _found(text)
        if not titles:
            continue
        cues = (_cues()[0].find(text), _cues()[1].find(text))
        others = [(n.start - start, n.end - start) for n in reading.names
                  if n.kind == "person" and start <= n.start and n.end <= end and (n.start, n.end) != person]
        for a, b, verb in titles:
            score = prior * _fit(text, (a, b), verb, (person[0] - start, person[1] - start), cues, others, direction, titles)
            if score > 0.3 and (best is None or score > best[0]):
                best = score, (a + start, b + start)
    return best[1] if best else None


def _last(hits: tuple[Hit, ...], text: str, at: int) -> int:
    """Characters from the nearest cue before a place, in its clause; 999 where there is none."""
    for hit in reversed(hits):
        if hit.end <= at:
            return 999 if _CLAUSE.search(text[hit.end : at]) else at - hit.end
    return 999


def _fit(text: str, title: Span, verb: bool, person: Span, cues: tuple[tuple[Hit, ...], tuple[Hit, ...]], others: list[Span],
         direction: str, titles: tuple[tuple[int, int, bool], ...] = ()) -> float:
    a, b = title
    joins = direction == "joins"
    wanted, unwanted = cues if joins else cues[::-1]
    given = _GIVEN if joins else _REPLACED
    if given.search(text[max(0, person[0] - 40) : person[0]]) and b <= person[0]:
        near, far = min(_last(wanted, text, a), _last(unwanted, text, a)), 999
    else:
        near, far = _last(wanted, text, a), _last(unwanted, text, a)
    score = 0.55
    if near < 45:
        score += 0.5 * (1 - near / 60)
    if far < 30 and far < near:
        score -= 0.4 * (1 - far / 45)
    before = person[1] <= a
    between = text[person[1] : a] if before else text[b : person[0]]
    beside = bool((_AFTER if before else _BEFORE).fullmatch(between))
    if beside:
        score += 0.1 if joins else 0.3
        if joins and near >= 45:
            told = [h for h in wanted if 0 <= h.start - max(person[1], b) < 25]
            # « l'administratrice X assure l'intérim »: the verb has a title of its own
            taken = any(0 <= x - h.end < 30 for h in told for x, _, _ in titles)
            score += 0.3 if ":" in between or told and not taken else -0.25
    score -= 0.35 * min(len(between), 200) / 200
    lo, hi = (person[1], a) if before else (b, person[0])
    score -= 0.2 * min(sum(lo <= x < hi for x, _ in others), 2)
    if re.search(r"[;.]\s", between):
        score -= 0.4
    if verb:
        score -= 0.2 if joins else 0.4
    if fold(text[a:b]) in _THIN:
        score -= 0.12
    if text[max(0, a - 4) : a].lower().endswith(("ex-", "ex ")):
        score += 0.2 if not joins else -0.3
    return score - 0.2 * (text[b : b + 1] == "-")
