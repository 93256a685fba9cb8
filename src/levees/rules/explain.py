"""Why a rule fired or did not: triggers seen, and for each argument which strategy found what, or what stood there instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from levees.rules.examples import reading_of
from levees.rules.load import RuleSet, load_rules
from levees.rules.match import Matcher
from levees.rules.mention import RuleMention, Step


@dataclass(frozen=True, slots=True)
class Explanation:
    """What rules made of a text: mentions, and near misses (a trigger was there, something else was not)."""

    mentions: tuple[RuleMention, ...]
    misses: tuple[RuleMention, ...]
    fixed: dict[str, dict[str, str]]

    def lines(self) -> Iterator[str]:
        """Plain text, a line a fact."""
        if not self.mentions and not self.misses:
            yield "no trigger of any rule is in this text"
        for mention, fired in (*((m, True) for m in self.mentions), *((m, False) for m in self.misses)):
            yield f"{'+' if fired else '-'} {mention.rule} ({mention.event}) at « {mention.text} »" + (
                "" if fired else ": " + why_not(mention)
            )
            for slot, found in mention.slots.items():
                yield f"    {slot}: {', '.join(f.text for f in found)}  [{found[0].strategy}]"
            for step in mention.trace:
                if step.slot and not step.found and step.slot not in mention.slots:
                    yield f"    {step.slot}: {step.strategy} found nothing; there stood « {step.text} »"
            if fired:
                for slot, value in mention.fixed.items():
                    yield f"    {slot}: {value}  [set]"
                cues = ", ".join(f"{c.text} ({c.tells})" for c in mention.cues)
                yield f"    {mention.status}, {mention.certainty}" + (f"; cues: {cues}" if cues else "")


def why_not(mention: RuleMention) -> str:
    """In a few words, what a near miss lacked."""
    first = next((s for s in mention.trace if not s.slot), None)
    if first is not None:
        return first.strategy
    missing: dict[str, list[Step]] = {}
    for step in mention.trace:
        if step.slot not in mention.slots:
            missing.setdefault(step.slot, []).append(step)
    return "nothing fills " + ", ".join(missing) if missing else "a required slot is empty"


def explain(text: str | Any, rule: str | None = None, *, rules: RuleSet | None = None, matcher: Matcher | None = None) -> Explanation:
    """Explain what rules make of a text (names may be marked: `[c:Alba] lève 12 M€`), a Doc that pipes have read, or a reading.

    `rule` keeps to one rule, or to a family. Raises ValueError for a rule that there is not.

    >>> print(next(explain("[c:Alba] lève les bras", "funding.raise").lines()))
    - funding.raise (FundingRound) at « lève »: needs amount, which the sentence has not
    """
    known = rules or (matcher.rules if matcher is not None else load_rules())
    if rule is not None:
        names = [n for n in known.rules if n == rule or n.startswith(rule + ".")]
        if not names:
            from levees.rules.source import did_you_mean

            raise ValueError(f"there is no rule {rule!r}{did_you_mean(rule, known.rules)}")
        matcher = Matcher(known, names=names)
    elif matcher is None:
        matcher = Matcher(known)
    reading = reading_of(text) if isinstance(text, str) else text._.levees if hasattr(text, "_") else text
    misses: list[RuleMention] = []
    mentions = matcher(reading, trace=True, misses=misses)
    return Explanation(tuple(mentions), tuple(misses), {m.rule: dict(m.fixed) for m in mentions})
