"""Money in French press sentences of our own: share read exactly (value and currency), by category, and time.

    python benchmarks/grammar_money.py                                   levees and price-parser, here
    python benchmarks/grammar_money.py --peer recognizers --python PATH  a peer in an environment of its own

Peers: price-parser, recognizers (recognizers-text-suite), duckling (pyduckling-native-phihos). Some of them break others'
dependencies, so each gets an interpreter of its own; this file runs itself there and needs nothing else of the repository.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal

# category, sentence, value or (low, high), currency
CASES: list[tuple[str, str, str | tuple[str, str], str]] = [
    ("spelled", "La pousse lyonnaise réunit 12 millions d’euros.", "12000000", "EUR"),
    ("spelled", "Le groupe vaudrait 1,2 milliard de dollars.", "1200000000", "USD"),
    ("spelled", "La filiale apporte 40 millions de livres sterling.", "40000000", "GBP"),
    ("spelled", "L'usine a coûté 24 400 milliards de wons.", "24400000000000", "KRW"),
    ("spelled", "Il en coûtera 3.100 millions d'euros.", "3100000000", "EUR"),
    ("spelled", "La banque prête 80 milliards de FCFA.", "80000000000", "XOF"),
    ("short", "La série A atteint 12,5 M€.", "12500000", "EUR"),
    ("short", "Le fonds vise 2,2 Mds€.", "2200000000", "EUR"),
    ("short", "L'opération porte sur 8,4 Md$.", "8400000000", "USD"),
    ("short", "Un prêt de 250 k€ complète le tour.", "250000", "EUR"),
    ("short", "Le tour s'élève à 100 MUSD.", "100000000", "USD"),
    ("short", "Le dividende représente 63 MDH.", "63000000", "MAD"),
    ("short", "Le vendeur reçoit CHF 12 mio.", "12000000", "CHF"),
    ("prices", "Le billet coûte 1.234,56 €.", "1234.56", "EUR"),
    ("prices", "Le billet coûte 1 234,56 €.", "1234.56", "EUR"),
    ("prices", "Le billet coûte 2 euros et 50 centimes.", "2.5", "EUR"),
    ("prices", "Le billet coûte CHF 1’250.", "1250", "CHF"),
    ("prices", "Le billet coûte 12.500 euros.", "12500", "EUR"),
    ("words", "Elle emprunte deux cent cinquante mille euros.", "250000", "EUR"),
    ("words", "Elle emprunte un demi-milliard d'euros.", "500000000", "EUR"),
    ("words", "Elle emprunte 2 millions et demi d'euros.", "2500000", "EUR"),
    ("words", "Elle emprunte une trentaine de millions d'euros.", "30000000", "EUR"),
    ("words", "Elle emprunte dix dollars.", "10", "USD"),
    ("currencies", "Elle encaisse 5 millions de dollars canadiens.", "5000000", "CAD"),
    ("currencies", "Elle encaisse 5 millions de couronnes norvégiennes.", "5000000", "NOK"),
    ("currencies", "Elle encaisse 5 millions de francs suisses.", "5000000", "CHF"),
    ("currencies", "Elle encaisse 5 millions de roupies indiennes.", "5000000", "INR"),
    ("currencies", "Elle encaisse 42 dollars néo-zélandais.", "42", "NZD"),
    ("ranges", "Les tickets vont de 10 à 15 millions d'euros.", ("10000000", "15000000"), "EUR"),
    ("ranges", "Le prix sera compris entre 2,8 et 3,1 milliards d'euros.", ("2800000000", "3100000000"), "EUR"),
    ("ranges", "L'enveloppe ira de 880 millions à 1,16 milliard de dollars.", ("880000000", "1160000000"), "USD"),
    ("ranges", "Chaque projet reçoit 300-800 K€.", ("300000", "800000"), "EUR"),
]
Reader = Callable[[str], list[tuple[str | tuple[str, str], str | None]]]


def plain(number: object) -> str:
    """Write a number without exponent or trailing zeros."""
    return format(Decimal(str(number).replace(",", ".")).normalize(), "f")


def levees() -> Reader:
    from levees.grammar.amounts import find_amounts

    def read(text: str) -> list[tuple[str | tuple[str, str], str | None]]:
        found: list[tuple[str | tuple[str, str], str | None]] = []
        for a in find_amounts(text):
            value = plain(a.low) if a.amount is None else plain(a.amount)
            found.append((value if a.high is None else (plain(a.low), plain(a.high)), a.currency))
        return found

    return read


def price_parser() -> Reader:
    from price_parser import Price

    codes = {"€": "EUR", "$": "USD", "£": "GBP", "euros": "EUR"}

    def read(text: str) -> list[tuple[str | tuple[str, str], str | None]]:
        price = Price.fromstring(text)
        return [] if price.amount is None else [(plain(price.amount), codes.get(price.currency or "", price.currency))]

    return read


def recognizers() -> Reader:
    from recognizers_number_with_unit import Culture, recognize_currency  # type: ignore[import-not-found]

    # it names units in French and gives no code; named as kindly as can be
    named = {
        "Euro": "EUR", "Dollar": "USD", "Dollar américain": "USD", "Dollar canadien": "CAD", "Dollar néo-zélandais": "NZD", "Livre": "GBP",
        "Livre sterling": "GBP", "Franc suisse": "CHF", "Couronne norvégienne": "NOK", "Roupie indienne": "INR", "Dirham": "MAD",
        "Franc CFA": "XOF", "Won": "KRW", "Won sud-coréen": "KRW",
    }

    def read(text: str) -> list[tuple[str | tuple[str, str], str | None]]:
        found = recognize_currency(text, Culture.French)
        values = [r.resolution for r in found if r.resolution and r.resolution.get("value")]
        return [(plain(v["value"]), v.get("isoCurrency") or named.get(v["unit"], v["unit"])) for v in values]

    return read


def duckling() -> Reader:
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
    context = Context(parse_ref_time(zones, "Europe/Paris", 1700000000), locale)
    kinds = parse_dimensions(["amount-of-money"])

    def one(value: dict[str, object]) -> tuple[str | tuple[str, str], str | None]:
        if value.get("type") == "interval":
            low, high = value.get("from") or {}, value.get("to") or {}
            return (plain(low.get("value", 0)), plain(high.get("value", 0))), str(high.get("unit"))  # type: ignore[attr-defined]
        return plain(value["value"]), str(value.get("unit"))

    def read(text: str) -> list[tuple[str | tuple[str, str], str | None]]:
        return [one(found["value"]) for found in parse(text, context, kinds, False)]

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "levees": levees, "price-parser": price_parser, "recognizers": recognizers, "duckling": duckling,
}
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}


def measure(name: str) -> dict[str, object]:
    """Share of cases read exactly, by category, and milliseconds for 1,000 characters."""
    read = READERS[name]()
    read(CASES[0][1])
    right: dict[str, list[bool]] = {}
    for category, text, value, currency in CASES:
        try:
            found = read(text)
        except Exception:  # a peer that raises has not read the sentence
            found = []
        right.setdefault(category, []).append(any(v == value and _SIGNS.get(c or "", c) == currency for v, c in found))
    texts = [re.sub(r"\s+", " ", text) for _, text, _, _ in CASES]
    begun = time.perf_counter()
    for number in range(5):
        for text in texts:
            read(f"{text} ({number})")
    spent = (time.perf_counter() - begun) / 5 / sum(map(len, texts)) * 1_000_000
    everything = [ok for oks in right.values() for ok in oks]
    return {
        "tool": name,
        "right": {k: round(100 * sum(v) / len(v)) for k, v in right.items()} | {"all": round(100 * sum(everything) / len(everything))},
        "ms_per_1000_characters": round(spent, 2),
    }


def main() -> None:
    """Measure one tool here, or a peer in the interpreter given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", choices=sorted(READERS))
    parser.add_argument("--only-levees", action="store_true", help="no peer at all")
    parser.add_argument("--python", help="interpreter of the environment in which the peer is installed")
    options = parser.parse_args()
    if options.python:
        subprocess.run([options.python, __file__, "--peer", options.peer], check=True)
        return
    for name in ["levees"] if options.only_levees else [options.peer] if options.peer else ["levees", "price-parser"]:
        sys.stdout.write(json.dumps(measure(name), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
