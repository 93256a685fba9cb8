"""The error sentences of the code, and those that docs/errors.md explains; what both have in common is held by the tests.

    python tools/docs/errors.py            list the sentences of the code that the page does not have
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "errors.md"
ANY = "…"
FAILS = {"fail", "_fail", "error", "refuse"}


def explained() -> list[str]:
    """The sentences that the page explains."""
    return re.findall(r"^\| `(.+?)` \|", PAGE.read_text(encoding="utf-8"), re.M)


def sentences() -> set[str]:
    """Every text of the code, with « … » for what is filled in."""
    return {text for path in _modules() for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for text in _texts(node)}


def unfounded() -> list[str]:
    """Sentences of the page that the code does not have; « place: » before one may be left out."""
    known = sentences()
    return [sentence for sentence in explained() if not any(text == sentence or text.endswith(f": {sentence}") for text in known)]


def raised() -> set[str]:
    """The texts that the code raises, or ends a command with."""
    found = set()
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else node
            name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and (isinstance(node, ast.Raise) or name in FAILS):
                found |= {text for argument in call.args for part in ast.walk(argument) for text in _texts(part) if " " in text}
    return found


def _modules() -> list[Path]:
    return sorted((ROOT / "src" / "levees").rglob("*.py"))


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        parts = "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ANY for part in node.values)
        yield re.sub(f"{ANY}+", ANY, parts)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


if __name__ == "__main__":
    for sentence in sorted(raised() - set(explained())):
        print(sentence)
