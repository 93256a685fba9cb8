"""Rules for durations and what is counted in them: « six mois », « il y a deux ans », « trois ans plus tard », sets, clock times."""

from __future__ import annotations

import re
from functools import cache

from levees.grammar.dates_lexer import Tokens, value
from levees.grammar.dates_model import Groups, Node, charset, compiled
from levees.grammar.dates_rules import BOOK, number, year_suffix

rule = BOOK.rule
APPROX = (
    "(?:{environ}|{pres}{de}|{a}{peine}|{vers}|{one}?{peu}?{plus}(?:{de}|{d})|{one}?{peu}?{moins}(?:{de}|{d})|{some}|{a}{peu}{pres}"
    "|{bientot}|{tout}?{exactly})"
)
DUR = f"(?P<approx>{APPROX})?NUM(?P<demi>{{dash}}?{{demi}}{{dash}}?)?{{adjective}}?UNIT(?P<half>{{et}}{{demi}})?"


def unit_of(word: str) -> str:
    """ISO letter of a unit word: D, W, M, Q, H, Y, DE, CE."""
    return str(value(word))


_EXACT = ("juste", "exactement", "précisément", "seulement", "déjà")


def _amount(g: Groups) -> tuple[float | None, str, str | None]:
    """Count (None when vague), unit and modifier of the duration that a rule took."""
    words = g.words("num")
    count = number(words)
    mod = None
    approx = g.words("approx") if "approx" in g.match.groupdict() else []
    if approx:
        mod = "MORE" if "plus" in approx else "LESS" if "moins" in approx else None if approx[-1] in _EXACT else "APPROX"
    if words and value(words[0]) == "X":
        count = None
    elif any(w.endswith("aine") for w in words):
        mod = mod or "APPROX"
    if count is not None and g.at("half") >= 0:
        count += 0.5
    return count, unit_of(g.word("unit")), mod


def iso(count: float | None, unit: str) -> str:
    """The ISO 8601 duration of so many units.

    >>> iso(18, "M"), iso(2.5, "Y"), iso(None, "W"), iso(2, "Q")
    ('P18M', 'P30M', 'PXW', 'P6M')
    """
    factor, letter = {
        "Q": (3, "M"),
        "H": (6, "M"),
        "DE": (10, "Y"),
        "CE": (100, "Y"),
        "ML": (1000, "Y"),
        "TH": (1, "H"),
        "TM": (1, "M"),
    }.get(unit, (1, unit))
    t = "T" if unit in ("TH", "TM") else ""
    if count is None:
        return f"P{t}X{letter}"
    n = count * factor
    if n != int(n):
        n, letter = (
            (n * 12, "M")
            if letter == "Y"
            else (n * 30, "D")
            if letter == "M"
            else (n * 7, "D")
            if letter == "W"
            else (n * 60, "M")
            if t
            else (n * 24, "H")
        )
        t = "T" if letter == "H" else t
    return f"P{t}{round(n)}{letter}"


_CLOCK_MOD = {"MORE": None, "LESS": None, "APPROX": "APPROX"}


def _duration(g: Groups, j: int | None = None) -> Node:
    count, unit, mod = _amount(g)
    return Node(
        "duration",
        g.i,
        j or g.j,
        value=iso(count, unit),
        n=count or 0,
        unit=unit,
        count=count is None,
        mod=_CLOCK_MOD[mod] if mod else None,
    )


@rule(
    "NUM UNIT(?P<half>{et}{demi})?(?P<approx>{environ})?",
    "(?P<num>{one}{demi}{dash}|{demi}{dash})UNIT(?P<half>{et}{demi})?(?P<approx>{environ})?",
)
def duration(g: Groups) -> Node | None:
    """« six mois », « deux ans et demi », « trois ans plus tard », « un an auparavant », « dix mois après »."""
    t = g.tokens
    words = g.words("num")
    unit = unit_of(g.word("unit"))
    shown = t.text[t.starts[g.at("unit")] : t.end(g.at("unit"))]
    if shown[0].isupper() and not shown.isupper():  # « Télé 7 Jours »
        return None
    if "demi" in words or "demie" in words:
        n: float | None = 0.5
        node = Node("duration", g.i, g.j, value=iso(0.5, unit), n=0.5, unit=unit)
    else:
        n, unit, mod = _amount(g)
        node = _duration(g)
        if n is None and not words:
            return None
    if len(g.word("num")) == 4 and g.word("num").isdigit() and unit != "D":
        if g.word("unit") in ("mois",) or int(g.word("num")) > 1500:
            return None
    m = _AFTER_DURATION().match(t.classes, g.j)
    if m is None or m["bare"] and not _free(t, m.end()):
        beside = g.j < len(t.words) and t.words[g.j] in ("avant", "après")
        single = g.word("num") in ("un", "une") and g.word("unit") in ("jour", "journée", "année", "semaine", "mois")
        if single and not (beside or _stated(t, g.i)):
            return None
        if g.word("unit") in ("ans",) and g.word("num").isdigit() and t.words[g.i - 1 : g.i] == ["-"]:
            return None
        return node
    back = bool(m["back"] or m["auparavant"] or m["avant"])
    return node.to(m.end(), kind="shift", n=-(n or 0) if back else (n or 0), count=1 if n is None else 0, mod=node.mod)


_STATED = frozenset("en d sur pendant durant dans pour depuis de à environ sous après avant moins plus".split())


def _stated(t: Tokens, i: int) -> bool:
    return bool(i) and t.words[i - 1] in _STATED


@cache
def _AFTER_DURATION() -> re.Pattern[str]:
    return compiled(
        "(?:{a}{peine}|{exactly})?{plus}(?:{tard}|(?P<back>{tot}))|(?P<auparavant>{auparavant})"
        "|(?P<bare>(?:{a}{peine}|{exactly})?(?:{apres}|(?P<avant>{avant})))"
    )


def _free(t: Tokens, j: int) -> bool:
    """Does « deux ans après » stand for itself here, not « deux ans après sa création »?"""
    if j < len(t.words) and t.words[j] in ("à", "par", "chez", "avec", "au"):
        return True
    return j >= len(t.words) or t.classes[j] in charset("comma") + charset("dot") + charset("close") + charset("stop") + charset(
        "break_"
    ) + charset("colon")


@rule(
    "(?P<lead>{il}{y}{a_has}|{voila}|{dans})?NUM(?P<unit>{year_unit}){et}(?P<more>{int}|{numword}|{one})(?P<months>{month_unit})"
    "(?P<tail>{plus}(?:{tard}|{tot})|{auparavant})?"
)
def years_and_months(g: Groups) -> Node | None:
    """« il y a deux ans et trois mois », « un an et six mois plus tard », « 2 ans et 3 mois »."""
    years, months = number(g.words("num")), number(g.words("more"))
    if not years or not months or value(g.word("num")) == "X":
        return None
    n = int(years * 12 + months)
    if g.at("lead") >= 0:
        return Node("ago", g.i, g.j, n=n if g.word("lead") == "dans" else -n, unit="M")
    if g.at("tail") >= 0:
        return Node("shift", g.i, g.j, n=n if g.words("tail")[-1] == "tard" else -n, unit="M")
    return Node("duration", g.i, g.j, value=f"P{int(years)}Y{int(months)}M", n=n, unit="M")


@rule("NUM(?P<unit>{hour}|{minute})(?P<half>{et}{demi})?", "(?P<num>{one}{demi}{dash}|{demi}{dash})(?P<unit>{hour})")
def clock_duration(g: Groups) -> Node | None:
    """« 48 heures », « une demi-heure », « 30 minutes »; not « à 8 heures », nor « 24 Heures », the newspaper."""
    t = g.tokens
    before = t.words[g.i - 1] if g.i else ""
    if before in ("dans", "a", "voilà", "voici") and (n := number(g.words("num"))):  # « dans trois heures », « il y a 48 heures »
        start = g.i - {"dans": 1, "voilà": 1, "voici": 1}.get(before, 3)
        if before != "a" or t.words[start : g.i] == ["il", "y", "a"]:
            days = round(n / 24) if unit_of(g.word("unit")) == "TH" else 0
            return Node("rel", g.i, g.j, n=days if before == "dans" else -days, unit="D")
    if (
        before in ("à", "vers")
        or g.word("unit") in ("h", "mn")
        and before not in ("en", "sous", "pendant", "durant")
        or t.text[t.starts[g.at("unit")]].isupper()
    ):
        return None
    unit = unit_of(g.word("unit"))
    if any(w.startswith("demi") for w in g.words("num")):
        return Node("duration", g.i, g.j, value="PT30M")
    count, _, mod = _amount(g)
    return Node("duration", g.i, g.j, value=iso(count, unit), n=count or 0, unit=unit, mod=_CLOCK_MOD[mod] if mod else None)


@rule("(?P<low>{int}|{one}|{numword}(?:{dash}{numword})?)(?:{a}|{et}|{dash})(?:{int}|{numword}(?:{dash}{numword})?)UNIT")
def duration_range(g: Groups) -> Node | None:
    """« deux à trois ans », « 5 ou 10 mois »: the lower bound, approximately."""
    n, unit = number(g.words("low")), unit_of(g.word("unit"))
    return Node("duration", g.i, g.j, value=iso(n, unit), n=n or 0, unit=unit, mod="APPROX")


@rule("{il}{y}{a_has}" + DUR + "(?P<after>{environ}|{a}{peine})?", "{voila}" + DUR, "{cela}{fait}" + DUR)
def ago(g: Groups) -> Node:
    """« il y a (près de) deux ans », « voici six mois », « cela fait trois ans »."""
    count, unit, mod = _amount(g)
    if "after" in g.match.groupdict() and g.at("after") >= 0 and g.word("after"):
        mod = "APPROX"
    if count is None:
        return Node("vague", g.i, g.j, value="PAST_REF")
    return Node("ago", g.i, g.j, n=-count, unit=unit, mod={"MORE": "BEFORE", "LESS": "AFTER", "APPROX": "APPROX"}.get(mod or ""))


@rule("{dans}{les}NUM UNIT(?P<half>{et}{demi})?(?!{function}|{following}|{coming}|{last}|{next})")
def within(g: Groups) -> Node | None:
    """« dans les trois ans »: by then at the latest; « dans les trois ans qui suivent » counts from elsewhere."""
    count, unit, _ = _amount(g)
    if count is None:
        return None
    return Node("ago", g.i, g.j, n=count, unit=unit, mod="ON_OR_BEFORE")


@rule("{dans}" + DUR, "{d}{ici}{a}?" + DUR, "{sous}" + DUR)
def ahead(g: Groups) -> Node | None:
    """« dans deux ans », « d'ici dix-huit mois », « sous six mois »."""
    count, unit, mod = _amount(g)
    if g.tokens.words[g.i] == "sous" and unit in ("Y", "CE", "DE", "Q", "H"):
        return None
    if count is None or "demi" in g.words("num"):
        return Node("vague", g.i, g.j, value="FUTURE_REF")
    if g.j < len(g.tokens.words) and g.tokens.words[g.j] in ("sur", "différents", "consécutifs"):
        return None
    return Node("ago", g.i, g.j, n=count, unit=unit, mod={"MORE": "AFTER", "LESS": "BEFORE", "APPROX": "APPROX"}.get(mod or ""))


@rule(
    "{chaque}(?P<u>{unit}|{weekday}|{season}|{ete}|{month}|{soiree}|{weekend}|{hour})",
    "{tous}{les}(?P<num>{int}|{numword})?(?P<u>{unit}|{weekday}|{hour}|{minute}|{soiree})",
    "(?:{one}{fois}|{number}{fois}|{int}{fois})?{par}(?P<u>{unit}|{hour})",
    "{one}(?P<u>{unit}){sur}(?P<num>{int}|{numword})",
)
def sets(g: Groups) -> Node | None:
    """« chaque trimestre », « tous les deux ans », « une fois par mois », « tous les lundis »."""
    w = g.word("u")
    n = number(g.words("num")) if "num" in g.match.groupdict() and g.at("num") >= 0 else 1
    v = value(w)
    if w in ("h", "heure") and g.tokens.words[g.j - 2] == "par":
        return None
    if isinstance(v, int):
        return Node(
            "set",
            g.i,
            g.j,
            value=f"XXXX-WXX-{v}" if w.startswith(("lun", "mar", "mer", "jeu", "ven", "sam", "dim")) and w != "mars" else f"XXXX-{v:02}",
        )
    if str(v).startswith("T") and v not in ("TH", "TM"):
        return Node("set", g.i, g.j, value="P1D")
    return Node("set", g.i, g.j, value="XXXX-" + str(v) if v in ("SP", "SU", "FA", "WI") else iso(n, str(v)))


@rule("{la}{week_unit}{du} DAY MON")
def week_of(g: Groups) -> Node | None:
    """« la semaine du 6 mai »."""
    ref, j = year_suffix(g.tokens, g.j)
    m, d = (9 if g.word("month") == "sept" else int(g.val("month"))), int(number(g.words("day")) or 0)
    return Node("week_of", g.i, j, ref, month=m, day=d) if 1 <= d <= 31 else None


@rule("(?P<f>{frequency})")
def frequency(g: Groups) -> Node:
    """« trimestriellement »."""
    return Node("set", g.i, g.j, value=str(g.val("f")))


@rule("(?P<v>{vague}|{bientot})")
def vague(g: Groups) -> Node | None:
    """« récemment », « bientôt », « actuellement »; not « depuis bientôt quatre ans »."""
    t = g.tokens
    if g.word("v") == "bientôt" and g.j < len(t.words) and t.classes[g.j] in charset("number") + charset("int") + charset("one"):
        return None
    return Node("vague", g.i, g.j, value=str(g.val("v")))


@rule("{depuis}(?={comma}|{dot}|{stop}|{close}|{break_})")
def since(g: Groups) -> Node:
    """« depuis, … »."""
    return Node("vague", g.i, g.j, value="PAST_REF")


@rule("{this}?{weekend}(?P<d>{last}|{next})?", "{this}?{week_word}{dash}{end_word}(?P<d>{last}|{next})?")
def weekend(g: Groups) -> Node:
    """« ce week-end », « le week-end dernier »."""
    return Node("weekend", g.i, g.j, n=int(g.val("d")) if g.at("d") >= 0 and g.word("d") else 0)
