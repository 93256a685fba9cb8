"""Rules on trial: what they replace, what is refused with its line, what cannot run away."""

from __future__ import annotations

import pytest

from levees.rules.examples import reading_of
from levees.rules.load import load_rules
from levees.rules.source import RuleError
from levees.rules.trial import ENTRIES, Trial, as_text

HEAD = "family: mine\nrules:\n"
RULE = "- {name: x, event: Ipo, trigger: {%s}, slots: {company: {kinds: [company], find: [%s], required: true}}}"


def rule(trigger: str, find: str = "sentence") -> str:
    return HEAD + RULE % (trigger, find)


def test_own_rules_stand_by_themselves_and_shipped_ones_as_before():
    trial = Trial(rule("words: [clochette]"))
    found = trial(reading_of("[c:Alba] lève 12 M€. La clochette tinte pour [c:Borel]."))
    assert [(m.rule, trial.rules.trusted(m.rule)) for m in found] == [("funding.raise", 0.0), ("mine.x", 1.0)]
    assert len(trial.rules.rules) == len(load_rules().rules) + 1


def test_a_rule_of_the_same_name_replaces_and_off_takes_out():
    text = "family: funding\noff: [valuation]\nrules:\n" + (RULE % ("words: [clochette]", "sentence")).replace("name: x", "name: raise")
    assert Trial(text)(reading_of("[c:Alba], valorisée 60 M€, lève 12 M€.")) == []


def test_every_shipped_rule_can_be_begun_from():
    shipped = load_rules().rules
    written = load_rules(texts={name: as_text(rule) for name, rule in shipped.items()})
    assert written.rules == shipped and all(written.origin[name][0] == name for name in shipped)


@pytest.mark.parametrize("text, line, said", [
    ("", 1, "rules begin with their family"),
    ("family: mine\nrules:\n- {name: x, trigge: {}}", 3, "unknown key 'trigge'; did you mean trigger?"),
    ("family: mine\nrules: [", 3, "this is not YAML"),
    ("family: mine\x00", 1, "this is not YAML: unacceptable character"),
    ("family: \ud800", 1, "family: String should match"),
    ("family: mine\nevents: {Own: {slots: {company: party}, main: [company]}}", 2, "event types of one's own need a pack"),
    ("[" * 19_000, 1, "nested more than 100 deep"),
    ("- " * 9_000, 1, "nested more than 100 deep"),
    ("x" * 20_001, 1, "longer than 20,000 characters"),
    ("family: mine\nanchors: &a [*a]", 2, "an alias stands for what it is part of"),
    (HEAD + "- {use: [line], name: x}", 3, "there is no template"),
    (rule("words: ['~ clochette']"), 3, "'~ clochette' does not begin with a word"),
    ("family: mine\nvalues: {tint: {low: ['*']}}", 2, "'*' does not begin with a word"),
    ("family: mine\ncues: {denied: {verbs: [démentir, rouge]}}", 2, "'rouge' is no infinitive"),
    (HEAD + "\n".join(RULE.replace("name: x", f"name: x{n}") % ("words: [a]", "before") for n in range(51)), 2, "there are 51 rules"),
    (rule("verbs: [" + ", ".join(["lever"] * (1 + ENTRIES // 36)) + "]"), 3, "the words unfold to more than 50,000"),
    (rule("words: [clochette]", ", ".join(["'list-after:@investors|@investors|@investors'"] * 350)), 3, "unfold to more than"),
])
def test_what_is_wrong_is_said_with_its_line(text, line, said):
    with pytest.raises(RuleError) as refused:
        Trial(text)
    assert said in str(refused.value) and "\n" not in str(refused.value) and refused.value.line == line


def test_templates_are_counted_before_they_are_unfolded():
    rules = "".join(f"    - {{name: r{n}, event: Ipo, trigger: {{words: $w}}, slots: {{}}}}\n" for n in range(30))
    uses = "".join(f"- {{use: t, name: u{n}, with: {{w: [a]}}}}\n" for n in range(30))
    with pytest.raises(RuleError, match="there are 900 rules, templates unfolded"):
        Trial(f"family: mine\ntemplates:\n  t:\n    parameters: {{w: words}}\n    rules:\n{rules}rules:\n{uses}")


def test_rules_that_take_too_long_or_fire_everywhere_are_refused():
    with pytest.raises(RuleError, match="took more than 0 seconds"):
        Trial(rule("words: [clochette]"), seconds=0)(reading_of("[c:Alba] " + "lève 3 M€ et " * 100))
    with pytest.raises(RuleError, match="these rules fire 400 times") as refused:
        Trial(rule("words: [clochette]"))(reading_of("[c:Alba] " + "clochette " * 400))
    assert refused.value.line == 3
