"""Whether rules are sound: schema, examples, rejects, rules that cannot fire, rules shadowed by others, cost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from levees.names.tokens import fold as unaccented
from levees.rules.examples import reading_of
from levees.rules.load import RuleSet, expand_kinds, word_classes
from levees.rules.match import Matcher
from levees.rules.mention import RuleMention
from levees.rules.models import Example, Rule
from levees.rules.words import entries, words_of

MIN_EXAMPLES, MIN_REJECTS = 3, 2


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (error) or doubtful (warning) about a rule."""

    level: Literal["error", "warning"]
    rule: str
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.level}: {self.rule}: {self.text}"


class _Alone(dict[str, Matcher]):
    """A matcher for each rule by itself, made when it is asked for."""

    def __init__(self, rules: RuleSet) -> None:
        super().__init__()
        self.rules = rules

    def __missing__(self, name: str) -> Matcher:
        self[name] = Matcher(self.rules, names=[name])
        return self[name]


def check(rules: RuleSet, *, corpus: Sequence[Any] = (), only: Iterable[str] | None = None) -> Iterator[Problem]:
    """Everything that can be said against rules. `corpus` holds readings: rules that never fire on them are reported too.

    `only` names the rules to look at; whether another rule shadows one of them is asked of all.
    """
    names = list(rules.rules if only is None else only)
    alone = _Alone(rules)
    for name in names:
        rule = rules.rules[name]

        def say(level: Literal["error", "warning"], text: str, name: str = name) -> Problem:
            file, line = rules.origin.get(name, ("?", 1))
            return Problem(level, name, file, line, text)

        for level, text in _static(rule, rules.accepted, "warning" if rules.pack.get(name) else "error"):
            yield say(level, text)
        for example in rule.examples:
            fault = example_fault(alone[name], example)
            if fault:
                yield say("error", fault)
        for text in rule.rejects:
            found = alone[name](reading_of(text))
            if found:
                yield say("error", f"fires on what it must reject: « {text} » ({_slots(found[0])})")
        for other in _shadows(rule, rules, alone):
            yield say("warning", f"shadowed: {other} fires on all its examples with the same slots")
        if corpus and not any(alone[name](reading) for reading in corpus):
            yield say("warning", f"never fires on {len(corpus)} articles")


def example_fault(matcher: Matcher, example: Example, *, reading: Any = None) -> str | None:
    """What is wrong with an example, or None. `reading` brings a parsed one."""
    found = matcher(reading_of(example.text) if reading is None else reading)
    faults = [_differs(m, example) for m in found]
    if None in faults:
        return None
    return f"« {example.text} »: " + (str(faults[0]) if faults else "no mention")


def _differs(mention: RuleMention, example: Example) -> str | None:
    for slot, wanted in example.gives.items():
        got = [f.text for f in mention.slots.get(slot, ())] or [v for s, v in mention.fixed.items() if s == slot]
        if got != list(wanted) if isinstance(wanted, tuple) else wanted not in got[:1]:
            return f"{slot} is {', '.join(got) or 'empty'}, not {wanted if isinstance(wanted, str) else ', '.join(wanted)}"
    for what in ("status", "certainty"):
        wanted = getattr(example, what)
        if wanted and getattr(mention, what) != wanted:
            return f"{what} is {getattr(mention, what)}, not {wanted}"
    return None


def _static(
    rule: Rule, accepted: set[str], untried: Literal["error", "warning"]
) -> Iterator[tuple[Literal["error", "warning"], str]]:
    """What the rule alone shows; `untried` is how bad it is to have few examples, which one may forgive a user's own rule."""
    if len(rule.examples) < MIN_EXAMPLES:
        yield untried, f"has {len(rule.examples)} examples; {MIN_EXAMPLES} are wanted"
    if len(rule.rejects) < MIN_REJECTS:
        yield untried, f"has {len(rule.rejects)} rejects; {MIN_REJECTS} are wanted"
    if not any(s.required for s in rule.slots.values()):
        yield "error", "requires no slot: it would fire on its trigger alone"
    for name, slot in rule.slots.items():
        if not slot.find:
            yield ("error" if slot.required else "warning"), f"{name} has no strategy and can never be filled"
    both = set(entries(rule.trigger.words)) & set(entries(rule.unless))
    if both and both == set(entries(rule.trigger.words)) and not rule.trigger.verbs and not rule.trigger.classes:
        yield "error", "can never fire: its unless holds all of its triggers"
    if rule.near and set(entries(rule.near)) <= set(entries(rule.unless)):
        yield "error", "can never fire: all words it needs near are in its unless"
    for word in sorted(set(entries(rule.trigger.words))):
        if not word.endswith("*") and not _known(word.replace("~", " "), accepted):
            yield "warning", f"trigger {word!r} is no form in the French lexicon"
    required = [expand_kinds(s.kinds) for s in rule.slots.values() if s.required]
    for need in rule.needs:
        if not any(expand_kinds(need.split("|")) & kinds for kinds in (*required, *(expand_kinds(s.kinds) for s in rule.slots.values()))):
            yield "warning", f"needs {need}, which none of its slots takes"


@lru_cache(maxsize=1)
def _lexicon() -> frozenset[str]:
    """French word forms: the names room's common words, and every word of the word classes."""
    text = (files("levees.data") / "fr" / "lexicons" / "common_words.txt").read_text(encoding="utf-8")
    forms = {line.strip() for line in text.splitlines() if line[:1] != "#"}
    return frozenset(forms | {w for ws in word_classes().values() for entry in ws for w in words_of(entry)})


def _known(word: str, accepted: set[str]) -> bool:
    """Whether a form is French as far as the lexicon knows; accents and plurals are forgiven."""
    lexicon = _lexicon()
    return all(
        piece in lexicon
        or piece in accepted
        or unaccented(piece) in lexicon
        or piece.rstrip("s") in lexicon
        or len(piece) < 4
        or not piece.isalpha()
        for piece in words_of(word)
    )


def _shadows(rule: Rule, rules: RuleSet, alone: dict[str, Matcher]) -> Iterator[str]:
    """Rules of the same event that read every example of this one just as it does."""
    mine = [alone[rule.name](reading_of(e.text)) for e in rule.examples]
    if not mine or not all(mine):
        return
    for name, other in rules.rules.items():
        if name == rule.name or other.event != rule.event or other.set != rule.set:
            continue
        for example, own in zip(rule.examples, mine, strict=True):
            theirs = [_slots(m) for m in alone[name](reading_of(example.text))]
            if not any(_slots(m) in theirs for m in own):
                break
        else:
            yield name


def _slots(mention: RuleMention) -> str:
    return "; ".join(f"{slot}: {', '.join(f.text for f in found)}" for slot, found in sorted(mention.slots.items()))


def costs(rules: RuleSet, corpus: Sequence[Any], *, repeat: int = 1, only: Iterable[str] | None = None) -> dict[str, float]:
    """Milliseconds an article that each rule costs by itself on readings."""
    out = {}
    for name in rules.rules if only is None else only:
        matcher = Matcher(rules, names=[name])
        begun = time.perf_counter()
        for _ in range(repeat):
            for reading in corpus:
                matcher(reading)
        out[name] = 1000 * (time.perf_counter() - begun) / max(len(corpus) * repeat, 1)
    return out
