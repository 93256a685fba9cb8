"""Articles to put a run under load: our own annotated ones, again and again, each time with other ids and other names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ENDINGS = ("ia", "or", "el", "an", "is", "um", "ex", "ov", "ys", "en", "ul", "at", "ik", "eo", "ar", "in")


def compiled() -> list[dict[str, Any]]:
    """The articles of models/articles, with their names."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "articles.jsonl"
        sources = sorted(map(str, (ROOT / "models/articles").glob("*.txt")))
        command = [sys.executable, str(ROOT / "models/articles/compile.py"), *sources, "-o", str(out)]
        subprocess.run(command, check=True, capture_output=True)
        return [json.loads(line) for line in out.open(encoding="utf-8")]


def renamed(text: str, names: list[dict[str, Any]], copy: int) -> str:
    """The text with its companies and people called otherwise, so that every copy brings words that were not seen before."""
    ending, rest = "", copy
    while rest:
        ending, rest = ending + ENDINGS[rest % len(ENDINGS)], rest // len(ENDINGS)
    called = [name["text"] for name in names if name.get("kind") in ("company", "person")]
    words = sorted({word for name in called for word in re.findall(r"[A-ZÉ][a-zéèêëïîôûç]{4,}", name)})
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda m: m[0] + ending, text) if words and copy else text


def endless(longest: int | None = None) -> Iterator[dict[str, Any]]:
    """Articles without end: `id`, `published`, `text`; `longest` leaves out those with more characters."""
    known = [row for row in compiled() if longest is None or len(row["text"]) <= longest]
    for copy in count():
        for row in known:
            yield {"id": f"{row['id']}/{copy}", "published": row["published"], "text": renamed(row["text"], row["names"], copy)}


def write(path: Path, number: int, *, longest: int | None = None) -> None:
    """A file of so many articles, as `endless` gives them."""
    with path.open("w", encoding="utf-8") as out:
        for row in islice(endless(longest), number):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
