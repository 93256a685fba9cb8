"""Rules for calendar units pointed at: « l'an dernier », « les trois prochains mois », « la même période », « exercice clos fin mars »."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from levees.grammar.dates_lexer import lexicon, value
from levees.grammar.dates_model import Groups, Node, charset, compiled
from levees.grammar.dates_rules import BOOK, number, part_of_day, year_suffix
from levees.grammar.dates_rules_durations import unit_of

rule = BOOK.rule


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
    if g.match.start("d") < g.match.start("u") and g.word("u") in ("mois", "jours", "semaines") and (late := _late_in(g)):
        return late
    return _rel(g, -1)


@rule(
    f"{_ART}?{U}{{next}}",
    f"{_ART}{{next}}{U}",
    f"{_ART}{U}{{a}}{{to_come}}",
    f"{_ART}{U}{{function}}{{coming}}",
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
    if g.tokens.classes[g.j - 1] in charset("coming"):
        return _coming(g)
    if g.tokens.words[g.i] in ("des", "aux") and not (back and _late_in(g)):
        return Node("vague", g.i + 1, g.j, value="PAST_REF" if back else "FUTURE_REF")
    if back and g.word("u") in ("mois", "jours", "semaines") and (late := _late_in(g)):
        return late
    node = _rel(g, -1 if back else 1)
    if node and back and unit_of(g.word("u")) in ("Q", "H"):
        return last_unit(g) if "d" in g.match.groupdict() else node
    return node


def _late_in(g: Groups) -> Node | None:
    """« les derniers mois de 2023 »."""
    ref, j = year_suffix(g.tokens, g.j)
    plural = g.tokens.words[g.i] in ("les", "des", "aux")
    return Node("year", g.i + 1, j, ref, mod="END") if ref and plural and ref[0] in ("abs", "off", "anchor") else None


def _coming(g: Groups) -> Node | None:
    """« l'année qui vient », « les mois qui viennent », « l'année qui s'ouvre »."""
    words = g.tokens.words[g.i : g.j]
    if words[2] != "qui":
        return None
    if words[-1] in ("vient", "viennent"):
        return _rel(g, 1)
    return Node("rel", g.i, g.j, unit=unit_of(g.word("u"))) if words[-1] != "suivent" else None


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
    time = part_of_day(g.tokens, g.j - 1) if g.tokens.classes[g.j - 1] in charset("soiree") else ""
    if words[-1] == "même":
        time = part_of_day(g.tokens, g.j - 2)
    return Node("rel", g.i, g.j, n=n, unit="D", value="today" if words[0].startswith("auj") else "", time=time)


@rule("{art}?(?P<av>{avant}{dash})?(?P<v>{veille})(?:{au}{soiree})?", "{art}?(?P<v>{lendemain})(?:{soiree})?")
def eve(g: Groups) -> Node | None:
    """« la veille », « le surlendemain »: counted from the day last named; not « la veille de … », which points at what follows."""
    t = g.tokens
    if t.classes[g.i] not in charset("art") and not (g.i and t.words[g.i - 1] in ("dès", "au", "du", "avant")):
        return None
    if g.j < len(t.words) and t.words[g.j] in ("de", "du", "d", "des", "sur", "à", "technologique"):
        return None
    back = "av" in g.match.groupdict() and g.at("av") >= 0
    time = part_of_day(t, g.j - 1) if t.classes[g.j - 1] in charset("soiree") else ""
    return Node("shift", g.i, g.j, n=-2 if back else int(g.val("v")), unit="D", value="eve", time=time)


_SAME_TAIL = (
    "(?:(?P<tail>{de}(?P<y>{year4})|{de}?{l}{year_unit}(?P<rel>{preceding}|{last}|{following}|{next})"
    "|{de}{l}{year_unit}{d}(?P<avant>{avant})|{one}{year_unit}{plus}(?P<tot>{tot})|{one}{year_unit}(?P<aup>{auparavant}|{avant})))?"
)


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
    if w not in ("mois", "semaine") and _CLOSED().match(t.classes, g.j):
        return None
    if before not in _AROUND.get(w, ()) or (
        before == "de" and w in ("année", "exercice") and t.words[g.i - 2] not in ("cours", "ensemble", "long", "reste", "totalité")
    ):
        return None
    if g.j < len(t.words) and (t.words[g.j] in ("de", "du", "d", "qui", "où", "fiscale", "scolaire") or t.classes[g.j] in charset("year4")):
        return None
    return Node("current", g.i, g.j, unit="Y" if w == "exercice" else unit_of(w), value="fiscal" if w == "exercice" else "anchor")


@cache
def _CLOSED() -> re.Pattern[str]:
    return compiled("{fiscal}?(?:{function}{function}?)?{clos}")


_AROUND: dict[str, tuple[str, ...]] = {
    "année": ("sur", "de", "dans", "durant", "pendant", "toute"), "exercice": ("sur", "de", "durant", "pendant"),
    "trimestre": ("du", "le"), "semestre": ("du", "le"), "semaine": ("de", "dans", "cette", "sur"), "mois": ("du", "dans"),
}  # fmt: skip


@rule(
    "(?P<head>{art}?{exercice}{fiscal}?|{art}?{year_unit}{fiscal})(?:(?P<y>{year4})(?:(?:{dash}|{slash})(?P<z>{year4}|{int}))?)?",
    "(?P<num>{art}{numword}{month_unit}|{int}{month_unit}|{art}?ORD?(?P<u>{half}|{quarter}))(?={comma}?{clos}|{function}{function}?{clos}|{a}{fin})",
)
def fiscal(g: Groups) -> Node | None:
    """« exercice 2022-2023 », « exercice clos fin mars », « l'exercice 2017 », « les trois mois clos le 30 novembre »."""
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
