"""Workers under watch: order, death, hanging, orphans, signals. The fakes stand in for the model, forked with it."""

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

from levees.corpus import CannotRun, annotate_files
from levees.corpus.reading import Loader, Outcome
from levees.corpus.workers import Pool
from levees.schema import Article

from ..fakes import pipeline, read  # noqa: F401 (pipeline is a fixture)

pytestmark = [
    pytest.mark.usefixtures("pipeline"),
    pytest.mark.skipif(sys.platform != "linux", reason="the fakes reach workers by fork only"),
]
ROOT = Path(__file__).parents[2]
TEXT = "Alba lève 12 M€."


def strange(nlp, article):
    """Dies, hangs or fails as the text says."""
    word, _, file = article.text.partition(" ")
    if word in ("once-die", "once-hang"):
        if os.path.exists(file):
            return read(nlp, Article(id=article.id, text=TEXT))
        Path(file).touch()
    if word in ("die", "once-die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if word in ("hang", "once-hang"):
        time.sleep(60)
    if word == "exit":
        os._exit(3)
    return read(nlp, article)


@pytest.fixture
def troubled(monkeypatch, pipeline):  # noqa: F811
    monkeypatch.setattr(sys.modules["levees.pipes.build"], "read", strange)


def outcomes(texts, **options):
    with Pool(Loader(nlp=object()), start="fork", **options) as pool:
        return [(n, outcome) for n, outcome in pool.read((n, Article(id=str(n), text=text)) for n, text in enumerate(texts))]


def test_the_order_is_the_input_s_and_what_has_no_article_passes():
    rng = random.Random(0)
    items = [(n, Article(id=str(n), text=TEXT * rng.randint(0, 200)) if n % 7 else None) for n in range(200)]
    with Pool(Loader(nlp=object()), workers=3, start="fork") as pool:
        found = list(pool.read(items))
    assert [n for n, _ in found] == list(range(200))
    assert all((outcome is None) == (n % 7 == 0) for n, outcome in found)
    assert [outcome.events for _, outcome in found if outcome] == [a.text.count("lève") for _, a in items if a]
    assert json.loads(found[1][1].line)["id"] == "1"


def test_reading_runs_ahead_only_so_far():
    drawn = []

    def items():
        for n in range(1000):
            drawn.append(n)
            yield n, Article(id=str(n), text=TEXT)

    with Pool(Loader(nlp=object()), workers=2, start="fork") as pool:
        stream = pool.read(items())
        next(stream)
        assert len(drawn) <= 2 * 16
        assert len(list(stream)) == 999


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize(("text", "reason"), [
    ("die", "the process that read it died (signal SIGKILL)"),
    ("exit", "the process that read it died (exit code 3)"),
    ("hang", "reading it took longer than 0.3 seconds"),
    ("panne", "reading it failed with RuntimeError: a deliberate failure"),
])
@pytest.mark.parametrize("workers", [1, 3])
def test_an_article_that_breaks_its_worker_is_given_up_and_the_others_are_read(text, reason, workers):
    # only what hangs may come near the limit, however busy the machine is
    found = outcomes([TEXT, text, *[TEXT] * 20, text, TEXT], workers=workers, limit=0.3 if text == "hang" else 60)
    assert [n for n, _ in found] == list(range(24))
    assert {n: outcome.reason for n, outcome in found if outcome.reason} == {1: reason, 22: reason}


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize("text", ["once-die", "once-hang"])
def test_an_article_is_tried_twice(tmp_path, text):
    found = outcomes([TEXT, f"{text} {tmp_path / 'seen'}", *[TEXT] * 8], workers=2, limit=0.3 if text == "once-hang" else 60)
    assert all(outcome.line and outcome.events == 1 for _, outcome in found)


@pytest.mark.usefixtures("troubled")
def test_a_worker_that_is_killed_between_articles_costs_nothing():
    items = ((n, Article(id=str(n), text=TEXT)) for n in range(60))
    with Pool(Loader(nlp=object()), workers=2, start="fork") as pool:
        found = []
        for n, outcome in pool.read(items):
            found.append(outcome)
            if n % 20 == 0:
                os.kill(pool.pids[n // 20 % 2], signal.SIGKILL)
    assert [outcome.events for outcome in found] == [1] * 60


def test_a_pool_leaves_no_process_behind():
    with Pool(Loader(nlp=object()), workers=2, start="fork") as pool:
        pids = pool.pids
        next(pool.read([(0, Article(text=TEXT))]))
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_that_cannot_start_end_the_run_with_a_sentence(monkeypatch):
    monkeypatch.setattr("levees.corpus.workers._drop_inherited", lambda keep: os._exit(9))
    with pytest.raises(CannotRun, match=r"workers die before they can read anything \(exit code 9\)"):
        outcomes([TEXT], workers=1)


def test_a_worker_that_cannot_load_says_why():
    with pytest.raises(CannotRun, match="a worker could not start: ValueError: 'Wedding' is no event type"):
        with Pool(Loader(types=("Wedding",)), start="spawn") as pool:
            list(pool.read([(0, Article(text=TEXT))]))


@pytest.mark.model
def test_a_spawned_worker_loads_the_model_itself():
    with Pool(Loader(types=("FundingRound",)), start="spawn") as pool:
        text = "La start-up lyonnaise Verdanta a levé 12 millions d'euros auprès de Partech."
        ((_, outcome),) = pool.read([(0, Article(id="a", text=text))])
    assert isinstance(outcome, Outcome) and outcome.reason is None and json.loads(outcome.line)["id"] == "a"


@pytest.mark.usefixtures("troubled")
def test_a_run_with_workers_gives_what_one_without_gives(tmp_path):
    rows = [{"id": str(n % 190), "text": "panne" if n % 13 == 0 else TEXT * (n % 5)} for n in range(200)]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    for workers in (0, 1, 3):
        annotate_files([source], tmp_path / f"{workers}.jsonl", workers=workers)
    for ending in (".jsonl", ".jsonl.errors.jsonl"):
        first = (tmp_path / f"0{ending}").read_bytes()
        assert first and all((tmp_path / f"{workers}{ending}").read_bytes() == first for workers in (1, 3))


RUN = """
import os, sys, time
from types import SimpleNamespace
sys.path.insert(0, sys.argv[1])
from tests import fakes
def read(nlp, article):
    time.sleep(0.002)
    if article.text == "hang":
        while True:
            pass
    return fakes.read(nlp, article)
def make_nlp(**kinds):
    return object()
sys.modules["levees.pipes.build"] = SimpleNamespace(read=read, read_noting=fakes.read_noting, make_nlp=make_nlp, fingerprint=lambda: "fake")
from levees.corpus import run
run.CHUNK_RECORDS = 8
from levees.cli import main
sys.argv = ["levees", "annotate", *sys.argv[2:]]
main()
"""


def started(*args):
    return subprocess.Popen([sys.executable, "-c", RUN, ROOT, *args], stderr=subprocess.PIPE, text=True)


def wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def source(tmp_path):
    rows = [{"id": str(n % 390), "text": TEXT if n % 11 else "panne"} for n in range(400)]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_a_run_cleanly(source, tmp_path, number):
    target = tmp_path / "out.jsonl"
    process = started(source, "-o", target, "-w", "2")
    wait_for(target.with_name("out.jsonl.manifest.json").exists)
    workers = children(process.pid)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2 and said == f"levees: stopped; give --resume to go on with {target} later\n"
    assert len(workers) == 2 and not any(Path(f"/proc/{pid}").exists() for pid in workers)
    manifest = json.loads(target.with_name("out.jsonl.manifest.json").read_text())
    assert manifest["bytes"] == target.with_name("out.jsonl.part").stat().st_size
    _, said = started(source, "-o", target, "--resume").communicate(timeout=60)
    assert "354 articles read" in said and "46 articles could not be read" in said


def test_killed_runs_and_killed_workers_end_in_the_same_output(source, tmp_path):
    target, rng, mode = tmp_path / "out.jsonl", random.Random(1), "--overwrite"
    for _ in range(6):
        process = started(source, "-o", target, "-w", "2", "-q", mode)
        wait_for(lambda: target.with_name("out.jsonl.manifest.json").exists() or process.poll() is not None)  # noqa: B023
        for _ in range(2):
            time.sleep(rng.uniform(0, 0.05))
            for pid in children(process.pid)[:1] if process.poll() is None else []:
                os.kill(pid, signal.SIGKILL)
        process.kill()
        process.communicate()
        mode = "--resume"
        if target.exists():
            break
    else:
        assert started(source, "-o", target, "-w", "2", "--resume").wait(timeout=60) == 1
    undisturbed = tmp_path / "undisturbed.jsonl"
    assert started(source, "-o", undisturbed).wait(timeout=60) == 1
    for ending in ("", ".errors.jsonl"):
        assert Path(f"{target}{ending}").read_bytes() == Path(f"{undisturbed}{ending}").read_bytes()


def test_a_run_that_is_killed_frees_its_output_and_its_hanging_worker_ends_by_itself(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "text": TEXT if n != 20 else "hang"}) + "\n" for n in range(40)))
    process = started(source, "-o", target, "-w", "1", "--time-limit", "1")
    wait_for(target.with_name("out.jsonl.manifest.json").exists)
    workers = children(process.pid)
    process.kill()
    process.communicate()
    again = started(source, "-o", target, "--resume", "--time-limit", "0.5")
    _, said = again.communicate(timeout=60)
    assert "39 articles read" in said and "reading it took longer than 0.5 seconds" in said
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_what_a_run_says(source, tmp_path):
    _, said = started(source, "-o", tmp_path / "a.jsonl", "--log-json").communicate(timeout=60)
    rows = [json.loads(line) for line in said.splitlines()]
    assert {row["event"] for row in rows} == {"progress", "error", "done"}
    assert (rows[-1]["event"], rows[-1]["articles"], rows[-1]["errors"]) == ("done", 354, 46)
    assert rows[-1]["bytes_read"] == source.stat().st_size
    assert sum(row["event"] == "error" and "panne" not in row and row["file"] == str(source) for row in rows) == 46
    (tmp_path / "good.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    assert started(tmp_path / "good.jsonl", "-o", tmp_path / "b.jsonl", "--quiet").communicate(timeout=60)[1] == ""
