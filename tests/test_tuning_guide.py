"""The commands of docs/tuning.md run, and print the lines that it shows."""

import contextlib
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.schema import forget

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```console\n\$ levees (.*?)\n(.*?)```", (ROOT / "docs" / "tuning.md").read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("guide")
    shutil.copytree(ROOT / "examples" / "layoffs", path / "layoffs")
    yield path
    forget("Layoff")


@pytest.mark.model
@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[" ".join(command.split()[:2]) for command, _ in BLOCKS])
def test_a_command_prints_what_the_guide_shows(folder, command, shown):
    with contextlib.chdir(folder):
        result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
    for line in shown.splitlines():
        assert line.strip() in result.output, result.output


def test_the_guide_has_commands():
    assert len(BLOCKS) >= 7
