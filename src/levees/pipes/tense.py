"""Past or future by the parse: the tense of the finite verb that governs an expression of time.

The grammar's lexical cues take the nearest verb, and are right where nothing stands between. The parse is asked where something
does: « Mardi, l'actionnaire qui vendra ses parts a rencontré le conseil ». It must hang the expression on a verb of its own, across
another clause's verb, and the verb's ending must agree with its tense (the stock model takes « arriveront » for a present). A cue that
points ahead by itself (« d'ici », « prévu pour », « jusqu'à ») stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc, Span, Token

_FUTURE = re.compile(r"\w+(?:ra|ront|rai|rons|rez)")
_CONDITIONAL = re.compile(r"\w+(?:rait|raient|rions|riez|rais)")
_PAST = re.compile(r"\w*(?:ait|aient|ais|èrent|[iu]rent|inrent|[iu]t|[iï]nt|a|ai)")
_GOING = frozenset(("va", "vont", "vais", "allons", "allez"))
_JUST = frozenset(("vient", "viennent", "viens", "venait", "venaient"))
_HAVING = frozenset(("a", "ont", "ai", "avons", "avait", "avaient", "eut", "eurent", "fut", "furent", "était", "étaient"))
OPEN = (None, "past", "remote", "present", "future", "intent")
"""Lexical cues that the parse may overrule."""

Judge = Callable[[int, int, str | None], str | None]


def judge(doc: Doc) -> Judge | None:
    """What to believe of a doc's expressions of time, given offsets and the lexical cue; None where the doc has no parse.

    >>> import spacy
    >>> judge(spacy.blank("fr")("Mardi, l'actionnaire qui vendra ses parts a rencontré le conseil.")) is None
    True
    """
    if not doc.has_annotation("DEP") or not doc.has_annotation("MORPH"):
        return None

    def settle(start: int, end: int, cue: str | None) -> str | None:
        if cue not in OPEN:
            return cue
        span = doc.char_span(start, end, alignment_mode="expand")
        found = governing_tense(span) if span is not None and len(span) else None
        return found or cue

    return settle


def governing_tense(span: Span) -> str | None:
    """Tense of the verb on which a span hangs across another verb: "past", "future", or None where nothing stands between.

    Infinitives pass the question on to what governs them (« va signer », « vient de signer »).
    """
    verb = span.root.head
    if not span.root.dep_.startswith(("obl", "advmod", "nmod:tmod")) or verb in span or verb.pos_ not in ("VERB", "AUX"):
        return None
    infinitive = verb if verb.morph.get("VerbForm") == ["Inf"] else None
    if infinitive is not None:
        verb = infinitive.head
    if not _crosses(span, infinitive or verb):
        return None
    if infinitive is not None:
        return "future" if verb.lower_ in _GOING else "past" if verb.lower_ in _JUST else None
    helpers = [c.lower_ for c in verb.children if c.dep_.startswith(("aux", "cop"))]
    return _compound(helpers) if helpers else _finite(verb)


def _crosses(span: Span, verb: Token) -> bool:
    """Does another clause's verb stand between, and nothing that ends a sentence?"""
    between = span.doc[span.end : verb.i] if verb.i >= span.end else span.doc[verb.i + 1 : span.start]
    if any(t.text in (":", ";", "»", "«", "–", "—") or t.is_sent_start for t in between):
        return False
    return any(t.pos_ in ("VERB", "AUX") and t.head != verb for t in between)


def _finite(verb: Token) -> str | None:
    word = verb.lower_
    if _CONDITIONAL.fullmatch(word):
        return None  # hearsay or intent
    if _FUTURE.fullmatch(word):
        return "future"
    told = verb.morph.get("Tense") in (["Imp"], ["Past"]) and "Fin" in verb.morph.get("VerbForm")
    return "past" if told and _PAST.fullmatch(word) else None


def _compound(helpers: list[str]) -> str | None:
    """« a signé », « avait signé »; « sera signé ». « Est signé » and « aura signé » tell nothing."""
    if any(_FUTURE.fullmatch(w) for w in helpers):
        return "future" if all(w in ("sera", "seront") for w in helpers) else None
    if any(_CONDITIONAL.fullmatch(w) for w in helpers):
        return None
    return "past" if any(w in _HAVING for w in helpers) else None
