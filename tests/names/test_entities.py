from __future__ import annotations

import pytest

from levees.names.canonical import name_key, strip_legal
from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.model import NamedEntity
from levees.names.sigles import is_sigle
from levees.sentences import split_sentences


def entities(text: str) -> list[NamedEntity]:
    return build_entities(text, find_names(text, split_sentences(text)))


def groups(text: str) -> list[tuple[str, list[str]]]:
    return [(e.name, e.aliases) for e in entities(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("La Banque européenne d'investissement (BEI) prête. La BEI attend.", [("Banque européenne d'investissement", ["BEI"])]),
        ("Yann Kerdoncuff a dit oui. M. Kerdoncuff signe. Kerdoncuff rit.", [("Yann Kerdoncuff", ["Kerdoncuff"])]),
        ("La start-up Bolvéa Robotics recrute. Bolvéa paie bien.", [("Bolvéa Robotics", ["Bolvéa"])]),
        ("La start-up Bolvéa SAS recrute. Bolvéa paie.", [("Bolvéa", [])]),
        ("L'argent d'Andreessen Horowitz (a16z) est là.", [("Andreessen Horowitz", ["a16z"])]),
        ("X, anciennement Twitter, paie.", [("X", ["Twitter"])]),
    ],
)
def test_one_entity(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert groups(text) == expected


@pytest.mark.parametrize(
    "text, count",
    [
        ("Airbus investit. Airbus Ventures suit.", 2),
        ("Bolvéa (Lyon) recrute.", 2),
        ("Yann Kerdoncuff et Maëlle Kerdoncuff signent. M. Kerdoncuff rit.", 3),
        ("Le fonds Bolvéa 2 sort de Bolvéa 1.", 2),
    ],
)
def test_kept_apart(text: str, count: int) -> None:
    assert len(entities(text)) == count


def test_gender_from_title_given_name_and_apposition() -> None:
    got = {e.name: e.gender for e in entities("Mme Kerdoncuff dirige la start-up Bolvéa. Yann Morvan suit l'éditeur Kerdoc.")}
    assert got["Kerdoncuff"] == "f"
    assert got["Bolvéa"] == "f"
    assert got["Yann Morvan"] == "m"
    assert got["Kerdoc"] == "m"


def test_keys_and_sigles() -> None:
    assert strip_legal("Bolvéa S.A.") == "Bolvéa"
    assert strip_legal("SA") == "SA"
    assert name_key("Groupe BOLVÉA") == name_key("Bolvea SAS")
    assert name_key("Bolvéa") != name_key("Bolvéa Ventures")
    assert is_sigle("CDPQ", "Caisse de dépôt et placement du Québec")
    assert not is_sigle("FTX", "Financial Times", strict=True)
    assert not is_sigle("Bora", "Bolvéa")
