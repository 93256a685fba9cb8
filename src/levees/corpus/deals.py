"""Deals across articles: the events of many articles that tell of one real deal, joined.

Claims are taken in the order of publication, and each joins at most one deal that began before it. So what is published
later changes no deal's beginning, and with it no id. In doubt a claim stays alone: precision before recall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from levees.corpus.claims import PARTNERS, Amount, Claim, claims_of, published_days
from levees.schema import Extraction

# days between two tellings of one deal
WINDOW = {"FundingRound": 180, "Acquisition": 540, "Ipo": 540, "FundClosing": 360, "Stake": 180}
NEAR, AFTERMATH = 30, 14
# with these the partner is part of what the deal is: another one, another deal; a company goes public once
_DEFINED = frozenset({"Acquisition", "Ipo", "FundClosing"})
_ONCE = frozenset({"Ipo"})
_NARROW = 62  # days; longer periods do not say where a deal stands in time
_BUCKET = 60  # days
_PERCENT = Decimal("0.5")


@dataclass
class Deal:
    """One real deal and all that was said of it, in the order of publication. `id` is kept when later articles join.

    >>> from levees.schema import FundingRound, Money, Party
    >>> alba, money = Party(name="Alba", text="Alba"), Money(text="12 M€", amount="12000000", currency="EUR")
    >>> told = FundingRound(company=alba, amount=money)
    >>> said = [Extraction(id=i, published=f"2024-05-1{i}", text="Alba lève 12 M€.", events=[told]) for i in "45"]
    >>> [len(deal.claims) for deal in join(said)]
    [2]
    """

    claims: list[Claim]
    id: str = ""
    keys: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    percent: Decimal | None = None
    amounts: list[Amount] = field(default_factory=list)
    days: tuple[int, int] | None = None
    settled: int | None = None
    articles: set[str] = field(default_factory=set)

    def add(self, claim: Claim) -> None:
        """Take in one more claim."""
        self.keys |= claim.keys
        self.aliases |= claim.aliases
        self.ids |= dict(claim.ids)
        self.partners = {**dict(claim.partners), **self.partners}
        self.facts = {**dict(claim.facts), **self.facts}
        self.percent = claim.percent if self.percent is None else self.percent
        self.amounts += [a for a in claim.amounts if a not in self.amounts]
        self.articles.add(claim.article)
        if claim.days and (self.days is None or claim.days[1] - claim.days[0] <= _NARROW):
            old = self.days if self.days and self.days[1] - self.days[0] <= max(_NARROW, WINDOW[claim.type]) else None
            self.days = (min(old[0], claim.days[0]), max(old[1], claim.days[1])) if old else claim.days
        if claim.settled and claim.days:
            self.settled = min(self.settled or claim.days[1], claim.days[1])

    @property
    def amount(self) -> tuple[Claim, Amount] | None:
        """The figure that counts most: said of the deal as done rather than to come, then by most articles, then last; and who said it."""
        said = [(claim, claim.amounts[0]) for claim in self.claims if claim.amounts]
        count = Counter(amount.said for _, amount in said)
        ranked = ((claim.settled, count[amount.said], n) for n, (claim, amount) in enumerate(said))
        return said[max(ranked)[2]] if said else None

    @property
    def amounts_disagree(self) -> bool:
        """Whether two figures in one currency exclude each other."""
        return any(a.currency == b.currency and not a.meets(b) for n, a in enumerate(self.amounts) for b in self.amounts[:n])


def join(extractions: Iterable[Extraction], *, known: Mapping[tuple[str, str], str] | None = None) -> list[Deal]:
    """The deals that extractions tell of, the earliest first. Ids are kept for claims, by article and event id, that `known` gives one.

    An extraction without an id is called by its place (`#3`); an event that stands twice is taken once.
    """
    claims: dict[tuple[str, str], Claim] = {}
    for n, extraction in enumerate(extractions, start=1):
        for claim in claims_of(extraction, extraction.id or f"#{n}"):
            claims.setdefault((claim.article, claim.event), claim)
    return join_claims(claims.values(), known=known)


def join_claims(claims: Iterable[Claim], *, known: Mapping[tuple[str, str], str] | None = None) -> list[Deal]:
    """As `join`, of claims that are read already."""
    blocks, told, deals = Blocks(), {}, []
    # what an event is linked to comes before it
    order = sorted(claims, key=lambda c: (c.published or "9999", c.article, bool(c.links), c.event))
    for claim in order:
        deal = next((found for event in claim.links if (found := told.get((claim.article, event)))), None)
        if deal is None or deal.claims[0].type != claim.type:
            deal = _best(claim, blocks.near(claim))
        if deal is None:
            deal = Deal([])
            deals.append(deal)
        deal.claims.append(claim)
        deal.add(claim)
        blocks.note(deal, claim)
        told[claim.article, claim.event] = deal
    _name(deals, known or {})
    return deals


class Blocks:
    """Where deals lie that a claim may belong to: by company and two months, and by company, round and figure at any time."""

    def __init__(self) -> None:
        self._at: dict[tuple[Any, ...], dict[int, Deal]] = {}

    def note(self, deal: Deal, claim: Claim) -> None:
        """A deal has taken in a claim."""
        days = range(deal.days[0] // _BUCKET, deal.days[1] // _BUCKET + 1) if deal.days else ()
        for key in deal.keys | deal.aliases:
            for place in (*((claim.type, key, n) for n in days), *_exact(claim, key)):
                self._at.setdefault(place, {})[id(deal)] = deal

    def near(self, claim: Claim) -> list[Deal]:
        """The deals that a claim is to be compared with, in the order in which they were noted."""
        window = WINDOW[claim.type]
        days = range((claim.days[0] - window) // _BUCKET, (claim.days[1] + window) // _BUCKET + 1) if claim.days else ()
        found: dict[int, Deal] = {}
        for key in sorted(claim.keys | claim.aliases):
            for place in (*((claim.type, key, n) for n in days), *_exact(claim, key)):
                found |= self._at.get(place, {})
        return list(found.values())


def _exact(claim: Claim, key: str) -> Iterable[tuple[Any, ...]]:
    if claim.facts or claim.partners:
        for amount in claim.amounts:
            yield claim.type, key, amount.said, amount.currency


def _best(claim: Claim, deals: list[Deal]) -> Deal | None:
    """The deal that a claim fits best; none where nothing but the company speaks for several."""
    ranked = sorted(((*fit, n) for n, deal in enumerate(deals) if (fit := _fit(deal, claim))), reverse=True)
    if not ranked or len(ranked) > 1 and ranked[0][0] == ranked[1][0] == 0:
        return None
    return deals[ranked[0][2]]


def _fit(deal: Deal, claim: Claim) -> tuple[int, int] | None:
    """How much speaks for it that a claim is of a deal, and how near it is in time; None where it is not, or not surely enough."""
    gap, amount = _gap(deal.days, claim.days), _same_amount(deal.amounts, claim.amounts)
    lax = claim.type in _DEFINED or claim.partners or claim.facts
    if not lax and amount is False or not amount and (gap is None or gap > WINDOW[claim.type]):
        return None  # most end here: what follows costs more
    facts, partners = dict(claim.facts), {key for key, _ in claim.partners}
    shared = bool(partners & deal.partners.keys())
    percents = claim.percent is not None and deal.percent is not None
    if (
        claim.article in deal.articles  # an article's own events have been weighed against each other already
        or any(deal.ids.get(scheme, value) != value for scheme, value in claim.ids)
        or any(len({deal.facts.get(slot, value), value} - {"mixed"}) > 1 for slot, value in facts.items())
        or (percents and abs(claim.percent - deal.percent) > _PERCENT)  # type: ignore[operator]
        or (claim.type in _DEFINED and partners and deal.partners and not shared)
    ):
        return None
    round_too = "round" in facts and "round" in deal.facts
    support = 2 * (amount is True) + 2 * shared + round_too + percents
    if not claim.keys & deal.keys and not support:
        return None  # a short form may be another company's
    if gap is None or gap > WINDOW[claim.type]:
        return (support, -(gap or 0)) if amount and claim.keys & deal.keys and (round_too or shared and gap is None) else None
    defined = claim.type in _DEFINED and shared or claim.type in _ONCE
    if not defined and deal.settled and claim.status in ("planned", "ongoing") and claim.days and claim.days[0] > deal.settled + AFTERMATH:
        return None  # who has closed a round and looks for money looks for more
    near = gap <= NEAR and any(_near(told, claim) for told in deal.claims)
    if amount is None:
        enough = defined or support or near
    elif amount:
        enough = True
    else:
        # figures differ: outlets disagree, or a rumour was wrong
        unsettled = not claim.settled or not any(c.settled for c in deal.claims)
        enough = defined or round_too and shared and gap <= NEAR or unsettled and (round_too or shared) and claim.type == "FundingRound"
    return (support, -gap) if enough else None


def _same_amount(ours: Iterable[Amount], theirs: Iterable[Amount]) -> bool | None:
    """Whether figures agree; None where no two are in one currency."""
    answers = [a.meets(b) for a in ours for b in theirs if a.currency == b.currency]
    return any(answers) if answers else None


def _near(one: Claim, other: Claim) -> bool:
    """Whether two claims are of one month, by the days of the deal, if these are narrow, or by those of publication."""
    pairs = (one.days, other.days), (published_days(one.published), published_days(other.published))
    narrow = ((a, b) for a, b in pairs if a and b and max(a[1] - a[0], b[1] - b[0]) <= _NARROW)
    return any(max(0, a[0] - b[1], b[0] - a[1]) <= NEAR for a, b in narrow)


def _gap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int | None:
    return max(0, one[0] - other[1], other[0] - one[1]) if one and other else None


def _name(deals: list[Deal], known: Mapping[tuple[str, str], str]) -> None:
    """Give ids: the one a deal's earliest claim had, else of the type, company and first facts of its first claim."""
    used: set[str] = set()
    fresh: list[Deal] = []
    for deal in deals:
        had = (known[place] for c in deal.claims if (place := (c.article, c.event)) in known)
        deal.id = next((name for name in had if name not in used), "")
        used.add(deal.id)
        if not deal.id:
            fresh.append(deal)
    for deal in fresh:
        name, n = _digest(deal.claims[0]), 1
        deal.id = name
        while deal.id in used:
            n += 1
            deal.id = f"{name}-{n}"
        used.add(deal.id)


def _digest(first: Claim) -> str:
    amount = [str(v.normalize()) for v in first.amounts[0].said] + [first.amounts[0].currency] if first.amounts else []
    partners = sorted(key for key, _ in first.partners) if PARTNERS[first.type] and not amount else []
    month = date.fromordinal(first.days[0]).isoformat()[:7] if first.days else ""
    stable = [first.type, min(first.keys), month, *amount, *(f"{k}={v}" for k, v in first.facts), *partners]
    return "deal-" + sha256("\x1f".join(stable).encode()).hexdigest()[:16]
