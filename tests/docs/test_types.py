"""The sentences on the pages of the event types are read as the pages say; `make docs-examples` writes the pages anew."""

from __future__ import annotations

import pytest
import yaml

from levees.schema import EVENT_TYPES
from levees.schema.events import BaseEvent
from tests.docs.tools import load

events = load("events")


@pytest.mark.model
@pytest.mark.parametrize("source", [pytest.param(path, id=path.stem) for path in events.sources()])
def test_a_page_says_what_levees_reads(source):
    assert events.page(source) == source.with_suffix(".md").read_text(encoding="utf-8"), "write it anew with: make docs-examples"


@pytest.mark.parametrize("source", [pytest.param(path, id=path.stem) for path in events.sources()])
def test_a_page_has_ten_sentences_and_every_slot(source):
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    assert len({sentence["text"] for sentence in data["sentences"]}) == len(data["sentences"]) >= 10
    own = [slot for slot in EVENT_TYPES[source.stem].model_fields if slot not in BaseEvent.model_fields and slot != "type"]
    assert list(data["slots"]) == own
    assert all(any(right.startswith(source.stem + " ") for right in sentence["right"]) for sentence in data["sentences"])
