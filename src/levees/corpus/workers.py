"""Processes that read articles: text goes in, JSON comes out, in the order of the input.

A worker reads one article at a time. One that dies or takes too long is replaced, and its article is read once more with
nothing else going on; after that it is given up.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from typing import Any, Generic, TypeVar

from levees.corpus.reading import Loader, Outcome, read_article
from levees.corpus.records import CannotRun
from levees.schema import Article

T = TypeVar("T")
# how far reading may run ahead of the slowest article, for each worker
AHEAD = 16
# as the platform can: a fork shares the loaded model; macOS has fork and its libraries do not survive it
START = "fork" if sys.platform == "linux" else "spawn"
_GRACE = 10.0
ZONE = 500  # articles between two clearings of a worker's vocabulary


@dataclass
class _Job(Generic[T]):
    item: T
    article: Article | None
    outcome: Outcome | None = None
    tries: int = 0


@dataclass
class _Worker:
    process: Any
    tasks: Any
    results: Any
    ready: bool = False
    job: Any = None
    deadline: float = field(default=float("inf"))


class Pool:
    """Worker processes under watch. `limit` is in seconds for one article; use it as a context manager."""

    def __init__(self, loader: Loader, *, workers: int = 1, limit: float = 60.0, start: str = START) -> None:
        self._loader, self._limit, self._context = loader, limit, get_context(start)
        if start == "fork":
            # loaded here, once, for all workers that are ever forked
            self._loader = Loader(nlp=loader())
        self._failed_starts = 0
        self._workers: list[_Worker] = []
        for _ in range(max(1, workers)):
            self._workers.append(self._started())

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker)

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return [worker.process.pid for worker in self._workers]

    def read(self, items: Iterable[tuple[T, Article | None]]) -> Iterator[tuple[T, Outcome | None]]:
        """Read the articles of items, lazily and in order; an item without an article comes back as it is."""
        source, drained = iter(items), False
        window: deque[_Job[T]] = deque()
        again: deque[_Job[T]] = deque()
        while True:
            while window and (window[0].outcome or window[0].article is None):
                job = window.popleft()
                yield job.item, job.outcome
            busy = [w for w in self._workers if w.job]
            idle = next((w for w in self._workers if w.ready and not w.job), None)
            if again and not busy and idle:
                self._give(idle, again.popleft())
                continue
            retrying = bool(again) or any(w.job.tries > 1 for w in busy)
            if not retrying and idle and not drained and len(window) < AHEAD * len(self._workers):
                found = next(source, None)
                if found is None:
                    drained = True
                    continue
                window.append(_Job(*found))
                if window[-1].article is not None:
                    self._give(idle, window[-1])
                continue
            if drained and not window:
                return
            again += self._wait()

    def _give(self, worker: _Worker, job: _Job[T]) -> None:
        worker.job, worker.deadline = job, time.monotonic() + self._limit
        job.tries += 1
        # a worker that died meanwhile is found by the next wait
        with suppress(OSError):
            worker.tasks.send(job.article)

    def _wait(self) -> list[_Job[Any]]:
        """Wait for a worker to answer, to die or to run out of time; give the jobs that are to be tried again."""
        again: list[_Job[Any]] = []
        until = min(w.deadline for w in self._workers)
        patience = None if until == float("inf") else max(0.0, until - time.monotonic())
        answered = connection.wait([w.results for w in self._workers], patience)
        for place, worker in enumerate(self._workers):
            if worker.results in answered:
                try:
                    answer = worker.results.recv()
                except (EOFError, OSError):
                    worker.process.join(_GRACE)
                    reason = f"the process that read it died ({_cause(worker.process.exitcode)})"
                else:
                    self._take(worker, answer)
                    continue
            elif worker.deadline <= time.monotonic():
                reason = f"reading it took longer than {self._limit:g} seconds"
            else:
                continue
            self._end(worker)
            self._count_failed_start(worker)
            if (job := worker.job) is not None:
                if job.tries < 2:
                    again.append(job)
                else:
                    job.outcome = Outcome(reason=reason)
            self._workers[place] = self._started()
        return again

    def _take(self, worker: _Worker, answer: Outcome | str) -> None:
        if isinstance(answer, str):
            raise CannotRun(f"a worker could not start: {answer}")
        if worker.job is None:
            worker.ready, self._failed_starts = True, 0
        else:
            worker.job.outcome, worker.job, worker.deadline = answer, None, float("inf")

    def _count_failed_start(self, worker: _Worker) -> None:
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts > 2 * len(self._workers):
                cause = _cause(worker.process.exitcode)
                raise CannotRun(f"workers die before they can read anything ({cause}); is there memory enough for them?")

    def _started(self) -> _Worker:
        # pipes and no sockets: nothing here could reach beyond this machine
        task_end, tasks = self._context.Pipe(duplex=False)
        results, result_end = self._context.Pipe(duplex=False)
        arguments = (self._loader, task_end, result_end, self._limit)
        process = self._context.Process(target=_work, args=arguments, name="levees-worker", daemon=True)
        try:
            process.start()
        except OSError as error:
            raise CannotRun(f"no worker can be started: {error.strerror}") from None
        task_end.close()
        result_end.close()
        return _Worker(process, tasks, results)

    def _end(self, worker: _Worker) -> None:
        worker.tasks.close()
        worker.results.close()
        worker.process.kill()
        worker.process.join(_GRACE)


def _work(loader: Loader, tasks: Any, results: Any, limit: float) -> None:
    """The life of a worker: load, then read what comes until nobody sends any more."""
    # what a fork inherits is never collected here: finalising what Arrow or DuckDB left behind, without their threads, is a crash
    gc.freeze()
    # whoever is asked to stop is the run; it ends its workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _drop_inherited({tasks.fileno(), results.fileno()})
    try:
        nlp = loader()
        one_thread()
    except Exception as error:
        results.send(f"{type(error).__name__}: {error}")
        os._exit(1)
    with suppress(EOFError, OSError):
        results.send(Outcome())
        while True:
            with _zone(nlp):
                for _ in range(ZONE):
                    article = tasks.recv()
                    _alarm(limit + _GRACE)
                    outcome = read_article(nlp, article)
                    _alarm(0)
                    results.send(outcome)
    # nothing of the run's that was forked with it is flushed or finalised twice
    os._exit(0)


def _zone(nlp: Any) -> AbstractContextManager[Any]:
    """What spaCy learns of new words is dropped at the end: they never cease to come, and would fill the memory of a long run.

    Nothing is left that could still point there: what comes of an article is text.
    """
    return nlp.memory_zone() if hasattr(nlp, "memory_zone") else nullcontext()


def _drop_inherited(keep: set[int]) -> None:
    """Let go of what a fork inherited: a lock on the output would outlive the run, a sibling's pipe would never end.

    The numbers are pointed at the null device and not closed, lest an inherited object close a file that is opened later.
    """
    if not os.path.isdir("/proc/self/fd"):
        return
    null = os.open(os.devnull, os.O_RDWR)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in keep and int(name) != null:
            with suppress(OSError):
                os.fstat(int(name))
                os.dup2(null, int(name))


def _alarm(seconds: float) -> None:
    """End this process by the system if an article holds it longer: even where the run is dead and can end nobody."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def one_thread() -> None:
    """One thread a worker: more of them only stand in each other's way."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
