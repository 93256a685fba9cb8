"""What follows a number: a magnitude, spelled or short (« M€ », « Md $ », « MDH »), and a currency."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from levees.grammar.amounts_tables import tables
from levees.grammar.currencies import Surroundings, Unit, unit_after
from levees.grammar.numerals import SP, Page

_BILLION_FORMS = "Mrds Mrd Mlds Mld MDS Mds Md MD mrds mrd mlds mld mds md Mia mia MRD MRDS bn Bn BN G B b".split()
_MILLION_FORMS = "Mio mio MIO Mios mios Mns Mn mns mn mln Mln MLN MM M m".split()
_ABBREVIATED: dict[str, Decimal] = {
    **dict.fromkeys(_BILLION_FORMS, Decimal(10**9)),
    **dict.fromkeys(_MILLION_FORMS, Decimal(10**6)),
    **dict.fromkeys(["k", "K"], Decimal(10**3)),
    **dict.fromkeys(["T", "tn", "trn"], Decimal(10**12)),
}
_BY_LENGTH = sorted(_ABBREVIATED, key=len, reverse=True)
_ALONE = frozenset("Mrds Mrd Mlds Mld Mds Md mrds mrd mlds mld mds md Mia mia Mio mio Mios mios M bn".split())
_ABBR_START = frozenset(a[0] for a in _ABBREVIATED)
OF = re.compile(rf"{SP}(?:de{SP}|d' ?)?")
_GAP = re.compile(SP)
_OF_INSIDE = re.compile(r"de |d'")


def after(p: Page, end: int, around: Surroundings, *, of: bool) -> Unit | None:
    """The currency right after `end`, glued, spaced, or with « de » where French wants it."""
    if end >= len(p.flat):
        return None
    c = p.flat[end]
    if c in " \n":
        m = (OF if of else _GAP).match(p.low, end)
        if m is None:
            return None
        at = m.end()
        unit = unit_after(p, at, around)
        if unit is None and p.flat[at : at + 1] == "(" and of:
            return _bracketed(p, at + 1, around)
        if unit is not None and c == "\n" and not unit.named:
            return None
        return unit
    unit = unit_after(p, end, around)
    return unit


def _bracketed(p: Page, at: int, around: Surroundings) -> Unit | None:
    """« 5 millions (USD) », « 2 milliards (d'euros) »."""
    of = _OF_INSIDE.match(p.low, at)
    unit = unit_after(p, of.end() if of else at, around)
    if unit is None or p.flat[unit.end : unit.end + 1] != ")":
        return None
    return replace(unit, end=unit.end + 1)


def short(p: Page, end: int, prefix: Unit | None, around: Surroundings, *, words: bool) -> tuple[Decimal, int, Unit | None] | None:
    """« M€ », « Md $ », « MUSD », « k euros », « MDH », « ME », or « M » alone."""
    flat = p.flat
    at = end + 1 if flat[end : end + 1] == " " else end
    if flat[at : at + 1] not in _ABBR_START:
        return None
    abbreviated = tables().abbreviated
    for abbr in _BY_LENGTH:
        if not flat.startswith(abbr, at):
            continue
        q = at + len(abbr)
        nxt = flat[q : q + 1]
        strict = abbr in ("m", "b", "B", "T", "G", "t") or (abbr in ("k", "K") and at > end)
        unit = unit_after(p, q, around) if nxt not in (" ", "\n", "") else None
        if unit is None and nxt in abbreviated and not flat[q + 1 : q + 2].isalnum() and abbr not in ("m", "T", "b"):
            unit = Unit(q, q + 1, abbreviated[nxt], abbreviated[nxt] == "FRF")
        if unit is None and nxt in (" ", ".", "d", "D"):
            stop = q + 1 if nxt == "." else q
            m = OF.match(p.low, stop)
            if m is None and p.low.startswith("d'", stop):
                unit = unit_after(p, stop + 2, around)
            elif m and not (abbr == "m" and at > end):
                unit = unit_after(p, m.end(), around)
        if unit is not None:
            magnitude = _ABBREVIATED[abbr]
            if abbr == "MM" and unit.code in ("MAD", "TND", "DZD", "AED"):
                magnitude = Decimal(10**9)
            return magnitude, q, unit
        if nxt.isalnum() or nxt == "_":
            continue
        if prefix is not None or (abbr in ("k", "K") and at == end) or (abbr in _ALONE and not strict and not words and nxt != "&"):
            return _ABBREVIATED[abbr], q, None
    return None
