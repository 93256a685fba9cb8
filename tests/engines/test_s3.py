"""s3:// against an S3 server on this machine, with s3fs: read by glob, written in every form, stopped and resumed. make test-engines"""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import time

import pytest

from levees.corpus import CannotRun, annotate_files
from levees.corpus import remote_output as remote_output_module

from ..fakes import pipeline  # noqa: F401 (a fixture)

ROWS = [{"id": str(n), "text": "Alba lève 12 M€." if n % 5 else "panne"} for n in range(40)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
pytestmark = pytest.mark.usefixtures("pipeline")


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("moto.server", reason="moto is not installed: pip install 'levees[test-engines]'")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # a process of its own: one with the server's threads is no place to fork workers in
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert running.poll() is None and time.monotonic() < until, "the server does not start"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.wait()


@pytest.fixture
def lake(server, monkeypatch):
    """A bucket with forty records in two objects."""
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'levees[s3]'")
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("levees.corpus.run.CHUNK_RECORDS", 8)
    monkeypatch.setattr(remote_output_module, "CHUNK_RECORDS", 8)
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem()
    fs.mkdir("lake")
    fs.pipe_file("lake/in/a.jsonl", LINES)
    fs.pipe_file("lake/in/b.jsonl.gz", gzip.compress(LINES.replace(b'"id": "', b'"id": "b')))
    yield fs
    fs.rm("lake", recursive=True)


def names(fs):
    fs.invalidate_cache()
    return {name.removeprefix("lake/") for name in fs.find("lake")} - {"in/a.jsonl", "in/b.jsonl.gz"}


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".parquet", ".duckdb", ".spacy"])
def test_a_bucket_is_read_and_written(lake, tmp_path, ending):
    summary = annotate_files(["s3://lake/in/*.jsonl*"], f"s3://lake/out{ending}", workers=1)
    assert (summary.records, summary.articles, summary.errors) == (80, 64, 16)
    assert names(lake) == {f"out{ending}", f"out{ending}.errors.jsonl"}
    assert lake.size(f"lake/out{ending}") > 300


def test_a_run_that_was_stopped_goes_on(lake):
    seen = []

    def stop(summary):
        seen.append(summary.records)
        if len(seen) == 4:
            raise KeyboardInterrupt

    annotate_files(["s3://lake/in/"], "s3://lake/whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        annotate_files(["s3://lake/in/"], "s3://lake/out.jsonl", on_progress=stop)
    assert "out.jsonl" not in names(lake) and "out.jsonl.manifest.json" in names(lake)
    with pytest.raises(CannotRun, match="an earlier run wrote 32 articles to s3://lake/out.jsonl"):
        annotate_files(["s3://lake/in/"], "s3://lake/out.jsonl")
    assert annotate_files(["s3://lake/in/"], "s3://lake/out.jsonl", mode="resume").records == 80
    assert names(lake) == {f"{name}.jsonl{more}" for name in ("whole", "out") for more in ("", ".errors.jsonl")}
    assert lake.cat("lake/out.jsonl") == lake.cat("lake/whole.jsonl")


def test_what_is_not_there_is_a_sentence(lake):
    for missing in ("s3://nowhere/in.jsonl", "s3://lake/none.jsonl"):
        with pytest.raises(CannotRun, match=f"{missing} cannot be read: there is no such file or folder"):
            annotate_files([missing], "s3://lake/out.jsonl")
    with pytest.raises(CannotRun, match="s3://nowhere/out.jsonl cannot be written: there is no such file or folder"):
        annotate_files(["s3://lake/in/"], "s3://nowhere/out.jsonl")
