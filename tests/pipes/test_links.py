"""Links between events, on events built by hand from sentences of our own."""

from __future__ import annotations

import re

import pytest

from levees.pipes.links import linked
from levees.schema import (
    Acquisition,
    BaseEvent,
    FinancialResult,
    FundingRound,
    Ipo,
    Money,
    Party,
    Stake,
    TimeExpression,
    TotalRaised,
    Trigger,
    Valuation,
)

KINDS = {"round": FundingRound, "worth": Valuation, "total": TotalRaised, "ipo": Ipo, "buy": Acquisition, "stake": Stake,
         "result": FinancialResult}
FIGURE = re.compile(r"(\d+) (M€|%)")


def sentences(text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^.]+\.?", text)]


def party(name: str) -> Party:
    return Party(name=name, text=name)


def year(value: str) -> TimeExpression:
    return TimeExpression(text=value, value=value, first_day=f"{value}-01-01", last_day=f"{value}-12-31")


def event(text: str, number: int, kind: str, at: str, **more: object) -> BaseEvent:
    """An event of Alba's whose figure or trigger is the words `at`."""
    start = text.index(at)
    found = FIGURE.fullmatch(at)
    slots: dict[str, object] = {"id": f"x#{number}", "trigger": Trigger(text=at, start=start, end=start + len(at))}
    if found and found[2] == "M€":
        slots["amount"] = Money(text=at, start=start, end=start + len(at), amount=found[1] + "000000", currency="EUR")
    elif found:
        slots["percent"] = found[1]
    if kind == "buy":
        slots |= {"target": party("Alba"), "acquirers": [party("Belcor")]}
    else:
        slots["company"] = party("Alba")
    if kind == "stake":
        slots["holder"] = party("Belcor")
    return KINDS[kind].model_validate(slots | more)


def links(text: str, *told: tuple, published: str | None = None) -> list[dict[str, str]]:
    events = [event(text, i, kind, at, **(rest[0] if rest else {})) for i, (kind, at, *rest) in enumerate(told)]
    return [e.links for e in linked(events, text, sentences(text), published)]


PLANNED = {"status": "planned"}
SAID = {"certainty": "reported"}


@pytest.mark.parametrize(("text", "told", "relation"), [
    ("Alba lève 12 M€ sur la base d'une valorisation de 80 M€.", [("round", "12 M€"), ("worth", "80 M€")], "valuation"),
    ("Alba lève 12 M€. Ce tour valorise l'éditeur 80 M€.", [("round", "12 M€"), ("worth", "80 M€")], "valuation"),
    ("Alba vaut 80 M€ après avoir levé 12 M€.", [("round", "12 M€"), ("worth", "80 M€")], "valuation"),
    ("Alba boucle son tour de table. À cette occasion, la société est valorisée 80 M€.", [("round", "tour de table"), ("worth", "80 M€")],
     "valuation"),
    ("Alba entre en Bourse et lève 40 M€, pour une capitalisation de 300 M€.", [("ipo", "40 M€"), ("worth", "300 M€")], "valuation"),
    ("Alba vise 40 M€ en Bourse. Le prix retenu la valoriserait 300 M€.", [("ipo", "40 M€", PLANNED), ("worth", "300 M€", PLANNED)],
     "valuation"),
    ("Belcor rachète Alba. La transaction valorise la cible 90 M€.", [("buy", "rachète"), ("worth", "90 M€")], "valuation"),
    ("Alba lève 12 M€, ce qui porte à 20 M€ le total.", [("round", "12 M€"), ("total", "20 M€")], "total"),
    ("Alba lève 12 M€. La jeune pousse a récolté au total 20 M€.", [("round", "12 M€"), ("total", "20 M€")], "total"),
    ("Alba, qui a réuni 20 M€ depuis sa création, vient de lever 12 M€.", [("round", "12 M€"), ("total", "20 M€")], "total"),
    ("Belcor prend le contrôle d'Alba, portant sa part à 75 % du capital.", [("buy", "prend le contrôle"), ("stake", "75 %")], "stake"),
    ("Belcor acquiert Alba. À l'issue de l'opération, il détiendra 75 % du capital.", [("buy", "acquiert"), ("stake", "75 %", PLANNED)],
     "stake"),
])
def test_what_belongs_together_is_linked(text, told, relation):
    assert links(text, *told) == [{relation: "x#1"}, {}]


@pytest.mark.parametrize(("text", "told"), [
    ("Alba lève 12 M€. La société était valorisée 80 M€ il y a un an.", [("round", "12 M€"), ("worth", "80 M€")]),
    ("Alba lève 12 M€. Son chiffre d'affaires progresse. Elle vaudrait 80 M€.", [("round", "12 M€"), ("worth", "80 M€", SAID)]),
    ("Alba lève 12 M€ et valait 80 M€ en 2019.", [("round", "12 M€", {"date": year("2024")}), ("worth", "80 M€", {"date": year("2019")})]),
    ("Alba lève 12 M€. Belcor est valorisé 80 M€ par cette opération.",
     [("round", "12 M€"), ("worth", "80 M€", {"company": party("Belcor")})]),
    ("Alba lève 12 M€ à un prix qui la valorise 8 M€.", [("round", "12 M€"), ("worth", "8 M€")]),
    ("Alba renonce à lever 12 M€ et reste valorisée 80 M€.", [("round", "12 M€", {"status": "cancelled"}), ("worth", "80 M€")]),
    ("Alba lève 12 M€ après avoir réuni auparavant 20 M€ au total.", [("round", "12 M€"), ("total", "20 M€")]),
    ("Alba lève 12 M€. Le total atteint 10 M€.", [("round", "12 M€"), ("total", "10 M€")]),
    ("Alba cherche 12 M€. Elle a levé 20 M€ au total.", [("round", "12 M€", PLANNED), ("total", "20 M€")]),
    ("Belcor, qui détenait déjà 20 %, rachète Alba.", [("buy", "rachète"), ("stake", "20 %")]),
    ("Belcor rachète Alba, dont Cendor portait 20 %.", [("buy", "rachète"), ("stake", "20 %", {"holder": party("Cendor")})]),
    ("Alba lève 12 M€ et publie 80 M€ de ventes.", [("round", "12 M€"), ("result", "80 M€", {"metric": "revenue"})]),
])
def test_what_does_not_belong_is_left_alone(text, told):
    assert links(text, *told) == [{}, {}]


def test_the_total_and_the_valuation_go_to_the_newest_round():
    text = "Après 3 M€ en 2021, Alba lève 12 M€, ce qui porte à 15 M€ le total et la valorise 80 M€."
    found = links(text, ("round", "3 M€", {"date": year("2021")}), ("round", "12 M€"), ("total", "15 M€"), ("worth", "80 M€"))
    assert found == [{}, {"total": "x#2", "valuation": "x#3"}, {}, {}]


def test_a_total_goes_to_the_largest_smaller_round_wherever_it_is_told():
    text = "Alba lève 12 M€. Le secteur dort. En 2021, elle avait pris 3 M€. Le cumul de ses levées atteint 15 M€."
    told = (("round", "12 M€"), ("round", "3 M€", {"date": year("2021")}), ("total", "15 M€"))
    assert links(text, *told) == [{"total": "x#2"}, {}, {}]
    larger = "Alba lève 12 M€. Le secteur dort. Belcor avance. Le cumul de ses levées atteint 10 M€."
    assert links(larger, ("round", "12 M€"), ("total", "10 M€")) == [{}, {}]


@pytest.mark.parametrize(("text", "told"), [
    ("Alba, cotée depuis 2019, vaut 80 M€.", [("ipo", "cotée", {"date": year("2019")}), ("worth", "80 M€")]),
    ("Entrée en Bourse en 2019, Alba pèse 80 M€.", [("ipo", "Entrée en Bourse", {"date": year("2019")}), ("worth", "80 M€")]),
    ("Alba, qui a levé 12 M€ en 2019, pèse 80 M€ en Bourse.",
     [("round", "12 M€", {"date": year("2019")}), ("worth", "80 M€", {"basis": "market_cap"})]),
])
def test_what_a_company_is_worth_today_is_not_tied_to_a_deal_of_long_ago(text, told):
    assert links(text, *told, published="2024-05-02") == [{}, {}]
    assert links(text, *told, published="2020-01")[0] == {"valuation": "x#1"}
    assert links(text, *told)[0] == {"valuation": "x#1"}


def test_a_round_told_in_the_title_is_known_again_in_the_body():
    text = "Alba lève 12 M€. Le secteur dort. Fondée à Lyon, Alba a obtenu 12 M€ sur une base de 80 M€."
    assert links(text, ("round", "12 M€"), ("worth", "80 M€"))[0] == {"valuation": "x#1"}


def test_a_rumour_is_linked_to_its_denial_wherever_it_stands():
    text = "Belcor discuterait du rachat d'Alba. Il fait beau. Le marché dort. « C'est faux », dément Belcor."
    assert links(text, ("buy", "rachat", SAID), ("buy", "dément", {"certainty": "denied"})) == [{"denial": "x#1"}, {}]


def test_a_denial_of_another_deal_is_not_linked():
    text = "Belcor discuterait du rachat d'Alba. Cendor dément tout rachat d'Alba."
    other = {"certainty": "denied", "acquirers": [party("Cendor")]}
    assert links(text, ("buy", "rachat", SAID), ("buy", "dément", other)) == [{}, {}]
    denied = {"certainty": "denied"}
    assert links("Alba lèverait 12 M€. Alba dément lever 40 M€.", ("round", "12 M€", SAID), ("round", "40 M€", denied)) == [{}, {}]


@pytest.mark.parametrize(("text", "first", "second"), [
    ("Alba aurait levé 12 M€ selon un quotidien. Selon un autre, ce serait 15 M€.",
     {"source": "Le Fil"} | SAID, {"source": "La Cote"} | SAID),
    ("Le Fil parlait de 12 M€, alors que la société annonce 15 M€.", {"source": "Le Fil"} | SAID, {}),
    ("La levée atteint 15 M€, et non 12 M€ comme le dit la presse.", {}, SAID),
])
def test_figures_that_exclude_each_other_point_at_each_other(text, first, second):
    at = FIGURE.findall(text)
    told = [("round", f"{n} {unit}", more) for (n, unit), more in zip(at, (first, second), strict=True)]
    assert links(text, *told) == [{"contradicts": "x#1"}, {"contradicts": "x#0"}]


@pytest.mark.parametrize(("text", "first", "second"), [
    ("Alba aurait levé 12 M€, puis 15 M€.", SAID, SAID),
    ("Alba a levé 12 M€, alors que la concurrence dort, et 15 M€.", {}, {}),
    ("Alba aurait levé 12 M€ en amorçage, et non 15 M€ en série A.", {"round": "seed"} | SAID, {"round": "series_a"} | SAID),
    ("Alba aurait levé 12 M€ en 2021, alors que 15 M€ viendraient.", {"date": year("2021")} | SAID, {"date": year("2024")} | SAID),
])
def test_two_rounds_are_no_contradiction(text, first, second):
    at = FIGURE.findall(text)
    assert links(text, *[("round", f"{n} {unit}", more) for (n, unit), more in zip(at, (first, second), strict=True)]) == [{}, {}]


def test_events_without_id_or_place_are_left_alone():
    alone = [FundingRound(company=party("Alba")), Valuation(company=party("Alba"))]
    assert linked(alone, "", []) == alone
    assert linked(alone[:1], "", []) == alone[:1]
