"""How each tool is asked for the amounts and the dates of a sentence; a peer's environment needs nothing else of this repository.

A money reader gives (value or (low, high), currency) for each amount, a date reader values: TIMEX3 from levees, days or TIMEX from peers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from peers.cases import PUBLISHED, Value

Money = Callable[[str], list[tuple[Value, str | None]]]
Dates = Callable[[str], list[str]]
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "euros": "EUR", "dollars": "USD"}


def plain(number: object) -> str:
    """Write a number without exponent or trailing zeros."""
    return format(Decimal(str(number).replace(",", ".")).normalize(), "f")


def levees_money() -> Money:
    from levees.grammar.amounts import find_amounts

    def read(text: str) -> list[tuple[Value, str | None]]:
        found: list[tuple[Value, str | None]] = []
        for a in find_amounts(text):
            value = plain(a.low) if a.amount is None else plain(a.amount)
            found.append((value if a.high is None else (plain(a.low), plain(a.high)), a.currency))
        return found

    return read


def levees_dates() -> Dates:
    from levees.grammar.dates import find_dates

    return lambda text: [t.value for t in find_dates(text, PUBLISHED)]


def price_parser() -> Money:
    from price_parser import Price

    def read(text: str) -> list[tuple[Value, str | None]]:
        price = Price.fromstring(text)
        return [] if price.amount is None else [(plain(price.amount), SIGNS.get(price.currency or "", price.currency))]

    return read


def dateparser() -> Dates:
    """Ask `search_dates`, with the same reference date."""
    from dateparser.search import search_dates

    def found(text: str) -> list[str]:
        hits = search_dates(text, languages=["fr"], settings={"RELATIVE_BASE": datetime.fromisoformat(PUBLISHED)}) or []
        return [d.date().isoformat() for _, d in hits]

    return found


def recognizers_money() -> Money:
    from recognizers_number_with_unit import Culture, recognize_currency  # type: ignore[import-not-found]

    # it names most units in French and gives no code; named as kindly as can be
    named = {
        "Euro": "EUR", "Dollar": "USD", "Dollar américain": "USD", "Dollar canadien": "CAD", "Dollar néo-zélandais": "NZD", "Livre": "GBP",
        "Dollar australien": "AUD", "Dollar de Hong Kong": "HKD", "Livre sterling": "GBP", "Franc suisse": "CHF", "Franc CFA": "XOF",
        "Couronne norvégienne": "NOK", "Couronne danoise": "DKK", "Roupie indienne": "INR", "Dirham": "MAD", "Dirham marocain": "MAD",
        "Won": "KRW", "Won sud-coréen": "KRW", "Peso mexicain": "MXN", "Dinar tunisien": "TND", "Naira nigérian": "NGN", "Naira": "NGN",
        "Real brésilien": "BRL", "Réal brésilien": "BRL", "Zloty polonais": "PLN", "Zloty": "PLN", "Shekel israélien": "ILS", "Yuan": "CNY",
        "Yuan chinois": "CNY", "Franc CFA de l'Afrique de l'Ouest": "XOF", "Naira nigérians": "NGN",
    }  # fmt: skip
    codes = {name.lower(): code for name, code in named.items()}

    def read(text: str) -> list[tuple[Value, str | None]]:
        found = recognize_currency(text, Culture.French)
        values = [r.resolution for r in found if r.resolution and r.resolution.get("value")]
        return [(plain(v["value"]), v.get("isoCurrency") or codes.get(v["unit"].lower(), v["unit"])) for v in values]

    return read


def recognizers_dates() -> Dates:
    """TIMEX, first days and days."""
    from recognizers_date_time import Culture, recognize_datetime  # type: ignore[import-not-found]

    base = datetime.fromisoformat(PUBLISHED)

    def found(text: str) -> list[str]:
        values = [v for r in recognize_datetime(text, Culture.French, reference=base) for v in (r.resolution or {}).get("values", [])]
        return [str(v[key]) for v in values for key in ("timex", "value", "start") if v.get(key)]

    return found


def duckling(kinds: list[str]) -> Callable[[str], list[dict[str, Any]]]:
    """Duckling's wheel, asked in French with the same reference date; gives its values as it names them."""
    from duckling import (  # type: ignore[import-not-found]
        Context,
        default_locale_lang,
        load_time_zones,
        parse,
        parse_dimensions,
        parse_lang,
        parse_locale,
        parse_ref_time,
    )

    zones = load_time_zones("/usr/share/zoneinfo")
    locale = parse_locale("FR_FR", default_locale_lang(parse_lang("FR")))
    now = int(datetime.fromisoformat(PUBLISHED).replace(hour=12, tzinfo=UTC).timestamp())
    context = Context(parse_ref_time(zones, "Europe/Paris", now), locale)
    dimensions = parse_dimensions(kinds)
    return lambda text: [hit["value"] for hit in parse(text, context, dimensions, False)]


def duckling_money() -> Money:
    ask = duckling(["amount-of-money"])

    def one(value: dict[str, Any]) -> tuple[Value, str | None]:
        if value.get("type") == "interval":
            low, high = value.get("from") or {}, value.get("to") or {}
            return (plain(low.get("value", 0)), plain(high.get("value", 0))), str(high.get("unit"))
        return plain(value["value"]), str(value.get("unit"))

    return lambda text: [one(value) for value in ask(text)]


def duckling_dates() -> Dates:
    """Days of values and of intervals' starts; durations in ISO 8601."""
    ask = duckling(["time", "duration"])
    letters = {"year": "Y", "quarter": "Q", "month": "M", "week": "W", "day": "D"}

    def days(value: dict[str, Any]) -> list[str]:
        if value.get("unit") in letters:
            return [f"P{value['value']}{letters[value['unit']]}"]
        parts = [value, value.get("from") or {}]
        return [str(part["value"])[:10] for part in parts if isinstance(part, dict) and part.get("value")]

    return lambda text: [day for value in ask(text) for day in days(value)]


def edsnlp() -> Dates:
    """EDS-NLP's eds.dates: what it norms, against the same reference date."""
    import edsnlp as package  # type: ignore[import-not-found]

    nlp = package.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.dates")
    base = datetime.fromisoformat(PUBLISHED)

    def found(text: str) -> list[str]:
        doc = nlp.make_doc(text)
        doc._.note_datetime = base
        doc = nlp(doc)
        values = []
        for span in doc.spans.get("dates", []):
            value = span._.date
            when = value.to_datetime(note_datetime=base, infer_from_context=True) if value is not None else None
            values += [when.date().isoformat()] if hasattr(when, "date") else []
        return values

    return found


# tool: what reads its money, what reads its dates
READERS: dict[str, tuple[Callable[[], Money] | None, Callable[[], Dates] | None]] = {
    "levees": (levees_money, levees_dates),
    "recognizers": (recognizers_money, recognizers_dates),
    "duckling": (duckling_money, duckling_dates),
    "price-parser": (price_parser, None),
    "dateparser": (None, dateparser),
    "edsnlp": (None, edsnlp),
}
