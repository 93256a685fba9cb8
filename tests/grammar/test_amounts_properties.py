"""What holds for any text: exact offsets, no exception, linear time, and round trips through every form we claim."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levees.grammar import numerals
from levees.grammar.amounts import find_amounts
from levees.grammar.percents import find_percents

PIECES = [
    "12", "1,5", "1.234", "2023", " ", " ", "\u00a0", "million", "milliards", "d'euros", "de dollars", "M€", "k€", "$", "€", "CHF",
    "(", ")", "-", "à", "et", "entre", "de",
    "un", "deux", "vingt", "cent", "mille", "soit", "près de", "plus de", "%", "pour cent", "autant", ",", ".", "\n", "levé",
    "contre", "\ud800", "İ", "’", "une dizaine",
    "plusieurs", "centimes", "par action", "le", "la barre du", "francs", "points", "un tiers", "١٢", "½",
]


def check(text: str) -> None:
    amounts = find_amounts(text, candidates=True, default_dollar=None)
    end = 0
    for a in amounts:
        assert text[a.start : a.end] == a.text
        assert a.text
        assert end <= a.start <= a.number_start < a.number_end <= a.end
        end = a.end
        if a.converted is not None:
            assert text[a.converted.start : a.converted.end] == a.converted.text
        assert a.amount is not None or a.low is not None
        if a.low is not None and a.high is not None:
            assert a.low < a.high
        if "\ud800" not in a.text:
            a.to_money()
    sure = {a.start for a in amounts if a.certain} | {a.converted.start for a in amounts if a.converted is not None}
    assert {a.start for a in find_amounts(text, default_dollar=None)} <= sure
    for x in find_percents(text):
        assert text[x.start : x.end] == x.text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_any_mix_of_our_own_words(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_string(text: str) -> None:
    check(text)


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999_999_999), st.sampled_from([" ", "\u00a0", "\u202f", ".", "'", "’", ""]), st.sampled_from(["euros", "€",
"EUR", "francs suisses", "F CFA", "yens"]))
def test_whole_numbers_come_back(value: int, mark: str, currency: str) -> None:
    written = f"{grouped(value, mark)} {currency if value > 1 or currency.isupper() or currency == '€' else currency.replace('s', '', 1)}"
    (amount,) = find_amounts(f"Prix : {written} net.")
    assert amount.amount == value
    assert amount.text == written


@settings(max_examples=200, deadline=None)
@given(
    st.decimals(Decimal("0.01"), Decimal("999.99"), places=2),
    st.sampled_from(
        [(" M€", 6), ("M€", 6), (" Md€", 9), (" Mds€", 9), (" k€", 3), (" millions d'euros", 6), (" milliards d’euros", 9),
        ("\u00a0MEUR", 6), (" Mrd €", 9), (" mio d'euros", 6)]
    ),
    st.sampled_from([",", "."]),
)
def test_decimals_with_a_magnitude_come_back(value: Decimal, unit: tuple[str, int], mark: str) -> None:
    written = f"{value}".replace(".", mark) + unit[0]
    (amount,) = find_amounts(f"Elle lève {written} en mai.")
    assert (amount.amount, amount.currency, amount.text) == (value * 10 ** unit[1], "EUR", written)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 999_999),
    st.integers(0, 99),
    st.sampled_from(["{} €", "€{}", "€ {}", "{} EUR", "EUR {}", "{}€"]),
    st.sampled_from([(" ", ","), (".", ","), (",", "."), ("", ",")]),
)
def test_prices_come_back(whole: int, cents: int, form: str, marks: tuple[str, str]) -> None:
    written = form.format(f"{grouped(whole, marks[0])}{marks[1]}{cents:02d}")
    (amount,) = find_amounts(f"Prix : {written}")
    assert amount.amount == whole + Decimal(cents) / 100


ONES = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split()
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def spelled(n: int) -> str:
    """Write a number below a million in French words."""
    if n >= 1000:
        head = "" if n < 2000 else re.sub("(cent|vingt)s$", r"\1", spelled(n // 1000)) + " "
        return (head + "mille " + (spelled(n % 1000) if n % 1000 else "")).strip()
    if n >= 100:
        head = "" if n < 200 else ONES[n // 100 - 1] + " "
        return head + "cent" + ("s" if n >= 200 and n % 100 == 0 else "") + (" " + spelled(n % 100) if n % 100 else "")
    if n < 20:
        return ONES[n - 1]
    ten = next(t for t in sorted(TENS, reverse=True) if t <= n)
    rest = n - ten
    if not rest:
        return TENS[ten] + "s" * (ten == 80)
    return TENS[ten] + (" et " if rest in (1, 11) and ten < 80 else "-") + ONES[rest - 1]


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 999_999), st.sampled_from([("euros", 0), ("millions d'euros", 6), ("milliards d’euros", 9)]))
def test_numbers_in_words_come_back(value: int, unit: tuple[str, int]) -> None:
    if unit[1] and value > 999:
        value = value % 998 + 2
    written = f"{spelled(value)} {unit[0]}"
    (amount,) = find_amounts(f"Elle lève {written} en mai.")
    assert (amount.amount, amount.currency) == (value * 10 ** unit[1], "EUR")


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 400), st.integers(1, 500),
    st.sampled_from(
        ["entre {} et {} {}", "de {} à {} {}", "{} à {} {}", "{}-{} {}", "entre {} {u} et {} {}", "comprise entre {} et {} {}"]),
    st.sampled_from(["M€", "millions d'euros", "k€", "Md$", "milliards de dollars", "millions de francs suisses"]),
)
def test_ranges_come_back(low: int, more: int, form: str, unit: str) -> None:
    high = low + more
    written = form.format(low, high, unit, u=unit)
    size = {"k": 3, "M": 6, "m": 6}[unit[0]] if unit[:2] != "Md" and "milliard" not in unit else 9
    (amount,) = find_amounts(f"Une somme {written}, dit-on.")
    assert (amount.low, amount.high) == (low * 10**size, high * 10**size)


MODS = {
    "environ {}": "approx", "près de {}": "approx", "quelque {}": "approx", "plus de {}": "more_than", "moins de {}": "less_than",
    "au moins {}": "at_least", "jusqu'à {}": "at_most", "{} au maximum": "at_most", "{} au bas mot": "at_least", "~{}": "approx",
}


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 999), st.sampled_from(sorted(MODS)), st.sampled_from(["M€", "millions d'euros", "k$", "milliards de yens"]))
def test_hedges_come_back(value: int, form: str, unit: str) -> None:
    written = form.format(f"{value} {unit}")
    (amount,) = find_amounts(f"Elle a levé {written}, dit-on.")
    assert (amount.text, amount.mod) == (written, MODS[form])


HOSTILE = [
    "milliards de milliards de ", "((((1 €", "dix virgule ", "$1-2-", "un cours de 1 ", "1 € 2 € ",
    "7", " ", "1 ", "1,", "1.234.", "milliards de ", "un milliard de ", "(", "(1 ", "1€", "$", "vingt et ", "cent ", "entre 1 et ",
    "1 M€ à ", "1 M€ soit 1 M$ ", "1 $ (1 € ",
    "plus de ", "1% ", "un tiers ", "levé 40, 1 million, ", "1 M€ autant ", "1\n", "\ud800", "İ1 M€ ", "dollars canadiens ",
    "1 million 1 mille ", "passe de 1 % à 2 % ", "Aa 12 millions, Bb 9, ", "en millions d'euros (85) - 12 - ", "12 M€ 3 M$ 5 millions ",
    "en 1999 francs ", "Aa Bb Cc Dd, 5, ", "un milliard deux ", "entre 4 et 5 ", "portant de 5 à ", "- 5 - 6 en k€)\n", "3 de A, ",
]


def read(text: str) -> None:
    numerals.read.cache_clear()
    find_amounts(text, candidates=True, default_dollar=None)
    find_percents(text)


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit: str, grows_linearly) -> None:
    def prepare(size: int):
        text = (unit * (size // len(unit) + 1))[:size]
        return lambda: read(text)

    grows_linearly(prepare, 4_000)


def test_a_number_of_a_hundred_thousand_digits_is_no_amount() -> None:
    assert find_amounts("9" * 100_000 + " euros") == []


def test_an_article_of_few_amounts_costs_less_than_one_of_many(best_of) -> None:
    filler = "La jeune pousse développe des logiciels pour les hôpitaux et compte parmi ses clients de grands établissements. "
    few = filler * 18 + "Elle lève 12 M€ et vise 30 M€ en 2025."
    many = ("Elle lève 12 M€ et vise 30 M€ en 2025. " * 60)[: len(few)]
    read(few)
    assert best_of(lambda: read(few), 5) < best_of(lambda: read(many), 5)
