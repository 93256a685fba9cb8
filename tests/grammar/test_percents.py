"""Percentages, points and fractions."""

from decimal import Decimal

import pytest

from levees.grammar.percents import find_percents


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 %", "12"), ("12%", "12"), ("12,5\u202f%", "12.5"), ("12.5 %", "12.5"), ("vingt-cinq pour cent", "25"),
        ("25 pour cent", "25"), ("+19%", "19"),
        ("-3,2 %", "-3.2"), ("−3,2 %", "-3.2"), ("1 200 %", "1200"), ("0,05 %", "0.05"), ("9,993 %", "9.993"),
        ("deux pour cent", "2"), ("un pour cent", "1"),
    ],
)
def test_percentages(text: str, value: str) -> None:
    (found,) = find_percents(f"La part est de {text} cette année.")
    assert (found.text, found.value, found.points, found.fraction) == (text, Decimal(value), False, False)


@pytest.mark.parametrize(
    ("text", "value", "mod"),
    [("près de 12 %", "12", "approx"), ("plus de 50 %", "50", "more_than"), ("jusqu'à 20 %", "20", "at_most"),
    ("moins de 5%", "5", "less_than"),
     ("au moins 33 %", "33", "at_least"), ("une trentaine de pour cent", None, None)],
)
def test_hedges(text: str, value: str | None, mod: str | None) -> None:
    found = find_percents(text)
    if value is None:
        assert found == []
    else:
        assert [(x.text, x.value, x.mod) for x in found] == [(text, Decimal(value), mod)]


@pytest.mark.parametrize("text", ["entre 10 et 15 %", "10 à 15 %", "10-15 %", "10 % à 15 %"])
def test_ranges(text: str) -> None:
    (found,) = find_percents(f"viser {text} de marge")
    assert (found.text, found.value, found.low, found.high) == (text, None, Decimal(10), Decimal(15))


@pytest.mark.parametrize("text", ["La marge est passée de 10 % à 15 %.", "La marge grimpe de 10 % à 15 %."])
def test_a_change_is_no_range(text: str) -> None:
    assert [x.value for x in find_percents(text)] == [Decimal(10), Decimal(15)]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("Il cède un tiers du capital.", "un tiers", "33.33"), ("Il cède les deux tiers du capital.", "les deux tiers", "66.67"),
        ("Il cède la moitié du capital.", "la moitié", "50"), ("Il cède les trois quarts du capital.", "les trois quarts", "75"),
        ("Il cède un quart du capital.", "un quart", "25"), ("Les ventes ont fondu du quart.", "du quart", "25"),
        ("Un cinquième des parts.", "Un cinquième", "20"),
    ],
)
def test_fractions(text: str, span: str, value: str) -> None:
    (found,) = find_percents(text)
    assert (found.text, found.value, found.fraction) == (span, Decimal(value), True)


def test_points_are_no_percentages() -> None:
    (half,) = find_percents("La marge perd 0,5 point.")
    (basis,) = find_percents("Le taux prend 25 points de base.")
    assert (half.value, half.points) == (Decimal("0.5"), True)
    assert (basis.value, basis.points) == (Decimal("0.25"), True)


@pytest.mark.parametrize(
    "text",
    ["un quart d'heure", "le quart de finale", "au troisième tiers-temps", "12 points de vente", "le tiers payant",
    "un quart de milliard d'euros", "B52% ", "le 5 mars", ""],
)
def test_silence(text: str) -> None:
    assert find_percents(text) == []


def test_a_sign_after_a_bracket_counts_but_a_dash_between_words_does_not() -> None:
    assert [x.value for x in find_percents("Les revenus reculent (- 25,4 %).")] == [Decimal("-25.4")]
    assert [x.value for x in find_percents("Le capital - 25 % au fondateur - reste stable.")] == [Decimal(25)]
