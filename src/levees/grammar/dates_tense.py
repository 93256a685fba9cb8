"""Past or future, by the words of the clause: verb endings, auxiliaries and nouns of intent near an expression."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.;!?:](?=\s|[A-ZÀ-Ý«])|\n")
_FUTURE = (
    r"\w{2,}(?:era|eront|erai|erons|erez|ira|iront|irons|dra|dront|rra|rront|vra|vront|tra|tront)|sera|seront|aura|auront|ira|fera|feront"
    r"|(?:va|vont|doit|doivent|devait|devaient|devrait|devraient) (?:\w+ ){0,2}\w+(?:er|ir|re|oir)(?!\w)"
)
_INTENT = (
    r"\w{2,}(?:erait|eraient|irait|iraient|drait|draient|rrait|rraient|vrait|vraient)"
    r"|(?:est|sont|était|étaient) fixée?s?|(?:prévu|attendu|programmé)(?:es?|s)?|(?:espéré|planifié|escompté)(?:es?|s)?"
    r"|prévoi(?:t|ent)|compte(?:nt)? \w+(?:er|ir|re)|vise(?:nt)?|ambitionne(?:nt)?|envisage(?:nt)?"
    r"|espère(?:nt)?|souhaite(?:nt)?|s apprête(?:nt)?"
    r"|objectifs?|prochaine? (?:rendez-vous|étape|levée)|à venir|table(?:nt)? sur|anticipe(?:nt)?|promet(?:tent)?"
    r"|échéance|d ici|avant la fin|au plus tard"
)
_PAST = (
    r"(?:a|ont|avait|avaient|ai|avons|ayant|vient|viennent|venait) (?:\w+ ){0,2}?"
    r"(?:\w+(?:é|ée|és|ées|i|ie|is|it|u|us|ue|ues|er|oir)|fait|pris|mis|ouvert|offert)"
    r"|(?:s est|se sont|est|sont|était|étaient|fut|furent|été) \w+(?:é|ée|és|ées|i|ie|is|u|us|ue|ues|te|ise)"
    r"|\w{3,}(?:ait|aient)(?<!rait)(?<!raient)|avait|était|\w{3,}(?:èrent|irent|urent)|fut|eut|fit|il y a"
)
_CUE = re.compile(
    rf"(?<!\w)(?:(?P<future>{_FUTURE})|(?P<intent>{_INTENT})|(?P<past>{_PAST})|(?P<weak>\w{{3,}}(?<!t)(?<!ch)(?:é|ée|és|ées)|\w{{2,}}(?:us|ues?|ises?)))(?!\w)"
)
_PUT_OFF = re.compile(
    r"(?:repouss|report|décal|ajourn|fix|prolong|étal|convoqu|renvoy|prév|attend|programm|agend|différ)"
    r"\w*(?: \w+){0,3} (?:au|à|en|pour|jusqu au|jusqu en|le|la|d ici|dès)(?: la| le)?\s*$"
)
_SUBORDINATE = re.compile(r"(?<!\w)(?:qui|que|dont|mais|où|après|avant)(?!\w)")
WINDOW = 220


def tense(text: str, start: int, end: int) -> str | None:
    """Past, future, intent (conditional, expected, planned), or None: the nearest cue of the clause decides.

    >>> text = "Le groupe publiera ses comptes en mars."
    >>> tense(text, 34, 38)
    'future'
    """
    left = max(0, start - WINDOW)
    before, after = text[left:start], text[end : end + WINDOW]
    cut = 0
    for m in _SENTENCE_END.finditer(before):
        cut = m.end()
    before = before[cut:].lower().replace("’", " ").replace("'", " ")
    if stop := _SENTENCE_END.search(after):
        after = after[: stop.start()]
    if _PUT_OFF.search(before):
        return "future"
    if re.search(r"(?<!\w)depuis (?:le |la |l )?$", before):
        return "past"
    best: tuple[float, str] | None = None
    for m in _CUE.finditer(before):
        gap = before[m.end() :]
        weak = m.lastgroup == "weak"
        if weak and gap.count(" ") > 3:
            continue
        d = len(gap) + 40 * gap.count(",") + 40 * len(_SUBORDINATE.findall(gap)) + 12 * weak
        if best is None or d <= best[0]:
            best = (d, "past" if weak else str(m.lastgroup))
    opening = not before.strip(' "«-–•')
    for m in _CUE.finditer(after.lower().replace("’", " ").replace("'", " ")):
        gap = after[: m.start()]
        if m.lastgroup == "weak":
            continue
        d = len(gap) + (0 if opening else 30) + 40 * max(0, gap.count(",") - opening) + 40 * len(_SUBORDINATE.findall(gap))
        if best is None or d < best[0]:
            best = (d, str(m.lastgroup))
    return best[1] if best else None
