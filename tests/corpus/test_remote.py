"""Inputs and outputs through fsspec: in memory, on a file system as a URL, from a web server on this machine."""

from __future__ import annotations

import gzip
import json
import re
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import fsspec
import pytest
from typer.testing import CliRunner

from levees.cli import app
from levees.corpus import CannotRun, annotate_files, expand, read
from levees.corpus import remote_output as remote_output_module

from ..fakes import pipeline  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("pipeline")
ROWS = [{"id": str(n), "text": "Alba lève 12 M€." if n % 5 else "panne"} for n in range(40)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()


@pytest.fixture
def memory():
    fs = fsspec.filesystem("memory")
    fs.pipe_file("/lake/in.jsonl", LINES)
    yield fs
    fs.rm("/", recursive=True)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("levees.corpus.run.CHUNK_RECORDS", 8)
    monkeypatch.setattr(remote_output_module, "CHUNK_RECORDS", 8)


@pytest.fixture
def undisturbed(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(LINES)

    def run(ending):
        annotate_files([tmp_path / "in.jsonl"], tmp_path / f"undisturbed{ending}")
        return (tmp_path / f"undisturbed{ending}").read_bytes()

    return run


def names(fs):
    return sorted(name.rsplit("/", 1)[-1] for name in fs.find("/lake"))


def stopped_after(chunks, target):
    seen = []

    def stop(summary):
        seen.append(summary.records)
        if len(seen) == chunks:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        annotate_files(["memory://lake/in.jsonl"], target, on_progress=stop)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".parquet"])
def test_what_is_written_elsewhere_is_what_is_written_here(memory, undisturbed, ending):
    summary = annotate_files(["memory://lake/in.jsonl"], f"memory://lake/out{ending}", workers=1)
    assert (summary.articles, summary.errors, summary.bytes_read) == (32, 8, len(LINES))
    assert memory.cat_file(f"/lake/out{ending}") == undisturbed(ending)
    assert names(memory) == ["in.jsonl", f"out{ending}", f"out{ending}.errors.jsonl"]
    assert len(memory.cat_file(f"/lake/out{ending}.errors.jsonl").splitlines()) == 8


def test_a_run_that_died_goes_on_from_its_parts(memory, undisturbed):
    target = "memory://lake/out.jsonl"
    stopped_after(2, target)
    assert [bool(re.fullmatch(r"out\.jsonl\.part-\d{6}-\w{8}\.(lines|errors)\.jsonl", n)) for n in names(memory)[2:]] == [True] * 4
    # a part that was put and that no manifest names counts for nothing
    memory.pipe_file("/lake/out.jsonl.part-000002-deadbeef.lines.jsonl", b"half")
    with pytest.raises(CannotRun, match="an earlier run wrote 16 articles to .*; give --resume"):
        annotate_files(["memory://lake/in.jsonl"], target)
    assert annotate_files(["memory://lake/in.jsonl"], target, mode="resume").records == 40
    assert memory.cat_file("/lake/out.jsonl") == undisturbed(".jsonl")
    with pytest.raises(CannotRun, match="stands already"):
        annotate_files(["memory://lake/in.jsonl"], target)
    with pytest.raises(CannotRun, match="is done, there is nothing to resume"):
        annotate_files(["memory://lake/in.jsonl"], target, mode="resume")


def test_a_run_that_died_while_it_published_is_finished(memory, undisturbed, monkeypatch):
    def gone(self, state):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(remote_output_module.RemoteOutput, "_publish", gone)
        with pytest.raises(KeyboardInterrupt):
            annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.parquet")
    assert not memory.exists("/lake/out.parquet")
    assert annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.parquet", mode="resume").articles == 32
    assert memory.cat_file("/lake/out.parquet") == undisturbed(".parquet")
    assert names(memory) == ["in.jsonl", "out.parquet", "out.parquet.errors.jsonl"]


def test_an_input_that_changed_is_noticed(memory):
    stopped_after(1, "memory://lake/out.jsonl")
    memory.pipe_file("/lake/in.jsonl", LINES.replace(b"Alba", b"Brie"))
    with pytest.raises(CannotRun, match="the input changed since the run that is to be resumed"):
        annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.jsonl", mode="resume")
    assert annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.jsonl", mode="overwrite").articles == 32
    assert names(memory) == ["in.jsonl", "out.jsonl", "out.jsonl.errors.jsonl"]


def test_of_two_runs_on_one_output_the_first_stops_when_it_commits(memory):
    def second(summary):
        if summary.records == 8:
            other = remote_output_module.RemoteOutput("memory://lake/out.jsonl", mode="overwrite", identity={})
            other.close()

    with pytest.raises(CannotRun, match="another run is writing memory://lake/out.jsonl; wait for it or name another"):
        annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.jsonl", on_progress=second)


def test_folders_and_globs_elsewhere(memory):
    memory.pipe_file("/lake/more/b.jsonl.gz", gzip.compress(b'{"id": "z", "text": "Brume."}\n'))
    memory.pipe_file("/lake/more/a.txt", b"Alba")
    memory.pipe_file("/lake/more/old.errors.jsonl", b"{}")
    memory.pipe_file("/lake/more/picture.png", b"")
    assert [r.id for r in read(expand(["memory://lake/more"]))] == ["memory:///lake/more/a.txt", "z"]
    assert [name.rsplit("/", 1)[-1] for name in expand(["memory://lake/more/*.gz"])] == ["b.jsonl.gz"]
    with pytest.raises(CannotRun, match="memory://lake/none.jsonl cannot be read: there is no such file or folder"):
        expand(["memory://lake/none.jsonl"])
    with pytest.raises(CannotRun, match="holds no file that can be read"):
        expand(["memory://lake/*.none"])


def test_a_store_that_fails_is_a_sentence_and_what_is_done_stays(memory, undisturbed, monkeypatch):
    put, calls = type(memory).put_file, []

    def failing(self, local, remote, **more):
        calls.append(remote)
        if len(calls) == 4:
            raise ConnectionResetError(104, "Connection reset by peer")
        return put(self, local, remote, **more)

    with monkeypatch.context() as patch:
        patch.setattr(type(memory), "put_file", failing)
        with pytest.raises(CannotRun, match=r"out.jsonl cannot be written: ConnectionResetError: Connection reset by peer; .*--resume"):
            annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.jsonl")
    annotate_files(["memory://lake/in.jsonl"], "memory://lake/out.jsonl", mode="resume")
    assert memory.cat_file("/lake/out.jsonl") == undisturbed(".jsonl")


def test_a_connection_that_breaks_off_ends_the_run(memory, monkeypatch):
    class Broken:
        def seekable(self):
            return False

        def read(self, size):
            raise TimeoutError("timed out")

        def close(self):
            pass

    monkeypatch.setattr(type(memory), "open", lambda self, path, mode: Broken())
    with pytest.raises(CannotRun, match="in.jsonl cannot be read any further: TimeoutError: timed out; --resume goes on"):
        list(read(["memory://lake/in.jsonl"]))


def test_a_url_of_this_machine_s_files(tmp_path, undisturbed):
    (tmp_path / "in.jsonl").write_bytes(LINES)
    annotate_files([f"file://{tmp_path}/in.jsonl"], f"file://{tmp_path}/out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == undisturbed(".jsonl")
    with pytest.raises(CannotRun, match="cannot be written: there is no such file or folder"):
        annotate_files([f"file://{tmp_path}/in.jsonl"], f"file://{tmp_path}/none/out.jsonl")


@pytest.fixture
def server(tmp_path):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_file_on_the_web_is_read(tmp_path, server, undisturbed):
    (tmp_path / "in.jsonl").write_bytes(LINES)
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(LINES))
    expected = undisturbed(".jsonl")
    for name in ("in.jsonl", "in.jsonl.gz"):
        summary = annotate_files([f"{server}/{name}"], tmp_path / "out.jsonl", mode="overwrite")
        assert (summary.articles, summary.errors) == (32, 8)
        assert (tmp_path / "out.jsonl").read_bytes() == expected
    for url in (f"{server}/none.jsonl", "http://127.0.0.1:9/in.jsonl"):
        with pytest.raises(CannotRun, match="cannot be read"):
            annotate_files([url], tmp_path / "other.jsonl")
    with pytest.raises(CannotRun, match="can be read but not written"):
        annotate_files([tmp_path / "in.jsonl"], f"{server}/out.jsonl")


def test_what_is_missing_is_said(monkeypatch, tmp_path):
    (tmp_path / "in.jsonl").write_bytes(LINES)
    run = CliRunner().invoke(app, ["annotate", str(tmp_path / "in.jsonl"), "-o", "nowhere://bucket/out.jsonl"])
    assert run.exit_code == 2 and "nowhere://bucket/out.jsonl cannot be reached: ValueError: Protocol not known: nowhere" in run.stderr
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(CannotRun, match="s3://bucket/in.jsonl cannot be reached: Install s3fs to access S3, with pip"):
        expand(["s3://bucket/in.jsonl"])
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(CannotRun, match=r"needs the package fsspec; install it with: pip install 'levees\[remote\]'"):
        expand(["gs://bucket/in.jsonl"])
