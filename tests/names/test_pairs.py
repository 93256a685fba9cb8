"""« Le premier … le second », « l'un … l'autre », « tous deux », « les deux sociétés », « ces derniers »: who is meant, or nobody."""

from __future__ import annotations

import pytest

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.model import NamedEntity, Nominal
from levees.names.nominals import find_nominals
from levees.sentences import split_sentences


def read(text: str) -> tuple[list[Nominal], list[NamedEntity]]:
    cut = split_sentences(text)
    found = find_names(text, cut)
    who = build_entities(text, found)
    return find_nominals(text, cut, found, who), who


TWO = "Yann Morvan et Maëlle Gall dirigent Bolvéa. "
FIRMS = "La start-up Bolvéa et l'éditeur Kerdoc fusionnent. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TWO + "Le premier part en mai, la seconde en juin.", {"Le premier": "Yann Morvan"}),
        (TWO + "Le premier part en mai, la seconde reste.", {"Le premier": "Yann Morvan", "la seconde": "Maëlle Gall"}),
        (TWO + "L'un vient d'Orange, l'autre d'Engie.", {"L'un": "Yann Morvan", "l'autre": "Maëlle Gall"}),
        (TWO + "La seconde vend ses parts.", {"La seconde": "Maëlle Gall"}),
        (
            "Yann Morvan et Erwan Gall dirigent Bolvéa. Le second signe, le premier attend.",
            {"Le second": "Erwan Gall", "le premier": "Yann Morvan"},
        ),
        (FIRMS + "La première emploie 30 personnes, la seconde 12.", {"La première": "Bolvéa", "la seconde": "Kerdoc"}),
        (FIRMS + "L'une emploie 30 personnes, l'autre 12.", {"L'une": "Bolvéa", "l'autre": "Kerdoc"}),
        (FIRMS + "Tout va bien. Le premier ouvrira une usine.", {"Le premier": "Bolvéa"}),
        ("Bolvéa rachète Kerdoc. La première paie 3 M€, la seconde garde son nom.", {"La première": "Bolvéa", "la seconde": "Kerdoc"}),
        (
            "Partech et Elaia entrent au capital de Bolvéa. Le premier investit 3 M€, le second 2.",
            {"Le premier": "Partech", "le second": "Elaia"},
        ),
        ("Bolvéa, éditeur de logiciels, et Kerdoc se parlent. Le premier perd de l'argent.", {"Le premier": "Bolvéa"}),
        ("Le fondateur, Yann Morvan, et le directeur général, Erwan Gall, s'opposent. Le second signe.", {"Le second": "Erwan Gall"}),
        ("Bolvéa (Nantes) et Kerdoc (Lyon) lèvent 3 M€. L'une recrute, l'autre pas.", {"L'une": "Bolvéa", "l'autre": "Kerdoc"}),
        ("Ni Bolvéa ni Kerdoc n'ont gagné. La première a fermé.", {"La première": "Bolvéa"}),
        (
            TWO + "Le premier a 40 ans. Il vit à Nantes. La seconde dirige l'usine.",
            {"Le premier": "Yann Morvan", "La seconde": "Maëlle Gall"},
        ),
    ],
)
def test_one_of_two(text: str, expected: dict[str, str]) -> None:
    nominals, who = read(text)
    sure = {n.text: who[n.candidates[0][0]].name for n in nominals if n.candidates and n.candidates[0][1] >= 0.5}
    assert expected.items() <= sure.items()


@pytest.mark.parametrize(
    ("text", "nominal", "members"),
    [
        (TWO + "Tous deux viennent d'Orange.", "Tous deux", ["Yann Morvan", "Maëlle Gall"]),
        (TWO + "Tous les deux gardent leurs parts.", "Tous les deux", ["Yann Morvan", "Maëlle Gall"]),
        (TWO + "Les deux se taisent.", "Les deux", ["Yann Morvan", "Maëlle Gall"]),
        (TWO + "L'un et l'autre se taisent.", "L'un et l'autre", ["Yann Morvan", "Maëlle Gall"]),
        ("Anne Morvan et Maëlle Gall dirigent Bolvéa. Toutes deux se taisent.", "Toutes deux", ["Anne Morvan", "Maëlle Gall"]),
        (FIRMS + "Toutes deux perdent de l'argent.", "Toutes deux", ["Bolvéa", "Kerdoc"]),
        (FIRMS + "L'une et l'autre perdent de l'argent.", "L'une et l'autre", ["Bolvéa", "Kerdoc"]),
        (FIRMS + "Les deux sociétés perdent de l'argent.", "Les deux sociétés", ["Bolvéa", "Kerdoc"]),
        ("Ni Bolvéa ni Kerdoc n'ont commenté. L'une et l'autre perdent de l'argent.", "L'une et l'autre", ["Bolvéa", "Kerdoc"]),
        ("Bolvéa négocie avec Partech et Elaia. Ces derniers mettraient 3 M€.", "Ces derniers", ["Partech", "Elaia"]),
        ("Le tour réunit Partech, Elaia et Alven. Ces derniers ont mis 3 M€.", "Ces derniers", ["Partech", "Elaia", "Alven"]),
        ("Bolvéa a été créée par Anne Morvan et Maëlle Gall. Ces dernières gardent 40 %.", "Ces dernières", ["Anne Morvan", "Maëlle Gall"]),
        ("Bolvéa a été créée par Yann Morvan et Maëlle Gall. Ceux-ci gardent 40 %.", "Ceux-ci", ["Yann Morvan", "Maëlle Gall"]),
    ],
)
def test_both_or_all(text: str, nominal: str, members: list[str]) -> None:
    nominals, who = read(text)
    assert {n.text: [who[k].name for k in n.members] for n in nominals}[nominal] == members


@pytest.mark.parametrize(
    "text",
    [
        "L'éditeur Bolvéa, l'éditeur Kerdoc et l'éditeur Zorvane discutent. Le second attend.",  # of three
        "Maëlle Gall et Anne Morvan dirigent Bolvéa. Ces derniers ont signé.",  # two women
        "Yann Morvan et Erwan Gall dirigent Bolvéa. La première signe.",  # two men
        "Anne Morvan et Maëlle Gall dirigent Bolvéa. Tous deux signent.",
        "Bolvéa et Kerdoc se font face, l'un à côté de l'autre.",  # each other
        "L'un des fondateurs de Bolvéa, Yann Morvan, est parti.",
        "D'un côté Bolvéa et Kerdoc, de l'autre les banques.",
        TWO + "Le premier trimestre est bon.",
        TWO + "L'autre option est la vente.",
        TWO + "Une usine ouvre. Une autre ferme. Il pleut. Le premier a vendu.",  # too far
        "Bolvéa recrute. Tous deux se taisent.",
        "Selon Reuters, Bolvéa, que suivent Kerdoc, Zorvane et Alven, recrute. Les deux attendent.",
    ],
)
def test_open_rather_than_wrong(text: str) -> None:
    nominals, _ = read(text)
    pointing = [n for n in nominals if n.head in ("former", "second", "one", "other", "both", "latter")]
    assert not [n.text for n in pointing if n.members or n.candidates and n.candidates[0][1] >= 0.5]
