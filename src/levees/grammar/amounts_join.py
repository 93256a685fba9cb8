"""From pieces to amounts: ranges, conversions, prices per share."""

from __future__ import annotations

import re

from levees.grammar.amounts_model import Amount, Piece, finish
from levees.grammar.numerals import Page

_TO = re.compile(r"^ ?à (?:près de |environ |quelque |plus de )?$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_IN = re.compile(r"\b(?:en|depuis|fin|début|dès|vers|mi-?) ?$")
_DASH = re.compile(r"^ ?[-–—/] ?$")
_AND = re.compile(r"^,? et (?:près de |environ |quelque |plus de )?(?:de )?$")
_OR = re.compile(r"^,? (?:ou|voire|à|jusqu'à) (?:de )?$")
_BETWEEN = re.compile(r"((?:d')?entre (?:environ |quelque |près de |les )?)$")
_OF = re.compile(r"(?:de |des |d'|à |passé de |du )(?:environ |quelque |près de |plus de )?$")
_CHANGE = re.compile(
    r"\b(?!montants?\b|augmentations?\b|progressions?\b|bonds?\b|passages?\b|passif|majorations?\b|révisions?\b|revenus?\b|"
    r"portefeuilles?\b|montées?\b|sauts?\b|élévations?\b|relèvements?\b|extensions?\b|passations?\b|portions?\b|monteurs?\b|"
    r"évolutions?\b|accroissements?\b)"
    r"(?:pass|grimp|bond|augment|relev|relèv|recul|chut|tomb|mont|rédui|abaiss|port|ramen|progress|croî|baiss|gonfl|"
    r"diminu|hiss|dégringol|accr|saut|élev|évolu|abonder|revu|revoi|révis|étend|élarg|doubl|tripl|quadrupl|décupl|multipli|"
    r"envol|gross|enfl|major)"
    r"\w{0,6}(?:,? (?:[ls]'\w+|\w+)){0,6}?,? (?:de |d')(?:[a-zà-ÿ]+ )?$"
)
_OVER_TIME = re.compile(r" ?[:,]? en (?:[\w-]+ )?(?:ans?|mois|semaines|jours|trimestres)\b")
_CHANGE_ARROW = re.compile(
    r"(?:pass\w{1,4}|grimp\w{1,4}|bondi\w{0,4}|augment\w{1,4}|tomb\w{1,4}|mont(?!ants? )\w{1,4}|progress\w{1,5}|chut\w{1,4}|"
    r"recul\w{1,4}) [^.;:]{0,24}\b(?:de|d') ?$")
_SHARE_AFTER = re.compile(
    r"(?: (?:par|pour une?|pour chaque|chaque|de l'|l'|la|le) ?|/ ?| / ?)(?:nouvelle )?(?:action|titre|part sociale|"
    r"ads\b|certificat|obligation|share|part(?= |[.,;:)]|$)(?! de marché))"
)
_SHARE_BEFORE = re.compile(
    r"(?:prix (?:unitaire|d'introduction|d'offre|de l'offre|d'exercice|de souscription|d'émission|par action|"
    r"par titre|du titre|de l'action)|cours (?:de l'action|du titre|de bourse|de clôture)|un cours de|fourchette de prix"
    r"|l'action|chaque action|le titre|les actions|objectif(?: de cours)?)(?: \S+){0,8} ?$"
    r"|(?:actions|titres)(?: \w+){0,3} (?:à|au prix(?: unitaire)? de|au cours de) (?:environ |près de )?$"
)
_CONVERSION = re.compile(
    r"^,? ?(?:[(\[] ?(?:soit |ou |i\.e\.,? |équivalant à |l'équivalent de |équivalent à |équivalent de )?|(?:, |"
    r"[–—-] )?(?:soit(?: l'équivalent de)?|ou|ou encore|c'est-à-dire|l'équivalent de|équivalant à|ce qui équivaut à|"
    r"qui équivaut à|équivalents? à) "
    r"|(?:, )?(?:soit )?(?:l'équivalent|l'équivalant) d'|[–—/] ?|, ?soit )$"
)

_OVER = re.compile(r" ?(?:[.,;)\n]|$)")


def join_ranges(p: Page, pieces: list[Piece]) -> None:
    """Make one piece of « entre 10 et 15 millions », « de 880 millions à 1,16 milliard », « 300-800 K€ »."""
    for i in range(len(pieces) - 1):
        low, high = pieces[i], pieces[i + 1]
        short = low.prefixed and high.currency is None and high.start - low.end < 4  # « €10-15m »
        if low.dropped or high.low is not None or high.start - low.end > 24 or (high.bare and not low.bare and not short):
            continue
        gap = p.low[low.end : high.start]
        start = low.start
        if high.bare and not short and not (gap == " et " and _two_numbers(p, low, high)):
            continue
        if low.bare and high.magnitude is not None and _YEAR.match(p.flat[low.number_start : low.number_end]):
            continue
        if low.bare and _YEAR.match(p.flat[low.number_start : low.number_end]) and _IN.search(p.low[max(0, start - 8) : start]):
            continue
        if _AND.match(gap):
            between = _BETWEEN.search(p.low[max(0, start - 24) : start])
            if not between:
                continue
            start -= between.end() - between.start() - (2 if between.group().startswith("d'") else 0)
        elif _TO.match(gap):
            window = p.low[max(0, start - 60) : start]
            if _CHANGE.search(window) or _CHANGE_ARROW.search(window):
                continue
            if p.flat.endswith("De ", 0, start) and _OVER_TIME.match(p.low, high.end):
                continue
            between = _BETWEEN.search(window)
            if between:
                start -= between.end() - between.start()
        elif _DASH.match(gap):
            if low.currency is not None and low.currency != high.currency and low.family != "dollar" and not short:
                continue
        elif gap in (" ou ", " voire ", " ou de "):
            if low.currency is not None:
                continue
        else:
            continue
        if _fits(low, high):
            _widen(low, high, start)


def _two_numbers(p: Page, low: Piece, high: Piece) -> bool:
    """« entre 105 et 110 »: two bare numbers that may become a range of money, but not two years."""
    return low.base < high.base < 1000 and p.low.endswith("entre ", 0, low.start) and not (low.numeral.words or high.numeral.words)


def _fits(low: Piece, high: Piece) -> bool:
    """Give the first number the unit it leaves out, if the two can then be one range."""
    if low.currency is not None and high.currency is not None and low.currency != high.currency:
        if low.family != "dollar" or not low.inferred or high.family is not None or not high.currency.endswith("D"):
            return False
    if high.base < 0 or low.base <= 0 or low.numeral.vague or high.numeral.vague:
        return False
    if low.tainted and not low.bare:
        return False
    magnitude = low.magnitude
    value = low.value
    if magnitude is None and high.magnitude is not None and low.currency is None:
        value = low.base * high.magnitude
        if value > high.value and 100 <= low.base < 1000 and high.base < 10:
            value = low.base * high.magnitude / 1000
        elif low.base >= 1000 and value > high.value:
            value = low.base
    elif magnitude is None and low.prefixed and high.prefixed and high.magnitude is not None and low.currency == high.currency:
        value = low.base * high.magnitude  # « entre $10 et $15 millions »
    elif _thousands_left_out(low, high):
        value = low.base * 1000
    if high.currency is None and low.currency is not None:
        high.currency, high.inferred, high.family = low.currency, low.inferred, low.family
        if high.magnitude is None and low.magnitude is not None:
            high.magnitude = low.magnitude
    if value >= high.value:
        return False
    high.low = value
    return True


def _thousands_left_out(low: Piece, high: Piece) -> bool:
    """« entre 10 et 15 000 euros » means 10 000, where the two are then of one size."""
    if low.magnitude is not None or high.magnitude is not None or low.currency is not None or not 2 <= low.base < 1000:
        return False
    return high.base % 1000 == 0 and low.base * 1000 < high.base <= low.base * 3000 and low.base * 30 < high.base


def _widen(low: Piece, high: Piece, start: int) -> None:
    high.high = high.value
    high.start = start
    high.number_start = low.number_start
    if high.mod is None:
        high.mod = low.mod
    low.dropped = True


def is_conversion(p: Page, first: Amount, second: Piece | Amount) -> bool:
    """Whether `second` says the same money as `first` in another currency."""
    if first.currency is None or second.currency is None or first.currency == second.currency or first.converted is not None:
        return False
    if second.start - first.end > 40:
        return False
    if second.mod == "approx" and p.low[first.end : second.start] == ", ":  # « 30 millions de dollars, environ 27 millions d'euros »
        return _OVER.match(p.low, second.end) is not None
    return _CONVERSION.match(p.low[first.end : second.start]) is not None


def mark_share_prices(p: Page, piece: Piece) -> None:
    """« 12 euros par action », « un prix d'introduction de 24 euros »."""
    if piece.magnitude is not None or piece.value >= 10**6:
        return
    if _SHARE_AFTER.match(p.low, piece.end):
        piece.per_share = True
        return
    window = p.low[max(0, piece.start - 90) : piece.start]
    cut = max(window.rfind(". "), window.rfind("\n"), window.rfind(";"))
    if _SHARE_BEFORE.search(window[cut + 1 :]):
        piece.per_share = True


def close(p: Page, pieces: list[Piece]) -> list[Amount]:
    """Freeze the pieces, hanging each conversion on the amount before it."""
    from dataclasses import replace

    amounts: list[Amount] = []
    for piece in pieces:
        if piece.dropped:
            continue
        if amounts and is_conversion(p, amounts[-1], piece):
            amounts[-1] = replace(amounts[-1], converted=finish(p, piece))
            continue
        amounts.append(finish(p, piece))
    return amounts
