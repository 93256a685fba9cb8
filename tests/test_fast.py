"""One network in place of all: told apart, in Python, on the command line and by a run over many articles."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

import levees
from levees.cli import app
from levees.corpus import annotate_files
from levees.pipes.events import shipped_weights

TEXT = "La start-up lyonnaise Verdanta a levé 12 millions d'euros auprès de Partech."


def test_fast_reads_with_one_network() -> None:
    nlp = levees.load(fast=True)
    assert len(nlp.get_pipe("levees_events").weights) == 1 < len(shipped_weights())  # type: ignore[attr-defined]
    found = levees.extract(TEXT, nlp=nlp)
    assert [e.type for e in found.events] == ["FundingRound"]
    assert found.fingerprint == f"{levees.extract(TEXT).fingerprint}+fast"


def test_fast_on_the_command_line() -> None:
    result = CliRunner().invoke(app, ["extract", "--fast", "--json", TEXT])
    assert result.exit_code == 0 and json.loads(result.stdout)["fingerprint"].endswith("+fast")


def test_fast_over_many_articles(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", encoding="utf-8")
    annotate_files([source], target, fast=True)
    assert json.loads(target.read_text(encoding="utf-8"))["fingerprint"].endswith("+fast")
