"""Inputs elsewhere (`s3://`, `gs://`, `https://`…): found and opened through fsspec."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from levees.corpus.records import CannotRun

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_SEEN_IN = ("size", "ETag", "etag", "LastModified", "last_modified", "mtime", "modified", "created", "md5Hash", "generation", "Content-MD5")
READ_ONLY = ("http", "https")


def is_remote(name: object) -> bool:
    """Whether a name has a scheme: `s3://bucket/news.jsonl`.

    >>> is_remote("s3://bucket/news.jsonl"), is_remote("news.jsonl")
    (True, False)
    """
    return bool(_SCHEME.match(str(name)))


def scheme(url: str) -> str:
    """What stands before `://`."""
    found = _SCHEME.match(url)
    return found[1].lower() if found else ""


def filesystem(url: str) -> tuple[Any, str]:
    """fsspec's file system for a URL, and the path in it. Raises `CannotRun` where a package is missing or the scheme is not known."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise CannotRun(f"{url} needs the package fsspec; install it with: pip install 'levees[remote]'") from None
    try:
        fs, path = url_to_fs(url)
    except ImportError as error:
        raise CannotRun(f"{url} cannot be reached: {error}, with pip") from None
    except Exception as error:
        raise CannotRun(f"{url} cannot be reached: {why(error)}") from None
    return fs, str(path)


def find(url: str, wanted: Callable[[str], object]) -> list[str]:
    """The files that a URL names: a glob or a folder gives its own, sorted, those of a folder only where `wanted`."""
    fs, path = filesystem(url)
    try:
        # a page on the web has no folder to look into, and its address may hold a question mark
        page = scheme(url) in READ_ONLY
        if not page and re.search(r"[*?\[]", path):
            found = [name for name in fs.glob(path) if fs.isfile(name)]
        elif not page and fs.isdir(path):
            found = [name for name in fs.find(path) if wanted(name.rsplit("/", 1)[-1])]
        elif fs.exists(path):
            return [url]
        else:
            raise FileNotFoundError
    except Exception as error:
        raise CannotRun(f"{url} cannot be read: {why(error)}") from None
    return sorted(fs.unstrip_protocol(name) for name in found)


def stamp(url: str) -> tuple[int, str]:
    """The size of what stands at a URL (0 where the server does not say), and what tells that it changed."""
    fs, path = filesystem(url)
    try:
        info = fs.info(path)
    except Exception as error:
        raise CannotRun(f"{url} cannot be read: {why(error)}") from None
    return int(info.get("size") or 0), repr([(key, str(info[key])) for key in _SEEN_IN if info.get(key) is not None])


def open_url(url: str) -> io.BufferedReader:
    """The bytes at a URL. Raises `CannotRun` where they cannot be had, now or while they are read."""
    fs, path = filesystem(url)
    try:
        return io.BufferedReader(_File(url, fs.open(path, "rb")), 1 << 16)
    except Exception as error:
        raise CannotRun(f"{url} cannot be read: {why(error)}") from None


def why(error: Exception) -> str:
    """An error of whatever package reaches there, in a line."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    told = getattr(error, "strerror", None) or str(error).strip()
    return f"{type(error).__name__}: {' '.join(told.split())}" if told else type(error).__name__


class _File(io.RawIOBase):
    """What fsspec opened; a connection that breaks off ends the run, unlike a file that is damaged."""

    def __init__(self, url: str, file: Any) -> None:
        self._url, self._file, self._at = url, file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def readinto(self, buffer: Any) -> int:
        data = self._try(lambda: self._file.read(len(buffer)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = int(self._try(lambda: self._file.seek(offset, whence)))
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _try(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except Exception as error:
            raise CannotRun(f"{self._url} cannot be read any further: {why(error)}; --resume goes on from what is committed") from None
