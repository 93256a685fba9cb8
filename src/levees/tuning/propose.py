"""What may help on a text: shipped rules to trust there, and verbs to teach, read off the events that were missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from levees.evaluation.align import align
from levees.exchange.document import place
from levees.names.lexicon import read_lines
from levees.names.tokens import fold as unaccented
from levees.rules.check import example_fault
from levees.rules.load import RuleSet, load_rules
from levees.rules.match import Matcher
from levees.rules.mention import RuleMention
from levees.rules.models import Example, Rule, Trigger
from levees.rules.verbs import conjugate, is_verb
from levees.rules.words import fold
from levees.tuning.cases import Case

FAMILY = "learned"
WORDS = 60  # of a sentence that serves as an example


@dataclass(slots=True)
class Proposal:
    """One thing that may be added to a pack: a rule to trust, or (with `rule`) a new one. `seen` are the articles it was read off."""

    name: str
    event: str
    rule: Rule | None
    mentions: dict[int, list[RuleMention]]  # by article
    seen: frozenset[int] = frozenset()
    examples: list[Example] = field(default_factory=list)


def proposals(cases: Sequence[Case], rules: RuleSet) -> list[Proposal]:
    """Everything worth trying, in a fixed order."""
    return [*to_trust(cases, rules), *to_teach(cases, rules)]


def to_trust(cases: Sequence[Case], rules: RuleSet) -> list[Proposal]:
    """Rules that fire and are not trusted by themselves yet."""
    said: dict[str, dict[int, list[RuleMention]]] = {}
    for i, case in enumerate(cases):
        for mention in case.reading.mentions:
            if rules.trusted(mention.rule) < 0.5:
                said.setdefault(mention.rule, {}).setdefault(i, []).append(mention)
    return [Proposal(name, rules.rules[name].event, None, found, frozenset(found)) for name, found in sorted(said.items())]


def to_teach(cases: Sequence[Case], rules: RuleSet) -> list[Proposal]:
    """Verbs in the sentences of missed events that trigger no rule of their type, each as a rule like one that ships."""
    seen: dict[tuple[str, str], set[int]] = {}
    models = _models() | {r.event: r for r in reversed(rules.rules.values()) if r.event in rules.events and r.trigger.verbs}
    known = {event: {fold(v) for r in rules.rules.values() if r.event == event for v in r.trigger.verbs} for event in models}
    for i, case in enumerate(cases):
        preds = [e.model_dump(mode="json") for e in case.events]
        for gold in align(case.row["events"], preds)[1]:
            if not gold.get("optional") and gold["type"] in known:
                for verb in _verbs_near(gold, case):
                    if verb not in known[gold["type"]]:
                        seen.setdefault((gold["type"], verb), set()).add(i)
    made = {_ascii(f"{FAMILY}.{event.lower()}-{verb}"): (event, verb) for event, verb in sorted(seen)}
    new = {name: models[event].model_copy(update={"name": name, "trigger": Trigger(verbs=(verb,)), "examples": (), "rejects": ()})
           for name, (event, verb) in made.items()}
    matcher = Matcher(replace(rules, rules=new))
    found: dict[str, dict[int, list[RuleMention]]] = {}
    for i, case in enumerate(cases):
        for mention in matcher(case.reading):
            found.setdefault(mention.rule, {}).setdefault(i, []).append(mention)
    out = []
    for name, (event, verb) in made.items():
        if name in found:
            out.append(Proposal(name, event, new[name], found[name], frozenset(seen[event, verb])))
    return out


def _ascii(name: str) -> str:
    """A rule's name may have no accents."""
    return unaccented(name).replace(" ", "-").replace("'", "-")


@lru_cache(maxsize=1)
def _models() -> dict[str, Rule]:
    """For each event type the shipped verb rule that new ones are made after: the first with a required slot."""
    out: dict[str, Rule] = {}
    for rule in load_rules().rules.values():
        if rule.trigger.verbs and any(s.required for s in rule.slots.values()):
            out.setdefault(rule.event, rule)
    return out


def _verbs_near(gold: Mapping[str, Any], case: Case) -> Iterator[str]:
    """Infinitives of the verbs in the sentence that tells of a missed event: where its amount stands, else its first party."""
    text = case.row["text"]
    value = next((v for v in (gold.get("amount"), *gold.values()) if isinstance(v, dict) and v.get("text") and v["text"] in text), None)
    if value is None:
        return
    at, _ = place(value, text)
    start, end = next(((a, b) for a, b in case.reading.sentences if a <= at < b), (at, at))
    for token in case.reading.doc:
        if start <= token.idx < end and token.pos_ in ("VERB", "AUX") and token.lower_ not in _HELPERS:
            yield from infinitives(token.lower_)


_HELPERS = frozenset("a ai ont est sont était étaient avait avaient être avoir été sera seront aura auront serait aurait ait soit".split())


@lru_cache(maxsize=20_000)
def infinitives(form: str) -> tuple[str, ...]:
    """The verbs of the French lexicon that a form may belong to.

    >>> infinitives("glanait")
    ('glaner',)
    """
    return tuple(v for v in _verbs().get(form[:3], ()) if any(form in forms for forms in conjugate(v).values()))


@lru_cache(maxsize=1)
def _verbs() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for word in read_lines("common_words"):
        if is_verb(word) and word.isalpha():
            try:
                stems = {forms[0][:3] for forms in conjugate(word).values() if forms}
            except (ValueError, IndexError, KeyError):
                continue
            for stem in sorted(stems):
                out.setdefault(stem, []).append(word)
    return out


def examples_of(proposal: Proposal, cases: Sequence[Case], rules: RuleSet) -> list[Example]:
    """Up to three sentences of the articles in which a new rule reads what it reads there, checked."""
    if proposal.rule is None:
        return []
    matcher = Matcher(replace(rules, rules={proposal.name: proposal.rule}))
    out: list[Example] = []
    for i, mentions in proposal.mentions.items():
        for m in mentions:
            start, end = next(((a, b) for a, b in cases[i].reading.sentences if a <= m.start < b), (m.start, m.end))
            text = " ".join(cases[i].row["text"][start:end].split())
            if len(text.split()) > WORDS or "[" in text:
                continue
            plain = {slot: found[0] for slot, found in m.slots.items() if len(found) == 1 and found[0].kind in ("amount", "percent")}
            gives = {slot: found.text for slot, found in plain.items()}
            example = Example(text=text, gives=gives)
            if len(out) < 3 and example_fault(matcher, example) is None:
                out.append(example)
    return out
