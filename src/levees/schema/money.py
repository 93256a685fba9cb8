"""Amounts of money (ISO 4217 currencies) with the modifiers of the guide."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from levees.schema.base import Grounded, PlainDecimal


class MoneyMod(StrEnum):
    """How the text hedges an amount (after TIMEX3's and ACE's modifiers)."""

    APPROX = "approx"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Money(Grounded):
    """An amount of money, in units of its currency (not in thousands or millions).

    `amount` is set for a single value, `low` and `high` for a range; `currency` is an ISO 4217 code.

    >>> Money(text="12 M€", amount="12000000", currency="EUR").amount
    Decimal('12000000')
    """

    amount: PlainDecimal | None = None
    low: PlainDecimal | None = None
    high: PlainDecimal | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    currency_inferred: bool = False
    mod: MoneyMod | None = None
    per_share: bool = False
    converted: Money | None = None

    @model_validator(mode="after")
    def _one_value_or_a_range(self) -> Self:
        if self.amount is None and self.low is None and self.high is None:
            raise ValueError("a Money needs an amount, or a low and a high")
        if self.amount is not None and (self.low is not None or self.high is not None):
            raise ValueError("a Money has an amount or a range, not both")
        return self
