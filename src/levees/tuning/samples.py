"""Examples and rejects of new rules: sentences of the user's own articles, checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from levees.rules.check import MIN_EXAMPLES, MIN_REJECTS, example_fault
from levees.rules.examples import reading_of
from levees.rules.load import RuleSet
from levees.rules.match import Matcher
from levees.rules.models import Example, Rule
from levees.tuning.cases import Case

if TYPE_CHECKING:
    from levees.tuning.tune import Finding

WORDS = 60  # of a sentence that serves


def add_samples(findings: Sequence[Finding], cases: Sequence[Case], rules: RuleSet) -> None:
    """Give each finding that teaches a trigger up to three sentences that its rule reads, and two that it passes over."""
    for finding in findings:
        if finding.proposal.what != "teach":
            continue
        rule = finding.change.rules[0]
        matcher = Matcher(replace(rules, rules={rule.name: rule}))
        finding.proposal.examples = list(_examples(matcher, finding.proposal.touched, cases))
        finding.proposal.rejects = list(_rejects(matcher, rule, finding.proposal.touched, cases))


def _examples(matcher: Matcher, touched: Sequence[int], cases: Sequence[Case]) -> Iterator[Example]:
    left = MIN_EXAMPLES
    for i in touched:
        for m in matcher(cases[i].reading):
            start, end = next(((a, b) for a, b in cases[i].reading.sentences if a <= m.start < b), (m.start, m.end))
            text = _plain(cases[i], start, end)
            plain = {slot: found[0] for slot, found in m.slots.items() if len(found) == 1 and found[0].kind in ("amount", "percent")}
            if text and left:
                example = Example(text=text, gives={slot: found.text for slot, found in plain.items()})
                if example_fault(matcher, example) is None:
                    left -= 1
                    yield example


def _rejects(matcher: Matcher, rule: Rule, touched: Sequence[int], cases: Sequence[Case]) -> Iterator[str]:
    """Sentences with the trigger in which the rule reads nothing, then any in which it reads nothing."""
    stem = (rule.trigger.verbs or rule.trigger.words)[0][:4]
    with_word, others = [], []
    for i in (*touched, *range(len(cases))):
        for start, end in cases[i].reading.sentences:
            text = _plain(cases[i], start, end)
            if text and len(others) < 20 and not matcher(reading_of(text)):
                (with_word if stem in text.lower() else others).append(text)
        if len(with_word) >= MIN_REJECTS:
            break
    yield from list(dict.fromkeys([*with_word, *others]))[:MIN_REJECTS]


def _plain(case: Case, start: int, end: int) -> str:
    """A sentence on one line; nothing where it is too long, or has brackets, which mark names in examples."""
    text = " ".join(case.row["text"][start:end].split())
    return "" if len(text.split()) > WORDS or "[" in text else text
