"""Candidates: what an amount leaves out and takes from a neighbour."""

from decimal import Decimal

import pytest

from levees.grammar.amounts import find_amounts
from levees.grammar.currencies import guess_currency


@pytest.mark.parametrize(
    ("text", "span", "value", "inherited"),
    [
        ("Elle a levé 6,6 milliards de dollars ; elle en vaut près de 18 milliards.",
        "près de 18 milliards", 18_000_000_000, ("currency",)),
        ("Alba a levé 12 M€. Borée en avait levé 40.", "40", 40_000_000, ("currency", "magnitude")),
        ("Un tour de 125 M€, dont 25 en dette.", "25", 25_000_000, ("currency", "magnitude")),
        ("Des murs achetés 26 millions d'euros, revendus 50.", "50", 50_000_000, ("currency", "magnitude")),
        ("Alba encaisse 30 M€, contre 12 un an plus tôt.", "12", 12_000_000, ("currency", "magnitude")),
        ("Alba (12 M€) précède Borée (9).", "9", 9_000_000, ("currency", "magnitude")),
        ("Alba reçoit 12 M€, Borée autant.", "autant", 12_000_000, ("currency", "magnitude")),
        ("Dix millions d'euros viendront en mai. Les vingt restants suivront.", "vingt", 20_000_000, ("currency", "magnitude")),
        ("Valorisée 8 milliards d'euros, la firme en vise jusqu'à 10 en mai.", "jusqu'à 10", 10_000_000_000, ("currency", "magnitude")),
        ("Trois millions pour Alba ; le fonds dispose de 90 millions d'euros.", "Trois millions", 3_000_000, ("currency",)),
        ("Alba lève 12 millions d'euros chez Index Ventures. 48 hier, avec Kinnevik.", "48", 48_000_000, ("currency", "magnitude")),
        ("Le club place 61 M€, loin des 83 de l'exercice écoulé.", "83", 83_000_000, ("currency", "magnitude")),
        ("Vingt millions d'euros viennent de Caravelle, huit d'Alba.", "huit", 8_000_000, ("currency", "magnitude")),
        ("Elle vaut 7 milliards d'euros ; pour Kaléo, 4,6 tout au plus.", "4,6", 4_600_000_000, ("currency", "magnitude")),
        ("Ça fait 37 M€ : il en reprend 29 avec Idinvest.", "29", 29_000_000, ("currency", "magnitude")),
        ("Alba en est à 92. Elle lève 30 millions d'euros.", "92", 92_000_000, ("currency", "magnitude")),
        ("Elle a eu 1,9 million d'euros, puis, dit-elle, 5,7 le mois dernier.", "5,7", 5_700_000, ("currency", "magnitude")),
        ("Alba réunit 203 M€ avec un prêt de 25 de la BEI.", "25", 25_000_000, ("currency", "magnitude")),
        ("Elle tire 75 millions de dollars d'Alba, plus 590 de Toyota.", "590", 590_000_000, ("currency", "magnitude")),
        ("Elle réalise 131 millions d'euros de ventes. C'était 74 en 2011.", "74", 74_000_000, ("currency", "magnitude")),
        ("Le fonds pèse 210 millions d'euros, dont 60 du FEI.", "60", 60_000_000, ("currency", "magnitude")),
        ("Elle a levé 3 M€ et en vise 9 dès 2025.", "9", 9_000_000, ("currency", "magnitude")),
        ("Alba (Lyon, 4,1 millions d'euros) et Borée (Dijon, 2,7).", "2,7", 2_700_000, ("currency", "magnitude")),
        ("Il paie 13 millions d'euros. Six autres iront à l'usine.", "Six", 6_000_000, ("currency", "magnitude")),
        ("L'étude vaut 2 M€ et facture 14 millions d'honoraires.", "14 millions", 14_000_000, ("currency",)),
        ("Elle prévoit 5 M€ de ventes puis une perte de (2) millions.", "(2) millions", -2_000_000, ("currency",)),
    ],
)
def test_a_candidate_says_what_it_inherits(text: str, span: str, value: int, inherited: tuple[str, ...]) -> None:
    found = [a for a in find_amounts(text, candidates=True) if not a.certain]
    assert [(a.text, a.amount, a.inherited) for a in found] == [(span, Decimal(value), inherited)]
    assert found[0].elliptic
    assert found[0].currency_inferred
    assert all(a.certain for a in find_amounts(text))


def test_a_list_takes_its_unit_from_the_last() -> None:
    found = find_amounts("Les trois reçoivent respectivement 27, 15 et 10 millions d'euros.", candidates=True)
    assert [(a.amount, a.currency, a.certain) for a in found] == [
        (Decimal(27_000_000), "EUR", False), (Decimal(15_000_000), "EUR", False), (Decimal(10_000_000), "EUR", True),
    ]


def test_the_first_number_of_a_change_is_a_candidate() -> None:
    found = find_amounts("Le carnet est passé de 218,3 à 559,4 millions d'euros.", candidates=True)
    assert [a.amount for a in found] == [Decimal(218_300_000), Decimal(559_400_000)]


def test_the_currency_of_a_conversion_is_not_handed_on() -> None:
    found = find_amounts("Elle lève 6 milliards de dollars (5,5 milliards d'euros) et en vaut 40 milliards.", candidates=True)
    assert [(a.amount, a.currency) for a in found] == [(Decimal(6_000_000_000), "USD"), (Decimal(40_000_000_000), "USD")]


def test_a_candidate_is_not_in_the_currency_of_its_own_conversion() -> None:
    found = find_amounts("Le tour, de 30 millions (27,5 millions d'euros), suit un prêt de 12 millions de dollars.", candidates=True)
    assert [(a.amount, a.currency) for a in found] == [(Decimal(30_000_000), "USD"), (Decimal(12_000_000), "USD")]
    assert found[0].converted is not None
    assert found[0].converted.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("La pousse lève 12 millions.", "EUR"),
        ("Zurich (awp) - Le vendeur reçoit 12 millions.", "CHF"),
        ("Québec - La FTQ met 12 millions dans l'usine de Beauceville.", "CAD"),
        ("Casablanca : la jeune pousse lève 12 millions.", "MAD"),
        ("Dakar. La jeune pousse lève 12 millions.", "XOF"),
        ("San Francisco. La rivale d'OpenAI lève 12 millions.", "USD"),
        ("La jeune pousse de Nantes, qui ouvre à New York, lève 12 millions.", "EUR"),
    ],
)
def test_without_any_currency_the_places_tell(text: str, currency: str) -> None:
    (found,) = find_amounts(text, candidates=True, default_dollar=None)
    assert (found.amount, found.currency, found.currency_inferred, found.inherited) == (12_000_000, currency, True, ("currency",))
    assert not found.certain
    assert guess_currency(text) == currency


def test_a_lone_sentence_about_money_is_in_euros() -> None:
    (found,) = find_amounts("La pousse lève 12 millions.", candidates=True)
    assert (found.currency, found.currency_inferred, found.inherited) == ("EUR", True, ("currency",))


def test_a_quebec_dateline_gives_one() -> None:
    (found,) = find_amounts("(Montréal) La pousse lève 12 millions.", candidates=True, default_dollar=None)
    assert found.currency == "CAD"


@pytest.mark.parametrize(
    "tail",
    [
        "et compte 40 salariés", "en 2023", "le 12 mars", "le 12", "à 10h30", "devant 1,3 million d'utilisateurs",
        "pour 25 % du capital", "avec 3 millions de titres",
        "dans la série 3", "au CAC 40", "page 12", "à l'âge de 42 ans", "comme 360Learning", "dans 12 pays",
        "avec 12 et 15 personnes", "sur 3 à 5 ans",
        "selon Anne Petit, 42 ans", "pour 500 Mo", "contre 12 %", "de 13,7 à 10,6 %", "à 16:52", "dans les années 80",
        "avec deux écoles. Six autres salariés suivront", "avec deux usines de Renault, trois de Fiat",
        "avec 12.500 tonnes", "pour un M&A", "dont 4.600 partis",
    ],
)
def test_numbers_of_other_things_are_no_candidates(tail: str) -> None:
    found = find_amounts(f"Alba lève 12 millions d'euros {tail}.", candidates=True)
    assert [a.text for a in found] == ["12 millions d'euros"]
