"""Whether a percentage of change goes up or down."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from levees.reader.surface import Cues, Span, cue_lists, sentence_at

_BREAK = re.compile(r"[;:.()]\s|\)\s?|[;(]|\bmais\b|\btandis\b|\balors que\b|\bquand\b|\bcontrairement\b|\bmalgré\b|\bcontre\b")
_MARKED = "+-–−"


@lru_cache(maxsize=1)
def _near() -> Cues:
    lists = cue_lists("signs")
    return Cues({"up": lists["up"], "down": lists["down"]})


@lru_cache(maxsize=1)
def _next() -> Cues:
    lists = cue_lists("signs")
    return Cues({"up": lists["after_up"], "down": lists["after_down"]})


def direction_of(reading: Any, span: Span) -> tuple[int, Span | None]:
    """1 for up, -1 for down, 0 where no word says; with the word that says so."""
    start, end = sentence_at(reading, span[0])
    right = reading.text[span[1] : min(end, span[1] + 40)]
    for hit in _next().find(right):
        if right[: hit.start].strip() in ("", ")", "environ"):
            return (1 if hit.value == "up" else -1), (span[1] + hit.start, span[1] + hit.end)
    a = max(start, span[0] - 110)
    left = reading.text[a : span[0]]
    cut = 0
    for m in _BREAK.finditer(left):
        if left[m.end() :].strip():
            cut = m.end()
    hits = [h for h in _near().find(left[cut:])]
    if not hits:
        hits = [h for h in _near().find(left)] if left.rstrip().endswith("(") else []
        cut = 0
    if hits:
        return (1 if hits[-1].value == "up" else -1), (a + cut + hits[-1].start, a + cut + hits[-1].end)
    return 0, None


def signed_change(reading: Any, percent: Any) -> Decimal | None:
    """The value of a percentage of change: negative where the words say fall and the figure bears no sign.

    >>> from types import SimpleNamespace as S
    >>> text = "Les ventes reculent de 12 %."
    >>> signed_change(S(text=text, sentences=[(0, 28)]), S(start=23, end=27, text="12 %", value=Decimal(12)))
    Decimal('-12')
    """
    value: Decimal | None = percent.value
    if value is None or value < 0 or percent.text.lstrip()[:1] in _MARKED:
        return value
    before = reading.text[max(0, percent.start - 2) : percent.start].strip()
    if before and before[-1] in "-–−" and reading.text[percent.start - 1] != " ":
        return -value
    return -value if direction_of(reading, (percent.start, percent.end))[0] < 0 else value
