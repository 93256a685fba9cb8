"""Tense of a word form by its ending: conditional, future, other finite, or none."""

from __future__ import annotations

from functools import lru_cache

from levees.factuality.lexicon import shipped

CONDITIONAL, FUTURE, FINITE = "conditional", "future", "finite"
_CONDITIONAL = (
    "erait",
    "eraient",
    "irait",
    "iraient",
    "drait",
    "draient",
    "trait",
    "traient",
    "vrait",
    "vraient",
    "urait",
    "uraient",
    "rrait",
    "rraient",
    "prait",
    "praient",
    "crait",
    "craient",
    "erais",
    "drais",
    "vrais",
    "urais",
    "rrais",
    "erions",
    "urions",
)
_FUTURE = (
    "era",
    "eront",
    "ira",
    "iront",
    "dra",
    "dront",
    "tra",
    "tront",
    "vra",
    "vront",
    "ura",
    "uront",
    "rra",
    "rront",
    "pra",
    "erons",
    "irons",
    "drons",
    "urons",
    "vrons",
    "rrons",
    "erai",
    "aurai",
)
_IMPERFECT = ("ait", "aient", "èrent", "irent", "urent", "inrent")


@lru_cache(maxsize=50_000)
def tense(word: str) -> str | None:
    """The tense that a folded word shows, None where it shows no finite verb.

    >>> tense("lèverait"), tense("lèvera"), tense("lève"), tense("préparait"), tense("portrait"), tense("lever")
    ('conditional', 'future', 'finite', 'finite', None, None)
    """
    sets = shipped().sets
    if word in sets["not_verbs"].forms or len(word) < 1:
        return None
    if word in sets["finite"].forms or word in sets["imperfect"].forms:
        return FINITE
    if len(word) > 4:
        if word.endswith(_CONDITIONAL):
            return CONDITIONAL
        if word.endswith(_FUTURE):
            return FUTURE
        if word.endswith(_IMPERFECT) or word.startswith("s'") and word.endswith("e"):
            return FINITE
    elif word in ("aura", "sera", "fera", "ira"):
        return FUTURE
    return None


def is_infinitive(word: str) -> bool:
    """Whether a folded word looks like an infinitive.

    >>> is_infinitive("racheter"), is_infinitive("prendre"), is_infinitive("entre")
    (True, True, False)
    """
    return len(word) > 3 and word.endswith(("er", "ir", "dre", "ttre", "vre", "ire", "aître", "clure", "oire"))


def is_participle(word: str) -> bool:
    """Whether a folded word looks like a past participle."""
    return len(word) > 2 and word.endswith(
        ("é", "ée", "és", "ées", "u", "ue", "us", "ues", "i", "ie", "is", "ise", "it", "ert", "erte", "clus", "clos", "eint")
    )
