"""Resolving what is said from elsewhere: from the date of publication, or from the date named before."""

from __future__ import annotations

from dataclasses import replace

from levees.grammar import dates_calendar as cal
from levees.grammar.dates_calendar import Stretch
from levees.grammar.dates_model import Node
from levees.grammar.dates_resolve import Reading, Resolver, reader

_COARSER = {
    "Y": ("year", "quarter", "half", "interval"),
    "Q": ("quarter", "month"),
    "H": ("half", "quarter"),
    "W": ("week",),
    "M": ("month",),
}


@reader("rel")
def _rel(r: Resolver, node: Node) -> Reading | None:
    unit, n, pub = node.unit, int(node.n), r.pub
    blank = {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "H": "XXXX-HX",
        "Y": "XXXX",
        "DE": "XXXX",
        "CE": "XXXX",
    }.get(unit, "XXXX")
    grain = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "H": "half", "Y": "year"}.get(unit, "interval")
    if pub is None or pub.first is None:
        return Reading(Stretch("PRESENT_REF", "vague")) if node.value == "today" else Reading(Stretch(blank, grain))
    need = {"D": ("day",), "W": ("day",), "M": ("day", "month"), "Q": ("day", "month"), "H": ("day", "month")}.get(
        unit, ("day", "month", "year")
    )
    if pub.grain not in need:
        return Reading(Stretch("PRESENT_REF", "vague")) if node.value == "today" else Reading(Stretch(blank, grain))
    if node.value == "elapsed" and unit in ("Y",) and pub.grain != "year" and pub.first.month >= 11:
        n = 0
    return r.moved(pub.first, n, unit)


@reader("current")
def _current(r: Resolver, node: Node) -> Reading | None:
    """« fin de l'année », « sur l'exercice »: the year named just before in an account, else publication's."""
    if node.value == "closed" and r.pub and r.pub.first:
        return r.moved(r.pub.first, -1, node.unit)
    recent = r.last and r.last.last and (r.pub is None or r.pub.first is None or (r.pub.first - r.last.last).days < 550)
    if node.value in ("anchor", "fiscal") and r.pub and node.unit == "Y" and r.tense(node) in ("future", "intent"):
        return _rel(r, node)
    if node.value in ("anchor", "fiscal") and recent and r.last and r.last.first and r.last.grain in _COARSER.get(node.unit, ()):
        return Reading(cal.around(r.last.first, node.unit), anchor="previous")
    if node.value == "anchor" and node.unit == "Q" and r.pub and r.pub.first and r.pub.grain == "day":
        begun = cal.quarter(r.pub.first.year, (r.pub.first.month + 2) // 3).first
        if begun and (r.pub.first - begun).days < 50 and r.tense(node) not in ("future", "intent", "due", "ahead"):
            return r.moved(r.pub.first, -1, "Q")  # accounts that come out then are of the quarter before
    if r.pub is None and r.last and r.last.first:
        return Reading(cal.around(r.last.first, node.unit), anchor="previous")
    if node.value == "fiscal" and r.pub and r.pub.first and r.pub.grain != "year" and r.pub.first.month <= 4:
        if r.tense(node) not in ("future", "intent", "due", "ahead"):  # accounts that come out in spring are of the year before
            return r.moved(r.pub.first, -1, node.unit)
    return _rel(r, node)


def _whole(n: float, unit: str) -> tuple[float, str]:
    """« un an et demi » is eighteen months."""
    return (n * 12, "M") if unit == "Y" and n != int(n) else (n, unit)


@reader("ago")
def _ago(r: Resolver, node: Node) -> Reading | None:
    pub, unit = r.pub, node.unit
    if pub is None or pub.first is None or (unit in ("D", "W") and pub.grain != "day") or (unit in ("M", "Q", "H") and pub.grain == "year"):
        return Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
    s = cal.shift(pub, *_whole(node.n, unit))
    if s is None:
        return Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
    if unit == "W" and s.first:
        s = cal.week(s.first)
    elif unit in ("Q", "H") and s.first:
        s = cal.month(s.first.year, s.first.month)
    return Reading(s, anchor="published")


@reader("counted")
def _counted(r: Resolver, node: Node) -> Reading | None:
    """« les trois derniers mois », « les cinq prochaines années »: whole units before or after publication's."""
    pub, n, unit = r.pub, node.count, node.unit
    vague = Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
    if pub is None or pub.first is None or (unit in ("D", "W") and pub.grain != "day") or (unit != "Y" and pub.grain == "year"):
        return vague
    if node.value == "anchor" and r.last and r.last.first and r.last.last and r.last.grain == "interval":
        s = cal.shift(r.last, -1, "Y") if unit == "M" and n == 12 else None
        if s:
            return Reading(s, anchor="previous")
    ending = unit == "M" and pub.grain == "day" and pub.first.day >= 28  # a month all but over counts
    first, last = (r.moved(pub.first, k, unit) for k in ((ending - n, ending - 1) if node.n < 0 else (1, n)))
    if first is None or last is None:
        return vague
    return Reading(first.stretch if n == 1 else cal.interval(first.stretch, last.stretch), anchor="published")


@reader("first_of")
def _first_of(r: Resolver, node: Node) -> Reading | None:
    """« les neuf premiers mois de 2022 »."""
    n = node.count
    if node.year and node.year[0] == "pair":
        return Reading(cal.months(cal.month(node.year[1], r.closing % 12 + 1 if r.closing else 4), n))
    reading = r.pick(lambda y: cal.months(cal.month(y, 1), n), node, f"P{n}M", "duration")
    if (
        reading
        and node.year is None
        and r.pub
        and r.pub.first
        and reading.stretch.last
        and reading.stretch.first
        and reading.stretch.first.year == r.pub.first.year
        and r.pub.first.month < n
        and r.tense(node) not in ("future", "intent", "due", "ahead")
    ):
        return Reading(cal.months(cal.month(r.pub.first.year - 1, 1), n), anchor="published")
    return reading


@reader("last_of")
def _last_of(r: Resolver, node: Node) -> Reading | None:
    """« les trois derniers mois de 2012 »."""
    n = node.count * {"M": 1, "Q": 3, "H": 6}[node.unit]
    if node.year and node.year[0] == "off" and r.last and r.last.first and r.last.grain == "year":
        return Reading(cal.months(cal.month(r.last.first.year, 13 - n), n), anchor="previous")
    return r.pick(lambda y: cal.months(cal.month(y, 13 - n), n), node, f"P{n}M", "duration")


@reader("shift")
def _shift(r: Resolver, node: Node) -> Reading | None:
    vague = Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))
    base, anchor = r.base(node), "previous"
    if node.count:
        return Reading(Stretch("PAST_REF", "vague"))
    if node.unit in ("Y", "Q", "H") and base is not None and base is r.weekday and r.period is not None:
        base = r.period  # « … a-t-il dit jeudi, contre 12 millions un an plus tôt »: the period that the figures cover
    if node.value == "eve":
        if base is None or base.grain != "day":
            base, anchor = r.pub, "published"
    elif node.unit in ("D", "W") and (base is None or base.grain not in ("day", "week", "month")):
        base, anchor = (r.pub, "published") if node.n < 0 else (None, "")
    elif base is None and node.n < 0:
        base, anchor = r.pub, "published"
    if base is None:
        return vague
    if node.unit in ("D", "W") and base.grain == "month" and base.first:
        middle = cal.shift(cal.day(base.first.replace(day=15)), node.n, node.unit)
        return Reading(cal.month(middle.first.year, middle.first.month), anchor=anchor) if middle and middle.first else vague
    n, unit = _whole(node.n, node.unit)
    if unit == "M" and n % 12 == 0 and base.grain in ("interval", "quarter", "half", "year", "season"):
        n, unit = n / 12, "Y"
    s = cal.shift(base, n, unit)
    if s is not None and base.grain == "month" and unit == "Y" and abs(n) == 1 and base.first:
        s = cal.month(base.first.year + int(n), base.first.month)
    if s is not None and node.unit == "W" and s.first:
        s = cal.week(s.first)
    return Reading(s, anchor=anchor) if s else vague


@reader("same")
def _same(r: Resolver, node: Node) -> Reading | None:
    base, unit = r.base(node), node.unit
    if (base is None or base.first is None) and node.year is not None:
        base = _elsewhere(r, unit)
    if base is None or base.first is None:
        return None
    if unit == "P" and base is r.weekday and r.period is not None and r.period.first:
        base = r.period
    if node.year is not None and base.first is not None:
        kind, n = node.year
        first = base.first
        y = n if kind == "abs" else (r.pub.first.year if kind == "off" and r.pub and r.pub.first else first.year) + n
        s = cal.shift(cal.around(first, unit) if unit != "P" else base, y - first.year, "Y")
        return Reading(s, anchor="previous") if s else None
    if unit == "P" or base.first is None:
        return Reading(base, anchor="previous")
    if unit in ("D", "W") and base.grain != "day" and not (unit == "W" and base.grain == "week"):
        return None
    return Reading(cal.around(base.first, unit), anchor="previous")


def _elsewhere(r: Resolver, unit: str) -> Stretch | None:
    """What « la même période l'an dernier » repeats where no date was named: publication's day, or its unit, as far as it is known."""
    if r.pub is None or r.pub.first is None:
        return None
    if unit == "P" or unit == "Y":
        return cal.year(r.pub.first.year)
    return cal.around(r.pub.first, unit) if r.pub.grain == "day" or r.pub.grain == "month" and unit in "MQH" else None


@reader("adjacent")
def _adjacent(r: Resolver, node: Node) -> Reading | None:
    base, anchor = r.base(node), "previous"
    if base is None or base.first is None or (node.unit == "D" and base.grain != "day"):
        if r.pub is None or node.n > 0:
            return Reading(
                Stretch({"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "Q": "XXXX-QX", "H": "XXXX-HX"}.get(node.unit, "XXXX"), "vague")
            )
        base, anchor = r.pub, "published"
    if base.first is None:
        return None
    if base.grain == "interval" and node.unit == "Y" and base.last and (base.last - base.first).days in range(360, 370):
        s = cal.shift(base, node.n, "Y")
        return Reading(s, anchor=anchor) if s else None
    moved = r.moved(base.first, int(node.n), node.unit)
    return replace(moved, anchor=anchor) if moved else None


_FINE = ("year", "month", "day", "season", "quarter", "half")


@reader("after_event")
def _after_event(r: Resolver, node: Node) -> Reading | None:
    """« six mois après sa série B »: what it counts from lies so long before publication."""
    w = r.tokens.words
    fine = {"Y": _FINE, "DE": _FINE, "M": ("month", "day"), "Q": ("month", "day", "quarter")}.get(node.unit, ("day",))
    if r.last and r.last.grain in fine and r.last_end == node.i - 1 and w[node.i - 1] == ",":  # « en 2001, trois ans après ses débuts »
        s = cal.shift(r.last, -node.n, node.unit)
        return Reading(s, anchor="previous") if s else None
    back = _ago(r, replace(node, kind="ago", n=-node.n))
    if back is None or back.stretch.first is None:
        return Reading(Stretch(node.value, "duration"))
    return replace(back, past=back.stretch.value)


@reader("offset")
def _offset(r: Resolver, node: Node) -> Reading | None:
    """« deux jours après Noël », « dix ans après 2008 »."""
    inner = r.read(node.left) if node.left else None
    if inner is None:
        return None
    s = cal.shift(inner.stretch, node.n, node.unit)
    return Reading(s, anchor=inner.anchor) if s else Reading(Stretch("PAST_REF" if node.n < 0 else "FUTURE_REF", "vague"))


@reader("then")
def _then(r: Resolver, node: Node) -> Reading | None:
    """« alors », « à l'époque »: the year last named, if it is not publication's."""
    base = r.last_past
    if base and base.first and base.last and base.grain not in ("decade", "century"):
        if r.pub is None or r.pub.first is None or base.last.year < r.pub.first.year:
            return Reading(cal.year(base.first.year), anchor="previous")
    return Reading(Stretch(node.value, "vague")) if node.value else None


@reader("period")
def _period(r: Resolver, node: Node) -> Reading | None:
    """« le résultat trimestriel »: the last whole quarter before publication; « l'objectif annuel »: the year under way."""
    pub = r.pub
    if pub is None or pub.first is None or pub.grain == "year":
        return None
    n = 0 if node.value == "aimed" or node.unit == "Y" and pub.first.month > 6 else -1
    return r.moved(pub.first, n, node.unit)


@reader("named")
def _named_stretch(_: Resolver, node: Node) -> Reading | None:
    s = cal.parse(node.value)
    return Reading(s) if s else None


@reader("these_days")
def _these_days(r: Resolver, node: Node) -> Reading:
    return Reading(Stretch("PAST_REF" if r.tense(node) == "past" else "PRESENT_REF", "vague"))
