"""The whole pipeline on sentences of our own, with the real model."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levees.pipes.build import fingerprint, make_nlp, pieces, read, read_many
from levees.schema import Article, Extraction

pytestmark = pytest.mark.model

FUNDING = (
    "Verdanta lève 12 millions d'euros\n\nLa start-up lyonnaise Verdanta a levé 12 millions d'euros auprès de Partech et d'Elaia Partners, "
    "a-t-elle annoncé mardi. Fondée en 2019 par Claire Aubin, la jeune pousse avait réuni 3 millions d'euros en 2021."
)


@pytest.fixture(scope="module")
def nlp():
    return make_nlp()


def test_where_no_event_could_hang_the_networks_are_not_asked(nlp, monkeypatch):
    text = "Claire Aubin et Paul Renard regardent la mer à Brest."
    doc = nlp(text)
    _, decoder = nlp.get_pipe("levees_events").read(doc._.levees)
    assert doc._.levees.names and not decoder.i.encoded.anchors and decoder.drafts() == []
    monkeypatch.setattr("levees.pipes.events.ensemble", None)
    assert read(nlp, Article(text=text)).events == []


def grounded(extraction: Extraction) -> None:
    """Every object with offsets quotes the article exactly."""

    def walk(value):
        if isinstance(value, dict):
            if isinstance(value.get("start"), int) and "text" in value:
                assert extraction.text[value["start"] : value["end"]] == value["text"]
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    data = extraction.to_dict()
    walk([data["events"], data["entities"]])


def test_a_round_is_read_with_its_amount_company_investors_and_day(nlp):
    extraction = read(nlp, Article(id="a", text=FUNDING, published="2024-05-16"))
    rounds = [e for e in extraction.events if e.type == "FundingRound"]
    main = next(e for e in rounds if e.amount and e.amount.amount == 12_000_000)
    assert main.company.name == "Verdanta"
    assert main.amount.currency == "EUR"
    assert {p.name for p in main.investors} >= {"Partech"}
    assert (main.status, main.certainty) == ("completed", "asserted")
    assert main.id.startswith("a#")
    assert extraction.fingerprint == fingerprint()
    grounded(extraction)


def test_what_comes_out_survives_json(nlp):
    extraction = read(nlp, Article(text=FUNDING, published="2024-05-16"))
    assert Extraction.model_validate_json(extraction.to_json()) == extraction


def test_an_article_without_money_stays_silent(nlp):
    assert read(nlp, Article(text="Le soleil brille sur la plage et les enfants jouent au ballon.")).events == []


@pytest.mark.parametrize(
    "text",
    ["", "   \n ", "\x00\x00", "é" * 300, "12 M€", "The company raised $5m.", "شركة ناشئة تجمع 5 ملايين دولار", "\u202eM€ 21 evèl ablA"],
)
def test_odd_texts_give_an_extraction(nlp, text):
    extraction = read(nlp, Article(text=text))
    grounded(extraction)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from(
            ["Alba", " a levé ", "12 M€", " auprès de ", "Partech", ". ", "\n", "en 2024", " 5 %", "(", "«", "é", "\ud800", " rachète "]
        ),
        max_size=25,
    )
)
def test_nothing_raises_and_offsets_hold_on_any_mixture(nlp, parts):
    grounded(read(nlp, Article(text="".join(parts), published="2024-05")))


def test_two_readings_are_equal_and_batches_change_nothing(nlp):
    articles = [Article(id=str(i), text=t, published="2024-05-16") for i, t in enumerate([FUNDING, "Rien.", FUNDING.replace("12", "14")])]
    alone = [read(nlp, a) for a in articles]
    assert list(read_many(nlp, articles)) == alone
    assert list(read_many(nlp, articles, batch_size=1)) == alone


def test_threads_share_one_pipeline(nlp):
    article = Article(text=FUNDING, published="2024-05-16")
    want = read(nlp, article)
    with ThreadPoolExecutor(4) as pool:
        assert all(got == want for got in pool.map(lambda _: read(nlp, article), range(8)))


def test_only_the_types_asked_for(nlp):
    only = make_nlp(types=["Founding"])
    assert {e.type for e in read(only, Article(text=FUNDING, published="2024-05-16")).events} <= {"Founding"}
    with pytest.raises(ValueError, match="did you mean FundingRound"):
        make_nlp(types=["FundingRund"])


def test_a_long_text_is_read_in_pieces_that_cover_it(nlp):
    text = "Alba dort.\n\n" * 40_000 + FUNDING
    cut = pieces(text)
    assert cut[0][0] == 0 and cut[-1][1] == len(text) and all(a[1] == b[0] for a, b in zip(cut, cut[1:], strict=False))
    assert len(cut) > 1


def test_the_pipeline_serialises(nlp, tmp_path):
    import spacy

    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    article = Article(text=FUNDING, published="2024-05-16")
    assert read(again, article) == read(nlp, article)


def test_pieces_of_a_pipeline_work_on_a_blank_one():
    import spacy

    blank = spacy.blank("fr")
    blank.add_pipe("levees_amounts")
    blank.add_pipe("levees_dates")
    doc = blank("Alba a levé 12 M€ en mai 2024.")
    assert [s.text for s in doc.spans["amounts"]] == ["12 M€"]
    assert [s.text for s in doc.spans["dates"]] == ["mai 2024"]


def test_the_users_own_names_win(tmp_path):
    path = tmp_path / "names.jsonl"
    path.write_text(json.dumps({"name": "Plume bleue", "kind": "company", "siren": "123456789"}) + "\n", encoding="utf-8")
    own = make_nlp(entities=path)
    extraction = read(own, Article(text="Plume bleue a levé 12 millions d'euros auprès de Partech.", published="2024-05-16"))
    assert any(e.name == "Plume bleue" and e.ids.get("siren") == "123456789" for e in extraction.entities)
