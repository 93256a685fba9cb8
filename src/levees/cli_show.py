"""What the command line shows: a table of events, their sentences with what was read in them, a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from levees.schema import BaseEvent, Extraction, Money, Party, TimeExpression, plain

if TYPE_CHECKING:
    from levees.corpus import Summary

LONGEST = 1_000  # characters of a sentence
WIDE = 100  # columns from which there is room for all slots in the table; below, they stand under the sentence
WHO = ("target", "holder", "manager", "person", "company", "scope")
STATUS_STYLES = {"completed": "green", "ongoing": "yellow", "planned": "cyan", "cancelled": "red"}
CERTAINTY_STYLES = {"asserted": "", "reported": "yellow", "denied": "red", "hypothetical": "magenta"}
MODS = {"approx": "about ", "more_than": "over ", "less_than": "under ", "at_least": "at least ", "at_most": "up to "}
SLOT_STYLES: dict[type, str] = {Party: "cyan", Money: "bold green", TimeExpression: "blue"}


def show(extraction: Extraction, console: Console | None = None) -> None:
    """Print an extraction for a person: one row an event, then each sentence with what was read in it, after its events' numbers."""
    console = console or Console()
    if not extraction.events:
        console.print("No event found." if extraction.text.strip() else "The text is empty: no event found.")
        return
    wide = console.width >= WIDE
    console.print(_table(extraction, wide))
    console.print()
    told: dict[tuple[int, int] | None, list[int]] = {}
    for n, event in enumerate(extraction.events, start=1):
        told.setdefault((event.evidence.start, event.evidence.end) if event.evidence else None, []).append(n)
    for place, numbers in told.items():
        events = {n: extraction.events[n - 1] for n in numbers}
        if place is not None:
            which = " ".join(map(str, numbers))
            sentence = _evidence(extraction, list(events.values()), *place)
            console.print(Padding(Text.assemble((f"{which}  ", "dim"), sentence), (0, 0, 0, 1)))
        for n, event in events.items():
            if not wide and (more := _more(event)):
                console.print(Padding(Text.assemble((f"{n}  " if len(events) > 1 else "", "dim"), ", ".join(more)), (0, 0, 0, 4)))


@contextmanager
def progress_bar(size: int | None) -> Iterator[Callable[[Summary], None]]:
    """A bar over the bytes of the input, on standard error: articles a second, events, errors, time left."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading", total=size, done="")
        first: list[int] = []  # articles of the runs before, where this one goes on with them

        def advance(summary: Summary) -> None:
            first or first.append(summary.articles)
            rate = (summary.articles - first[0]) / max(bar.tasks[0].elapsed or 0, 0.001)
            done = f"{summary.articles:,} articles, {rate:.1f}/s, {summary.events:,} events, {summary.errors:,} errors"
            bar.update(task, completed=summary.bytes_read, done=done)

        yield advance


def print_rows(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their names; numbers to the right."""
    held = list(rows)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for place, name in enumerate(names):
        figures = held and all(row[place] is None or isinstance(row[place], (int, float, Decimal)) for row in held)
        table.add_column(name, justify="right" if figures else "left", overflow="fold")
    for row in held:
        table.add_row(*(Text("" if v is None else plain(v) if isinstance(v, Decimal) else str(v)) for v in row))
    Console().print(table)


def money(value: Money) -> str:
    """An amount as a person writes it.

    >>> money(Money(text="près de 12,5 M€", amount="12500000", currency="EUR", mod="approx"))
    'about EUR 12.5 M'
    """
    numbers = [value.amount] if value.amount is not None else [value.low, value.high]
    figure = " to ".join("?" if n is None else _figure(n) for n in numbers)
    return f"{MODS.get(value.mod or '', '')}{value.currency or '???'} {figure}"


def _figure(n: Decimal) -> str:
    for unit, name in ((Decimal(10**9), " bn"), (Decimal(10**6), " M")):
        # in millions or billions only where that leaves few digits, since nothing is rounded
        if abs(n) >= unit and (n / unit * 1000) % 1 == 0:
            return plain(n / unit) + name
    return f"{n:,f}"


def _table(extraction: Extraction, wide: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", justify="right", style="dim")
    table.add_column("event", style="bold", no_wrap=True)
    table.add_column("who", style="cyan")
    table.add_column("amount", justify="right", no_wrap=True)
    for name in ("how far", "date", "more") if wide else ("how far", "date"):
        table.add_column(name)
    for n, event in enumerate(extraction.events, start=1):
        # Text, not str: brackets in a name are no markup
        row = [Text(str(n)), Text(event.type), Text(_who(event)), _amount(event), _how_far(event), Text(_date(event))]
        table.add_row(*row, *([Text("\n".join(_more(event)))] if wide else []))
    return table


def _who(event: BaseEvent) -> str:
    return _plain(getattr(event, _who_slot(event) or "", "–"))


def _who_slot(event: BaseEvent) -> str | None:
    for slot in (*WHO, *(slot for slot, value in event.filled().items() if isinstance(value, Party))):
        if getattr(event, slot, None):
            return slot
    return None


def _amount(event: BaseEvent) -> Text:
    value = getattr(event, "amount", None)
    if value is not None:
        return Text(money(value), style="green")
    percent = getattr(event, "percent", None) or getattr(event, "change_percent", None)
    return Text(f"{percent:f} %" if percent is not None else "–")


def _how_far(event: BaseEvent) -> Text:
    out = Text(event.status.value, style=STATUS_STYLES[event.status])
    if event.certainty.value != "asserted":
        out.append(f", {event.certainty.value}", style=CERTAINTY_STYLES[event.certainty])
    return out


def _date(event: BaseEvent) -> str:
    value = getattr(event, "date", None)
    return "–" if value is None else f"{value.mod.value} {value.value}" if value.mod else value.value


def _more(event: BaseEvent) -> list[str]:
    shown = {"amount", "date", _who_slot(event)}
    slots = ({"source": event.source} if event.source else {}) | event.filled()
    return [f"{slot}: {_plain(value)}" for slot, value in slots.items() if slot not in shown]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"{_plain(v)} (lead)" if isinstance(v, Party) and v.lead else _plain(v) for v in value)
    if isinstance(value, Party):
        return value.name
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, TimeExpression):
        return value.value
    return f"{value:f}" if hasattr(value, "as_tuple") else str(getattr(value, "value", value))


def _evidence(extraction: Extraction, events: list[BaseEvent], start: int, whole: int) -> Text:
    end = min(whole, start + LONGEST)
    text = Text(extraction.text[start:end].replace("\n", " "))
    for first, last, style in (mark for event in events for mark in _marks(event)):
        if start <= first and last <= end:
            text.stylize(style, first - start, last - start)
    if end < whole:
        text.append(" …", style="dim")
    return text


def _marks(event: BaseEvent) -> Iterator[tuple[int, int, str]]:
    """What was read where: the trigger, the slots that are objects, the words behind the plain ones."""
    for value in event.filled().values():
        for part in value if isinstance(value, list) else [value]:
            style = SLOT_STYLES.get(type(part))
            if style and part.start is not None and part.end is not None:
                yield part.start, part.end, style
    for ground in event.grounds.values():
        if ground.start is not None and ground.end is not None:
            yield ground.start, ground.end, "magenta"
    if event.trigger:
        yield event.trigger.start, event.trigger.end, "bold underline"
