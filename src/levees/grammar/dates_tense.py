"""Past or future, by the words of the clause: verb endings, auxiliaries, prepositions and nouns of intent near an expression.

`tense` answers with one of:
future (a verb of the future), intent (conditional, planned), due (« devait », « prévu », an infinitive: either side of publication),
ahead (« jusqu'à », « dès », « avant »), present (a verb that announces: « quitte »), past, remote (a past verb far away), None.
"""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.;!?:](?=\s|[A-ZÀ-Ý«])|\n")
_SHORT = "eu|lu|vu|dû|su|pu|né|née|nés|bu|mû|dit|mis|pris|fait|clos|close|mort|morte|découvert|couvert"
_PLANNED = r"(?:prévu|attendu|programmé|fixé|calé|agendé|espéré|planifié|escompté)(?:es?|s)?"
_FUTURE = (
    r"\w{2,}(?:era|eront|erai|erons|erez|ira|iront|irons|dra|dront|rra|rront|vra|vront|tra|tront)"
    rf"|(?:se|au|fe)r(?:a|ont|ons|ez|ai)|ira|iront|(?:est|sont|reste|restent) (?:\w+ment |désormais |toujours )?{_PLANNED}"
    r"|(?:va|vont|doit|doivent) (?:\w+ ){0,2}\w+(?:er|ir|re|oir)(?!\w)"
)
# imperfects that end like conditionals
_NOT_CONDITIONAL = (
    r"(?!(?:\w*(?:exp|ret|att|insp|asp|dés|adm|soup|resp|transp)i|ti|\w*(?:ou|cou|li|œu)v|\w*(?:ent|cent|filt|mont|off|souff)|engend|enca|ca)rai)"
)
_INTENT = (
    rf"{_NOT_CONDITIONAL}\w{{2,}}(?:erait|eraient|irait|iraient|drait|draient|rrait|rraient|vrait|vraient|ttrait|ttraient|îtrait|vrions|rrions)"
    r"|prévoi(?:t|ent)|compte(?:nt)? \w+(?:er|ir|re)|vise(?:nt)?|ambitionne(?:nt)?|envisage(?:nt)?"
    r"|espère(?:nt)?|souhaite(?:nt)?|s apprête(?:nt)?|s attend(?:ent)? à"
    r"|objectifs?|prochaine? (?:rendez-vous|étape|levée)|à venir|table(?:nt)? sur|anticipe(?:nt)?|promet(?:tent)?"
    r"|échéance|d ici|avant la fin|au plus tard|si tout va bien|peut-être|en cours"
)
_DUE = (
    r"(?:devait|devaient|allait|allaient|comptait|comptaient|pensait|espérait|projetait) (?:\w+ ){0,3}?\w+(?:er|ir|re|oir)(?!\w)"
    rf"|{_PLANNED}(?: initialement| d abord)? (?:au|à|en|pour|fin|début|mi|dès|le|courant)(?!\w)"
    r"|(?:annoncé|promis)(?:es?|s)? pour(?!\w)|aur(?:a|ont|ait|aient) (?:\w+ ){0,2}?(?:\w{2,}(?:é|ée|és|ées|i|is|it|u)|eu|vu|lu|pu|dû)"
    rf"|(?:avait|avaient|était|étaient) {_PLANNED}"
    r"|(?:de|d|à|se|s|pour|y|en|pas|va|peut|peuvent|faut) (?!avoir)\w{2,}(?:[^i\W]er|[^ao\W]ir|dre|tre|oir|ire)(?!\w)"
)
_PRESENT = (
    r"(?:part|quitte|prend|prenn|devien|deviens|cède|rejoin|ouvre|lance|arrive|débarque|commence|démarre|succède|signe|publie|examine"
    r"|glisse|sort|met|mett|débute|présente|tien|inaugure|fête|achève|remplace|reprend|ferme|cesse|organise|tranche|vote|intègre|diffuse"
    r"|choisi|dévoile|expire|tape|avance|remet|laisse|passe|étrenne|reçoi|accueille|retire|clôture|s en va|se termine|s installe)"
    r"(?:t|nt|ent|ssent|d)?"
)
_PAST = (
    r"(?:a|ont|avait|avaient|ai|avons|ayant|vient|viennent|venait) (?:\w+ ){0,2}?"
    rf"(?:(?!au(?!\w)|du(?!\w)|plus|tous|vous|nous|sous|jusqu|aussi|ainsi|depuis)\w{{2,}}(?:é|ée|és|ées|i|ie|is|it|u|us|ue|ues|er|oir)|{_SHORT}|ouvert|offert)"
    r"|(?:s est|se sont|est|sont|était|étaient|fut|furent|été) (?:\w+ ){0,1}?\w+(?:é|ée|és|ées|i|ie|is|u|us|ue|ues|te|ise)"
    r"|\w{3,}(?:ait|aient)(?<!rait)(?<!raient)(?<!fait)(?<!trait)(?<!plaît)"
    r"|\w*(?:tir|pir|ouvr|couvr|livr|entr|montr|centr|désir|offr|souffr)(?:ait|aient)"
    r"|avait|était|\w{3,}(?:èrent|irent|urent)|fut|eut|fit|il y a|après (?:un|une|son|sa|des|avoir)"
)
_PARTICIPLE = (
    r"(?!(?:assemblée|levée|durée|rentrée|tournée|montée|portée|associée?s?|députée?s?|comité|matinée)(?!\w))\w{3,}(?<!it)(?<!iét)(?<!aut)(?<!sant)(?<!olont)(?<!ibert)(?<!march)(?<!clart)(?<!équi)(?:é|ée|és|ées)(?<!année)(?<!journée)(?<!soirée)"
    r"(?<!délégué)(?<!armée)(?<!idée)(?<!entrée)(?<!associé)(?<!salariés)(?<!salarié)(?<!côté)|né|née|(?:intro|pro|con|ré|tra)duite?s?"
    r"|(?:conclu|paru|vendu|reçu|perçu|déçu|perdu|rendu|élu|tenu|obtenu|reconnu|venu|survenu|intervenu|apparu|disparu|convenu|acqui|prom|soum)(?:e?s?|is|ise|ises)"
    r"|(?:re|entre|com|sur|ap)?pris(?:es?)?|(?:ad|re|é|per|sou)?mis(?:es?)?|(?:sou|in|pre)scrit(?:es?)?|ouverte?s?|offerte?s?"
    r"|accord (?:de|d)"
)
_CUE = re.compile(
    rf"(?<!\w)(?:(?P<due>{_DUE})|(?P<future>{_FUTURE})|(?P<intent>{_INTENT})|(?P<past>{_PAST})|(?P<present>{_PRESENT})|(?P<weak>{_PARTICIPLE}))(?!\w)"
)
_PUT_OFF = re.compile(
    r"(?<!\w)(?:(?:report|décal|ajourn|prolong|étal|différ)\w*(?: \w+){0,3} en"
    r"|(?:repouss|report|décal|ajourn|fix|prolong|étal|convoqu|renvoy|différ|calé|glisse)"
    r"\w*(?: \w+){0,3} (?:au|à|pour|jusqu au|jusqu en|le|la|d ici|dès)|remise?s? (?:à|au))(?: la| le| l)?\s*$"
)
_UNTIL = re.compile(r"(?<!\w)jusqu (?:à|au|en|à la|à l)(?: fin| mi| début| la fin)?(?: |-)?$")
_FORWARD = re.compile(
    r"(?<!\w)(?:dès|avant|d ici|d ici à|à l orée de|vers|pour|à (?:partir|compter) d[eu])"
    r"(?: le| la| l| fin| mi| début| la fin de| la fin)?(?: |-)?$"
)
_BY = re.compile(r"(?<!\w)d ici(?: à)?(?: le| la| l| fin| la fin de)?(?: |-)$")
_SINCE = re.compile(r"(?<!\w)depuis (?:[^\W\d]+ ){0,6}$")  # « depuis sa cotation du »
_SUBORDINATE = re.compile(r"(?<!\w)(?:qui|que|dont|mais|où|après|avant|quand|lorsque|tandis)(?!\w)")
_OPENING = re.compile(r"[\s\"«–•-]*(?:(?:et|puis|mais) )?(?:(?:en|au|le|la|les|l|à|dès|dans|ce|pour|depuis|d ici"
    r"|sur|durant|pendant|courant|au cours d(?:e|es|u)|lors d(?:e|es|u)) )?(?:(?:la|le|les|l|à) ?)?")
WINDOW = 180
REMOTE, FAR = 60, 120


def _plain(text: str) -> str:
    return text.lower().replace("’", " ").replace("'", " ")


def tense(text: str, start: int, end: int) -> str | None:
    """The nearest cue of the clause decides.

    >>> text = "Le groupe publiera ses comptes en mars."
    >>> tense(text, 34, 38)
    'future'
    """
    left = max(0, start - WINDOW)
    before, after = text[left:start], text[end : end + WINDOW]
    cut = 0
    for m in _SENTENCE_END.finditer(before):
        cut = m.end()
    before = _plain(before[cut:])
    if stop := _SENTENCE_END.search(after):
        after = after[: stop.start()]
    if _PUT_OFF.search(before):
        return "future"
    if _SINCE.search(before):
        return "past"
    best: tuple[float, str] | None = None
    modal: tuple[int, str] | None = None
    for m in _CUE.finditer(before):
        gap = before[m.end() :]
        weak, kind = m.lastgroup == "weak", str(m.lastgroup)
        if weak and modal and (between := before[modal[0] : m.start()]).count(" ") < 4 and "," not in between:
            weak, kind = False, modal[1]  # « sera signée », « devrait être cédé »
        modal = (m.end(), kind) if kind in ("future", "intent", "due") else None
        if weak and gap.count(" ") > (9 if not before[: m.start()].strip(" «\"-–•,") and "," not in gap else 5):
            continue
        d = len(gap) + 40 * gap.count(",") + 40 * len(_SUBORDINATE.findall(gap)) + 12 * weak
        if best is None or d <= best[0]:
            best = (d, "past" if weak else kind)
    opening = _OPENING.fullmatch(before) is not None
    near = best is not None and best[0] <= 30 and not opening  # what follows cannot be nearer
    for m in () if near else _CUE.finditer(_plain(after)[: FAR + 30]):
        gap = after[: m.start()]
        if m.lastgroup == "weak" or m.lastgroup == "due" and not opening:
            continue
        d = len(gap) + (0 if opening else 30) + 40 * max(0, gap.count(",") - opening) + 40 * len(_SUBORDINATE.findall(gap))
        if d < (best[0] if best else FAR):
            best = (d, str(m.lastgroup))
    found = best[1] if best else None
    if best and found == "past" and best[0] > REMOTE:
        found = "remote"
    if _UNTIL.search(before):
        return "ahead" if found != "past" or re.search(r"(?:donn|laiss|accord|fix)é", before) else "due"
    if _BY.search(before):
        return "future"
    if _FORWARD.search(before) and found != "past" and found != "future":
        if not before.endswith(("pour ", "pour la ", "pour le ", "pour fin ", "vers ")):
            return "ahead"
        return found if found == "intent" else "due"
    if found == "past" and before.endswith((" pour ", " dès ")):
        return "due"  # « on la promettait pour mars »
    return found
