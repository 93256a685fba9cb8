"""Forms of names that everybody knows: courts, parties, clubs, museums, houses of trade, foreign names."""

import pytest

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.sentences import split_sentences


def entities(text: str) -> list[tuple[str, str]]:
    return [(e.name, e.kind) for e in build_entities(text, find_names(text, split_sentences(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le tribunal de commerce de Rennes a tranché.", ("tribunal de commerce de Rennes", "public_body")),
        ("La cour d'appel de Douai a tranché.", ("cour d'appel de Douai", "public_body")),
        ("Le tableau est au musée d'Orsay.", ("musée d'Orsay", "public_body")),
        ("La Fédération française de judo a protesté.", ("Fédération française de judo", "public_body")),
        ("Le Parti communiste italien a disparu.", ("Parti communiste italien", "public_body")),
        ("La Cour suprême du Canada a tranché.", ("Cour suprême du Canada", "public_body")),
        ("Depuis 1990, le Stade lavallois joue en rouge.", ("Stade lavallois", "company")),
        ("Hier, le FC Sochaux a perdu.", ("FC Sochaux", "company")),
        ("Médecins sans frontières a protesté.", ("Médecins sans frontières", "public_body")),
        ("Moulins du Zat, une filiale, ira en Bourse.", ("Moulins du Zat", "company")),
        ("Les Tréfileries de Bourbriac licencient.", ("Tréfileries de Bourbriac", "company")),
        ("La société cède les Fonderies de Sougy.", ("Fonderies de Sougy", "company")),
        ("L'espagnole Plantas del Turia a été vendue.", ("Plantas del Turia", "company")),
        ("Pléiade, dont le modèle séduit, lève 3 M€.", ("Pléiade", "company")),
        ("Boréa-Cycle, l'ontarienne, a fait le même choix.", ("Boréa-Cycle", "company")),
        ("Il viserait 1,2 milliard pour Second Thought.", ("Second Thought", "company")),
        ("Hier, Alga 3D a levé 6 M€.", ("Alga 3D", "company")),
        ("Une usine ouvrira à Kolmo, en République tchèque.", ("Kolmo", "place")),
        ("CONSERVER Nutravia (7,9 €).", ("Nutravia", "company")),
        ("Hier, Valérie Kerdoncuff a démissionné.", ("Valérie Kerdoncuff", "person")),
    ],
)
def test_form(text: str, expected: tuple[str, str]) -> None:
    assert expected in entities(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le tribunal de Nantes statuera.", ["Nantes"]),
        ("Hier, le premier closing de Lac 1, un fonds de 4,2 milliards, a eu lieu.", ["Lac 1"]),
        ("La CDPQ en détient 10,8 %, Inovia 14 et Ribbit 6.", ["CDPQ", "Inovia", "Ribbit"]),
        ("Newfund 2, 85 M€, est complet.", ["Newfund 2"]),
    ],
)
def test_boundaries(text: str, names: list[str]) -> None:
    assert [n for n, _ in entities(text)] == names
