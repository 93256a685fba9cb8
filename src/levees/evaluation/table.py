"""A report as a table for a person."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from levees.evaluation.score import Report, TypeScore


def print_report(report: Report, *, errors: bool = False, console: Console | None = None) -> None:
    """Print the figures, in percent; with `errors`, every difference before them."""
    console = console or Console()
    if errors:
        article = None
        for difference in report.differences:
            if difference.article != article:
                article = difference.article
                console.print(f"\n[bold]{article}[/bold]", highlight=False)
            console.print(str(difference), highlight=False, markup=False, soft_wrap=True)
        console.print()
    # narrow enough for a terminal of 80 columns
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, padding=0)
    table.add_column("type", no_wrap=True)
    for name in ("gold", "pred", "P", "R", "F1", "95 %", "strict", "slot P", "R", "F1"):
        table.add_column(name, justify="right", no_wrap=True, min_width=5 if len(name) < 3 else 4)
    for name, figures in report.types.items():
        table.add_row(name, *_cells(report, name, figures))
    table.add_section()
    table.add_row("ALL", *_cells(report, "ALL", report.all), style="bold")
    console.print(table)
    console.print()
    for line in notes(report):
        console.print(line, highlight=False, markup=False)


def notes(report: Report) -> list[str]:
    """What stands beside the table: articles, factuality, details, slots, offsets."""
    details = ", ".join(f"{name} {right}/{total}" for name, (right, total) in report.details.items())
    return [
        f"{report.articles} articles, {report.absent} absent from the predictions; "
        f"{report.quiet_with_alarm} of {report.quiet_articles} without events raise a false alarm",
        f"Factuality, F1 over the {report.marked} events that are not plainly completed and asserted: {percent(report.factuality.f1)}",
        f"Details right: {details or 'none to count'}",
        "Slots, F1: " + ", ".join(f"{slot} {percent(value.f1)}" for slot, value in report.slots.items()),
        f"{report.bad_offsets} offsets that do not give their text, {report.ungrounded} texts without offsets, "
        f"{report.malformed} malformed events left out",
    ]


def percent(share: float) -> str:
    """A share in percent, with one decimal.

    >>> percent(0.5)
    '50.0'
    """
    return f"{100 * share:.1f}"


def _cells(report: Report, name: str, figures: TypeScore) -> list[str]:
    low, high = report.intervals.get(name, {}).get("event", (0.0, 0.0))
    return [
        str(figures.gold),
        str(figures.pred),
        *map(percent, figures.event),
        f" {100 * low:.0f}–{100 * high:.0f} ",
        percent(figures.strict.f1),
        *map(percent, figures.slot),
    ]
