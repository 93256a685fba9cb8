"""Exact-value share by category and time per 1,000 characters of the date grammar, beside dateparser, on press sentences of our own.

    python benchmarks/grammar_dates.py                                      levees and dateparser, here
    python benchmarks/grammar_dates.py --peer recognizers --python PATH     a peer in an environment of its own

A tool scores a sentence when one of the dates it finds has the wanted value; a peer also when it has its first day. Peers:
dateparser, recognizers (recognizers-text-suite), duckling (pyduckling-native-phihos), edsnlp. A peer's environment needs nothing
of this repository: this file runs itself there, and what it finds is scored here.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

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


Reader = Callable[[str], list[str]]


def levees() -> Reader:
    """Values that levees finds."""
    from levees.grammar.dates import find_dates

    return lambda text: [t.value for t in find_dates(text, PUBLISHED)]


def dateparser() -> Reader:
    """dateparser's search, with the same reference date."""
    from datetime import datetime

    from dateparser.search import search_dates

    def found(text: str) -> list[str]:
        hits = search_dates(text, languages=["fr"], settings={"RELATIVE_BASE": datetime.fromisoformat(PUBLISHED)}) or []
        return [d.date().isoformat() for _, d in hits]

    return found


def recognizers() -> Reader:
    """Microsoft's Recognizers-Text for French: TIMEX, first days and days."""
    from datetime import datetime

    from recognizers_date_time import Culture, recognize_datetime  # type: ignore[import-not-found]

    base = datetime.fromisoformat(PUBLISHED)

    def found(text: str) -> list[str]:
        values = [v for r in recognize_datetime(text, Culture.French, reference=base) for v in (r.resolution or {}).get("values", [])]
        return [str(v[key]) for v in values for key in ("timex", "value", "start") if v.get(key)]

    return found


def duckling() -> Reader:
    """Duckling's wheel: days of values and of intervals' starts."""
    from datetime import UTC, datetime

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
    kinds = parse_dimensions(["time", "duration"])

    def days(value: dict[str, object]) -> list[str]:
        parts = [value, value.get("from") or {}]
        return [str(part["value"])[:10] for part in parts if isinstance(part, dict) and part.get("value")]

    return lambda text: [day for hit in parse(text, context, kinds, False) for day in days(hit["value"])]


def edsnlp() -> Reader:
    """EDS-NLP's eds.dates: what it norms, against the same reference date."""
    from datetime import datetime

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


READERS: dict[str, Callable[[], Reader]] = {
    "levees": levees, "dateparser": dateparser, "recognizers": recognizers, "duckling": duckling, "edsnlp": edsnlp,
}


def read_all(name: str) -> tuple[dict[str, list[list[str]]], float]:
    """What a tool finds in every sentence, by category, and its milliseconds for 1,000 characters."""
    read = READERS[name]()

    def attempt(text: str) -> list[str]:
        try:
            return read(text)
        except Exception:  # a peer that raises has not read the sentence
            return []

    found = {category: [attempt(s) for s, _ in cases] for category, cases in CASES.items()}
    sentences = [s for cases in CASES.values() for s, _ in cases]
    rounds = 20 if name == "levees" else 2
    begun = time.process_time()
    for number in range(rounds):
        for sentence in sentences:
            attempt(f"{sentence} ({number})")
    return found, (time.process_time() - begun) / rounds / sum(map(len, sentences)) * 1e6


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
    """Print a table for each tool."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--peer", choices=sorted(READERS))
    arguments.add_argument("--python", help="interpreter of the environment in which the peer is installed")
    arguments.add_argument("--only-levees", action="store_true", help="no peer at all")
    arguments.add_argument("--dump", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.dump:
        sys.stdout.write("\n" + json.dumps(read_all(options.peer)))
        return
    for name in [options.peer] if options.peer else ["levees"] if options.only_levees else ["levees", "dateparser"]:
        if options.python:
            done = subprocess.run([options.python, __file__, "--peer", name, "--dump"], check=True, capture_output=True, text=True)
            found, spent = json.loads(done.stdout.rstrip().rsplit("\n", 1)[-1])
        else:
            found, spent = read_all(name)
        exact = name == "levees"
        right: Counter[str] = Counter()
        for category, cases in CASES.items():
            got = zip(cases, found[category], strict=True)
            right[category] = sum((w in values) if exact else matches(w, values) for (_, w), values in got)
        print(name, f"{sum(right.values())}/{sum(map(len, CASES.values()))}", f"{spent:.2f} ms per 1,000 characters")
        for category, cases in CASES.items():
            print(f"  {category:<26}{right[category]}/{len(cases)}")


if __name__ == "__main__":
    main()
