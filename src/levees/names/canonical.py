"""How an entity is called: spellings compared, the fullest form chosen, gender read off the text."""

from __future__ import annotations

import re

from levees.names.lexicon import demonyms, given_names, nouns
from levees.names.model import Name
from levees.names.sigles import is_sigle
from levees.names.tokens import fold

_LEGAL = re.compile(
    r"[ ,]+(?:S\.?A\.?S\.?|S\.?A\.?R\.?L\.?|S\.?A\.?|S\.?E\.?|S\.?C\.?A\.?|SASU|S\.?p\.?A\.?|N\.?V\.?|B\.?V\.?|A\.?G\.?|"
    r"GmbH|KGaA|Inc\.?|Ltd\.?|LLC|L\.?P\.?|"
    r"[Pp]lc|PLC|Corp\.?|Co\.?|Oyj?|AB|ASA|A/S|Limited|Incorporated|Corporation)$"
)
_ARTICLE = re.compile(r"^(?:(?:le|la|les)\s+|l['’])(?=\S)")
_EX = re.compile(r"(?:\bl['’]|\b)(?:ex-|ancien(?:ne)? )$")


def strip_legal(name: str) -> str:
    """A name without its legal form.

    >>> strip_legal("Crédit Agricole S.A."), strip_legal("Alba SAS")
    ('Crédit Agricole', 'Alba')
    """
    short = _LEGAL.sub("", name).rstrip(" ,")
    return short if len(short) > 1 else name


def name_key(name: str) -> str:
    """What two spellings of one name share: no case, accents, legal form, leading article or « groupe ».

    >>> name_key("Le Groupe L’Oréal S.A.") == name_key("l'oréal")
    True
    """
    key = strip_legal(name)
    key = re.sub(r"^(?:groupe|group|société)\s+(?=\S)", "", fold(re.sub(r"^(?:Le|La|Les|le|la|les|L['’]|l['’])\s*(?=\S)", "", key)))
    key = re.sub(r"^(?:l'|le |la |les )(?=\S)", "", key)
    key = re.sub(r"[\s.\-]+", " ", key).strip()
    return key or fold(name)


def canonical(text: str, mentions: list[Name], kind: str) -> str:
    """The fullest form, without legal form or article; a former name yields to the present one."""
    best, rank = "", (-1, -1, -1, -1)
    for n in mentions:
        form = n.canonical if n.canonical and n.why[:1] != ("registry",) else n.text
        form = strip_legal(form)
        if kind != "media" and not n.text[:1].isupper():
            form = _ARTICLE.sub("", form)
        former = "former" in n.why or bool(_EX.search(text[max(0, n.start - 12) : n.start]))
        shouting = form.isupper() and len(form) > 5
        score = (0 if former else 1, 0 if shouting else 1, len(form.split()) if not is_sigle(form, form) else 1, len(form))
        if score > rank:
            best, rank = form, score
    return re.sub(r"\s+", " ", best)


def gender(text: str, mentions: list[Name], kind: str) -> str | None:
    """Gender from titles, given names, appositions and participles."""
    votes = {"m": 0.0, "f": 0.0}
    given, heads, people = given_names(), nouns(), demonyms()
    for n in mentions:
        before = text[max(0, n.start - 40) : n.start]
        if kind == "person":
            tail = fold(before).split()[-1:] or [""]
            if tail[0] in ("mme", "mlle", "madame"):
                votes["f"] += 3
            elif tail[0] in ("m.", "mm.", "monsieur"):
                votes["m"] += 3
            elif tail[0] == "." and before.rstrip().endswith("M."):
                votes["m"] += 3
            first = re.split(r"[\s]", fold(n.canonical or n.text))[0]
            sex = given.get(first) or given.get(first.split("-")[0])
            if sex in votes:
                votes[sex] += 1
            continue
        for why in n.why:
            if why.startswith("apposition:") and (noun := heads.get(fold(why[11:]))) and noun.gender in votes:
                votes[noun.gender] += 1.0
        after = re.match(r"\s*,?\s*(\w+é)(e?)\b", text[n.end : n.end + 30])
        if after and re.match(r"\s*,", text[n.end : n.end + 2]):
            votes["f" if after[2] else "m"] += 0.7
        words = fold(before).split()
        if words and words[-1] in people and people[words[-1]][1] in votes:
            votes[people[words[-1]][1]] += 0.5
        elif words and words[-1] == "la":
            votes["f"] += 1
        elif words and words[-1] in ("le", "du", "au"):
            votes["m"] += 1
    if votes["m"] == votes["f"]:
        return None
    return "m" if votes["m"] > votes["f"] else "f"
