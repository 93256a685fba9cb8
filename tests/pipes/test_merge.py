"""Events of several pieces of one article, told once each."""

from __future__ import annotations

import pytest

from levees.pipes import build
from levees.pipes.merge import merged
from levees.schema import Acquisition, Article, FundingRound, LeadershipChange, MarketActivity, Money, Party, Span, Stake, TimeExpression

TEXT = "Alba lève 12 M€. " * 10


def party(name: str) -> Party:
    return Party(name=name, text=name)


def money(millions: int) -> Money:
    return Money(text=f"{millions} M€", amount=f"{millions}000000", currency="EUR")


def year(value: str) -> TimeExpression:
    return TimeExpression(text=value, value=value, first_day=f"{value}-01-01", last_day=f"{value}-12-31")


def funding(millions: int | None = 12, name: str = "Alba", at: int = 0, **more: object) -> FundingRound:
    return FundingRound(company=party(name), amount=money(millions) if millions else None, evidence=Span(start=at, end=at + 16), **more)


def test_a_deal_told_in_two_pieces_is_one_event_with_what_both_say():
    one = funding(investors=[party("Partech")], at=0)
    two = funding(investors=[party("Elaia"), party("PARTECH")], round="seed", at=17)
    (event,) = merged([[one], [two]], TEXT)
    assert event.round == "seed"
    assert [p.name for p in event.investors] == ["Elaia", "PARTECH"]
    assert (event.evidence, event.grounds["evidence_2"].start, event.grounds["evidence_2"].text) == (two.evidence, 0, "Alba lève 12 M€.")


def test_investors_of_both_pieces_are_kept():
    one = funding(investors=[party("Partech")], round="seed")
    (event,) = merged([[one], [funding(investors=[party("Elaia")], at=17)]], TEXT)
    assert [p.name for p in event.investors] == ["Partech", "Elaia"]


def test_three_tellings_leave_three_places():
    (event,) = merged([[funding(at=0)], [funding(at=17)], [funding(at=34)]], TEXT)
    assert event.evidence == Span(start=0, end=16)
    assert [(key, ground.start) for key, ground in event.grounds.items()] == [("evidence_2", 17), ("evidence_3", 34)]


def test_an_event_without_amount_joins_the_only_one_that_has_one():
    assert [e.amount.amount for e in merged([[funding(None)], [funding(12)]], TEXT)] == [12_000_000]
    assert [e.amount.amount for e in merged([[funding(12)], [funding(None)]], TEXT)] == [12_000_000]
    assert len(merged([[funding(12), funding(3)], [funding(None)]], TEXT)) == 3


def test_events_of_one_piece_stay_as_they_are():
    assert len(merged([[funding(), funding()]], TEXT)) == 2
    assert len(merged([[funding(), funding()], [funding(), funding()]], TEXT)) == 2


@pytest.mark.parametrize(("one", "other"), [
    (funding(12), funding(15)),
    (funding(12), funding(12, name="Belcor")),
    (funding(date=year("2021")), funding(date=year("2024"))),
    (funding(round="seed"), funding(round="series_a")),
    (funding(certainty="reported"), funding(certainty="denied")),
    (funding(), funding(None, status="planned")),
    (Acquisition(target=party("Alba"), acquirers=[party("Belcor")]), Acquisition(target=party("Alba"), acquirers=[party("Cendor")])),
    (Stake(holder=party("Belcor"), company=party("Alba"), percent="5"), Stake(holder=party("Belcor"), company=party("Alba"), percent="7")),
    (LeadershipChange(person=party("Léa Roy"), direction="joins"), LeadershipChange(person=party("Léa Roy"), direction="leaves")),
])
def test_different_deals_stay_apart(one, other):
    assert merged([[one], [other]], TEXT) == [one, other]


@pytest.mark.parametrize(("one", "other"), [
    (funding(date=year("2024")), funding()),
    (funding(name="Saint-Elme"), funding(name="SAINT ELME")),
    (funding(status="planned"), funding()),
    (Acquisition(target=party("Alba"), acquirers=[party("Belcor")]), Acquisition(target=party("Alba"))),
    (LeadershipChange(person=party("Léa Roy"), direction="joins"), LeadershipChange(person=party("Léa Roy"), direction="joins")),
    (MarketActivity(amount=money(900), scope="levées"), MarketActivity(amount=money(900), scope="levées de fonds")),
])
def test_one_deal_is_one_event(one, other):
    assert len(merged([[one], [other]], TEXT)) == 1


@pytest.mark.model
def test_an_article_in_pieces_tells_a_deal_once(monkeypatch):
    sentence = "Alba lève 12 millions d'euros auprès de Partech. "
    text = sentence + "\n\n" + "Le soleil brille sur la plage.\n\n" + sentence
    half = text.rindex("Alba")
    nlp = build.make_nlp()
    monkeypatch.setattr(build, "pieces", lambda text: [(0, half), (half, len(text))])
    extraction = build.read(nlp, Article(id="a", text=text))
    rounds = [e for e in extraction.events if e.type == "FundingRound"]
    assert len(rounds) == 1
    again = rounds[0].grounds["evidence_2"]
    assert again.text == text[again.start : again.end] == sentence.strip()
    assert [e.id for e in extraction.events] == [f"a#{i}" for i in range(len(extraction.events))]
