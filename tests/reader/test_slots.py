"""Slots read from the words around an anchor, on made-up sentences."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace as S
from typing import Any

import pytest

from levees.grammar.amounts import find_amounts
from levees.grammar.percents import find_percents
from levees.reader.instruments import basis_of, instrument_of
from levees.reader.lead import is_lead
from levees.reader.listing import exchange_of
from levees.reader.market import change_of, count_of, scope_of
from levees.reader.metrics import metric_of
from levees.reader.signs import signed_change
from levees.reader.titles import role_of


def article(text: str, **names: str) -> Any:
    """A reading of one sentence a line, its names given as kind="A;B"."""
    sentences, at = [], 0
    for line in text.split("\n"):
        sentences.append((at, at + len(line)))
        at += len(line) + 1
    found = [S(start=text.index(n), end=text.index(n) + len(n), text=n, kind=kind)
             for kind, listed in names.items() for n in listed.split(";")]
    return S(text=text, sentences=sentences, amounts=find_amounts(text), percents=find_percents(text), dates=[],
             names=sorted(found, key=lambda n: n.start))


def place(reading: Any, words: str) -> tuple[int, int]:
    start = reading.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(("text", "person", "trigger", "direction", "role"), [
    ("L'administratrice Odile Kerdreux assure l'intérim.", "Odile Kerdreux", "assure", "joins", "intérim"),
    ("Le directeur juridique Odile Kerdreux prend la présidence.", "Odile Kerdreux", "prend", "joins", "présidence"),
    ("La directrice juridique Odile Kerdreux est nommée.", "Odile Kerdreux", "nommée", "joins", "directrice juridique"),
    ("Le PDG de Talvo s'en va.\nOdile Kerdreux lui succède.", "Odile Kerdreux", "succède", "joins", "PDG"),
    ("La présidente de Talvo est partie.\nOdile Kerdreux devrait lui succéder.", "Odile Kerdreux", "succéder", "joins", "présidente"),
    ("Le directeur financier quitte Talvo.\nOdile Kerdreux le remplacera.", "Odile Kerdreux", "remplacera", "joins", "directeur financier"),
    ("Le directeur général s'en va.\nOdile Kerdreux prend la suite.", "Odile Kerdreux", "prend", "joins", "directeur général"),
    ("Le directeur général s'en va.\nLa main passe à Odile Kerdreux.", "Odile Kerdreux", "passe", "joins", "directeur général"),
    ("Talvo a un directeur général.\nOdile Kerdreux déjeune.", "Odile Kerdreux", "déjeune", "joins", None),
    ("Odile Kerdreux est nommée directrice financière de Talvo.", "Odile Kerdreux", "nommée", "joins", "directrice financière"),
    ("Marc Dunoy quitte la présidence du conseil.", "Marc Dunoy", "quitte", "leaves", "présidence du conseil"),
    ("Iris Mavel, jusqu'ici DRH de Talvo, prend la direction générale.", "Iris Mavel", "prend", "joins", "direction générale"),
    ("Iris Mavel, jusqu'ici DRH de Talvo, prend la direction générale.", "Iris Mavel", "prend", "leaves", "DRH"),
    ("Talvo recrute Iris Mavel comme chief operating officer.", "Iris Mavel", "recrute", "joins", "chief operating officer"),
    ("Paul Orsat cède la direction technique à Iris Mavel.", "Iris Mavel", "cède", "joins", "direction technique"),
    ("Le directeur général, Paul Orsat, a démissionné.", "Paul Orsat", "démissionné", "leaves", "directeur général"),
    ("Paul Orsat part vendredi.", "Paul Orsat", "part", "leaves", None),
])
def test_roles(text: str, person: str, trigger: str, direction: str, role: str | None) -> None:
    reading = article(text, person=person)
    found = role_of(reading, place(reading, person), place(reading, trigger), direction)
    assert (reading.text[slice(*found)] if found else None) == role


def test_a_role_told_further_down_is_found_by_the_persons_name() -> None:
    text = "Odile Kerdreux s'en va.\nLe vent tourne.\nIl pleut.\nLa directrice financière, Mme Kerdreux, quitte son poste."
    reading = article(text, person="Odile Kerdreux;Mme Kerdreux")
    found = role_of(reading, place(reading, "Odile Kerdreux"), place(reading, "s'en va"), "leaves")
    assert found is not None and text[slice(*found)] == "directrice financière"


@pytest.mark.parametrize(("text", "scope", "count", "change"), [
    ("Les pépites bretonnes ont levé 40 M€ en douze tours, soit 30 % de moins.", "pépites bretonnes", 12, -30),
    ("Les fusions-acquisitions en Italie ont totalisé 2 milliards d'euros, le double de 2019.", "fusions-acquisitions en Italie", None,
     100),
    ("Au total, 288 entreprises ont reçu 90 M€ de capital-risque (+12 %).", "entreprises|capital-risque", 288, 12),
    ("Le capital-risque belge a recueilli 70 M€, divisé par deux.", "capital-risque belge", None, -50),
])
def test_markets(text: str, scope: str, count: int | None, change: int | None) -> None:
    reading = article(text, place="Italie") if "Italie" in text else article(text)
    anchor = reading.amounts[0].start, reading.amounts[0].end
    found = scope_of(reading, anchor)
    assert found and reading.text[slice(*found)] in scope.split("|")
    assert (count_of(reading, anchor) or [None])[0] == count
    assert (change_of(reading, anchor) or [None])[0] == change


def test_a_row_of_a_breakdown_is_named_by_its_place() -> None:
    reading = article("La tech africaine a levé 4 milliards de dollars.\nL'Angola suit, avec 90 millions de dollars.", place="Angola")
    found = scope_of(reading, (reading.amounts[1].start, reading.amounts[1].end))
    assert found and reading.text[slice(*found)] == "Angola"


@pytest.mark.parametrize(("text", "leads", "others"), [
    ("Un tour mené par Hexavest et Colvent, avec Ardoine.", "Hexavest;Colvent", "Ardoine"),
    ("Hexavest conduit le tour, rejoint par Colvent.", "Hexavest", "Colvent"),
    ("L'argent vient de Hexavest, chef de file, et de Colvent.", "Hexavest", "Colvent"),
    ("Aux commandes, Hexavest et Colvent ; Ardoine suit.", "Hexavest;Colvent", "Ardoine"),
    ("Chef de file : Hexavest.", "Hexavest", ""),
    ("Talvo lève 3 M€ auprès de Hexavest.", "", "Hexavest"),
    ("Talvo lève 3 M€, Hexavest en premier de cordée, Colvent derrière.", "Hexavest", "Colvent"),
    ("Talvo lève 3 M€ : Colvent, Hexavest (meneur).", "Hexavest", "Colvent"),
    ("Talvo lève 3 M€ : Hexavest (meneuse), Colvent.", "Hexavest", "Colvent"),
    ("Talvo lève 3 M€, Hexavest et Colvent s'en partageant la conduite.", "Hexavest;Colvent", ""),
    ("Talvo lève 3 M€, Hexavest et Colvent s'en partageant la direction, avec Ardoine.", "Hexavest;Colvent", "Ardoine"),
    ("Talvo signe pour 3 M€, avec Hexavest à la conduite et Colvent à la remorque.", "Hexavest", "Colvent"),
    ("Premier de cordée : Hexavest.", "Hexavest", ""),
    ("À la conduite, Hexavest ; Colvent suit.", "Hexavest", "Colvent"),
    ("Hexavest et Colvent se partagent le tour de Talvo.", "", "Hexavest;Colvent"),
    ("Talvo (meubles) lève 3 M€ auprès de Hexavest.", "", "Hexavest"),
    ("Un tour de 12 M€ que mènerait Ardo ; Vex et Moor suivraient.", "Ardo", "Vex;Moor"),
    ("Les 15 M€ de jeudi, qu'a conduits Ardo, en font 94.", "Ardo", ""),
    ("Une série B de 9 M€ conduite en mars par Ardo, avec Vex.", "Ardo", "Vex"),
    ("6 M€ (Moor, Vex, Ardo en chef de file).", "Ardo", "Moor;Vex"),
    ("Un tour emmené par Ardo et souscrit par Vex, Moor et Lune.", "Ardo", "Vex;Moor;Lune"),
    ("Le tour vient de Vex et de Lead Edge Capital.", "", "Vex;Lead Edge Capital"),
    ("Ardo et Vex tiennent le stylo, Moor met 300 000 euros.", "Ardo;Vex", "Moor"),
])
def test_leads(text: str, leads: str, others: str) -> None:
    names = [n for n in (leads + ";" + others).split(";") if n]
    reading = article(text, investor=";".join(names))
    places = [(n.start, n.end) for n in reading.names]
    said = {n for n in names if is_lead(reading, [place(reading, n)], places)[0]}
    assert said == {n for n in leads.split(";") if n}


@pytest.mark.parametrize(("text", "names", "expected"), [
    ("Talvo entre au Nasdaq lundi.", {"exchange": "Nasdaq", "company": "Talvo"}, "Nasdaq"),
    ("Talvo veut s'introduire en Bourse, à Francfort.", {"place": "Francfort", "company": "Talvo"}, "Francfort"),
    ("Talvo veut s'introduire en Bourse. Le CAC 40 monte.", {"exchange": "CAC 40", "company": "Talvo"}, None),
])
def test_exchanges(text: str, names: dict[str, str], expected: str | None) -> None:
    reading = article(text, **names)
    found = exchange_of(reading, place(reading, "Talvo"), [place(reading, "Talvo")])
    assert (found.text if found else None) == expected


@pytest.mark.parametrize(("text", "metrics"), [
    ("Talvo a perdu 3 M€ pour 40 M€ de ventes.", ["net_loss", "revenue"]),
    ("Le chiffre d'affaires atteint 40 M€ et le résultat d'exploitation 5 M€.", ["revenue", "operating_income"]),
    ("L'Ebitda recule à 7 M€, contre 9 M€ un an plus tôt.", ["ebitda", "ebitda"]),
    ("La dette nette s'élève à 12 M€ ; la trésorerie, à 4 M€.", ["debt", "cash"]),
    ("Elle vit de 2 M€ de revenus récurrents.", ["recurring_revenue"]),
    ("Les prises de commandes grimpent à 80 M€.", ["orders"]),
    ("Le résultat net, négatif, ressort à 3 M€.", ["net_loss"]),
    ("Elle a gagné 2 M€, puis 31 M€ de bénéfice sur 400 M€ de revenus.", ["net_income", "net_income", "revenue"]),
    ("Verdane affiche 12 M€ d'Ebitda pour 90 M€ de ventes.", ["ebitda", "revenue"]),
    ("Le groupe a dégagé 8 M€ de pertes malgré 70 M€ de recettes.", ["net_loss", "revenue"]),
    ("Un trou d'exploitation de 5 M€ creuse la dette, à 60 M€.", ["operating_income", "debt"]),
    ("Le RNPG ressort à 14 M€.", ["net_income"]),
    ("Il reste à Verdane 9 M€ sur son compte.", ["cash"]),
    ("Il espère 200 M€ l'an prochain.", ["guidance_revenue"]),
    ("Le REBITDA atteint 7 M€.", ["ebitda"]),
])
def test_metrics(text: str, metrics: list[str]) -> None:
    reading = article(text)
    assert [metric_of(reading, (a.start, a.end)).best() for a in reading.amounts] == metrics


def test_a_planned_revenue_is_guidance() -> None:
    reading = article("Talvo vise 50 M€ de chiffre d'affaires en 2030.")
    anchor = reading.amounts[0].start, reading.amounts[0].end
    assert metric_of(reading, anchor, planned=True).best() == "guidance_revenue"


@pytest.mark.parametrize(("text", "instrument"), [
    ("Talvo boucle une augmentation de capital de 4 M€.", "equity"),
    ("Talvo emprunte 4 M€ à ses banques.", "debt"),
    ("Talvo émet 4 M€ d'obligations convertibles.", "convertible"),
    ("Talvo décroche une subvention de 4 M€.", "grant"),
    ("Talvo réunit 4 M€, dont un tiers en dette.", "mixed"),
    ("Talvo lève 4 M€.", None),
])
def test_instruments(text: str, instrument: str | None) -> None:
    reading = article(text)
    assert instrument_of(reading, (reading.amounts[0].start, reading.amounts[0].end)).best(0.4) == instrument


@pytest.mark.parametrize(("text", "basis"), [
    ("Talvo est valorisée 90 M€ pre-money.", "pre_money"),
    ("Talvo vaut 90 M€, argent frais compris.", "post_money"),
    ("Sa capitalisation boursière atteint 90 M€.", "market_cap"),
    ("Talvo vaudrait 90 M€.", None),
])
def test_bases(text: str, basis: str | None) -> None:
    reading = article(text)
    assert basis_of(reading, (reading.amounts[0].start, reading.amounts[0].end)).best(0.4) == basis


@pytest.mark.parametrize(("text", "values"), [
    ("Les ventes ont cédé 4 %, le bénéfice a gagné 7 %.", [-4, 7]),
    ("Un bond de 20 %, mais un volume en repli de 3 %.", [20, -3]),
    ("Soit 8 % de moins qu'en 2019 et 2 % de plus qu'en 2018.", [-8, 2]),
    ("Les ventes (-5 %) et les commandes (+6 %) divergent.", [-5, 6]),
])
def test_signs(text: str, values: list[int]) -> None:
    reading = article(text)
    assert [signed_change(reading, p) for p in reading.percents] == [Decimal(v) for v in values]


def test_offices_of_state_are_told_from_posts_in_firms():
    from levees.reader.titles import is_public_office

    assert all(is_public_office(t) for t in ("ministre de l'Économie", "maire de Lyon", "secrétaire d'État", "Premier ministre"))
    assert not any(is_public_office(t) for t in ("directrice générale", "président du directoire", "PDG"))
