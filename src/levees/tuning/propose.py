"""What may help on a text: rules to trust there, triggers to teach, arguments to look for elsewhere, cues; read off what was missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from levees.names.tokens import fold as unaccented
from levees.packs import Packs
from levees.rules.load import RuleSet, load_rules
from levees.rules.match import Matcher
from levees.rules.mention import RuleMention
from levees.rules.models import Example, Rule, Trigger
from levees.rules.verbs import conjugate
from levees.rules.words import fold
from levees.tuning.cases import Case
from levees.tuning.change import FAMILY, Change
from levees.tuning.missed import Spot, tokens_of, verbs_of, words_of

TRUSTED = 0.9  # what a rule that is tried is trusted; how far it is in the end, what it gets right says
MOST = 40  # so many of a sort are tried, those that stand beside most of what was missed
RARE = 0.15  # a word of which fewer stand beside something missed tells of nothing
# the class of the words that may carry an event of a type without an amount
CLASS_OF = {
    "FundingRound": "raise_verb", "Acquisition": "acquire", "Stake": "stake", "Ipo": "ipo", "Founding": "founding",
    "LeadershipChange": "leader", "ProductLaunch": "launch", "FundClosing": "fund",
}


@dataclass(slots=True)
class Proposal:
    """One thing that may be added to a pack, in one or several ways (`changes`, of which the best is taken).

    `what` is trust, teach, argument or cue; `seen` are the articles that it was read off, `touched` those that it may change;
    `measure` is what it is to gain: event, or strict (status and certainty too).
    """

    name: str
    what: str
    event: str
    changes: tuple[Change, ...]
    seen: frozenset[int]
    touched: tuple[int, ...]
    measure: str = "event"
    examples: list[Example] = field(default_factory=list)
    rejects: list[str] = field(default_factory=list)


def to_trust(cases: Sequence[Case], rules: RuleSet) -> list[Proposal]:
    """Rules that fire and are not trusted by themselves yet."""
    said: dict[str, set[int]] = {}
    for i, case in enumerate(cases):
        for mention in case.reading.mentions:
            if rules.trusted(mention.rule) < 0.5:
                said.setdefault(mention.rule, set()).add(i)
    return [Proposal(name, "trust", rules.rules[name].event, (Change(trust={name: TRUSTED}),), frozenset(found), tuple(sorted(found)))
            for name, found in sorted(said.items())]


def to_teach(cases: Sequence[Case], packs: Packs, spots: Sequence[Spot]) -> list[Proposal]:
    """Verbs, nouns and adjectives beside missed events that trigger no rule of their type, each as a rule like one that ships."""
    rules = packs.rules
    named = [frozenset(k for n in case.reading.names for k in range(n.start, n.end)) for case in cases]
    everywhere: dict[str, Counter[str]] = {"verbs": Counter(), "words": Counter()}
    for case, names in zip(cases, named, strict=True):
        for sentence in case.reading.sentences:
            tokens = tokens_of(case, sentence)
            everywhere["verbs"].update(verbs_of(tokens))
            everywhere["words"].update(words_of(tokens, names))
    out = []
    for sort, found in (("verbs", lambda t, i: verbs_of(t)), ("words", lambda t, i: words_of(t, named[i]))):
        own = [r for r in reversed(rules.rules.values()) if r.event in rules.events and getattr(r.trigger, sort)]
        models = _models(sort) | {r.event: r for r in own}
        known: dict[str, set[str]] = defaultdict(set)
        for rule in rules.rules.values():
            known[rule.event].update(fold(w) for w in getattr(rule.trigger, sort))
        seen: dict[tuple[str, str], set[int]] = defaultdict(set)
        times: Counter[tuple[str, str]] = Counter()
        for spot in spots:
            event = spot.gold["type"]
            if event in models:
                for word in found(tokens_of(cases[spot.case], spot.sentence), spot.case):
                    if word not in known[event]:
                        seen[event, word].add(spot.case)
                        times[event, word] += 1
        likely = [key for key in seen if times[key] >= RARE * everywhere[sort][key[1]] and (sort == "verbs" or len(seen[key]) > 1)]
        likely.sort(key=lambda key: (-times[key], -times[key] / everywhere[sort][key[1]], key))
        out += [p for key in likely[:MOST] if (p := _taught(*key, sort, models[key[0]], seen[key], cases, packs)) is not None]
    return out


def _taught(event: str, word: str, sort: str, model: Rule, seen: set[int], cases: Sequence[Case], packs: Packs) -> Proposal | None:
    """A rule for a word; where the reader knows the type, its forms also join the class of words that may carry such an event."""
    name = unaccented(f"{FAMILY}.{event.lower()}-{word}").replace(" ", "-").replace("'", "-")
    one = word.rstrip("s")
    trigger = Trigger(verbs=(word,)) if sort == "verbs" else Trigger(words=tuple(dict.fromkeys((word, one, one + "s"))))
    rule = model.model_copy(update={"name": name, "trigger": trigger, "examples": (), "rejects": ()})
    forms = tuple(dict.fromkeys(f for fs in conjugate(word).values() for f in fs)) if sort == "verbs" else trigger.words
    fires = [i for i, found in enumerate(mentions_of(rule, cases, packs.rules)) if found]
    holds = [i for i, case in enumerate(cases) if any(t.lower_ in set(forms) for t in case.reading.doc)] if event in CLASS_OF else []
    if not fires and not holds:
        return None
    classes = {CLASS_OF[event]: forms} if event in CLASS_OF else {}
    ways = [Change(rules=(rule,), trust={name: TRUSTED}, classes=classes)]
    if event not in packs.rules.events:
        ways.append(Change(rules=(rule,), trust={name: 0.0}, classes=classes))
    return Proposal(name, "teach", event, tuple(ways), frozenset(seen), tuple(sorted({*fires, *holds})))


def mentions_of(rule: Rule, cases: Iterable[Case], rules: RuleSet) -> list[list[RuleMention]]:
    """What a rule reads in each article."""
    matcher = Matcher(replace(rules, rules={rule.name: rule}))
    return [matcher(case.reading) for case in cases]


@lru_cache(maxsize=2)
def _models(sort: str) -> dict[str, Rule]:
    """For each event type the shipped rule that new ones are made after: the first on verbs (or words) with a required slot."""
    out: dict[str, Rule] = {}
    for rule in load_rules().rules.values():
        if getattr(rule.trigger, sort) and any(s.required for s in rule.slots.values()):
            out.setdefault(rule.event, rule)
    return out


PREPOSITIONS = frozenset("à au aux de du des d' par pour sur avec chez en dans auprès contre entre vers sous".split())
ELSEWHERE = ("agent", "patient", "after", "before", "nearest", "topic", "previous", "next", "prior", "apposition", "pronoun")


def to_widen(cases: Sequence[Case], packs: Packs, spots: Sequence[Spot]) -> list[Proposal]:
    """Strategies for a slot that a rule could not fill where it saw its trigger, and that find there what was annotated."""
    rules = packs.rules
    matcher = Matcher(rules)
    lacking: dict[int, list[RuleMention]] = {}
    found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for spot in spots:
        if spot.case not in lacking:
            lacking[spot.case] = []
            matcher(cases[spot.case].reading, misses=lacking[spot.case])
        for miss in lacking[spot.case]:
            rule = rules.rules[miss.rule]
            if miss.event != spot.gold["type"] or not spot.sentence[0] <= miss.start < spot.sentence[1]:
                continue
            empty = [slot for slot, how in rule.slots.items() if how.required and not miss.slots.get(slot)]
            if len(empty) == 1 and (wanted := _texts(spot.gold.get(empty[0]))):
                for way in (*ELSEWHERE, *_after_words(cases[spot.case].row["text"], miss, wanted)):
                    if way not in rule.slots[empty[0]].find:
                        found[miss.rule, empty[0], way].add(spot.case)
    out = []
    for (name, slot, way), seen in sorted(found.items(), key=lambda x: (-len(x[1]), x[0]))[: 5 * MOST]:
        rule = rules.rules[name]
        wider = rule.slots[slot].model_copy(update={"find": (*rule.slots[slot].find, way)})
        made = rule.model_copy(update={"slots": {**rule.slots, slot: wider}})
        touched = [i for i, (case, said) in enumerate(zip(cases, mentions_of(made, cases, rules), strict=True))
                   if len(said) > sum(m.rule == name for m in case.reading.mentions)]
        if seen & set(touched):
            ways = tuple(Change(rules=(made,), trust={name: t}) for t in sorted({rules.trusted(name), TRUSTED}))
            out.append(Proposal(f"{name}/{slot}={way}", "argument", rule.event, ways, frozenset(seen), tuple(touched)))
    return sorted(out, key=lambda p: (-len(p.seen & set(p.touched)), p.name))[:MOST]


def _texts(value: Any) -> list[str]:
    """The words of a gold value: a party's, an amount's, a date's."""
    return [v["text"] for v in (value if isinstance(value, list) else [value]) if isinstance(v, dict) and v.get("text")]


def _after_words(text: str, miss: RuleMention, wanted: Sequence[str]) -> list[str]:
    """`after:auprès de`, where a wanted filler stands after these words, after the trigger."""
    out = []
    for filler in wanted:
        at = text.find(filler, miss.end)
        words = text[miss.end : at].replace("’", "'").replace("d'", "d' ").lower().split()[-5:] if at >= 0 else []
        last = max((k for k, word in enumerate(words) if word in PREPOSITIONS), default=-1)
        before = words[max(last - 1, 0) : last + 1]
        if before and before[-1] in PREPOSITIONS:
            both = len(before) == 2 and before[0].isalpha() and before[0] not in PREPOSITIONS
            out.append("after:" + " ".join(before if both else before[-1:]))
    return out
