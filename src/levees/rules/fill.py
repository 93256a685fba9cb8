"""From a trigger to its mention's parts: voice and clause, slots, status and certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from levees.rules.article import Article, Filler, entity_kinds
from levees.rules.mention import Cue, Found, Step
from levees.rules.models import Rule, Slot
from levees.rules.strategies import Strategy
from levees.rules.surface import Site
from levees.rules.verbs import tables
from levees.rules.words import Hit, match_left, same
from levees.syntax.view import AVOIR, DETERMINERS

CUE_REACH = 14
_FUTURE = frozenset("aura auront sera seront va vont devra devront".split())
_CONDITIONAL = frozenset("aurait auraient serait seraient".split())
TIGHT = frozenset({"measure", "patient", "next"})  # strategies near enough to take a number without magnitude or currency
_NO_ROLE = frozenset({""})
# which pronouns a strategy may take: subjects where agents stand, datives and possessives only for those who ask for them
ROLES = {name: frozenset({"", "subject"}) for name in ("agent", "agent-side", "before", "governor-agent")}
ROLES |= {"owner": frozenset({"owner"}), "dative": frozenset({"dative"}), "patient": frozenset({"", "subject"})}
ROLES |= {"previous": frozenset({"", "subject", "owner"}), "pronoun": frozenset({"subject", "owner", "dative"})}
_IS_STATUS = frozenset({"ongoing", "planned", "cancelled"})


@dataclass(slots=True)
class Use:
    """One entry of one rule's trigger."""

    rule: int
    form: str = ""  # empty for nouns
    reflexive: bool = False
    with_be: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """A slot ready to be filled."""

    name: str
    slot: Slot
    kinds: frozenset[str]
    find: tuple[Strategy, ...]
    barred: tuple[tuple[str, ...], ...]
    barred_next: tuple[tuple[str, ...], ...]


def site_of(article: Article, hit: Hit, use: Use) -> Site | None:
    """The trigger with its voice and clause; None where the form is a noun here."""
    words, head = article.words, hit.head
    low, high = article.bounds[article.sentence_of[head]]
    if any(f.entity >= 0 and not f.options for f in article.at.get(head, ())):
        return None  # part of a name
    if use.form:
        left = words[head - 1] if head > low else ""
        if (
            use.form in ("fin", "part")
            and not use.reflexive
            and left in DETERMINERS
            and (words[head] in tables()["nouns"] or (use.form == "part" and words[head].endswith(("ée", "ées"))))
        ):
            if left not in ("la", "le", "les", "l'") or not (head - 1 > low and words[head - 2] in ("qui", ",")):
                return None
        if use.form == "fin" and head == low and words[head] in tables()["nouns"] and hit.end - hit.start == 1:
            return None
        if use.form == "fin" and (left in AVOIR or words[head + 1 : head + 2] == ["par"]):
            return None
    voice = article.syntax.voice(head, use.form, with_be=use.with_be, reflexive=use.reflexive) if use.form else "noun"
    for i in range(head - 1, low - 1, -1):
        if words[i] == ";":
            low = i + 1
            break
    for i in range(hit.end, high):
        if words[i] == ";":
            high = i
            break
    return Site(article, hit, voice, use.form, not use.form, low, high)


def fill(site: Site, argument: Argument, used: set[int], steps: list[Step] | None) -> tuple[Found, ...]:
    """The first strategy that finds something fills the slot."""
    article, slot, kinds = site.article, argument.slot, argument.kinds

    tight = False

    def fits(f: Filler) -> bool:
        if f.kind == "amount?" and not tight:
            return False
        return f.kind in kinds or bool(f.options) and any(k in kinds for _, k in f.options)

    for walk in argument.find:
        tight = ":" in walk.label or walk.label in TIGHT
        roles = ROLES.get(walk.label.partition(":")[0], _NO_ROLE)
        out: list[Found] = []
        instead, label = "", walk.label
        for f in walk(site, fits):
            value, kind = _value(f, kinds, used) if f.role in roles else (None, "")
            if value is None:
                instead = instead or f.text
                continue
            if any(match_left(p, article.words, f.start, site.low) for p in argument.barred) or any(
                _match_right(p, article.words, f.end) for p in argument.barred_next
            ):
                instead = instead or f.text
                continue
            if slot.cardinality == "many" and not out and not label.startswith("list-after") and f.entity >= 0:
                leftward = f.end <= site.hit.start
                group = [
                    g for g in article.group(f) if fits(g) and (leftward or g.start >= f.start) and (g.end <= site.hit.start) == leftward
                ]
                for g in sorted(group, key=lambda g: g.start):
                    v, k = _value(g, kinds, used)
                    if v is not None and all(o.value != v for o in out):
                        out.append(Found(v, k, g.char_start, g.char_end, g.text, label))
                break
            if all(o.value != value for o in out):
                out.append(Found(value, kind, f.char_start, f.char_end, f.text, label))
            if slot.cardinality == "one":
                break
        if steps is not None:
            said = ", ".join(o.text for o in out) if out else instead or _stood_there(site)
            steps.append(Step(argument.name, label, bool(out), said))
        if out:
            return tuple(out)
    return ()


def _match_right(phrase: Sequence[str], words: Sequence[str], start: int) -> bool:
    """Whether `phrase` stands right after a filler."""
    return start + len(phrase) <= len(words) and all(same(p, words[start + k]) for k, p in enumerate(phrase))


def _value(f: Filler, kinds: frozenset[str], used: set[int]) -> tuple[Any, str]:
    """A filler's value where it may be used; for a nominal the best entity of a fitting kind."""
    if f.entity < 0:
        return f.value, f.kind
    return next(((e, k) for e, k in entity_kinds(f) if k in kinds and e not in used), (None, ""))


def _stood_there(site: Site) -> str:
    """The words around the trigger, for a strategy that met nothing."""
    a = site.article
    return a.text(max(site.low, site.hit.start - 3), min(site.high, site.hit.end + 3))


def modality(site: Site, rule: Rule, cues: Sequence[Cue]) -> tuple[str, str, tuple[Cue, ...]]:
    """Status and certainty of a mention: the form of its verb, then cue words near it; the nearest status cue wins."""
    a, head = site.article, site.hit.head
    status, certainty = rule.status, rule.certainty
    told: list[Cue] = []
    begin = a.syntax.verb_start(head) if site.form else site.hit.start
    group = a.words[max(begin, site.low) : head]
    if site.form == "fut" or any(w in _FUTURE for w in group):
        status = "planned"
    if site.form == "cond" or any(w in _CONDITIONAL for w in group):
        certainty = "reported"
    best = CUE_REACH + 1
    for cue in cues:
        if cue.start <= head < cue.end:
            continue
        distance = begin - cue.end if cue.end <= begin else cue.start - site.hit.end + 3
        if cue.tells in _IS_STATUS:
            if 0 <= distance < best and (cue.end <= begin or distance < 7):
                best, status = distance, cue.tells  # type: ignore[assignment]
                told.append(cue)
        elif distance <= 3 * CUE_REACH:
            told.append(cue)
            certainty = cue.tells if certainty == "asserted" or cue.tells == "denied" else certainty  # type: ignore[assignment]
    return status, certainty, tuple(told)
