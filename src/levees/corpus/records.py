"""One record of an input: an article, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levees.api import as_article
from levees.schema import Article, clean


class CannotRun(Exception):
    """The run cannot start or cannot go on; the message says what is wrong, where, and what stays."""


@dataclass(frozen=True)
class Columns:
    """Under which names an input has what an article is made of."""

    text: str = "text"
    published: str = "published"
    title: str = "title"
    id: str = "id"


@dataclass(frozen=True)
class Record:
    """An article and where it stands, or the reason why it cannot be read."""

    file: str
    line: int
    article: Article | None = None
    id: str | None = None
    reason: str | None = None


class Maker:
    """Makes records of rows, and knows which ids were used where."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._seen: dict[str, str] = {}

    def record(self, file: str, line: int, row: Mapping[str, Any]) -> Record:
        """A record of a row; one without an id is given its place as one: `news.jsonl:3`."""
        given = row.get(self.columns.id)
        given = None if given == "" else given
        place = f"{file}, line {line}"
        name = clean(str(given)) if isinstance(given, (str, int)) else f"{_base(file)}:{line}"
        try:
            article = as_article(self._fields(row, name if given is None else given))
            if (first := self._seen.setdefault(name, place)) is not place:
                raise ValueError(f"the id {name!r} was already used in {first}")
        except (TypeError, ValueError) as error:
            return Record(file, line, id=name, reason=str(error))
        return Record(file, line, article=article, id=name)

    def _fields(self, row: Mapping[str, Any], name: object) -> dict[str, Any]:
        columns = self.columns
        if row.get(columns.text) is None:
            raise ValueError(f"there is no {columns.text!r}")
        return {
            "text": row[columns.text],
            "title": row.get(columns.title) or None,
            "published": row.get(columns.published),
            "id": name,
        }


def _base(file: str) -> str:
    return "stdin" if file == "-" else file.replace("\\", "/").rsplit("/", 1)[-1]
