"""`levees explain`: why an article gave the events that it gave."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from levees.cli_pack import Packs


def explain(
    article: Annotated[str, typer.Argument(metavar="FILE|-|TEXT", help="A text file, - for standard input, or the text itself.")],
    published: Annotated[str | None, typer.Option(metavar="DATE", help="The article's date: YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
    event: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Keep to events of one type.")] = None,
    near: Annotated[bool, typer.Option(help="Show what came near, too.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")] = False,
    pack: Packs = None,
) -> None:
    """Show for each event which rule, words, strategies and cues made it, and for each near miss what it lacked."""
    from levees.cli import fail, load, read_text
    from levees.explain import explain_article
    from levees.schema import Article, clean, event_types, parse_published

    try:
        day = parse_published(published)
    except ValueError as error:
        fail(str(error))
    text = clean(read_text(article))
    nlp = load(None, pack)
    if event is not None and event not in event_types():
        from levees.rules.source import did_you_mean

        fail(f"{event!r} is no event type{did_you_mean(event, event_types())}")
    found, misses = explain_article(Article(text=text, published=day), nlp)
    rows = [*found, *(misses if near else ())]
    rows = [row for row in rows if event is None or row.event == event]
    if json:
        from json import dumps

        typer.echo(dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
        return
    if not rows:
        typer.echo("No event, and nothing that came near one.")
    for row in rows:
        for line in row.lines():
            typer.echo(line)
