"""Tense of a word form by its ending: conditional, future, other finite, or none."""

from __future__ import annotations

from functools import lru_cache

from levees.factuality.lexicon import shipped

CONDITIONAL, FUTURE, FINITE = "conditional", "future", "finite"
_CONDITIONAL = tuple("erait eraient irait iraient drait draient ttrait ttraient îtrait îtraient vrait vraient rrait rraient prait".split())
_CONDITIONAL += tuple("clurait cluraient praient crait craient erais irais drais vrais rrais erions irions drions vrions rrions".split())
_FUTURE = tuple("clura cluront".split())
_FUTURE += tuple(
    "era eront ira iront dra dront ttra ttront îtra îtront vra vront rra rront pra erons irons drons vrons rrons erai irai drai".split()
)
_HAVE = frozenset("aurait auraient aurais aurions saurait sauraient".split())
_SHALL = frozenset("aura auront aurons saura sauront sera seront fera feront ira iront".split())
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
    if word in _HAVE:
        return CONDITIONAL
    if word in _SHALL:
        return FUTURE
    if len(word) > 4:
        if word.endswith(_CONDITIONAL):
            return CONDITIONAL
        if word.endswith(_FUTURE):
            return FUTURE
        if word.endswith(_IMPERFECT) or word.startswith("s'") and word.endswith("e"):
            return FINITE
    return None


def is_infinitive(word: str) -> bool:
    """Whether a folded word looks like an infinitive.

    >>> is_infinitive("racheter"), is_infinitive("prendre"), is_infinitive("entre")
    (True, True, False)
    """
    return len(word) > 3 and word.endswith(("er", "ir", "dre", "ttre", "vre", "ire", "aître", "clure", "oire"))


_PARTICIPLE = tuple("é ée és ées u ue us ues i ie is ise it ite ert erte clus clos eint einte".split())
_NOT_PARTICIPLE = frozenset(
    "plus lui ainsi aussi qui et depuis mais puis sous vous nous aujourd'hui petit crédit déficit ici parmi jamais".split()
)


def is_participle(word: str) -> bool:
    """Whether a folded word looks like a past participle.

    >>> is_participle("levé"), is_participle("vu"), is_participle("plus")
    (True, True, False)
    """
    return len(word) > 1 and word.endswith(_PARTICIPLE) and word not in _NOT_PARTICIPLE
