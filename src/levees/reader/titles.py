"""Titles of executives and board members, as the press writes them."""

from __future__ import annotations

import re

_HEAD = (r"PDG|P-DG|DG|DGA|CEO|CFO|COO|CTO|DAF|DRH|président(?:e)?[- ]directeur(?:rice)? général(?:e)?|présidente? (?:exécutive? |non[- ]exécutive? )?(?:du (?:conseil|directoire)[^,.;:()]{0,40})?|"
         r"présidence(?: du (?:conseil|directoire)[^,.;:()]{0,40})?|vice-présidente?|direct(?:eur|rice)s?(?: général(?:e)?)?(?: adjointe?| déléguée?| exécutive?| par intérim)?|direction(?: générale| financière| opérationnelle)?|"
         r"administrat(?:eur|rice)s?(?: indépendante?| déléguée?| général(?:e)?)?|conseil d[’']administration|conseil de surveillance|directoire|comité exécutif|gérante?|associée?(?: gérante?)?|"
         r"secrétaire général(?:e)?|partner|managing partner|managing director|rédact(?:eur|rice) en chef|responsable|chef de la direction|patronn?e?|chief [a-z]+ officer|trésori(?:er|ère)|présider|dirigeante?|fauteuil")
_TITLE = re.compile(
    rf"\b(?:{_HEAD})\b(?: (?:financi(?:er|ère)|commercial(?:e)?|techniques?|opérationn(?:el|elle)|général(?:e)?|marketing|juridique|scientifique|industriel(?:le)?|délégué(?:e)?|"
    r"adjoint(?:e)?|exécutif|exécutive|par intérim|indépendant(?:e)?|non exécutif|stratégi(?:e|que)|produits?|technologique|médical(?:e)?|régional(?:e)?)){0,3}"
    r"(?: (?:des|de la|du|de l[’']|de|d[’']|en charge (?:des|de la|du))\s?(?:opérations|finances|ressources humaines|stratégie|technologie|ventes|recherche|développement|"
    r"marketing|produit|communication|investissements?|affaires [a-z]+|division [a-z]+|conseil d[’']administration|conseil de surveillance|conseil|directoire)){0,2}", re.IGNORECASE)


def find_titles(text: str) -> list[tuple[int, int]]:
    """Where titles stand in a sentence.

    >>> [ "Elle devient directrice financière d'Alba"[a:b] for a, b in find_titles("Elle devient directrice financière d'Alba") ]
    ['directrice financière']
    """
    return [(m.start(), m.start() + len(m[0].rstrip())) for m in _TITLE.finditer(text)]
