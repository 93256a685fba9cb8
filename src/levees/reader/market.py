"""Totals of a market: what is counted, how many deals, how much more or less than before."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import lru_cache
from typing import Any

from levees.grammar.numerals import read
from levees.reader.lexicon import fold
from levees.reader.signs import direction_of, signed_change
from levees.reader.surface import Cues, Span, any_of, cue_lists, sentence_at, sentence_index, within

_WORD = re.compile(r"[\w&][\w&’'-]*")
_SMALL = frozenset("de des du d la le les l dans en au aux à et sur pour par".split())
_ROW = re.compile(r"(?:^|[;•▪►→\n:–—]|\s-|\bet|,)\s*(?:(?:dans|en|au|aux|à|pour|puis|enfin|côté|la|le|les|et|suivent?|viennent)\s+|l[’'])*"
                  r"((?:[\w&’'-]+\s){0,5}[\w&’'-]+)\s*(?:\(|,|:|\s[–—-])\s*$")
_FOLLOWS = re.compile(r"\s*(?:C[’']est|C[’']était|Soit|Une?\s|En (?:hausse|baisse|recul|repli|progression)|De quoi|"
                      r"L[ae]\s(?:hausse|baisse|recul|chute|progression|repli|bond))")
_ENDS = re.compile(r"\s*(?:[.;,)•\n]|$|contre)")
_OF_DEALS = re.compile(r"nombre d[’'e][^.;]{0,60}\bà\s+$")
_TIME = re.compile(r"(?:contre|au lieu de|dans|premiers|derniers|cinq ans)\s+$")
_EARLIER = re.compile(r"(?:contre|au lieu de|après)\s+$")
_FOR = re.compile(r"\s+(?:[\w’']+\s+){0,5}?(?:[\w’']+,?\s+)?pour\s+(?:un total de\s+)?$")
_IN = re.compile(r"\s(?:en|au|aux|dans|à|de|du)\s(?:l[ae’']s?\s?)?")
_WORTH = {"plain": 0.4, "weak": 0.7, "strong": 1.0}


@lru_cache(maxsize=1)
def _heads() -> Cues:
    lists = cue_lists("market")
    weak = {*lists["plain"], *lists["weak"]}
    strong = [x for x in (*lists["activity"], *lists["actor"]) if x not in weak]
    return Cues({"plain": lists["plain"], "weak": lists["weak"], "strong": strong})


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], Cues]:
    lists = cue_lists("market")
    changes = {str(k): v for k, v in cue_lists("signs")["changes"].items()}
    counted = r"\s+(?:(?:[a-zà-ÿ-]+|d'[a-zà-ÿ-]+)\s+){0,2}?(?:" + any_of(lists["counted"]) + ")"
    return re.compile(any_of(lists["stop"])), re.compile(counted), Cues(changes)


def _phrase(low: str, start: int, end: int, limit: int) -> int:
    """Where the noun phrase that begins at `start` with a head up to `end` ends."""
    stop = _patterns()[0]
    at, last, content = end, end, 0
    while at < limit and content < 5:
        m = _WORD.search(low, at)
        if m is None or m.start() >= limit or low[at : m.start()].strip(" \u00a0\u202f"):
            break
        word = m[0].rstrip("'")
        if word[0].isdigit() or stop.match(low, m.start()):
            break
        bare = word.split("'")[-1]
        if bare.endswith("ent") and not bare.endswith(("ment", "gent", "rient", "tinent")):
            break
        at = m.end()
        if bare not in _SMALL and word not in _SMALL:
            last, content = at, content + 1
    return last


def _phrases(reading: Any, start: int, end: int) -> list[tuple[int, int, str]]:
    text = reading.text[start:end]
    low = fold(text)
    covered = sorted((x.start - start) for x in (*within(reading.amounts, start, end), *within(reading.dates, start, end)))
    out: list[tuple[int, int, str]] = []
    named = [(n.start - start, n.end - start) for n in within(reading.names, start, end) if n.kind != "place"]
    for hit in _heads().find(text):
        if out and hit.start < out[-1][1]:
            continue
        limit = next((a for a in covered if a >= hit.end), len(text))
        last = _phrase(low, hit.start, hit.end, limit)
        if not any(a < last and hit.start < b for a, b in named):
            out.append((hit.start, last, hit.value))
    return [(a + start, b + start, kind) for a, b, kind in out]


def _weight(reading: Any, phrase: tuple[int, int, str], amount: Span) -> float:
    a, b, kind = phrase
    words = len([w for w in _WORD.findall(reading.text[a:b]) if fold(w) not in _SMALL])
    gap = max(a - amount[1], amount[0] - b, 0)
    return _WORTH[kind] * (0.6 if words == 1 else 1.0) * (1 - min(gap, 300) / 500)


def _places(reading: Any, start: int, end: int) -> list[Any]:
    return [n for n in within(reading.names, start, end) if n.kind == "place"]


def scope_of(reading: Any, amount: Span) -> Span | None:
    """What an amount of a market counts: a noun phrase, a place, or a row's heading.

    >>> from types import SimpleNamespace as S
    >>> text = "Les jeunes pousses belges ont levé 3 M€."
    >>> article = S(text=text, sentences=[(0, 40)], amounts=[S(start=35, end=39)], dates=[], names=[])
    >>> a, b = scope_of(article, (35, 39))
    >>> text[a:b]
    'jeunes pousses belges'
    """
    start, end = sentence_at(reading, amount[0])
    found = _phrases(reading, start, end)
    best = max(found, key=lambda p: _weight(reading, p, amount), default=None)
    row = _row(reading, start, amount)
    if row is not None:
        return row
    places = [n for n in _places(reading, start, end) if not _dateline(reading, n)]
    ahead = [n for n in places if n.end <= amount[0]]
    if best is not None and _weight(reading, best, amount) >= (0.45 if ahead else 0.3):
        return _with_place(reading, (best[0], best[1]), places)
    if places:
        near = min(places, key=lambda n: (amount[0] - n.end if n.end <= amount[0] else 2 * (n.start - amount[1]) + 10))
        return near.start, near.end
    here = sentence_index(reading, start)
    if here and best is None:
        a, b = reading.sentences[here - 1]
        if b - a < 60 and (spots := [n for n in _places(reading, a, b) if not _dateline(reading, n)]):
            return spots[0].start, spots[0].end
    topic = _topic(reading, start)
    return topic if topic is not None else (best[0], best[1]) if best else None


def _with_place(reading: Any, phrase: Span, places: list[Any]) -> Span:
    """The phrase, up to a place right after it: « les fusions-acquisitions ont totalisé en France » stays as it is."""
    for n in places:
        if 0 <= n.start - phrase[1] <= 12 and _IN.fullmatch(reading.text[phrase[1] : n.start]):
            return phrase[0], n.end
    return phrase


def _dateline(reading: Any, name: Any) -> bool:
    line = reading.text.rfind("\n", 0, name.start) + 1
    alone = not re.search(r"\w", reading.text[line : name.start])
    return alone and bool(re.match(r"\s*(?:[(,–—|]|-\s)", reading.text[name.end : name.end + 3]))


def _row(reading: Any, start: int, amount: Span) -> Span | None:
    """The heading of a row: « foodtech, 12 M€ ; énergie (9 M€) »."""
    left = reading.text[start : amount[0]]
    others = [a.end - start for a in within(reading.amounts, start, amount[0])]
    cut = max(others, default=0)
    m = _ROW.search(left[cut:])
    if m is None:
        return None
    words = fold(m[1])
    if re.search(r"\d", words) or _patterns()[0].search(words) or any(w.endswith(("é", "ée", "és", "ées")) for w in words.split()):
        return None
    a, b = start + cut + m.start(1), start + cut + m.end(1)
    told = bool(cut) or m[0][:1] in ";•▪►→\n–—-" or any(p[0] < b and a < p[1] for p in _phrases(reading, start, amount[0])) or bool(
        within(_places(reading, start, amount[0]), a, b))
    if not told or any(n.kind not in ("place", "other") and n.start < b and a < n.end for n in reading.names):
        return None
    return None if any(x.start < b and a < x.end for x in (*reading.dates, *reading.percents)) else (a, b)


def _topic(reading: Any, before: int) -> Span | None:
    """What the article is about: the first telling phrase of its title and lead, nearer sentences first where they tell."""
    best: tuple[float, Span] | None = None
    here = sentence_index(reading, before)
    for k in (*range(min(5, here + 1)), *range(max(0, here - 2), here)):
        a, b = reading.sentences[k]
        for p in _phrases(reading, a, b):
            words = len([w for w in _WORD.findall(reading.text[p[0] : p[1]]) if fold(w) not in _SMALL])
            score = _WORTH[p[2]] * (0.5 + min(words, 4) / 4) * (1.2 if k >= here - 1 else 1.0)
            if best is None or score > best[0]:
                best = score, (p[0], p[1])
    return best[1] if best else None


def count_of(reading: Any, amount: Span) -> tuple[Decimal, Span] | None:
    """The number of deals that an amount sums up, and where it stands.

    >>> from types import SimpleNamespace as S
    >>> text = "Soit 3 M€ en douze transactions."
    >>> count_of(S(text=text, sentences=[(0, 32)], amounts=[S(start=5, end=9)], dates=[], percents=[]), (5, 9))
    (Decimal('12'), (13, 18))
    """
    here = sentence_index(reading, amount[0])
    for near, least in ((here, 0.25), (here + 1, 0.72)):
        if 0 <= near < len(reading.sentences):
            start, end = reading.sentences[near]
            if near == here or not within(reading.amounts, start, end) and len(within(reading.amounts, *reading.sentences[here])) == 1:
                best = _count_in(reading, amount, start, end, least)
                if best is not None:
                    return best
    return None


def _count_in(reading: Any, amount: Span, start: int, end: int, least: float) -> tuple[Decimal, Span] | None:
    low = fold(reading.text[start:end])
    taken = [(x.start, x.end) for kind in (reading.amounts, reading.dates, reading.percents) for x in within(kind, start, end)]
    others = [a.start for a in within(reading.amounts, start, end) if (a.start, a.end) != amount]
    counted = _patterns()[1]
    best: tuple[float, Decimal, Span] | None = None
    numerals = read(reading.text)[1]
    for n in numerals[bisect_left(numerals, start, key=lambda x: x.start) :]:
        if n.end > end:
            break
        if n.magnitude is not None or n.value != int(n.value) or any(a < n.end and n.start < b for a, b in taken):
            continue
        after = n.start >= amount[1]
        between = reading.text[amount[1] : n.start] if after else reading.text[n.end : amount[0]]
        if m := counted.match(low, n.end - start):
            score = 1.0 - 0.05 * (len(_WORD.findall(m[0])) - 1)
        elif after and re.fullmatch(r"[\s ]*(?:en|pour|sur|dans)\s+", between) and _ENDS.match(low, n.end - start):
            score = 0.7
        elif _OF_DEALS.search(reading.text[max(start, n.start - 80) : n.start]):
            score = 0.8
        elif not after and _FOR.fullmatch(between) and not 1900 < n.value < 2100 and not n.value < 2:
            score = 0.55
        else:
            continue
        lead = low[max(0, n.start - start - 14) : n.start - start]
        score *= (0.5 if not after and _TIME.search(lead) else 1.0) * (0.3 if _EARLIER.search(lead) else 1.0)
        low_edge, high_edge = (amount[1], n.start) if after else (n.end, amount[0])
        score *= 0.4 ** sum(low_edge <= x < high_edge for x in others) * (1 - min(len(between), 250) / 400)
        score *= 0.75 ** len(re.findall(r"[;:]\s", between))
        if score > least and (best is None or score > best[0]):
            best = score, n.value, (n.start, n.end)
    return (best[1].quantize(Decimal(1)), best[2]) if best else None


def change_of(reading: Any, amount: Span) -> tuple[Decimal, Span] | None:
    """By how much a market's amount rose or fell, in percent with its sign, and where that stands.

    >>> from types import SimpleNamespace as S
    >>> text = "Soit 3 M€, divisé par deux en un an."
    >>> change_of(S(text=text, sentences=[(0, 36)], amounts=[S(start=5, end=9)], percents=[]), (5, 9))
    (Decimal('-50'), (11, 26))
    """
    start, end = sentence_at(reading, amount[0])
    found = _change_in(reading, amount, start, end)
    here = sentence_index(reading, amount[0]) + 1
    if found is None and here < len(reading.sentences):
        start, end = reading.sentences[here]
        if _FOLLOWS.match(reading.text, start) and not any(within(reading.amounts, start, end)):
            found = _change_in(reading, amount, start, end)
    return found


def _change_in(reading: Any, amount: Span, start: int, end: int) -> tuple[Decimal, Span] | None:
    others = [a.start for a in within(reading.amounts, start, end) if (a.start, a.end) != amount]
    best: tuple[float, Decimal, Span] | None = None

    def offer(score: float, value: Decimal, a: int, b: int) -> None:
        nonlocal best
        edge = (amount[1], a) if a >= amount[1] else (b, amount[0])
        between = reading.text[edge[0] : edge[1]]
        score *= 0.3 ** sum(edge[0] <= x < edge[1] for x in others) * (1 - min(len(between), 250) / 400)
        score *= 0.6 ** len(re.findall(r"[;:]\s", between))
        if score >= 0.3 and (best is None or score > best[0]):
            best = score, value, (a, b)

    for p in within(reading.percents, start, end):
        value = signed_change(reading, p)
        if value is None or p.points:
            continue
        marked = p.text.lstrip()[:1] in "+-–−" or direction_of(reading, (p.start, p.end))[0] != 0
        share = re.match(r"\s*(?:du|des|de la|de l[’']|d[’']entre)\s", reading.text[p.end : p.end + 12])
        if marked and not share:
            offer(1.0, value, p.start, p.end)
    text = reading.text[start:end]
    for hit in _patterns()[2].find(text):
        offer(0.7, Decimal(hit.value), start + hit.start, start + hit.end)
    return (best[1], best[2]) if best else None
