"""Spark and Ray Data, started on this machine, with the real pipeline; workers are killed while they read. make test-engines"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from levees.api import default_nlp
from levees.corpus import CannotRun, annotate_batches

TEXT = "La start-up lyonnaise Verdanta a levé {} millions d'euros auprès de Partech, a-t-elle annoncé mardi."
ROWS = [{"id": str(n), "text": TEXT.format(n + 2), "published": "2024-05-16"} for n in range(120)] + [
    {"id": "bad", "text": None, "published": None},
    {"id": "when", "text": "Il pleut.", "published": "hier"},
]
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def loading():
    """Seconds of processor time that the pipeline takes to load."""
    begun = time.process_time()
    default_nlp()
    return time.process_time() - begun


@pytest.fixture(scope="module")
def expected(loading):
    (found,) = annotate_batches([pa.RecordBatch.from_pylist(ROWS)])
    return {row["id"]: comparable(row) for row in found.to_pylist()}


def comparable(row):
    """What an engine must leave as it is; Spark gives maps back as dicts."""
    events = [(e["type"], e["id"], e["status"], [dict(p) | {"ids": None} for p in e["parties"]], e["amounts"], e["dates"])
              for e in row["events"] or []]
    return row["text"], row["error"], events


def seen_as(pattern):
    """The processes whose command line holds a word, by the system's own list."""
    out = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if pattern in (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " "):
                    stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    out.append((int(entry.name), int(stat[1]), int(stat[11]) + int(stat[12])))
            except OSError:
                continue
    return out


class Killer(threading.Thread):
    """Kills the first worker that has used more of its core than loading takes; `with` ends the watch."""

    def __init__(self, pattern, loading, *, child_of_its_kind):
        super().__init__(daemon=True)
        self.pattern, self.child, self.killed, self.over = pattern, child_of_its_kind, [], False
        self.enough = (loading + 0.5) * os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.join()

    def run(self):
        while not self.killed and not self.over:
            found = seen_as(self.pattern)
            pids = {pid for pid, _, _ in found}
            for pid, parent, used in found:
                if used > self.enough and (not self.child or parent in pids):
                    os.kill(pid, signal.SIGKILL)
                    self.killed.append(pid)
                    break
            time.sleep(0.05)


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'levees[spark]'")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        pytest.skip("there is no Java; Spark needs 17: apt-get install openjdk-17-jre-headless")
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    # a task may fail three times before the job does; Spark run locally allows none unless told
    session = sql.SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def test_spark_reads_every_article_though_a_worker_is_killed(spark, expected, loading):
    from levees.corpus.spark import annotate

    frame = spark.createDataFrame([(r["id"], r["text"], r["published"]) for r in ROWS], "id string, text string, published string")
    with Killer("pyspark.daemon", loading, child_of_its_kind=True) as killer:
        rows = [row.asDict(recursive=True) for row in annotate(frame.repartition(2)).collect()]
    assert killer.killed
    assert len(rows) == len(ROWS) and {row["id"]: comparable(row) for row in rows} == expected
    with pytest.raises(CannotRun, match="there is no column 'text' but 'body'"):
        annotate(spark.createDataFrame([("Alba",)], "body string"))


@pytest.fixture(scope="module")
def ray():
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'levees[ray]'")
    os.environ["RAY_raylet_start_wait_time_s"] = "300"  # a busy machine takes its time
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=200_000_000)
    yield ray
    ray.shutdown()


def test_ray_reads_every_article_though_an_actor_is_killed(ray, expected, loading):
    import ray.data

    from levees.corpus.ray import annotate

    dataset = ray.data.from_arrow(pa.Table.from_pylist(ROWS))
    with Killer("ray::MapWorker", loading, child_of_its_kind=False) as killer:
        rows = annotate(dataset, actors=2, batch=10).take_all()
    assert killer.killed
    assert len(rows) == len(ROWS) and {row["id"]: comparable(row) for row in rows} == expected


@pytest.mark.parametrize("engine", ["spark", "ray"])
def test_a_missing_package_is_said(monkeypatch, engine):
    from importlib import import_module

    module = import_module(f"levees.corpus.{engine}")
    for name in ("pyspark.sql.pandas.types", "ray.data"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(CannotRun, match=rf"pip install 'levees\[{engine}\]'"):
        module.annotate(None, **({"actors": 1} if engine == "ray" else {}))
