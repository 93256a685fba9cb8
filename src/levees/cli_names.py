"""What `levees names` shows: each entity, where it is named, why its names were taken, and what stands for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text


def show_names(found: dict[str, Any], console: Console | None = None) -> None:
    """Print the report of `levees.names.report` for a person."""
    console = console or Console()
    if not found["entities"]:
        console.print("No name found.")
    for entity in found["entities"]:
        line = Text.assemble((entity["name"], "bold"), "  ", (entity["kind"], "cyan"))
        if entity["aliases"]:
            line.append("  also " + ", ".join(entity["aliases"]))
        if entity["ids"]:
            line.append("  " + ", ".join(f"{key}={value}" for key, value in entity["ids"].items()), "green")
        console.print(line)
        for text, group in _alike(entity["mentions"]):
            why = ", ".join(dict.fromkeys(reason for m in group for reason in m["why"]))
            mark = " (ambiguous)" if any(m.get("ambiguous") for m in group) else ""
            console.print(Text.assemble("  ", text, mark, ("  at " + _places(group), "dim"), "  ", (why, "yellow")))
        for text, group in _alike(entity["nominals"]):
            scores = ", ".join(f"{m['score']:.2f}" for m in group)
            console.print(Text.assemble("  = ", (text, "italic"), ("  at " + _places(group), "dim"), f"  {scores}"))
    if found["open"]:
        console.print(Text("open", "bold"))
        for n in found["open"]:
            perhaps = ", ".join(f"{c['name']} {c['score']:.2f}" for c in n["candidates"]) or "nobody"
            console.print(Text.assemble("  ", (n["text"], "italic"), (f"  at {n['start']}", "dim"), f"  {perhaps}?"))


def _alike(spans: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for span in spans:
        groups.setdefault(span["text"], []).append(span)
    return list(groups.items())


def _places(group: list[dict[str, Any]]) -> str:
    shown = ", ".join(str(m["start"]) for m in group[:8])
    return shown + (f" and {len(group) - 8} more" if len(group) > 8 else "")
