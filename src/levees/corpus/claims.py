"""What one article says of one deal, in the terms in which deals are compared: keys, amounts as intervals, days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

from levees.names.canonical import name_key
from levees.schema import BaseEvent, Entity, Extraction, Money, MoneyMod, Party, TimeExpression

# the slot of those with whom the deal is made, and the slot that is the deal's own company
PARTNERS = {"FundingRound": "investors", "Acquisition": "acquirers", "Ipo": "exchange", "FundClosing": "fund", "Stake": None}
COMPANY = {"Acquisition": ("target",), "FundClosing": ("manager", "fund")}
_FACTS = ("round", "instrument", "kind")
_EXACT, _HEDGED = Decimal("0.03"), Decimal("0.10")
_LONGEST = 366  # days; a longer period says nothing of when a deal was
_SHORTEST_ALIAS = 3

_key = lru_cache(maxsize=1 << 16)(name_key)


@dataclass(frozen=True, slots=True)
class Amount:
    """What an amount may be: `low` to `high`, tolerance included, in units of the currency; `said` is the figure or range itself."""

    low: Decimal
    high: Decimal
    currency: str
    said: tuple[Decimal, Decimal]

    def meets(self, other: Amount) -> bool:
        """Whether both may be one figure; currencies are compared by the caller."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says of one deal. Days are proleptic ordinals (`date.toordinal`)."""

    article: str
    event: str
    published: str | None
    type: str
    status: str
    certainty: str
    source: str | None
    evidence: str | None
    company: str
    keys: frozenset[str]
    aliases: frozenset[str]
    ids: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    partners: tuple[tuple[str, str], ...]  # key and name
    facts: tuple[tuple[str, str], ...]
    percent: Decimal | None
    amounts: tuple[Amount, ...]  # as said first, then conversions
    amount_text: str | None
    days: tuple[int, int] | None
    links: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether the article states it as done."""
        return self.status == "completed" and self.certainty == "asserted"


def claims_of(extraction: Extraction, article: str) -> Iterator[Claim]:
    """The claims of an article's events that are deals and say whose."""
    for n, event in enumerate(extraction.events):
        if event.type in PARTNERS and (claim := _claim(event, extraction, article, n)):
            yield claim


def _claim(event: BaseEvent, extraction: Extraction, article: str, n: int) -> Claim | None:
    keys: set[str] = set()
    aliases: set[str] = set()
    for row in event.ANCHOR:
        parties = [getattr(event, slot) for slot in row.split("+")]
        if all(parties):
            known = [_keys(p, extraction.entities) for p in parties]
            keys |= {" + ".join(some) for some in product(*(own for own, _ in known))}
            aliases |= {" + ".join(some) for some in product(*(own | other for own, other in known))}
    company = next((p for slot in COMPANY.get(event.type, ("company",)) if (p := getattr(event, slot))), None)
    if not keys or company is None:
        return None
    money, when = getattr(event, "amount", None), getattr(event, "date", None)
    return Claim(
        article=article,
        event=event.id or f"{article}#{n}",
        published=extraction.published,
        type=event.type,
        status=event.status.value,
        certainty=event.certainty.value,
        source=event.source,
        evidence=extraction.text[event.evidence.start : event.evidence.end] if event.evidence else None,
        company=company.name,
        keys=frozenset(keys),
        aliases=frozenset(aliases - keys),
        ids=tuple(sorted(_ids(company, extraction.entities).items())),
        names=(company.name, *(e.aliases if (e := _entity(company, extraction.entities)) else ())),
        partners=tuple((_key(p.name), p.name) for p in _parties(event, PARTNERS[event.type])),
        facts=tuple((slot, str(value)) for slot in _FACTS if (value := getattr(event, slot, None)) is not None),
        percent=getattr(event, "percent", None),
        amounts=tuple(_amounts(money)),
        amount_text=money.text if money else None,
        days=_days(event, when, extraction.published),
        links=tuple(event.links[name] for name in ("denial", "contradicts") if name in event.links),
    )


def _parties(event: BaseEvent, slot: str | None) -> Sequence[Party]:
    value: Any = getattr(event, slot) if slot else None
    return value if isinstance(value, list) else [value] if value else []


def _entity(party: Party, entities: Sequence[Entity]) -> Entity | None:
    return entities[party.entity] if party.entity is not None and 0 <= party.entity < len(entities) else None


def _ids(party: Party, entities: Sequence[Entity]) -> dict[str, str]:
    entity = _entity(party, entities)
    return {**(entity.ids if entity else {}), **party.ids}


def _keys(party: Party, entities: Sequence[Entity]) -> tuple[set[str], set[str]]:
    """By what a party is surely known, and by what perhaps."""
    entity = _entity(party, entities)
    own = {_key(party.name), *(f"{scheme}={value}" for scheme, value in _ids(party, entities).items())}
    return own, {key for name in (entity.aliases if entity else ()) if len(key := _key(name)) >= _SHORTEST_ALIAS}


def _amounts(money: Money | None) -> Iterator[Amount]:
    # a price per share is no size of a deal
    while money is not None and not money.per_share:
        low = money.amount if money.amount is not None else money.low if money.low is not None else money.high
        high = money.amount if money.amount is not None else money.high if money.high is not None else money.low
        if money.currency and low is not None and high is not None:
            slack = _HEDGED if money.mod or money.currency_inferred else _EXACT
            below, above = low - abs(low) * slack, high + abs(high) * slack
            if money.mod in (MoneyMod.MORE_THAN, MoneyMod.AT_LEAST):
                below, above = low, high + abs(high) / 4
            elif money.mod in (MoneyMod.LESS_THAN, MoneyMod.AT_MOST):
                below, above = low - abs(low) / 4, high
            yield Amount(below, above, money.currency, (low, high))
        money = money.converted


def _days(event: BaseEvent, when: TimeExpression | None, published: str | None) -> tuple[int, int] | None:
    told = published_days(published)
    if when is None or when.first_day is None or when.last_day is None:
        return told if when is None or event.status != "completed" else None
    days = when.first_day.toordinal(), when.last_day.toordinal()
    if days[1] - days[0] > _LONGEST:
        return None
    # what is not done yet is under way from the day it is told to the day that is named
    return days if event.status == "completed" or told is None else (min(days[0], told[0]), max(days[1], told[1]))


def published_days(published: str | None) -> tuple[int, int] | None:
    """The first and last day, as ordinals, of a day, month or year of publication."""
    if published is None:
        return None
    parts = [int(part) for part in published.split("-")]
    first = date(*(parts + [1, 1])[:3]).toordinal()
    return first, first + (0 if len(parts) == 3 else 30 if len(parts) == 2 else 365)
