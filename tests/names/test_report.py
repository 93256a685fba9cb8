from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.names.report import report

TEXT = "La start-up Bolvéa lève 3 M€ auprès de Partech. Elle recrute. « Nous y sommes », assure-t-il."


def run(*args: str, code: int = 0):
    result = CliRunner().invoke(app, ["names", *args])
    assert result.exit_code == code, result.output
    return result.output


def test_offsets_are_exact_and_every_mention_says_why() -> None:
    found = report(TEXT)
    for entity in found["entities"]:
        assert entity["mentions"] and all(m["why"] for m in entity["mentions"])
        for m in (*entity["mentions"], *entity["nominals"]):
            assert TEXT[m["start"] : m["end"]] == m["text"]
    assert [(e["name"], e["kind"]) for e in found["entities"]] == [("Bolvéa", "company"), ("Partech", "investor")]


def test_what_is_unsure_stays_open() -> None:
    text = "La jeune pousse recrute à Lyon. Elle lève 3 M€."
    found = report(text)
    assert not any(e["nominals"] for e in found["entities"])
    assert {"La jeune pousse", "Elle"} <= {n["text"] for n in found["open"]}


def test_command_shows_names_and_reasons() -> None:
    shown = run(TEXT)
    assert all(word in shown for word in ("Bolvéa", "company", "apposition:start-up", "lexicon:investors", "= Elle"))
    assert "open" in run("La jeune pousse recrute à Lyon.")
    assert json.loads(run(TEXT, "--json"))["entities"][0]["name"] == "Bolvéa"


@pytest.mark.parametrize("text", ["", "il pleut."])
def test_command_without_names(text: str) -> None:
    assert "No name found." in run(text)


def test_command_takes_names_of_the_users_own(tmp_path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,kind,siren\nBolvéa,company,123\n", "utf-8")
    assert "siren=123" in run(TEXT, "--entities", str(path))
    path.write_text("name,kind\nBolvéa,firm\n", "utf-8")
    assert "mine.csv:2: unknown kind" in run(TEXT, "--entities", str(path), code=2)
