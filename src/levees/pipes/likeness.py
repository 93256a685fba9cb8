"""When values of two events are the same, or at least do not exclude each other."""

from __future__ import annotations

from levees.schema import BaseEvent, Money, Party, TimeExpression


def name_key(party: Party) -> str:
    """A party's name as it is compared: without case, spaces and signs.

    >>> name_key(Party(name="Saint-Gobain", text="Saint-Gobain")) == name_key(Party(name="SAINT GOBAIN", text="SAINT GOBAIN"))
    True
    """
    return "".join(c for c in party.name.casefold() if c.isalnum()) or party.name


def money_key(money: Money | None) -> tuple[object, ...] | None:
    """What makes an amount that amount: value or range, and currency; None for none.

    >>> money_key(Money(text="12 M€", amount="12000000", currency="EUR"))
    (Decimal('12000000'), None, None, 'EUR')
    """
    return None if money is None else (money.amount, money.low, money.high, money.currency)


def identities(event: BaseEvent) -> list[tuple[object, ...]]:
    """What the event may be known by (`ANCHOR`): a key for each row of slots that it fills, failing a row its amount or count.

    >>> from levees.schema import Founding
    >>> identities(Founding(company=Party(name="Alba", text="Alba")))
    [('Founding', 'company', 'alba')]
    """
    out: list[tuple[object, ...]] = []
    kind = getattr(event, "type", type(event).__name__)
    for row in event.ANCHOR:
        values = [getattr(event, slot) for slot in row.split("+")]
        if all(v is not None and v != [] for v in values):
            out.append((kind, row, *(_key(v) for v in values)))
    if not event.ANCHOR:
        value = getattr(event, "amount", None) or getattr(event, "count", None)
        if value is not None:
            out.append((kind, "", _key(value)))
    return out


def _key(value: object) -> object:
    if isinstance(value, Party):
        return name_key(value)
    if isinstance(value, Money):
        return money_key(value)
    return tuple(sorted(name_key(p) for p in value)) if isinstance(value, list) else value


def dates_meet(one: TimeExpression | None, other: TimeExpression | None) -> bool:
    """Whether two dates may be one: either is missing or unresolved, or their days overlap.

    >>> year = TimeExpression(text="en 2021", value="2021", first_day="2021-01-01", last_day="2021-12-31")
    >>> day = TimeExpression(text="mardi", value="2024-05-14", first_day="2024-05-14", last_day="2024-05-14")
    >>> dates_meet(year, day), dates_meet(year, None)
    (False, True)
    """
    if one is None or other is None or one.value == other.value:
        return True
    if one.first_day is None or one.last_day is None or other.first_day is None or other.last_day is None:
        return True
    return one.first_day <= other.last_day and other.first_day <= one.last_day


# slots in which two events of one company must agree to be one
_TELLING = frozenset({"direction", "round", "kind", "percent", "metric", "count"})
_PARTIES = {"Acquisition": "acquirers", "LeadershipChange": "company", "ProductLaunch": "company"}


def agree(one: BaseEvent, other: BaseEvent) -> bool:
    """Whether two events may be about one deal, their amounts, status and certainty left aside: same type, one identity, and no slot
    of the one excludes the other's.

    >>> from levees.schema import FundingRound
    >>> alba = Party(name="Alba", text="Alba")
    >>> agree(FundingRound(company=alba, round="seed"), FundingRound(company=alba, round="series_a"))
    False
    """
    if type(one) is not type(other) or one.ANCHOR and not {*identities(one)} & {*identities(other)}:
        return False
    mine, theirs = one.filled(), other.filled()
    for slot in mine.keys() & theirs.keys():
        a, b = mine[slot], theirs[slot]
        if slot in _TELLING and a != b or isinstance(a, TimeExpression) and isinstance(b, TimeExpression) and not dates_meet(a, b):
            return False
        if slot == _PARTIES.get(type(one).__name__) and not names_of(a) & names_of(b):
            return False
    return True


def names_of(value: Party | list[Party]) -> set[str]:
    """The names in a slot, as they are compared."""
    return {name_key(p) for p in (value if isinstance(value, list) else [value])}
