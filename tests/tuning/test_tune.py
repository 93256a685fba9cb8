"""What annotated articles teach: found, measured on articles held out, written without losing what was there."""

import json
import shutil
import signal
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import levees
from levees.cli import app
from levees.packs import load_packs
from levees.rules.check import check
from levees.schema import forget
from levees.tuning import learn_names, read_cases, straighten, tune, write_pack
from levees.tuning.cases import folds
from levees.tuning.change import Change, Setting
from levees.tuning.missed import infinitives

EXAMPLE = Path(__file__).parents[2] / "examples" / "layoffs"
FIRMS = ["Orbelia", "Verdanta", "Brumaire", "Mirelle", "Tessaly", "Cordane"]


def row(n, firm):
    text = f"La société {firm} élimine {n}0 postes en France. Ses clients sont inquiets."
    event = {"type": "Layoff", "status": "completed", "certainty": "asserted", "company": {"name": firm, "text": firm}, "count": f"{n}0"}
    return {"id": firm, "published": "2024-05-14", "text": text, "events": [event]}


ROWS = [row(n, firm) for n, firm in enumerate(FIRMS, start=2)]


@pytest.fixture(autouse=True)
def _types():
    load_packs([EXAMPLE])
    yield
    forget("Layoff")


@pytest.fixture(scope="module")
def cases():
    load_packs([EXAMPLE])
    return read_cases(ROWS, levees.load(packs=[EXAMPLE]))


def found(result, name):
    return next(f for f in result.findings if f.proposal.name == name)


@pytest.fixture(scope="module")
def result(cases):
    return tune(cases, load_packs([EXAMPLE]), parts=3)


@pytest.mark.model
def test_a_verb_that_is_missing_is_taught_and_measured_on_articles_held_out(cases, result):
    best = found(result, "learned.layoff-eliminer")
    assert result.findings[0].gain == best.gain and best.change.rules[0].trigger.verbs == ("éliminer",)
    assert (best.won, best.spoilt) == (6, 0) and best.change.trust["learned.layoff-eliminer"] > 0.8
    assert len(best.proposal.examples) == 3 and best.proposal.rejects == ["Ses clients sont inquiets."]
    assert dict((name, (before, after)) for name, before, after in result.table())["Layoff"] == (0.0, 1.0)
    assert {"company", "count"} <= {name for name, before, after in result.slots() if after > before}
    assert (sorted(result.better), result.worse) == (sorted(FIRMS), [])


@pytest.mark.model
def test_the_same_articles_give_the_same_findings(cases, result):
    again = tune(cases, load_packs([EXAMPLE]), parts=3)
    assert [(f.proposal.name, f.won, f.spoilt, f.change) for f in again.findings] == [
        (f.proposal.name, f.won, f.spoilt, f.change) for f in result.findings]
    assert [len(c.events) for c in cases] == [0] * 6  # what was tried left no trace


NOUN = "La société {} confirme une compression de {} emplois à Brest."
FAR = "La direction l'assume. {} postes sont supprimés chez la société {}."


def layoff(ident, text, firm, count, **more):
    event = {"type": "Layoff", "status": "completed", "certainty": "asserted", "company": {"name": firm, "text": firm}, "count": count}
    return {"id": ident, "published": "2024-05-14", "text": text, "events": [event | more]}


def tuned(rows, pack=EXAMPLE):
    return tune(read_cases(rows, levees.load(packs=[pack])), load_packs([pack]), parts=3)


@pytest.mark.model
def test_nouns_are_taught():
    rows = [layoff(f"n{n}", NOUN.format(firm, f"{n}0"), firm, f"{n}0") for n, firm in enumerate(FIRMS, start=2)]
    best = found(tuned(rows), "learned.layoff-compression")
    assert (best.won, best.spoilt) == (6, 0) and "compressions" in best.change.rules[0].trigger.words


@pytest.mark.model
def test_an_argument_is_looked_for_where_it_stood(tmp_path):
    pack = Path(shutil.copytree(EXAMPLE, tmp_path / "layoffs"))
    rules = pack / "rules" / "layoff.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("[agent, agent-side, pronoun, topic]", "[agent]"), encoding="utf-8")
    rows = [layoff(f"f{n}", FAR.format(f"{n}0", firm), firm, f"{n}0") for n, firm in enumerate(FIRMS, start=2)]
    best = found(tuned(rows, pack), "layoff.cut/company=after:chez")
    assert (best.won, best.spoilt) == (6, 0) and best.change.rules[0].slots["company"].find == ("agent", "after:chez")
    write_pack(tmp_path / "tuned", [best])
    nlp = levees.load(packs=[pack, tmp_path / "tuned"])
    event = levees.extract("75 postes sont supprimés chez la société Falaise.", nlp=nlp).events[0]
    assert (event.company.name, event.rule, event.grounds["company"].strategy) == ("Falaise", "layoff.cut", "after:chez")


@pytest.mark.model
def test_a_cue_is_read_off_what_was_taken_for_done(tmp_path):
    text = "La société {} mijote de supprimer {} postes à Brest."
    rows = [layoff(f"c{n}", text.format(firm, f"{n}0"), firm, f"{n}0", status="planned") for n, firm in enumerate(FIRMS, start=2)]
    best = found(tuned(rows), "cue planned: mijot/er")
    assert (best.won, best.spoilt, best.proposal.measure) == (6, 0, "strict")
    assert best.change.cues == {"planned": {"governs": ("mijot/er",)}}
    write_pack(tmp_path / "cues", [best])
    nlp = levees.load(packs=[EXAMPLE, tmp_path / "cues"])
    assert levees.extract("La société Falaise mijote de supprimer 75 postes.", nlp=nlp).events[0].status == "planned"


@pytest.mark.model
def test_what_is_accepted_is_written_into_the_pack_and_what_it_held_is_kept(result, tmp_path):
    pack = Path(shutil.copytree(EXAMPLE, tmp_path / "layoffs"))
    best = found(result, "learned.layoff-eliminer")
    backup = write_pack(pack, [best])
    assert (backup / "pack.yml").read_bytes() == (EXAMPLE / "pack.yml").read_bytes()
    rules = load_packs([pack]).rules
    assert "learned.layoff-eliminer" in rules.rules and rules.trusted("learned.layoff-eliminer") > 0.8
    assert not [str(p) for p in check(rules, only=["learned.layoff-eliminer"]) if p.level == "error"]
    event = levees.extract("La société Falaise élimine 75 emplois.", nlp=levees.load(packs=[pack])).events[0]
    assert (event.type, event.company.name, str(event.count), event.rule) == ("Layoff", "Falaise", "75", "learned.layoff-eliminer")
    assert event.confidence == event.grounds["count"].confidence == rules.trusted("learned.layoff-eliminer")
    assert write_pack(pack, [best]) != backup
    assert sum(name == "learned.layoff-eliminer" for name in load_packs([pack]).rules.rules) == 1
    assert not (tmp_path / "layoffs.part").exists()


@pytest.mark.model
def test_what_stops_the_writing_leaves_all_as_it_was(result, tmp_path, monkeypatch):
    pack = Path(shutil.copytree(EXAMPLE, tmp_path / "layoffs"))
    before = contents(tmp_path)
    rename = Path.rename

    def stopped(self, target):
        if self.name.endswith(".part"):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_pack(pack, result.findings[:1])
    assert contents(tmp_path) == before


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def arguments(tmp_path, *more):
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS), encoding="utf-8")
    return ["tune", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "tuned"), "--pack", str(EXAMPLE), "--folds", "3", *more]


@pytest.mark.model
def test_the_command_line_tunes_and_writes_nothing_unless_it_is_told_to(tmp_path):
    refused = CliRunner().invoke(app, arguments(tmp_path), input="n\n" * 90)
    assert refused.exit_code == 0 and "Nothing accepted" in refused.output and not (tmp_path / "tuned").exists()
    assert "+     - éliminer" in refused.output and "6 won, 0 spoilt" in refused.output and "slot F1, held out" in refused.output
    done = CliRunner().invoke(app, arguments(tmp_path, "--accept-above", "3"))
    assert done.exit_code == 0 and "Layoff                  0.0  100.0" in done.output, done.output
    assert load_packs([EXAMPLE, tmp_path / "tuned"]).rules.pack["learned.layoff-eliminer"] == "tuned"


@pytest.mark.model
def test_ctrl_c_changes_nothing_and_says_so(tmp_path, monkeypatch):
    shutil.copytree(EXAMPLE, tmp_path / "tuned")
    given = arguments(tmp_path, "--accept-above", "0")
    before = contents(tmp_path)
    monkeypatch.setattr(sys.modules["levees.tuning.tune"], "proposals", lambda *_: signal.raise_signal(signal.SIGINT))
    stopped = CliRunner().invoke(app, given)
    assert (stopped.exit_code, stopped.stderr.strip()) == (130, "levees: stopped by Ctrl-C, nothing was changed (exit code 130)")
    assert contents(tmp_path) == before


ROUND = "La société {} a levé {} millions d'euros auprès de Partech."


def raised(ident, firm, amount, right):
    text = ROUND.format(firm, amount)
    event = {"type": "FundingRound", "status": "completed", "certainty": "asserted", "company": {"name": firm, "text": firm},
             "amount": {"text": f"{amount} millions d'euros", "amount": f"{amount}000000", "currency": "EUR"}}
    return {"id": ident, "published": "2024-05-14", "text": text, "events": [event] if right else []}


@pytest.mark.model
def test_the_judge_is_put_straight_where_it_is_too_sure(tmp_path):
    cases = read_cases([raised(f"j{n}", firm, n, n % 2) for n, firm in enumerate(FIRMS * 5, start=2)], levees.load())
    found = straighten(cases, load_packs([]), parts=3)
    assert found.error[1] < found.error[0] and found.weights["FundingRound"][0] < 0 and 0 < found.floor < 0.9
    write_pack(tmp_path / "straight", [], [found.change])
    nlp = levees.load(packs=[tmp_path / "straight"])
    assert nlp.get_pipe("levees_events").floors == {"event": found.floor}
    (event,) = nlp.get_pipe("levees_events").events_above(nlp(ROUND.format(FIRMS[0], 2))._.levees, 0.05)
    assert event.confidence < cases[0].events[0].confidence


@pytest.mark.model
def test_names_that_were_missed_are_learnt(tmp_path):
    rows = [raised(f"m{n}", "Grand Large", n, True) for n in range(2, 6)]
    for r in rows:
        r["events"][0]["company"]["kind"] = "investor"
    learnt = learn_names(read_cases(rows, levees.load()), load_packs([]), parts=2)
    assert [(e.kind, e.name) for e in learnt.entries] == [("investor", "Grand Large")]
    write_pack(tmp_path / "names", [], [learnt.change])
    assert (tmp_path / "names" / "lexicons" / "investor.txt").read_text(encoding="utf-8") == "Grand Large\n"
    entities = levees.extract("Grand Large a levé 3 millions d'euros.", nlp=levees.load(packs=[tmp_path / "names"])).entities
    assert [(e.name, e.kind) for e in entities if e.name == "Grand Large"] == [("Grand Large", "investor")]


@pytest.mark.model
def test_the_command_line_takes_judge_and_names(tmp_path):
    done = CliRunner().invoke(app, arguments(tmp_path, "--accept-above", "3", "--judge", "--names"))
    assert done.exit_code == 0 and "judge: calibration error" in done.output and "names: " in done.output, done.output


@pytest.mark.model
def test_a_change_that_is_nothing_changes_nothing(cases):
    assert [cases[0].under(Setting(load_packs([EXAMPLE]), Change(classes={"acquire": ("xyzzy",)})))] == [cases[0].events]


@pytest.mark.parametrize(("spoilt", "says"), [
    ({"company": {"name": "Alba", "text": "Alba"}}, "article 1: event 0 Layoff: company: 'Alba' is not in the article"),
    (None, "the article 'Orbelia' is annotated twice"),
])
@pytest.mark.model
def test_spoilt_annotations_are_told(tmp_path, spoilt, says):
    row = ROWS[0] | ({"events": [{**ROWS[0]["events"][0], **spoilt}]} if spoilt else {})
    (tmp_path / "gold.jsonl").write_text((json.dumps(row) + "\n") * (1 if spoilt else 2), encoding="utf-8")
    result = CliRunner().invoke(app, ["tune", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "t"), "--pack", str(EXAMPLE)])
    assert result.exit_code == 2 and says in result.stderr


def test_too_few_articles_are_told():
    with pytest.raises(ValueError, match="fewer than the 5 folds"):
        tune([], load_packs([EXAMPLE]))


def test_folds_are_even_and_drawn_by_seed():
    assert folds(10, 5, 1) == folds(10, 5, 1) != folds(10, 5, 2) and sorted(folds(10, 5, 1)) == sorted([0, 1, 2, 3, 4] * 2)


def test_the_infinitives_of_a_form():
    assert infinitives("élimine") == ("éliminer",) and infinitives("xyz") == ()
