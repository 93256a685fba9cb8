"""Past or future, by the words of the clause: verb endings, auxiliaries and nouns of intent near an expression."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.;!?:](?=\s|[A-ZÀ-Ý«])|\n")
_CUE = re.compile(
    r"(?<![\w])(?:(?P<future>\w{2,}(?:era|eront|erai|erons|erez|ira|iront|dra|dront|rra|rront|vra|vront|aura|tra|tront)|sera|seront|aura|auront|ira|fera|feront"
    r"|\w{2,}(?:erait|eraient|irait|iraient|drait|draient|rrait|rraient|vrait|vraient)|serait|aurait"
    r"|(?:va|vont|doit|doivent) (?!\w+(?:é|i|u)\b)|(?:est|sont|était|étaient) (?:prévue?s?|attendue?s?|programmée?s?|fixée?s?|espérée?s?)"
    r"|prévoi(?:t|ent)|compte(?:nt)? \w+er|vise(?:nt)?|ambitionne(?:nt)?|envisage(?:nt)?|espère(?:nt)?|souhaite(?:nt)?|prévue?s?|attendue?s?|programmée?s?|s'apprête(?:nt)?"
    r"|objectif|prochaine? (?:rendez-vous|étape|levée)|à venir|planifiée?s?|avant la fin|d'ici|table(?:nt)? sur|anticipe(?:nt)?|promet(?:tent)?)"
    r"|(?P<past>(?:a|ont|avait|avaient|ai|avons) (?:\w+ )?(?:\w+(?:é|ée|és|ées|i|ie|is|it|u|us|ue|ues)|fait|pris|mis|ouvert|offert)|(?:s'est|se sont|est|sont|était|étaient|fut|furent) \w+(?:é|ée|és|ées|i|ie|is|u|us|ue|ues|te|ise)"
    r"|\w{3,}(?:ait|aient)(?<!rait)(?<!raient)|avait|était|\w{3,}(?:èrent|irent|urent)|fut|eut|fit|il y a|dernier|dernière))(?!\w)"
)
WINDOW = 220


def tense(text: str, start: int, end: int) -> str | None:
    """ "past", "future", or None where the clause around an expression says neither; the nearest cue decides.

    >>> text = "Le groupe publiera ses comptes en mars."
    >>> tense(text, 34, 38)
    'future'
    """
    left = max(0, start - WINDOW)
    before, after = text[left:start], text[end : end + WINDOW]
    cut = 0
    for m in _SENTENCE_END.finditer(before):
        cut = m.end()
    before = before[cut:]
    if m := _SENTENCE_END.search(after):
        after = after[: m.start()]
    best: tuple[float, str] | None = None
    for m in _CUE.finditer(before.lower().replace("’", "'")):
        gap = before[m.end() :]
        d = len(gap) + 40 * gap.count(",") + 40 * len(re.findall(r"\b(?:qui|que|dont|mais)\b", gap))
        if best is None or d <= best[0]:
            best = (d, str(m.lastgroup))
    for m in _CUE.finditer(after.lower().replace("’", "'")):
        gap = after[: m.start()]
        d = len(gap) + (0 if not before.strip() else 30) + (40 * max(0, gap.count(",") - (not before.strip())))
        if best is None or d < best[0]:
            best = (d, str(m.lastgroup))
    return best[1] if best else None
