"""The README's code runs and prints what it says.

To fill the outputs anew: LEVEES_WRITE_README=1 python -m pytest tests/test_readme.py
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<out>.*?)```", re.S)
CONSOLE = re.compile(r"```console\n\$ levees (?P<code>.*?)\n(?P<out>.*?)```", re.S)


def blocks():
    text = README.read_text(encoding="utf-8")
    return sorted((m for pattern in (PYTHON, CONSOLE) for m in pattern.finditer(text)), key=lambda m: m.start())


def printed(block: re.Match[str]) -> str:
    if block.re is PYTHON:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block["code"], str(README), "exec"), {})
        text = out.getvalue()
    else:
        from levees.cli import app

        with contextlib.chdir(ROOT):
            result = CliRunner().invoke(app, shlex.split(block["code"]), env={"COLUMNS": "100"})
        assert result.exit_code == 0, result.output
        text = result.output
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def has_pipeline() -> bool:
    try:
        from levees.pipes.build import make_nlp, read, read_many  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.skipif("LEVEES_WRITE_README" in os.environ, reason="the outputs are being written")
@pytest.mark.parametrize("block", [pytest.param(m, id=m["code"].strip().splitlines()[-1][:40]) for m in blocks()])
def test_a_block_prints_what_it_says(block):
    if re.search(r"extract|annotate", block["code"]) and not has_pipeline():
        pytest.skip("the pipeline is not there yet")
    assert printed(block) == block["out"]


@pytest.mark.skipif("LEVEES_WRITE_README" not in os.environ, reason="only on demand")
def test_write_the_outputs():
    text = README.read_text(encoding="utf-8")
    for block in reversed(blocks()):
        text = text[: block.start("out")] + printed(block) + text[block.end("out") :]
    README.write_text(text, encoding="utf-8")


def test_the_two_commands_and_the_licence_are_named():
    text = README.read_text(encoding="utf-8")
    assert all(word in text for word in ("make demo", "make test", "pip install levees", "LGPL-LR"))


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
