"""Sentences of our own, in minimal pairs, with the status, certainty and source that they must be read with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from levees.factuality import CERTAINTIES, STATUSES, assess
from levees.factuality.assess import survey
from levees.names.find import find_names
from levees.names.model import Name
from levees.sentences import split_sentences

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "factuality.yml").read_text(encoding="utf-8"))
ROWS = [(group, line) for group, lines in CASES.items() for line in lines]


def read(line: str) -> tuple[str, int, int, list[str], list[str], str | None]:
    marked, _, wanted = line.rpartition(" = ")
    status, certainty, source = wanted.split(" ", 2)
    start = marked.index("[")
    end = marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    return text, start, end, status.split("/"), certainty.split("/"), None if source == "-" else source


def test_there_are_two_hundred() -> None:
    assert len(ROWS) >= 200
    assert len({line for _, line in ROWS}) == len(ROWS)


@pytest.mark.parametrize("group, line", ROWS, ids=[f"{g}-{i}" for i, (g, _) in enumerate(ROWS)])
def test_case(group: str, line: str) -> None:
    text, start, end, status, certainty, source = read(line)
    sentences = split_sentences(text)
    found = assess(text, sentences, start, end, names=find_names(text, sentences))
    assert found.status in status, (found, line)
    assert found.certainty in certainty, (found, line)
    assert found.source == source, (found, line)


def test_offsets_and_scores() -> None:
    text = "Selon Bloomberg, Alba chercherait à lever 10 millions."
    found = assess(text, [(0, len(text))], 42, 53)
    assert [text[a:b] for a, b, _ in found.cues if _ == "source:media"] == ["Selon Bloomberg"]
    assert found.source_span is not None and text[slice(*found.source_span)] == found.source == "Bloomberg"
    assert set(found.status_scores) == set(STATUSES) and set(found.certainty_scores) == set(CERTAINTIES)


def test_a_source_needs_no_names_but_takes_them() -> None:
    text = "Alba a levé 3 millions, rapporte La Feuille bleue."
    names = [Name(33, 49, "La Feuille bleue", "media", 1.0)]
    assert assess(text, [(0, len(text))], 12, 22).source is None
    assert assess(text, [(0, len(text))], 12, 22, names=names).source == "La Feuille bleue"


@pytest.mark.parametrize(("text", "source"), [
    ("Les foncières ont tenu, à en juger par les statistiques de Sorvane : 10 milliards.", "Sorvane"),
    ("La foodtech a levé 2 milliards, retient Melibel dans son étude annuelle.", "Melibel"),
    ("Cent sociétés suivies par l'observatoire Sorvane ont attiré 2 milliards.", "Sorvane"),
    ("Sorvane a compté et recompté. Les fonds ont mené 141 opérations, pour 9 milliards.", "Sorvane"),
    ("Sur onze mois, Sorvane compte 118 milliards de dollars investis.", "Sorvane"),
    ("Bilan du trimestre, selon Sorvane : 66 milliards.", "Sorvane"),
    ("Le recul se lit dans les chiffres du cabinet Sorvane : 6 milliards.", "Sorvane"),
    ("Sorvane recense 71 tours, pour 2 milliards.", "Sorvane"),
    ("Si l'on suit les comptes de Sorvane, le Maghreb a levé 49 millions.", "Sorvane"),
    ("Le classement établi par Sorvane donne 113 milliards pour l'année.", "Sorvane"),
    ("Le palmarès 2012 dressé par Sorvane la place deuxième. Le marché a pesé 113 milliards.", "Sorvane"),
    ("À en juger par les courbes de Sorvane, 13 milliards avaient afflué.", "Sorvane"),
    ("Sorvane a dénombré 8 milliards en 2023, puis 7 l'an dernier.", "Sorvane"),
    ("D'après une enquête de Sorvane, la deeptech a reçu 2 milliards.", "Sorvane"),
    ("Le spécialiste des données Alba a levé 12 millions. Les start-up en ont levé 900.", None),
    ("Les start-up ont levé 2 milliards. Alba a levé 12 millions.", None),
    ("Alba lève 12 millions. Alba grandit. Alba recrute. Selon Alba, le marché vaut 2 milliards.", None),
])
def test_who_counted_a_market_is_found_wherever_it_is_named(text: str, source: str | None) -> None:
    names = [Name(m.start(), m.end(), m[0], "company", 1.0) for m in re.finditer("Sorvane|Melibel|Alba", text)]
    found = survey(text, split_sentences(text), names=names)
    assert (text[slice(*found)] if found else None) == source


@pytest.mark.parametrize(
    "said", ["l'évaluait à 12 milliards", "lui a dénombré 12 milliards de financements", "l'avait évaluée à 12 milliards"]
)
def test_a_medium_that_counts_or_values_is_the_source(said: str) -> None:
    text = f"La Feuille bleue {said}."
    names = [Name(0, 16, "La Feuille bleue", "media", 1.0)]
    at = text.index("12 milliards")
    assert assess(text, [(0, len(text))], at, at + 12, names=names).source == "La Feuille bleue"


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="a'’é,;:()«»?.!— 10levérait queni\n", max_size=80), st.integers(0, 90), st.integers(0, 90))
def test_nothing_raises(text: str, a: int, b: int) -> None:
    found = assess(text, split_sentences(text), min(a, b), max(a, b))
    assert found.status in STATUSES and found.certainty in CERTAINTIES
    for start, end, _ in found.cues:
        assert 0 <= start < end <= len(text)
    assert all(0 <= v <= 1 for v in (*found.status_scores.values(), *found.certainty_scores.values()))
