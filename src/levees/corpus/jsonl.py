"""JSON Lines in and out: what a line holds, or what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from levees.api import as_article
from levees.schema import Article, clean


@dataclass(frozen=True)
class Record:
    """One line of the input: an article, or the reason why there is none. `end` counts the bytes read so far."""

    line: int
    end: int
    article: Article | None = None
    id: str | None = None
    reason: str | None = None


def read_records(lines: Iterable[bytes], *, seen: dict[str, int] | None = None) -> Iterator[Record]:
    """Read articles from the lines of a JSON Lines file; blank lines are passed over, bad ones give their reason.

    An article without an id is given its line as one: `line-3`. `seen` fills with the line of each id.

    >>> [r.reason for r in read_records([b'{"id": "a", "text": "Alba"}', b'{"id": "a", "text": "Brume"}'])]
    [None, "the id 'a' was already used on line 1"]
    """
    seen = {} if seen is None else seen
    end = 0
    for n, line in enumerate(lines, start=1):
        end += len(line)
        if n == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield _record(n, end, line, seen)


def _record(n: int, end: int, line: bytes, seen: dict[str, int]) -> Record:
    name = None
    try:
        row = _parse(line)
        given = row.get("id")
        name = clean(str(given)) if isinstance(given, (str, int)) else f"line-{n}"
        article = as_article(row if given is not None else {**row, "id": name})
        if (first := seen.setdefault(name, n)) != n:
            raise ValueError(f"the id {name!r} was already used on line {first}")
    except (TypeError, ValueError) as error:
        return Record(n, end, id=name, reason=str(error))
    return Record(n, end, article=article, id=name)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"this is not UTF-8 (byte {error.start} of the line is 0x{line[error.start]:02x})") from None
    try:
        row = json.loads(text)
    except RecursionError:
        raise ValueError("this is not JSON that can be read: it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(row, dict):
        raise ValueError("this is no article; a line holds one object with 'id' and 'text'")
    return row
