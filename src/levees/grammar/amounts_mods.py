"""Hedges of an amount: « près de », « jusqu'à », « au moins », before and after it, and verbs that act as such."""

from __future__ import annotations

import re

_BEFORE: dict[str, str] = {}
for _mod, _phrases in {
    "approx": (
            "environ|environ de|d'environ|près de|près d'|tout près de|tout près d'|proche de|proches de|proche d'|"
            "quelque|quelques|autour de|autour d'|autour des|"
            "aux alentours de|aux alentours des|aux alentours d'|alentour de|aux environs de|aux environs des|"
            "aux environs d'|dans les|à peu près|approximativement|presque|quasi|quasiment|"
            "pratiquement|avoisinant|avoisinant les|de l'ordre de|de l'ordre d'|à peine|pas loin de|pas loin d'|"
            "non loin de|peu ou prou|grosso modo|voisin de|"
        "voisine de|frôlant|frôlant les|approchant|approchant les|une somme proche de|~|≈|env.|ca.|circa|à environ|+/-|±|plus ou moins"
    ),
    "more_than": (
            "plus de|plus d'|un peu plus de|un peu plus d'|bien plus de|bien plus d'|beaucoup plus de|"
            "nettement plus de|largement plus de|au-delà de|au-delà des|au-delà d'|au delà de|au-dessus de|"
            "au-dessus des|au dessus de|supérieur à|supérieure à|supérieurs à|supérieures à|excédant|excédant les|"
            "dépassant|dépassant les|>|+ de|strictement plus de"
    ),
    "less_than": (
            "moins de|moins d'|un peu moins de|un peu moins d'|bien moins de|inférieur à|inférieure à|inférieurs à|"
            "inférieures à|en dessous de|en dessous des|en-dessous de|au-dessous de|"
            "au-dessous des|sous les|sous la barre des|sous la barre de|sous le seuil de|sous le seuil des|en deçà de|"
            "en-deçà de|en deçà des|<|- de"
    ),
    "at_least":
        "supérieur ou égal à|supérieure ou égale à|supérieurs ou égaux à|supérieures ou égales à|"
        "au moins|au minimum|minimum|un minimum de|un minimum d'|a minima|pas moins de|pas moins d'|à partir de|"
        "au bas mot|≥|>=|min.|minimum de|d'au moins|plancher de",
    "at_most": (
            "inférieur ou égal à|inférieure ou égale à|inférieurs ou égaux à|inférieures ou égales à|"
            "jusqu'à|jusqu'à hauteur de|jusqu'aux|jusque|au plus|tout au plus|au maximum|maximum|un maximum de|"
            "un maximum d'|maximum de|maximal de|maximale de|à concurrence de|jusqu'à concurrence de|"
        "dans la limite de|un plafond de|plafond de|pas plus de|pas plus d'|≤|<=|max.|max|au mieux"
    ),
}.items():
    for _phrase in _phrases.split("|"):
        _BEFORE[_phrase] = _mod
_ENDINGS = tuple(_BEFORE)
_LONGEST = sorted(_BEFORE, key=len, reverse=True)
_AFTER = re.compile(
    r",? (?:(?P<approx>environ|à peu près|approximativement|peu ou prou|grosso modo)|(?P<at_least>au moins|"
    r"au minimum|minimum|a minima|au bas mot|et plus|ou plus|ou davantage)"
    r"|(?P<at_most>au plus|tout au plus|au maximum|maximum|max|au mieux))(?![a-zà-ÿœ'])(?! ?(?:[0-9]|un |une |de |"
    r"du |d'|pour cent|deux|trois|tard|tôt|grand|à |en |par |lors))"
)
_VERBS = re.compile(
    r"(?:(?P<more_than>dépass\w{1,5}|excéd\w{1,5}|franchi\w{0,5}|pass\w{1,4}(?= (?:la barre|le cap|le seuil))|"
    r"outrepass\w{1,4})|(?P<approx>avoisin\w{1,4}|"
    r"frôl\w{1,4}|approch\w{1,4}(?: de)?|flirt\w{1,4} avec|tutoi\w{1,3}|tutoy\w{1,4}|tourn\w{1,4} autour)"
    r"|(?P<at_most>plafonn\w{1,3} à))"
    r"(?: (?:ainsi|désormais|déjà|nettement|largement|même|allègrement|pour la première fois))?"
    r"(?: (?:les|le|la))?(?: (?:seuil|barre|cap) (?:de|des|du))? $"
)
_SPACES = " \n"


def mod_before(low: str, start: int, floor: int) -> tuple[str, int] | None:
    """The hedge that ends just before `start`, and where it begins; the outermost bound wins (« jusqu'à près de »)."""
    found: tuple[str, int] | None = None
    at = start
    for _ in range(2):
        begin = max(floor, at - 32)
        window = low[begin:at]
        trimmed = window.rstrip(_SPACES)
        if not trimmed.endswith(_ENDINGS):
            break
        hit = next((ph for ph in _LONGEST if trimmed.endswith(ph) and _bounded(trimmed, ph, low, begin)), None)
        if hit is None or (len(window) == len(trimmed) and hit[-1].isalpha()) or len(window) - len(trimmed) > 2:
            break
        at = begin + len(trimmed) - len(hit)
        if hit in ("d'environ", "d'au moins"):
            at += 2
        mod = _BEFORE[hit]
        found = (mod if found is None or found[0] == "approx" or mod != "approx" else found[0], at)
    return found


def _bounded(window: str, phrase: str, low: str, begin: int) -> bool:
    at = len(window) - len(phrase)
    if not phrase[0].isalpha():
        return True
    before = window[at - 1] if at else (low[begin - 1] if begin else " ")
    return not (before.isalnum() or before == "_")


def mod_after(low: str, end: int) -> tuple[str, int] | None:
    """The hedge that follows an amount (« au bas mot », « maximum »), and where it ends."""
    if end >= len(low) or low[end] not in " ,":
        return None
    m = _AFTER.match(low, end)
    if m is None or m.lastgroup is None:
        return None
    return m.lastgroup, m.end()


def mod_of_verb(low: str, start: int, floor: int) -> str | None:
    """A verb that hedges without being part of the amount: « dépasse les », « avoisine », « plafonné à »."""
    m = _VERBS.search(low[max(floor, start - 48) : start])
    return None if m is None else m.lastgroup
