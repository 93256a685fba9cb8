"""Rules for quarters, halves, seasons, years, decades and centuries."""

from __future__ import annotations

import re
from functools import cache

from levees.grammar.dates_lexer import value
from levees.grammar.dates_model import Groups, Node, charset, compiled
from levees.grammar.dates_rules import BOOK, follows_year, number, ordinal, unit_word, year_in_words, year_suffix

rule = BOOK.rule


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
    "(?P<a>{ord})(?:{quarter}|{half})?(?:{et}{art}?|{a}|{au})(?P<b>{ord})(?P<u>{quarter}|{half})",
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
    heads = not g.i or t.classes[g.i - 1] == charset("break_") or before in (*_OPENING, "-", "|", "contre", "vs")
    heads = heads or "\n" in t.text[t.end(g.i - 1) : t.starts[g.i]]
    if ref is None and not (heads and w[0] in "ts" and not t.text[t.end(g.i) : t.end(g.i) + 1].isalnum()) and before not in (
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


@rule("(?P<a>{period}){et}{art}?(?P<b>{period})", "(?P<a>{period}){a}(?P<b>{period})")
def two_periods(g: Groups) -> Node | None:
    """« T1 et T2 2023 »."""
    a, b = g.word("a"), g.word("b")
    if len(a) != 2 or len(b) != 2 or a[0] != b[0] or not a[1] < b[1]:
        return None
    kind = "quarter" if a[0] in "tq" else "half"
    ref, j = year_suffix(g.tokens, g.j)
    left, right = (Node(kind, g.i, j, ref, n=int(w[1])) for w in (a, b))
    return Node("interval", g.i, j, left=left, right=right) if ref else None


@rule("{fiscal_code}")
def fiscal_code(g: Groups) -> Node:
    """« FY23 », « FY2023 »."""
    y = int(g.tokens.words[g.i][2:])
    return Node("year", g.i, g.j, ("abs", y + 2000 if y < 100 else y))


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


_YEAR_BEFORE = frozenset(
    """en depuis dès avant après vers fin début courant mi horizon entre jusqu'en année an années exercice millésime circa depuis
    résultats résultat bilan budget budgets exercices rapport objectif objectifs prévisions prévision plan édition saison rentrée comptes
    perspectives croissance bénéfice ventes rétro rétrospective palmarès classement loi promotion cuvée objectifs recettes printemps hiver
    automne fy d'ici que ebitda ebit ca pib vient vint voici née né créée créé fondée fondé lancée lancé""".split()
)
_OPENING = frozenset("« “ \" • – — ► : ; ! ? …".split())
_CLOSING = frozenset(", : ? ! » ” – — - …".split())
_YEAR_DOES = frozenset("a nous fut sera restera reste était est aura avait s devrait marque marquera commence démarre finit en".split())
_NEVER_BEFORE = frozenset(
    "plus moins environ quelque quelques près les des ces ses autres article page n° no boeing peugeot rue route windows office".split()
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
            if y >= 1900
            and (j >= len(t.words) or t.words[j] in _CLOSING | _YEAR_DOES or t.words[j] == "." or t.classes[j] == charset("break_"))
            else None
        )
    if before in _OPENING:
        return node if y >= 1950 and t.words[j : j + 1] and t.words[j] in _CLOSING else None
    if t.classes[i - 1] != "x" and before not in ("le", "la", "l", "un", "une"):
        return node if before != "de" or y >= 1900 or t.words[i - 2].startswith("dat") else None
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


@rule("(?:{l}{year_unit})?(?P<y>{number})")
def spelled_year(g: Groups) -> Node | None:
    """« en deux mille douze », « l'an deux mille »; a number is a year only after a word that wants one."""
    t, i = g.tokens, g.at("y")
    if t.words[i] not in ("deux", "mille") or (t.words[i - 1] if i else "") not in ("en", "an", "année", "depuis", "dès", "fin", "début"):
        return None
    spelled = year_in_words(t, i)
    return Node("year", g.i, spelled[1], ("abs", spelled[0])) if spelled else None


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


@rule("{les}?{year_unit}(?P<a>{year4}|{int})(?:{dash}|{et}|{a})(?P<y>{year4}|{int})")
def decades(g: Groups) -> Node | None:
    """« les années 1980-1990 », « les années 1990 et 2000 »."""
    n, z = int(g.word("a")), int(g.word("y"))
    n, z = (k + (1900 if 20 <= k < 100 else 2000 if k < 20 else 0) for k in (n, z))
    if n % 10 or z % 10 or not 1000 <= n < z or not g.word("a").isdigit() or not g.tokens.words[g.at("a") - 1].endswith("s"):
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
