"""Amounts of money: forms that are read, and texts that hold none."""

from decimal import Decimal

import pytest

from levees.grammar.amounts import find_amounts
from levees.schema.money import MoneyMod

FORMS = [
    # spelled and short magnitudes
    ("12 millions d'euros", "12000000", "EUR"), ("12 millions d’euros", "12000000", "EUR"),
    ("1,2 milliard de dollars", "1200000000", "USD"),
    ("12 M€", "12000000", "EUR"), ("12M€", "12000000", "EUR"), ("12 Md€", "12000000000", "EUR"), ("2,2 Mds€", "2200000000", "EUR"),
    ("2 mds €", "2000000000", "EUR"), ("8,4 Md$", "8400000000", "USD"), ("250 k€", "250000", "EUR"), ("5 000 k€", "5000000", "EUR"),
    ("40 K€", "40000", "EUR"),
    ("100 MUSD", "100000000", "USD"), ("12 Mio CHF", "12000000", "CHF"), ("CHF 12 mio", "12000000", "CHF"),
    ("12 mia de francs", "12000000000", "CHF"),
    ("12 Mrd €", "12000000000", "EUR"), ("$6bn", "6000000000", "USD"), ("£5m", "5000000", "GBP"), ("€3.5M", "3500000", "EUR"),
    ("1,2 G$", "1200000000", "USD"),
    ("600 MDH", "600000000", "MAD"), ("3,8 MMDH", "3800000000", "MAD"), ("806 ME", "806000000", "EUR"), ("1,8 MdE", "1800000000", "EUR"),
    ("1.000 ME", "1000000000", "EUR"), ("15 million d'euros", "15000000", "EUR"), ("12 millions €", "12000000", "EUR"),
    ("12 millions $ US", "12000000", "USD"),
    ("12 millions de $", "12000000", "USD"), ("12 M d'€", "12000000", "EUR"), ("2,5 M de dollars", "2500000", "USD"),
    ("3 billions de yens", "3000000000000", "JPY"),
    ("1 000 000 de dollars", "1000000", "USD"), ("USD 10.5 millions", "10500000", "USD"),
    ("24 400 milliards de wons", "24400000000000", "KRW"),
    # plain prices
    ("12,50 €", "12.5", "EUR"), ("€12,50", "12.5", "EUR"), ("1.234,56 €", "1234.56", "EUR"), ("1 234,56 €", "1234.56", "EUR"),
    ("1'999.00 CHF", "1999", "CHF"),
    ("CHF 1’000.–", "1000", "CHF"), ("12.- CHF", "12", "CHF"), ("€10,-", "10", "EUR"), ("49€95", "49.95", "EUR"),
    ("2 euros et 50 centimes", "2.5", "EUR"),
    ("deux dollars 23 centimes", "2.23", "USD"), ("5 dollars et 30 cents", "5.3", "USD"), ("$1,234", "1234", "USD"),
    ("1,834 €", "1.834", "EUR"),
    ("12.500 euros", "12500", "EUR"), ("500.000 euros", "500000", "EUR"), ("10\u202f000\u202f000\u00a0€", "10000000", "EUR"),
    ("900000 euros", "900000", "EUR"),
    ("50 centimes", "0.5", "EUR"), ("50 centimes d'euro", "0.5", "EUR"), ("20 pence", "0.2", "GBP"), ("GBP3.01", "3.01", "GBP"),
    ("20€", "20", "EUR"),
    # words
    ("dix dollars", "10", "USD"), ("un euro", "1", "EUR"), ("cent mille euros", "100000", "EUR"),
    ("deux cent cinquante mille euros", "250000", "EUR"),
    ("soixante millions de livres sterling", "60000000", "GBP"), ("un demi-milliard d'euros", "500000000", "EUR"),
    ("2 millions et demi d’euros", "2500000", "EUR"),
    ("Douze milliards FCFA", "12000000000", "XOF"), ("mille milliards de dollars", "1000000000000", "USD"),
    ("un quart de milliard d'euros", "250000000", "EUR"),
    ("quarante-deux milliards huit cents millions d'euros", "42800000000", "EUR"), ("milliard d'euros", None, None),
    ("septante mille francs", "70000", "CHF"),
    # signs
    ("-4,8 M€", "-4800000", "EUR"), ("- 4,8 M€", "-4800000", "EUR"), ("(32) millions d'euros", "-32000000", "EUR"),
    ("(3,2) M€", "-3200000", "EUR"),
]


@pytest.mark.parametrize(("form", "value", "currency"), FORMS)
def test_forms(form: str, value: str | None, currency: str | None) -> None:
    text = f"Le solde ressort à {form} (source interne)."
    amounts = find_amounts(text)
    if value is None:
        assert amounts == []
        return
    (amount,) = amounts
    assert (amount.text, amount.amount, amount.currency) == (form, Decimal(value), currency)
    assert amount.certain
    assert not amount.elliptic
    assert text[amount.start : amount.end] == form


@pytest.mark.parametrize(
    ("form", "mod"),
    [
        ("près de 12 M€", "approx"), ("environ 12 M€", "approx"), ("quelque 12 M€", "approx"), ("autour de 12 M€", "approx"),
        ("à peu près 12 M€", "approx"),
        ("aux alentours de 12 M€", "approx"), ("~12 M€", "approx"), ("tout près d'un million d'euros", "approx"),
        ("un petit milliard d'euros", "approx"),
        ("une trentaine de millions d'euros", "approx"), ("12 M€ environ", "approx"), ("plus de 12 M€", "more_than"),
        ("plus d’1,2 Md€", "more_than"),
        ("un peu plus de 12 M€", "more_than"), ("au-delà de 12 M€", "more_than"), ("supérieur à 12 M€", "more_than"),
        ("moins de 12 M€", "less_than"),
        ("inférieure à 12 M€", "less_than"), ("au moins 12 M€", "at_least"), ("12 M€ au bas mot", "at_least"),
        ("un minimum de 12 M€", "at_least"),
        ("pas moins de 12 M€", "at_least"), ("jusqu'à 12 M€", "at_most"), ("jusqu’à 12 M€", "at_most"), ("12 M€ au plus", "at_most"),
        ("12 M€ maximum", "at_most"),
        ("un maximum de 12 M€", "at_most"), ("pas plus de 12 M€", "at_most"), ("plus de CHF 1 million", "more_than"),
        ("jusqu'à près de 12 M€", "at_most"),
    ],
)
def test_a_hedge_is_kept_and_is_part_of_the_text(form: str, mod: str) -> None:
    (amount,) = find_amounts(f"Le coût est {form}.")
    assert (amount.text, amount.mod) == (form, mod)
    assert amount.to_money().mod is MoneyMod(mod)


@pytest.mark.parametrize(
    ("text", "span", "mod"),
    [
        ("La facture dépasse 12 M€.", "12 M€", "more_than"), ("La facture avoisine les 12 M€.", "12 M€", "approx"),
        ("Le cours franchit les 12 euros.", "12 euros", "more_than"),
        ("Le groupe a payé 12 M€ deux ans plus tard.", "12 M€", None), ("Le groupe ne vaut plus que 12 M€.", "12 M€", None),
        ("Il a payé 12 M€, au plus tard en mai.", "12 M€", None), ("Elle a levé 12 M€ environ deux ans après.", "12 M€", None),
    ],
)
def test_a_verb_hedges_from_outside_and_a_neighbour_does_not(text: str, span: str, mod: str | None) -> None:
    (amount,) = find_amounts(text)
    assert (amount.text, amount.mod) == (span, mod)


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [
        ("entre 10 et 15 millions d'euros", "10000000", "15000000"),
        ("entre 500 millions et 1 milliard d'euros", "500000000", "1000000000"),
        ("10 à 15 M€", "10000000", "15000000"), ("10M€ à 15M€", "10000000", "15000000"),
        ("880 millions à 1,16 milliard d'euros", "880000000", "1160000000"),
        ("60 à 70 milliards d’euros", "60000000000", "70000000000"), ("300-800 K€", "300000", "800000"),
        ("2 ou 3 M€", "2000000", "3000000"),
        ("500 à 600 euros", "500", "600"), ("entre 8 M€ et 10 M€", "8000000", "10000000"),
        ("200 000 euros à 10 millions d'euros", "200000", "10000000"),
        ("un à cinq millions d'euros", "1000000", "5000000"), ("500 000 à 10 millions d'euros", "500000", "10000000"),
        ("€10-€20", "10", "20"),
    ],
)
def test_ranges_take_the_unit_they_leave_out(form: str, low: str, high: str) -> None:
    lead = "Le ticket est compris" if form.startswith("entre") else "Les tickets vont de"
    (amount,) = find_amounts(f"{lead} {form}.")
    assert (amount.text, amount.amount, amount.low, amount.high, amount.currency) == (form, None, Decimal(low), Decimal(high), "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "Le chiffre d'affaires est passé de 10 millions d'euros à 15 millions d'euros.",
        "Les ventes grimpent de 10 M€ à 15 M€.",
        "Elle a levé 10 M€ puis 15 M€.",
        "La première a levé 10 M€ et la seconde 15 M€.",
    ],
)
def test_two_amounts_are_no_range(text: str) -> None:
    assert [a.amount for a in find_amounts(text)] == [Decimal(10_000_000), Decimal(15_000_000)]


@pytest.mark.parametrize(
    ("form", "other", "currency"),
    [
        ("6 milliards de dollars (5,5 milliards d'euros)", "5,5 milliards d'euros", "EUR"), ("30 M€, soit 33 M$", "33 M$", "USD"),
        ("30 M€ (environ 33 M$)", "environ 33 M$", "USD"), ("30 M€ (soit 33 M$)", "33 M$", "USD"), ("30 M€ ou 33 M$", "33 M$", "USD"),
        ("30 M€, l'équivalent de 33 M$", "33 M$", "USD"), ("80 milliards de FCFA (122 M€)", "122 M€", "EUR"),
        ("275 M$ US, soit 340 M$ CA", "340 M$ CA", "CAD"),
    ],
)
def test_a_conversion_hangs_on_its_amount(form: str, other: str, currency: str) -> None:
    (amount,) = find_amounts(f"Le fonds a payé {form} au vendeur.")
    assert amount.converted is not None
    assert (amount.converted.text, amount.converted.currency) == (other, currency)
    money = amount.to_money()
    assert money.converted is not None
    assert money.converted.text == other


@pytest.mark.parametrize("text", ["30 M€ (dont 3 M$ de dette)", "30 M€, contre 33 M$ l'an dernier", "30 M€ et 33 M$",
"30 M€ (25 M€ en 2020)"])
def test_a_neighbour_in_another_currency_is_no_conversion(text: str) -> None:
    assert [a.converted for a in find_amounts(text)] == [None, None]


@pytest.mark.parametrize(
    ("text", "per_share"),
    [
        ("au prix de 12 euros par action", True), ("à 12 euros l'action", True), ("12 € le titre", True),
        ("un prix d'introduction fixé à 12 euros", True),
        ("l'action gagne 3 % à 12 euros", True), ("12 euros par mois", False), ("12 millions d'euros par an", False),
        ("un titre de transport à 12 euros", False),
        ("3 millions d'actions à 12 euros", True), ("il prend part au tour : 12 euros", False),
    ],
)
def test_prices_per_share_are_told_apart(text: str, per_share: bool) -> None:
    (amount,) = find_amounts(text)
    assert amount.per_share is per_share


@pytest.mark.parametrize(
    "text",
    [
        "1,3 million d'enfants", "3.500 emplois", "25 %", "2 000 m²", "en 2023, 12 500 salariés", "12 mars 2024", "10h30",
        "l'Airbus A350", "la Covid-19",
        "3-1 à la mi-temps", "360Learning", "3 livres publiés par l'auteur", "un milliard d'habitants", "15 millions de vues",
        "la série 3", "500 Mo",
        "Formule 1", "le CAC 40 à 7 500 points", "24/7", "B2B", "5G", "06 12 34 56 78", "100 millions d'actions",
        "une dizaine de salariés", "quelques tonnes",
        "un éditeur", "le million d'abonnés", "12 M d'abonnés", "", " ", "€", "$$$", "millions d'euros", "des euros",
        "pas un euro de plus",
    ],
)
def test_no_money_here(text: str) -> None:
    assert find_amounts(text) == []


def test_plurals_without_a_number_are_vague() -> None:
    (amount,) = find_amounts("Il en faut plusieurs centaines de millions d'euros.")
    assert (amount.amount, amount.low, amount.high, amount.mod) == (None, Decimal(200_000_000), None, "approx")


def test_a_range_keeps_its_hedge_and_lends_its_dollar() -> None:
    (hedged,) = find_amounts("Il faut environ 2 à 3 milliards d'euros.")
    assert (hedged.text, hedged.mod) == ("environ 2 à 3 milliards d'euros", "approx")
    (lent,) = find_amounts("Le chèque va de 1 M$ à 5 M$ CA.")
    assert (lent.low, lent.high, lent.currency) == (Decimal(1_000_000), Decimal(5_000_000), "CAD")


def test_only_a_bare_dollar_sign_is_inferred() -> None:
    assert [a.currency_inferred for a in find_amounts("12 $, 12 US$, 12 dollars, 12 €")] == [True, False, False, False]
    assert find_amounts("12 $", default_dollar="CAD")[0].currency == "CAD"
