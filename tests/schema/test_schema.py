from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from levees.schema import EVENT_TYPES, Article, Extraction, FundingRound, Money, Party, TimeExpression, clean, parse_published, plain

from .strategies import decimals, extractions

# the example of the contract, as the library writes it
GUIDE = {
    "id": "x1", "published": "2024-05-14", "schema_version": "1",
    "text": "Alba lève 12 M€ en série A, ce qui la valorise 60 M€, a-t-on appris.",
    "entities": [{"name": "Alba", "kind": "company", "mentions": [{"text": "Alba", "start": 0, "end": 4}]}],
    "events": [{
        "id": "x1#0", "status": "completed", "certainty": "asserted", "trigger": {"text": "lève", "start": 5, "end": 9},
        "evidence": {"start": 0, "end": 61}, "rule": "funding.lever", "confidence": 0.93, "links": {"valuation": "x1#1"},
        "grounds": {"company": {"strategy": "agent"}, "round": {"text": "série A", "start": 19, "end": 26, "strategy": "oblique"},
                    "status": {"text": "lève", "start": 5, "end": 9}},
        "type": "FundingRound",
        "company": {"text": "Alba", "start": 0, "end": 4, "name": "Alba", "kind": "company", "entity": 0},
        "amount": {"text": "12 M€", "start": 10, "end": 15, "amount": "12000000", "currency": "EUR"},
        "round": "series_a",
    }],
}


def test_the_example_of_the_guide_comes_back_as_it_went_in():
    assert Extraction.model_validate(GUIDE).to_dict() == GUIDE


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(extractions)
def test_json_round_trip(extraction):
    line = extraction.to_json()
    assert "\n" not in line
    back = Extraction.model_validate_json(line)
    assert back == extraction
    assert back.to_json() == line


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(extractions)
def test_records_are_flat_and_one_per_event(extraction):
    rows = extraction.to_records()
    assert len(rows) == len(extraction.events)
    assert not any(isinstance(v, (list, dict)) or v is None for row in rows for v in row.values())


@given(decimals)
def test_decimals_are_written_plainly(value):
    text = plain(value)
    assert "E" not in text.upper() and Decimal(text) == value
    assert text == "0" or not text.startswith("-0") or "." in text


@pytest.mark.parametrize(("value", "text"), [
    ("1.20E+3", "1200"), ("-12.50", "-12.5"), ("0E+3", "0"), ("-0.0", "0"), ("6000000000", "6000000000"),
])
def test_decimals_by_hand(value, text):
    assert plain(Decimal(value)) == text


def test_absent_slots_are_left_out_but_zero_stays():
    event = FundingRound(confidence=0.0, amount=Money(text="0 €", start=0, end=3, amount="0", currency="EUR"))
    assert event.model_dump(mode="json") == {
        "status": "completed", "certainty": "asserted", "confidence": 0.0, "type": "FundingRound",
        "amount": {"text": "0 €", "start": 0, "end": 3, "amount": "0", "currency": "EUR"},
    }


def test_events_and_entities_are_there_even_when_empty():
    empty = {"id": None, "published": None, "schema_version": "1", "text": "", "entities": [], "events": []}
    assert Extraction(text="").to_dict() == empty


@pytest.mark.parametrize(("value", "text"), [
    (None, None), ("", None), ("2024", "2024"), (" 2024-05 ", "2024-05"), ("2024-02-29", "2024-02-29"),
    ("2024-05-14T08:00:00Z", "2024-05-14"), ("2024-05-14 08:00:00+02:00", "2024-05-14"),
    (date(2024, 5, 14), "2024-05-14"), (datetime(2024, 5, 14, 23, 59), "2024-05-14"),
])
def test_published_is_read(value, text):
    assert parse_published(value) == text
    assert Article(text="x", published=value).published == text


@pytest.mark.parametrize("value", [
    "hier", "14/05/2024", "2024-13", "2023-02-29", "2024-5-1", "20240514", 2024, 0, True, "0000", "2024-05-14T",
    "2024-05-14Tmidi", "٢٠٢٤", [], {},
])
def test_published_that_is_no_date_is_refused_in_a_sentence(value):
    with pytest.raises(ValueError, match="give YYYY, YYYY-MM or YYYY-MM-DD"):
        parse_published(value)
    with pytest.raises(ValidationError):
        Article(text="x", published=value)


def test_lone_surrogates_are_mapped_one_to_one():
    text = "Alba \ud83d lève 12 M€\udca9"
    article = Article(text=text, title="\udc00", id="\ud800")
    assert article.text == "Alba � lève 12 M€�" and len(article.text) == len(text)
    assert (article.title, article.id) == ("�", "�")
    assert Extraction(text=text).to_json().encode()


def test_other_characters_stay_as_they_are():
    text = "a\x00b\u202e😀\ufeff\r\n"
    assert clean(text) == text == Article(text=text).text
    assert Extraction.model_validate_json(Extraction(text=text).to_json()).text == text


def test_a_title_is_part_of_the_text():
    assert Article(text="Corps", title="Titre").full_text == "Titre\n\nCorps"
    assert Article(text="Corps").full_text == Article(text="Corps", title="").full_text == "Corps"


@pytest.mark.parametrize("bad", [
    {"text": "12"}, {"text": "12", "amount": "12", "low": "1"}, {"text": "12", "amount": 12.5}, {"text": "12", "amount": True},
    {"text": "12", "amount": "douze"}, {"text": "12", "amount": "NaN"}, {"text": "12", "amount": "12", "currency": "euros"},
    {"text": "12", "amount": "12", "colour": "red"},
])
def test_money_that_says_nothing_or_two_things_is_refused(bad):
    with pytest.raises(ValidationError):
        Money.model_validate(bad)


def test_models_are_frozen():
    with pytest.raises(ValidationError):
        Party(name="Alba", text="Alba").name = "Brume"


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_an_event_is_told_by_its_type(name):
    extraction = Extraction.model_validate({"text": "", "events": [{"type": name}]})
    assert type(extraction.events[0]) is EVENT_TYPES[name]


def test_a_misspelt_type_and_an_unknown_slot_are_refused():
    with pytest.raises(ValidationError, match="did you mean FundingRound"):
        Extraction.model_validate({"text": "", "events": [{"type": "Fundinground"}]})
    with pytest.raises(ValidationError, match="type"):
        Extraction.model_validate({"text": "", "events": [{}]})
    with pytest.raises(ValidationError, match="amuont"):
        Extraction.model_validate({"text": "", "events": [{"type": "Ipo", "amuont": None}]})


def test_the_json_schema_names_every_type():
    schema = Extraction.model_json_schema(mode="validation")
    assert set(EVENT_TYPES) <= set(schema["$defs"])
    shipped, own = schema["properties"]["events"]["items"]["oneOf"]
    assert shipped["discriminator"]["propertyName"] == "type" and own["$ref"].endswith("GenericEvent")
    json.dumps(schema)


def test_a_record_reads_like_a_row():
    text = "Alba lève 12 M€ en mai auprès de Brume et de Cime."
    extraction = Extraction(id="a", published="2024-05-14", text=text, events=[FundingRound(
        id="a#0", company=Party(name="Alba", text="Alba"), amount=Money(text="12 M€", amount="12000000", currency="EUR", mod="approx"),
        investors=[Party(name="Brume", text="Brume"), Party(name="Cime", text="Cime")],
        date=TimeExpression(text="en mai", value="2024-05", first_day="2024-05-01", last_day="2024-05-31"),
        evidence={"start": 0, "end": 50},
    )])
    assert extraction.to_records() == [{
        "article": "a", "published": "2024-05-14", "event": "a#0", "type": "FundingRound", "status": "completed", "certainty": "asserted",
        "company": "Alba", "amount": Decimal(12_000_000), "currency": "EUR", "amount_mod": "approx", "amount_text": "12 M€",
        "investors": "Brume; Cime", "date": "2024-05", "date_text": "en mai", "first_day": date(2024, 5, 1), "last_day": date(2024, 5, 31),
        "evidence": text,
    }]
