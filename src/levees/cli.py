"""The command line: a thin face over the library."""

from __future__ import annotations

import typer

app = typer.Typer(name="levees", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def root() -> None:
    """Read French financial news into typed events."""


def main() -> None:
    """Run the command line."""
    app()
