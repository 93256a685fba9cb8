from __future__ import annotations

import threading
from datetime import date

import pytest

import levees
from levees import Article

from .fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")


def test_extract_reads_one_article():
    extraction = levees.extract("Alba lève 12 M€.", published=date(2024, 5, 14), id="a")
    assert (extraction.id, extraction.published) == ("a", "2024-05-14")
    assert extraction.events[0].company.name == "Alba"


def test_a_title_is_echoed_in_the_text():
    extraction = levees.extract("Rien.", title="Alba lève 12 M€")
    assert extraction.text == "Alba lève 12 M€\n\nRien."
    assert extraction.events[0].amount.start == 10


def test_the_default_pipeline_is_loaded_once_whichever_thread_asks(request):
    loaded = request.getfixturevalue("pipeline")
    threads = [threading.Thread(target=levees.extract, args=("Alba lève 12 M€.",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == [{"types": None, "entities": None}]


def test_load_takes_one_type_or_several(request):
    with pytest.raises(ValueError, match="'Wedding' is no event type"):
        levees.load(types=["Ipo", "Wedding"])
    levees.load(types="Ipo")
    levees.load(types=("Ipo", "Stake"), entities="names.yml")
    assert request.getfixturevalue("pipeline") == [
        {"types": ["Ipo"], "entities": None}, {"types": ["Ipo", "Stake"], "entities": "names.yml"},
    ]


@pytest.mark.parametrize("item", [
    {"text": "Alba lève 12 M€.", "events": [], "url": "x"}, "Alba lève 12 M€.", Article(text="Alba lève 12 M€."),
    {"text": "Alba lève 12 M€.", "id": 7},
])
def test_annotate_takes_mappings_articles_and_texts(item):
    (extraction,) = levees.annotate([item])
    assert len(extraction.events) == 1
    assert extraction.id == ("7" if isinstance(item, dict) and "id" in item else None)


def test_annotate_is_lazy_and_in_order():
    drawn = []

    def items():
        for n in range(1_000):
            drawn.append(n)
            yield {"id": str(n), "text": "Alba lève 12 M€."}

    stream = levees.annotate(items(), batch_size=4)
    assert drawn == []
    assert [next(stream).id for _ in range(6)] == ["0", "1", "2", "3", "4", "5"]
    assert len(drawn) <= 8


def test_a_batch_ends_early_when_its_articles_are_huge(monkeypatch):
    monkeypatch.setattr("levees.api.BATCH_CHARACTERS", 10)
    drawn = []
    stream = levees.annotate(drawn.append(n) or {"text": "x" * 20} for n in range(9))
    next(stream)
    assert drawn == [0]


def test_one_bad_article_does_not_take_the_others_down():
    items = ["un", {"id": "deux"}, "panne", {"text": "quatre", "published": "hier"}, "cinq"]
    failed = []
    texts = [e.text for e in levees.annotate(items, on_error=lambda n, item, error: failed.append((n, str(error))))]
    assert texts == ["un", "cinq"]
    assert [n for n, _ in failed] == [1, 2, 3]
    assert failed[0][1] == "there is no 'text'"


def test_without_on_error_the_first_one_raises_with_its_place():
    with pytest.raises(ValueError, match="there is no 'text'") as caught:
        list(levees.annotate(["un", {}]))
    assert caught.value.__notes__ == ["in item 1 (counted from 0)"]


@pytest.mark.parametrize(("wrong", "says"), [
    ({"text": 12}, "'text' is a number; it must be text"), ({"text": "x", "title": ["a"]}, "'title' is a list"),
    ({"text": "x", "id": True}, "'id' is true or false"), ({"text": "x", "id": {}}, "'id' is an object"), (12, "an article is a number"),
])
def test_what_is_no_article_is_told(wrong, says):
    with pytest.raises(TypeError, match=says):
        list(levees.annotate([wrong]))


def test_annotate_wants_many():
    with pytest.raises(TypeError, match="use extract for one"):
        levees.annotate("Alba lève 12 M€.")
    with pytest.raises(TypeError, match="use extract for one"):
        levees.annotate({"text": "x"})


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00", "\ud800", "\u202eAlba\u202c", "<p>Alba</p>", "مرحبا"])
def test_odd_texts_give_an_empty_result(text):
    extraction = levees.extract(text)
    assert extraction.events == [] and len(extraction.text) == len(text)
    assert extraction.to_json().encode()
