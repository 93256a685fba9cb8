from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levees.sentences import header_date, split_sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


@pytest.mark.parametrize(
    "text, parts",
    [
        ("Alba lève 3 M€. Bora se tait.", ["Alba lève 3 M€.", "Bora se tait."]),
        ("M. Kerdoncuff a quitté Alba.Bora le remplace.", ["M. Kerdoncuff a quitté Alba.", "Bora le remplace."]),
        ("Le vendeur s'est tu en juin.Il s'est repris.", ["Le vendeur s'est tu en juin.", "Il s'est repris."]),
        ("« C'est fini. » Il sort.", ["« C'est fini. »", "Il sort."]),
        ("Qui paiera ? Les prêteurs !", ["Qui paiera ?", "Les prêteurs !"]),
        ("La série A. Bora Capital la mène.", ["La série A.", "Bora Capital la mène."]),
        ("Titre sans point\n\nLe corps commence.", ["Titre sans point", "Le corps commence."]),
        ("Trois points :\n• Un prêt\n• Une dette", ["Trois points :", "• Un prêt", "• Une dette"]),
        ("Il hésite… Puis il signe.", ["Il hésite…", "Puis il signe."]),
        ("Des prêts, des titres, etc. Le reste suivra.", ["Des prêts, des titres, etc.", "Le reste suivra."]),
    ],
)
def test_cuts(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Alba S.A. Holding lève 6.6 millions.",
        "La somme de 500.000 euros est versée.",
        "Le site Monalba.fr et Bora.ai fusionnent.",
        "Le n° 5 et le no. 7 sont retenus.",
        "Mme. Kerdoncuff et le Dr. Bora signent.",
        "J. K. Morvan préside Alba.",
        "Il l'a dit (« Enfin ! ») à la presse.",
        "« Vraiment ? » demande-t-elle.",
        "Il hésite… et signe.",
        "A. F. - Paris tient bon",
        "Prêts, titres, etc. et rien de plus.",
    ],
)
def test_does_not_cut(text: str) -> None:
    assert cut(text) == [text]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    text = "La société de Bora, que personne n'attendait sur ce marché-là, lève\ntrois millions d'euros."
    assert cut(text) == [text]


@given(st.text(alphabet=st.sampled_from("aéA.Z !?…«»\"'’\n-–(1,5°M€\u00a0:;)") | st.characters(), max_size=120))
def test_sentences_cover_every_word_once(text: str) -> None:
    spans = split_sentences(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in zip(spans, spans[1:], strict=False))
    covered = set()
    for a, b in spans:
        assert text[a:b] == text[a:b].strip()
        covered.update(range(a, b))
    assert all(i in covered for i, char in enumerate(text) if not char.isspace() and char not in "\x1c\x1d\x1e\x1f")


@pytest.mark.parametrize(
    "text, published, body",
    [
        ("date 2021-06\n\nAlba lève", "2021-06", "Alba lève"),
        ("[03/11/2019 08:15:00] TURIN (AFP) Alba lève", "2019-11-03", "Alba lève"),
        ("TURIN, 4 mai 2012 (Reuters) - Alba lève", "2012-05-04", "Alba lève"),
        ("TURIN, 4 mai (AFP) - Alba lève", None, "Alba lève"),
        ("(Gatineau) Alba lève", None, "Alba lève"),
        ("(La Lettre n° 12 – mardi 3 mars 2020)\nAlba lève", "2020-03-03", "Alba lève"),
        (
            "Alba lève 3 M€\n\nPublié le 05/02/2018 à 9:30\n\nLe tour",
            "2018-02-05",
            "Alba lève 3 M€\n\nPublié le 05/02/2018 à 9:30\n\nLe tour",
        ),
        ("Alba: un million", None, "Alba: un million"),
        ("Le 4 mai 2012, Alba lève", None, "Le 4 mai 2012, Alba lève"),
        ("", None, ""),
    ],
)
def test_header(text: str, published: str | None, body: str) -> None:
    found, offset = header_date(text)
    assert (found, text[offset:]) == (published, body)


@given(st.text(max_size=200))
def test_header_never_raises(text: str) -> None:
    _, offset = header_date(text)
    assert 0 <= offset <= len(text)
