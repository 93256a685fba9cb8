"""`levees export` and `levees import`: articles out to annotation tools, pre-annotated, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from levees.cli_pack import Packs

if TYPE_CHECKING:
    from collections.abc import Iterator

Formats = Annotated[
    str, typer.Option("--format", "-f", metavar="NAME", help="label-studio, doccano, prodigy, brat, cas (INCEpTION), docbin or conll.")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="A file; for brat and cas a folder.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the output where it stands already.")]


def export(
    articles: Annotated[Path, typer.Argument(metavar="ARTICLES.jsonl", help="Articles; those without 'events' are read first.")],
    format: Formats,
    output: Output,
    overwrite: Overwrite = False,
    pack: Packs = None,
) -> None:
    """Write articles for an annotation tool, with what levees reads in them, so that a person only corrects."""
    from levees.cli import fail
    from levees.evaluation import read_rows
    from levees.exchange import FORMATS, export_rows

    if output.exists() and not overwrite:
        fail(f"{output} is there already; give --overwrite to replace it, or another name")
    try:
        rows = list(_read(read_rows(articles), pack))
        count = export_rows(rows, output, format)
        if format == "label-studio":
            from levees.exchange.document import ARGUMENTS
            from levees.exchange.lines import label_config
            from levees.schema import event_types

            kinds = event_types()
            slots = sorted({slot for kind in kinds.values() for slot in kind.model_fields if slot not in kind.__base__.model_fields})  # type: ignore[union-attr]
            config = output.with_name(output.name + ".config.xml")
            config.write_text(label_config([*ARGUMENTS, *kinds], slots), encoding="utf-8")
            typer.echo(f"{config}: the labelling interface to paste into the project", err=True)
    except (OSError, ValueError) as error:
        fail(str(error))
    typer.echo(f"{count} articles written; what this format cannot hold: {FORMATS[format].loses}", err=True)


def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="What the tool wrote.")],
    format: Formats,
    output: Output,
    overwrite: Overwrite = False,
    pack: Packs = None,
) -> None:
    """Read what an annotation tool wrote, as annotated articles (JSON Lines) to evaluate against or to tune on."""
    from json import dumps

    from levees.cli import fail
    from levees.exchange import import_rows

    if output.exists() and not overwrite:
        fail(f"{output} is there already; give --overwrite to replace it, or another name")
    try:
        if pack:
            from levees.packs import load_packs

            load_packs(pack)
        rows = list(import_rows(source, format))
        part = output.with_name(output.name + ".part")
        part.write_text("".join(dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        part.replace(output)
    except (OSError, ValueError) as error:
        fail(str(error))
    typer.echo(f"{len(rows)} articles read", err=True)


def _read(rows: list[dict[str, Any]], pack: list[Path] | None) -> Iterator[dict[str, Any]]:
    """The rows, those without events read by the pipeline, all in order."""
    from levees.cli import fail, load

    for n, row in enumerate(rows, start=1):
        if not isinstance(row.get("text"), str) or row.get("id") is None:
            fail(f"article {n} has no 'id' or no 'text'")
    bare = [row for row in rows if "events" not in row]
    if not bare:
        if pack:
            from levees.packs import load_packs

            load_packs(pack)
        yield from rows
        return
    import levees

    found = levees.annotate(bare, nlp=load(None, pack))
    for row in rows:
        yield row if "events" in row else next(found).to_dict()
