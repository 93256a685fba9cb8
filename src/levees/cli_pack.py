"""`levees pack`: start a pack of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Packs: rules, event types, names and cues of your own.")

Packs = Annotated[
    list[Path] | None, typer.Option("--pack", metavar="FOLDER", help="A pack to read with, as well; may be given several times.")
]


@app.command("new")
def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write it; its last part is the pack's name.")]) -> None:
    """Write a small working pack, with comments that say what may be changed."""
    from levees.packs import new_pack

    try:
        written = new_pack(folder)
    except (OSError, ValueError) as error:
        typer.echo(f"levees: {error}", err=True)
        raise typer.Exit(2) from None
    for path in written:
        typer.echo(str(path))
    typer.echo(f"Try it: levees rules check {folder}")


@app.command("list")
def show(pack: Packs = None) -> None:
    """Say what packs hold: rules, event types, what they switch off."""
    from levees.packs import load_packs

    try:
        rules = load_packs(pack or ()).rules
    except (OSError, ValueError) as error:
        typer.echo(f"levees: {error}", err=True)
        raise typer.Exit(2) from None
    for name in ["", *dict.fromkeys(p for p in rules.pack.values() if p)]:
        count = sum(1 for p in rules.pack.values() if p == name)
        typer.echo(f"{name or 'levees-fr'}: {count} rules")
    if rules.events:
        typer.echo(f"event types: {', '.join(rules.events)}")
    if rules.switched_off:
        typer.echo(f"switched off: {', '.join(rules.switched_off)}")
