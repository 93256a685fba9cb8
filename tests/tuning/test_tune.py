"""What annotated articles teach: found, measured on articles held out, written without losing what was there."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import levees
from levees.cli import app
from levees.packs import load_packs
from levees.rules.check import check
from levees.schema import forget
from levees.tuning import read_cases, tune, write_pack
from levees.tuning.cases import folds
from levees.tuning.propose import infinitives

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


@pytest.mark.model
def test_a_verb_that_is_missing_is_taught_and_measured_on_articles_held_out(cases):
    rules = load_packs([EXAMPLE]).rules
    result = tune(cases, rules, parts=3)
    best = result.findings[0]
    assert best.proposal.name == "learned.layoff-eliminer" and best.proposal.rule.trigger.verbs == ("éliminer",)
    assert (best.won, best.spoilt) == (6, 0) and best.trust > 0.8 and len(best.proposal.examples) == 3
    assert dict((name, (before, after)) for name, before, after in result.table())["Layoff"] == (0.0, 1.0)
    assert (sorted(result.better), result.worse) == (sorted(FIRMS), [])
    again = tune(cases, rules, parts=3)
    assert [f.yaml() for f in again.findings] == [f.yaml() for f in result.findings]


@pytest.mark.model
def test_what_is_accepted_is_written_into_the_pack_and_what_it_held_is_kept(cases, tmp_path):
    pack = Path(shutil.copytree(EXAMPLE, tmp_path / "layoffs"))
    result = tune(cases, load_packs([EXAMPLE]).rules, parts=3)
    backup = write_pack(pack, result.findings[:1])
    assert (backup / "pack.yml").read_bytes() == (EXAMPLE / "pack.yml").read_bytes()
    rules = load_packs([pack]).rules
    assert "learned.layoff-eliminer" in rules.rules and rules.trusted("learned.layoff-eliminer") > 0.8
    assert not [p for p in check(rules, only=["learned.layoff-eliminer"]) if "«" in p.text]  # its examples hold
    found = levees.extract("La société Falaise élimine 75 emplois.", nlp=levees.load(packs=[pack])).events
    assert [(e.type, e.company.name, str(e.count), e.rule) for e in found] == [("Layoff", "Falaise", "75", "learned.layoff-eliminer")]
    assert write_pack(pack, result.findings[:1]) != backup
    assert sum(name == "learned.layoff-eliminer" for name in load_packs([pack]).rules.rules) == 1


@pytest.mark.model
def test_the_command_line_tunes_and_writes_nothing_unless_it_is_told_to(tmp_path):
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS), encoding="utf-8")
    arguments = ["tune", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "tuned"), "--pack", str(EXAMPLE), "--folds", "3"]
    refused = CliRunner().invoke(app, arguments, input="n\n" * 40)
    assert refused.exit_code == 0 and "Nothing accepted" in refused.output and not (tmp_path / "tuned").exists()
    assert "+     - éliminer" in refused.output and "6 won, 0 spoilt" in refused.output
    done = CliRunner().invoke(app, [*arguments, "--accept-above", "3"])
    assert done.exit_code == 0 and "Layoff                  0.0  100.0" in done.output, done.output
    assert load_packs([EXAMPLE, tmp_path / "tuned"]).rules.pack["learned.layoff-eliminer"] == "tuned"


def test_too_few_articles_and_spoilt_ones_are_told(tmp_path):
    with pytest.raises(ValueError, match="fewer than the 5 folds"):
        tune([], load_packs([EXAMPLE]).rules)
    bad = ROWS[0] | {"events": [{**ROWS[0]["events"][0], "company": {"name": "Alba", "text": "Alba"}}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(bad) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["tune", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "t"), "--pack", str(EXAMPLE)])
    assert result.exit_code == 2 and "article 1: event 0 Layoff: company: 'Alba' is not in the article" in result.stderr


def test_folds_are_even_and_drawn_by_seed():
    assert folds(10, 5, 1) == folds(10, 5, 1) != folds(10, 5, 2) and sorted(folds(10, 5, 1)) == sorted([0, 1, 2, 3, 4] * 2)


def test_the_infinitives_of_a_form():
    assert infinitives("élimine") == ("éliminer",) and infinitives("xyz") == ()
