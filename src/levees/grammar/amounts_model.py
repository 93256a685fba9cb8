"""What an amount is once read, and the working piece from which it is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from levees.grammar.numerals import Numeral, Page
from levees.schema.money import Money, MoneyMod


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in a text: `text[start:end] == amount.text`, values in units of the currency.

    `certain` is False for candidates, which an event must certify; `elliptic` ones lack a currency or a magnitude.
    """

    start: int
    end: int
    text: str
    amount: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    currency_inferred: bool = False
    mod: str | None = None
    converted: Amount | None = None
    per_share: bool = False
    elliptic: bool = False
    inherited: tuple[str, ...] = ()
    certain: bool = True
    number_start: int = 0
    number_end: int = 0

    def to_money(self) -> Money:
        """Return the schema's Money for this amount.

        >>> from levees.grammar.amounts import find_amounts
        >>> find_amounts("près de 12 M€")[0].to_money().mod.value
        'approx'
        """
        return Money(
            text=self.text,
            start=self.start,
            end=self.end,
            amount=self.amount,
            low=self.low,
            high=self.high,
            currency=self.currency,
            currency_inferred=self.currency_inferred,
            mod=None if self.mod is None else MoneyMod(self.mod),
            per_share=self.per_share,
            converted=None if self.converted is None else self.converted.to_money(),
        )


@dataclass(slots=True)
class Piece:
    """One numeral with what stands around it; `bare` when neither a magnitude nor a currency does."""

    numeral: Numeral
    start: int
    end: int
    number_start: int
    number_end: int
    base: Decimal
    magnitude: Decimal | None
    currency: str | None = None
    inferred: bool = False
    family: str | None = None
    mod: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    certain: bool = True
    tainted: bool = False
    per_share: bool = False
    prefixed: bool = False
    spelled: bool = False
    inherited: tuple[str, ...] = ()
    converted: Amount | None = None
    dropped: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        """The number with its magnitude."""
        return self.base if self.magnitude is None else self.base * self.magnitude

    @property
    def bare(self) -> bool:
        """Whether only a number was read."""
        return self.currency is None and self.magnitude is None


def tidy(value: Decimal) -> Decimal:
    """Drop trailing zeros and exponents: 2500000.0 and 2.5E+6 both become 2500000.

    >>> tidy(Decimal("2500000.0"))
    Decimal('2500000')
    """
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) if value.adjusted() < 27 else value
    return value.normalize()


def finish(p: Page, piece: Piece) -> Amount:
    """Freeze a piece."""
    ranged = piece.low is not None or piece.high is not None
    vague = piece.numeral.vague and not ranged
    low = piece.value if vague else piece.low
    return Amount(
        start=piece.start,
        end=piece.end,
        text=p.text[piece.start : piece.end],
        amount=None if ranged or vague else tidy(piece.value),
        low=None if low is None else tidy(low),
        high=None if piece.high is None else tidy(piece.high),
        currency=piece.currency,
        currency_inferred=piece.inferred,
        mod=piece.mod,
        converted=piece.converted,
        per_share=piece.per_share,
        elliptic=piece.currency is None or bool(piece.inherited),
        inherited=piece.inherited,
        certain=piece.certain,
        number_start=piece.number_start,
        number_end=piece.number_end,
    )
