"""The pre-filter: what it passes over comes out as it would have been read in full, and it passes over what it can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

import levees
from levees.api import default_nlp
from levees.pipes.build import make_doc, make_nlp, read_noting
from levees.pipes.prefilter import AMOUNT_TYPES, Prefilter
from levees.reader.lexicon import shipped
from levees.reader.network import PERCENT_ROLES, TYPES
from levees.reader.proposals import WORD_TYPES
from levees.rules.load import load_rules
from levees.rules.trial import Trial
from levees.schema import EVENT_TYPES, Article

pytestmark = pytest.mark.model
ROOT = Path(__file__).parents[2]
QUIET = [
    "Il pleut à Brest.",
    "Marie Le Goff habite Rennes depuis mardi.",
    "Le même mois, il faisait froid.",
    "Les enfants mangent des crêpes le 12 mai au soir.",
    "Lundi, la mer était calme ; le lendemain aussi.",
    "Jean Kervella aime Quimper, il y dort souvent, a-t-il dit la semaine dernière.",
    "Le chat de Bruno Tanguy, qui mangera demain, dormait hier.",
    "Elle comptait douze mouettes.",
    "On ira voir Camille Riou le 29 février.",
    "C'était alors une belle plage.",
    "La Bretagne mange 30 % des huîtres.",
    "Alba lève 12 millions d'euros auprès de Partech.",
    "Borel vend une cidrerie pour 3 M€.",
    "Inès Moal dirige Alba.",
]
# quiet words for a type: nothing here carries an event of these by itself
NARROW = (["Ipo"], ["Valuation", "TotalRaised"], ["FundClosing"], ["ProductLaunch", "Founding"])


def articles():
    rows = [json.loads(line) for line in (ROOT / "examples/articles.jsonl").open(encoding="utf-8")]
    rows += [json.loads(line) for line in (ROOT / "models/data/train.jsonl").open(encoding="utf-8")][::9]
    texts = [Article(text=row["text"], published=row.get("published")) for row in rows]
    texts += [Article(text=path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("*.txt"))]
    return [*texts, *(Article(text=text, published="2024-05-16") for text in QUIET), Article(text="")]


@pytest.fixture(scope="module")
def read_in_full():
    """(article, extraction) of articles on deals and of quiet ones, none passed over."""
    some = articles()
    return list(zip(some, (found for found, _ in read_noting(default_nlp(), some, prefilter=False)), strict=True))


def test_no_event_of_any_type_is_lost_and_nothing_else_changes(read_in_full):
    nlp, passed = default_nlp(), 0
    for types in (None, *([name] for name in EVENT_TYPES)):
        sieve = Prefilter(shipped(), None, types)
        for article, full in read_in_full:
            doc = make_doc(nlp, article.full_text, article.published)
            if sieve(nlp, doc):
                passed += types is not None
                assert not [e for e in full.events if types is None or e.type in types], (types, article.text)
                assert doc._.levees.sentences and [e.name for e in doc._.levees.entities] == [e.name for e in full.entities] or not len(doc)
    assert passed > 100


def test_the_json_is_the_same_and_the_order_too(read_in_full):
    nlp = default_nlp()
    found = list(read_noting(nlp, [article for article, _ in read_in_full], batch_size=5))
    assert [e.to_json() for e, _ in found] == [e.to_json() for _, e in read_in_full]
    over = [article.text for (article, _), (_, passed) in zip(read_in_full, found, strict=True) if passed]
    assert {"Il pleut à Brest.", ""} <= set(over) and len(over) < len(QUIET)
    assert [e.to_json() for e in levees.annotate([a for a, _ in read_in_full][-6:], nlp=nlp)] == [e.to_json() for e, _ in found[-6:]]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(QUIET), max_size=4), st.sampled_from([None, "2024", "2024-02", "2024-05-16"]), st.sampled_from(["\n", " "]))
def test_sentences_in_any_company_come_out_as_in_full(sentences, published, between):
    article, nlp = Article(text=between.join(sentences), published=published), default_nlp()
    ((quick, _),), ((full, passed),) = (list(read_noting(nlp, [article], prefilter=sieved)) for sieved in (True, False))
    assert quick.to_json() == full.to_json() and not passed


@pytest.fixture(scope="module")
def sounding(tmp_path_factory):
    """A pack with a rule whose word is in no class of the reader, and a word of its own in one."""
    folder = tmp_path_factory.mktemp("sounding")
    (folder / "rules").mkdir()
    (folder / "pack.yml").write_text("name: sounding\n", encoding="utf-8")
    (folder / "rules" / "mine.yml").write_text(RULES, encoding="utf-8")
    (folder / "cues").mkdir()
    (folder / "cues" / "triggers.yml").write_text("ipo: [tintinnabule]\n", encoding="utf-8")
    return folder


RULES = ("family: mine\nrules:\n- {name: x, event: Ipo, trigger: {verbs: [carillonner]}, "
         "slots: {company: {kinds: [company], find: [agent, before], required: true}}}")
SOUND = "La société Borel carillonne à Brest."


def test_what_a_pack_adds_is_looked_for(sounding):
    nlp = levees.load(packs=[sounding])
    ((found, passed),) = read_noting(nlp, [Article(text=SOUND)])
    assert not passed and [(e.type, e.rule) for e in found.events] == [("Ipo", "mine.x")]
    assert [p for _, p in read_noting(nlp, [Article(text="Il pleut à Brest."), Article(text="La cloche tintinnabule.")])] == [True, False]
    assert not Prefilter(shipped(), load_rules([sounding]), ["Valuation"]).told(make_doc(nlp, SOUND)), "its rule tells of another type"


def test_rules_on_trial_are_always_tried():
    nlp = default_nlp()
    assert [passed for _, passed in read_noting(nlp, [Article(text=SOUND)])] == [True]
    ((found, passed),) = read_noting(nlp, [Article(text=SOUND)], trial=Trial(RULES))
    assert not passed and [e.rule for e in found.events] == ["mine.x"]


def test_a_pipeline_with_pipes_of_others_is_run_whole():
    nlp = make_nlp(types=["Ipo"])
    quiet = [Article(text="Il pleut à Brest.")]
    assert [passed for _, passed in read_noting(nlp, quiet)] == [True]
    seen = []
    Language.component("watcher_of_prefilter", func=lambda doc: seen.append(doc.text) or doc)
    nlp.add_pipe("watcher_of_prefilter")
    assert [passed for _, passed in read_noting(nlp, quiet)] == [False] and seen == ["Il pleut à Brest."]
    without = levees.load(types=["Ipo"], prefilter=False)
    assert [passed for _, passed in read_noting(without, quiet)] == [False]


@pytest.mark.parametrize("types", NARROW)
def test_what_types_hang_on_is_taken_from_the_reader(types):
    sieve = Prefilter(shipped(), None, types)
    assert sieve.amounts == bool(set(types) & set(AMOUNT_TYPES)) and sieve.percents == bool(set(types) & set(PERCENT_ROLES))
    assert {shipped().names[c] for c in sieve.classes} == {c for t in types for c in WORD_TYPES.get(t, ())}
    assert set(AMOUNT_TYPES) | set(WORD_TYPES) == set(TYPES)
