"""Figures by rule and confidence, of one prediction against another, and the pages that show them."""

import json

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.evaluation import breakdown, pages, score


def event(name, confidence=None, rule=None, **more):
    out = {"type": "Founding", "status": "completed", "certainty": "asserted", "company": {"name": name, "text": name}, **more}
    return out | ({"confidence": confidence} if confidence is not None else {}) | ({"rule": rule} if rule else {})


def row(n, *events):
    return {"id": f"a{n}", "text": "Alba Brume Cime", "events": list(events)}


GOLD = [row(1, event("Alba"), event("Brume")), row(2, event("Cime")), row(3, event("Alba", optional=True))]
PRED = [row(1, event("Alba", 0.95, "founding.founded"), event("Cime", 0.35, "reader.word")),
        row(2, event("Cime", 0.85, "founding.founded")), row(3, event("Alba", 0.2, "x"))]


def test_predictions_are_judged_and_optional_ones_left_out():
    judged = breakdown.judge(GOLD, PRED)
    assert [(j.article, j.rule, j.right) for j in judged] == [
        ("a1", "founding.founded", True), ("a1", "reader.word", False), ("a2", "founding.founded", True)]
    assert breakdown.by_rule(judged) == {"founding.founded": (2, 2), "reader.word": (0, 1)}


def test_reliability_and_its_error():
    table = breakdown.reliability(breakdown.judge(GOLD, PRED))
    assert [(b.low, b.count, b.right) for b in table] == [(0.3, 1, 0.0), (0.8, 1, 1.0), (0.9, 1, 1.0)]
    assert breakdown.calibration_error(table) == pytest.approx((0.35 + 0.15 + 0.05) / 3)
    assert breakdown.calibration_error([]) == 0.0


def test_more_confidence_is_more_precision_and_less_recall():
    curve = dict(breakdown.curve(GOLD, PRED))
    assert (curve[0.0].precision, curve[0.5].precision) == (pytest.approx(2 / 3), 1.0)
    assert curve[0.5].recall == pytest.approx(2 / 3) and curve[0.9].recall == pytest.approx(1 / 3)
    assert breakdown.above([row(1, event("Alba"))], 0.9) == [row(1, event("Alba"))]  # nothing said of it: it stays


def test_two_predictions_are_compared_by_article():
    other = [row(1, event("Alba"), event("Brume")), row(2), row(3)]
    found = breakdown.compare(GOLD, PRED, other)
    assert (found.better, found.worse) == (["a1"], ["a2"])
    assert found.interval[0] <= found.second.f1 - found.first.f1 <= found.interval[1]
    assert breakdown.compare(GOLD, PRED, other) == found


def test_pages_hold_all_tables_and_escape_what_they_are_given():
    preds = [*PRED[:2], row(3, event("Alba", 0.2, "<b>|x"))]
    judged = [*breakdown.judge(GOLD, preds), breakdown.Judged("a", "Ipo", "<b>|x", 0.5, False)]
    report = score(GOLD, preds)
    tables = pages.tables(report, judged, breakdown.curve(GOLD, preds), breakdown.compare(GOLD, PRED, PRED))
    assert [t[0].split(" (")[0] for t in tables] == [
        "By type", "By slot", "By rule", "By confidence", "What --min-confidence does", "Two predictions", "Articles that differ"]
    assert "<b>" not in pages.html(report, tables) and "&lt;b&gt;" in pages.html(report, tables)
    assert "<b>\\|x" in pages.markdown(report, tables) and "| Founding | 3 | 3 |" in pages.markdown(report, tables)


def test_the_command_line_compares_filters_and_writes_pages(tmp_path):
    for name, rows in (("gold", GOLD), ("pred", PRED), ("other", [row(1), row(2), row(3)])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")

    def run(*more):
        return CliRunner().invoke(app, ["evaluate", str(tmp_path / "gold.jsonl"), str(tmp_path / "pred.jsonl"), *map(str, more)])

    result = run("--against", tmp_path / "other.jsonl", "--report", tmp_path / "r.html")
    assert result.exit_code == 0 and "worse in the other: a2" in result.output
    assert "<h2>By rule</h2>" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert json.loads(run("--json", "--min-confidence", "0.9").output)["all"]["pred"] == 1
    assert run("--report", tmp_path / "r.pdf").exit_code == 2
