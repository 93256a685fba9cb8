"""Rules for the time of day: « 15h30 », « 3 heures de l'après-midi », « midi et demi », « à huit heures moins le quart »."""

from __future__ import annotations

from levees.grammar.dates_model import Groups, Node
from levees.grammar.dates_rules import BOOK, number

rule = BOOK.rule
_PART = "(?:{du}(?P<p>{soiree})|{de}{la}(?P<p2>{soiree})|{de}{l}{apres}{dash}(?P<p3>{soiree})|(?P<p4>{soiree}))"
_WORDS = "{int}|{numword}(?:{dash}{numword})?"
_MINUTES = f"(?:{{et}}(?P<q>{{demi}}|{{quart}})|(?P<less>{{moins}})(?:{{le}}{{quart}}|(?P<lm>{_WORDS}))|(?P<m>{_WORDS}))"
_BEFORE = frozenset("de h à vers dès avant après jusqu - et entre".split())
_AFTER = (
    "(?={dot}|{comma}|{stop}|{close}|{break_}|x|{et}|{a}|{function}|{le}|{this}|{weekday}|{soiree}|{du}|{pour}|{dash}|{open}|{au}|{en}"
    "|{par}|{sur}|$)"
)


def _minutes(g: Groups) -> int:
    d = g.match.groupdict()
    if d.get("q"):
        return 30 if g.word("q").startswith("demi") else 15
    if d.get("less"):
        return -(int(number(g.words("lm")) or 0) if d.get("lm") else 15)
    return int(number(g.words("m")) or 0) if d.get("m") else 0


def _part(g: Groups) -> str:
    """Word that names the part of the day, empty where none does."""
    for name in ("p", "p2", "p3", "p4"):
        if name in g.match.groupdict() and g.at(name) >= 0 and g.word(name):
            return "après-midi" if name == "p3" else g.word(name)
    return ""


def _at(hours: int, minutes: int, part: str) -> str | None:
    if part in ("après-midi", "soir", "soirée", "aprem") and 0 < hours < 12:
        hours += 12
    total = hours * 60 + minutes
    return f"T{total // 60:02}:{total % 60:02}" if 0 <= total <= 24 * 60 else None


@rule(
    "(?P<c>{clock_h}|{clock})(?:" + _PART + "|(?P<less>{moins}){le}{quart}(?:" + _PART.replace("<p", "<r") + ")?)?",
    "(?P<n>{int}|{one}|{numword}(?:{dash}{numword})?){hour}" + _MINUTES + "?" + _PART + "?" + _AFTER,
)
def clock(g: Groups) -> Node | None:
    """« 15h30 », « 18:00 », « 8 heures » after « à », « vers », « dès »; « trois heures » alone is a duration."""
    t, part = g.tokens, _part(g)
    minutes = _minutes(g)
    if "c" in g.match.groupdict():
        digits = [int(k) for k in g.word("c").replace("h", ":").split(":") if k]
        if digits[0] > 24 or len(digits) > 1 and digits[1] > 59:
            return None
        at = _at(digits[0], (digits[1] if len(digits) > 1 else 0) + minutes, part)
        return Node("time", g.i, g.j, time=at) if at else None
    hours = number(g.words("n"))
    before = t.words[g.i - 1] if g.i else ""
    if hours is None or not 0 <= hours <= 24 or minutes > 59 or t.text[t.starts[g.i]].isupper() and before not in ("", ".", "\x01"):
        return None
    if g.word("n").isdigit() and g.at("m") >= 0 and g.word("m"):
        pass  # « 14 heures 30 »
    elif not part and before not in _BEFORE and not g.word("q"):
        return None
    if not g.word("n").isdigit() and not part and before not in ("à", "vers", "dès", "avant", "après", "jusqu"):
        return None
    at = _at(int(hours), minutes, part)
    return Node("time", g.i, g.j, time=at) if at else None


@rule("(?P<n>{soiree})" + _MINUTES + "?" + _AFTER)
def noon(g: Groups) -> Node | None:
    """« à midi », « vers minuit », « midi et demi », « à midi trente »."""
    t, w = g.tokens, g.word("n")
    if w not in ("midi", "minuit"):
        return None
    told = t.words[max(0, g.i - 2) : g.i] in (["il", "est"], ["il", "était"])
    stated = told or g.i and t.words[g.i - 1] in ("à", "vers", "avant", "après", "dès", "jusqu", "le", "ce", "et", "entre")
    if not stated and not g.word("q") or g.i and t.words[g.i - 1] == "-":
        return None
    at = _at(12 if w == "midi" else 0, _minutes(g), "")
    return Node("time", g.i, g.j, time=at) if at else None


@rule("{dans}{one}{quart}{d}{hour}", "{dans}{one}{demi}{dash}?{hour}")
def soon(g: Groups) -> Node:
    """« dans un quart d'heure », « dans une demi-heure »: within the day."""
    return Node("rel", g.i, g.j, unit="D")
