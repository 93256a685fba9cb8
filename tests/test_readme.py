"""The READMEs' code, English and French, runs and prints what it says.

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
READMES = (ROOT / "README.md", ROOT / "README.fr.md")
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<out>.*?)```", re.S)
CONSOLE = re.compile(r"```console\n\$ levees (?P<code>.*?)\n(?P<out>.*?)```", re.S)


def blocks(readme: Path):
    text = readme.read_text(encoding="utf-8")
    return sorted((m for pattern in (PYTHON, CONSOLE) for m in pattern.finditer(text)), key=lambda m: m.start())


def printed(block: re.Match[str]) -> str:
    if block.re is PYTHON:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block["code"], "README", "exec"), {})
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
@pytest.mark.parametrize("block", [
    pytest.param(m, id=f"{readme.name}: {m['code'].strip().splitlines()[-1][:40]}") for readme in READMES for m in blocks(readme)
])
def test_a_block_prints_what_it_says(block):
    if re.search(r"extract|annotate", block["code"]) and not has_pipeline():
        pytest.skip("the pipeline is not there yet")
    assert printed(block) == block["out"]


@pytest.mark.skipif("LEVEES_WRITE_README" not in os.environ, reason="only on demand")
@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_write_the_outputs(readme):
    text = readme.read_text(encoding="utf-8")
    for block in reversed(blocks(readme)):
        text = text[: block.start("out")] + printed(block) + text[block.end("out") :]
    readme.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_two_commands_and_the_licence_are_named(readme):
    text = readme.read_text(encoding="utf-8")
    assert all(word in text for word in ("make demo", "make test", "pip install levees", "LGPL-LR"))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_links_lead_somewhere(readme):
    for target in re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_both_languages_say_the_same_of_code_and_figures():
    english, french = (path.read_text(encoding="utf-8") for path in READMES)
    figures = r"\d\d \| \d\d \| \d\d \(\d\d–\d\d\) \| \d\d \| \d\d"
    for pattern in (r"```(?:python|console|text)\n.*?```", r"^\| `\w+`", figures):
        assert re.findall(pattern, english, re.S | re.M) == re.findall(pattern, french, re.S | re.M), pattern
