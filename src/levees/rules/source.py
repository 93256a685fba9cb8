"""YAML with line numbers: plain data, and for each place in it the line it was written on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]
MAX_NODES = 200_000
MAX_DEPTH = 100


class RuleError(ValueError):
    """What is wrong with a rule file: file, line, reason, and the nearest valid word where there is one."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(slots=True)
class Source:
    """A file as data, with the line of every place in it."""

    name: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)
    pack: str = ""  # the pack it belongs to

    def line(self, place: Iterable[str | int]) -> int:
        """The line of a place, or of the nearest place around it."""
        at = tuple(place)
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)

    def error(self, place: Iterable[str | int], reason: str) -> RuleError:
        """A RuleError at a place."""
        return RuleError(self.name, self.line(place), reason)


def read_source(path: str | Path) -> Source:
    """Read a YAML file. Raises RuleError with file and line where it is no YAML, no UTF-8, or names a key twice."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(str(path), 1, f"not UTF-8 (byte {error.start})") from None
    return parse_source(text, str(path))


def parse_source(text: str, name: str = "<text>") -> Source:
    """Read YAML from a text.

    >>> parse_source("a:\\n  - b").lines[("a", 0)]
    2
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_depth(text, name, loader)
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RuleError(name, mark.line + 1 if mark else 1, f"this is not YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise RuleError(name, 1, f"this is not YAML: {str(error).partition(chr(10))[0]}") from None
    source = Source(name, None)
    source.data = None if root is None else _Build(source).value(root, (), ())
    return source


def _refuse_depth(text: str, name: str, loader: Any) -> None:
    """Composing recurses in C, where too much of it ends the process; the events come one after another."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise RuleError(name, line, f"nested more than {MAX_DEPTH} deep")


class _Build:
    """Nodes to data. Aliases are followed, cycles and alias bombs refused."""

    def __init__(self, source: Source) -> None:
        self.source, self.count = source, 0

    def value(self, node: yaml.Node, place: Place, above: tuple[int, ...]) -> Any:
        line = node.start_mark.line + 1
        self.source.lines[place] = line
        self.count += 1
        if id(node) in above:
            raise RuleError(self.source.name, line, "an alias stands for what it is part of")
        if self.count > MAX_NODES:
            raise RuleError(self.source.name, line, "too many aliases: the file unfolds to more than it should")
        if isinstance(node, yaml.ScalarNode):
            return scalar(node)
        inside = (*above, id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, i), inside) for i, child in enumerate(node.value)]
        out: dict[str, Any] = {}
        for key_node, child in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in out:
                raise RuleError(self.source.name, key_node.start_mark.line + 1, f"{key!r} stands twice")
            out[key] = self.value(child, (*place, key), inside)
            self.source.lines[(*place, key)] = key_node.start_mark.line + 1
        return out


def scalar(node: yaml.ScalarNode) -> Any:
    """A scalar's value: text, but for true, false and nothing. YAML 1.1 would take « on », « no » and « off » for booleans."""
    text = str(node.value)
    if node.style is None and text in ("true", "false", "", "null"):
        return {"true": True, "false": False}.get(text)
    return text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """« ; did you mean X? », or what is allowed.

    >>> did_you_mean("agnet", ["agent", "patient"])
    '; did you mean agent?'
    """
    words = sorted(set(known))
    near = get_close_matches(word, words, 1, 0.6)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(words[:30])}" if words else ""
