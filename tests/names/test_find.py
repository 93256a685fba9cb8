from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levees.names.entities import build_entities
from levees.names.find import find_names
from levees.names.model import Name
from levees.names.nominals import find_nominals
from levees.sentences import split_sentences


def names(text: str, **more: object) -> list[Name]:
    return find_names(text, split_sentences(text), **more)  # type: ignore[arg-type]


def kinds(text: str) -> dict[str, str]:
    return {n.text: n.kind for n in names(text)}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("La somme vient de Valor Equity Partners et de Partech.", {"Valor Equity Partners": "investor", "Partech": "investor"}),
        ("Crédit Agricole S.A. prête 3 M€.", {"Crédit Agricole S.A.": "bank"}),
        ("Le tour a été mené par la Caisse de dépôt et placement du Québec.", {"Caisse de dépôt et placement du Québec": "investor"}),
        ("La Banque européenne d’investissement prête.", {"Banque européenne d’investissement": "public_body"}),
        ("M. Kerdoncuff a parlé.", {"Kerdoncuff": "person"}),
        ("Hier, Maëlle Kerdoncuff a parlé.", {"Maëlle Kerdoncuff": "person"}),
        ("Ce fut l'œuvre de Yann de Kerdoncuff.", {"Yann de Kerdoncuff": "person"}),
        ("C'est xAI qui paie.", {"xAI": "company"}),
        ("Il a fondé Bolvéa.Kerdoc l'a suivi.", {"Bolvéa": "company", "Kerdoc": "company"}),
        ("La biotech nantaise Bolvéa recrute.", {"Bolvéa": "company"}),
        ("L'américain Bolvéa recrute.", {"Bolvéa": "company"}),
        ("Le fonds Kerdoc IV sort.", {"Kerdoc IV": "investor"}),
        ("Le quotidien Kerdoc dément.", {"Kerdoc": "media"}),
        ("Elle sera cotée à la Bourse de Zurich.", {"Bourse de Zurich": "exchange"}),
        ("L'usine est basée à Kerdoc.", {"Kerdoc": "place"}),
        ("Il vit en Suède.", {"Suède": "place"}),
        ("Le groupe suit Kerdoc & Fils.", {"Kerdoc & Fils": "company"}),
        ("Le site Monalba.fr ferme.", {"Monalba.fr": "company"}),
        ("L'usine d'Innov'Ker tourne.", {"Innov'Ker": "company"}),
        (
            "La Caisse nationale de prévoyance bolvéenne (CNPB) paie.",
            {"Caisse nationale de prévoyance bolvéenne": "public_body", "CNPB": "company"},
        ),
        ("Un prêt du gouvernement du Québec suivra.", {"gouvernement du Québec": "public_body"}),
    ],
)
def test_finds(text: str, expected: dict[str, str]) -> None:
    found = kinds(text)
    assert expected.keys() <= found.keys()
    for name, kind in expected.items():
        if name not in ("CNPB", "Caisse nationale de prévoyance bolvéenne"):
            assert found[name] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Selon elle, la levée suivra. Lundi, rien.",
        "Créée en 2019, la société recrute.",
        "Les Français investissent. L'Américain hésite.",
        "Le PDG et la DAF vendent en LBO : TVA, IPO, EBITDA.",
        "URGENT - le tour est bouclé",
        "Trois millions, soit 4 M$ ou 12 MDH.",
        "Le Groupe et la Société se taisent.",
    ],
)
def test_finds_nothing(text: str) -> None:
    assert names(text) == []


def test_a_sentence_may_begin_with_a_common_word_that_is_a_name_elsewhere() -> None:
    text = "L'appli de Mention plaît. Mention emploie dix personnes. Rupture : rien."
    assert [n.text for n in names(text)] == ["Mention", "Mention"]


def test_a_bare_noun_before_a_verb_is_a_name() -> None:
    assert kinds("Brume lève 3 M€.") == {"Brume": "company"}
    assert kinds("La brume lève.") == {}


def test_capitals_throughout_keep_to_known_names() -> None:
    text = "BOLVÉA RACHÈTE SON RIVAL SUÉDOIS\n\nLa start-up Bolvéa paie 3 M€."
    assert [n.text for n in names(text)] == ["BOLVÉA", "Bolvéa"]


def test_two_given_names_share_a_surname() -> None:
    text = "Les fonds viennent d'Erwan et Maëlle Kerdoncuff."
    found = names(text)
    assert [(n.text, n.kind) for n in found] == [("Erwan", "person"), ("Maëlle Kerdoncuff", "person")]
    assert found[0].canonical == "Erwan Kerdoncuff"


def test_amounts_and_dates_are_no_names() -> None:
    text = "Le tour de 12 MUSD est clos au Printemps 2024."
    a, d = text.index("12 MUSD"), text.index("Printemps 2024")
    assert names(text, amounts=[(a, a + 7)], dates=[(d, d + 14)]) == []


def test_stock_labels_are_evidence_not_a_verdict() -> None:
    text = "Hier, Bolvéa a levé 3 M€."
    start = text.index("Bolvéa")
    assert names(text, ner=[(start, start + 6, "LOC")])[0].kind == "company"
    assert any(w == "ner:LOC" for w in names(text, ner=[(start, start + 6, "LOC")])[0].why)


def test_a_trained_recogniser_adds_and_corrects() -> None:
    text = "Puis bolvéa a levé 3 M€ avec Kerdoc."
    at, other = text.index("bolvéa"), text.index("Kerdoc")
    extra = [
        Name(at, at + 6, "bolvéa", "company", 0.9, (), {"company": 0.9}),
        Name(other, other + 6, "Kerdoc", "investor", 0.95, (), {"investor": 0.95}),
    ]
    assert {n.text: n.kind for n in names(text, extra=extra)} == {"bolvéa": "company", "Kerdoc": "investor"}


FRAGMENTS = ["Bolvéa", "la start-up ", "M. ", "Musk", " et ", " (BEI) ", "Banque d'", "de ", "L’", "S.A.", " & ", "3 M€", ". ", "\n", "« ", " »", "É", "PARIS", "(", "elle ", "sa "]  # noqa: E501  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join), st.text(max_size=80)))
def test_never_raises_and_offsets_are_exact(text: str) -> None:
    sentences = split_sentences(text)
    found = find_names(text, sentences)
    assert all(text[n.start : n.end] == n.text and n.start < n.end for n in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= n.score <= 1 for n in found)
    entities = build_entities(text, found)
    assert sorted(m.start for e in entities for m in e.mentions) == [n.start for n in found]
    assert [e.index for e in entities] == list(range(len(entities)))
    for nominal in find_nominals(text, sentences, found, entities):
        assert text[nominal.start : nominal.end] == nominal.text
        assert all(0 <= i < len(entities) and 0 <= score <= 1 for i, score in nominal.candidates)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("• Mirabel (santé, Lyon) : 7 M€ en amorçage", "company"),
        ("Les levées\n- Lille (agritech) : 3 M€", "company"),
        ("• Le Comptoir Vert (distribution) : 500 000 euros", "company"),
        ("• Lyon (12 opérations) : 3 M€", "place"),
        ("Il vit à Mirabel (banlieue nord), dit-il", "place"),
    ],
)
def test_an_entry_of_a_round_up_is_a_company(text, kind):
    assert find_names(text, [(0, len(text))])[0].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Brisa lève 12 millions d'euros.",
        "Mirakl lève 300 millions de dollars.",
        "Lydia a levé 40 millions d'euros.",
        "Payfit a bouclé son tour.",
        "Alan lève 50 millions d'euros.",
        "Louis a levé 3 M€ auprès de Partech.",
        "Constance achète une usine.",
        "Victoire lève 2 M€.",
        "Pierre lève 2 M€.",
        "Brume, éditeur de logiciels, recrute.",
        "Shift cherche 30 millions.",
        "Swan s'allie à Accel.",
    ],
)
def test_a_first_word_that_is_also_a_word_form_is_a_name_where_its_sentence_says_so(text: str) -> None:
    assert next((n.start, n.kind) for n in names(text)) == (0, "company")


@pytest.mark.parametrize(
    "text", ["Résultat, la société ferme.", "Hier lève la main.", "Fini, l'éditeur ferme.", "Constance, dit-il.", "Rien ne va plus."]
)
def test_a_first_word_alone_is_no_name(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("« Rien n'est signé », souffle Zéphyrette Kerdoncuff.", "Zéphyrette Kerdoncuff", "person"),
        ("L'Italienne Chiara Morvan la remplace.", "Chiara Morvan", "person"),
        ("Le ministre de l'Intérieur Yann Morvan recule.", "Yann Morvan", "person"),
        ("À Kerbastiou, la mairie ferme.", "Kerbastiou", "place"),
        ("L'usine de Kerbastiou ferme.", "Kerbastiou", "place"),
        ("Il en doit 3 millions d'euros à Bolvéa.", "Bolvéa", "company"),
        ("Elle succède à Kerdoncuff.", "Kerdoncuff", "person"),
        ("Le tour réunit Bolvéa (chef de file) et deux banques.", "Bolvéa", "investor"),
        ("Elle lève 3 M€ auprès de Partech, Kerdoc et Elaia.", "Kerdoc", "investor"),
    ],
)
def test_what_stands_beside_a_name_tells_its_kind(text: str, name: str, kind: str) -> None:
    assert kinds(text)[name] == kind


def test_an_index_is_no_party() -> None:
    assert names("Le CAC 40 recule.") == []


@pytest.mark.parametrize("text", ["L'état d'urgence en étéLe gouvernement attend.", "Il part à 19H00, dit-on.", "Un test PCR suffit."])
def test_words_run_together_and_hours_are_no_names(text: str) -> None:
    assert [n.text for n in names(text)] == []
