"""The tense of a date's clause by the parse: docs built by hand, and the real model on sentences with a clause in between."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from levees.pipes.build import front, make_doc
from levees.pipes.tense import judge

PUBLISHED = "2024-05-16"
VOCAB = spacy.blank("fr").vocab
FINITE = "Mood=Ind|Tense=Fut|VerbForm=Fin"
PARTICIPLE = "Tense=Past|VerbForm=Part"


def parsed(main: str, morph: str, helper: str | None = None) -> Doc:
    """« Mardi, le fonds qui vendra … », with a main verb hung on its subject and the date hung on that verb."""
    words = ["Mardi", ",", "le", "fonds", "qui", "vendra", *([helper] if helper else []), main, "."]
    at = words.index(main)
    deps = ["obl:mod", "punct", "det", "nsubj", "nsubj", "acl:relcl", *(["aux:tense"] if helper else []), "ROOT", "punct"]
    heads = [at, at, 3, at, 5, 3, *([at] if helper else []), at, at]
    pos = ["NOUN", "PUNCT", "DET", "NOUN", "PRON", "VERB", *(["AUX"] if helper else []), "VERB", "PUNCT"]
    morphs = ["", "", "", "", "", FINITE, *(["Tense=Pres|VerbForm=Fin"] if helper else []), morph, ""]
    spaces = [False, True, True, True, True, True, *([True] if helper else []), False, False]
    return Doc(VOCAB, words=words, spaces=spaces, deps=deps, heads=heads, pos=pos, morphs=morphs)


@pytest.mark.parametrize(
    ("doc", "cue", "believed"),
    [
        (parsed("signé", PARTICIPLE, "a"), "future", "past"),
        (parsed("signera", FINITE), "past", "future"),
        (parsed("signait", "Tense=Imp|VerbForm=Fin"), "future", "past"),
        (parsed("signerait", "Mood=Cnd|Tense=Pres|VerbForm=Fin"), "future", "future"),  # hearsay or intent: no verdict
        (parsed("signe", "Tense=Past|VerbForm=Fin"), "future", "future"),  # the ending belies the tag
        (parsed("signé", PARTICIPLE, "a"), "ahead", "ahead"),  # « d'ici mardi »
        (parsed("signé", PARTICIPLE, "aura"), "future", "future"),
    ],
)
def test_the_governing_verb_is_believed_across_a_clause(doc: Doc, cue: str, believed: str) -> None:
    settle = judge(doc)
    assert settle is not None
    assert settle(0, 5, cue) == believed


def test_a_blank_pipeline_keeps_the_lexical_cue() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("levees_dates")
    doc = nlp.make_doc("Elle a déposé le bilan lundi, et rouvrira vendredi.")
    doc._.published = PUBLISHED
    assert [d.value for d in nlp(doc)._.levees.dates] == ["2024-05-13", "2024-05-17"]


@pytest.fixture(scope="module")
def nlp():
    return front(names=False)


@pytest.mark.model
@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Mardi, l'actionnaire qui vendra ses parts a rencontré le conseil.", "2024-05-14"),
        ("En mars, la banque qui avait prêté 40 millions sera remboursée.", "2025-03"),
        ("En mars, la banque qui prêtera 40 millions avait refusé de signer.", "2024-03"),
        ("Au troisième trimestre, la division que le groupe vendra a perdu 3 millions.", "2023-Q3"),
        ("Au troisième trimestre, la division que le groupe a vendue sortira des comptes.", "2024-Q3"),
        ("Elle a déposé le bilan lundi.", "2024-05-13"),
        ("Elle rouvrira vendredi.", "2024-05-17"),
        ("La maison a repoussé à juin son introduction.", "2024-06"),
    ],
)
def test_with_the_model(nlp, sentence: str, value: str) -> None:
    doc = nlp(make_doc(nlp, sentence, PUBLISHED))
    assert [d.value for d in doc._.levees.dates] == [value]
    assert [d.text for d in doc.spans["dates"]]
