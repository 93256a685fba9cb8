"""The view of the parse, on hand-built Docs."""

import pytest
import spacy
from spacy.tokens import Doc

from levees.syntax.view import Syntax

VOCAB = spacy.blank("fr").vocab


def view(*rows):
    """Rows of (word, head, dependency, part of speech)."""
    doc = Doc(
        VOCAB,
        words=[r[0] for r in rows],
        heads=[r[1] for r in rows],
        deps=[r[2] for r in rows],
        pos=[r[3] if len(r) > 3 else "X" for r in rows],
    )
    return Syntax(doc, [r[0].lower() for r in rows])


ACTIVE = view(
    ("Alba", 2, "nsubj"),
    ("a", 2, "aux:tense"),
    ("racheté", 2, "ROOT", "VERB"),
    ("Borel", 2, "obj"),
    ("et", 5, "cc"),
    ("Corto", 3, "conj"),
    ("auprès", 8, "case"),
    ("de", 6, "fixed"),
    ("Vallon", 2, "obl:arg"),
)
RELATIVE = view(
    ("Alba", 6, "nsubj"),
    (",", 4, "punct"),
    ("qui", 4, "nsubj"),
    ("a", 4, "aux:tense"),
    ("levé", 0, "acl:relcl", "VERB"),
    ("12", 4, "obj"),
    ("recrute", 6, "ROOT", "VERB"),
    ("et", 8, "cc"),
    ("vend", 6, "conj", "VERB"),
)


@pytest.mark.parametrize(
    ("words", "voice"),
    [
        ("Alba a levé", "active"),
        ("Borel est rachetée", "passive"),
        ("Borel a été rachetée", "passive"),
        ("Borel , rachetée", "participle"),
        ("Alba avait déjà levé", "active"),
        ("Borel sera officiellement rachetée", "passive"),
        ("Borel ayant levé", "active"),
    ],
)
def test_voice(words, voice):
    folded = words.lower().split()
    assert Syntax([], folded).voice(len(folded) - 1, "part") == voice


def test_verbs_with_etre_stay_active():
    assert Syntax([], "alba est entrée".split()).voice(2, "part", with_be=True) == "active"


def test_agent_patient_oblique_coordination():
    assert ACTIVE.agent(2, "active") == [0] and ACTIVE.patient(2, "active") == [3]
    assert ACTIVE.coordinated(3) == [3, 5]
    assert ACTIVE.obliques(2, ("auprès", "de")) == [8] and ACTIVE.obliques(2, ("chez",)) == []


def test_subjects_are_inherited():
    assert RELATIVE.agent(4, "active") == [0]
    assert RELATIVE.agent(8, "active") == [0]


def test_governor_and_verb_group():
    assert ACTIVE.governor(8) == 2
    assert ACTIVE.verb_start(2) == 1


def test_without_a_parse_nothing_is_answered():
    bare = Syntax(Doc(VOCAB, words=["Alba", "lève"]), ["alba", "lève"])
    assert bare.agent(1, "active") == [] and bare.governor(1) is None and bare.appositions(0) == []
