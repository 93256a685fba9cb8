"""Rules for what is said from elsewhere: « l'an dernier », « il y a deux ans », « trois mois plus tard », durations, sets, fiscal years."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from levees.grammar.dates_lexer import Tokens, value
from levees.grammar.dates_model import Groups, Node, RuleBook, charset, compiled
from levees.grammar.dates_rules import BOOK as DATES
from levees.grammar.dates_rules import number, year_suffix

BOOK: RuleBook = DATES
rule = BOOK.rule
APPROX = "(?:{environ}|{pres}{de}|{a}{peine}|{vers}|{plus}{de}|{plus}{d}|{moins}{de}|{moins}{d}|{some}|{a}{peu}{pres})"
DUR = f"(?P<approx>{APPROX})?NUM(?P<demi>{{dash}}?{{demi}}{{dash}}?)?{{adjective}}?UNIT(?P<half>{{et}}{{demi}})?"


def unit_of(word: str) -> str:
    """ISO letter of a unit word: D, W, M, Q, H, Y, DE, CE."""
    return str(value(word))


def _amount(g: Groups) -> tuple[float | None, str, str | None]:
    """Count (None when vague), unit and modifier of the duration that a rule took."""
    words = g.words("num")
    count = number(words)
    mod = None
    approx = g.words("approx") if "approx" in g.match.groupdict() else []
    if approx:
        mod = "MORE" if approx[0] == "plus" else "LESS" if approx[0] == "moins" else "APPROX"
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
    """« six mois », « deux ans et demi », « trois ans plus tard », « un an auparavant », « dix mois après », « deux trimestres de suite »."""
    t = g.tokens
    words = g.words("num")
    unit = unit_of(g.word("unit"))
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
        if g.word("num") in ("un", "une") and g.word("unit") in ("jour", "journée", "année", "semaine", "mois") and not _stated(t, g.i):
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
    return compiled("{plus}(?:{tard}|(?P<back>{tot}))|(?P<auparavant>{auparavant})|(?P<bare>{apres}|(?P<avant>{avant}))")


def _free(t: Tokens, j: int) -> bool:
    """Does « deux ans après » stand for itself here, not « deux ans après sa création »?"""
    return j >= len(t.words) or t.classes[j] in charset("comma") + charset("dot") + charset("close") + charset("stop") + charset(
        "break_"
    ) + charset("colon")


@rule("NUM(?P<unit>{hour}|{minute})(?P<half>{et}{demi})?", "(?P<num>{one}{demi}{dash}|{demi}{dash})(?P<unit>{hour})")
def clock_duration(g: Groups) -> Node | None:
    """« 48 heures », « une demi-heure », « 30 minutes »; not « à 8 heures », nor « 24 Heures », the newspaper."""
    t = g.tokens
    before = t.words[g.i - 1] if g.i else ""
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


@rule("{dans}" + DUR, "{d}{ici}{a}?" + DUR, "{sous}" + DUR)
def ahead(g: Groups) -> Node | None:
    """« dans deux ans », « d'ici dix-huit mois », « sous six mois »."""
    count, unit, mod = _amount(g)
    if g.tokens.words[g.i] == "sous" and unit in ("Y", "CE", "DE", "Q", "H"):
        return None
    if count is None:
        return Node("vague", g.i, g.j, value="FUTURE_REF")
    if g.j < len(g.tokens.words) and g.tokens.words[g.j] in ("sur", "différents", "consécutifs"):
        return None
    return Node("ago", g.i, g.j, n=count, unit=unit, mod={"MORE": "AFTER", "LESS": "BEFORE", "APPROX": "APPROX"}.get(mod or ""))


# ---------------------------------------------------------------- units of the calendar pointed at

_ART = "(?:{art}|{this})"
U = "(?P<u>{unit})"


def _rel(g: Groups, n: int) -> Node | None:
    unit, word = unit_of(g.word("u")), g.word("u")
    if word in ("jours", "semaines", "ans", "années", "trimestres", "semestres", "décennies", "siècles"):
        return Node("vague", g.i, g.j, value="PAST_REF" if n < 0 else "FUTURE_REF")
    if word == "mois" and g.tokens.words[g.i] in ("les", "ces", "des", "aux"):
        return Node("vague", g.i, g.j, value="PAST_REF" if n < 0 else "FUTURE_REF")
    return Node("rel", g.i, g.j, n=n, unit=unit, value="elapsed" if g.tokens.words[g.j - 1].startswith("écoulé") else "")


@rule(f"{_ART}{U}(?P<d>{{last}})", f"{{art}}(?P<d>{{last}}){U}", f"{{art}}?{U}(?P<d>{{last}})")
def last_unit(g: Groups) -> Node | None:
    """« l'an dernier », « le mois écoulé », « la dernière semaine »; plurals are vague."""
    if g.match.start("d") < g.match.start("u") and unit_of(g.word("u")) in ("Q", "H"):
        ref, j = year_suffix(g.tokens, g.j)
        if ref is not None and ref[0] != "dir":
            return Node("quarter" if unit_of(g.word("u")) == "Q" else "half", g.i, j, ref, n=4 if unit_of(g.word("u")) == "Q" else 2)
    if g.match.start("d") < g.match.start("u") and g.word("d").startswith(("passé", "écoulé")):
        return None
    return _rel(g, -1)


@rule(
    f"{_ART}?{U}{{next}}",
    f"{_ART}{{next}}{U}",
    f"{_ART}{U}{{a}}{{to_come}}",
    "{this}{last}(?P<u>{temps})",
    f"{_ART}{{last}}{U}",
    f"{{des}}{{last}}{U}",
    f"{{des}}{{next}}{U}",
    f"{{au}}{{next}}{U}",
)
def next_unit(g: Groups) -> Node | None:
    """« l'année prochaine », « les prochains mois », « les semaines à venir », « ces derniers temps »."""
    back = any(value(w) == -1 for w in g.tokens.words[g.i : g.j])
    if g.word("u") == "temps":
        return Node("vague", g.i, g.j, value="PAST_REF")
    if g.tokens.words[g.i] in ("des", "aux"):
        return Node("vague", g.i + 1, g.j, value="PAST_REF" if back else "FUTURE_REF")
    node = _rel(g, -1 if back else 1)
    if node and back and unit_of(g.word("u")) in ("Q", "H"):
        return last_unit(g) if "d" in g.match.groupdict() else node
    return node


@rule("{art}?{avant}{dash}{last}(?P<u>{unit})")
def before_last(g: Groups) -> Node:
    """« l'avant-dernier trimestre »."""
    return Node("rel", g.i, g.j, n=-2, unit=unit_of(g.word("u")))


@rule(
    "(?:{art}|{this}|{son}|{des}|{au})?NUM(?P<d>{last}|{first}|{next}) UNIT",
    "(?:{art}|{this}|{des}|{au})(?P<d>{last}|{first}|{next})NUM UNIT",
    "(?:{art}|{this}|{au})(?P<d>{first}) UNIT",
    "(?P<d>{first})UNIT",
    "(?:{art}|{this}|{des})NUM UNIT(?P<d>{next}|{last}|{a}{to_come})",
)
def counted_units(g: Groups) -> Node | None:
    """« les neuf premiers mois de 2022 », « les trois derniers mois », « ces cinq dernières années », « les premiers mois de l'année »."""
    words = g.words("num") if "num" in g.match.groupdict() else []
    count = number(words) if words and value(words[0]) != "X" else None
    unit, d = unit_of(g.word("unit")), int(value(g.words("d")[-1]))
    i = g.i + 1 if g.tokens.words[g.i] in ("des", "au", "aux") else g.i
    vague = Node("vague", i, g.j, value="PAST_REF" if d < 0 else "FUTURE_REF")
    if g.words("d")[0] == "à" or value(g.word("d")) == 1 and not g.word("d").startswith(("premi", "1")):
        return Node("counted", i, g.j, n=1, count=int(count), unit=unit) if count else vague
    if d < 0:
        ref, j = year_suffix(g.tokens, g.j)
        if count and ref and unit in ("M", "Q", "H") and g.tokens.words[g.i] not in ("ces",):
            return Node("last_of", i, j, ref, count=int(count), unit=unit)
        return Node("counted", i, g.j, n=-1, count=int(count), unit=unit) if count else vague
    if unit not in ("M", "Q", "H", "W", "D"):
        return None
    ref, j = year_suffix(g.tokens, g.j)
    if not words:
        plural = g.word("d").endswith("s")
        if not plural or ref is None:
            return None
        return Node("year", i, j, ref, mod="START")
    if count is None:
        return Node("year", i, j, ref, mod="START") if ref else None
    if unit in ("W", "D"):
        return None if ref is None else Node("year", i, j, ref, mod="START")
    months = int(count) * {"M": 1, "Q": 3, "H": 6}[unit]
    return Node("first_of", i, j, ref, count=months) if 1 < count and months <= 12 else None


@rule(
    "{this}(?P<u>{unit})(?P<suffix>{dash}(?:{there}|{ci}))?(?P<run>{en}{cours})?",
    "(?:{l}|{le}|{la}|{du})(?P<u>{unit})(?P<run>{en}{cours}|{running})",
)
def this_unit(g: Groups) -> Node | None:
    """« cette année », « ce mois-ci », « cette année-là », « le trimestre en cours »."""
    t = g.tokens
    unit, word = unit_of(g.word("u")), g.word("u")
    suffix = g.words("suffix") if "suffix" in g.match.groupdict() else []
    if word in ("jours", "semaines", "ans", "années") or t.words[g.i] == "ces":
        if suffix and suffix[-1] == "là":
            return Node("vague", g.i, g.j, value="PAST_REF")
        return Node("vague", g.i, g.j, value="PRESENT_REF") if g.at("run") >= 0 and g.word("run") else None
    if suffix and word != "an":
        return Node("same", g.i, g.j, unit=unit) if suffix[-1] != "ci" else Node("rel", g.i, g.j, unit=unit)
    if word in ("siècle", "journée", "an") and not g.word("run"):
        return Node("rel", g.i, g.j, unit=unit) if word != "an" else None
    i = g.i + 1 if t.words[g.i] == "du" else g.i
    return Node("rel", i, g.j, unit=unit)


@rule(
    "{this}{soiree}",
    "{this}{apres}{dash}{soiree}",
    "{aujourd}{hui}",
    "{hier}{soiree}?",
    "{hier}{apres}{dash}{soiree}",
    "{demain}{soiree}?",
    "{demain}{apres}{dash}{soiree}",
    "{avant}{dash}{hier}(?:{soiree})?",
    "{apres}{dash}{demain}",
    "{le}{soiree}{same}",
)
def deictic(g: Groups) -> Node | None:
    """« ce matin », « aujourd'hui », « hier soir », « avant-hier », « après-demain »."""
    words = g.tokens.words[g.i : g.j]
    n = -2 if words[0] == "avant" else 2 if words[0] == "après" else 0 if words[0].startswith(("ce", "auj", "le")) else int(value(words[0]))
    if words[0] in ("ces",):
        return None
    return Node("rel", g.i, g.j, n=n, unit="D", value="today" if words[0].startswith("auj") else "")


@rule("{art}?(?P<av>{avant}{dash})?(?P<v>{veille})(?:{au}{soiree})?", "{art}?(?P<v>{lendemain})(?:{soiree})?")
def eve(g: Groups) -> Node | None:
    """« la veille », « le surlendemain »: counted from the day last named; « la veille de … » and « au lendemain de » point at what follows."""
    t = g.tokens
    if t.classes[g.i] not in charset("art") and not (g.i and t.words[g.i - 1] in ("dès", "au", "du", "avant")):
        return None
    if g.j < len(t.words) and t.words[g.j] in ("de", "du", "d", "des", "sur", "à", "technologique"):
        return None
    back = "av" in g.match.groupdict() and g.at("av") >= 0
    return Node("shift", g.i, g.j, n=-2 if back else int(g.val("v")), unit="D", value="eve")


_SAME_TAIL = "(?:(?P<tail>{de}(?P<y>{year4})|{de}{l}{year_unit}(?P<rel>{preceding}|{last}|{following}|{next})|{de}{l}{year_unit}{d}(?P<avant>{avant})|{one}{year_unit}{plus}(?P<tot>{tot})|{one}{year_unit}(?P<aup>{auparavant}|{avant})))?"


@rule(
    "(?:{la}|{le}|{au}|{du}|{les}|{son}|{a}{la}|{art}){same}(?P<u>{unit}|{periode}|{exercice}|{soiree})" + _SAME_TAIL,
    "{l}{year_unit}(?P<u>{same})",
)
def same_unit(g: Groups) -> Node | None:
    """« le même jour », « la même période de 2022 », « l'année même »."""
    word = g.word("u")
    d = g.match.groupdict()
    unit = {"exercice": "Y", "exercices": "Y", "même": "Y"}.get(word) or (
        unit_of(word) if word in _unit_words() else "P" if word not in ("matin", "soir", "nuit", "matinée", "soirée", "midi") else "D"
    )
    i = g.i + 1 if g.tokens.words[g.i] in ("au", "aux", "du", "à") else g.i
    if d.get("y"):
        return Node("same", i, g.j, ("abs", int(g.word("y"))), unit=unit)
    if d.get("rel"):
        return Node(
            "same", i, g.j, ("off" if g.word("rel") in ("dernière", "prochaine", "passée") else "anchor", int(g.val("rel"))), unit=unit
        )
    if d.get("tot") or d.get("aup") or d.get("avant"):
        return Node("same", i, g.j, ("anchor", -1), unit=unit)
    return Node("same", i, g.j, unit=unit)


@cache
def _unit_words() -> frozenset[str]:
    from levees.grammar.dates_lexer import lexicon

    classes = lexicon()[0]
    return frozenset(w for w, c in classes.items() if c in charset("unit"))


@rule(
    "{art}(?P<u>{unit}|{exercice}|{seasons})(?P<d>{following}|{preceding})",
    "{art}(?P<u>{unit}|{exercice}|{seasons}){d}(?P<d>{avant}|{apres})",
    "{au}(?P<u>{quarter}|{half}|{seasons})(?P<d>{following}|{preceding})",
)
def adjacent_unit(g: Groups) -> Node | None:
    """« l'année suivante », « l'exercice précédent », « l'été d'avant », « le trimestre suivant »."""
    word = g.word("u")
    n = int(value(g.words("d")[-1])) if g.words("d")[-1] not in ("avant", "après") else (-1 if g.words("d")[-1] == "avant" else 1)
    if word.endswith("s") and word not in ("mois", "printemps") or g.tokens.words[g.i] in ("les", "aux"):
        return Node("vague", g.i, g.j, value="PAST_REF" if n < 0 else "FUTURE_REF")
    i = g.i + 1 if g.tokens.words[g.i] == "au" else g.i
    if value(word) in ("SP", "SU", "FA", "WI"):
        return Node("season", i, g.j, ("after", n), value=str(value(word)))
    return Node("adjacent", i, g.j, n=n, unit="Y" if word.startswith("exercice") else unit_of(word))


@rule("{l}(?P<u>{year_unit}|{exercice})", "(?P<u>{quarter}|{half})", "{la}(?P<u>{week_unit})", "{le}?(?P<u>{month_unit})")
def unit_at_hand(g: Groups) -> Node | None:
    """« sur l'année », « l'ensemble de l'exercice », « du trimestre », « de la semaine », « en cours d'année »."""
    t, w = g.tokens, g.word("u")
    before = t.words[g.i - 1] if g.i else ""
    if before not in _AROUND.get(w, ()) or (
        before == "de" and w in ("année", "exercice") and t.words[g.i - 2] not in ("cours", "ensemble", "long", "reste", "totalité")
    ):
        return None
    if g.j < len(t.words) and t.words[g.j] in ("de", "du", "d", "qui", "où", "fiscale", "scolaire"):
        return None
    return Node("current", g.i, g.j, unit="Y" if w == "exercice" else unit_of(w), value="anchor")


_AROUND: dict[str, tuple[str, ...]] = {
    "année": ("sur", "de", "dans", "durant", "pendant"), "exercice": ("sur", "de", "durant", "pendant"),
    "trimestre": ("du", "le"), "semestre": ("du", "le"), "semaine": ("de", "dans", "cette", "sur"), "mois": ("du", "dans"),
}  # fmt: skip


# ---------------------------------------------------------------- fiscal years


@rule(
    "(?P<head>{art}?{exercice}{fiscal}?|{art}?{year_unit}{fiscal})(?:(?P<y>{year4})(?:(?:{dash}|{slash})(?P<z>{year4}|{int}))?)?",
    "(?P<num>{art}{numword}{month_unit}|{int}{month_unit}|{art}?ORD?(?P<u>{half}|{quarter}))(?={comma}?{clos})",
)
def fiscal(g: Groups) -> Node | None:
    """« exercice 2022-2023 », « exercice clos fin mars », « l'exercice 2017 », « les trois mois clos le 30 novembre »: the closing date is read by the parser."""
    d: dict[str, Any] = g.match.groupdict()
    i, t = g.i, g.tokens
    if "head" in d:
        ref = None
        if d["y"]:
            y = int(g.word("y"))
            z = int(g.word("z")) if d["z"] else y
            z = z if z > 99 else y // 100 * 100 + z
            if z > y + 1 or z < y:
                return None
            ref = ("pair" if z == y + 1 else "abs", y)
        elif g.words("head")[-1] in ("année", "années", "an", "ans"):
            return None
        return Node("fiscal", i, g.j, ref, count=12)
    words = t.words[i : g.j]
    if "u" in d and d["u"]:
        count = 3 if value(g.word("u")) == "Q" else 6
    else:
        count = int(number([w for w in words if w not in ("les", "le", "la", "mois")]) or 0)
    return Node("fiscal", i, g.j, count=count) if 1 <= count <= 24 else None


# ---------------------------------------------------------------- sets


@rule(
    "{chaque}(?P<u>{unit}|{weekday}|{season}|{ete}|{month}|{soiree}|{weekend}|{hour})",
    "{tous}{les}(?P<num>{int}|{numword})?(?P<u>{unit}|{weekday}|{hour}|{minute}|{soiree})",
    "(?:{one}{fois}|{number}{fois}|{int}{fois})?{par}(?P<u>{unit}|{hour})",
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


@rule("(?P<m>{soiree})(?={dot}|{comma}|{stop}|{close}|{break_}|{et}|x|$)")
def noon(g: Groups) -> Node | None:
    """« à midi », « vers minuit »."""
    t = g.tokens
    w = g.word("m")
    if w not in ("midi", "minuit") or not g.i or t.words[g.i - 1] not in ("à", "vers", "avant", "après", "dès", "jusqu"):
        return None
    return Node("time", g.i, g.j, time=str(value(w)))


@rule("(?P<f>{frequency})")
def frequency(g: Groups) -> Node:
    """« trimestriellement »."""
    return Node("set", g.i, g.j, value=str(g.val("f")))


@rule("(?P<v>{vague})")
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


# ---------------------------------------------------------------- time of day, weekend


@rule(
    "{clock_h}",
    "{clock}",
    "{int}{hour}(?:{int}|{demi}|{et}{demi})?(?={dot}|{comma}|{stop}|{close}|{break_}|{x}|{et}|{a}|{function}|{le}|{this}|{weekday}|{soiree}|{du}|$)".replace(
        "{x}", "x"
    ),
)
def clock(g: Groups) -> Node | None:
    """« 15h30 », « 18:00 », « 8 heures » after « à », « vers », « dès »."""
    t = g.tokens
    words = t.words[g.i : g.j]
    m = re.findall(r"\d+", " ".join(words))
    h, mn = int(m[0]), int(m[1]) if len(m) > 1 else (30 if words[-1].startswith("demi") else 0)
    if h > 24 or mn > 59:
        return None
    if (
        len(words) > 1
        and len(m) == 1
        and (not g.i or t.words[g.i - 1] not in ("de", "h", "à", "vers", "dès", "avant", "après", "jusqu'à", "-", "et", "entre"))
    ):
        return None
    return Node("time", g.i, g.j, time=f"T{h:02}:{mn:02}")


@rule("{this}?{weekend}(?P<d>{last}|{next})?", "{this}?{week_word}{dash}{end_word}(?P<d>{last}|{next})?")
def weekend(g: Groups) -> Node:
    """« ce week-end », « le week-end dernier »."""
    return Node("weekend", g.i, g.j, n=int(g.val("d")) if g.at("d") >= 0 and g.word("d") else 0)
