"""Rules for calendar dates: days, weekdays, months, quarters, halves, seasons, years, decades, and the year that goes with them."""

from __future__ import annotations

import re
from functools import cache

from levees.grammar.dates_lexer import Tokens, value
from levees.grammar.dates_model import Groups, Node, RuleBook, YearRef, charset, compiled

BOOK = RuleBook()
rule = BOOK.rule
_ROMANS = {"i": 1, "v": 5, "x": 10}


def number(words: list[str]) -> float | None:
    """The number that words or digits name; None where they name none.

    >>> number(["vingt", "-", "cinq"]), number(["18"]), number(["une", "dizaine", "d"]), number(["quatre", "-", "vingt", "-", "dix"])
    (25, 18, 10, 90)
    """
    total = 0
    for w in words:
        if w.isdigit():
            return int(w)
        n = value(w)
        if w in ("-", "et", "d", "de") or not isinstance(n, int):
            continue
        if n == 20 and total % 100 == 4:
            total += 76
        elif n == 100 and total % 1000:
            total += (total % 100 or 1) * 99 if total % 100 else 0
        elif n == 1000:
            total = (total or 1) * 1000
        elif n >= 10 and w.endswith("aine"):
            return n
        else:
            total += n
    return total or None


def ordinal(word: str) -> int:
    """The rank that an ordinal names: « troisième », « 3e », « XXIe »; 0 for anything else.

    >>> ordinal("troisième"), ordinal("3e"), ordinal("xixe")
    (3, 3, 19)
    """
    n = value(word)
    if isinstance(n, int):
        return n
    if m := re.match(r"\d+", word):
        return int(m[0])
    total, after = 0, 0
    for c in reversed(re.sub(r"[eèm]+$", "", word)):
        n = _ROMANS.get(c, 0)
        total += n if n >= after else -n
        after = max(after, n)
    return total


# ---------------------------------------------------------------- the year that follows a month, a quarter, a season


@cache
def _year_suffixes() -> list[tuple[re.Pattern[str], str, int]]:
    """Pattern, kind of reference, its number."""
    an = "(?:{year_unit}|{exercice})"
    own = "(?:{l}|{son}|{this}|{le})"
    pair = "(?P<y>{year4})(?:{dash}|{slash})(?P<y2>{year4}|{int})"
    table = [
        (f"(?:{{de}}?{own}?{an}{{fiscal}}?|{{de}}|{{du}}|{{dash}}|{{slash}})?{pair}", "pair", 0),
        (f"(?:{{de}}?{own}?{an}{{fiscal}}?)?(?P<y>{{year4}})", "abs", 0),
        ("(?:{slash}|{dash}|{comma}|{de})(?P<y>{year4})", "loose", 0),
        ("{last}", "dir", -1),
        ("{next}", "dir", 1),
        ("{de}?{l}{year_unit}{last}", "off", -1),
        ("{de}?{l}{year_unit}{next}", "off", 1),
        ("{following}", "after", 1),
        ("{preceding}", "after", -1),
        (f"{{de}}{{this}}{an}{{dash}}{{there}}", "anchor", 0),
        (f"(?:{{de}}{{la}}|{{du}}|{{de}}|{{la}}){{same}}{an}", "anchor", 0),
        (f"{{de}}{{l}}{an}(?:{{following}}|{{d}}{{apres}})", "anchor", 1),
        (f"{{de}}{{l}}{an}(?:{{preceding}}|{{d}}{{avant}})", "anchor", -1),
        (f"(?:{{de}}|{{d}}){{this}}{an}", "off", 0),
        (f"{{de}}{own}{an}(?:{{en}}{{cours}}|{{running}})?{{fiscal}}?", "off", 0),
    ]
    return [(compiled(t), kind, n) for t, kind, n in table]


def year_suffix(tokens: Tokens, j: int) -> tuple[YearRef | None, int]:
    """The year named right after a word, and where it ends."""
    best: tuple[YearRef | None, int] = (None, j)
    if j >= len(tokens.classes) or tokens.classes[j] == "x":
        return best
    for pattern, kind, n in _year_suffixes():
        m = pattern.match(tokens.classes, j)
        if m is None or m.end() <= best[1]:
            continue
        if "y" in m.groupdict():
            y = int(tokens.words[m.start("y")])
            if kind == "pair":
                z = int(tokens.words[m.start("y2")])
                if (z if z > 99 else y // 100 * 100 + z) != y + 1:
                    continue
            elif kind == "loose" and (y < 1900 or not follows_year(tokens, m.end())):
                continue
            best = (("abs" if kind == "loose" else kind, y), m.end())
        else:
            best = ((kind, n), m.end())
    return best


# ---------------------------------------------------------------- days


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
    "DAY{dash}(?P<month>{month})(?!{dash})",
)
def day_month(g: Groups) -> Node | None:
    """« jeudi 30 septembre 2021 », « 1er sept. 2024 », « 4 mai dernier »."""
    d = _day(g)
    if not 1 <= d <= 31:
        return None
    words = g.tokens.words
    m = _month(g)
    w = value(words[g.i]) if words[g.i] in WEEKDAYS() else value(words[g.i + 1]) if words[g.i + 1] in WEEKDAYS() else 0
    ref, j = year_suffix(g.tokens, g.j)
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
    """« 12. März 2024 », « 3 de mayo de 2024 »: full dates of other languages, which dateparser reads on the span that the pattern delimits."""
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
            return node.to(m.end(), kind="weekday_day", day=int(t.words[m.start("num")]))
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
            return node.to(m.end(), value="week", n=int(value(t.words[m.end() - 1])))
        return node.to(m.end(), n=n)
    return node


@cache
def _AFTER_WEEKDAY() -> re.Pattern[str]:
    return compiled(
        "(?P<num>{day_number}|{first})|(?P<last>{last})|(?P<next>{next})|(?P<rel>{following}|{preceding})|(?P<en>{en}{number})"
        "|(?P<week>{de}{la}{week_unit}(?:{last}|{next}))"
    )


@rule("ORD{weekday}(?:{de}|{d}|{du}{month_unit}{de}|{du}{month_unit}{d}){month}", "(?P<ord>{last}){weekday}(?:{de}|{d}){month}")
def nth_weekday(g: Groups) -> Node:
    """« premier lundi de mars 2024 », « dernier vendredi d'octobre »."""
    ref, j = year_suffix(g.tokens, g.j)
    wd = value(g.tokens.words[g.at("ord") + 1])
    return Node("nth_weekday", g.i, j, ref, month=int(value(g.tokens.words[g.j - 1])), weekday=int(wd), n=ordinal(g.word("ord")))


@rule("(?P<day>{day_number}|{first})(?={comma}|{dot}|{close}|{break_}|{stop}|{et}{le}{day_number}|$)")
def bare_day(g: Groups) -> Node | None:
    """« le 20, … »: a day of the month last named; only after « le »."""
    t = g.tokens
    if g.i == 0 or t.words[g.i - 1] not in ("le", "au") or (t.words[g.i].isdigit() and len(t.words[g.i]) > 2):
        return None
    if t.words[g.i - 1] == "au" or t.words[g.i] == "premier":
        return None
    return Node("bare_day", g.i, g.j, day=_day(g))


# ---------------------------------------------------------------- months


@rule("(?P<month>{month})", "{month_short}{dot}?(?=(?:{dash}|{slash})?{year4})", "{sept}{dot}?(?={year4})", "{month_foreign}(?={year4})")
def month(g: Groups) -> Node | None:
    """« octobre 2021 », « mars dernier », « mai de la même année »; a capital or « mars » alone must look like a month."""
    t = g.tokens
    m = 9 if t.words[g.i] == "sept" else int(value(t.words[g.i]))
    ref, j = year_suffix(t, g.j)
    if ref is None and not month_like(t, g.i):
        return None
    if ref is None and t.classes[j : j + 1] == charset("small") and 40 <= int(t.words[j]) <= 99 and t.classes[j + 1 : j + 2] != "x":
        ref, j = ("abs", 1900 + int(t.words[j])), j + 1
    heading = ref is None and t.text[t.starts[g.i] : t.end(g.i)].isupper() and alone(t, g.i, j)
    return Node("month", g.i, j, ref, month=m, value="heading" if heading else "")


_MONTH_BEFORE = frozenset(
    "en de d fin début depuis dès mi jusqu'en jusqu à entre et ou courant avant - après mois pour vers que par ce durant pendant : ( , au du cette".split()
)


def month_like(t: Tokens, i: int) -> bool:
    """Is this word a month here, and not Mars the planet or M. Juin?"""
    shown = t.text[t.starts[i] : t.end(i)]
    before = t.words[i - 1] if i else ""
    after = t.words[i + 1] if i + 1 < len(t.words) else ""
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


def alone(t: Tokens, i: int, j: int) -> bool:
    """Do words i to j stand on a line of their own?"""
    head = t.text[max(0, t.starts[i] - 40) : t.starts[i]].rpartition("\n")[2]
    tail = t.text[t.end(j - 1) : t.end(j - 1) + 40].partition("\n")[0]
    return not head.strip(" \t#*•-–—:") and not tail.strip(" \t#*•-–—:")


def name_like(t: Tokens, i: int) -> bool:
    """Is a capitalised word here part of a name (« Vendredi 13 » no, « Robinson et Vendredi » …)? Only mid-sentence capitals between capitals."""
    shown = t.text[t.starts[i] : t.end(i)]
    if not shown[0].isupper() or shown.isupper():
        return False
    nxt = t.text[t.starts[i + 1] : t.starts[i + 1] + 1] if i + 1 < len(t.words) else ""
    prev = t.text[t.starts[i - 1] : t.starts[i - 1] + 1] if i else "."
    return prev.isupper() and prev.isalpha() and nxt != "" and nxt.isupper()


# ---------------------------------------------------------------- quarters, halves, seasons


@rule("ORD(?P<u>{quarter}|{half})", "(?P<ord>{ordinal_number}|{day_number})(?P<u>{quarter}|{half})")
def quarter(g: Groups) -> Node | None:
    """« troisième trimestre 2024 », « premier semestre de son exercice 2023-2024 »."""
    n = ordinal(g.word("ord"))
    kind = "quarter" if value(g.word("u")) == "Q" else "half"
    if g.tokens.classes[g.j : g.j + 1] == charset("clos"):
        return None
    if not 1 <= n <= (4 if kind == "quarter" else 2) or (g.word("ord").isdigit() and g.word("u").endswith("s")):
        return None
    ref, j = year_suffix(g.tokens, g.j)
    return Node(kind, g.i, j, ref, n=n)


@rule("(?P<u>{quarter}|{half})(?P<ord>{day_number}|{roman})")
def quarter_digit(g: Groups) -> Node | None:
    """« trimestre 2 »."""
    n = ordinal(g.word("ord"))
    if not 1 <= n <= 2:
        return None
    ref, j = year_suffix(g.tokens, g.j)
    return Node("quarter" if value(g.word("u")) == "Q" else "half", g.i, j, ref, n=n)


@rule(
    "(?P<a>{ord}){et}{art}?(?P<b>{ord})(?P<u>{quarter}|{half})",
    "(?P<a>{ord})(?:{quarter}|{half})?{et}{art}?(?P<b>{ord})(?P<u>{quarter}|{half})",
)
def two_quarters(g: Groups) -> Node | None:
    """« troisième et quatrième trimestres »."""
    a, b = ordinal(g.word("a")), ordinal(g.word("b"))
    kind = "quarter" if value(g.word("u")) == "Q" else "half"
    if not 1 <= a < b <= 4:
        return None
    ref, j = year_suffix(g.tokens, g.j)
    left, right = (Node(kind, g.i, j, ref, n=n) for n in (a, b))
    return Node("interval", g.i, j, left=left, right=right)


@rule("(?P<l>{last})(?P<u>{quarter}|{half})")
def last_quarter(g: Groups) -> Node | None:
    """« dernier trimestre 2023 » is the fourth; alone it is the one before."""
    unit = str(value(g.word("u")))
    if g.word("u").endswith("s"):
        return None
    ref, j = year_suffix(g.tokens, g.j)
    if ref is None or ref[0] == "dir":
        return Node("rel", g.i, g.j, n=-1, unit=unit)
    return Node("quarter" if unit == "Q" else "half", g.i, j, ref, n=4 if unit == "Q" else 2)


@rule("{period}")
def period(g: Groups) -> Node | None:
    """« T1 2024 », « 1T24 », « S2 », « H1 2023 », « Q3 »; without a year only after an article or a preposition."""
    t = g.tokens
    w = t.words[g.i]
    m = re.match(r"(?:([tsqh])(\d)|(\d)([tsqh]))(\d*)", w)
    assert m is not None
    if m[4] == "h" and t.text[t.starts[g.i] + 1] == "h":
        return Node("time", g.i, g.j, time=f"T{int(m[3]):02}:{int(m[5] or 0):02}") if int(m[5] or 0) < 60 else None
    kind = "quarter" if (m[1] or m[4]) in "tq" else "half"
    n = int(m[2] or m[3])
    ref, j = year_suffix(t, g.j)
    if ref is None and (two := _SHORT_YEAR().match(t.classes, g.j)):
        y = int(t.words[two.end() - 1])
        if y > 9 and not t.text[t.end(g.i) : t.starts[two.end() - 1]].strip(" -'’"):
            ref, j = ("abs", 2000 + y), two.end()
    if m[5]:
        ref, j = ("abs", int(m[5]) + (2000 if len(m[5]) == 2 else 0)), g.j
    before = t.words[g.i - 1] if g.i else ""
    if ref is None and before not in (
        "au",
        "du",
        "en",
        "le",
        "ce",
        "pour",
        "de",
        "sur",
        "(",
        "et",
        "dès",
        "depuis",
        "à",
        "fin",
        "début",
        "mi",
        "-",
    ):
        return None
    if ref is None and t.text[t.starts[g.i]].islower():
        return None
    return Node(kind, g.i, j, ref, n=n)


@cache
def _SHORT_YEAR() -> re.Pattern[str]:
    return compiled("{dash}?{int}")


@rule("(?P<s>{season})", "(?P<s>{ete})")
def season(g: Groups) -> Node | None:
    """« printemps 2022 », « été dernier », « hiver 2023-2024 »; « été » needs an article, for it is also a participle."""
    t = g.tokens
    before = t.words[g.i - 1] if g.i else ""
    ref, j = year_suffix(t, g.j)
    if ref is None and (m := _SEASON_BEFORE_AFTER().match(t.classes, g.j)):
        ref, j = ("after", -1 if "avant" in t.words[m.start() : m.end()] else 1), m.end()
    if before == "l" and g.i > 1 and t.words[g.i - 2] in ("qui", "ayant"):
        return None
    if (
        t.words[g.i] == "été"
        and before not in ("l", "d", "en", "cet", "fin", "début", "mi", "-", "chaque", "dernier", "prochain", "même", "et", "entre")
        and not (ref and ref[0] in ("abs", "pair") and before not in ("a", "ont", "avait", "eu", "ayant", "avoir"))
    ):
        return None
    if t.words[g.i] != "été" and t.text[t.starts[g.i]].isupper() and before not in ("", ".", "l", "au"):
        return None
    if t.words[g.i] == "printemps" and before in ("le", "du") and ref is None and t.text[t.starts[g.i]].isupper():
        return None
    i = g.i - 1 if before in ("cet", "ce") else g.i
    return Node("season", i, j, ref, value=str(g.val("s")), n=0 if i == g.i else 1)


@cache
def _SEASON_BEFORE_AFTER() -> re.Pattern[str]:
    return compiled("{d}(?:{avant}|{apres})")


# ---------------------------------------------------------------- years, decades, centuries

_YEAR_BEFORE = frozenset(
    """en depuis dès avant après vers fin début courant mi horizon entre jusqu'en année an années exercice millésime circa depuis
    résultats résultat bilan budget budgets exercices rapport objectif objectifs prévisions prévision plan édition saison rentrée comptes
    perspectives croissance bénéfice ventes rétro rétrospective palmarès classement loi promotion cuvée objectifs recettes printemps hiver
    automne d'ici que""".split()
)
_NEVER_BEFORE = frozenset(
    "plus moins environ quelque quelques près les des ces ses autres article page n° no boeing peugeot rue route windows office".split()
)


def follows_year(t: Tokens, j: int) -> bool:
    """May word j follow a year (punctuation, a grammatical word, the end), so that the number before is no quantity?"""
    if j >= len(t.words) or t.classes[j] != "x":
        return j >= len(t.words) or t.classes[j] not in charset("unit") + charset("amount") + charset("small") + charset(
            "number"
        ) + charset("hour") + charset("minute")
    return t.words[j] in _FUNCTION_WORDS


_FUNCTION_WORDS = frozenset('leur il ils été pu dû eu fut furent reste restent marque marquait constitue représente « " – —'.split())


def unit_word(t: Tokens, j: int) -> bool:
    """Does an amount's unit or a counted noun stand here, glued to a number before?"""
    return j < len(t.words) and t.words[j] in _UNIT_WORDS


_UNIT_WORDS = frozenset(
    "€ $ % £ euro euros dollar dollars million millions milliard milliards md mds m€ md€ mds€ k€ m m2 m² km kg tonnes personnes salariés emplois postes points pour_cent degrés "
    "mètres hectares litres exemplaires habitants collaborateurs magasins boutiques clients actions titres francs livres yens yuans roubles".split()
)


@rule("(?P<y>{year4})")
def year(g: Groups) -> Node | None:
    """« en 2015 », « (2015) », « l'année 2017 », « l'ensemble de 2022 »; a number is a year only where its neighbours let it."""
    t, i = g.tokens, g.i
    y = int(t.words[i])
    before = t.words[i - 1] if i else ""
    j = g.j
    if unit_word(t, j) or (j < len(t.words) and t.classes[j] in charset("unit") + charset("amount") + charset("hour") + charset("minute")):
        return None
    if before in _NEVER_BEFORE or before in "/.,'$€£" and before and not t.text[t.starts[i] - 1].isspace():
        return None
    node = Node("year", i, j, ("abs", y))
    if before in _YEAR_BEFORE or (before == "ici" and y >= 1900):
        return node
    if not 1500 <= y <= 2100:
        return node if before == "(" and t.classes[j : j + 1] in tuple(charset("close")) else None
    if not follows_year(t, j):
        return None
    if before in ("", "."):
        return (
            node
            if y >= 1900 and (j >= len(t.words) or t.words[j] in (",", ":", "-", "–", "") or t.classes[j] == charset("break_"))
            else None
        )
    if t.classes[i - 1] != "x" and before not in ("le", "la", "l", "un", "une"):
        return node if before != "de" or y >= 1900 else None
    shown = t.text[t.starts[i - 1] : t.end(i - 1)]
    return node if 1900 <= y <= 2100 and before.isalpha() and shown.islower() and len(before) > 2 else None


@rule("(?P<y>{year4})(?:{dash}|{slash})(?P<z>{year4}|{int})")
def year_pair(g: Groups) -> Node | None:
    """« 2023-2024 », « 2010/11 »: a year astride two when they follow each other, else an interval."""
    t = g.tokens
    y, z = int(g.word("y")), int(g.word("z"))
    if len(g.word("z")) == 2:
        z += y // 100 * 100
        if z != y + 1:
            return None
    elif len(g.word("z")) != 4:
        return None
    if not 1500 <= y < z <= 2100 or unit_word(t, g.j) or (g.i and t.words[g.i - 1] in _NEVER_BEFORE):
        return None
    if z == y + 1:
        return Node("pair", g.i, g.j, ("pair", y))
    return Node("interval", g.i, g.j, left=Node("year", g.i, g.i + 1, ("abs", y)), right=Node("year", g.j - 1, g.j, ("abs", z)))


@rule("{les}?{year_unit}(?P<y>{year4}|{int}|{numword}(?:{dash}{numword}){0,3})")
def decade(g: Groups) -> Node | None:
    """« les années 2010 », « années 90 », « années quatre-vingt-dix »; « l'année 2017 » is a year."""
    t = g.tokens
    w = t.words[g.at("y") - 1]
    n = int(number(g.words("y")) or 0)
    if w != "années":
        if g.at("y") - g.i > 1 or w not in ("année", "an"):
            return None
        if len(g.word("y")) == 4 and t.classes[g.at("y")] in charset("year4"):
            return Node("year", g.i, g.j, ("abs", n))
        return None
    if n < 100:
        n += 1900 if n >= 20 else 2000
    return Node("decade", g.i, g.j, n=n) if n % 10 == 0 and n >= 1000 else None


@rule("{les}?{year_unit}(?P<a>{year4}|{int}){dash}(?P<y>{year4}|{int})")
def decades(g: Groups) -> Node | None:
    """« les années 1980-1990 »."""
    n, z = int(g.word("a")), int(g.word("y"))
    n, z = (k + (1900 if k < 100 else 0) for k in (n, z))
    if n % 10 or z % 10 or not 1000 <= n < z:
        return None
    return Node("interval", g.i, g.j, left=Node("decade", g.i, g.j, n=n), right=Node("decade", g.i, g.j, n=z))


@rule("ORD{big_unit}", "{big_unit}(?P<ord>{roman})")
def century(g: Groups) -> Node | None:
    """« XIXe siècle », « vingtième siècle »."""
    n = ordinal(g.word("ord"))
    words = g.tokens.words[g.i : g.j]
    if "siècle" not in words or not 2 <= n <= 22:
        return None
    return Node("century", g.i, g.j, n=n)
