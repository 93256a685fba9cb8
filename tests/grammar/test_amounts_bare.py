"""Bare numbers that are amounts, by what stands around them, and bare numbers that are not."""

from decimal import Decimal

import pytest

from levees.grammar.amounts import Amount, find_amounts
from levees.grammar.currencies import guess_currency, guess_dollar


def found(text: str) -> list[Amount]:
    return find_amounts(text, candidates=True, default_dollar=None)


def values(text: str) -> list[tuple[str, Decimal | None, str | None, bool]]:
    return [(a.text, a.amount, a.currency, a.certain) for a in found(text)]


@pytest.mark.parametrize(
    ("text", "span", "millions"),
    [
        ("Vauban pèse 25 millions d'euros, Cormier 51, et personne ne rit.", "51", 51),
        ("Vauban pèse 25 millions d'euros, et Cormier 51.", "51", 51),
        ("Vauban réunit 92 millions d'euros en mai ; Lumière, 70, en mars.", "70", 70),
        ("Le Jura a reçu 604 millions d'euros, la Haute-Saône 188.", "188", 188),
        ("Vauban a emprunté 30 millions d'euros. Cormier, 18.", "18", 18),
        ("Les chèques sont partis : 7 millions d'euros dans Vauban, 4,4 dans Cormier.", "4,4", 4.4),
        ("Arrivent 7 millions d'euros de Vauban Capital, 3 de la région.", "3", 3),
        ("Il reste 5 millions d'euros à trouver pour toucher les 75 promis.", "75", 75),
        ("Elle perd 2 millions d'euros sur les 7,6 du matin.", "7,6", 7.6),
        ("Elle vaut 860 millions d'euros, moins les 340 qu'elle doit.", "340", 340),
        ("Un tour de 28 millions d'euros, dont 10 apportés par Vauban.", "10", 10),
        ("Elle perd 6 millions d'euros pour 71 de ventes.", "71", 71),
        ("L'un vaut 104 millions d'euros le jeudi, contre 93 mardi midi.", "93", 93),
        ("Les ventes font 14 millions d'euros, et les dettes en atteignent huit.", "huit", 8),
        ("Vauban cherche 12 millions d'euros ; Cormier lui en a avancé deux.", "deux", 2),
        ("Il voulait 250, il a eu 310 millions d'euros.", "250", 250),
        ("Le prix était de 13, et non de 31 millions d'euros.", "13", 13),
        ("Il y a les 600 millions d'euros de Vauban, et les 203 de Cormier.", "203", 203),
        ("Le prix est de 25 millions d'euros, soit moins que les 40 auxquels on l'estimait.", "40", 40),
        ("Elle réclame 500 millions d'euros ; 220 sont déjà là.", "220", 220),
        ("Vauban a eu 22 millions d'euros. Cormier en a obtenu 14 d'Intel.", "14", 14),
        ("Vauban propose 112 millions d'euros ; le fonds gantois Cormier, 105, mais sans l'usine.", "105", 105),
        ("Le fonds a réuni 420 millions d'euros.\n\nVisé 350, le total surprend.", "350", 350),
        ("Vauban a trouvé 61 millions d'euros, en sept tours, contre 240 un an plus tôt.", "240", 240),
    ],
)
def test_what_stands_around_a_bare_number_makes_it_money(text: str, span: str, millions: float) -> None:
    bare = [a for a in found(text) if a.text == span]
    assert [(a.amount, a.currency, a.certain) for a in bare] == [(Decimal(str(millions)) * 10**6, "EUR", False)]
    assert bare[0].inherited == ("currency", "magnitude")


@pytest.mark.parametrize(
    "tail",
    [
        "dont les 40 salariés restent",
        "contre 24 heures de débats",
        "et Vauban emploie 300 personnes",
        "pour un Airbus A320 de 150 places",
        "sur 5G et 4G",
        "de Vauban, 45 ans",
        "après un match gagné 3 à 1",
        "et vise 2027",
        "au 12 rue du Port",
        "en hausse de 12 %",
        "le 14 mars",
        "avec Windows 11",
        "et il en a deux autour de la table du conseil",
        "avec 312 tours, contre 388 tours un an plus tôt",
        "avec 312 transactions (388 en 2021)",
    ],
)
def test_other_numbers_beside_money_are_none(tail: str) -> None:
    assert [a.text for a in found(f"Vauban lève 12 millions d'euros {tail}.")] == ["12 millions d'euros"]


def test_the_age_of_a_person_is_not_a_member_of_a_list() -> None:
    assert len(found("Vauban lève 12 millions d'euros. Anne Cormier, 45, en prend la tête.")) == 1


def test_numbers_written_out_take_the_currency_alone() -> None:
    (_, second) = found("Neuf salariés ont réuni 210 000 euros ; le vendeur en réclame 350 000.")
    assert (second.text, second.amount, second.currency, second.inherited) == ("350 000", 350_000, "EUR", ("currency",))


def test_a_number_takes_the_magnitude_of_its_own_size() -> None:
    text = "Six milliards de dollars ? Vauban n'en a levé que 700 millions ; les 8,7 dont on parle sont sa valeur."
    assert [a.amount for a in found(text)] == [6 * 10**9, 700 * 10**6, Decimal("8.7") * 10**9]


def test_a_change_between_prices_inherits_no_magnitude() -> None:
    text = "Le groupe vaut 3 millions d'euros et l'action plonge de 70 à 8 euros."
    assert [a.amount for a in found(text)] == [3_000_000, 70, 8]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Elle revoit à la baisse, de 15 à 9 millions d'euros, son augmentation de capital.", [15, 9]),
        ("Les ventes ont coulé de 88 à 61 millions d'euros.", [88, 61]),
        ("L'objectif est porté de 320 à 390 M€.", [320, 390]),
        ("Il relève, à la dernière minute, son prix de 60 à 80 millions d'euros.", [60, 80]),
        ("Le bénéfice a triplé, de 2 à 6 millions d'euros.", [2, 6]),
        ("La perte est réduite de 14 à 3,5 millions d'euros.", [14, 3.5]),
        ("De 310 millions d'euros à 1,6 milliard : en treize mois, le prix a quintuplé.", [310, 1600]),
    ],
)
def test_a_change_is_two_amounts(text: str, amounts: list[float]) -> None:
    assert [a.amount for a in found(text)] == [Decimal(str(x)) * 10**6 for x in amounts]
    assert {a.currency for a in found(text)} == {"EUR"}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Elle espère entre 40 et 50 M$.", 40, 50),
        ("ENTRE 40 ET 50 MILLIONS DE DOLLARS", 40, 50),
        ("Entre\u00a040\u00a0et\u202f50\u00a0millions de dollars.", 40, 50),
        ("Un montant de 10 à 15 millions de dollars.", 10, 15),
        ("Une augmentation de 10 à 15 millions de dollars.", 10, 15),
        ("Un portefeuille de 10 à 15 millions de dollars.", 10, 15),
        ("De 880 millions à 1,16 milliard de dollars.", 880, 1160),
    ],
)
def test_a_range_is_one(text: str, low: int, high: int) -> None:
    assert [(a.amount, a.low, a.high, a.currency) for a in found(text)] == [(None, low * 10**6, high * 10**6, "USD")]


def test_a_range_of_bare_numbers_inherits_its_unit() -> None:
    (_, second) = found("Vauban visait 90 millions de francs suisses ; ce sera « entre 105 et 110 ».")
    assert (second.text, second.low, second.high, second.currency) == ("entre 105 et 110", 105_000_000, 110_000_000, "CHF")


def test_a_year_opens_no_range() -> None:
    assert [(a.amount, a.low) for a in found("L'aide se situait en 2018 à un peu plus de 8.000 euros.")] == [(8000, None)]


@pytest.mark.parametrize("unit", ["en millions d'euros", "hors dette, en millions d’euros", "en M€", "montants en M€"])
def test_a_heading_gives_the_lines_below_their_unit(unit: str) -> None:
    text = f"Les tours de mars\n({unit})\n\n1. Vauban - 85 - énergie - Cormier Capital\n2. Lumière - 4,8 - jeux\nHoule : 12,5\nNés en 2019"
    assert [(a.text, a.amount, a.currency) for a in found(text)] == [
        ("85", 85_000_000, "EUR"), ("4,8", 4_800_000, "EUR"), ("12,5", 12_500_000, "EUR"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Un premier million d'euros est promis.", 1_000_000),
        ("Il reste 12 petits millions d'euros.", 12_000_000),
        ("Deux cents autres millions d'euros suivront.", 200_000_000),
        ("Un milliard cent d'euros de ventes.", 1_100_000_000),
        ("Elle vaut un milliard deux.", 1_200_000_000),
        ("Un million cinq cent mille euros.", 1_500_000),
        ("Le résultat plongera à moins 60 millions d'euros.", -60_000_000),
        ("Une somme de moins de 60 millions d'euros.", 60_000_000),
        ("Elle est cédée pour un dollar.", 1),
    ],
)
def test_amounts_as_one_says_them(text: str, value: int) -> None:
    (only,) = found(text)
    assert only.amount == value


def test_dollars_named_by_their_country_after_a_magnitude() -> None:
    text = "MONTRÉAL - Vauban perd 11,8 millions US et place 142 millions CA."
    assert [(a.text, a.currency, a.certain) for a in found(text)] == [
        ("11,8 millions US", "USD", True), ("142 millions CA", "CAD", True),
    ]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("La pousse obtient 3 millions d'augmentation de capital.", False),
        ("Vauban tient avec 11 millions de série A.", False),
        ("Elle a cédé pour 4 milliards de titres.", False),
        ("Il a perdu les 19 millions de ses actionnaires.", False),
        ("Il compte 19 millions d'Européens.", True),
        ("Le pays compte 3 millions de titres.", True),
        ("Le pays compte 3 millions d'enfants.", True),
        ("Elle travaille pour 3 millions de clients.", True),
    ],
)
def test_millions_of_money_and_of_other_things(text: str, counted: bool) -> None:
    assert (found(text) == []) is counted


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # a bare amount goes with the one before in its paragraph, and with the paper's own money after a break
        ("Genève (ats) - Vauban lève 8 millions de dollars.\n\nLe canton de Vaud met 2 millions de francs.\n\nCormier reçoit 3 millions.",
         ["USD", "CHF", "CHF"]),
        # where places tell nothing, the article's first amount is in its own money
        ("Vauban lève 8 millions de roupies.\n\nCormier gagne 9 millions de dollars.\n\nLe groupe perd 3 millions.", ["INR", "USD", "INR"]),
        ("Lyon. Vauban lève 8 millions d'euros. Cormier, 9 millions de dollars, et 3 millions ensuite.", ["EUR", "USD", "USD"]),
    ],
)
def test_a_bare_amount_among_several_currencies(text: str, codes: list[str]) -> None:
    assert [a.currency for a in found(text)] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vauban lève 8 millions.", "EUR"),
        ("Lausanne (ats) - Vauban lève 8 millions.", "CHF"),
        ("Sfax : Vauban lève 8 millions.", "TND"),
        ("À Douala, Vauban lève 8 millions.", "XAF"),
        ("Vauban, à Abidjan, lève 8 millions.", "XOF"),
        ("Nasdaq : la firme de San Francisco vaut 8 millions.", "USD"),
        ("Un Américain de Bordeaux lève 8 millions.", "EUR"),
    ],
)
def test_the_article_says_in_what_it_counts(text: str, code: str) -> None:
    assert guess_currency(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Montréal : le câblodistributeur gagne 51 M$.", "CAD"),
        ("Le BAIIA atteint 51 M$.", "CAD"),
        ("Le Fonds de solidarité FTQ met 9 M$.", "CAD"),
        ("La chanteuse québécoise, la Canadienne Anne, touche 550.000 dollars à Paris.", "USD"),
        ("Nala reçoit 40 millions $ au Kenya.", "USD"),
    ],
)
def test_whose_dollars(text: str, code: str) -> None:
    assert guess_dollar(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dakar. La banque gagne 30 milliards de FCFA ; sa filiale du Cameroun ouvrira.\nLe Sénégal s'en félicite.", "XOF"),
        ("Yaoundé. La banque gagne 30 milliards de FCFA.", "XAF"),
        ("À son apogée, en 1988, l'affaire pesait 600 millions de francs.", "FRF"),
        ("Fondée en 1947, elle a cédé des parts. Entre 2014 et 2016, elle a perdu 37 millions de francs.", "CHF"),
    ],
)
def test_whose_francs(text: str, code: str) -> None:
    assert [a.currency for a in found(text)] == [code]


@pytest.mark.parametrize("text", ["Elle prépare un livre d'entretiens.", "La Lamborghini Sián FKP 37 est là.", "Un livre qui coûte."])
def test_books_and_models_are_no_money(text: str) -> None:
    assert found(text) == []


def test_a_pound_is_still_one() -> None:
    assert values("Cédée pour une livre, puis GBP 12, puis EUR 37.") == [
        ("une livre", 1, "GBP", True), ("GBP 12", 12, "GBP", True), ("EUR 37", 37, "EUR", True),
    ]
