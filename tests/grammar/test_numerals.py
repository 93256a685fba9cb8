"""Numerals: whole or not at all."""

from decimal import Decimal

import pytest

from levees.grammar.numerals import find_numerals, parse_digits, words_value

WHOLE = [
    ("12", "12"), ("12,5", "12.5"), ("12 500", "12500"), ("12\u00a0500", "12500"), ("12\u202f500,75", "12500.75"),
    ("1'250'000", "1250000"),
    ("1’250’000.50", "1250000.50"), ("12.500", "12500"), ("1.234.567,89", "1234567.89"), ("1,234,567.89", "1234567.89"),
    ("0.125", "0.125"),
    ("1.234 milliard", "1234000000"), ("3.030 milliards", "3030000000000"), ("3.100 millions", "3100000000"),
    ("1,234 milliard", "1234000000"),
    ("vingt et un", "21"), ("quatre-vingt-dix-sept", "97"), ("quatre-vingts", "80"), ("septante-deux", "72"), ("nonante et un", "91"),
    ("huitante-trois", "83"), ("deux cent cinquante mille", "250000"), ("mille neuf cent quatre-vingt-dix-neuf", "1999"),
    ("douze cents", "1200"),
    ("deux millions cinq cent mille", "2500000"), ("2 millions 300 mille", "2300000"), ("1 million 250 000", "1250000"),
    ("2 millions et demi", "2500000"), ("un milliard et demi", "1500000000"), ("un demi-milliard", "500000000"),
    ("un quart de milliard", "250000000"),
    ("trois quarts de milliard", "750000000"), ("une dizaine de millions", "10000000"), ("une demi-douzaine de millions", "6000000"),
    ("deux douzaines de millions", "24000000"), ("trois mille milliards", "3000000000000"), ("300 mille milliards", "300000000000000"),
    ("dix-sept millions", "17000000"), ("Deux Billions", "2000000000000"), ("15 million", "15000000"),
    ("un petit milliard", "1000000000"),
]


@pytest.mark.parametrize(("text", "value"), WHOLE)
def test_reads_the_whole_numeral(text: str, value: str) -> None:
    numerals = find_numerals(f"Soit {text}; voilà.")
    assert [n.value for n in numerals] == [Decimal(value)]
    assert (numerals[0].start, numerals[0].end) == (5, 5 + len(text))


@pytest.mark.parametrize("text", ["1.2.3", "1,2,3", "12.05.2023.4", "1234'56", "vingt dix", "cent cent", "deux deux", "mille mille"])
def test_reads_nothing_from_what_is_no_one_number(text: str) -> None:
    assert find_numerals(f"({text})") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("en 2023 12 500 euros", ["2023", "12500"]),
        ("27, 15 et 10 millions", ["27", "15", "10000000"]),
        ("le 3 mars 2024, 20 mille", ["3", "2024", "20000"]),
        ("de 10 à 12,5 milliards", ["10", "12500000000"]),
        ("3 milliards. 2 millions", ["3000000000", "2000000"]),
    ],
)
def test_keeps_neighbours_apart(text: str, values: list[str]) -> None:
    assert [n.value for n in find_numerals(text)] == [Decimal(v) for v in values]


def test_round_numbers_are_approximate_and_plurals_vague() -> None:
    (exact,) = find_numerals("trente millions")
    (about,) = find_numerals("une trentaine de millions")
    (some,) = find_numerals("plusieurs dizaines de millions")
    assert (exact.approx, about.approx, some.approx) == (False, True, True)
    assert (exact.vague, about.vague, some.vague) == (False, False, True)


def test_digits_tell_both_readings_where_the_separator_leaves_a_doubt() -> None:
    assert parse_digits("1.234") == (Decimal(1234), Decimal("1.234"))
    assert parse_digits("1,234") == (Decimal("1.234"), Decimal(1234))
    assert parse_digits("0,234") == (Decimal("0.234"), None)
    assert parse_digits("1.23") == (Decimal("1.23"), None)


def test_number_words_are_worth_something_or_nothing() -> None:
    assert words_value("soixante et onze") == 71
    assert words_value("zéro") == 0
    assert words_value("six trente") is None
