"""Slots, status and certainty chosen with everything in view: candidates, their rows, what a decoder makes of the choice."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reader.test_judge import DEPS, TWO, decoder_of, parsed

from levees.reader.decode import Draft
from levees.reader.fields import ASKED, LEAST, OPTIONS, Fields, alike, candidates, closed_features, party_features
from levees.reader.network import ATTRIBUTES, ROLE


def deal(decoder) -> Draft:
    """« … rachète Borel », with Borel as the target."""
    word = next(k for k, a in enumerate(decoder.i.encoded.anchors) if a.kind == "word" and decoder.i.encoded.sent[a.start] == 0)
    mention = next(k for k, c in enumerate(decoder.i.encoded.mentions) if c.entity == 1)
    return Draft("Acquisition", word, [word], 1, mention, 0.8)


def decoder_with(fields=None, **scores: float):
    decoder = decoder_of(parsed(*TWO, DEPS), None)
    decoder.fields = fields
    decoder.s.party[...] = -9.0
    for role, score in scores.items():
        decoder.s.party[..., ROLE[role]] = np.where(decoder.i.entity == 0, score, 9.0)
    return decoder


def test_candidates_are_who_is_likely_enough_and_never_the_main_party():
    decoder = decoder_with(acquirers=1.0, sellers=-9.0)
    found = candidates(deal(decoder), decoder, ["acquirers", "sellers"])
    assert found == [("acquirers", 0, pytest.approx(1 / (1 + np.exp(-1)), abs=1e-3))]
    assert all(chance >= LEAST for *_, chance in found)


def test_rows_are_finite_and_one_for_each_candidate():
    decoder = decoder_with(acquirers=1.0, sellers=0.5)
    d = deal(decoder)
    found = candidates(d, decoder, ["acquirers", "sellers"])
    x = party_features(d, found, decoder)
    assert x.shape[0] == len(found) == 2 and np.isfinite(x).all() and not np.array_equal(x[0], x[1])


def test_a_status_has_a_row_for_each_value():
    decoder = decoder_with()
    d = deal(decoder)
    x = closed_features(d, decoder.closed_logits(d), decoder)
    assert x.shape[0] == len(OPTIONS) == len(ATTRIBUTES["status"]) + len(ATTRIBUTES["certainty"]) and np.isfinite(x).all()
    assert np.array_equal(x[:, : len(OPTIONS)], np.eye(len(OPTIONS)))


def said(role: str, value: str) -> Fields:
    """A choice that believes only in one role and in one status."""
    column = 21 + ASKED.index(role)
    return Fields(
        lambda x: np.where(x[:, column] == 1, 0.9, 0.1),
        lambda x: np.where(x[:, [v for _, v in OPTIONS].index(value)] == 1, 0.8, 0.1),
    )


@pytest.mark.parametrize(("role", "other"), [("acquirers", "sellers"), ("sellers", "acquirers")])
def test_the_decoder_follows_the_choice_and_not_the_network(role, other):
    decoder = decoder_with(said(role, "planned"), acquirers=0.2, sellers=0.2)
    (d,) = decoder.filled([deal(decoder)])
    assert [x for x, *_ in d.slots[role]] == [0] and other not in d.slots
    assert d.slots[role][0][2] == pytest.approx(0.9)


def test_the_values_of_a_status_sum_to_one():
    decoder = decoder_with(said("acquirers", "planned"))
    (d,) = decoder.filled([deal(decoder)])
    assert d.values["status"] == "planned" and d.beliefs["status"] == pytest.approx(0.8 / 1.1)
    assert d.beliefs["certainty"] == pytest.approx(0.25)


def test_a_name_that_begins_with_the_main_partys_is_told():
    assert alike("Alba", "Alba Robotique") and alike("Moulins de Borel", "Borel") and not alike("Alba", "Borel")
