"""Events that belong together: a round with its valuation and the total, a takeover with the stake after it, a rumour with its denial."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from levees.pipes.likeness import agree, dates_meet, identities, money_key, name_key, names_of
from levees.reader.surface import Cues, cue_lists, sentence_index
from levees.schema import BaseEvent, Money
from levees.schema.article import first_day

NEAR = 20_000  # characters around an amount in which it may be told again
REPEATS = 4
MONTH = 31  # days after which a deal is no news
_COMPARED = frozenset({"FundingRound", "Valuation", "TotalRaised", "Acquisition", "Ipo", "FundClosing", "FinancialResult"})
_STOP = re.compile(r"[,;(]")


@dataclass(frozen=True, slots=True)
class Placed:
    """An event and one place where it is told: the sentence, and the characters of its figure."""

    number: int
    event: BaseEvent
    sentence: int
    start: int
    end: int


def linked(
    events: Sequence[BaseEvent], text: str, sentences: Sequence[tuple[int, int]], published: str | None = None
) -> list[BaseEvent]:
    """The events, with `links` to those that belong to them, by `id`; `sentences` are offsets into `text`, `published` is the article's
    day, month or year.

    `valuation` and `total` stand on the deal that they belong to, `stake` on the takeover, `denial` on what is denied, `contradicts`
    on both of two figures that exclude each other. Only events in one sentence or in neighbouring ones are tied, but for denials, and
    for totals: one ends with the company's largest smaller round, wherever that is told.

    >>> from levees.schema import FundingRound, Party, TotalRaised
    >>> text = "Alba lève 12 M€, ce qui porte à 20 M€ le total."
    >>> alba = Party(name="Alba", text="Alba", start=0, end=4)
    >>> sums = [Money(text=t, amount=a, currency="EUR", start=text.index(t), end=text.index(t) + 5)
    ...         for t, a in (("12 M€", "12000000"), ("20 M€", "20000000"))]
    >>> events = [FundingRound(id="x#0", company=alba, amount=sums[0]), TotalRaised(id="x#1", company=alba, amount=sums[1])]
    >>> linked(events, text, [(0, 47)])[0].links
    {'total': 'x#1'}
    """
    if len(events) < 2:
        return list(events)
    article = SimpleNamespace(text=text, sentences=list(sentences) or [(0, len(text))], published=first_day(published))
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for deal, relation, other in (*_belongings(events, article), *_denials(events), *_contradictions(events, article)):
        if ident := events[other].id:
            found[deal].setdefault(relation, ident)
    return [e.model_copy(update={"links": {**e.links, **found[i]}}) if i in found else e for i, e in enumerate(events)]


@lru_cache(maxsize=1)
def _cues() -> dict[str, Cues]:
    return {name: Cues({name: words}) for name, words in cue_lists("links").items()}


def _owner(event: BaseEvent) -> str | None:
    """The company whose deal, worth or money it is."""
    party = getattr(event, "target", None) or getattr(event, "company", None)
    return name_key(party) if party is not None else None


def _where(event: BaseEvent) -> tuple[int, int] | None:
    """Characters of the figure, failing one the trigger, failing that the sentence."""
    spots: list[Any] = [event.grounds.get("percent") if getattr(event, "percent", None) is not None else None,
                        getattr(event, "amount", None), event.trigger, event.evidence]
    if getattr(event, "type", "") != "Stake":
        spots[0], spots[1] = spots[1], spots[0]
    return next(((s.start, s.end) for s in spots if s is not None and s.start is not None and s.end is not None), None)


def _placed(number: int, event: BaseEvent, article: Any, *, again: bool = False) -> Iterator[Placed]:
    """The event at its place; with `again` also where its amount is told in the same words."""
    place = _where(event)
    if place is None:
        return
    yield Placed(number, event, sentence_index(article, place[0]), *place)
    amount = getattr(event, "amount", None)
    if not again or amount is None:
        return
    found = re.finditer(rf"(?<![\w.,]){re.escape(amount.text)}(?!\w)", article.text[max(0, place[0] - NEAR) : place[1] + NEAR])
    for _, m in zip(range(REPEATS), found, strict=False):
        start = max(0, place[0] - NEAR) + m.start()
        if start != place[0]:
            yield Placed(number, event, sentence_index(article, start), start, start + len(m[0]))


def _belongings(events: Sequence[BaseEvent], article: Any) -> Iterator[tuple[int, str, int]]:
    """Valuations, totals and stakes with the deals that they belong to."""
    deals: dict[tuple[str, int], list[Placed]] = defaultdict(list)
    rounds: dict[str, list[Placed]] = defaultdict(list)
    for i, event in enumerate(events):
        if getattr(event, "type", "") in ("FundingRound", "Ipo", "Acquisition", "Stake") and (owner := _owner(event)):
            for p in _placed(i, event, article, again=True):
                deals[owner, p.sentence].append(p)
                rounds[owner].append(p)
    for told in rounds.values():
        told.sort(key=lambda p: -_sum(p.event))
    for i, event in enumerate(events):
        relation = _RELATIONS.get(getattr(event, "type", ""))
        owner = _owner(event)
        if relation is None or owner is None:
            continue
        for mine in _placed(i, event, article):
            if relation[0] == "total":
                fit = _largest(rounds.get(owner, ()), mine, article)
            else:
                near = [d for k in (0, -1, *((1,) if mine.sentence == 0 else ())) for d in deals.get((owner, mine.sentence + k), ())]
                fit = [d for d in near if d.number != i and relation[1](d, mine, article)]
            if fit:
                best = min(fit, key=lambda d: (abs(d.sentence - mine.sentence), _age(d.event), abs(d.start - mine.start)))
                yield best.number, relation[0], i


def _largest(told: Sequence[Placed], mine: Placed, article: Any) -> list[Placed]:
    """Where the largest of a company's rounds is told that a total can end with; `told` falls by sum.

    A total ends with the deal that the article is about, seldom with the earlier round told beside it.
    """
    out: list[Placed] = []
    for deal in told:
        if out and _sum(deal.event) < _sum(out[0].event):
            break
        near = abs(deal.sentence - mine.sentence) <= 1
        if (near or _comparable(deal.event, mine.event)) and _is_total(deal, mine, article):
            out.append(deal)
    return out


def _comparable(one: BaseEvent, other: BaseEvent) -> bool:
    """Whether both have a sum in one currency."""
    sums = [getattr(e, "amount", None) for e in (one, other)]
    return None not in sums and sums[0].currency == sums[1].currency


def _sum(event: BaseEvent) -> float:
    """The sum of a deal, 0 where none is told."""
    money: Money | None = getattr(event, "amount", None)
    value = (money.amount or money.low or money.high) if money is not None else None
    return float(value or 0)


def _age(event: BaseEvent) -> int:
    """The older the deal the larger; one without a date is the article's own."""
    last = getattr(getattr(event, "date", None), "last_day", None)
    return -last.toordinal() if last is not None else -10_000_000


def _around(deal: Placed, mine: Placed, article: Any) -> str:
    """The words that go with a figure and not with the deal: its sentence up to it, and what follows up to a comma."""
    start, end = article.sentences[mine.sentence]
    if deal.sentence == mine.sentence:
        start, end = (max(start, deal.end), end) if deal.end <= mine.start else (start, min(end, deal.start))
    after = article.text[mine.end : end]
    stop = _STOP.search(after)
    return str(article.text[start : mine.end] + (after[: stop.start()] if stop else after))


def _says(name: str, words: str) -> bool:
    return bool(_cues()[name].find(words))


def _larger(event: BaseEvent, deal: BaseEvent) -> bool:
    """Whether a sum exceeds the deal's, as far as they can be compared."""
    one: Money | None = getattr(event, "amount", None)
    other: Money | None = getattr(deal, "amount", None)
    if one is None or other is None or one.currency != other.currency:
        return True
    mine, theirs = one.high or one.amount or one.low, other.low or other.amount or other.high
    return mine is None or theirs is None or mine > theirs


def _shaky(event: BaseEvent) -> bool:
    return event.certainty == "denied" or event.status == "cancelled"


def _is_valuation(deal: Placed, mine: Placed, article: Any) -> bool:
    words = _around(deal, mine, article)
    told = _says("valuation", words)
    kind = getattr(deal.event, "type", "")
    if _shaky(deal.event) != _shaky(mine.event) or _says("earlier", words):
        return False
    if kind == "Stake" and getattr(deal.event, "amount", None) is None:
        return False  # a stake that is merely held values nothing
    if kind in ("FundingRound", "Ipo") and not _larger(mine.event, deal.event):
        return False
    if (deal.event.status == "completed") != (mine.event.status == "completed") and not (told and deal.sentence == mine.sentence):
        return False
    own, theirs = getattr(mine.event, "date", None), getattr(deal.event, "date", None)
    if own is None and _long_done(deal.event, article.published):
        listed = kind == "Ipo" and getattr(deal.event, "amount", None) is None
        if listed or kind == "FundingRound" and getattr(mine.event, "basis", None) == "market_cap":
            return False  # what the company is worth today
    if not dates_meet(own, theirs) or own is not None and theirs is None and not told:
        return False
    return told or deal.sentence == mine.sentence and kind != "Stake"


def _long_done(deal: BaseEvent, published: date | None) -> bool:
    last = getattr(getattr(deal, "date", None), "last_day", None)
    return published is not None and last is not None and deal.status == "completed" and (published - last).days > MONTH


def _is_total(deal: Placed, mine: Placed, article: Any) -> bool:
    if getattr(deal.event, "type", "") != "FundingRound" or _shaky(deal.event) or _shaky(mine.event) or not _larger(mine.event, deal.event):
        return False
    start, end = article.sentences[mine.sentence]
    words = _around(deal, mine, article)
    if _says("earlier", words) or (deal.event.status == "completed") != (mine.event.status == "completed"):
        return False
    return _says("total", article.text[start:end])


def _is_stake_after(deal: Placed, mine: Placed, article: Any) -> bool:
    takeover, stake = deal.event, mine.event
    buyers = names_of(getattr(takeover, "acquirers", []))
    holder = getattr(stake, "holder", None)
    if getattr(takeover, "type", "") != "Acquisition" or holder is None or name_key(holder) not in buyers:
        return False
    if _shaky(takeover) or _shaky(stake) or not dates_meet(getattr(takeover, "date", None), getattr(stake, "date", None)):
        return False
    words = _around(deal, mine, article)
    return _says("stake", words) and not _says("earlier", words)


Fits = Callable[[Placed, Placed, Any], bool]
_RELATIONS: dict[str, tuple[str, Fits]] = {
    "Valuation": ("valuation", _is_valuation), "TotalRaised": ("total", _is_total), "Stake": ("stake", _is_stake_after)}


def _groups(events: Sequence[BaseEvent]) -> Iterator[list[int]]:
    """Events of one type and identity, in the order of the article."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, event in enumerate(events):
        if event.ANCHOR:
            for key in identities(event):
                found[key].append(i)
    yield from (group for group in found.values() if len(group) > 1)


def _denials(events: Sequence[BaseEvent]) -> Iterator[tuple[int, str, int]]:
    """What is only reported, supposed or intended, with the denial of it that stands nearest."""
    for group in _groups(events):
        denials = [i for i in group if events[i].certainty == "denied"]
        rumours = [i for i in group if events[i].certainty in ("reported", "hypothetical") or events[i].source and i not in denials]
        for i in denials if rumours else ():
            fit = [j for j in rumours if agree(events[i], events[j]) and _one_sum(events[i], events[j])]
            if fit:
                yield min(fit, key=lambda j: abs(j - i)), "denial", i


def _one_sum(one: BaseEvent, other: BaseEvent) -> bool:
    sums = money_key(getattr(one, "amount", None)), money_key(getattr(other, "amount", None))
    return None in sums or sums[0] == sums[1]


def _contradictions(events: Sequence[BaseEvent], article: Any) -> Iterator[tuple[int, str, int]]:
    """Two figures for one deal, in one sentence or the next, by different sources or set against each other by the words between."""
    for group in _groups(events):
        if getattr(events[group[0]], "type", "") not in _COMPARED:
            continue
        spots = sorted((p for i in group for p in _placed(i, events[i], article)), key=lambda p: p.start)
        for one, other in zip(spots, spots[1:], strict=False):
            if other.sentence - one.sentence <= 1 and _at_odds(one, other, article):
                yield one.number, "contradicts", other.number
                yield other.number, "contradicts", one.number


def _at_odds(one: Placed, other: Placed, article: Any) -> bool:
    a, b = one.event, other.event
    sums: list[Money | None] = [getattr(a, "amount", None), getattr(b, "amount", None)]
    if sums[0] is None or sums[1] is None or money_key(sums[0]) == money_key(sums[1]) or sums[0].currency != sums[1].currency:
        return False
    if a.status != b.status or _shaky(a) or _shaky(b) or not agree(a, b):
        return False
    if not any(e.certainty == "reported" or e.source for e in (a, b)):
        return False
    between = article.text[min(one.end, other.start) : other.start]
    start, end = article.sentences[other.sentence]
    after = article.text[other.end : end][:40]
    if _says("earlier", between):
        return False
    return bool(a.source and b.source and a.source != b.source) or _says("contrary", between) or _says("contrary", after)
