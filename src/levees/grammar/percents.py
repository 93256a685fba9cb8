"""Percentages in French text: « 12,5 % », « vingt-cinq pour cent », « -3,2 % », « les trois quarts », « 2 points »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from levees.grammar.amounts_model import tidy
from levees.grammar.amounts_mods import mod_after, mod_before, mod_of_verb
from levees.grammar.numerals import Numeral, Page, page, read

_GATE = re.compile(r"%|pour[ -]?cent|points?\b|tiers|moitié|quarts?\b|cinquièmes?|dixièmes?")
_FRACTION_GATE = re.compile(r"tiers|moitié|quart|cinqui|sixi|huiti|dixi")
_NUMERIC_GATE = re.compile(r"%|pour[ -]?cent|points?\b")
_SIGN = re.compile(r" ?(?:%|pour[ -]?cent(?![a-zà-ÿ])|p\. ?c(?:ent|\.)|pct\b)")
_POINTS = re.compile(
    r" ?(?:points?|pts?\.?)(?: (?:de (?P<base>base)|de pourcentage|de %|de pour cent))?(?![a-zà-ÿœ])(?! (?:de vente|"
    r"de collecte|d'accès|d'eau|de contact|de retrait|de bonus|relais))")
_BASIS = re.compile(r" ?(?:pdb|bps?|pb)(?![a-zà-ÿ0-9])")
_FRACTION = re.compile(
    r"(?<![a-zà-ÿœ0-9-])(?:(?:(?P<article>la|une) )?(?P<half>moitié)|(?:(?:les|des|aux) )?(?P<count>un|deux|trois|"
    r"quatre|le|du|au|d'un|neuf) (?:petit |bon )?(?P<part>tiers|quarts?|cinquièmes?|sixièmes?|huitièmes?|"
    r"dixièmes?))(?![a-zà-ÿœ-])"
    r"(?! (?:d'heure|de finale|finale|de siècle|temps|de tour|d'once|monde|état|de travers|de confiance|payant|"
    r"provisionnel|arrondissement|anniversaire|édition|rang|étage|de place|place|jour|mois|trimestre|exercice|fonds|"
    r"fois|année|personne|pays))"
    r"(?! (?:de |d'(?:un )?)(?:milli|billi))"
)
_PARTS = {
    "tiers": Decimal(100) / 3, "quart": Decimal(25), "cinquième": Decimal(20), "sixième": Decimal(100) / 6, "huitième": Decimal("12.5"),
    "dixième": Decimal(10),
}
_COUNTS = {"un": 1, "d'un": 1, "le": 1, "du": 1, "au": 1, "deux": 2, "trois": 3, "quatre": 4, "neuf": 9}
_CHANGED = re.compile(
    r"(?:pass|grimp|augment|relev|recul|chut|tomb|mont|rédui|abaiss|port|ramen|progress|baiss|diminu|"
    r"hiss)\w{0,5}(?: [^\s,;.]+){0,4} de(?: [^\s,;.]+)? $")


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage: `value`, or `low` and `high`; `points` for percentage points, `fraction` for « un tiers »."""

    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    mod: str | None = None
    points: bool = False
    fraction: bool = False


def find_percents(text: str) -> list[Percent]:
    """Find percentages, points and fractions, in order; a sign counts: « -3,2 % » is negative, « +19 % » positive.

    >>> [(x.text, x.value) for x in find_percents("en hausse de 12,5 %, contre -3 % l'an dernier")]
    [('12,5 %', Decimal('12.5')), ('-3 %', Decimal('-3'))]
    """
    p = page(text)
    if not _GATE.search(p.low):
        return []
    found: list[Percent] = []
    if _NUMERIC_GATE.search(p.low):
        found = _numeric(*read(text))
    if not _FRACTION_GATE.search(p.low):
        return found
    fractions = [x for x in _fractions(p) if not any(o.start < x.end and x.start < o.end for o in found)]
    return sorted([*found, *fractions], key=lambda x: x.start)


def _numeric(p: Page, numerals: tuple[Numeral, ...]) -> list[Percent]:
    found: list[Percent] = []
    floor = 0
    for i, n in enumerate(numerals):
        m = _SIGN.match(p.low, n.end)
        points = None if m else (_POINTS.match(p.low, n.end) or _BASIS.match(p.low, n.end))
        end = (m or points or None) and (m or points).end()  # type: ignore[union-attr]
        if end is None or n.start < floor or (n.start and (p.flat[n.start - 1].isalnum() or p.flat[n.start - 1] == "_")):
            continue
        value = n.value if n.alternative is None else min(n.value, n.alternative)
        if points and (points.re is _BASIS or points.groupdict().get("base")):
            value /= 100
        start, low = _signed(p, n.start), None
        if start < n.start and p.flat[start] != "+":
            value = -value
        before = numerals[i - 1] if i and start == n.start else None
        if before is not None and (before.start >= floor or (found[-1].start == before.start and found[-1].mod is None)):
            ranged = _range(p, before, n, found)
            if ranged is not None:
                start, low = ranged
                if found and found[-1].start >= start:
                    found.pop()
        mod = mod_before(p.low, start, floor)
        name = mod[0] if mod else mod_of_verb(p.low, start, floor)
        start = mod[1] if mod else start
        after = mod_after(p.low, end)
        if after is not None and name is None:
            name, end = after
        if name is None and n.approx:
            name = "approx"
        value = tidy(value)
        found.append(
            Percent(start, end, p.text[start:end], value, None, None, name, points is not None)
            if low is None
            else Percent(start, end, p.text[start:end], None, low, value, name, points is not None)
        )
        floor = end
    return found


def _signed(p: Page, start: int) -> int:
    """Take in a sign: glued, or spaced after an opening bracket or « de »."""
    if start and p.flat[start - 1] in "+-–" and (start == 1 or not p.flat[start - 2].isalnum() and p.flat[start - 2] not in "%)"):
        return start - 1
    if start > 1 and p.flat[start - 1] == " " and p.flat[start - 2] in "+-–":
        earlier = p.low[max(0, start - 12) : start - 2]
        if earlier.endswith("(") or re.search(r"\b(?:de|à|est|soit) $", earlier) or p.flat[start - 2] == "+":
            return start - 2
    return start


def _range(p: Page, a: Numeral, b: Numeral, found: list[Percent]) -> tuple[int, Decimal] | None:
    """« entre 10 et 15 % », « 10 à 15 % », « 10-15 % », « de 10 % à 15 % »: where it starts and its low end."""
    gap = p.low[a.end : b.start]
    if len(gap) > 12 or a.value >= b.value or (a.start and p.flat[a.start - 1].isalnum()):
        return None
    bare = re.sub(r"^ ?(?:%|pour cent)", "", gap)
    start = a.start
    if re.match(r"^ et (?:de )?$", bare):
        between = re.search(r"entre $", p.low[max(0, start - 6) : start])
        return (start - 6, tidy(a.value)) if between else None
    if bare in (" à ", " ou ") or (bare == gap and re.match(r"^ ?[-–] ?$", bare)):
        if bare == " à " and _CHANGED.search(p.low[max(0, start - 50) : start]):
            return None
        return start, tidy(a.value)
    return None


def _fractions(p: Page) -> list[Percent]:
    found = []
    for m in _FRACTION.finditer(p.low):
        if m.group("half"):
            value = Decimal(50)
        else:
            count, part = m.group("count"), m.group("part")
            value = _PARTS[part if part == "tiers" else part.rstrip("s")] * _COUNTS[count]
            if value > 100 or (count not in ("un", "d'un", "le", "du", "au") and not part.endswith("s")):
                continue
            if count in ("le", "du", "au") and part not in ("quart", "tiers"):
                continue
        value = value.quantize(Decimal("0.01"))
        start = m.start() + (2 if (m.group("count") or "").startswith("d'") else 0)
        mod = mod_before(p.low, start, 0)
        start = mod[1] if mod else start
        found.append(Percent(start, m.end(), p.text[start : m.end()], tidy(value), None, None, mod[0] if mod else None, False, True))
    return found
