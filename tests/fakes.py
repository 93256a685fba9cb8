"""A pipeline without a model, for the tests of what stands around it."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import pytest

from levees.schema import EVENT_TYPES, Extraction, FundingRound, Ground, Money, Party, Span, Trigger

RAISES = re.compile(r"(?P<who>[A-Z]\w+) (?P<verb>lève) (?P<money>(?P<n>\d+) M€)(?P<round> en série A)?")


def read(nlp, article):
    """Understands « Alba lève 12 M€ » and nothing else; « panne » breaks it."""
    text = article.full_text
    if "panne" in text:
        raise RuntimeError("a deliberate failure")

    def at(match, group):
        return {"text": match[group], "start": match.start(group), "end": match.end(group)}

    events = [
        FundingRound(
            id=f"{article.id}#{n}",
            company=Party(name=m["who"], kind="company", **at(m, "who")),
            amount=Money(**at(m, "money"), amount=f"{m['n']}000000", currency="EUR"),
            round="series_a" if m["round"] else None,
            grounds={"round": Ground(**at(m, "round"))} if m["round"] else {},
            trigger=Trigger(**at(m, "verb")),
            evidence=Span(start=m.start(), end=m.end()),
        )
        for n, m in enumerate(RAISES.finditer(text))
    ]
    return Extraction(id=article.id, published=article.published, text=text, events=events)


def read_many(nlp, articles):
    for article in articles:
        yield read(nlp, article)


def read_noting(nlp, articles, *, prefilter=True):
    """The fake pre-filter passes over rain, and wrongly over hail: the full way finds a word more."""
    for article in articles:
        passed = prefilter and article.full_text.startswith(("Pluie", "Grêle"))
        found = sys.modules["levees.pipes.build"].read(nlp, article)  # tests put others in its place
        yield found if passed or "Grêle" not in found.text else found.model_copy(update={"published": "1999"}), passed


@pytest.fixture
def pipeline(monkeypatch):
    """Puts the fake in the place of the real pipeline; gives what it was asked to load."""
    from levees import api

    loaded: list[dict] = []

    def make_nlp(*, types=None, entities=None, packs=None, fast=False, prefilter=True):
        if unknown := set(types or ()) - set(EVENT_TYPES):
            raise ValueError(f"{unknown.pop()!r} is no event type")
        loaded.append({"types": types, "entities": entities} | ({} if prefilter else {"prefilter": False}))
        return object()

    build = SimpleNamespace(make_nlp=make_nlp, read=read, read_many=read_many, read_noting=read_noting, fingerprint=lambda: "fake-1")
    monkeypatch.setitem(sys.modules, "levees.pipes.build", build)
    monkeypatch.setattr(api, "_default", None)
    return loaded
