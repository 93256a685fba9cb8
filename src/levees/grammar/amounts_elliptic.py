"""Candidates: amounts that leave out the currency, the magnitude or both, and inherit them from a neighbour.

Nothing here is certain. A candidate says « this number may be money, and if so it is this much »; an event decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from levees.grammar.amounts_join import is_conversion
from levees.grammar.amounts_model import Amount, Piece, finish
from levees.grammar.currencies import Surroundings, unit_after
from levees.grammar.numerals import Page

_REACH = 600
_COUNTED = re.compile(
    r" ?(?:de |d')(?!"
    r"(?:valo|capitali|chiffre|ca\b|dettes?\b|pertes?\b|déficit|revenus?\b|recettes?\b|capita|bénéfice|profit|"
    r"fonds\b|financement|investissement|plus\b|moins\b|mieux\b|budget|ventes\b|résultat|lev[ée]e|tréso|cash|crédit|"
    r"prêt"
    r"|subvention|aides?\b|commandes\b|contrat|arr\b|marge|encours|actifs\b|dividende|impôt|indemnit|amende|"
    r"dotation|obligation|equity|excédent|économies|synergies|provision|dépréciation|charges|dépenses|coûts?\b|"
    r"liquidit|rachat"
    r"|royalt|licence|ebitda|primes?\b|engagements|placements|dons\b|apport|rallonge|emprunt|avance|bonus|frais|"
    r"volume|transaction|gmv|mrr|d'?affaires|ici\b|autres\b|chez|nouveaux capitaux|avant\b|après\b|alors\b|hier\b|"
    r"origine|aujourd|janvier|février|mars\b|avril|mai\b|juin|juillet|août|septembre|octobre|novembre|décembre|l'|"
    r"la\b|son\b|sa\b|leurs?\b|cette?\b|argent|aides?\b|valeur|valoris|évaluation|(?:une )?augmentation|une? (?:fonds|"
    r"coup|an)\b|il y a|ardoise|passif|débenture|capital|série|amorçage|factur|promesse|souscription|ebit|placés|plus-value|"
    r"moins-value|bons\b|parts\b|trous?\b|manque|rente|loyer|garantie|caution|créance|liquide|numéraire|mieux|récurrent|"
    r"surcoût|aumône|collecte|cashflow|cash-flow|flux|patrimoine|fortune|rab\b|goodwill|note|chèque|titres d)"
    r")(?P<word>[a-zà-ÿœ0-9-]+)"
)
_DEMONYM = re.compile(r"(?:ais|ois|ains|éens|iens|ands|ards|ques|sses|ols|urs|ges|ins|ants|eux|s)$")
_NOUN = re.compile(
    r" (?:utilisat|client|abonn|personn|habitant|visiteur|téléchargement|ménage|foyer|véhicule|voiture|passager|"
    r"emplois?\b|salarié|tonnes?\b|barils?\b|actions?\b|titres?\b|exemplaire|vues\b|lecteur|internaute|mètres|"
    r"hectares|km|tonne|unités"
    r"|voyageurs|membres|patients|électeurs|fois\b|logements|colis|pièces|parts?\b|années|ans\b)"
)
_RIGHT = re.compile(
    r"(?=$| ?[;)!?»\]\n]| ?:(?![0-9])|[.,](?![0-9])| (?:en|et|au|aux|à|pour|par|dont|ou|contre|l'an|un an|une|cette|"
    r"ce|fin|début|selon|d'après|dans|sur|auprès|lors|chez|depuis|avant|après|seulement|si|il y|chacune?|autres|"
    r"restants?|supplémentaires"
    r"|aujourd'hui|désormais|quand|lorsque|alors|puis|voire|mais|que|qui|où|deux ans|trois ans|quatre ans|cinq ans|"
    r"dix ans|six mois|l'année|l'été|la première|la dernière|environ|jadis|naguère|hier|jusqu'|prévus|attendus|"
    r"espérés|initial\w*"
    r"|de (?:dettes?|pertes?|subventions?|bénéfices?|profits?|fonds|prêts?|capital|trésorerie|plus|moins|mieux|"
    r"chiffre|cash|crédits?|quasi)|d'(?:ici|emprunts?|obligations|investissements?|ebitda|avances?|equity|"
    r"endettement))(?![a-zà-ÿœ])"
    r"| [«(–—-])"
)
_LEFT_NO = re.compile(
    r"(?:^|[\s(«'-])(?:le|la|du|au|un|une|des|les|n°|no|nº|n|page|pages|p\.|article|articles|chapitre|numéro|top|"
    r"série|tome|volume|rue|avenue|bd|fin|début|mi|en|vers|dès|depuis|avant|après|âgée?s? de|à l'âge de|sur \w+ sur|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|phase|niveau|version|windows|étape|groupe|chaîne|zone|"
    r"ligne|vol|lot|gate|station|code|loi|horizon|entre|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|\d+ sur|ces|ses|nos|vos|"
    r"leurs|tous|toutes|sont|étaient|seront|serons|comptait|emploie|employait|salariés?|personnes?|pays|heures?|"
    r"jours?|mois|ans|années|circulaire|décret|\d+e sur|[#/@])[ \n]$"
)
_LEFT_NAME = re.compile(r"[A-ZÀ-Þ][\w&.'-]* $")
_AGE_LEFT = re.compile(r"[A-ZÀ-Þ][\w-]+, $")
_AGE_RIGHT = re.compile(r"[,.)]")
_LES = re.compile(r"(?:vis|lorgn|frôl|approch|dépass|franchi|attein|passer?)\w* (?:déjà |ainsi |bientôt )?(?:les|des) $")
_MORE_NUMBERS = re.compile(r"(?:,| et| ou| à| contre| puis| sur)(?: de)? [0-9]")
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}$")
_CHAIN = re.compile(r"^(?:,| et| ou| à|, puis| puis|,? et| contre)(?: de)? ?$")
_AS_MUCH = re.compile(r"(?<![a-zà-ÿœ'])autant(?![a-zà-ÿœ])(?! (?:que|qu'|de |d'|dire|plus|pour |en |dans))")
_NOT_AS_MUCH = re.compile(r"(?:pour|d'|tout|aussi|deux fois|trois fois|jamais|d) ?$")
_SENTENCE_END = re.compile(r"[.!?…] *[»\"]? (?=[A-ZÀ-Þ«0-9])|[.!?]?\n")
_CURRENCY_NOUN = re.compile(
    r"(?<![a-zà-ÿœ])(?:euros?|dollars?|francs?|livres sterling|yens?|yuans?|dirhams?|fcfa|wons?)(?![a-zà-ÿœ])|€|\$|£")


class Neighbours:
    """The certain amounts of a text, asked for the nearest one with a currency or a magnitude."""

    def __init__(self, p: Page, money: list[Amount], around: Surroundings) -> None:
        """Keep the pieces, in order."""
        self._money = money
        self._starts = [m.start for m in money]
        self._page, self._around = p, around
        self._fallback: str | None = None
        self._looked = False

    def currency(self, at: int, *, but: str | None = None) -> str | None:
        """Return the currency of the nearest amount before `at`, else after it, else the first that the text names."""
        i = bisect_left(self._starts, at)
        if but is not None:
            others = [m.currency for m in [*reversed(self._money[max(0, i - 8) : i]), *self._money[i : i + 8]] if m.currency != but]
            return others[0] if others else None
        if not self._money:
            return self._named()
        said = {m.currency for m in self._money}
        if len(said) == 1:
            return self._money[0].currency
        return self._nearest(at, i)

    def _nearest(self, at: int, i: int) -> str | None:
        """The amount before in the same sentence, else the text's own currency if it uses it, else the amount before or after."""
        before = self._money[i - 1] if i else None
        if before is not None and not _SENTENCE_END.search(self._page.flat, before.end, at):
            return before.currency
        home = self._around.home
        nearest = (before or self._money[0]).currency
        votes = Counter(m.currency for m in self._money)
        return home if votes[home] and votes[home] >= votes[nearest] else nearest

    def _named(self) -> str | None:
        """The first currency that the text names without an amount, else the one its places tell of."""
        if not self._looked:
            self._looked = True
            m = _CURRENCY_NOUN.search(self._page.low)
            unit = unit_after(self._page, m.start(), self._around) if m else None
            self._fallback = unit.code if unit else self._around.home
        return self._fallback


def add_candidates(p: Page, amounts: list[Amount], pieces: list[Piece], around: Surroundings) -> list[Amount]:
    """Return the certain amounts together with the elliptic ones, in order and without overlap."""
    neighbours = Neighbours(p, amounts, around)
    keep: dict[int, Piece] = {}
    last_scaled: Piece | None = None
    scale_before: list[Piece | None] = []
    for piece in pieces:
        scale_before.append(last_scaled)
        if piece.magnitude is not None and not _counts_things(p, piece):
            last_scaled = piece
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if piece.currency is not None or piece.tainted or (piece.dropped and not piece.bare):
            continue
        if piece.dropped:
            continue
        if piece.magnitude is not None:
            if piece.magnitude >= 10**6 and not _counts_things(p, piece):
                keep[i] = piece
        elif _may_be_money(p, piece, after, after is not None and (after.currency is not None or i + 1 in keep)):
            source = _scale(p, piece, after, scale_before[i], i + 1 in keep)
            if source is not None and (piece.base < 1000 or source.base >= 1000):
                piece.magnitude = source.magnitude
                piece.inherited = ("magnitude",)
                keep[i] = piece
    out = list(amounts)
    for piece in keep.values():
        piece.currency = neighbours.currency(piece.start, but=_said_in(p, piece, amounts))
        piece.inferred = piece.currency is not None
        piece.certain = False
        if piece.currency is not None:
            piece.inherited = ("currency", *piece.inherited)
        out.append(finish(p, piece))
    out.sort(key=lambda a: a.start)
    return _with_as_much(p, _converted(p, out))


def _said_in(p: Page, piece: Piece, amounts: list[Amount]) -> str | None:
    """The currency of the bracket that converts this amount (« 30 millions (27,5 millions d'euros) »): it is not its own."""
    if p.low[piece.end : piece.end + 2] != " (":
        return None
    i = bisect_left(amounts, piece.end, key=lambda a: a.start)
    after = amounts[i] if i < len(amounts) else None
    if after is None or after.start != piece.end + 2 or after.amount is None or after.amount == piece.value:
        return None
    return after.currency if Decimal("0.2") < abs(after.amount) / max(abs(piece.value), Decimal(1)) < 5 else None


def _counts_things(p: Page, piece: Piece) -> bool:
    """« 1,3 million d'enfants », « 3 millions de titres »: a magnitude that counts something else than money."""
    if piece.currency is not None:
        return False
    m = _COUNTED.match(p.low, piece.end)
    if m is None:
        return _NOUN.match(p.low, piece.end) is not None
    first = p.flat[m.start("word")]
    if m.group("word") in ("usdt", "usdc", "btc", "eth", "bnb", "xrp"):
        return True
    if first.isupper():
        return _DEMONYM.search(m.group("word")) is not None
    return not first.isdigit()


def _may_be_money(p: Page, piece: Piece, after: Piece | None, after_is_money: bool) -> bool:
    """Whether a bare number may be an amount, by what stands right and left of it."""
    n = piece.numeral
    if n.vague or n.approx or (n.words and (n.value < 10 or n.value in (100, 1000))) or n.value <= 0 or n.value >= 10**6:
        return False
    written = p.flat[n.start : n.end]
    if _YEAR.match(written) or (written[0] == "0" and len(written) > 1 and written[1] not in ",."):
        return False
    low = p.low
    gap = low[piece.end : after.start] if after is not None and after.start - piece.end < 24 else None
    if gap is not None and _CHAIN.match(gap) and not after_is_money:
        return False
    if not after_is_money and _MORE_NUMBERS.match(low, piece.end):
        return False
    if not (gap is not None and _CHAIN.match(gap)) and not _RIGHT.match(low, piece.end):
        return False
    window = low[max(0, piece.start - 24) : piece.start]
    if not window.strip() or window.endswith("\n"):
        return False
    if _LEFT_NO.search(" " + window):
        return _LES.search(low[max(0, piece.start - 36) : piece.start]) is not None or low.startswith(" restants", piece.end)
    cased = p.flat[max(0, piece.start - 24) : piece.start]
    if _AGE_LEFT.search(cased) and _AGE_RIGHT.match(low, piece.end):
        return False
    return not _LEFT_NAME.search(cased)


def _scale(p: Page, piece: Piece, after: Piece | None, before: Piece | None, after_kept: bool) -> Piece | None:
    """The piece whose magnitude a bare number takes: the next of its list, else the last one before."""
    if after is not None and after.magnitude is not None and (after.currency is not None or after_kept):
        gap = p.low[piece.end : after.start] if after.start - piece.end < 24 else ""
        if gap and _CHAIN.match(gap) and (after.low is None):
            return after
    if before is not None and piece.start - before.end <= _REACH:
        return before
    return None


def _converted(p: Page, amounts: list[Amount]) -> list[Amount]:
    """« contre 3 milliards (380 millions d'euros) »: a candidate with its conversion is one amount."""
    out: list[Amount] = []
    for amount in amounts:
        if out and not out[-1].certain and amount.certain and amount.converted is None and is_conversion(p, out[-1], amount):
            out[-1] = replace(out[-1], converted=amount)
        else:
            out.append(amount)
    return out


def _with_as_much(p: Page, amounts: list[Amount]) -> list[Amount]:
    """« Kartable 1,2 million, 360Learning autant »: the amount before, once more."""
    if "autant" not in p.low or not amounts:
        return amounts
    starts = [a.start for a in amounts]
    extra: list[Amount] = []
    for m in _AS_MUCH.finditer(p.low):
        i = bisect_left(starts, m.start())
        if not i or m.start() - amounts[i - 1].end > 120 or _NOT_AS_MUCH.search(p.low[max(0, m.start() - 12) : m.start()]):
            continue
        source = amounts[i - 1]
        extra.append(
            replace(
                source, start=m.start(), end=m.end(), text=p.text[m.start() : m.end()], number_start=m.start(), number_end=m.end(),
                mod=None, converted=None, certain=False, elliptic=True,
                currency_inferred=source.currency is not None, inherited=("currency", "magnitude"),
            )
        )
    return sorted([*amounts, *extra], key=lambda a: a.start) if extra else amounts


