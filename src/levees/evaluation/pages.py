"""An evaluation as a page to keep: Markdown, or HTML with everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from levees.evaluation.breakdown import Bin, Comparison, Judged, by_rule, calibration_error, reliability
from levees.evaluation.score import Prf, Report
from levees.evaluation.table import notes, percent

Table = tuple[str, list[str], list[list[str]]]  # heading, columns, rows


def tables(
    report: Report, judged: Sequence[Judged], curve: Sequence[tuple[float, Prf]], comparison: Comparison | None = None
) -> list[Table]:
    """All tables of an evaluation."""
    rows = []
    for name, figures in [*report.types.items(), ("ALL", report.all)]:
        low, high = report.intervals.get(name, {}).get("event", (0.0, 0.0))
        rows.append([name, str(figures.gold), str(figures.pred), *map(percent, figures.event), f"{100 * low:.0f}–{100 * high:.0f}",
                     percent(figures.strict.f1), percent(figures.slot.f1)])
    out: list[Table] = [("By type", ["type", "gold", "predicted", "P", "R", "F1", "95 %", "strict F1", "slot F1"], rows)]
    out.append(("By slot", ["slot", "P", "R", "F1"], [[slot, *map(percent, value)] for slot, value in report.slots.items()]))
    rules = [[name, str(n), percent(right / n)] for name, (right, n) in by_rule(judged).items()]
    out.append(("By rule", ["rule or reader", "events", "right"], rules))
    bins: list[Bin] = reliability(judged)
    if bins:
        rows = [[f"{b.low:.1f}–{b.high:.1f}", str(b.count), f"{b.confidence:.2f}", f"{b.right:.2f}"] for b in bins]
        heading = f"By confidence (expected calibration error {calibration_error(bins):.3f})"
        out.append((heading, ["confidence", "events", "mean", "share right"], rows))
        out.append(("What --min-confidence does", ["least", "P", "R", "F1"], [[f"{least:.1f}", *map(percent, f)] for least, f in curve]))
    if comparison is not None:
        low, high = comparison.interval
        rows = [["this", *map(percent, comparison.first)], ["the other", *map(percent, comparison.second)]]
        heading = f"Two predictions (F1 of the other less this: {100 * low:+.1f} to {100 * high:+.1f}, 95 %)"
        out.append((heading, ["prediction", "P", "R", "F1"], rows))
        sides = (("better in the other", comparison.better), ("worse in the other", comparison.worse))
        out.append(("Articles that differ", ["", "articles"], [[name, ", ".join(ids) or "none"] for name, ids in sides]))
    return out


def markdown(report: Report, found: Sequence[Table]) -> str:
    """A Markdown page."""
    lines = ["# Evaluation", "", *(f"- {note}" for note in notes(report))]
    for heading, columns, rows in found:
        lines += ["", f"## {heading}", "", _row(columns), _row(["---"] * len(columns)), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def html(report: Report, found: Sequence[Table]) -> str:
    """A self-contained HTML page."""
    parts = ['<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evaluation</title><style>', _STYLE, "</style></head><body>"]
    parts += ["<h1>Evaluation</h1><ul>", *(f"<li>{escape(note)}</li>" for note in notes(report)), "</ul>"]
    for heading, columns, rows in found:
        head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        parts.append(f"<h2>{escape(heading)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    return "".join([*parts, "</body></html>\n"])


_STYLE = (
    "body{font:16px/1.5 sans-serif;margin:2rem}table{border-collapse:collapse}"
    "td,th{padding:.2rem .8rem;border-bottom:1px solid #bbb;text-align:left}"
)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
