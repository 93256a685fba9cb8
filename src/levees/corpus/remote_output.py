"""Where a run writes that has its output elsewhere: objects that appear whole, and a manifest that says which of them hold good.

An object store knows neither appending nor renaming as files do. So a commit is a part of its own (`OUT.part-000003-….jsonl`), put before
the manifest that names it; a part no manifest names counts for nothing. When the last article is read, the target is made of the
parts on this machine, put beside its place and moved there.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from levees.corpus.output import Mode, refuse
from levees.corpus.records import CannotRun
from levees.corpus.remote import READ_ONLY, filesystem, scheme, why
from levees.corpus.targets import form, make

# a commit costs requests: what a run that died has to read again at most
CHUNK_RECORDS = 5_000
CHUNK_SECONDS = 30.0
_KINDS = ("lines", "errors")


class RemoteOutput:
    """An object that appears when the run is done; `done` and `complete` are those of `Output`."""

    def __init__(self, url: str, *, mode: Mode, identity: dict[str, Any], flat: bool = False) -> None:
        self._url, self._identity, self._flat = url, identity | {"flat": flat}, flat
        self._fs, self._path = filesystem(url)
        self._manifest = f"{self._path}.manifest.json"
        self._run = uuid4().hex
        self._waiting: dict[str, IO[bytes]] = {}
        self.done: dict[str, Any] | None = None
        self.complete = False
        manifest = self._read_manifest()
        if manifest and manifest["finished"]:
            # the run before was over and died while it tidied up
            self._try(lambda: self._publish(manifest))
            if mode == "resume":
                self.done, self.complete = manifest["done"], True
                return
            manifest = None
        refuse(mode, manifest, self._exists(), url, f"{url}.part-*", self._identity)
        self._holder = manifest["run"] if manifest else None
        self._parts: list[dict[str, str]] = []
        if manifest and mode == "resume":
            self.done, self._parts = manifest["done"], manifest["parts"]
        elif manifest:
            self._remove(manifest["parts"])
        self._committed, self._since = (self.done or {}).get("records", 0), time.monotonic()
        self._empty()
        # from here on another run finds that this one is at work
        self._try(lambda: self._state(self.done or {"records": 0, "articles": 0, "events": 0, "errors": 0}, False))

    def write(self, line: str) -> None:
        """Write one line; it counts once it is committed."""
        self._try(lambda: self._waiting["lines"].write(line.encode() + b"\n"))

    def write_error(self, row: dict[str, Any]) -> None:
        """Write one line to the list of errors."""
        self._try(lambda: self._waiting["errors"].write(json.dumps(row, ensure_ascii=False).encode() + b"\n"))

    def commit(self, done: dict[str, Any], *, now: bool = False) -> None:
        """Put what was written, then the manifest; `now`, or when enough has gathered."""
        due = done["records"] - self._committed >= CHUNK_RECORDS or time.monotonic() - self._since >= CHUNK_SECONDS
        if now or due:
            self._try(lambda: self._commit(done, False))

    def finish(self, done: dict[str, Any]) -> None:
        """The run is over: make the target and put it in its place."""
        self._try(lambda: self._publish(self._commit(done, True)))

    def close(self) -> None:
        """Let go of what waits; what is not committed is written again by the run that goes on."""
        for file in self._waiting.values():
            file.close()

    def _commit(self, done: dict[str, Any], finished: bool) -> dict[str, Any]:
        part = {}
        for kind, file in self._waiting.items():
            file.flush()
            if file.tell():
                part[kind] = f"{self._path}.part-{len(self._parts):06}-{self._run[:8]}.{kind}.jsonl"
                self._fs.put_file(file.name, part[kind])
        self._parts += [part] if part else []
        state = self._state(done, finished)
        self.close()
        self._empty()
        self._committed, self._since = done["records"], time.monotonic()
        return state

    def _state(self, done: dict[str, Any], finished: bool) -> dict[str, Any]:
        held = self._read_manifest()
        if held and held["run"] not in (self._run, self._holder):
            raise CannotRun(f"another run is writing {self._url}; wait for it or name another output")
        state = {"run": self._run, "identity": self._identity, "parts": self._parts, "done": done, "finished": finished}
        self._fs.pipe_file(self._manifest, json.dumps(state, ensure_ascii=False, indent=1).encode())
        self._holder = None
        return state

    def _publish(self, state: dict[str, Any]) -> None:
        kind, flat = form(Path(self._path)), state["identity"].get("flat", False)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            lines = self._gathered(state["parts"], "lines", folder)
            fresh = lines
            if kind != ".jsonl":
                fresh = folder / "fresh"
                make(lines, fresh, kind, flat=flat)
            self._place(fresh, self._path)
            listed = f"{self._path}.errors.jsonl"
            if state["done"]["errors"]:
                self._place(self._gathered(state["parts"], "errors", folder), listed)
            elif self._fs.exists(listed):
                self._fs.rm_file(listed)
        # once there is no manifest the parts are nobody's, wherever this ends
        self._fs.rm_file(self._manifest)
        self._remove(state["parts"])

    def _gathered(self, parts: list[dict[str, str]], kind: str, folder: Path) -> Path:
        whole = folder / kind
        with whole.open("wb") as out:
            for part in parts:
                if kind in part:
                    with self._fs.open(part[kind], "rb") as file:
                        shutil.copyfileobj(file, out, 1 << 20)
        return whole

    def _place(self, file: Path, path: str) -> None:
        self._fs.put_file(str(file), f"{path}.new")
        self._fs.mv(f"{path}.new", path)

    def _remove(self, parts: list[dict[str, str]]) -> None:
        for name in (name for part in parts for name in part.values()):
            with suppress(FileNotFoundError):
                self._fs.rm_file(name)

    def _exists(self) -> bool:
        return bool(self._try(lambda: self._fs.exists(self._path)))

    def _read_manifest(self) -> dict[str, Any] | None:
        try:
            self._fs.invalidate_cache()
            manifest = json.loads(self._fs.cat_file(self._manifest))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise CannotRun(f"{self._url}.manifest.json cannot be read: {why(error)}; give another output, or remove it") from None
        return manifest if isinstance(manifest, dict) else None

    def _empty(self) -> None:
        self._waiting = {kind: tempfile.NamedTemporaryFile(prefix="levees-") for kind in _KINDS}

    def _try(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except CannotRun:
            raise
        except Exception as error:
            stays = "what is committed stays, and --resume goes on from it"
            raise CannotRun(f"{self._url} cannot be written: {why(error)}; {stays}") from None


def check_remote(url: str, inputs: list[str], *, exists_is_wrong: bool) -> None:
    """Refuse, before a run, a remote target that cannot be written."""
    if scheme(url) in READ_ONLY:
        raise CannotRun(f"{url} can be read but not written; name a file, or an object such as s3://bucket/out.jsonl")
    fs, path = filesystem(url)
    if url in inputs:
        raise CannotRun(f"{url} is the input; name another for the output")
    try:
        there = exists_is_wrong and fs.exists(path)
    except Exception as error:
        raise CannotRun(f"{url} cannot be reached: {why(error)}") from None
    if there:
        raise CannotRun(f"{url} stands already; give --overwrite to replace it, or name another")
