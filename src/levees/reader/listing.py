"""At which exchange a company lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from levees.reader.surface import Span, cue_lists, sentence_at, sentence_index

_BARE = frozenset({"bourse", "la bourse", "marché libre"})
_INDEX = re.compile(r"CAC|SBF|Dow Jones|Nikkei|SMI|DAX|Bel 20|Stoxx|S&P|Footsie|FTSE", re.IGNORECASE)
_TICKER = re.compile(r"\(\s*$")
_IN_TOWN = re.compile(
    r"(?:cotation|introduction|bourse|introduire|coter|coté[es]*|cote|débuts|listée?|ipo|premiers pas|prospectus)\s(?:d[’']introduction\s)?"
    r"(?:en bourse\s)?(?:à|de)\s$", re.IGNORECASE)
_AT = re.compile(r"\bà\s$")
_LISTING = re.compile(r"bourse|introduction|cotation|introdui|cloche|prospectus|coté|ipo\b", re.IGNORECASE)


def exchange_of(reading: Any, anchor: Span, company: Sequence[Span] = ()) -> Any | None:
    """The Name of the exchange meant at an anchor (an amount or a word of listing): the nearest one, the company's own first.

    >>> from types import SimpleNamespace as S
    >>> text = "Alba entre au Nasdaq lundi. Le CAC 40 recule."
    >>> names = [S(start=14, end=20, text="Nasdaq", kind="exchange"), S(start=31, end=37, text="CAC 40", kind="exchange")]
    >>> exchange_of(S(text=text, sentences=[(0, 27), (28, 45)], names=names), (5, 10)).text
    'Nasdaq'
    """
    here = sentence_index(reading, anchor[0])
    beside = {sentence_index(reading, a) for a, _ in company}
    own = set(company)
    best, most = None, 0.2
    for name in reading.names:
        if name.kind == "exchange":
            if name.text.lower() in _BARE or _INDEX.match(name.text):
                continue
        elif name.kind == "place":
            if not _IN_TOWN.search(reading.text[max(0, name.start - 60) : name.start]) and not _traded(reading, name, here):
                continue
        else:
            continue
        there = sentence_index(reading, name.start)
        gap = abs(there - here)
        score = 0.6**gap if gap else 1.2
        if there in beside:
            score *= 1.2
        distance = name.start - anchor[1] if name.start >= anchor[1] else anchor[0] - name.end
        score *= 1 - min(max(distance, 0), 400) / 1000
        if _TICKER.search(reading.text[max(0, name.start - 3) : name.start]):
            score *= 0.5
        lo, hi = (anchor[1], name.start) if name.start >= anchor[1] else (name.end, anchor[0])
        rivals = sum(n.kind == "company" and lo <= n.start < hi and (n.start, n.end) not in own for n in reading.names) if gap else 0
        score *= 0.8 ** min(rivals, 4)
        if gap and there not in beside and any(n.kind == "company" and sentence_index(reading, n.start) == there for n in reading.names):
            score *= 0.3
        if gap > 3:
            score = 0.0
        if score > most:
            best, most = name, score
    return best


@lru_cache(maxsize=1)
def _towns() -> frozenset[str]:
    return frozenset(cue_lists("listing")["towns"])


def _traded(reading: Any, name: Any, here: int) -> bool:
    """A town with an exchange, in the anchor's own sentence, which tells of a listing: « 35 M€ en octobre, à Bruxelles »."""
    if name.text not in _towns() or sentence_index(reading, name.start) != here or not _AT.search(reading.text[: name.start][-4:]):
        return False
    start, end = sentence_at(reading, name.start)
    return bool(_LISTING.search(reading.text[max(0, start - 150) : end]))
