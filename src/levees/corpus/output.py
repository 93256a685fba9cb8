"""Where a run writes: lines that are committed chunk by chunk, so that a run that died can go on where it stood."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

from levees.corpus.records import CannotRun
from levees.corpus.targets import form, make

Mode = Literal["new", "overwrite", "resume"]


class Stream:
    """Standard output, a device or a pipe: lines go out as they come, nothing can be taken up again."""

    done: dict[str, Any] | None = None
    complete = False

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[bytes] = sys.stdout.buffer if path is None else path.open("wb")

    def write(self, line: str) -> None:
        """Write one line."""
        try:
            self._file.write(line.encode() + b"\n")
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CannotRun(f"{self._path or 'standard output'} cannot be written: {error.strerror}") from None

    def write_error(self, row: dict[str, Any]) -> None:
        """There is no file of errors beside a stream."""

    def commit(self, done: dict[str, Any], *, now: bool = False) -> None:
        """Nothing is kept of how far the run is."""

    def finish(self, done: dict[str, Any]) -> None:
        """The run is over."""

    def close(self) -> None:
        """Close what was opened here."""
        if self._path is not None:
            with suppress(OSError):
                self._file.close()


class Output:
    """A file that appears when the run is done.

    Until then lines go to `target.part` and errors to `target.errors.jsonl.part`, and `target.manifest.json` says how
    much of both is committed, of which input, read by what. `done` is what the manifest of a resumed run says; `complete`
    that all was read before, and only had to be put in its place.
    """

    def __init__(self, target: Path, *, mode: Mode, identity: dict[str, Any], flat: bool = False) -> None:
        self._target, self._identity, self._flat = target, identity | {"flat": flat}, flat
        self._part = _beside(target, ".part")
        self._errors_path = _beside(target, ".errors.jsonl")
        self._errors_part = _beside(target, ".errors.jsonl.part")
        self._manifest = _beside(target, ".manifest.json")
        self._files: list[IO[bytes]] = []
        self.done: dict[str, Any] | None = None
        self.complete = False
        manifest = self._read_manifest()
        if manifest and manifest["finished"]:
            # the run before was over and died, or found the disk full, while it tidied up
            self._flat = manifest["identity"].get("flat", False)
            self._try(lambda: self._publish(manifest["done"]), target)
            if mode == "resume":
                self.done, self.complete = manifest["done"], True
                return
            self._flat, manifest = flat, None
        refuse(mode, manifest, target.exists(), target, self._part, self._identity)
        try:
            self._lines = _open(self._part, keep=mode == "resume" and manifest is not None)
            self._files.append(self._lines)
            _lock(self._lines, target)
            self._errors = _open(self._errors_part, keep=mode == "resume" and manifest is not None)
            self._files.append(self._errors)
            if mode == "resume" and manifest:
                self.done = manifest["done"]
                _cut(self._lines, manifest["bytes"], self._part)
                _cut(self._errors, manifest["error_bytes"], self._errors_part)
            else:
                _cut(self._lines, 0, self._part)
                _cut(self._errors, 0, self._errors_part)
                self._manifest.unlink(missing_ok=True)
        except OSError as error:
            raise CannotRun(f"{self._part} cannot be written: {error.strerror}") from None

    def write(self, line: str) -> None:
        """Write one line; it counts once it is committed."""
        self._try(lambda: self._lines.write(line.encode() + b"\n"))

    def write_error(self, row: dict[str, Any]) -> None:
        """Write one line to the file of errors."""
        self._try(lambda: self._errors.write(json.dumps(row, ensure_ascii=False).encode() + b"\n"))

    def commit(self, done: dict[str, Any], *, now: bool = False) -> None:
        """Make sure that what was written is on the disk, then say so in the manifest; a file need not wait for more, `now` or not."""
        self._try(lambda: self._commit(done, False))

    def finish(self, done: dict[str, Any]) -> None:
        """The run is over: give the files their names."""
        self._try(lambda: self._commit(done, True))
        self.close()
        self._try(lambda: self._publish(done), self._target)

    def close(self) -> None:
        """Close the files; what is not committed is written again by the run that goes on."""
        for file in self._files:
            with suppress(OSError):
                file.close()

    def _commit(self, done: dict[str, Any], finished: bool) -> None:
        for file in self._files:
            file.flush()
            os.fsync(file.fileno())
        state = {"identity": self._identity, "bytes": self._lines.tell(), "error_bytes": self._errors.tell(), "done": done,
                 "finished": finished}
        fresh = _beside(self._manifest, ".new")
        with fresh.open("wb") as manifest:
            manifest.write(json.dumps(state, ensure_ascii=False, indent=1).encode())
            manifest.flush()
            os.fsync(manifest.fileno())
        os.replace(fresh, self._manifest)

    def _publish(self, done: dict[str, Any]) -> None:
        if self._part.exists():
            self._make_target()
        if done["errors"] and self._errors_part.exists():
            os.replace(self._errors_part, self._errors_path)
        elif not done["errors"]:
            self._errors_part.unlink(missing_ok=True)
            self._errors_path.unlink(missing_ok=True)
        self._manifest.unlink(missing_ok=True)

    def _make_target(self) -> None:
        kind = form(self._target)
        if kind != ".jsonl":
            fresh = _beside(self._target, ".new")
            fresh.unlink(missing_ok=True)
            make(self._part, fresh, kind, flat=self._flat)
            with fresh.open("rb") as file:
                os.fsync(file.fileno())
            os.replace(fresh, self._target)
            self._part.unlink()
        else:
            os.replace(self._part, self._target)

    def _read_manifest(self) -> dict[str, Any] | None:
        try:
            manifest = json.loads(self._manifest.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            raise CannotRun(f"{self._manifest} cannot be read; give another output, or remove it to start anew") from None
        return manifest if isinstance(manifest, dict) else None

    def _try(self, action: Any, path: Path | None = None) -> None:
        try:
            action()
        except Exception as error:
            if not isinstance(error, OSError) and not _is_io(error):
                raise
            stays = "what is committed stays, and --resume goes on from it"
            why = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise CannotRun(f"{path or self._part} cannot be written: {why}; {stays}") from None


def refuse(
    mode: Mode, manifest: dict[str, Any] | None, exists: bool, target: object, part: object, identity: dict[str, Any]
) -> None:
    """Refuse an output that stands already, is half written, or belongs to another input or version; `manifest` is an earlier run's."""
    if mode == "new" and exists:
        raise CannotRun(f"{target} stands already; give --overwrite to replace it, or name another file")
    if mode == "new" and manifest:
        read = manifest["done"]["records"]
        raise CannotRun(f"an earlier run wrote {read} articles to {part}; give --resume to go on or --overwrite to start anew")
    if mode == "resume" and manifest is None and exists:
        raise CannotRun(f"{target} is done, there is nothing to resume; give --overwrite to read everything anew")
    if mode == "resume" and manifest and (changed := _changed(manifest["identity"], identity)):
        raise CannotRun(f"{changed} changed since the run that is to be resumed; give --overwrite to start anew")


def _is_io(error: Exception) -> bool:
    """DuckDB has errors of its own for a disk that is full: a commit that fails is one of transactions."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return type(error).__module__.endswith("duckdb") and bool(kinds & {"OperationalError", "FatalException"})


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _open(path: Path, *, keep: bool) -> IO[bytes]:
    # never truncated before the lock is held: another run may be writing to it
    return path.open("r+b" if keep or path.exists() else "w+b")


def _cut(file: IO[bytes], size: int, path: Path) -> None:
    if file.seek(0, os.SEEK_END) < size:
        raise CannotRun(f"{path} is shorter than its manifest says; give --overwrite to start anew")
    file.truncate(size)
    file.seek(size)


def _lock(file: IO[bytes], target: Path) -> None:
    """Keep a second run off the same output; the system lets go of it however the run ends."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise CannotRun(f"another run is writing {target}; wait for it or name another file") from None


def _changed(old: dict[str, Any], new: dict[str, Any]) -> str | None:
    words = {"inputs": "the input", "columns": "the names of its columns", "types": "the choice of types", "flat": "--flat",
             "reader": "levees or its rules"}
    return next((words.get(key, key) for key in new if old.get(key) != json.loads(json.dumps(new[key]))), None)
