"""Status, certainty and source of the deal at an anchor, decided on its governing predicate and clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from levees.factuality.decide import settle
from levees.factuality.lexicon import current
from levees.factuality.model import Factuality
from levees.factuality.reach import Evidence, gather
from levees.factuality.sentence import Article, article

_COUNTERS = frozenset({"company", "bank", "investor", "other", "public_body", "media"})
_STUDY = (
    r"(?:études?|baromètre|relevé|statistiques|comptes|décompte|comptage|pointage|observatoire|indice|panorama|palmarès|données|chiffres|"
    r"classement|recensement|recension|courbes|enquête|base de données|tableau de bord)"
)
_COUNT_OF = re.compile(  # « le baromètre Sorvane », but only « les données de Sorvane »: an editor of data is none
    rf"\b(?:{_STUDY}(?:\s[\w-]+){{0,2}}?(?:\s(?:de|du|par)|\sd')|(?:étude|baromètre|observatoire|indice|panorama))"
    r"\s?(?:l[ae]\s|l')?(?:(?:cabinet|portail|société)\s)?$"
)
_COUNTED = re.compile(
    rf"\s(?:dans (?:son|sa|leur) (?:[\w-]+\s){{0,2}}?{_STUDY}|a (?:re)?compté|a (?:recensé|dénombré|comptabilisé)|"
    r"recense|dénombre|comptabilise|compte \d)"
)
_ACCORDING = re.compile(r"\b(?:selon|d'après)\s(?:l[ae]\s|l')?(?:(?:cabinet|portail|société)\s)?$")
_last: list[tuple[tuple[int, int, int, int], str, Any, Any, Article]] = []


def _article(text: str, sentences: Sequence[tuple[int, int]], doc: Any, names: Sequence[Any]) -> Article:
    """The article laid out, kept while the same one is asked for."""
    key = (len(sentences), len(names), id(doc), id(current()))
    known = _last[0] if _last else None
    if known and known[0] == key and known[1] == text and known[2] is names and known[3] is sentences:
        return known[4]
    laid_out = article(text, sentences, doc, names)
    _last[:] = [(key, text, names, sentences, laid_out)]
    return laid_out


def assess(text: str, sentences: list[tuple[int, int]], start: int, end: int, *, doc: Any = None, names: Sequence[Any] = ()) -> Factuality:
    """Say how the article speaks of the deal whose amount or trigger word stands at characters start to end.

    `sentences` are offsets into `text`; `names` are mentions with `start`, `end`, `text` and `kind`; `doc` is a spaCy Doc of the
    text or nothing. An article's sentences are read once as long as the same lists are handed in.

    >>> text = "Alba a levé 12 millions et vise 50 millions de chiffre d'affaires."
    >>> assess(text, [(0, len(text))], 12, 23).status, assess(text, [(0, len(text))], 32, 43).status
    ('completed', 'planned')
    """
    laid_out = _article(text, sentences, doc, names)
    evidence: Evidence = gather(laid_out, start, end)
    return settle(laid_out, evidence)


def survey(text: str, sentences: list[tuple[int, int]], *, doc: Any = None, names: Sequence[Any] = ()) -> tuple[int, int] | None:
    """Where the article names the firm or medium that counted its figures: the source of market totals that name none of their own.

    >>> from levees.names.find import find_names
    >>> text = "Selon le baromètre d'EY, 10 milliards ont été levés. En Europe, c'est 40 milliards."
    >>> sentences = [(0, 52), (53, len(text))]
    >>> start, end = survey(text, sentences, names=find_names(text, sentences))
    >>> text[start:end]
    'EY'
    """
    laid_out = _article(text, sentences, doc, names)
    for k in range(len(laid_out.spans)):
        for said in laid_out.sentence(k).sources:
            if said.speaker == "firm" and said.source is not None:
                return said.source
    for n in laid_out.speakers.names:
        if n.kind in _COUNTERS:
            before, after = laid_out.folded[max(0, n.start - 60) : n.start], laid_out.folded[n.end : n.end + 40]
            once = laid_out.speakers.counts[n.text] < 3  # who is named more often is rather what the article is about
            if _COUNT_OF.search(before) or _COUNTED.match(after) or once and _ACCORDING.search(before):
                return n.start, n.end
    return None
