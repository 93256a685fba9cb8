"""Every filled slot says how likely it is right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import levees
from levees.evaluation.platt import calibration_error, fit
from levees.pipes.sureness import shipped, sureness
from levees.schema import EVENT_TYPES, Extraction, Party

TEXT = (
    "La start-up Verdanta a levé 12 millions d'euros en série A auprès de Partech et d'Elaia mardi. "
    "Le groupe Brumaire a racheté Orbelia pour 30 millions d'euros. Mirelle a réalisé un chiffre d'affaires de 40 millions d'euros en 2023."
)


@pytest.mark.model
def test_every_filled_slot_has_a_chance():
    found = levees.extract(TEXT, published="2024-05-16")
    assert len(found.events) >= 2
    for event in found.events:
        for slot, value in event.filled().items():
            sure = event.grounds[slot].confidence
            assert 0 < sure < 1, (event.type, slot)
            parties = [p for p in (value if isinstance(value, list) else [value]) if isinstance(p, Party)]
            if isinstance(value, list):
                assert sure == min(p.confidence for p in parties)
        assert {"status", "certainty"} <= event.grounds.keys()
    assert Extraction.model_validate_json(found.to_json()) == found


def test_the_weights_are_of_slots_that_there_are():
    slots = {name for kind in EVENT_TYPES.values() for name in kind.model_fields} | {"status", "certainty"}
    assert set(shipped()) <= slots


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["date", "amount", "unknown"]))
def test_a_chance_is_a_chance(own, event, slot):
    assert 0 <= sureness(slot, own, event, shipped()) <= 1 and 0 <= sureness(slot, None, event, {}) <= 1


def test_a_fit_finds_what_made_the_data_and_stays_put_without_any():
    draw = np.random.default_rng(0)
    x = draw.normal(size=(4000, 1))
    right = draw.random(4000) < 1 / (1 + np.exp(-(0.5 + 2 * x[:, 0])))
    constant, weight = fit(x, right.astype(float), [0.0, 1.0])
    assert abs(constant - 0.5) < 0.15 and abs(weight - 2) < 0.2
    assert fit(x[:1], np.ones(1), [0.3, 1.0], strength=1e6) == pytest.approx([0.3, 1.0], abs=1e-3)
    chance = 1 / (1 + np.exp(-(constant + weight * x[:, 0])))
    assert calibration_error(chance, right) < 0.03 < calibration_error(np.full(4000, 0.9), right)


def test_a_fit_ends_where_it_should_even_from_chances_near_one() -> None:
    constant, weight = fit(np.full((40, 1), 3.5), np.tile([1.0, 0.0], 20), [0.0, 1.0])
    assert abs(constant + 3.5 * weight) < 0.5
