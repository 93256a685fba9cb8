"""What a text counts in when it does not say: which dollar « $ » is, and which currency a bare « 8 millions » is in.

Both go by the places, institutions and turns of phrase that a paper of that country uses; `data/fr/currencies.yml` lists them.
"""

from __future__ import annotations

import re

from levees.grammar.amounts_tables import tables
from levees.grammar.numerals import Page, page

_CANADA = re.compile(
    r"(?P<sure>(?:montants|chiffres|données|dollars?)[^.\n]{0,40}(?:en|sont en) dollars canadiens|\bg\$|"
    r"(?:^|[\n(] ?)(?:montréal|québec|ottawa|toronto|laval|sherbrooke|gatineau|calgary|vancouver|trois-rivières|saguenay|"
    r"lévis|longueuil)\s?(?:\)|[–—:,-])|la presse canadienne|#québec|\bbaiia\b|fonds (?:de solidarité )?ftq|\bfondaction\b)"
    r"|(?P<strong>caisse de dépôt|investissement québec|\bcdpq\b|québécois|"
    r"bourse de toronto|\btsx\b|dollars? ca\b|\bcad\b|desjardins|\boac?iq\b|dollars? canadiens?|"
    r"cheffe? de la direction(?! (?:financ|génér|des))|cheffe? de l'exploitation|vice-présidente? principale?|\bcégep|\bpme mtl\b)"
    r"|(?P<weak>\bmontréal|\bquébec\b|\bcanad|\btoronto|\bottawa|\bmirabel|\bdorval|\blaval\b|\bontario|"
    r"\b[a-zà-ÿ-]+(?:ville|-mégantic|-rivières),? (?:au|\(?québec))"
    r"|(?P<us>\bm\$ ?us|\$ ?us\b|\bus ?\$|dollars? us\b|dollars? américains?|\busd\b|\(états-unis\)|\bnasdaq|"
    r"\bwall street|san francisco|\bcalifornie|silicon valley|new york)"
)
_CANADIAN_STEMS = (
    "canad", "québ", "montréal", "toronto", "ottawa", "g$", "ontario", "cad", "cdpq", "tsx", "desjardins", "(laval)",
    "calgary", "vancouver", "ftq", "baiia", "de la direction",
)
_AFTER_MILLIONS = re.compile(r"(?:millions?|milliards?) \$(?! ?us)")
_AMERICAN = re.compile(r"\$ ?us|us ?\$|dollars? us|américain|usd")


def guess_dollar(text: str) -> str:
    """Say which dollar « $ » and « dollars » mean in a text: CAD for a Québec or Canadian paper, else USD.

    >>> guess_dollar("(Montréal) La jeune pousse amasse 12 M$."), guess_dollar("OpenAI lève 6 milliards de dollars.")
    ('CAD', 'USD')
    """
    return dollar_of(page(text))


def dollar_of(p: Page) -> str:
    """The same, for a page."""
    score = 0
    low = p.low
    if not any(stem in low for stem in _CANADIAN_STEMS):
        return "USD"
    if "G$" in p.flat:
        score += 4
    for m in _CANADA.finditer(low):
        if m.lastgroup == "sure":
            score += 4
        elif m.lastgroup == "strong":
            score += 2
        elif m.lastgroup == "weak":
            score += 1
        elif _AMERICAN.search(m.group()):
            score += 1 if score > 0 else 0
        else:
            score -= 2
    if score > 0 and _AFTER_MILLIONS.search(low):
        score += 2
    return "CAD" if score >= 4 else "USD"


def guess_currency(text: str) -> str:
    """Say in which currency a text counts when it names none: EUR unless its places and institutions say otherwise.

    >>> guess_currency("Zurich (awp) - Le vendeur reçoit 8 millions."), guess_currency("Alba lève 8 millions.")
    ('CHF', 'EUR')
    """
    p = page(text)
    return home_of(p, dollar_of(p)) or "EUR"


def home_of(p: Page, dollar: str) -> str | None:
    """The same, for a page whose dollar is known; None where nothing tells."""
    if dollar == "CAD":
        return "CAD"
    votes = {code: len(cue.findall(p.low)) for code, cue in tables().home.items()}
    best = max(votes, key=lambda code: votes[code])
    if not votes[best]:
        return None
    # a foreign firm or city is often named in a French paper: dollars and pounds need more than a bare majority
    if best in ("USD", "GBP"):
        return best if votes[best] > max(1, 2 * votes["EUR"]) else "EUR" if votes["EUR"] else None
    return best if votes[best] > votes["EUR"] else "EUR"
