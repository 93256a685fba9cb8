from __future__ import annotations

import io

import pytest
from rich.console import Console

from levees.cli_show import LONGEST, money, show
from levees.schema import Acquisition, Extraction, Money, Party, Stake, Trigger, Valuation

TEXT = "Selon Les Échos,\nla jeune pousse vaut entre 1,2 et 1,5 milliard."


def shown(*events, text=TEXT, color=False):
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=color, color_system="standard" if color else None)
    show(Extraction(text=text, events=list(events)), console)
    return out.getvalue()


def at(words):
    return {"text": words, "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


@pytest.mark.parametrize(("fields", "text"), [
    ({"amount": "12000000", "currency": "EUR"}, "EUR 12 M"),
    ({"amount": "-1370000000", "currency": "EUR"}, "EUR -1.37 bn"),
    ({"amount": "12345678.90", "currency": "EUR"}, "EUR 12,345,678.90"),
    ({"amount": "500000", "currency": "EUR", "mod": "at_most"}, "up to EUR 500,000"),
    ({"low": "10000000", "high": "15000000", "currency": "USD"}, "USD 10 M to 15 M"),
    ({"low": "1000000"}, "??? 1 M to ?"),
])
def test_amounts_are_written_for_a_person_and_never_rounded(fields, text):
    assert money(Money(text="", **fields)) == text


def test_a_range_hedged_by_hearsay_with_a_source():
    event = Valuation(
        certainty="reported", source="Les Échos", company=Party(name="Alba", **at("la jeune pousse")),
        amount=Money(**at("entre 1,2 et 1,5 milliard"), low="1200000000", high="1500000000", currency="EUR"),
        trigger=Trigger(**at("vaut")), evidence={"start": 0, "end": len(TEXT)},
    )
    text = shown(event)
    assert "EUR 1.2 bn to 1.5 bn" in text and "completed, reported" in text and "source: Les Échos" in text
    assert "1  Selon Les Échos, la jeune pousse vaut entre 1,2 et 1,5 milliard." in text
    coloured = shown(event, color=True)
    assert "\x1b[1;4mvaut\x1b[0m" in coloured and "\x1b[36mla jeune pousse\x1b[0m" in coloured


def test_parties_percents_and_events_without_a_party():
    text = shown(
        Acquisition(acquirers=[Party(name="Nordalys", text="")], target=Party(name="Kantoor", text=""), percent="100"),
        Stake(holder=Party(name="Armor", text=""), company=Party(name="Nordalys", text=""), percent="14.2"),
        Valuation(),
    )
    assert "Kantoor" in text and "acquirers: Nordalys" in text and "100 %" in text
    assert "Armor" in text and "company: Nordalys" in text
    assert "14.2 %" in text


def test_text_that_looks_like_markup_is_shown_as_it_is():
    event = Valuation(company=Party(name="[bold]Alba[/bold]", text=""), evidence={"start": 0, "end": 4})
    assert "[bold]Alba[/bold]" in shown(event, text="[x] [/bold]")


def test_a_sentence_without_end_is_cut():
    text = shown(Valuation(evidence={"start": 0, "end": 100_000}), text="mot " * 25_000)
    assert len(text) < 2 * LONGEST and "…" in text
