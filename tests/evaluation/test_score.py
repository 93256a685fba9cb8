from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from levees.evaluation import problems, read_rows, score, to_extraction
from levees.evaluation.bootstrap import intervals
from levees.evaluation.slots import slot_kinds
from levees.schema import EVENT_TYPES

from .perturb import predictions

SHARED = Path(__file__).parents[3] / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "eval" / "score.py").exists(), reason="the referee and its gold are not beside this clone (../shared)"
)


def event(kind="FundingRound", *, name="Alba", amount="12000000", **more):
    slots = {"company": {"name": name, "text": name}} if name else {}
    slots |= {"amount": {"text": "12 M€", "amount": amount, "currency": "EUR"}} if amount else {}
    return {"type": kind, "status": "completed", "certainty": "asserted"} | slots | more


def article(*events, id="a", text="Alba lève 12 M€."):
    return {"id": id, "text": text, "events": list(events)}


def test_gold_held_against_itself_is_perfect():
    report = score([article(event())], [article(event())])
    assert report.all.event.f1 == report.all.strict.f1 == report.all.slot.f1 == 1
    assert report.differences == []


def test_a_wrong_amount_is_a_miss_and_a_false_alarm_but_its_other_slots_count():
    report = score([article(event())], [article(event(amount="13000000"))])
    assert report.all.event == (0, 0, 0)
    assert report.slots["company"].f1 == 1 and report.slots["amount"].f1 == 0
    assert [d.kind for d in report.differences] == ["differs"]


def test_a_wrong_status_costs_strict_not_event():
    report = score([article(event(status="planned"))], [article(event())])
    assert (report.all.event.f1, report.all.strict.f1, report.factuality.f1) == (1, 0, 0)


def test_only_gold_may_hedge():
    gold, hedged = event(status=["planned", "ongoing"]), event(status=["planned", "ongoing"])
    assert score([article(gold)], [article(event(status="ongoing"))]).all.strict.f1 == 1
    assert score([article(gold)], [article(hedged)]).all.strict.f1 == 0


def test_an_optional_event_is_neither_asked_for_nor_punished():
    gold = article(event(), event("Valuation", optional=True))
    assert score([gold], [article(event())]).all.event.f1 == 1
    assert score([gold], [article(event(), event("Valuation"))]).all.event.f1 == 1


def test_alternatives_and_conversions_count_as_right():
    amount = {"text": "12 M€", "amount": "12000000", "currency": "EUR", "alternatives": [{"amount": "42000000", "currency": "EUR"}],
              "converted": {"text": "13 M$", "amount": "13000000", "currency": "USD"}}
    gold = event() | {"amount": amount}
    for amount, currency in (("42000000.0", "EUR"), ("13000000", "USD")):
        pred = event() | {"amount": {"text": "", "amount": amount, "currency": currency}}
        assert score([article(gold)], [article(pred)]).all.event.f1 == 1


def test_alarms_offsets_and_malformed_events_are_told():
    pred = article(event() | {"company": {"name": "Alba", "text": "Alba", "start": 1, "end": 5}}, {"type": "Wedding"})
    report = score([article(), article(id="b")], [pred])
    assert (report.quiet_articles, report.quiet_with_alarm, report.absent) == (2, 1, 1)
    assert (report.bad_offsets, report.ungrounded, report.malformed) == (1, 1, 1)


def test_an_id_that_stands_twice_is_an_error_in_a_sentence():
    with pytest.raises(ValueError, match="'a' stands twice"):
        score([article()], [article(), article()])
    with pytest.raises(ValueError, match="article 1 of the gold has no events"):
        score([{"id": "a", "text": ""}], [])


def test_intervals_hold_the_figure_and_do_not_depend_on_chance():
    gold = [article(event(), id=str(n)) for n in range(20)]
    pred = [article(event(amount="1" if n % 3 else "12000000"), id=str(n)) for n in range(20)]
    report = score(gold, pred)
    low, high = report.intervals["ALL"]["event"]
    assert low < report.all.event.f1 < high
    assert report.intervals == score(gold, pred).intervals
    assert intervals([], []) == {}


def test_slots_are_those_of_the_schema():
    assert dict(slot_kinds("LeadershipChange")) == {
        "person": "party", "company": "party", "role": "text", "direction": "enum", "date": "date"}
    assert all("date" in slot_kinds(t) for t in EVENT_TYPES)
    assert slot_kinds("Wedding") == {}


def test_a_file_that_is_not_json_names_its_line(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "", "events": []}\n\n{"id"\n')
    with pytest.raises(ValueError, match=r"gold\.jsonl, line 3: this is not JSON"):
        read_rows(path)
    path.write_text("[]\n")
    with pytest.raises(ValueError, match="line 1: this is no article"):
        read_rows(path)


@pytest.fixture(scope="module")
def referee() -> ModuleType:
    spec = importlib.util.spec_from_file_location("referee", SHARED / "eval" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_shared
def test_the_referee_has_the_same_slots(referee):
    assert {t: dict(slot_kinds(t)) for t in EVENT_TYPES} == referee.SLOTS


@needs_shared
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["seeds", "dev", "train"])
def test_the_referee_gives_the_same_figures(referee, name, seed):
    gold = read_rows(SHARED / "gold" / f"{name}.jsonl")
    pred = predictions(gold, seed) if seed else gold
    ours = json.loads(json.dumps(score(gold, pred).to_dict()))
    del ours["intervals"]
    assert ours == json.loads(json.dumps(referee.score(gold, pred)))


@needs_shared
@pytest.mark.parametrize("name", ["seeds", "dev", "train"])
def test_gold_is_well_formed_and_loads_with_our_models(referee, name):
    for row in read_rows(SHARED / "gold" / f"{name}.jsonl"):
        assert list(problems(row)) == []
        extraction = to_extraction(row)
        assert len(extraction.events) == len(row["events"])
        broken = row | {"text": "rien", "published": "hier"}
        assert bool(list(problems(broken))) == bool(referee.problems(broken))
