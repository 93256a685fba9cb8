"""May a bare number be an amount? « il en avait levé 40 » may, « il emploie 40 personnes » may not.

What stands right and left of the number decides; a list (« Alba 12 millions, Borée 9 ») lets its members vouch for each other.
"""

from __future__ import annotations

import re

from levees.grammar.amounts_model import Piece
from levees.grammar.numerals import Page

MONEY_NOUN = (
    r"(?:valo|capitali|chiffre|ca\b|dettes?\b|pertes?\b|déficit|revenus?\b|recettes?\b|capita|bénéfice|profit|"
    r"fonds\b|financement|investissement|plus\b|moins\b|mieux\b|budget|ventes\b|résultat|lev[ée]e|tréso|cash|crédit|"
    r"prêt"
    r"|subvention|aides?\b|commandes\b|carnet\b|contrat|arr\b|marge|encours|actifs\b|dividende|impôt|indemnit|amende|"
    r"dotation|obligation|equity|excédent|économies|synergies|provision|dépréciation|charges|dépenses|coûts?\b|"
    r"liquidit|rachat|bons d|manque à|trous? de|garantie|créance|numéraire|récurrent|plus-value|moins-value|débenture|passif|"
    r"évaluation|ardoise|amorçage|factur|souscription|ebit|placés|patrimoine|collecte|flux|goodwill|argent|promesse|"
    r"royalt|licence|ebitda|primes?\b|engagements|placements|dons\b|apport|rallonge|emprunt|avance|bonus|frais|"
    r"volume|transaction|gmv|mrr|d'?affaires|honoraires|commissions|redevances|trous?\b|"
    r"nouveaux capitaux|valeur|augmentation|capital|série)"
)
_OTHER_WORD = (
    r"(?:ici\b|abord\b|ores\b|autres\b|chez|avant\b|après\b|alors\b|hier\b|origine|aujourd|janvier|février|mars\b|avril|mai\b|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre|l'|la\b|son\b|sa\b|leurs?\b|cette?\b|(?:une )?augmentation|une? (?:fonds|coup|an)\b|"
    r"il y a|bons\b|parts\b|manque|rente|loyer|caution|liquide|surcoût|aumône|cashflow|cash-flow|fortune|rab\b|note|chèque|titres d|"
    r"ses\b|fin\b|une\b|produits\b|actions (?:nouv|priv))"
)
_COUNTED = re.compile(rf" ?(?:de |d')(?!{MONEY_NOUN}|{_OTHER_WORD})(?P<word>[a-zà-ÿœ0-9-]+)")
_DEMONYM = re.compile(r"(?:ais|ois|ains|éens|iens|ands|ards|iques|ques|lges|uisses|usses|nols|turcs|grecs|tchèques|eux)$")
_NOUN = re.compile(
    r" (?:(?:de |d')(?:[a-zà-ÿ]+ )?)?(?:utilisat|client|abonn|personn|habitant|visiteur|téléchargement|ménage|foyer|véhicule|voiture|"
    r"passager|emplois?\b|salarié|tonnes?\b|barils?\b|actions?\b|titres?\b|exemplaire|vues\b|lecteur|internaute|mètres|"
    r"hectares|km|tonne|unités"
    r"|voyageurs|membres|patients|électeurs|fois\b|logements|colis|pièces|parts?\b|années|ans\b|français|européens|américains|"
    r"enfants|femmes|hommes|spectateurs|téléspectateurs|touristes|billets|lits|repas|livres\b|bouteilles|litres|mots|pages)"
)
_TOKENS = ("usdt", "usdc", "btc", "eth", "bnb", "xrp")
_GIVEN = (
    r"(?:promis|espérés?|attendus?|prévus?|annoncés?|visés?|apportés?|prêtés?|empruntés?|fournis?|versés?|consentis?|souscrits?|"
    r"investis?|levés?|recueillis?|réunis?|collectés?|avancés?|confiés?|pris|mis|placés?|garantis?|engagés?|injectés?|accordés?|"
    r"réclamés?|demandés?|proposés?|dus?|dû|perdus?|gagnés?|empochés?|encaissés?|obtenus?|reçus?|touchés?|déboursés?|payés?|cédés?|"
    r"offerts?|financés?|octroyés?|alloués?|remis|récurrents?|provenant|proviennent|venant|venaient|viennent|venus?|issus?|"
    r"restants?|manquants?|convenus?|affichés?|évoqués?|initiaux|souhaités?|exigés?|rachetés?|remboursés?|déjà \w+és?)(?![a-zà-ÿœ-])"
)
_RIGHT = re.compile(
    r"(?=$| ?[;)!?»\"\]\n]| ?:(?![0-9])|[.,](?![0-9])| (?:en|et|au|aux|à|pour|par|dont|ou|contre|l'an|un an|une|cette|"
    r"ce|fin|début|selon|d'après|dans|sur|auprès|lors|chez|depuis|avant|après|seulement|si|il y|chacune?|autres|"
    r"restants?|supplémentaires"
    r"|aujourd'hui|désormais|quand|lorsque|alors|puis|voire|mais|que|qui|où|deux ans|trois ans|quatre ans|cinq ans|"
    r"dix ans|six mois|l'année|l'été|l'hiver|l'automne|la première|la dernière|environ|jadis|naguère|hier|jusqu'|"
    r"initial\w*|tout au (?:plus|moins)|"
    r"(?:le (?:mois|trimestre|semestre)|la semaine) (?:derni(?:er|ère)|passée?|précédente?|suivante?|d'après)|"
    r"dès|d'un coup|d'emblée|cet|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|tout (?:rond|juste)s?|"
    r"de quasi|d'ici)(?![a-zà-ÿœ])"
    rf"| {_GIVEN}| (?:sont|étaient|ont été|seront|seraient) (?:déjà |encore )?(?:là\b|tirés|{_GIVEN})"
    rf"| (?:de |d'){MONEY_NOUN}| qu'| des [0-9]| [«(–—-])"
)
_LEFT_NO = re.compile(
    r"(?:^|[\s(«'-])(?:le|la|du|au|un|une|des|les|aux|n°|no|nº|n|page|pages|p\.|article|articles|chapitre|numéro|top|"
    r"série|tome|volume|rue|avenue|bd|fin|début|mi|en|vers|dès|depuis|avant|après|âgée?s? de|à l'âge de|sur \w+ sur|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|phase|niveau|version|windows|étape|groupe|chaîne|zone|"
    r"ligne|vol|lot|gate|station|code|loi|horizon|entre|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|\d+ sur|ces|ses|nos|vos|"
    r"leurs|tous|toutes|sont|étaient|seront|serons|comptait|emploie|employait|salariés?|personnes?|pays|heures?|"
    r"jours?|mois|ans|années|circulaire|décret|\d+e sur|[#/@])[ \n]$"
    r"|(?<!de )(?<![0-9,.])[0-9]{1,2} à $"
)
_THE = re.compile(r"(?:^|[\s(«'])(?:les|des|aux|ses|ces|leurs) $")
_THE_RIGHT = re.compile(
    rf" (?:{_GIVEN}|qu['e]|dont\b|auxquels\b|du (?:matin|soir|début|départ)|premiers? (?:ven|mis|apport|vers|avai)|restants?|"
    rf"(?:de |d'){MONEY_NOUN}|(?:de |d')(?:l'(?:exercice|an|année|automne|été|hiver)|la (?:première|précédente) |[12][0-9]{{3}}|"
    rf"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?![a-zà-ÿœ0-9]))"
)
_AND_THE = re.compile(r"(?:dont|et|par|avec|contre|que|soit|ou|puis|après) les $")
_LENT = re.compile(r"\b(?:prêt|ticket|chèque|tour|apport|don|emprunt|crédit|acompte|bonus|versement|virement) de $|"
    r"(?:[€$£]|mds?|millions?|milliards?|euros?|dollars?|francs?),? dont $")
_OWNED = re.compile(r" (?:de |d'|du )(?:l'|la |son |sa )?[A-ZÀ-Þ]| de l'opération")
_SOME_MORE = re.compile(r" autres (?:iront|vont|viennent|viendront|suivront|suivent|proviennent)")
_WITH = re.compile(r" (?:avec|sans) ")
_THE_VERB = re.compile(r"(?:vis|lorgn|frôl|approch|dépass|franchi|attein|passer?|touch|revoi)\w* (?:déjà |ainsi )?(?:les|des) $")
_LEFT_NAME = re.compile(
    r"(?!(?:Puis|Soit|Dont|Contre|Avec|Pour|De|D'abord|Après|Ou|Et|À|Environ|Objectif|Résultat|Montant|C'(?:était|est)) )"
    r"\b[A-ZÀ-Þ](?:[\w&.'-]*[\w&'-])? $")
_AGE_LEFT = re.compile(r"[A-ZÀ-Þ][\w-]+, $")
_AGE_RIGHT = re.compile(r"[,.)]")
_MORE_NUMBERS = re.compile(r"(?:,| et| ou| à| contre| puis| sur)(?: de)? [0-9]")
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}$")
_IN_YEAR = re.compile(r" en (?:19|20)[0-9]{2}")
CHAIN = re.compile(r"^(?:,| et| ou| à|, puis| puis|,? et| contre|,? et non| plutôt que| au lieu)(?: de| d')? ?$")
_MONEY_VERB = (
    r"(?:lev|lèv|avanc|recueill|remis|remet|atten|attein|atteign|perd|vau|valai|promet|promi|coût|vers|reç|touch|apport|collect|obten|obtien|"
    r"prêt|vis|demand|réclam|voul|veut|eu\b|a\b|ont\b|récolt|empoch|encaiss|réuni|mis\b|met\b|pes|pès|injec|inves|emprunt|gagn|doi|"
    r"cherch|repren|reprit|repris|offr|offer|propos|pay|débours|fourni|espér|rest|ajout|faut|faudr|manqu|consent|concéd|engag|arriv)"
)
_OF_IT = re.compile(
    rf"(?:^|[\s'(«])(?:en|y en)(?: (?:a|ont|avait|avaient|aura|aurait|est|sera|serait))? {_MONEY_VERB}[a-zà-ÿ]*"
    r"(?: que| déjà| encore| plus que)? $")
_WANTED = re.compile(rf"(?:^|[\s'(«])(?:{_MONEY_VERB}[a-zà-ÿ]*(?: que)?|en (?:est|était|serait) (?:déjà |désormais )?à) $")
_WORD_RIGHT = re.compile(r"$| ?[;!?»\n]|[.,](?![0-9])| (?:en|pour|cette|l'an|au|à|plus|de plus|de mieux|autres|et|par|dès)(?![a-zà-ÿœ])")
_NAME = r"[A-ZÀ-Þ0-9][\w&.+'’-]*(?: (?:(?:de|du|des|la|le|et|&|d'|l') ?)?[A-ZÀ-Þ0-9][\w&.+'’-]*){0,4}"
_LISTED = re.compile(
    rf"(?P<cut>[,;.)…]|[,;]? et|[,;]? puis|\n ?(?:[•·*–—-]|[0-9]{{1,2}}[.)])?)[ ]?"
    rf"(?:(?:le|la|les|l'|à|pour|chez) ?(?:[a-zà-ÿ-]+ ){{0,3}})?{_NAME}"
    r"(?:,| ?:| à| pour| en a eu| avec| ?\((?:[A-ZÀ-Þ][\w-]+,)?| ?[–—-])? $|"
    rf"(?P<cut2>[,;.])[ ](?:(?:le|la|les|à|pour|chez) |l')?{_NAME} ?\((?:[A-ZÀ-Þ][\w-]+, )?$"
)
_LISTED_RIGHT = re.compile(
    r"$| ?[;)»\n!?]|[.,](?![0-9])| (?:en|et|au|à|pour|par|dans|chez|auprès|contre|"
    r"de mieux|de plus|quelques|un an|l'an|\(|[–—-])(?![a-zà-ÿœ])")
_FOLLOWED = re.compile(
    r" (?:(?:viennent |venant |venus |proviennent )?(de|du|dans|chez|pour|par|à|le|la|avec|auprès) |(d'|l'|à l'))"
    r"(?=[A-ZÀ-Þ]|l[ae']|son|sa|une?\b)")
_THINGS = re.compile(rf" (?!{_GIVEN}|(?:de|d'|en|et|au|aux|pour|par|dont|contre|dans|sur|plus|moins)\b)[a-zà-ÿœ-]{{4,}}")
_STOP = re.compile(r"\n|\. ")
_COMPARED = re.compile(r"(?: contre| au lieu de| après|\(|, puis| en avait eu| en comptait)(?: de| d'environ)? ?$")
_PARALLEL_LEFT = re.compile(r"(?:[,;:]|,? et|,? puis|,? plus|,? dont)(?: de| d'| à)? $")


def counts_things(p: Page, piece: Piece) -> bool:
    """« 1,3 million d'enfants », « 3 millions de titres »: a magnitude that counts something else than money."""
    if piece.currency is not None:
        return False
    m = _COUNTED.match(p.low, piece.end)
    if m is None:
        return not p.low.startswith((" de ", " d'"), piece.end) and _NOUN.match(p.low, piece.end) is not None
    first = p.flat[m.start("word")]
    if m.group("word") in _TOKENS:
        return True
    if first.isupper():
        return _DEMONYM.search(m.group("word")) is not None
    if first.isdigit():
        return False
    if not p.low.endswith("pour ", 0, piece.start):
        return True
    return m.group("word") not in ("titres", "actions", "parts") and _NOUN.match(p.low, piece.end) is not None


def _no_number(p: Page, piece: Piece) -> bool:
    """Vague, a year, a code: nothing that could be counted in money."""
    n = piece.numeral
    if n.vague or n.approx or n.value <= 0 or (n.words and n.value in (100, 1000)):
        return True
    written = p.flat[n.start : n.end]
    return _YEAR.match(written) is not None or (written[0] == "0" and len(written) > 1 and written[1] not in ",.")


def may_be_money(p: Page, piece: Piece, after: Piece | None, after_is_money: bool) -> bool:
    """Whether a bare number may be an amount, by what stands right and left of it."""
    if _no_number(p, piece):
        return False
    low, n = p.low, piece.numeral
    window = low[max(0, piece.start - 36) : piece.start]
    if n.words and n.value < 10:
        if _SOME_MORE.match(low, piece.end) and (not window.strip() or window.rstrip()[-1] in ".:;"):
            return True
        return n.value > 1 and _OF_IT.search(window) is not None and _WORD_RIGHT.match(low, piece.end) is not None
    gap = low[piece.end : after.start] if after is not None and after.start - piece.end < 24 else None
    chained = gap is not None and CHAIN.match(gap) is not None
    if chained and (not after_is_money or (after is not None and after.bare and gap == " à " and not low.endswith("de ", 0, piece.start))):
        return False
    if not after_is_money and _MORE_NUMBERS.match(low, piece.end):
        return False
    if not chained and not _RIGHT.match(low, piece.end):
        if _THE.search(window):
            return _after_the(p, piece, window)
        if _LENT.search(window):
            return _OWNED.match(p.flat, piece.end) is not None
        return _OF_IT.search(window) is not None and (_OWNED.match(p.flat, piece.end) or _WITH.match(low, piece.end)) is not None
    if not window.strip() or window.endswith("\n"):
        return _IN_YEAR.match(low, piece.end) is not None
    if piece.low is None and _LEFT_NO.search(" " + window):
        return _after_the(p, piece, window)
    cased = p.flat[max(0, piece.start - 24) : piece.start]
    if _AGE_LEFT.search(cased) and _AGE_RIGHT.match(low, piece.end):
        return False
    return not _LEFT_NAME.search(cased) or _WANTED.search(window) is not None


def goes_on_counting(p: Page, before: Piece, piece: Piece) -> bool:
    """« 764 transactions (724 en 2021) », « 312 tours, contre 388 »: a number beside one that counts things counts them too."""
    if not before.bare or piece.start - before.end > 70:
        return False
    gap = p.low[before.end : piece.start]
    things = _THINGS.match(gap)
    if before.base * 5 < piece.base or piece.base * 5 < before.base:
        return False
    return things is not None and not _RIGHT.match(p.low, before.end) and _COMPARED.search(gap) is not None and not _STOP.search(gap)


def _after_the(p: Page, piece: Piece, window: str) -> bool:
    """« toucher les 75 promis », « les 8,7 dont on parle »: an article before a number that the text has met, or will."""
    if _THE_VERB.search(window):
        return True
    if not _THE.search(window):
        return p.low.startswith(" restants", piece.end)
    if _THE_RIGHT.match(p.low, piece.end):
        return True
    if _AND_THE.search(window) and _OWNED.match(p.flat, piece.end):
        return True
    return piece.base != piece.base.to_integral_value() and _RIGHT.match(p.low, piece.end) is not None


def wanted(p: Page, piece: Piece) -> bool:
    """« Il voulait 250 »: a verb of money right before a number that nothing before it explains."""
    return _WANTED.search(p.low[max(0, piece.start - 30) : piece.start]) is not None


def listed(p: Page, before: Piece, piece: Piece) -> bool:
    """« Alba pèse 25 milliards, Borée 51 », « 4,4 dans Alba, 2,25 dans Borée »: a number that goes on a list of amounts."""
    if piece.start - before.end > 110 or _no_number(p, piece):
        return False
    small = piece.numeral.words and piece.numeral.value < 10
    gap = p.flat[before.end : piece.start]
    low = p.low
    if "\n\n" in gap or _MORE_NUMBERS.match(low, piece.end):
        return False
    follows = _FOLLOWED.match(p.flat, piece.end)
    if follows is not None and _PARALLEL_LEFT.search(gap) and not (small and piece.numeral.value == 1):
        earlier = _FOLLOWED.match(p.flat, before.end)
        return earlier is not None and (earlier.group(1) or earlier.group(2))[0] == (follows.group(1) or follows.group(2))[0]
    m = _LISTED.search(gap)
    if m is None or small or not _LISTED_RIGHT.match(low, piece.end):
        return False
    if (m.group("cut") or m.group("cut2")) in (".", "…"):
        # a sentence of its own: « Oracle, 18. », not « Anne Oracle, 45, préside »
        return p.flat[piece.end : piece.end + 1] in (".", ";") and gap.rstrip()[-1] in ",:"
    return True
