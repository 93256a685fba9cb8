"""Event types of packs: declared slots become a frozen model; types that nobody declared read back as generic events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any, Literal, Union, cast

from pydantic import (
    ConfigDict,
    Discriminator,
    Field,
    SerializeAsAny,
    StringConstraints,
    Tag,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    create_model,
    model_validator,
)

from levees.schema.base import PlainDecimal
from levees.schema.dates import TimeExpression
from levees.schema.events import EVENT_TYPES, BaseEvent, ShippedEvent
from levees.schema.money import Money
from levees.schema.parties import Party

# what a slot may be declared to hold; a list of words is a closed choice
HOLDS: dict[str, Any] = {
    "party": Party | None,
    "parties": list[Party],
    "money": Money | None,
    "date": TimeExpression | None,
    "number": PlainDecimal | None,
    "text": str | None,
}
_TYPE_NAME, _SLOT_NAME = re.compile(r"[A-Z][A-Za-z0-9]*"), re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = frozenset({"type", "article", "event", "published"})  # what a row of a table is called already
_own: dict[str, type[BaseEvent]] = {}


class GenericEvent(BaseEvent):
    """An event of a type that no loaded pack declares: its slots are kept as they are, grounded values as their models.

    >>> event = GenericEvent.model_validate({"type": "Layoff", "company": {"name": "Alba", "text": "Alba"}, "count": "120"})
    >>> event.company.name, event.count
    ('Alba', '120')
    """

    model_config = ConfigDict(extra="allow")

    type: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$")]

    @model_validator(mode="before")
    @classmethod
    def _ground(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        kind = str(data.get("type", ""))
        near = next((name for name in EVENT_TYPES if name.lower() == kind.lower()), None)
        if near is not None:
            raise ValueError(f"{kind!r} is no event type; did you mean {near}?")
        return {key: value if key in cls.model_fields else _grounded(value) for key, value in data.items()}


def _grounded(value: Any) -> Any:
    """A plain value as the model that it has the shape of, or as it is."""
    if isinstance(value, list):
        return [_grounded(inner) for inner in value]
    if isinstance(value, Mapping) and "text" in value:
        for key, model in (("name", Party), ("value", TimeExpression), ("amount", Money), ("low", Money)):
            if key in value:
                with suppress(ValueError):
                    return model.model_validate(value)
    return value


def declare(name: str, slots: Mapping[str, str | Sequence[str]], main: Sequence[str], doc: str = "") -> type[BaseEvent]:
    """Make an event type of declared slots and let extractions know it; declaring it again replaces it.

    `slots` says what each slot holds: party, parties, money, date, number, text, or a list of the words that it may be.
    `main` names the slots by which two events are one (joined by + where they count together only). Raises ValueError for a name
    that is taken or no name, and for a slot that holds nothing known.

    >>> Visit = declare("Visit", {"company": "party", "days": "number"}, ["company"])
    >>> str(Visit(company=Party(name="Alba", text="Alba"), days="3").days)
    '3'
    >>> forget("Visit")
    """
    if name in EVENT_TYPES:
        raise ValueError(f"{name!r} is an event type that levees has already; give yours another name")
    if not _TYPE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for an event type; it begins with a capital and has letters and figures only")
    fields: dict[str, Any] = {"type": (Literal[name], name)}
    for slot, holds in slots.items():
        if not _SLOT_NAME.fullmatch(slot) or hasattr(BaseEvent, slot) or slot in _TAKEN or slot in BaseEvent.model_fields:
            raise ValueError(f"{slot!r} cannot be a slot of {name}: the word is taken, or has more than small letters, figures and _")
        if isinstance(holds, str):
            if holds not in HOLDS:
                raise ValueError(f"{slot} of {name} holds {holds!r}; known are {', '.join(HOLDS)}, or a list of the words it may be")
            fields[slot] = (HOLDS[holds], [] if holds == "parties" else None)
        else:
            fields[slot] = (Literal[tuple(holds)] | None, None)
    for row in main:
        for slot in row.split("+"):
            if slot not in slots:
                raise ValueError(f"main of {name} names {slot!r}, which is none of its slots ({', '.join(slots)})")
    made = cast("type[BaseEvent]", create_model(name, __base__=OwnEvent, __doc__=doc or f"An event of the type {name}.", **fields))
    made.ANCHOR = tuple(main)
    _own[name] = made
    return made


class OwnEvent(BaseEvent):
    """Base of the types that packs declare."""

    def __reduce__(self) -> Any:
        # a class made at run time cannot be found by name in another process: send what is needed to read it back
        return read_own, (self.model_dump(mode="json"),)


def read_own(data: Any) -> BaseEvent:
    """An event of a declared type, or a generic one."""
    return _own.get(str(data.get("type")), GenericEvent).model_validate(data)


def forget(name: str) -> None:
    """Take a declared type out again; its events then read back as generic ones."""
    _own.pop(name, None)


def event_types() -> dict[str, type[BaseEvent]]:
    """The shipped event types and those that packs have declared, by name."""
    return EVENT_TYPES | _own


def _read(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, BaseEvent):
        return value
    made = _own.get(str(value.get("type"))) if isinstance(value, Mapping) else None
    return handler(value) if made is None else made.model_validate(value)


def _whose(value: Any) -> str:
    kind = value.get("type") if isinstance(value, Mapping) else getattr(value, "type", None)
    return "shipped" if kind in EVENT_TYPES or not isinstance(kind, str) else "own"


Event = Annotated[
    Annotated[ShippedEvent, Tag("shipped")] | Annotated[SerializeAsAny[GenericEvent], WrapValidator(_read), Tag("own")],
    Discriminator(_whose),
]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of an extraction, with the event types that packs have declared."""
    from levees.schema.article import Extraction

    if not _own:
        return Extraction.model_json_schema(mode="validation")
    union: Any = Annotated[Union[tuple(event_types().values())], Field(discriminator="type")]  # noqa: UP007
    wide = create_model("Extraction", __base__=Extraction, events=(list[union | GenericEvent], []))
    return wide.model_json_schema(mode="validation")
