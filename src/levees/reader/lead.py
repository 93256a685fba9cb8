"""Which of a round's investors lead it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from levees.reader.surface import Cues, Hit, Span, cue_lists, sentence_at

_BRACKETS = re.compile(r"\([^)]*\)")
_AND = re.compile(r"\s*(?:,\s*[^,]{2,60})?(?:,|,?\s*(?:et|&|ou|/|puis))\s*(?:[\w’'-]+\s*){0,5}")
_OPENS = re.compile(r"(?:^|[.;:(–—•\n]|,)\s*(?:(?:les|le|la|au|en|avec|comme)\s)?$")
_ONE = re.compile(  # words that go with one leader only
    r"(?:en |comme )?(?:chef|meneu[rs]e?|leader|lead)\b(?! de files)|(?:mène|emmène|conduit|pilote|dirige|prend)\b|"
    r"(?:a|avait|aurait) (?:mené|conduit|piloté|dirigé)"
)
_BY = re.compile(r"\bpar\s*(?:l[ae]s?\s|l[’'])?(?:[\w’'-]+\s){0,2}$")


@lru_cache(maxsize=1)
def _lists() -> tuple[Cues, Cues, Cues, Cues]:
    lists = cue_lists("leads")
    return (Cues({"lead": lists["before_name"]}), Cues({"lead": lists["opening"]}), Cues({"lead": lists["after_name"]}),
            Cues({"join": lists["joins"]}))


def _clear(text: str, joins: Cues, *, reach: int, names: Sequence[Span]) -> bool:
    """Nothing between a cue and a name but the name's own article, other names of the list, brackets."""
    if len(text) > reach or re.search(r"[;:.]\s", text) or any(True for _ in joins.find(text)):
        return False
    bare = _BRACKETS.sub("", text)
    for a, b in sorted(names, reverse=True):
        bare = bare[:a] + "N" + bare[b:]
    words = re.findall(r"[\w’'-]+", bare)
    return len([w for w in words if w != "N"]) <= 9


def is_lead(reading: Any, mentions: Sequence[Span], investors: Sequence[Span] = ()) -> tuple[bool | None, Span | None]:
    """Whether the investor at `mentions` leads: True, False (it joins others), None (no word says), and the word that says so.

    `investors` are the places of all names in the article, so that a list « A, B et C » after a cue counts as a whole.

    >>> from types import SimpleNamespace as S
    >>> text = "Un tour mené par Ardo et Vex, rejoints par Moor."
    >>> article = S(text=text, sentences=[(0, len(text))])
    >>> [is_lead(article, [place], [(17, 21), (25, 28), (43, 47)])[0] for place in ((17, 21), (25, 28), (43, 47))]
    [True, True, False]
    """
    before, opening, after, joins = _lists()
    verdict: bool | None = None
    for a, b in mentions:
        start, end = sentence_at(reading, a)
        text = reading.text[start:end]
        places = [(x - start, y - start) for x, y in investors if start <= x and y <= end and (x, y) != (a, b)]
        left, right = text[: a - start], text[b - start :]
        if hit := _cue_left(left, before, opening, joins, places):
            return True, (hit.start + start, hit.end + start)
        shifted = [(x - (b - start), y - (b - start)) for x, y in places if x >= b - start]
        if hit := _cue_right(right, left, after, joins, shifted):
            return True, (hit.start + b, hit.end + b)
        tail = [h for h in joins.find(left[-70:])]
        if tail and _only_names(left[-70:][tail[-1].end :]):
            verdict = False
    return verdict, None


def _only_names(text: str) -> bool:
    return not re.search(r"[;:.]\s", text)


def _cue_left(left: str, cues: Cues, opening: Cues, joins: Cues, places: Sequence[Span]) -> Hit | None:
    opened = [h for h in opening.find(left) if _opens(left[: h.start], left[h.end :])]
    for hit in sorted((*cues.find(left), *opened), key=lambda h: -h.start):
        inner = [(x - hit.end, y - hit.end) for x, y in places if hit.end <= x and y <= len(left)]
        between = left[hit.end :].replace(":", "", 1) if re.match(r"\s*:", left[hit.end :]) else left[hit.end :]
        shift = len(left) - hit.end - len(between)
        inner = [(x - shift, y - shift) for x, y in inner]
        return hit if _clear(between, joins, reach=130, names=inner) and _listed(between, inner) else None
    return None


def _opens(before: str, after: str) -> bool:
    """« Chef de file : X », « Aux commandes, X »; not « X, chef de file, »."""
    start = _OPENS.search(before)
    return bool(re.match(r"\s*:", after) or start and re.match(r"\s" if start[0].startswith(",") else r",?\s", after))


def _listed(between: str, names: Sequence[Span]) -> bool:
    """Names between the cue and this one stand in one list with it: « A, B et »."""
    if not names:
        bare = _BRACKETS.sub("", between).strip(" ,:")
        return len(re.findall(r"[\w’'-]+", bare)) <= 9 and "," not in bare
    tail = _BRACKETS.sub("", between[max(y for _, y in names) :])
    return bool(_AND.fullmatch(tail))


def _cue_right(right: str, left: str, cues: Cues, joins: Cues, places: Sequence[Span]) -> Hit | None:
    for hit in cues.find(right):
        if any(x < hit.end and hit.start < y for x, y in places):
            continue  # « Lead Edge »
        between = right[: hit.start]
        inner = [(x, y) for x, y in places if y <= hit.start]
        if inner and (between.endswith("(") or _ONE.match(right[hit.start : hit.end])):
            return None  # « A, B (meneur) », « A, B, qui mène »: only the name before
        if not _clear(between, joins, reach=90, names=inner) or (_BY.search(left[-40:]) and not inner):
            return None
        words = [w for w in re.findall(r"[\w’'-]+", _BRACKETS.sub("", between[: min((x for x, _ in inner), default=hit.start)]))]
        if inner and not re.match(r"\s*(?:\([^)]*\)\s*)?(?:,|et\b|&)", between):
            return None
        return hit if len(words) <= 8 else None
    return None
