"""Hypothesis strategies that make Extractions of any shape the schema allows."""

from __future__ import annotations

import typing
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hypothesis import strategies as st

from levees.schema import EVENT_TYPES, Entity, Extraction, Ground, Mention, Money, MoneyMod, Party, PartyKind, Span, TimeExpression, Trigger
from levees.schema.dates import DateMod, Grain

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
offsets = st.integers(0, 10_000)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15)
currencies = st.sampled_from(["EUR", "USD", "CAD", "XOF"])


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


grounding = {"text": words, "start": maybe(offsets), "end": maybe(offsets)}
amounts = st.builds(Money, **grounding, amount=decimals, currency=maybe(currencies),
                    mod=maybe(st.sampled_from(MoneyMod)), converted=st.none())
ranges = st.builds(Money, **grounding, low=decimals, high=decimals, currency=maybe(currencies), converted=maybe(amounts))
parties = st.builds(Party, **grounding, name=words, kind=maybe(st.sampled_from(PartyKind)), entity=maybe(st.integers(0, 9)))
days = st.dates(date(1990, 1, 1), date(2035, 1, 1))
times = st.builds(
    TimeExpression, **grounding, value=st.sampled_from(["2024", "2024-Q3", "XXXX-WXX-4", "P6M", "2023-10/2024-03"]),
    mod=maybe(st.sampled_from(DateMod)), grain=maybe(st.sampled_from(Grain)), first_day=maybe(days), last_day=maybe(days),
)
BY_TYPE = {Party: parties, Money: amounts | ranges, TimeExpression: times, Decimal: decimals, str: words, float: st.floats(0, 1),
           Trigger: st.builds(Trigger, text=words, start=offsets, end=offsets), Span: st.builds(Span, start=offsets, end=offsets)}


def of(annotation: typing.Any) -> st.SearchStrategy:
    """The strategy for the annotation of a slot."""
    inner = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        return of(inner[0])
    if typing.get_origin(annotation) is list:
        return st.lists(of(inner[0]), max_size=2)
    if typing.get_origin(annotation) is dict:
        return st.dictionaries(words, of(inner[1]), max_size=2)
    if type(None) in inner:
        return maybe(of(next(t for t in inner if t is not type(None))))
    if annotation is Ground:
        return st.builds(Ground, text=maybe(words), strategy=maybe(words))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(annotation)
    return BY_TYPE[annotation]


def events() -> st.SearchStrategy:
    def one(cls: type) -> st.SearchStrategy:
        hints = typing.get_type_hints(cls, include_extras=True)
        return st.builds(cls, **{name: of(hints[name]) for name in cls.model_fields if name != "type"})

    return st.one_of([one(cls) for cls in EVENT_TYPES.values()])


entities = st.builds(Entity, name=words, kind=maybe(st.sampled_from(PartyKind)), aliases=st.lists(words, max_size=2),
                     ids=st.just({}), mentions=st.lists(st.builds(Mention, **grounding), max_size=2))
extractions = st.builds(
    Extraction, id=maybe(words), published=maybe(st.sampled_from(["2024", "2024-05", "2024-05-14"])), text=words,
    fingerprint=maybe(words), entities=st.lists(entities, max_size=2), events=st.lists(events(), max_size=3),
)
