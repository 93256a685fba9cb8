"""`levees view` and `levees serve`: extractions to look at, on a page or as one writes."""

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


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; by default only this machine reaches it.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help="The port.")] = 8000,
) -> None:
    """Open the playground: paste an article, see its events; POST /extract and /annotate for programs, /docs tells of them."""
    from levees.cli import fail

    try:
        from levees.view.serve import serve as run
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("starlette", "uvicorn"):
            raise
        fail(f"the playground needs {error.name}; install it with: pip install 'levees[serve]'")
    from levees import load

    nlp = load()
    typer.echo(f"http://{host}:{port} (stop with Ctrl+C)", err=True)
    try:
        run(nlp, host=host, port=port)
    except OSError as error:
        fail(f"port {port} of {host} cannot be used: {error.strerror or error}")


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
