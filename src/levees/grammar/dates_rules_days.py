"""Rules for days, weekdays and months."""

from __future__ import annotations

import re
from functools import cache

from levees.grammar.dates_lexer import Tokens, value
from levees.grammar.dates_model import Groups, Node, YearRef, charset, compiled
from levees.grammar.dates_rules import BOOK, number, ordinal, unit_word, year_suffix

rule = BOOK.rule


def _month(g: Groups) -> int:
    return 9 if g.word("month") == "sept" else int(g.val("month"))


def _day(g: Groups) -> int:
    return int(number(g.words("day")) or 0)


@rule(
    "{this}? {weekday}{comma}?{le}? DAY MON",
    "DAY MON",
    "{weekday_short}{dot}?{le}? DAY MON",
    "DAY (?P<month>{month_foreign})",
    "DAY{de}(?P<month>{month})",
    "DAY{dash}(?P<month>{month})(?!{dash}(?!{year4}))",
)
def day_month(g: Groups) -> Node | None:
    """« jeudi 30 septembre 2021 », « 1er sept. 2024 », « 4 mai dernier »."""
    d = _day(g)
    if not 1 <= d <= 31:
        return None
    words = g.tokens.words
    if words[g.i - 1 : g.i] == ["du"] and words[max(0, g.i - 2)] in _STREETS and g.i > 1:
        return Node("none", g.i, year_suffix(g.tokens, g.j)[1])  # « rue du 4-Septembre »
    m = _month(g)
    w = value(words[g.i]) if words[g.i] in WEEKDAYS() else value(words[g.i + 1]) if words[g.i + 1] in WEEKDAYS() else 0
    ref, j = short_year(g.tokens, *year_suffix(g.tokens, g.j))
    this = g.tokens.words[g.i] == "ce" or (g.i > 0 and g.tokens.words[g.i - 1] == "ce")
    return Node("day", g.i, j, ref, month=m, day=d, weekday=int(w or 0), value="this" if this else "")


@cache
def WEEKDAYS() -> frozenset[str]:
    """Names of weekdays."""
    return frozenset("lundi mardi mercredi jeudi vendredi samedi dimanche".split())


@rule("(?P<month>{month_foreign}|{month_short}{dot}?)(?P<day>{day_number}|{ordinal_number}){comma}? Y")
def english(g: Groups) -> Node | None:
    """« March 12, 2024 »."""
    d = int(re.sub(r"\D", "", g.word("day")))
    return Node("day", g.i, g.j, ("abs", int(g.word("y"))), month=_month(g), day=d) if 1 <= d <= 31 else None


@rule("{day_number}{dot}?{de}?{month_exotic}{de}? Y")
def exotic(g: Groups) -> Node | None:
    """« 12. März 2024 », « 3 de mayo de 2024 »: full dates of other languages, which dateparser reads on the span delimited here."""
    import dateparser  # heavy, and seldom needed

    t = g.tokens
    found = dateparser.parse(t.text[t.starts[g.i] : t.end(g.j - 1)], languages=["de", "es", "it", "nl"], settings={"STRICT_PARSING": True})
    return Node("day", g.i, g.j, ("abs", found.year), month=found.month, day=found.day) if found else None


@rule("{numeric_date}", "{iso_date}", "(?P<a>{day_number}){slash}(?P<b>{day_number}){slash} Y")
def numeric(g: Groups) -> Node | None:
    """« 18/04/2013 », « 12.03.24 », « 2024-03-12 »: day before month, unless only the other order is a date."""
    if g.at("a") >= 0 if "a" in g.match.groupdict() else False:
        parts = [int(g.word("a")), int(g.word("b")), int(g.word("y"))]
        word = ""
    else:
        word = g.tokens.words[g.i]
        parts = [int(p) for p in re.findall(r"\d+", word)[:3]]
    if parts[0] > 999:
        parts[:3] = parts[2::-1]
    elif parts[2] < 100:
        if "." in word and parts[2] < 13:
            return None
        parts[2] += 2000 if parts[2] < 70 else 1900
    d, m, y = parts
    if m > 12 and d <= 12:
        d, m = m, d
    if not (1 <= d <= 31 and 1 <= m <= 12 and 1000 <= y <= 2199):
        return None
    return Node("day", g.i, g.j, ("abs", y), month=m, day=d)


@rule("(?P<b>{day_number}){slash}(?P<y>{year4})")
def slashed_month(g: Groups) -> Node | None:
    """« 03/2024 »."""
    m = int(g.word("b"))
    return Node("month", g.i, g.j, ("abs", int(g.word("y"))), month=m) if m <= 12 else None


@rule("(?:{weekday}{comma}?{le}?)?(?P<b>{day_number}|{small}){slash}(?P<m>{day_number}|{small})(?!{slash}|{unit}|{hour})")
def day_slash_month(g: Groups) -> Node | None:
    """« 14/2 » after « le », « du », « au » or a weekday, « 20/03 »; « 3/4 », « 24/7 » are no dates."""
    t = g.tokens
    d, m = int(g.word("b")), int(g.word("m"))
    before = t.words[g.i - 1] if g.i else ""
    if not (1 <= d <= 31 and 1 <= m <= 12) or unit_word(t, g.j):
        return None
    plain, padded = t.words[g.i].isdigit(), g.word("m")[0] == "0" and len(g.word("b")) == 2
    if plain and not padded and before not in ("", "le", "du", "au", "dès", "depuis", "avant"):
        return None
    w = 0 if plain else int(value(t.words[g.i]))
    return Node("day", g.i, g.j, month=m, day=d, weekday=w)


@rule("{last}(?P<wd>{weekday})(?!{de}|{d}|{du}|{day_number})")
def last_weekday(g: Groups) -> Node | None:
    """« dernier dimanche »."""
    if not g.tokens.words[g.i].startswith("dern"):
        return None
    return Node("weekday", g.i, g.j, weekday=int(g.val("wd")), n=-1)


@rule("{this}?(?P<wd>{weekday})", "{le}(?P<wd>{weekday})(?={last}|{next}|{following}|{preceding})")
def weekday(g: Groups) -> Node | None:
    """« jeudi », « ce lundi », « mardi dernier », « lundi 9 », « jeudi en huit », « mercredi de la semaine prochaine »."""
    t, n, w = g.tokens, 0, g.word("wd")
    if w.endswith("s") or name_like(t, g.at("wd")):
        return None
    this = t.classes[g.i] in charset("this")
    node = Node("weekday", g.i, g.j, weekday=int(value(w)), value="this" if this else "")
    if m := _AFTER_WEEKDAY().match(t.classes, g.j):
        if m["num"]:
            following = t.classes[m.end() : m.end() + 1]
            if (
                following
                and following in charset("unit") + charset("hour") + charset("amount") + charset("small") + charset("minute")
                or unit_word(t, m.end())
            ):
                return node
            return node.to(m.end(), kind="weekday_day", day=ordinal(t.words[m.start("num")]))
        if m["last"]:
            n = -1
        elif m["next"]:
            n = 1
        elif m["rel"]:
            return node.to(m.end(), value="anchor", n=int(value(t.words[m.start("rel")])))
        elif m["en"]:
            return (
                node.to(m.end(), value="in", n={"huit": 1, "quinze": 2}.get(t.words[m.end() - 1], 0))
                if t.words[m.end() - 1] in ("huit", "quinze")
                else node
            )
        elif m["week"]:
            side = value(t.words[m.end() - 1])
            return node.to(m.end(), value="week", n=side if isinstance(side, int) else 0)
        return node.to(m.end(), n=n)
    return node


@cache
def _AFTER_WEEKDAY() -> re.Pattern[str]:
    return compiled(
        "(?P<num>{day_number}|{first})|(?P<last>{last})|(?P<next>{next})|(?P<rel>{following}|{preceding})|(?P<en>{en}{number})"
        "|(?P<week>{de}(?:{la}{week_unit}(?:{last}|{next})|{this}{week_unit}))"
    )


@rule("ORD{weekday}(?:{de}|{d}|{du}{month_unit}{de}|{du}{month_unit}{d}){month}", "(?P<ord>{last}){weekday}(?:{de}|{d}){month}")
def nth_weekday(g: Groups) -> Node:
    """« premier lundi de mars 2024 », « dernier vendredi d'octobre »."""
    ref, j = year_suffix(g.tokens, g.j)
    wd = value(g.tokens.words[g.at("ord") + 1])
    return Node("nth_weekday", g.i, j, ref, month=int(value(g.tokens.words[g.j - 1])), weekday=int(wd), n=ordinal(g.word("ord")))


@rule("{this}{month_unit}(?:{de}|{d})(?P<month>{month})")
def this_month_of(g: Groups) -> Node:
    """« en ce mois de mai »."""
    return Node("month", g.i, g.j, month=_month(g), value="this")


@rule("(?P<day>{day_number}|{first})(?={comma}|{dot}|{close}|{break_}|{stop}|{colon}|{pour}|{et}{le}{day_number}|{a}{clock_h}|$)")
def bare_day(g: Groups) -> Node | None:
    """« le 20, … »: a day of the month last named; only after « le »."""
    t = g.tokens
    before, after = t.words[g.i - 1 : g.i], t.words[g.j : g.j + 1]
    until = before == ["au"] and t.words[g.i - 2 : g.i - 1] == ["jusqu"]
    if not (before == ["le"] or until) or after == ["pour"] and not until or t.words[g.i] == "premier":
        return None
    return Node("bare_day", g.i, g.j, day=_day(g))


@rule("(?P<month>{month})", "{month_short}{dot}?(?=(?:{dash}|{slash})?{year4})", "{sept}{dot}?(?={year4})", "{month_foreign}(?={year4})")
def month(g: Groups) -> Node | None:
    """« octobre 2021 », « mars dernier », « mai de la même année »; a capital or « mars » alone must look like a month."""
    t = g.tokens
    m = 9 if t.words[g.i] == "sept" else int(value(t.words[g.i]))
    ref, j = short_year(t, *year_suffix(t, g.j))
    if ref is None and not month_like(t, g.i):
        return None
    heading = ref is None and (t.text[t.starts[g.i] : t.end(g.i)].isupper() and alone(t, g.i, j) or heads(t, g.i))
    return Node("month", g.i, j, ref, month=m, value="heading" if heading else "")


def short_year(t: Tokens, ref: YearRef | None, j: int) -> tuple[YearRef | None, int]:
    """« mai 68 »: a year of the last century in two figures, where nothing is counted by them."""
    if ref is None and t.classes[j : j + 1] == charset("small") and 40 <= int(t.words[j]) <= 99 and t.classes[j + 1 : j + 2] != "x":
        return ("abs", 1900 + int(t.words[j])), j + 1
    return ref, j


_STREETS = frozenset("rue avenue boulevard place quai square cours impasse passage lycée collège hôpital stade pont".split())
_MONTH_BEFORE = frozenset(
    "en de d fin début depuis dès mi jusqu à entre et ou courant avant - après mois pour vers que par ce durant pendant : ( , au du".split()
)


def month_like(t: Tokens, i: int) -> bool:
    """Is this word a month here, and not Mars the planet or M. Juin?"""
    shown = t.text[t.starts[i] : t.end(i)]
    before = t.words[i - 1] if i else ""
    after = t.words[i + 1] if i + 1 < len(t.words) else ""
    if heads(t, i) or (after in ("-", "–") and t.classes[i + 2 : i + 3] == charset("month")):
        return True
    if shown.isupper():
        return alone(t, i, i + 1) or before in ("en", "fin", "début", "depuis", "de", "à", "et")
    if shown[0].isupper():
        if before in ("en", "fin", "début", "depuis", "mi", "courant", "dès", "jusqu"):
            return True
        capital_next = i + 1 < len(t.words) and t.text[t.starts[i + 1] : t.starts[i + 1] + 1].isupper()
        return (
            before in ("", ".")
            and not capital_next
            and t.words[i] in ("janvier", "février", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
        )
    if t.words[i] in ("mars", "mai"):
        return before in _MONTH_BEFORE or after in ("et", "-", ",", ".", "au", "à", ")")
    return True


def heads(t: Tokens, i: int) -> bool:
    """Does a capitalised word open its line, set off by a full stop, a colon or a dash (« Avril : … », « MAI. … »)?"""
    if not t.text[t.starts[i]].isupper() or t.words[i + 1 : i + 2] not in ([":"], ["."], ["–"], ["—"], [","]):
        return False
    head = t.text[max(0, t.starts[i] - 40) : t.starts[i]].rpartition("\n")[2]
    if head.strip(" \t#*•-–—►") or (i and t.words[i - 1] != "\x01" and "\n" not in t.text[t.end(i - 1) : t.starts[i]]):
        return False
    return t.words[i + 1] != "," or t.text[t.starts[i] : t.end(i)].isupper()


def alone(t: Tokens, i: int, j: int) -> bool:
    """Do words i to j stand on a line of their own?"""
    head = t.text[max(0, t.starts[i] - 40) : t.starts[i]].rpartition("\n")[2]
    tail = t.text[t.end(j - 1) : t.end(j - 1) + 40].partition("\n")[0]
    return not head.strip(" \t#*•-–—:") and not tail.strip(" \t#*•-–—:")


def name_like(t: Tokens, i: int) -> bool:
    """Is a capitalised word here part of a name? Only mid-sentence capitals between capitals are."""
    shown = t.text[t.starts[i] : t.end(i)]
    if not shown[0].isupper() or shown.isupper():
        return False
    nxt = t.text[t.starts[i + 1] : t.starts[i + 1] + 1] if i + 1 < len(t.words) else ""
    prev = t.text[t.starts[i - 1] : t.starts[i - 1] + 1] if i else "."
    return prev.isupper() and prev.isalpha() and nxt != "" and nxt.isupper()
