"""Packs on the command line: new, list, check, extract, explain, schema."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.schema import forget

EXAMPLE = str(Path(__file__).parents[1] / "examples" / "layoffs")
TEXT = "La société Alba a supprimé 120 postes à Brest en mars 2024. La prime d'Alba va supprimer le doute."


def run(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(autouse=True)
def _forget():
    yield
    for name in ("Layoff", "SiteOpening"):
        forget(name)


def test_a_pack_is_started_and_checked(tmp_path):
    result = run("pack", "new", tmp_path / "presse")
    assert result.exit_code == 0 and "pack.yml" in result.output
    result = run("rules", "check", tmp_path / "presse")
    assert (result.exit_code, result.output) == (0, "1 rules checked, 0 errors\n")
    assert "SiteOpening" in run("pack", "list", "--pack", tmp_path / "presse").output
    again = run("pack", "new", tmp_path / "presse")
    assert again.exit_code == 2 and "is there already" in again.stderr


def test_check_fails_where_an_example_fails(tmp_path):
    run("pack", "new", tmp_path / "presse")
    rules = tmp_path / "presse" / "rules" / "site.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('jobs: "40"', 'jobs: "41"'), encoding="utf-8")
    result = run("rules", "check", tmp_path / "presse")
    assert result.exit_code == 1 and "jobs is 40, not 41" in result.output and "site.yml, line 6: error: site.open" in result.output


def test_a_rule_that_another_shadows_is_told(tmp_path):
    run("pack", "new", tmp_path / "presse")
    text = (tmp_path / "presse" / "rules" / "site.yml").read_text(encoding="utf-8")
    head, _, rule = text.partition("  - name: open\n")
    (tmp_path / "presse" / "rules" / "site.yml").write_text(f"{head}  - name: open\n{rule}  - name: twin\n{rule}", encoding="utf-8")
    output = run("rules", "check", tmp_path / "presse").output
    assert "warning: site.open: shadowed: site.twin fires on all its examples with the same slots" in output


@pytest.mark.model
def test_rules_that_never_fire_on_a_corpus_and_what_rules_cost(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "La société Alba licencie 12 salariés."}) + "\n", encoding="utf-8")
    output = run("rules", "check", EXAMPLE, "--corpus", tmp_path / "a.jsonl").output
    assert "layoff.plan: never fires on 1 articles" in output and "layoff.cut: never" not in output
    assert "costliest rules" in output and "times the usual rule" in output


@pytest.mark.model
def test_extract_reads_with_a_pack():
    shown = run("extract", "--pack", EXAMPLE, TEXT).output
    assert "Layoff" in shown and "count: 120" in shown and "place: Brest" in shown
    event = json.loads(run("extract", "--pack", EXAMPLE, "--json", TEXT).output)["events"][0]
    assert (event["type"], event["count"], event["date"]["value"]) == ("Layoff", "120", "2024-03")


@pytest.mark.model
def test_explain_says_what_made_an_event_and_what_a_near_miss_lacked():
    output = run("explain", "--pack", EXAMPLE, TEXT).output
    assert "+ Layoff at « supprimé », by layoff.cut" in output and "count: 120  [after]" in output
    assert "- Layoff at « supprimer », by layoff.cut" in output and "needs" not in output.split("- Layoff")[0]
    assert "nothing fills count" in output and "there stood « " in output
    rows = json.loads(run("explain", "--pack", EXAMPLE, "--type", "Layoff", "--no-near", "--json", TEXT).output)
    assert [(row["event"], row["rule"], row["slots"]["company"][0]) for row in rows] == [("Layoff", "layoff.cut", "Alba")]
    wrong = run("explain", "--type", "Layof", "--pack", EXAMPLE, TEXT)
    assert wrong.exit_code == 2 and "did you mean Layoff?" in wrong.stderr


@pytest.mark.model
def test_explain_shows_the_readers_chances_and_the_cues():
    output = run("explain", "Alba aurait levé 12 millions d'euros auprès de Partech.").output
    assert "+ FundingRound at « levé », by funding.raise" in output and "reader: FundingRound " in output
    assert "reported; cues: « " in output


def test_schema_holds_a_packs_types():
    assert "Layoff" in json.loads(run("schema", "--pack", EXAMPLE).output)["$defs"]


def test_a_pack_that_is_not_there_is_wrong_use():
    for command in (["extract", "x y"], ["schema"], ["explain", "x y"], ["annotate", "-", "-o", "-"]):
        result = run(*command, "--pack", "nowhere")
        assert result.exit_code == 2 and "there is no pack nowhere" in result.stderr
