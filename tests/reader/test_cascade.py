"""Where one network sees nothing, the others are not asked."""

from __future__ import annotations

import pytest

from levees.api import default_nlp
from levees.reader import score

QUIET = "La pluie a gagné l'ouest mardi matin. Les parapluies sont de sortie, et le vent est tombé vers 12 heures."
DEAL = "La start-up Kelvane a levé 14 millions d'euros auprès de Partech."


@pytest.fixture
def asked(monkeypatch):
    """How many networks are asked, one call an entry."""
    counts: list[int] = []
    inner = score.hidden_tokens
    monkeypatch.setattr(score, "hidden_tokens", lambda weights, *rest: counts.append(len(weights)) or inner(weights, *rest))
    return counts


def test_all_networks_read_a_deal_and_one_reads_the_weather(asked):
    nlp = default_nlp()
    assert [e.type for e in nlp(DEAL)._.levees.events] == ["FundingRound"]
    assert sum(asked) == len(nlp.get_pipe("levees_events").weights) > 1
    asked.clear()
    assert not nlp(QUIET)._.levees.events
    assert sum(asked) <= 1
