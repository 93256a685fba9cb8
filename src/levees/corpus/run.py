"""Annotates files of articles: one pass, in order, in bounded memory, bad articles set aside with their reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levees.api import annotate, default_nlp
from levees.corpus.output import Mode, Output, Stream
from levees.corpus.records import CannotRun, Columns, Record
from levees.corpus.sources import STANDARD, Meter, expand, read
from levees.schema import Article

if TYPE_CHECKING:
    from spacy.language import Language

# what a run that died has to read again at most, and what sits in memory together
CHUNK_RECORDS = 256
CHUNK_CHARACTERS = 4_000_000
FIRST_FAILURES = 5


@dataclass
class Summary:
    """What a run did so far, earlier runs that it resumed included; `failures` has the first of those of this run."""

    records: int = 0
    articles: int = 0
    events: int = 0
    errors: int = 0
    bytes_read: int = 0
    failures: list[str] = field(default_factory=list)

    def done(self) -> dict[str, int]:
        """The counts, for the manifest."""
        return {key: getattr(self, key) for key in ("records", "articles", "events", "errors")}


def annotate_files(
    inputs: Sequence[str | Path],
    target: str | Path,
    *,
    nlp: Language | None = None,
    mode: Mode = "new",
    columns: Columns | None = None,
    on_progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """Read the articles of files, folders or globs, write JSON Lines of extractions; `-` is standard input or output.

    `target` appears when the run is done. Articles that cannot be read go to `target.errors.jsonl` with file, line, id
    and reason, and the run goes on. With `mode="resume"` a run that died goes on after its last committed chunk, and
    the output is the same to the byte. Raises `CannotRun` where an input cannot be read, the output cannot be written
    or stands already, or what is to be resumed has changed.
    """
    files, columns = check(inputs, target, mode=mode), columns or Columns()
    nlp = nlp or default_nlp()
    summary, meter = Summary(), Meter()
    with closing(_output(files, target, mode, columns, nlp)) as out:
        if out.done:
            summary = Summary(**out.done)
        records = read(files, columns=columns, meter=meter)
        # what is done is drawn once more, so that ids that stand twice are known
        for _ in islice(records, summary.records):
            pass
        for chunk in _chunks(records):
            _read_chunk(chunk, nlp, out, summary)
            summary.bytes_read = meter.position
            out.commit(summary.done())
            if on_progress:
                on_progress(summary)
        out.finish(summary.done())
    return summary


def check(inputs: Sequence[str | Path], target: str | Path, *, mode: Mode = "new") -> list[str]:
    """Refuse, before anything is loaded, what cannot be read or written; give the files to read."""
    files = expand(map(str, inputs))
    for name in files:
        # a pipe can be opened only once
        if Path(name).is_file():
            Meter().open(name).close()
    if mode == "resume" and STANDARD in (*files, str(target)):
        raise CannotRun("standard input and output cannot be taken up again; --resume needs files")
    if str(target) != STANDARD:
        _check_target(files, Path(target), mode)
    return files


def _check_target(files: list[str], out: Path, mode: Mode) -> None:
    if out.is_dir():
        raise CannotRun(f"{out} is a folder; name a file in it")
    if not out.parent.is_dir():
        raise CannotRun(f"there is no folder {out.parent} to write {out.name} in; make it first")
    if out.exists() and any(out.samefile(name) for name in files if name != STANDARD):
        raise CannotRun(f"{out} is the input; name another file for the output")
    if out.is_file() and mode == "new":
        raise CannotRun(f"{out} stands already; give --overwrite to replace it, or name another file")
    if not os.access(out if out.exists() and not out.is_file() else out.parent, os.W_OK):
        raise CannotRun(f"{out} cannot be written: permission denied; name another file for the output")


def _output(files: list[str], target: str | Path, mode: Mode, columns: Columns, nlp: Language) -> Output | Stream:
    path = Path(target)
    if str(target) == STANDARD:
        return Stream(None)
    if path.exists() and not path.is_file():
        return Stream(path)
    return Output(path, mode=mode, identity=_identity(files, columns, nlp))


def _identity(files: list[str], columns: Columns, nlp: Language) -> dict[str, Any]:
    """What a resumed run must find unchanged."""
    from levees.pipes.build import fingerprint

    inputs = [[name, *_stamp(name)] for name in files]
    pipes = {name: nlp.get_pipe_config(name) for name in nlp.pipe_names} if hasattr(nlp, "get_pipe_config") else {}
    return {"inputs": inputs, "columns": asdict(columns), "reader": fingerprint(), "types": _digest(repr(sorted(pipes.items())).encode())}


def _stamp(name: str) -> tuple[int, str]:
    if not Path(name).is_file():
        return 0, ""
    with open(name, "rb") as file:
        head = file.read(65_536)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_536))
        return size, _digest(head + file.read())


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += len(record.article.text) if record.article else 0
        if len(chunk) >= CHUNK_RECORDS or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _read_chunk(chunk: list[Record], nlp: Language, out: Output | Stream, summary: Summary) -> None:
    failed: dict[str | None, str] = {}

    def on_error(n: int, item: object, error: Exception) -> None:
        assert isinstance(item, Article)
        failed[item.id] = f"reading it failed with {type(error).__name__}: {error}"

    for extraction in annotate([r.article for r in chunk if r.article], nlp=nlp, on_error=on_error):
        out.write(extraction.to_json())
        summary.articles += 1
        summary.events += len(extraction.events)
    for record in chunk:
        reason = record.reason if record.article is None else failed.get(record.id)
        if reason is not None:
            summary.errors += 1
            out.write_error({"file": record.file, "line": record.line, "id": record.id, "reason": reason})
            if len(summary.failures) < FIRST_FAILURES:
                summary.failures.append(f"{record.file}, line {record.line}: {reason}")
    summary.records += len(chunk)
