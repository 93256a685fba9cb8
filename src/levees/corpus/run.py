"""Annotates files of articles: one pass, in order, in bounded memory, bad articles set aside with their reason."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levees.corpus.output import Mode, Output, Stream
from levees.corpus.reading import Loader, Outcome, read_article
from levees.corpus.records import CannotRun, Columns, Record
from levees.corpus.remote import is_remote, stamp
from levees.corpus.remote_output import RemoteOutput, check_remote
from levees.corpus.sources import STANDARD, Meter, expand, read
from levees.corpus.stop import Stop
from levees.corpus.targets import check_target
from levees.corpus.verify import Verifier
from levees.corpus.workers import START, Pool

if TYPE_CHECKING:
    from spacy.language import Language

Target = Output | RemoteOutput | Stream
# what a run that died has to read again at most
CHUNK_RECORDS = 256
CHUNK_SECONDS = 2.0
FIRST_FAILURES = 5


@dataclass
class Summary:
    """What a run did so far, earlier runs that it resumed included; `failures` has the first of those of this run.

    `passed_over` are articles that the pre-filter kept from being parsed, `verified` those of them that were parsed all the same.
    """

    records: int = 0
    articles: int = 0
    events: int = 0
    errors: int = 0
    passed_over: int = 0
    verified: int = 0
    bytes_read: int = 0
    failures: list[str] = field(default_factory=list)

    def done(self) -> dict[str, int]:
        """The counts, for the manifest."""
        return {key: getattr(self, key) for key in ("records", "articles", "events", "errors", "passed_over", "verified")}


def annotate_files(
    inputs: Sequence[str | Path],
    target: str | Path,
    *,
    nlp: Language | None = None,
    types: Sequence[str] | None = None,
    packs: Sequence[str | Path] | None = None,
    fast: bool = False,
    prefilter: bool = True,
    verify: int = 0,
    workers: int = 0,
    time_limit: float = 60.0,
    flat: bool = False,
    mode: Mode = "new",
    columns: Columns | None = None,
    on_progress: Callable[[Summary], None] | None = None,
    on_error: Callable[[dict[str, Any]], None] | None = None,
) -> Summary:
    """Read the articles of files, folders or globs, write extractions; `-` is standard input or output, `s3://…` an object elsewhere.

    What is written goes by the name of `target`: JSON Lines (`.jsonl`, `.jsonl.gz`, `.jsonl.zst`), Parquet (one row an
    article, or with `flat` one an event), `.duckdb`, or `.spacy` (a DocBin). `target` appears when the run is done.
    Articles that cannot be read go to `target.errors.jsonl` with file, line, id and reason, and the run goes on. With
    `mode="resume"` a run that died goes on after its last committed chunk, and the output is the same to the byte.
    With `workers`, so many processes read; one that dies, or needs more than `time_limit` seconds for an article, is
    replaced, its article tried once more, then listed among the errors. With 0 workers this process reads, without a
    limit. `types` names the event types to look for, `packs` folders to read with, `fast` reads with one network, without
    `prefilter` every article is parsed; or `nlp` is a pipeline. Of the articles that the pre-filter passes over, `verify` are read the
    full way too: those whose texts have the lowest digests so far, so that every run draws the same.
    SIGINT and SIGTERM commit what is read and raise KeyboardInterrupt. Raises `CannotRun` where an input cannot be
    read, the output cannot be written or stands already, what is to be resumed has changed, or the pre-filter passed over an article
    wrongly; `ValueError` for a type that is not known.
    """
    files, columns = check(inputs, target, mode=mode, flat=flat), columns or Columns()
    loader = Loader(tuple(types) if types else None, nlp=nlp, packs=tuple(map(str, packs)) if packs else None, fast=fast,
                    no_prefilter=not prefilter)
    identity = partial(_identity, files, columns, loader)
    if not workers or START == "fork":
        # before anything is written: a type that is not known is said at once
        loader = Loader(nlp=loader())
    summary, meter = Summary(), Meter()
    with Stop() as stop, ExitStack() as stack:
        out = stack.enter_context(closing(_output(target, mode, identity, flat)))
        if out.done:
            summary = Summary(**out.done)
        if out.complete:
            return summary
        records = read(files, columns=columns, meter=meter)
        # what is done is drawn once more, so that ids that stand twice are known
        for _ in islice(records, summary.records):
            pass
        pairs = ((record, record.article) for record in records)
        if workers:
            outcomes = stack.enter_context(Pool(loader, workers=workers, limit=time_limit)).read(pairs)
        else:
            outcomes = _here(loader(), pairs)
        if verify:
            outcomes = Verifier(loader(), verify, summary).over(outcomes)
        _write_all(outcomes, out, summary, stop=stop, meter=meter, on_progress=on_progress, on_error=on_error)
        with stop.held():
            out.finish(summary.done())
    return summary


def _here(nlp: Language, pairs: Iterator[tuple[Record, Any]]) -> Iterator[tuple[Record, Outcome | None]]:
    for record, article in pairs:
        yield record, read_article(nlp, article) if article else None


def _write_all(
    outcomes: Iterator[tuple[Record, Outcome | None]],
    out: Target,
    summary: Summary,
    *,
    stop: Stop,
    meter: Meter,
    on_progress: Callable[[Summary], None] | None,
    on_error: Callable[[dict[str, Any]], None] | None,
) -> None:
    committed, begun = summary.records, time.monotonic()
    try:
        for record, outcome in outcomes:
            with stop.held():
                _write(record, outcome, out, summary, on_error)
            if summary.records - committed >= CHUNK_RECORDS or time.monotonic() - begun > CHUNK_SECONDS:
                with stop.held():
                    out.commit(summary.done())
                committed, begun = summary.records, time.monotonic()
                summary.bytes_read = meter.position
                if on_progress:
                    on_progress(summary)
    except KeyboardInterrupt:
        with stop.held():
            out.commit(summary.done(), now=True)
        raise
    summary.bytes_read = meter.position
    if on_progress:
        on_progress(summary)


def _write(
    record: Record, outcome: Outcome | None, out: Target, summary: Summary, on_error: Callable[[dict[str, Any]], None] | None
) -> None:
    if outcome is not None and outcome.line is not None:
        out.write(outcome.line)
        summary.articles += 1
        summary.events += outcome.events
        summary.passed_over += outcome.passed_over
    else:
        reason = outcome.reason if outcome else record.reason
        row = {"file": record.file, "line": record.line, "id": record.id, "reason": reason}
        summary.errors += 1
        out.write_error(row)
        if len(summary.failures) < FIRST_FAILURES:
            summary.failures.append(f"{record.file}, line {record.line}: {reason}")
        if on_error:
            on_error(row)
    summary.records += 1


def check(inputs: Sequence[str | Path], target: str | Path, *, mode: Mode = "new", flat: bool = False) -> list[str]:
    """Refuse, before anything is loaded, what cannot be read or written; give the files to read."""
    files = expand(map(str, inputs))
    for name in files:
        # a pipe can be opened only once
        if Path(name).is_file():
            Meter().open(name).close()
    if mode == "resume" and STANDARD in (*files, str(target)):
        raise CannotRun("standard input and output cannot be taken up again; --resume needs files")
    if is_remote(target):
        check_remote(str(target), files, exists_is_wrong=mode == "new")
    elif str(target) != STANDARD:
        _check_target(files, Path(target), mode)
    check_target(Path(target), flat=flat)
    return files


def _check_target(files: list[str], out: Path, mode: Mode) -> None:
    if out.is_dir():
        raise CannotRun(f"{out} is a folder; name a file in it")
    if not out.parent.is_dir():
        raise CannotRun(f"there is no folder {out.parent} to write {out.name} in; make it first")
    if out.exists() and any(out.samefile(name) for name in files if name != STANDARD and not is_remote(name)):
        raise CannotRun(f"{out} is the input; name another file for the output")
    if out.is_file() and mode == "new":
        raise CannotRun(f"{out} stands already; give --overwrite to replace it, or name another file")
    if not os.access(out if out.exists() and not out.is_file() else out.parent, os.W_OK):
        raise CannotRun(f"{out} cannot be written: permission denied; name another file for the output")


def _output(target: str | Path, mode: Mode, identity: Callable[[], dict[str, Any]], flat: bool) -> Target:
    path = Path(target)
    if str(target) == STANDARD:
        return Stream(None)
    if is_remote(target):
        return RemoteOutput(str(target), mode=mode, identity=identity(), flat=flat)
    if path.exists() and not path.is_file():
        return Stream(path)
    return Output(path, mode=mode, identity=identity(), flat=flat)


def _identity(files: list[str], columns: Columns, loader: Loader) -> dict[str, Any]:
    """What a resumed run must find unchanged."""
    from levees.pipes.build import fingerprint

    nlp, wanted = loader.nlp, sorted(loader.types or ())
    pipes = sorted((name, nlp.get_pipe_config(name)) for name in nlp.pipe_names) if hasattr(nlp, "get_pipe_config") else []
    inputs = [[name, *_stamp(name)] for name in files]
    reader = fingerprint()
    if loader.packs:
        from levees.packs import digest

        reader += digest(loader.packs)
    if loader.fast:
        reader += "+fast"
    return {"inputs": inputs, "columns": asdict(columns), "reader": reader, "types": _digest(repr([wanted, pipes]).encode())}


def _stamp(name: str) -> tuple[int, str]:
    if is_remote(name):
        size, seen = stamp(name)
        return size, _digest(seen.encode())
    if not Path(name).is_file():
        return 0, ""
    with open(name, "rb") as file:
        head = file.read(65_536)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_536))
        return size, _digest(head + file.read())


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
