"""Event types that packs declare, and events of types that nobody declared."""

import json
import pickle

import pytest
from pydantic import ValidationError

from levees.schema import Extraction, GenericEvent, Party, declare, event_types, forget, json_schema

SLOTS = {
    "company": "party", "count": "number", "place": "parties", "date": "date", "budget": "money", "cause": ["closure", "savings"],
    "note": "text",
}
ROW = {
    "text": "Alba supprime 120 postes à Brest pour 3 M€ en mai.",
    "events": [{
        "type": "Layoff", "company": {"name": "Alba", "text": "Alba", "start": 0, "end": 4}, "count": "120", "cause": "closure",
        "place": [{"name": "Brest", "text": "Brest"}], "date": {"text": "en mai", "value": "XXXX-05"},
        "budget": {"text": "3 M€", "amount": "3000000", "currency": "EUR"},
    }],
}


@pytest.fixture
def layoff():
    yield declare("Layoff", SLOTS, ["company"])
    forget("Layoff")


def test_a_declared_type_reads_and_writes(layoff):
    event = Extraction.model_validate(ROW).events[0]
    assert type(event) is layoff and event.company == Party(name="Alba", text="Alba", start=0, end=4)
    again = Extraction.model_validate_json(Extraction.model_validate(ROW).to_json())
    assert again.events[0] == event and again.to_dict()["events"][0]["count"] == "120"
    assert pickle.loads(pickle.dumps(event)) == event
    row = again.to_records()[0]
    assert (row["company"], str(row["count"]), row["place"]) == ("Alba", "120", "Brest")
    assert (row["budget"], row["budget_currency"]) == (3_000_000, "EUR")


def test_without_its_declaration_it_reads_as_a_generic_event_and_writes_the_same(layoff):
    written = Extraction.model_validate(ROW).to_json()
    forget("Layoff")
    event = (read := Extraction.model_validate_json(written)).events[0]
    assert type(event) is GenericEvent and event.company.name == "Alba" and event.date.value == "XXXX-05"
    assert json.loads(read.to_json()) == json.loads(written)
    assert read.to_records()[0]["company"] == "Alba"


def test_the_json_schema_takes_declared_types_in(layoff):
    assert json_schema()["$defs"]["Layoff"]["properties"]["cause"]["anyOf"][0]["enum"] == ["closure", "savings"]
    forget("Layoff")
    assert "Layoff" not in json_schema()["$defs"]


def test_unknown_slots_and_values_of_a_declared_type_are_refused(layoff):
    for slots, says in (({"compagny": None}, "compagny"), ({"cause": "whim"}, "closure"), ({"count": "many"}, "count")):
        with pytest.raises(ValidationError, match=says):
            Extraction.model_validate({"text": "", "events": [{"type": "Layoff", **slots}]})


@pytest.mark.parametrize(
    ("name", "slots", "main", "says"),
    [
        ("Ipo", {"a": "party"}, ["a"], "already"),
        ("layoff", {"a": "party"}, ["a"], "begins with a capital"),
        ("Layoff", {"status": "text"}, ["status"], "the word is taken"),
        ("Layoff", {"a": "partie"}, ["a"], "known are party"),
        ("Layoff", {"a": "party"}, ["a+b"], "'b', which is none of its slots"),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(name, slots, main, says):
    with pytest.raises(ValueError, match=says):
        declare(name, slots, main)
    assert name not in event_types() or name == "Ipo"
