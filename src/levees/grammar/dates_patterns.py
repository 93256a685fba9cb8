"""Patterns of what wraps a leaf (modifiers, closing dates, joints of intervals), and where an expression may begin."""

from __future__ import annotations

import re
from functools import cache

from levees.grammar.dates_model import charset, compiled
from levees.grammar.dates_rules import BOOK

_CLOSE = "(?={dot}|{comma}|{stop}|{close}|{break_}|{inclus}|$)"
_LINK = "(?:{de}{la}|{de}{l}|{de}{le}|{de}|{d}|{du}|{des})?"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Patterns by name, compiled once."""
    return {
        "mod": compiled(
            "(?P<mod>{debut}|{fin}|{milieu}|{cœur}|{mi}{dash}?)(?P<link>{de}|{d}|{du}|{des}|{le}|{la}|{l}|{this})?"
            "|(?P<part>(?P<rank>{first}|{second}|{last}|{ordinal})(?P<of>{moitie}|{about_ten}|{day_unit}|{week_unit}|{month_unit}|{about_ten}{de}{day_unit}))(?P<plink>{de}|{d}|{du}|{des})"
        ),
        "unit": compiled("(?:{la}|{l}|{le})?(?P<unit>{unit}|{exercice})"),
        "clos": compiled(
            "(?:(?:{comma}|{open})?(?:{function}{function}?)?(?:{periodic}|{fiscal})?{clos}|{a}(?={fin}))(?:{le}|{au}|{a}{la}|{a}|{en}|{this})?"
        ),
        "time": compiled(
            "{comma}?(?:{a}|{vers}|{des_since}|{au}|{dans}{la}|{avant}|{en})?(?P<c>{clock_h}|{clock}|{int}{hour}{int}?)"
            "|(?:{comma}?{au}|{a}|{en}(?:(?:{debut}|{fin}|{milieu})(?:{de}|{d}))?|{dans}(?:{la}|{l})|{vers})?(?P<p>{soiree}|{apres}{dash}{soiree})"
        ),
        "to": compiled("(?:{a}|{au}|{comma}?{jusqu}(?:{a}|{en}|{au})?)(?:{la}|{le}|{l})?"),
        "et": compiled("{et}(?:{le}|{la}|{l}|{les})?"),
        "bare_to": compiled("(?P<a>{day_number}|{first}){au}(?P<b>{day_number})" + _CLOSE),
        "bare_et": compiled("(?P<a>{day_number}|{first}){et}{le}(?P<b>{day_number})" + _CLOSE),
        "dash": compiled("{dash}"),
        "days": compiled(
            "(?P<a>{day_number}|{first})(?:(?:{comma}{day_number}){1,5}{et}|{au}|{a}|{et}|{dash}|{et}{le}|{au}{weekday}|{slash})(?P<b>{day_number})(?={month}|{month_short}|{sept})"
        ),
        "offset": compiled("{tout}?{exactly}?(?:(?P<after>{apres})|(?P<before>{avant}))"),
        "dated_event": compiled("(?:{la}|{le}|{l}|{son})x(?:(?:{de}|{du}|{d}|{la}|{le}|{l}|{des}|{les}|x){0,3})?{en}{year4}(?!x)"),
        "bridge": compiled("(?:{weekend}|{week_word}{dash}{end_word})(?:{de}|{du}|{d})"),
        "art": compiled("(?:{le}|{la}|{l}|{les})?"),
    }


@cache
def char_sets() -> tuple[str, str, str, str]:
    """Characters that open « entre », other intervals, days, and modifiers."""
    return (
        charset("entre"),
        "".join(map(charset, ("de", "du", "d", "depuis", "des_since"))),
        charset("day_number") + charset("first"),
        "".join(map(charset, ("debut", "fin", "milieu", "mi", "cœur", "first", "second", "last", "ordinal"))),
    )


# classes that begin no expression without a further word of the grammar right after them
_WEAK = (
    "le la les l de d du des au a en dans sous depuis des_since avant entre il voila cela son same this last next first second ordinal "
    "number one small ordinal_number some about_ten sept chaque tous par day_number demi debut fin milieu mi plus moins "
    "exercice year_unit month_unit day_unit big_unit week_word environ"
).split()


# after a weak one these say nothing yet: « de la … », « dans son … »
_LINKING = "la l le les one son this function small amount".split()
_BEFORE_SUMMER = "l d en this fin debut mi dash chaque last next same et entre".split()


@cache
def starters() -> re.Pattern[str]:
    """Where in a string of classes an expression may begin."""
    entre, openers, _, mods = char_sets()
    chars = dict.fromkeys("".join(BOOK.by_first()) + openers + entre + mods)
    weak = "".join(c for c in chars if any(c in charset(w) for w in _WEAK))
    il, summer = charset("il"), charset("ete")
    strong = "".join(c for c in chars if c not in weak + il + summer)
    weak = weak.replace(il, "")
    link = "".join(map(charset, _LINKING))
    before = "".join(map(charset, _BEFORE_SUMMER))
    return re.compile(
        f"[{strong}]|[{weak}](?=[^x{link}]|[{link}](?:[^x]|$)|$)|[{il}](?=[{charset('y')}])|[{summer}](?=[^x])|(?<=[{before}])[{summer}]"
    )
