"""Deals in files: lines of extractions in, Parquet or JSON Lines out."""

from __future__ import annotations

import json
import os
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from levees.corpus.claims import Claim, claims_of
from levees.corpus.deals import Deal, join_claims
from levees.corpus.records import CannotRun
from levees.corpus.sources import Meter, expand, unpacked
from levees.schema import Extraction, plain

TARGETS = (".parquet", ".jsonl")
COLUMNS = (
    "id", "type", "company", "names", "partners", "amount", "amount_low", "amount_high", "currency", "amounts_disagree", "round",
    "instrument", "percent", "status", "certainty", "first_day", "last_day", "first_published", "last_published", "articles", "amounts",
    "history",
)
HISTORY = ("published", "article", "event", "status", "certainty", "source", "amount_text", "evidence")
_NUMBERS = ("amount", "amount_low", "amount_high", "percent", "low", "high")
_TOGETHER = 4096  # deals that are rows in memory at once


def join_files(inputs: Sequence[str], target: str | Path, *, overwrite: bool = False) -> tuple[list[Deal], list[str]]:
    """Join the events of files that `levees annotate` wrote as lines into deals, and write these; give them, and what could not be read.

    Where `target` stands already and `overwrite` is given, claims that it holds keep the ids of their deals. Raises `CannotRun`.
    """
    out = Path(target)
    if out.suffix.lower() not in TARGETS:
        raise CannotRun(f"{out} is no file of deals; name one that ends in {' or '.join(TARGETS)}")
    if out.exists() and not overwrite:
        raise CannotRun(f"{out} stands already; give --overwrite to replace it (its deals keep their ids), or name another file")
    if not out.parent.is_dir():
        raise CannotRun(f"there is no folder {out.parent} to write {out.name} in; make it first")
    files = expand(inputs)
    for name in files:
        if ".jsonl" not in Path(name).suffixes:
            raise CannotRun(f"{name} holds no lines of extractions; give a .jsonl (.gz, .zst) that levees annotate wrote")
        if out.exists() and out.samefile(name):
            raise CannotRun(f"{out} is the input; name another file for the output")
    known = _known(out) if out.exists() else {}
    failures: list[str] = []
    claims: dict[tuple[str, str], Claim] = {}
    for claim in _claims(files, failures):
        claims.setdefault((claim.article, claim.event), claim)
    deals = join_claims(claims.values(), known=known)
    fresh = out.with_name(out.name + ".part")
    try:
        _write(deals, fresh, out.suffix.lower())
        os.replace(fresh, out)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise CannotRun(f"{out} cannot be written: {error.strerror or error}") from None
    return deals, failures


def row(deal: Deal) -> dict[str, Any]:
    """A deal as it is written: what holds of it now, every figure with its articles, and who said what when."""
    main, last = deal.amount, deal.claims[-1]
    said: dict[tuple[Any, ...], dict[str, Any]] = {}
    for claim in deal.claims:
        for amount in claim.amounts[:1]:
            value = {"low": plain(amount.said[0]), "high": plain(amount.said[1]), "currency": amount.currency}
            entry = said.setdefault(tuple(value.values()), value | {"articles": [], "sources": []})
            entry["articles"].append(claim.article)
            if claim.source and claim.source not in entry["sources"]:
                entry["sources"].append(claim.source)
    published = [claim.published for claim in deal.claims if claim.published]
    one = main is not None and main[1].said[0] == main[1].said[1]
    return {
        "id": deal.id,
        "type": last.type,
        "company": Counter(claim.company for claim in deal.claims).most_common(1)[0][0],
        "names": sorted({name for claim in deal.claims for name in claim.names}),
        "partners": list(deal.partners.values()),
        "amount": plain(main[1].said[0]) if main and one else None,
        "amount_low": plain(main[1].said[0]) if main else None,
        "amount_high": plain(main[1].said[1]) if main else None,
        "currency": main[1].currency if main else None,
        "amounts_disagree": deal.amounts_disagree,
        "round": deal.facts.get("round"),
        "instrument": deal.facts.get("instrument"),
        "percent": plain(deal.percent) if deal.percent is not None else None,
        "status": last.status,
        "certainty": last.certainty,
        "first_day": date.fromordinal(deal.days[0]).isoformat() if deal.days else None,
        "last_day": date.fromordinal(deal.days[1]).isoformat() if deal.days else None,
        "first_published": published[0] if published else None,
        "last_published": published[-1] if published else None,
        "articles": len(deal.articles),
        "amounts": list(said.values()),
        "history": [{name: getattr(claim, name) for name in HISTORY} for claim in deal.claims],
    }


def _claims(files: Sequence[str], failures: list[str]) -> Iterator[Claim]:
    for name in files:
        n = 0
        try:
            with Meter().open(name) as raw, unpacked(name, raw) as lines:
                for n, line in enumerate(lines, start=1):
                    if line.strip():
                        try:
                            extraction = Extraction.model_validate_json(line)
                        except ValidationError as error:
                            first = error.errors(include_url=False)[0]
                            at = ".".join(map(str, first["loc"]))
                            failures.append(f"{name}, line {n}: this is no extraction{f' ({at})' if at else ''}: {first['msg']}")
                        else:
                            yield from claims_of(extraction, extraction.id or f"{Path(name).name}:{n}")
        except (EOFError, zlib.error, OSError) as error:
            failures.append(f"{name}, line {n + 1}: the file is damaged here, the rest of it was not read: {error}")


def _known(path: Path) -> dict[tuple[str, str], str]:
    """Which deal each claim of an earlier file belongs to."""
    try:
        if path.suffix.lower() == ".parquet":
            rows = _arrow(path)[1].read_table(path, columns=["id", "history"]).to_pylist()
        else:
            with path.open("rb") as lines:
                rows = [json.loads(line) for line in lines]
        return {(claim["article"], claim["event"]): deal["id"] for deal in rows for claim in deal["history"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise CannotRun(f"{path} holds no deals, so that it is not replaced; name another file for the output") from None


def _write(deals: Sequence[Deal], path: Path, kind: str) -> None:
    if kind == ".jsonl":
        with path.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row(deal), ensure_ascii=False) + "\n" for deal in deals)
            out.flush()
            os.fsync(out.fileno())
        return
    pa, parquet = _arrow(path)
    schema = _schema(pa)
    with parquet.ParquetWriter(str(path), schema, compression="zstd") as out:
        for start in range(0, len(deals) or 1, _TOGETHER):
            out.write_batch(pa.RecordBatch.from_pylist([_typed(row(deal)) for deal in deals[start : start + _TOGETHER]], schema=schema))


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    from levees.corpus.tables import number

    for held in (values, *values["amounts"]):
        held |= {name: number(Decimal(held[name])) for name in _NUMBERS if held.get(name) is not None}
    days = {name: date.fromisoformat(values[name]) for name in ("first_day", "last_day") if values[name]}
    return values | days


def _schema(pa: Any) -> Any:
    from levees.corpus.tables import NUMBER

    text, texts = pa.string(), pa.list_(pa.string())
    amount = {"low": NUMBER, "high": NUMBER, "currency": text, "articles": texts, "sources": texts}
    own = {"names": texts, "partners": texts, "amounts_disagree": pa.bool_(), "first_day": pa.date32(), "last_day": pa.date32(),
           "articles": pa.int64(), "amounts": pa.list_(pa.struct(list(amount.items()))),
           "history": pa.list_(pa.struct([(name, text) for name in HISTORY]))}
    return pa.schema([(name, own.get(name) or (NUMBER if name in _NUMBERS else text)) for name in COLUMNS])


def _arrow(path: Path) -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise CannotRun(f"{path} needs the package pyarrow; install it with: pip install 'levees[lake]'") from None
    return pyarrow, parquet
