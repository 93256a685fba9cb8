"""Scores the pipeline on sets of gold and keeps the figures in docs/quality.md, newest first.

    python -m levees.evaluation.quality --gold ../shared/gold --note "what changed"
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import levees
from levees.evaluation.gold import read_rows
from levees.evaluation.pipeline import score_pipeline
from levees.evaluation.score import Report, TypeScore
from levees.evaluation.table import notes, percent

SETS = ("seeds", "dev", "train")
INTRO = """# Quality

Event, strict and slot F1, in percent, on annotated articles. An event counts as found when its type, its identity
(company, target…) and its amount are right; *strict* asks for status, certainty and the slots that make it that very deal as
well; *slot* counts each slot by itself. The bounds are 95 % bootstrap intervals of event F1, resampled by article: two figures
whose intervals overlap much may differ by chance. `make quality NOTE="…"` adds a row-set; the newest stands first.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Score every set that is there and write the row-set; 2 where there is none."""
    parser = argparse.ArgumentParser(prog="python -m levees.evaluation.quality", description="Score the gold and keep the figures.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"), help="the folder of seeds.jsonl, dev.jsonl, train.jsonl")
    parser.add_argument("--out", type=Path, default=Path("docs/quality.md"))
    parser.add_argument("--note", default="", help="what changed since the last row-set")
    options = parser.parse_args(arguments)
    files = [options.gold / f"{name}.jsonl" for name in SETS]
    present = [file for file in files if file.is_file()]
    if not present:
        print(f"levees: there is no gold in {options.gold}; say with --gold where it lies", file=sys.stderr)
        return 2
    nlp = levees.load()
    reports = {file.stem: score_pipeline(read_rows(file), nlp) for file in present}
    section = row_set(reports, when=date.today(), commit=_commit(), note=options.note)
    add(options.out, section)
    print(section)
    return 0


def row_set(reports: dict[str, Report], *, when: date, commit: str, note: str) -> str:
    """One dated section: a table of the sets and their types, and what stands beside it."""
    title = " · ".join(part for part in (when.isoformat(), commit, note) if part)
    lines = [f"## {title}", "", "| set | type | gold | pred | event F1 | 95 % | strict F1 | slot F1 |", "|---|---|--:|--:|--:|:-:|--:|--:|"]
    for name, report in reports.items():
        lines += [_row(name, report, kind, figures) for kind, figures in (("**all**", report.all), *report.types.items())]
    for name, report in reports.items():
        lines += ["", f"{name}: " + "; ".join(notes(report)) + "."]
    return "\n".join(lines) + "\n"


def add(path: Path, section: str) -> None:
    """Put a section before the older ones."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    older = old[old.index("\n## ") + 1 :] if "\n## " in old else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{INTRO}\n{section}{chr(10) if older else ''}{older}", encoding="utf-8")


def _row(name: str, report: Report, kind: str, figures: TypeScore) -> str:
    low, high = report.intervals["ALL" if kind == "**all**" else kind]["event"]
    cells = (name, kind, figures.gold, figures.pred, percent(figures.event.f1), f"{100 * low:.0f}–{100 * high:.0f}",
             percent(figures.strict.f1), percent(figures.slot.f1))
    return f"| {' | '.join(map(str, cells))} |"


def _commit() -> str:
    """The commit that was scored, with a + where the tree holds more than it; nothing outside a repository."""
    try:
        done = subprocess.run(["git", "describe", "--always", "--dirty=+", "--exclude=*"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
