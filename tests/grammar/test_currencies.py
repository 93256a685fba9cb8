"""Currencies: CLDR's names, the press's signs, and what a bare noun means."""

from decimal import Decimal

import pytest
from babel import Locale

from levees.grammar.amounts import find_amounts
from levees.grammar.amounts_tables import tables
from levees.grammar.currencies import guess_dollar

FRENCH = Locale.parse("fr")
UNREADABLE = {"XXX", "XTS", "XAU", "XAG"}  # no currency, and « 12 or », « 12 argent », which are words


@pytest.mark.parametrize("code", sorted(tables().codes & set(FRENCH.currencies) - UNREADABLE))
def test_every_cldr_name_and_code_is_read(code: str) -> None:
    plural = dict(FRENCH._data["currency_names_plural"].get(code, {})).get("other", FRENCH.currencies[code])
    for text in (f"12 {plural}", f"1 {FRENCH.currencies[code]}", f"12 {code}"):
        (amount,) = find_amounts(f"Prix : {text}.")
        assert (amount.currency, amount.text) == (code, text)


MAJORS = "EUR USD GBP CHF JPY CNY CAD AUD SEK NOK DKK PLN CZK HUF BRL INR KRW MXN TRY ZAR MAD TND DZD XOF XAF SGD HKD NZD AED SAR".split()
FORMS = ["1 {one}", "5 {}", "12 500 {}", "1.250,50 {}", "deux cents {}", "2,5 millions {de}{}", "trois milliards {de}{}"]
VALUES = dict(zip(FORMS, ["1", "5", "12500", "1250.50", "200", "2500000", "3000000000"], strict=True))


def sweep(codes: list[str]) -> tuple[int, int]:
    """How many of CLDR's names are read exactly in every form of number, and how many there are."""
    right = asked = 0
    for code in codes:
        names = dict(FRENCH._data["currency_names_plural"].get(code, {}))
        one, other = (names.get(number, FRENCH.currencies[code]) for number in ("one", "other"))
        de = "d’" if other[0].lower() in "aeéiouy" else "de "
        for form in FORMS:
            found = find_amounts("Le projet coûte " + form.format(other, one=one, de=de) + ".")
            right += [(a.amount, a.currency) for a in found] == [(Decimal(VALUES[form]), code)]
            asked += 1
    return right, asked


def test_cldr_names_in_every_form_of_number() -> None:
    right, asked = sweep(sorted(set(FRENCH.currencies) - {"XXX", "XTS"}))
    assert right >= 0.99 * asked
    right, asked = sweep(MAJORS)
    assert right == asked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 $ US", "USD"), ("US$ 12", "USD"), ("12 M$ CA", "CAD"), ("C$ 12", "CAD"), ("A$12", "AUD"), ("12 HK$", "HKD"),
        ("R$ 12", "BRL"),
        ("12 £", "GBP"), ("¥12", "JPY"), ("₹ 12", "INR"), ("12 FCFA", "XOF"), ("12 F CFA", "XOF"),
        ("12 millions de francs CFA", "XOF"), ("12 MDH", "MAD"),
        ("12 MMDH", "MAD"), ("12 DT", "TND"), ("12 milliards DA", "DZD"), ("12 Fr.", "CHF"), ("Fr. 12.-", "CHF"), ("12 frs", "CHF"),
        ("12 MF", "FRF"),
        ("12 dollars américains", "USD"), ("12 dollars hongkongais", "HKD"), ("12 dollars taïwanais", "TWD"), ("12 renminbi", "CNY"),
        ("12 yuans", "CNY"),
        ("12 wons", "KRW"), ("12 livres turques", "TRY"), ("12 reais", "BRL"), ("12 rials saoudiens", "SAR"), ("12 shekels", "ILS"),
        ("12 deutschemarks", "DEM"),
        ("12 dirhams émiratis", "AED"), ("12 roupies indiennes", "INR"), ("12 pesos chiliens", "CLP"),
        ("12 couronnes norvégiennes", "NOK"), ("12 ME", "EUR"),
        ("12 keuros", "EUR"), ("12 MUSD", "USD"), ("12 dollars (CAD)", "CAD"), ("12 zlotys", "PLN"), ("12 dollars de Hong Kong", "HKD"),
    ],
)
def test_signs_and_short_names(text: str, code: str) -> None:
    (amount,) = find_amounts(text)
    assert (amount.currency, amount.text) == (code, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("À Yaoundé, l'opérateur cède 12 milliards de FCFA.", "XAF"),
        ("À Abidjan, l'opérateur cède 12 milliards de FCFA.", "XOF"),
        ("La Tunisie y consacre 5 millions de dinars.", "TND"),
        ("Alger y consacre 5 millions de dinars.", "DZD"),
        ("Dubaï y consacre 5 millions de dirhams.", "AED"),
        ("Casablanca y consacre 5 millions de dirhams.", "MAD"),
        ("Le groupe d'Oslo a payé 5 millions de couronnes.", "NOK"),
        ("Le groupe de Stockholm a payé 5 millions de couronnes.", "SEK"),
        ("Le Caire emprunte 5 millions de livres.", "EGP"),
        ("Londres emprunte 5 millions de livres.", "GBP"),
        ("L'usine lausannoise, en Suisse, vaut 5 millions de francs.", "CHF"),
        ("À Dakar, au Sénégal, l'usine vaut 5 millions de francs.", "XOF"),
        ("En 1987, l'usine valait 5 millions de francs.", "FRF"),
        ("Kigali, capitale du Rwanda, emprunte 5 millions de francs.", "RWF"),
        ("Buenos Aires émet 5 millions de pesos.", "ARS"),
    ],
)
def test_a_bare_noun_takes_its_country_from_the_text_and_says_so(text: str, code: str) -> None:
    (amount,) = find_amounts(text)
    assert (amount.currency, amount.currency_inferred) == (code, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(Montréal) La pousse amasse 12 M$.", "CAD"),
        ("L'Ontario a placé 1,2 G$ au Canada.", "CAD"),
        ("Investissement Québec et la Caisse de dépôt avancent 12 M$.", "CAD"),
        ("Tous les montants sont en dollars canadiens : 12 M$.", "CAD"),
        ("La société de San Francisco lève 12 M$.", "USD"),
        ("Un Québécois lève 12 M$ à New York, dit-on à Wall Street.", "USD"),
    ],
)
def test_which_dollar_a_text_means(text: str, code: str) -> None:
    assert guess_dollar(text) == code
    (amount,) = find_amounts(text, default_dollar=None)
    assert amount.currency == code
    assert amount.currency_inferred


@pytest.mark.parametrize("text", ["12 or", "3 sols", "12 sucre", "TOP 10", "COP 27", "ALL 4", "12 CAC", "3 argent", "20 XYZ"])
def test_words_that_are_no_currency(text: str) -> None:
    assert find_amounts(text) == []
