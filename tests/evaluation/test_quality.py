from __future__ import annotations

import json

import pytest

from levees.evaluation import quality

from ..fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")


def gold(folder, name):
    event = {"type": "FundingRound", "status": "completed", "certainty": "asserted", "company": {"name": "Alba", "text": "Alba"},
             "amount": {"text": "12 M€", "amount": "12000000", "currency": "EUR"}}
    row = {"id": "a", "published": "2024", "text": "Alba lève 12 M€.", "events": [event]}
    (folder / f"{name}.jsonl").write_text(json.dumps(row) + "\n")


def test_a_row_set_is_added_before_the_older_ones(tmp_path):
    gold(tmp_path, "seeds")
    gold(tmp_path, "dev")
    out = tmp_path / "docs" / "quality.md"
    for note in ("first", "second"):
        assert quality.main(["--gold", str(tmp_path), "--out", str(out), "--note", note]) == 0
    text = out.read_text()
    assert text.startswith("# Quality") and text.count("# Quality\n") == 1
    assert text.index("· second") < text.index("· first")
    assert text.count("| dev | FundingRound | 1 | 1 | 100.0 | 100–100 | 100.0 | 100.0 |") == 2


def test_no_gold_is_told(tmp_path, capsys):
    assert quality.main(["--gold", str(tmp_path)]) == 2
    assert "there is no gold" in capsys.readouterr().err
