"""What a worker forgets between articles, with the real pipeline."""

from __future__ import annotations

import sys

import pytest

from levees.api import default_nlp
from levees.corpus.reading import Loader, read_article
from levees.corpus.workers import Pool
from levees.schema import Article

NAMES = ("Verdanta", "Kelvorane", "Biomaris", "Ostrelia", "Quandris")


@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="the shorter zone reaches workers by fork only")
def test_words_that_a_worker_forgets_again_change_nothing(monkeypatch):
    monkeypatch.setattr("levees.corpus.workers.ZONE", 2)
    nlp = default_nlp()
    texts = [f"La start-up {name} a levé {n} millions d'euros auprès de Partech." for n, name in enumerate(NAMES, start=2)]
    articles = [Article(id=str(n), text=text) for n, text in enumerate(texts * 2)]
    with Pool(Loader(nlp=nlp), start="fork") as pool:
        found = [outcome.line for _, outcome in pool.read(enumerate(articles)) if outcome is not None]
    assert found == [read_article(nlp, article).line for article in articles] and None not in found
