"""The engine: all triggers in one lookup pass, then each argument walked for on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from levees.rules.article import Article, Filler, Readable, folded
from levees.rules.fill import Argument, Use, fill, modality, site_of
from levees.rules.load import RuleSet, expand_kinds, load_rules
from levees.rules.mention import Cue, Found, RuleMention, Step
from levees.rules.models import Rule
from levees.rules.strategies import phrases, strategy
from levees.rules.surface import Site
from levees.rules.verbs import tables, verb_entries
from levees.rules.words import Hit, Pause, Vocabulary, entries

_NUMBER_PUNCT = frozenset(".,\u00a0\u202f ")


@dataclass(slots=True)
class _Plan:
    """A rule ready to run."""

    rule: Rule
    slots: list[Argument]
    needs: list[frozenset[str]]
    near: set[int] = field(default_factory=set)
    unless: set[int] = field(default_factory=set)


class Matcher:
    """Rules compiled for matching; build one and keep it.

    >>> from levees.rules.examples import reading_of
    >>> matcher = Matcher(load_rules())
    >>> found = matcher(reading_of("[c:Alba] lève 12 M€ auprès de [i:Partech]."))
    >>> {slot: [f.text for f in fs] for slot, fs in found[0].slots.items()}
    {'company': ['Alba'], 'amount': ['12 M€'], 'investors': ['Partech']}
    """

    def __init__(self, rules: RuleSet, *, names: Iterable[str] | None = None) -> None:
        wanted = None if names is None else frozenset(names)
        self.rules = rules
        self.vocabulary = v = Vocabulary()
        self.uses: dict[int, list[Use]] = {}
        self.plans: list[_Plan] = []
        self.values: dict[int, list[tuple[str, str]]] = {}
        self.titles: dict[int, str] = {}
        self.cues: dict[int, str] = {}
        self.numbers: dict[int, str] = {}
        self._more = {name: frozenset(t.more) for name, t in rules.titles.items()}
        for rule in rules.rules.values():
            if wanted is None or rule.name in wanted:
                self._add(rule)
        for kind, values in rules.values.items():
            for value, items in values.items():
                for entry in entries(items):
                    self.values.setdefault(v.add(entry), []).append((f"word:{kind}", value))
        for name, titles in rules.titles.items():
            for entry in entries(titles.heads):
                self.titles[v.add(entry)] = f"word:{name}"
        for name, units in rules.numbers.items():
            for entry in entries(units):
                self.numbers[v.add(entry)] = f"number:{name}"
        for tells, words in rules.cues.items():
            for entry in entries(words.words):
                self.cues[v.add(entry)] = tells
            for verb in words.verbs:
                for e in verb_entries(verb):
                    self.cues[v.add(e.entry, head=e.head)] = tells
        v.freeze()

    def _add(self, rule: Rule) -> None:
        number, v = len(self.plans), self.vocabulary
        lists = self.rules.phrases
        arguments = [
            Argument(
                n,
                s,
                expand_kinds(s.kinds),
                tuple(strategy(x, lists) for x in s.find),
                tuple(p for u in s.unless for p in phrases(u, lists)),
                tuple(p for u in s.unless_next for p in phrases(u, lists)),
            )
            for n, s in rule.slots.items()
        ]
        plan = _Plan(rule, arguments, [expand_kinds(x.split("|")) for x in rule.needs])
        self.plans.append(plan)
        for verb in rule.trigger.verbs:
            with_be = verb.split()[0] in tables()["with_être"]
            for e in verb_entries(verb):
                self._use(v.add(e.entry, head=e.head, contracted=True), Use(number, e.form, e.reflexive, with_be))
        words: list[str] = [*rule.trigger.words]
        for cls in rule.trigger.classes:
            words += self.rules.classes[cls]
        if rule.trigger.values is not None:
            words += [w for ws in self.rules.values[rule.trigger.values].values() for w in ws]
        for entry in entries(words):
            self._use(v.add(entry), Use(number))
        plan.near = {v.add(e) for e in entries(rule.near)}
        plan.unless = {v.add(e) for e in entries(rule.unless)}

    def _use(self, key: int, use: Use) -> None:
        self.uses.setdefault(key, []).append(use)

    def __call__(
        self, reading: Readable, *, trace: bool = False, misses: list[RuleMention] | None = None, pause: Pause | None = None
    ) -> list[RuleMention]:
        """Mentions of a reading, in the text's order. `misses` collects what was seen but lacked a required slot or a need.

        `pause` is called over and over; what it raises ends the work.
        """
        doc = reading.doc
        if not len(doc):
            return []
        words = folded(doc)
        hits = self.vocabulary.find(words, pause)
        if not any(key in self.uses for key in hits):
            return []
        article = Article(reading, words)
        self._fill_words(article, hits)
        present = [{k for f in article.inside(s) for k in _present(f)} for s in range(len(article.bounds))]
        by_sentence: list[set[int]] = [set() for _ in article.bounds]
        cues: list[list[Cue]] = [[] for _ in article.bounds]
        for key, found in hits.items():
            tells = self.cues.get(key)
            for hit in found:
                s = article.sentence_of[hit.head]
                by_sentence[s].add(key)
                if tells is not None:
                    cues[s].append(Cue(tells, article.text(hit.start, hit.end), hit.start, hit.end))
        out: list[RuleMention] = []
        seen: set[tuple[int, int]] = set()
        for key in sorted(k for k in hits if k in self.uses):
            for use in self.uses[key]:
                plan = self.plans[use.rule]
                for hit in hits[key]:
                    if pause is not None:
                        pause()
                    if (use.rule, hit.head) in seen:
                        continue
                    site = site_of(article, hit, use)
                    if site is None or (use.form and site.voice not in plan.rule.trigger.voice):
                        continue
                    s = site.sentence
                    why = _lacking(plan, present[s], by_sentence[s])
                    if why and misses is None:
                        continue
                    mention = self._mention(plan, site, cues[s], trace)
                    if why:
                        mention.trace = (Step("", why, False, ""), *mention.trace)
                        misses.append(mention)  # type: ignore[union-attr]
                    elif all(mention.slots.get(a.name) for a in plan.slots if a.slot.required):
                        seen.add((use.rule, hit.head))
                        out.append(mention)
                    elif misses is not None:
                        misses.append(mention)
        out.sort(key=lambda m: (m.start, m.end, m.rule))
        return out

    def _fill_words(self, article: Article, hits: dict[int, list[Hit]]) -> None:
        """Words of closed vocabularies, titles and counted things become fillers."""
        taken: dict[str, set[int]] = {}
        found: list[tuple[int, int, str, Any]] = []
        for key, places in hits.items():
            for kind, value in self.values.get(key, ()):
                found += [(h.start, h.end, kind, value) for h in places]
            if (title := self.titles.get(key)) is not None:
                more = self._more[title[5:]]
                for h in places:
                    end = _extend(article.words, h.end, more)
                    found.append((h.start, end, title, None))
            if (number := self.numbers.get(key)) is not None:
                for h in places:
                    counted = _number_before(article.words, h.start)
                    if counted is not None:
                        found.append((*counted, number, article.text(*counted)))
        for start, end, kind, value in sorted(found, key=lambda x: (x[2], -(x[1] - x[0]), x[0])):
            used = taken.setdefault(kind, set())
            if used.isdisjoint(range(start, end)) and end <= len(article.words):
                used.update(range(start, end))
                article.add(kind, value if value is not None else article.text(start, end), article.starts[start], article.ends[end - 1])
        if found:
            article.settle()

    def _mention(self, plan: _Plan, site: Site, cues: Sequence[Cue], trace: bool) -> RuleMention:
        article, rule = site.article, plan.rule
        slots: dict[str, tuple[Found, ...]] = {}
        steps: list[Step] = []
        used: set[int] = set()
        for argument in plan.slots:
            found = fill(site, argument, used, steps if trace else None)
            if found:
                slots[argument.name] = found
                if not argument.slot.shared:
                    used.update(f.entity for f in found if f.entity >= 0)
        status, certainty, told = modality(site, rule, cues)
        chars = tuple(Cue(c.tells, c.text, article.starts[c.start], article.ends[c.end - 1]) for c in told)
        start, end = article.starts[site.hit.start], article.ends[site.hit.end - 1]
        return RuleMention(
            rule.name,
            rule.event,
            start,
            end,
            article.reading.text[start:end],
            slots,
            dict(rule.set),
            status,
            certainty,
            chars,
            tuple(steps),
        )


@lru_cache(maxsize=1)
def shipped() -> Matcher:
    """The shipped rules, compiled once."""
    return Matcher(load_rules())


def _present(f: Filler) -> Iterable[str]:
    return (f.kind, *(k for _, k in f.options)) if f.kind != "amount" else ("amount", "amount?")


def _lacking(plan: _Plan, present: set[str], words: set[int]) -> str:
    """What the sentence lacks for a rule; empty where nothing."""
    for need, names in zip(plan.needs, plan.rule.needs, strict=True):
        if not need & present:
            said = " or ".join(dict.fromkeys(n.rstrip("?") for n in names.split("|")))
            return f"needs {said}, which the sentence has not"
    if plan.near and not plan.near & words:
        return "none of the words it needs near is in the sentence"
    if plan.unless & words:
        return "a word of its unless is in the sentence"
    return ""


def _extend(words: Sequence[str], end: int, more: frozenset[str]) -> int:
    """The end of a title: its head and all words that may follow, joined by « de », « de la », « des », « du », « et », « d' »."""
    while end < len(words):
        if words[end] in more:
            end += 1
            continue
        skip = end
        while (
            skip < len(words)
            and skip - end < 3
            and words[skip] in ("de", "la", "des", "du", "d'", "l'", "en", "charge", "chargé", "chargée", "et")
        ):
            skip += 1
        if skip == end or skip >= len(words) or words[skip] not in more:
            break
        end = skip + 1
    return end


def _number_before(words: Sequence[str], unit: int) -> tuple[int, int] | None:
    """The number that counts the thing at `unit`, with at most two words between."""
    end = unit
    while end > 0 and unit - end < 2 and not words[end - 1][:1].isdigit() and words[end - 1].isalpha():
        end -= 1
    start = end
    while start > 0 and words[start - 1][:1].isdigit() and all(c.isdigit() or c in _NUMBER_PUNCT for c in words[start - 1]):
        start -= 1
    return (start, end) if start < end else None
