"""The twelve shipped event types, as a union told apart by `type`; those of packs are in `own.py`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from levees.schema.base import Model, PlainDecimal
from levees.schema.dates import TimeExpression
from levees.schema.money import Money
from levees.schema.parties import Party


class Status(StrEnum):
    """How far the deal is."""

    COMPLETED = "completed"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class Certainty(StrEnum):
    """How far the article stands behind it (after FactBank)."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Round(StrEnum):
    """The name of a round."""

    PRE_SEED = "pre_seed"
    SEED = "seed"
    SERIES_A = "series_a"
    SERIES_B = "series_b"
    SERIES_C = "series_c"
    SERIES_D = "series_d"
    SERIES_E = "series_e"
    SERIES_F = "series_f"
    SERIES_G = "series_g"
    SERIES_H = "series_h"
    SERIES_I = "series_i"
    SERIES_J = "series_j"
    BRIDGE = "bridge"
    GROWTH = "growth"


class Instrument(StrEnum):
    """The form that the money takes."""

    EQUITY = "equity"
    DEBT = "debt"
    CONVERTIBLE = "convertible"
    GRANT = "grant"
    MIXED = "mixed"


class Basis(StrEnum):
    """What a valuation is measured on."""

    PRE_MONEY = "pre_money"
    POST_MONEY = "post_money"
    MARKET_CAP = "market_cap"


class Metric(StrEnum):
    """The line of the accounts that a result is about."""

    REVENUE = "revenue"
    NET_INCOME = "net_income"
    NET_LOSS = "net_loss"
    OPERATING_INCOME = "operating_income"
    EBITDA = "ebitda"
    RECURRING_REVENUE = "recurring_revenue"
    ORDERS = "orders"
    DEBT = "debt"
    CASH = "cash"
    GUIDANCE_REVENUE = "guidance_revenue"


class StakeKind(StrEnum):
    """Whether a share is counted in capital or in votes."""

    CAPITAL = "capital"
    VOTES = "votes"


class Direction(StrEnum):
    """Whether an executive comes or goes."""

    JOINS = "joins"
    LEAVES = "leaves"


class Span(Model):
    """Characters `start` to `end` (exclusive) of the article."""

    start: int
    end: int


class Ground(Model):
    """Where and how a slot was read: the words, the strategy that found them, and the chance that the slot is right.

    Of a slot with several parties the chance is that of the least sure one; each `Party` has its own.
    """

    text: str | None = None
    start: int | None = None
    end: int | None = None
    strategy: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None


class Trigger(Model):
    """The words that made a rule look here."""

    text: str
    start: int
    end: int


class BaseEvent(Model):
    """What all events share."""

    id: str | None = None
    status: Status = Status.COMPLETED
    certainty: Certainty = Certainty.ASSERTED
    source: str | None = None
    trigger: Trigger | None = None
    evidence: Span | None = None
    rule: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    links: dict[str, str] = {}
    grounds: dict[str, Ground] = {}

    # which slots say that two events are one: any of these, slots joined by + only together
    ANCHOR: ClassVar[tuple[str, ...]] = ()

    def filled(self) -> dict[str, Any]:
        """The slots of the event's own type that have a value, in the order of the type.

        >>> list(FundingRound(round="seed").filled())
        ['round']
        """
        own = [*(n for n in type(self).model_fields if n not in BaseEvent.model_fields and n != "type"), *(self.model_extra or ())]
        return {n: value for n in own if (value := getattr(self, n)) is not None and value != []}


class FundingRound(BaseEvent):
    """A company takes money in: equity, debt, convertible or grant."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("company",)

    type: Literal["FundingRound"] = "FundingRound"
    company: Party | None = None
    amount: Money | None = None
    round: Round | None = None
    instrument: Instrument | None = None
    investors: list[Party] = []
    advisors: list[Party] = []
    date: TimeExpression | None = None


class Valuation(BaseEvent):
    """What a company is said to be worth."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("company",)

    type: Literal["Valuation"] = "Valuation"
    company: Party | None = None
    amount: Money | None = None
    basis: Basis | None = None
    date: TimeExpression | None = None


class TotalRaised(BaseEvent):
    """Money raised in total, since the start or over several rounds."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("company",)

    type: Literal["TotalRaised"] = "TotalRaised"
    company: Party | None = None
    amount: Money | None = None
    date: TimeExpression | None = None


class FundClosing(BaseEvent):
    """An investment firm raises or closes a fund of its own."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("manager", "fund")

    type: Literal["FundClosing"] = "FundClosing"
    manager: Party | None = None
    fund: Party | None = None
    amount: Money | None = None
    investors: list[Party] = []
    date: TimeExpression | None = None


class Acquisition(BaseEvent):
    """Control of a company changes hands; mergers too."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("target",)

    type: Literal["Acquisition"] = "Acquisition"
    acquirers: list[Party] = []
    target: Party | None = None
    sellers: list[Party] = []
    amount: Money | None = None
    percent: PlainDecimal | None = None
    date: TimeExpression | None = None


class Ipo(BaseEvent):
    """A listing: planned, priced or done; `amount` is what it raises."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("company",)

    type: Literal["Ipo"] = "Ipo"
    company: Party | None = None
    amount: Money | None = None
    exchange: Party | None = None
    date: TimeExpression | None = None


class Stake(BaseEvent):
    """A minority stake taken, held, raised or sold."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("holder+company",)

    type: Literal["Stake"] = "Stake"
    holder: Party | None = None
    company: Party | None = None
    percent: PlainDecimal | None = None
    kind: StakeKind | None = None
    amount: Money | None = None
    date: TimeExpression | None = None


class MarketActivity(BaseEvent):
    """Totals of a market: money invested in a quarter, number of deals."""

    type: Literal["MarketActivity"] = "MarketActivity"
    scope: str | None = None
    amount: Money | None = None
    count: PlainDecimal | None = None
    change_percent: PlainDecimal | None = None
    date: TimeExpression | None = None


class FinancialResult(BaseEvent):
    """A line of a company's accounts, for a period."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("company+metric",)

    type: Literal["FinancialResult"] = "FinancialResult"
    company: Party | None = None
    metric: Metric | None = None
    amount: Money | None = None
    change_percent: PlainDecimal | None = None
    date: TimeExpression | None = None


class Founding(BaseEvent):
    """A company is or was founded."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("company",)

    type: Literal["Founding"] = "Founding"
    company: Party | None = None
    founders: list[Party] = []
    date: TimeExpression | None = None


class LeadershipChange(BaseEvent):
    """An executive or a board member comes or goes."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("person",)

    type: Literal["LeadershipChange"] = "LeadershipChange"
    person: Party | None = None
    company: Party | None = None
    role: str | None = None
    direction: Direction | None = None
    date: TimeExpression | None = None


class ProductLaunch(BaseEvent):
    """A named product is or was launched."""

    ANCHOR: ClassVar[tuple[str, ...]] = ("product",)

    type: Literal["ProductLaunch"] = "ProductLaunch"
    company: Party | None = None
    product: Party | None = None
    date: TimeExpression | None = None


EVENT_TYPES: dict[str, type[BaseEvent]] = {
    cls.__name__: cls
    for cls in (
        FundingRound, Valuation, TotalRaised, FundClosing, Acquisition, Ipo, Stake,
        MarketActivity, FinancialResult, Founding, LeadershipChange, ProductLaunch,
    )
}

ShippedEvent = Annotated[
    FundingRound | Valuation | TotalRaised | FundClosing | Acquisition | Ipo | Stake
    | MarketActivity | FinancialResult | Founding | LeadershipChange | ProductLaunch,
    Field(discriminator="type"),
]
