"""Loading, matching, explaining: what a rule file may say and what the engine makes of it."""

import pytest

from levees.rules.check import check, costs
from levees.rules.events import to_event
from levees.rules.examples import reading_of
from levees.rules.explain import explain
from levees.rules.load import load_rules
from levees.rules.match import Matcher
from levees.rules.mention import mentions_index
from levees.rules.source import RuleError

RULE = """
family: mine
rules:
  - name: hire
    event: LeadershipChange
    trigger: {verbs: [enrôler]}
    set: {direction: joins}
    slots:
      person: {kinds: [person], find: [patient, patient-side], required: true}
      company: {kinds: [company], find: [agent, agent-side]}
    examples:
      - {text: "[c:Alba] enrôle [p:Ana Roy].", gives: {person: Ana Roy, company: Alba, direction: joins}}
      - {text: "[p:Ana Roy] a été enrôlée par [c:Alba].", gives: {person: Ana Roy, company: Alba}}
      - {text: "[c:Alba] compte enrôler [p:Ana Roy].", gives: {person: Ana Roy}, status: planned}
    rejects: ["[c:Alba] enrôle.", "[p:Ana Roy] chante."]
"""


def only(text, **more):
    return load_rules(shipped=False, texts={"mine.yml": text}, **more)


def wrong(text):
    with pytest.raises(RuleError) as error:
        only(text)
    return str(error.value)


def test_a_pack_of_one_rule():
    rules = load_rules(texts={"mine.yml": RULE})
    assert rules.origin["mine.hire"] == ("mine.yml", 4)
    assert [str(p) for p in check(rules, only=["mine.hire"]) if p.level == "error"] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("trigger:", "triger:", 6, "did you mean trigger?"),
        ("find: [patient,", "find: [pateint,", 9, "did you mean patient?"),
        ("required: true", "requird: true", 9, "did you mean required?"),
        ("event: LeadershipChange", "event: LeadershipChang", 5, "did you mean LeadershipChange?"),
        ("      company:", "      compagny:", 10, "did you mean company?"),
        ("kinds: [person]", "kinds: [persons]", 9, "did you mean person?"),
        ("direction: joins}\n", "direction: join}\n", 7, "did you mean joins?"),
        ("verbs: [enrôler]", "verbs: [enrôlement]", 6, "no infinitive"),
        ("{verbs: [enrôler]}", "{}", 6, "could never fire"),
        ("family: mine", "famille: mine", 2, "did you mean family?"),
        ("rejects: [", "rejects: [", 0, ""),
        ("find: [agent, agent-side]", "find: [oblique]", 10, "takes words after a colon"),
        ("status: planned", "status: plannned", 14, "did you mean planned?"),
    ],
)
def test_faults_name_file_line_and_nearest_word(old, new, line, says):
    assert old in RULE
    if not says:
        return
    message = wrong(RULE.replace(old, new, 1))
    assert says in message and message.startswith(f"mine.yml, line {line}:"), message


@pytest.mark.parametrize(
    "text",
    [
        "family: [",
        "family: a\nfamily: b",
        "a: &x [*x]",
        "- 1",
        "family: mine\nrules: 3",
        "family: mine\nrules:\n  - {use: nothing}",
        "family: mine\noff: [no.rule]",
    ],
)
def test_broken_files_are_refused(text):
    assert wrong(text).startswith("mine.yml, line ")


def test_alias_bombs_are_refused():
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"] + [f"b{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    assert "too many aliases" in wrong("\n".join(lines))


def test_override_and_off():
    override = RULE.replace("enrôler", "embrigader").split("    examples:")[0]
    rules = load_rules(shipped=False, texts={"a.yml": RULE, "b.yml": override})
    assert rules.rules["mine.hire"].trigger.verbs == ("embrigader",)
    off = load_rules(texts={"off.yml": "family: off\noff: [funding, valuation.worth]"})
    assert not [r for r in off.rules if r.startswith("funding.")] and "valuation.worth" not in off.rules
    assert off.switched_off["valuation.worth"] == "off.yml"


def test_a_new_event_type_comes_out_as_a_generic_event():
    rules = only(
        """
family: layoffs
events:
  Layoff: {slots: {company: party, count: number, date: date}, main: [company]}
numbers: {jobs: [postes, emplois]}
rules:
  - name: cut
    event: Layoff
    trigger: {verbs: [supprimer]}
    slots:
      company: {kinds: [company], find: [agent, agent-side], required: true}
      count: {kinds: ["number:jobs"], find: [after], required: true}
"""
    )
    reading = reading_of("[c:Alba] supprime 1 200 postes.")
    (mention,) = Matcher(rules)(reading)
    event = to_event(mention, reading)
    assert (event["type"], event["company"]["name"], event["count"]) == ("Layoff", "Alba", "1200")
    assert "has already" in wrong("family: x\nevents:\n  Ipo: {slots: {a: party}, main: [a]}")


def test_templates_check_their_parameters():
    text = """
family: t
templates:
  deal:
    parameters: {verbs: verbs, event: event}
    rules:
      - {name: verb, event: $event, trigger: {verbs: [$verbs]}, slots: {target: {kinds: [company], find: [patient-side], required: true}}}
rules:
  - {use: deal, name: buy, with: {verbs: [racheter, gober], event: Acquisition}}
"""
    assert list(only(text).rules) == ["t.buy.verb"]
    assert only(text).rules["t.buy.verb"].trigger.verbs == ("racheter", "gober")
    assert "'rachat' is no infinitive" in wrong(text.replace("[racheter, gober]", "[rachat]"))
    assert "did you mean verbs?" in wrong(text.replace("with: {verbs:", "with: {verb:"))
    assert "did you mean deal?" in wrong(text.replace("use: deal", "use: dael"))


def test_voice_turns_agent_and_patient():
    matcher = Matcher(load_rules(), names=["acquisition.buy"])
    for text in (
        "[c:Alba] rachète [c:Borel].",
        "[c:Borel] est rachetée par [c:Alba].",
        "[c:Borel], rachetée par [c:Alba], recrute.",
        "[c:Alba], qui a racheté [c:Borel], recrute.",
        "[c:Alba] vient de racheter [c:Borel].",
    ):
        (m,) = matcher(reading_of(text))
        assert (m.first("acquirers").text, m.first("target").text) == ("Alba", "Borel"), text


def test_elided_and_split_triggers():
    matcher = Matcher(load_rules(), names=["acquisition.buy"])
    (m,) = matcher(reading_of("[c:Alba] s’est enfin offert [c:Borel]."))
    assert m.text == "s’est enfin offert" and m.first("target").text == "Borel"


def test_explain_says_what_failed_and_what_stood_there():
    lines = "\n".join(explain("[c:Alba] rachète les titres.", "acquisition.buy").lines())
    assert "- acquisition.buy" in lines and "nothing fills target" in lines and "« " in lines
    assert "no trigger" in next(iter(explain("Il pleut.").lines()))
    with pytest.raises(ValueError, match="did you mean"):
        explain("Il pleut.", "acquisition.bye")


def test_index():
    reading = reading_of("[c:Alba] lève 12 M€ auprès de [i:Vallon].")
    reading.mentions = Matcher(load_rules(), names=["funding.raise"])(reading)
    index = mentions_index(reading)
    amount = reading.amounts[0]
    assert index.by_anchor[(amount.start, amount.end)] == [("FundingRound", "funding.raise")]
    assert index.by_pair[((amount.start, amount.end), 1, "investors")] == ["list-after:@investors"]


def test_no_trigger_no_work_and_empty_text():
    matcher = Matcher(load_rules())
    assert matcher(reading_of("")) == [] and matcher(reading_of("Il pleut sur la ville.")) == []


def test_everything_is_grounded():
    for text in ("[c:Alba] lève 12 M€ auprès de [i:Vallon] et d'[i:Otto].", "L’OPA de [c:Alba] sur [c:Borel] vise 100 % du capital."):
        reading = reading_of(text)
        for m in Matcher(load_rules())(reading):
            assert reading.text[m.start : m.end] == m.text
            for found in (f for fs in m.slots.values() for f in fs):
                assert reading.text[found.start : found.end] == found.text


def test_linear_in_the_length_of_one_sentence(grows_linearly):
    matcher = Matcher(load_rules())

    def prepare(n):
        reading = reading_of("[c:Alba] lève 12 M€ auprès de [i:Vallon] et [c:Borel] rachète [c:Corto], " * n)
        return lambda: matcher(reading)

    grows_linearly(prepare, 40)


def test_costs_name_every_rule():
    rules = only(RULE)
    assert costs(rules, [reading_of("[c:Alba] enrôle [p:Ana Roy].")])["mine.hire"] > 0


def test_an_example_whose_slot_stays_empty_is_told():
    text = RULE.replace("    rejects:", '      - {text: "On enrôle [p:Ana Roy].", gives: {company: Alba}}\n    rejects:')
    assert any("company is empty, not Alba" in str(p) for p in check(load_rules(texts={"mine.yml": text}), only=["mine.hire"]))
