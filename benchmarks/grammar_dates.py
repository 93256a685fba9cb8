"""Exact-value share by category and time per 1,000 characters of the date grammar, beside dateparser, on press sentences of our own.

    python benchmarks/grammar_dates.py [--peer]

A tool scores a sentence when one of the dates it finds has the wanted value (for dateparser: the first day of it, leniently).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable

from levees.grammar.dates import find_dates

PUBLISHED = "2024-05-16"
CASES: dict[str, list[tuple[str, str]]] = {
    "full dates": [
        ("L'acte est daté du 3 mars 2015.", "2015-03-03"),
        ("Accord conclu mardi 12 mars 2024 à Lille.", "2024-03-12"),
        ("Cotation suspendue le 1er sept. 2023.", "2023-09-01"),
        ("Procès-verbal du 18/04/2013.", "2013-04-18"),
        ("Communiqué du 12.03.2024.", "2024-03-12"),
    ],
    "partial dates": [
        ("Elle a ouvert en mars un bureau.", "2024-03"),
        ("Elle ouvrira en mars un bureau.", "2025-03"),
        ("Elle a ouvert le 4 mai un bureau.", "2024-05-04"),
        ("Elle a ouvert en octobre dernier un bureau.", "2023-10"),
    ],
    "quarters and halves": [
        ("Le chiffre recule au troisième trimestre 2023.", "2023-Q3"),
        ("Le chiffre recule au T1 2024.", "2024-Q1"),
        ("Le chiffre du 1T24 recule.", "2024-Q1"),
        ("Le chiffre recule au premier semestre 2023.", "2023-H1"),
        ("Le chiffre recule au S2 2023.", "2023-H2"),
    ],
    "début, mi, fin": [
        ("Elle démarre fin 2023.", "2023"),
        ("Elle démarre à la mi-avril.", "2024-04"),
        ("Elle a démarré début février.", "2024-02"),
        ("Elle démarre au début de la semaine prochaine.", "2024-W21"),
    ],
    "weekdays": [
        ("Elle a déposé le bilan lundi.", "2024-05-13"),
        ("Elle déposera le bilan lundi.", "2024-05-20"),
        ("Elle a déposé le bilan vendredi dernier.", "2024-05-10"),
        ("Le juge statue mardi prochain.", "2024-05-21"),
    ],
    "il y a, dans, plus tard": [
        ("Il y a deux ans, elle doutait.", "2022"),
        ("Elle livrera dans trois mois.", "2024-08"),
        ("Née en 2010, elle s'est vendue quatre ans plus tard.", "2014"),
        ("Cotée en juin 2019, elle sort sept mois plus tard.", "2020-01"),
    ],
    "ranges": [
        ("De janvier à mars, tout monte.", "2024-Q1"),
        ("Salon du 4 au 22 mai 2023.", "2023-05-04/2023-05-22"),
        ("Entre 2019 et 2022, tout monte.", "2019/2022"),
        ("Entre juillet et septembre 2022, tout monte.", "2022-Q3"),
    ],
    "fiscal years": [
        ("L'exercice clos fin mars est bon.", "2023-04/2024-03"),
        ("L'exercice 2022-2023, clos le 31 mars, est bon.", "2022-04/2023-03"),
        ("Les trois mois clos le 30 novembre sont bons.", "2023-09/2023-11"),
    ],
    "durations and sets": [("Elle tiendra dix-huit mois.", "P18M"), ("Elle publie chaque trimestre.", "P3M")],
    "decades, seasons": [("Dans les années 2010, tout monte.", "201X"), ("Au printemps 2022, tout monte.", "2022-SP")],
}


def ours(text: str) -> list[str]:
    """Values that levees finds."""
    return [t.value for t in find_dates(text, PUBLISHED)]


def peer() -> Callable[[str], list[str]]:
    """dateparser's search, with its own reference date."""
    from datetime import datetime

    from dateparser.search import search_dates

    def found(text: str) -> list[str]:
        hits = search_dates(text, languages=["fr"], settings={"RELATIVE_BASE": datetime.fromisoformat(PUBLISHED)}) or []
        return [d.date().isoformat() for _, d in hits]

    return found


def matches(wanted: str, got: list[str]) -> bool:
    """Exact value, or the first day of the wanted value."""
    first = find_first_day(wanted)
    return wanted in got or (first is not None and first in got)


def find_first_day(value: str) -> str | None:
    """First day of a calendar value."""
    from levees.grammar.dates_calendar import parse

    s = parse(value)
    return s.first.isoformat() if s and s.first else None


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--peer", action="store_true", help="dateparser as well")
    tools: dict[str, Callable[[str], list[str]]] = {"levees": ours}
    if arguments.parse_args().peer:
        tools["dateparser"] = peer()
    text = "\n".join(s for cases in CASES.values() for s, _ in cases)
    for name, tool in tools.items():
        right: Counter[str] = Counter()
        for category, cases in CASES.items():
            right[category] = sum((w in tool(s)) if name == "levees" else matches(w, tool(s)) for s, w in cases)
        rounds = 20 if name == "levees" else 1
        begun = time.process_time()
        for _ in range(rounds):
            tool(text)
        per_kilo = (time.process_time() - begun) / rounds / len(text) * 1e6
        print(name, f"{sum(right.values())}/{sum(map(len, CASES.values()))}", f"{per_kilo:.2f} ms per 1,000 characters")
        for category, cases in CASES.items():
            print(f"  {category:<26}{right[category]}/{len(cases)}")


if __name__ == "__main__":
    main()
