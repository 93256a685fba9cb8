"""Code blocks of the documentation: run as a reader would run them, their outputs compared or written anew.

    python tools/docs/blocks.py            write the outputs anew, where they are whole

A ```python block may be followed by a ```text block, its output; blocks of one page share their names. A ```console block has commands
after « $ », each with its output; a line « … » stands for any lines. ```sh blocks have commands whose output is not shown.
Commands run in a folder that holds a copy of examples/; a server answers where a page asks 127.0.0.1:8000.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.S | re.M)
COMMAND = re.compile(r"^\$ (?P<command>.*(?:\\\n.*)*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.M)
ANY = "…"
SERVER = "127.0.0.1:8000"
OWN_TEST = ("tuning.md",)  # tests/test_tuning_guide.py
# what a reader types for himself and no test should: it is looked up instead
STATIC = re.compile(r"(pip install|make|git|python)\b")


@dataclass(frozen=True)
class Step:
    """One command or Python block, the output that is shown, and where on the page that stands (`None`: no output is shown)."""

    code: str
    shown: str
    place: tuple[int, int] | None
    python: bool = False


def pages() -> list[Path]:
    """The pages whose blocks run; those of the event types and the guide to tuning have tests of their own."""
    docs = [path for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name != "types" and path.name not in OWN_TEST]
    return [ROOT / "README.md", ROOT / "README.fr.md", ROOT / "CONTRIBUTING.md", *docs]


def fences(page: Path) -> list[re.Match[str]]:
    """All fenced blocks of a page."""
    return list(FENCE.finditer(page.read_text(encoding="utf-8")))


def steps(page: Path) -> list[Step]:
    """What is to be run of a page, in order."""
    found, blocks = [], fences(page)
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        if block["kind"] == "python":
            follows = after is not None and after["kind"] == "text" and not block.string[block.end() : after.start()].strip()
            shown, place = (after["body"], after.span("body")) if after and follows else ("", None)
            found.append(Step(block["body"], shown, place, python=True))
        elif block["kind"] == "console":
            offset = block.start("body")
            for m in COMMAND.finditer(block["body"]):
                found.append(Step(m["command"], m["shown"], (offset + m.start("shown"), offset + m.end("shown"))))
        elif block["kind"] == "sh":
            # what measures on the annotated articles is for whoever trains, and takes long
            lines = [line.split("  #")[0].strip() for line in block["body"].splitlines() if " models/" not in line]
            found += [Step(line, "", None) for line in lines if line.startswith("levees ")]
    return found


def run(page: Path) -> Iterator[tuple[Step, str]]:
    """Each step of a page with what it prints. Raises `AssertionError` where a command fails."""
    todo = steps(page)
    names: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as open_things:
        shutil.copytree(ROOT / "examples", Path(folder, "examples"))
        open_things.enter_context(contextlib.chdir(folder))
        served = open_things.enter_context(server()) if any(SERVER in step.code for step in todo) else SERVER
        for step in todo:
            printed = _python(step.code, names) if step.python else _command(step.code.replace(SERVER, served))
            yield step, tidy(printed).replace(served, SERVER)


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is what the page shows, « … » standing for any lines."""
    parts = re.split(rf"^ *{ANY}\n", shown, flags=re.M)
    pattern = r"(?:.*\n)*?".join(map(re.escape, parts))
    return re.fullmatch(pattern, printed) is not None


def unknown(page: Path) -> list[str]:
    """Commands of a page that are not run, and name what is not there: extras, targets of make, scripts."""
    extras = re.findall(r"^(\w+) = \[$|^(\w+) = \[\"", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    known = {name for pair in extras for name in pair if name}
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    wrong = []
    for block in fences(page):
        for line in block["body"].splitlines() if block["kind"] == "sh" else []:
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if not words or words[0] == "levees":
                continue
            bad = (
                not STATIC.match(line)
                or (words[0] == "make" and words[1] not in targets)
                or (words[0] == "python" and words[1] != "-m" and not (ROOT / words[1]).exists())
                or any(extra not in known for extra in re.findall(r"\[([\w,]+)\]", line) for extra in extra.split(","))
            )
            wrong += [line] if bad else []
    return wrong


def tidy(text: str) -> str:
    """Without blanks at the ends of lines."""
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running `levees serve` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([str(Path(sys.executable).with_name("levees")), "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
                answer.read()
                break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _python(code: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "block", "exec"), names)
    return out.getvalue()


def _command(command: str) -> str:
    words = shlex.split(command)
    if words[0] == "cd":
        os.chdir(words[1])
        return ""
    if words[0] == "levees" and not set(words) & {"|", ">", "<", "&&", ";"}:
        from typer.testing import CliRunner

        from levees.cli import app

        # in this process: the imports are paid for once
        result = CliRunner().invoke(app, words[1:], env={"COLUMNS": "100"})
        assert result.exit_code == 0, f"{command}: {result.output}"
        return result.output
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = os.environ | {"PATH": path, "COLUMNS": "100"}
    done = subprocess.run(["bash", "-c", command], env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"{command}: {done.stdout.decode()}"
    return done.stdout.decode()


def write(page: Path) -> None:
    """Write the outputs of a page anew, but for those in which something is left out."""
    text, ran = page.read_text(encoding="utf-8"), list(run(page))
    for step, printed in reversed(ran):
        if step.place and ANY not in step.shown:
            text = text[: step.place[0]] + printed + text[step.place[1] :]
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for one in map(Path.resolve, map(Path, sys.argv[1:])) if sys.argv[1:] else pages():
        write(one)
