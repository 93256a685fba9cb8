"""`levees view`: extractions as a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def view(
    events: Annotated[
        str, typer.Argument(metavar="EVENTS.jsonl", help="What levees annotate or extract --json wrote; - for standard input.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.html", help="The page to write.")] = Path("report.html"),
    lang: Annotated[str, typer.Option(metavar="fr|en", help="The language of the labels; the page has a switch for it.")] = "fr",
    title: Annotated[str | None, typer.Option(help="What stands at the top of the page.")] = None,
) -> None:
    """Write one HTML page that shows articles with their events: to look at, to mail, to print; it needs no network."""
    from levees.cli import fail
    from levees.view import page
    from levees.view.source import STANDARD, read_extractions

    if events != STANDARD and output.resolve() == Path(events).resolve():
        fail(f"{output} is the input; name another file for the page")
    name = title or (None if events == STANDARD else Path(events).name.split(".")[0])
    try:
        extractions = list(read_extractions(events))
        if not extractions:
            fail(f"{events} holds no extraction; give what levees annotate wrote")
        output.write_text(page(extractions, title=name, lang=lang), encoding="utf-8")
    except OSError as error:
        fail(f"{error.filename or events} cannot be {'written' if error.filename == str(output) else 'read'}: {error.strerror or error}")
    except ValueError as error:
        fail(str(error))
    count = sum(len(extraction.events) for extraction in extractions)
    typer.echo(f"{output}: {_count(len(extractions), 'article')}, {_count(count, 'event')}", err=True)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
