"""The judge and what it is asked: relations in the parse, proposals, a forest as arrays, what is kept."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from levees.names.model import Name, NamedEntity
from levees.pipes.reading import Reading
from levees.reader.decode import Decoder
from levees.reader.encode import RELATIONS, Forms, encode, root_of
from levees.reader.judge import BESIDE, NAMES, Forest, Judge, beside, features, places
from levees.reader.lexicon import shipped
from levees.reader.network import ROLE, NumpyOps, shapes
from levees.reader.proposals import Proposal, _with_partners, propose
from levees.reader.score import prepare, run


def parsed(words: str, heads: list[int], deps: list[str]) -> Reading:
    from levees.grammar.amounts import find_amounts

    tokens = words.split()
    doc = Doc(spacy.blank("fr").vocab, words=tokens, heads=heads, deps=deps, pos=["NOUN"] * len(tokens))
    reading = Reading(doc=doc, text=doc.text, sentences=[(0, len(doc.text))])
    reading.amounts = find_amounts(doc.text)
    names = [Name(t.idx, t.idx + len(t), t.text, "company", 1.0) for t in doc if t.text in ("Alba", "Borel")]
    reading.names = names
    reading.entities = [NamedEntity(i, n.text, "company", [], [n]) for i, n in enumerate(names)]
    reading.entity_of = {(n.start, n.end): i for i, n in enumerate(names)}
    return reading


def encoded_of(reading: Reading):
    return encode(reading, forms=Forms(reading.doc.vocab), lexicon=shipped())


def relations(reading: Reading) -> dict[str, tuple[str, str]]:
    e = encoded_of(reading)
    words = [t.text for t in reading.doc]
    return {w: (RELATIONS[e.ties.relation[i]], words[int(e.ties.governor[i])]) for i, w in enumerate(words)}


def test_agent_and_object_of_an_active_verb():
    found = relations(parsed("Alba rachète Borel", [1, 1, 1], ["nsubj", "ROOT", "obj"]))
    assert found["Alba"] == ("agent", "rachète") and found["Borel"] == ("object", "rachète")


def test_a_passive_subject_and_its_agent():
    found = relations(parsed("Alba est rachetée par Borel", [2, 2, 2, 4, 2], ["nsubj:pass", "aux:pass", "ROOT", "case", "obl:agent"]))
    assert found["Alba"] == ("passive", "rachetée") and found["Borel"] == ("par", "rachetée")


def test_apposition_and_coordination_are_seen_through():
    found = relations(parsed("la banque Alba et Borel cèdent", [1, 5, 1, 4, 1, 5], ["det", "nsubj", "appos", "cc", "conj", "ROOT"]))
    assert found["Alba"] == found["Borel"] == ("agent", "cèdent")


def test_a_fronted_participle_describes_the_subject():
    reading = parsed("Fondée hier Alba lève 3 millions", [3, 0, 3, 3, 5, 3], ["advcl", "advmod", "nsubj", "ROOT", "nummod", "obj"])
    assert encoded_of(reading).ties.described == {2: [(RELATIONS.index("passive"), 0)]}


def test_without_a_parse_every_token_stands_alone():
    doc = spacy.blank("fr")("Alba lève 3 M€")
    e = encoded_of(Reading(doc=doc, text=doc.text, sentences=[(0, len(doc.text))]))
    assert (e.ties.governor == np.arange(len(doc))).all() and (e.ties.relation == RELATIONS.index("root")).all()


def test_the_root_of_a_span_hangs_outside_it():
    assert root_of(np.array([2, 2, 3, 3]), 0, 3) == 2
    assert root_of(np.array([1, 0]), 0, 2) == 0  # a loop: the first token will do


def forest() -> Forest:
    # x[0] <= 1 ? (x[1] <= 0 ? -2 : 1) : 3, and a tree of one leaf
    nodes = [
        [[0, 1.0, 1, 4, 0], [1, 0.0, 2, 3, 0], [0, 0, 2, 2, -2.0], [0, 0, 3, 3, 1.0], [0, 0, 4, 4, 3.0]],
        [[0, 0, 0, 0, 0.5]] + [[0, 0, 0, 0, 0]] * 4,
    ]
    table = np.array(nodes, dtype=float)
    return Forest(
        {
            "feature": table[:, :, 0].astype(np.int16),
            "threshold": table[:, :, 1].astype(np.float32),
            "left": table[:, :, 2].astype(np.int16),
            "right": table[:, :, 3].astype(np.int16),
            "value": table[:, :, 4].astype(np.float32),
            "depth": np.array(2),
        }
    )


def test_a_forest_walks_to_its_leaves():
    x = np.array([[0.0, -1.0], [0.0, 1.0], [2.0, -1.0], [1.0, 0.0]], np.float32)
    z = np.array([-2.0, 1.0, 3.0, -2.0]) + 0.5
    assert forest()(x) == pytest.approx(1 / (1 + np.exp(-z)))
    assert forest()(np.zeros((0, 2), np.float32)).shape == (0,)


def decoder_of(reading: Reading, judge) -> Decoder:
    lexicon = shipped()
    encoded = encoded_of(reading)
    inputs = prepare(encoded, reading.doc, [], np.zeros((1, 300), np.float32))
    rng = np.random.default_rng(3)
    p = {k: rng.normal(size=s).astype(np.float32) * 0.3 for k, s in shapes(len(lexicon.names)).items()}
    scores = run(NumpyOps(), p, inputs)
    contexts = [(scores.anchor_context, scores.mention_context)]
    return Decoder(inputs, scores, reading.entities, lexicon.names, [p], contexts, lambda _: np.zeros(8, np.float32), judge)


TWO = ("Alba lève 3 millions d' euros et rachète Borel", [1, 1, 3, 1, 5, 3, 7, 1, 7])
DEPS = ["nsubj", "ROOT", "nummod", "obj", "case", "nmod", "cc", "conj", "obj"]


def test_every_proposal_has_a_row_of_finite_features():
    decoder = decoder_of(parsed(*TWO, DEPS), None)
    proposals = propose(decoder)
    x = features(proposals, decoder)
    assert len(proposals) > 1 and x.shape[0] == len(proposals) and x.shape[1] > len(NAMES)
    assert np.isfinite(x).all()


def test_proposals_are_weighed_against_their_rivals():
    # two parties for one amount, then the first party again further on
    where = np.array([[0, 4, 1, 1, 0], [0, 5, 1, 1, 0], [0, 4, 7, 7, 2]], np.int32)
    x = beside(where, np.array([0.5, 0.3, 0.8]))
    assert x.shape == (3, BESIDE)
    chance, rival, other_type, elsewhere = x[:, 0], x[:, 1], x[:, 2], x[:, 4]
    assert chance == pytest.approx([0.5, 0.3, 0.8])
    assert rival == pytest.approx([0.3, 0.5, 0.0]) and not other_type.any()
    assert elsewhere == pytest.approx([0.8, 0.0, 0.5])
    assert beside(np.zeros((0, 5), np.int32), np.zeros(0)).shape == (0, BESIDE)


def test_the_order_of_proposals_does_not_matter():
    rng = np.random.default_rng(5)
    where, chance = rng.integers(0, 4, (12, 5)).astype(np.int32), rng.random(12)
    order = rng.permutation(12)
    assert beside(where[order], chance[order]) == pytest.approx(beside(where, chance)[order], abs=1e-5)


def test_the_second_forest_sees_what_the_first_said():
    decoder = decoder_of(parsed(*TWO, DEPS), None)
    found = propose(decoder)
    width = features(found, decoder).shape[1]
    seen = []

    class Second:
        def __call__(self, x):
            seen.append(x)
            return x[:, width]

    said = Judge(lambda x: np.linspace(0.1, 0.9, len(x)), Second())(found, decoder)
    assert said == pytest.approx(np.linspace(0.1, 0.9, len(found))) and seen[0].shape[1] == width + BESIDE
    assert places(found, decoder.i.encoded).shape == (len(found), 5)


def test_without_a_judge_nothing_is_kept():
    assert decoder_of(parsed(*TWO, DEPS), None).drafts() == []


def test_one_type_an_amount_unless_both_are_likely():
    likely, unlikely = (decoder_of(parsed(*TWO, DEPS), lambda found, _, c=chance: np.full(len(found), c)) for chance in (0.9, 0.4))
    for decoder, several in ((likely, True), (unlikely, False)):
        on_amount = [d for d in decoder.drafts() if decoder.i.encoded.anchors[d.anchor].kind == "amount"]
        proposed = {p.type for p in propose(decoder) if decoder.i.encoded.anchors[p.anchor].kind == "amount"}
        assert len({d.type for d in on_amount}) == (len(proposed) if several else 1)


def test_a_draft_carries_the_judges_chance():
    decoder = decoder_of(parsed(*TWO, DEPS), lambda found, _: np.linspace(0.3, 0.8, len(found)))
    drafts = decoder.drafts()
    assert drafts and max(d.probability for d in drafts) == pytest.approx(0.8)


def test_a_stake_is_proposed_with_each_likely_holder():
    decoder = decoder_of(parsed(*TWO, DEPS), None)
    plain = Proposal("Stake", 0, [0], 0, 0, 0.5)
    decoder.s.party[..., ROLE["holder"]] = np.where(decoder.i.entity == 1, 2.0, -9.0)
    (found,) = _with_partners(decoder, plain)
    assert found.partner == 1 and found.partner_chance == pytest.approx(1 / (1 + np.exp(-2)), abs=1e-3)
    draft = decoder.draft(found, 0.7)
    assert draft.slots["holder"][0][0] == 1 and draft.probability == 0.7
    x = features([found], decoder)
    assert x[0, NAMES.index("chance of partner")] == pytest.approx(found.partner_chance)
    assert decoder.draft(plain, 0.5).slots == {}
