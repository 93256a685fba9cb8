from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from levees.corpus import CannotRun, Columns, annotate_files
from levees.corpus import output as output_module

from ..fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("levees.corpus.run.CHUNK_RECORDS", 8)


@pytest.fixture
def source(tmp_path):
    rows = [{"id": str(n), "text": "Alba lève 12 M€." if n % 5 else "panne"} for n in range(40)]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def stopped_after(chunks, source, target, **more):
    """A run that dies when it has committed so many chunks."""
    seen = []

    def stop(summary):
        seen.append(summary.records)
        if len(seen) == chunks:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate_files([source], target, on_progress=stop, **more)


def test_a_run_that_died_is_not_started_anew_unasked(source, tmp_path):
    target = tmp_path / "out.jsonl"
    stopped_after(2, source, target)
    with pytest.raises(CannotRun, match="an earlier run wrote 16 articles to .*out.jsonl.part; give --resume"):
        annotate_files([source], target)
    summary = annotate_files([source], target, mode="overwrite")
    assert (summary.records, summary.articles, summary.errors) == (40, 32, 8)


def test_a_line_that_was_half_written_is_cut_off(source, tmp_path):
    target = tmp_path / "out.jsonl"
    stopped_after(2, source, target)
    with open(f"{target}.part", "ab") as file:
        file.write(b'{"id": "half')
    annotate_files([source], target, mode="resume")
    assert [json.loads(line)["id"] for line in target.open()] == [str(n) for n in range(40) if n % 5]


@pytest.mark.parametrize("change", ["input", "reader", "columns"])
def test_what_changed_is_noticed(source, tmp_path, change, monkeypatch):
    target = tmp_path / "out.jsonl"
    stopped_after(1, source, target)
    more = {}
    if change == "input":
        source.write_text(source.read_text().replace("Alba", "Brie"))
    elif change == "reader":
        monkeypatch.setattr(sys.modules["levees.pipes.build"], "fingerprint", lambda: "fake-2")
    else:
        more["columns"] = Columns(published="date")
    with pytest.raises(CannotRun, match="changed since the run that is to be resumed; give --overwrite"):
        annotate_files([source], target, mode="resume", **more)
    assert target.with_name("out.jsonl.part").stat().st_size > 0


def test_two_runs_on_one_output_are_told_apart(source, tmp_path):
    pytest.importorskip("fcntl")
    target = tmp_path / "out.jsonl"

    def second(summary):
        with pytest.raises(CannotRun, match="another run is writing"):
            annotate_files([source], target, mode="overwrite")

    assert annotate_files([source], target, on_progress=second).articles == 32


def test_a_run_that_died_while_tidying_up_is_finished(source, tmp_path, monkeypatch):
    target = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr(output_module.Output, "_publish", lambda self, done: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            annotate_files([source], target)
    assert not target.exists()
    assert annotate_files([source], target, mode="resume").articles == 32
    with pytest.raises(CannotRun, match="is done, there is nothing to resume"):
        annotate_files([source], target, mode="resume")
    assert len(target.read_text().splitlines()) == 32
    assert len(target.with_name("out.jsonl.errors.jsonl").read_text().splitlines()) == 8


RUN = """
import sys, time
from types import SimpleNamespace
sys.path.insert(0, sys.argv[1])
from tests import fakes
def read(nlp, article):
    time.sleep(0.001)
    return fakes.read(nlp, article)
sys.modules["levees.pipes.build"] = SimpleNamespace(read=read, read_noting=fakes.read_noting, fingerprint=lambda: "fake")
from levees.corpus import run
run.CHUNK_RECORDS = 8
run.annotate_files([sys.argv[2]], sys.argv[3], nlp=object(), mode=sys.argv[4])
"""


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
"""


@pytest.mark.skipif(os.name != "posix", reason="the size of files cannot be limited here")
def test_a_disk_that_is_full_is_a_sentence_and_what_is_done_stays(source, tmp_path):
    target = tmp_path / "out.jsonl"
    run = subprocess.run([sys.executable, "-c", FULL + RUN, ROOT, source, target, "new"], capture_output=True, text=True)
    assert "CannotRun" in run.stderr and "what is committed stays, and --resume goes on from it" in run.stderr
    assert json.loads(target.with_name("out.jsonl.manifest.json").read_text())["done"]["records"] > 0
    subprocess.run([sys.executable, "-c", RUN, ROOT, source, target, "resume"], check=True)
    assert [json.loads(line)["id"] for line in target.open()] == [str(n) for n in range(40) if n % 5]


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
def test_runs_killed_at_random_moments_end_in_the_same_output(tmp_path):
    rows = [{"id": str(n % 290), "text": "Alba lève 12 M€." if n % 11 else "panne"} for n in range(300)]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    target, rng, mode = tmp_path / "out.jsonl", random.Random(0), "new"
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", RUN, ROOT, source, target, mode], stderr=subprocess.PIPE)
        deadline = time.monotonic() + 10
        while not target.with_name("out.jsonl.manifest.json").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        mode = "resume"
    if not target.exists():
        subprocess.run([sys.executable, "-c", RUN, ROOT, source, target, "resume"], check=True)
    undisturbed = tmp_path / "undisturbed.jsonl"
    subprocess.run([sys.executable, "-c", RUN, ROOT, source, undisturbed, "new"], check=True)
    for ending in ("", ".errors.jsonl"):
        assert Path(f"{target}{ending}").read_bytes() == Path(f"{undisturbed}{ending}").read_bytes()
