"""The pre-filter in a run: what is counted, what is verified, where it stops. The fake passes over rain, and wrongly over hail."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.corpus import CannotRun, annotate_files

from ..fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")
TEXT = "Alba lève 12 M€."


def written(path, texts):
    path.write_text("".join(json.dumps({"id": f"a{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    return path


@pytest.fixture
def rain(tmp_path):
    return written(tmp_path / "in.jsonl", [f"Pluie, jour {n}." if n % 2 else TEXT for n in range(60)])


@pytest.mark.parametrize("workers", [0, 2])
def test_what_is_passed_over_is_counted_and_some_of_it_verified(rain, tmp_path, workers):
    summary = annotate_files([rain], tmp_path / "out.jsonl", workers=workers)
    assert (summary.articles, summary.events, summary.passed_over, summary.verified) == (60, 30, 30, 0)
    summary = annotate_files([rain], tmp_path / "out.jsonl", workers=workers, mode="overwrite", verify=5)
    assert summary.passed_over == 30 and 5 < summary.verified < 30, "the later ones have their chance too"
    again = annotate_files([rain], tmp_path / "again.jsonl", verify=5)
    assert again.verified == summary.verified, "every run draws the same"
    assert annotate_files([rain], tmp_path / "all.jsonl", verify=30).verified == 30


@pytest.mark.parametrize("workers", [0, 2])
def test_a_difference_stops_the_run_and_names_the_article(tmp_path, workers):
    source = written(tmp_path / "in.jsonl", [TEXT] * 20 + ["Grêle à Brest."] + [TEXT] * 20)
    assert annotate_files([source], tmp_path / "out.jsonl", workers=workers).passed_over == 1
    with pytest.raises(CannotRun, match=r"in\.jsonl, line 21 \(id a20\): the pre-filter passes over this article, .*--no-prefilter"):
        annotate_files([source], tmp_path / "out.jsonl", workers=workers, mode="overwrite", verify=1)
    assert "a20" in (tmp_path / "out.jsonl").read_text(), "what stood there stays"


def test_the_command_line_says_how_many_and_can_leave_it_out(rain, tmp_path, pipeline):  # noqa: F811
    def run(*options):
        return CliRunner().invoke(app, ["annotate", str(rain), "-o", str(tmp_path / "out.jsonl"), "--overwrite", *options])

    assert "30 (50.0 %) can hold no event and were not parsed\n" in run().stderr
    assert "not parsed; 30 of them were, and gave the same\n" in run("--verify-prefilter", "30").stderr
    done = json.loads(run("--log-json", "--verify-prefilter", "30").stderr.splitlines()[-1])
    assert (done["event"], done["passed_over"], done["verified"]) == ("done", 30, 30)
    assert "prefilter" not in pipeline[-1]
    run("--no-prefilter")
    assert pipeline[-1]["prefilter"] is False
    both = run("--no-prefilter", "--verify-prefilter", "3")
    assert both.exit_code == 2 and "give one of them" in both.stderr
