"""What a corpus may hold against a run, and what a run may not do."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time

import pytest

from levees.corpus import annotate_files

from ..fakes import pipeline, read  # noqa: F401 (pipeline is a fixture)

TEXT = "Alba lève 12 M€."
POISON = (
    lambda n: b'{"id": "%d", "text": "l\xe8ve 12 M\x80"}' % n,
    lambda n: b'{"id": "%d", "text": ' % n + b'"' + b"x" * 10_000_000,
    lambda n: b'{"id": "%d"}' % n,
    lambda n: b'{"id": "%d", "text": null}' % n,
    lambda n: b"\x00" * 5_000,
    lambda n: b'{"id": "%d", "text": "\x00"}' % n,
    lambda n: b"[" * 200_000,
    lambda n: b'{"id": "0", "text": "an id once more"}',
    lambda n: b'{"id": "%d", "text": "hang"}' % n,
    lambda n: b'{"id": "%d", "text": "panne"}' % n,
)


@pytest.mark.usefixtures("pipeline")
@pytest.mark.skipif(sys.platform != "linux", reason="the fakes reach workers by fork only")
def test_one_percent_of_poison_is_listed_and_all_the_rest_is_read(tmp_path, monkeypatch):
    def broken_rule(nlp, article):
        if article.text == "hang":
            time.sleep(60)
        return read(nlp, article)

    monkeypatch.setattr(sys.modules["levees.pipes.build"], "read", broken_rule)
    count, rng = 100 * len(POISON), random.Random(3)
    bad = dict(zip(sorted(rng.sample(range(1, count), len(POISON))), POISON, strict=True))
    with (tmp_path / "in.jsonl").open("wb") as source:
        for n in range(count):
            source.write((bad[n](n) if n in bad else json.dumps({"id": str(n), "text": TEXT}).encode()) + b"\n")
    target = tmp_path / "out.jsonl"
    summary = annotate_files([tmp_path / "in.jsonl"], target, workers=2, time_limit=0.5)
    assert (summary.records, summary.articles, summary.errors) == (count, count - len(POISON), len(POISON))
    assert [json.loads(line)["id"] for line in target.open()] == [str(n) for n in range(count) if n not in bad]
    errors = [json.loads(line) for line in (tmp_path / "out.jsonl.errors.jsonl").open()]
    assert [row["line"] - 1 for row in errors] == list(bad) and all(row["reason"] for row in errors)


WATCHED = """
import os, sys
seen = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def hook(event, args):
    if event.startswith("socket."):
        # a socket is bound or connected to an address; its host says how far it reaches
        os.write(seen, (event + (f" {args[1][0]}" if event == "socket.bind" else "") + "\\n").encode())
sys.addaudithook(hook)
from levees.cli import main
main()
"""


@pytest.mark.model
def test_nothing_is_sent_anywhere(tmp_path):
    """The real pipeline, a worker, a page, a database: the interpreter sees nobody connect, look up a name or send."""
    page = "<html><head><title>Alba</title></head><body><article><p>" + "Alba a levé 12 millions d'euros auprès de Partech. " * 5
    (tmp_path / "page.html").write_text(page + "</p></article></body></html>")
    (tmp_path / "more.jsonl").write_text(json.dumps({"id": "a", "text": "Alba a levé 12 millions d'euros auprès de Partech."}) + "\n")
    seen, target = tmp_path / "seen", tmp_path / "out.duckdb"
    args = [str(seen), "annotate", str(tmp_path / "page.html"), str(tmp_path / "more.jsonl"), "-o", str(target)]
    run = subprocess.run([sys.executable, "-c", WATCHED, *args], capture_output=True, text=True)
    assert run.returncode == 0 and target.stat().st_size, run.stderr
    # spaCy imports urllib3, which binds a socket to this very machine once and closes it: it asks whether there is IPv6
    assert set(seen.read_text().split("\n")) <= {"socket.__new__", "socket.bind ::1", ""}
