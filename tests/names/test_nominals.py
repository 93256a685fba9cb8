from __future__ import annotations

import pytest

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.nominals import find_nominals
from levees.sentences import split_sentences


def read(text: str) -> list[tuple[str, str | None]]:
    cut = split_sentences(text)
    found = find_names(text, cut)
    who = build_entities(text, found)
    return [(n.text, who[n.candidates[0][0]].name if n.candidates else None) for n in find_nominals(text, cut, found, who)]


@pytest.mark.parametrize(
    "text, nominal, name",
    [
        ("Bolvéa lève 3 M€. La jeune pousse recrute.", "La jeune pousse", "Bolvéa"),
        ("La start-up Bolvéa lève 3 M€ auprès de Partech. Elle recrute.", "Elle", "Bolvéa"),
        ("La start-up Bolvéa lève 3 M€ auprès de Partech. Le fonds se réjouit.", "Le fonds", "Partech"),
        ("Yann Kerdoncuff quitte Bolvéa. Le dirigeant se tait.", "Le dirigeant", "Yann Kerdoncuff"),
        ("Maëlle Kerdoncuff et Yann Morvan se séparent. Elle garde Bolvéa.", "Elle", "Maëlle Kerdoncuff"),
        ("La lyonnaise Bolvéa défie la start-up Kerdoc. La société lyonnaise paie.", "La société lyonnaise", "Bolvéa"),
        ("Bolvéa lève 3 M€. Celle-ci recrute.", "Celle-ci", "Bolvéa"),
        ("Bolvéa, motoriste breton, cherche 40 millions. Le motoriste en a besoin.", "Le motoriste", "Bolvéa"),
        ("Maëlle Kerdoncuff dirige Bolvéa. « Rien n'est signé », nuance-t-elle.", "elle", "Maëlle Kerdoncuff"),
        ("L'allemand Kerdoc rachète Bolvéa. L'allemand paie comptant.", "L'allemand", "Kerdoc"),
        ("Tout va bien, assure le PDG et fondateur, Yann Kerdoncuff.", "le PDG", "Yann Kerdoncuff"),
        ("Bolvéa lève 3 M€. L'entreprise des frères Kerdoncuff recrute.", "L'entreprise", "Bolvéa"),
    ],
)
def test_first_candidate(text: str, nominal: str, name: str) -> None:
    assert (nominal, name) in read(text)


def test_possessive_is_listed() -> None:
    assert ("sa", "Bolvéa") in read("Bolvéa recrute : sa valorisation double.")


@pytest.mark.parametrize(
    "text",
    [
        "Bolvéa attend. Il faut lever, il y a urgence.",
        "La start-up Bolvéa attend.",
        "Bolvéa reste la société la plus sûre.",
        "Bolvéa attend, les entreprises aussi.",
        "Le spécialiste des données Bolvéa attend.",
        "Bolvéa vise le premier trimestre.",
        "Bolvéa attend dans le secteur la chaleur de juillet.",
    ],
)
def test_no_nominal(text: str) -> None:
    assert read(text) == []


def test_unresolved_without_entities() -> None:
    assert read("La jeune pousse recrute.") == [("La jeune pousse", None)]


def test_scores_are_probabilities() -> None:
    text = "Bolvéa lève 3 M€ auprès de Kerdoc. La jeune pousse recrute. Elle vend à Kerdoc."
    cut = split_sentences(text)
    found = find_names(text, cut)
    for nominal in find_nominals(text, cut, found, build_entities(text, found)):
        scores = [score for _, score in nominal.candidates]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) < 1.005


def members(text: str) -> list[tuple[str, list[str]]]:
    cut = split_sentences(text)
    found = find_names(text, cut)
    who = build_entities(text, found)
    return [(n.text, [who[k].name for k in n.members]) for n in find_nominals(text, cut, found, who) if n.number == "p"]


def test_counted_plurals_have_members() -> None:
    assert members("La start-up Bolvéa et l'éditeur Kerdoc fusionnent. Les deux sociétés se complètent.") == [
        ("Les deux sociétés", ["Bolvéa", "Kerdoc"])
    ]


def test_a_plural_that_may_stand_for_others_stays_open() -> None:
    assert members("L'éditeur Bolvéa, l'éditeur Kerdoc et l'éditeur Zorvane discutent. Les deux sociétés se complètent.") == [
        ("Les deux sociétés", [])
    ]


def test_the_kind_of_a_plural_chooses() -> None:
    text = "La start-up Bolvéa lève 3 M€ auprès de Partech et d'Elaia. Les deux fonds se réjouissent."
    assert members(text) == [("Les deux fonds", ["Partech", "Elaia"])]
