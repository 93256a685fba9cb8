"""What every model of the schema shares: frozen, strict about unknown keys, absent slots left out of the output."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, SerializerFunctionWrapHandler, model_serializer


def _to_decimal(value: object) -> object:
    if isinstance(value, bool) or isinstance(value, float):
        raise ValueError(f"{value!r} is no decimal string; write it as text, such as '12.5'")
    return value


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros.

    >>> plain(Decimal("1.20E+3"))
    '1200'
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


PlainDecimal = Annotated[Decimal, BeforeValidator(_to_decimal), PlainSerializer(plain, return_type=str)]


_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(value: str) -> str:
    """Replace lone surrogates, which neither UTF-8 nor JSON can carry, by U+FFFD, one for one: offsets stay.

    >>> clean("12 \\ud83d M€")
    '12 \ufffd M€'
    """
    return value if value.isascii() else _SURROGATES.sub("\ufffd", value)


def _to_text(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_to_text)]


class Model(BaseModel):
    """Base of all models: immutable, unknown keys refused, absent slots left out when dumped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_serializer(mode="wrap")
    def _leave_out_absent(self, handler: SerializerFunctionWrapHandler) -> Any:
        dumped = handler(self)
        return {k: v for k, v in dumped.items() if v is not None and v is not False and v not in ([], {})}


class Grounded(Model):
    """Something read from the article: `text` is exactly the article's characters from `start` to `end` (exclusive).

    Offsets count Unicode code points. They are absent only in gold files, which carry none.
    """

    text: str
    start: int | None = None
    end: int | None = None
