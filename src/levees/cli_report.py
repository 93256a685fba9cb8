"""`levees report`: plots of a corpus, as PNG and SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    events: Annotated[
        str, typer.Argument(metavar="EVENTS", help="What levees annotate wrote: .jsonl, .jsonl.gz or .parquet; - for standard input.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the plots are written.")] = Path("report"),
    lang: Annotated[str, typer.Option(metavar="fr|en", help="The language of the labels.")] = "fr",
    company: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose valuations are drawn; left out, the company with the most of them.")
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Draw on a dark ground; without, SVG follows the system of whoever looks.")] = False,
) -> None:
    """Draw money by month and type, the valuation path of a company, and who invested in whom, as PNG and SVG."""
    from levees.cli import fail

    try:
        from levees.view.plots import draw
        from levees.view.points import read_points

        written, lacking = draw(read_points(events), output, lang=lang, company=company, dark=dark)
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        if package not in ("matplotlib", "pyarrow"):
            raise
        fail(f"this needs the package {package}; install it with: pip install 'levees[{'plots' if package == 'matplotlib' else 'lake'}]'")
    except OSError as error:
        fail(f"{error.filename or events} cannot be read or written: {error.strerror or error}")
    except ValueError as error:
        fail(str(error))
    for path in written:
        typer.echo(str(path))
    for reason in lacking:
        typer.echo(f"levees: {reason}", err=True)
