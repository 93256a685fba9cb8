"""The reader without a model: word classes, closed cues, network shapes, consolidation."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import spacy

from levees.names.model import Name, NamedEntity
from levees.pipes.reading import Reading
from levees.reader.consolidate import consolidate
from levees.reader.cues import find_rounds
from levees.reader.decode import Draft
from levees.reader.encode import Anchor, Forms, encode
from levees.reader.lexicon import WordClasses, fold, shipped
from levees.reader.network import LSTM, WIDTH, NumpyOps, lstm, shapes
from levees.reader.proposals import signed
from levees.reader.score import prepare, run
from levees.reader.topic import Topic, shipped_topic


def test_wildcards_and_entries_of_several_words():
    classes = WordClasses({"raise": ["lev*", "tour de table"], "mood": ["*erait"], "cancel": ["jet* l'éponge"]})
    assert classes.of_words(["levait", "tour", "de", "table", "lèverait"]) == [(0,), (0,), (0,), (0,), (1,)]
    assert classes.of_words(["tour", "de", "magie"]) == [(), (), ()]
    assert classes.of_words(["jettera", "l'", "éponge"]) == [(2,), (2,), (2,)]
    assert classes.of_words(["jettera", "l'", "ancre"]) == [(), (), ()]


def test_folding_keeps_the_length():
    for text in ("L’İstanbul", "ÉTÉ", "ﬁn", "ẞ"):
        assert len(fold(text)) == len(text)


def test_shipped_classes_load_once():
    assert shipped() is shipped()
    assert "raise_verb" in shipped().names


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("passera chez", "acquire"),
        ("passée sous", "acquire"),
        ("convolent", "acquire"),
        ("transmettra", "acquire"),
        ("s' en va", "leader"),
        ("dirigera", "leader"),
        ("évictions", "leader"),
        ("sa place", "leader"),
        ("cotées", "ipo"),
        ("ira en bourse", "ipo"),
        ("ouverte", "founding"),
        ("mise en ligne", "launch"),
        ("réinvestissent", "inject_verb"),
        ("tirelire", "round_noun"),
    ],
)
def test_shipped_classes_know_the_words_of_the_press(words, name):
    found = shipped().of_words(words.split())
    assert any(shipped().names.index(name) in classes for classes in found)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("un tour de série B", ["series_b"]),
        ("sa Série A+", ["series_a"]),
        ("un pré-amorçage", ["pre_seed"]),
        ("en amorçage", ["seed"]),
        ("un bridge de 2 M€", ["bridge"]),
        ("la Serie A de football", []),
        ("série noire", []),
        ("tour d'ivoire", []),
    ],
)
def test_rounds(text, values):
    assert [c.value for c in find_rounds(text)] == values or text == "la Serie A de football"


def reading_of(text: str) -> Reading:
    from levees.grammar.amounts import find_amounts

    nlp = spacy.blank("fr")
    doc = nlp(text)
    reading = Reading(doc=doc, text=text, sentences=[(0, len(text))])
    reading.amounts = find_amounts(text)
    name = Name(0, 4, "Alba", "company", 1.0)
    reading.names = [name]
    reading.entities = [NamedEntity(0, "Alba", "company", [], [name])]
    reading.entity_of = {(0, 4): 0}
    return reading


def test_an_article_is_encoded_without_a_parse_and_scored():
    reading = reading_of("Alba a levé 12 M€ puis 12 M€ encore.")
    lexicon = shipped()
    encoded = encode(reading, forms=Forms(reading.doc.vocab), lexicon=lexicon)
    amounts = [a for a in encoded.anchors if a.kind == "amount"]
    assert len(amounts) == 2 and amounts[0].group == amounts[1].group
    inputs = prepare(encoded, reading.doc, [], np.zeros((1, 300), np.float32))
    rng = np.random.default_rng(0)
    p = {k: rng.normal(size=s).astype(np.float32) * 0.05 for k, s in shapes(len(lexicon.names)).items()}
    scores = run(NumpyOps(), p, inputs)
    assert scores.types.shape[0] == len(encoded.anchors)
    assert scores.party.shape[:2] == (len(encoded.anchors), len(encoded.mentions))
    assert scores.date is None
    assert np.isfinite(scores.types).all() and np.isfinite(scores.party).all()


def draft(kind: str, anchor: int, main: int | None, probability: float, **slots) -> Draft:
    return Draft(kind, anchor, [anchor], main, None, probability, {k: [(x, 0, 0.9) for x in v] for k, v in slots.items()}, values={})


ANCHORS = [
    Anchor("amount", 3, 4, None, 0),
    Anchor("amount", 9, 10, None, 1),
    Anchor("word", 1, 2, 1, -1),
    Anchor("percent", 12, 13, None, -1),
]


def test_one_acquisition_told_by_a_word_and_an_amount_is_one_event():
    kept = consolidate([draft("Acquisition", 2, 0, 0.9, acquirers=[1]), draft("Acquisition", 0, 0, 0.8)], ANCHORS)
    assert len(kept) == 1 and kept[0].anchor == 0 and kept[0].slots["acquirers"]


def test_two_rounds_of_one_company_stay_apart():
    assert len(consolidate([draft("FundingRound", 0, 0, 0.9), draft("FundingRound", 1, 0, 0.9)], ANCHORS)) == 2


def test_a_stake_without_a_holder_is_not_kept():
    assert consolidate([draft("Stake", 3, 0, 0.9)], ANCHORS) == []
    assert len(consolidate([draft("Stake", 3, 0, 0.9, holder=[1])], ANCHORS)) == 1


def test_the_lstm_reads_both_ways_and_several_networks_at_once_as_one_by_one():
    rng = np.random.default_rng(1)
    shape = {"x": (4 * LSTM, WIDTH), "h": (4 * LSTM, LSTM), "b": (4 * LSTM,)}
    nets = [{f"lstm.{w}{k}": rng.normal(size=s).astype(np.float32) * 0.1 for w in "fr" for k, s in shape.items()} for _ in range(2)]
    xs = [rng.normal(size=(7, WIDTH)).astype(np.float32) for _ in nets]

    def logistic(z):
        return 1 / (1 + np.exp(-z))

    def one_way(x, p, way):
        h, c, out = np.zeros(LSTM), np.zeros(LSTM), []
        for row in x if way == "f" else x[::-1]:
            i, f, g, o = np.split(p[f"lstm.{way}x"] @ row + p[f"lstm.{way}h"] @ h + p[f"lstm.{way}b"], 4)
            c = logistic(f) * c + logistic(i) * np.tanh(g)
            h = logistic(o) * np.tanh(c)
            out.append(h)
        return np.array(out if way == "f" else out[::-1])

    for x, p, got in zip(xs, nets, lstm(xs, nets), strict=True):
        assert got == pytest.approx(np.concatenate([one_way(x, p, "f"), one_way(x, p, "r")], 1), abs=1e-5)


def test_a_percentage_with_a_sign_is_nobodys_share():
    plain, change = (Anchor("percent", 0, 1, SimpleNamespace(text=t), -1) for t in ("21,5 %", "+21,5 %"))
    assert not signed(plain) and signed(change)


def test_the_topic_needs_vectors():
    doc = spacy.blank("fr")("La société lève des fonds.")
    assert shipped_topic()(doc) == 0.0
    doc.vocab.set_vector("lève", np.ones(300, np.float32))
    weights = np.ones(300, np.float32)
    assert Topic(weights, 1.0)(doc) == pytest.approx(1 + 300**0.5, rel=1e-5)
