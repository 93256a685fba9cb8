"""Packs: a folder with `pack.yml`, and beside it rules, cues, lexicons and test articles. Packs are data; nothing in one runs.

    my-pack/
      pack.yml                what it is called, event types of its own, shipped rules that it switches off, how far to trust which
      rules/*.yml             rules, as those that ship with levees; a rule of the same name replaces the shipped one
      cues/triggers.yml       word classes: words added to the shipped ones, or classes of its own
      cues/factuality.yml     cues of status and certainty, added to the shipped ones
      lexicons/KIND.txt       names to know, one a line, other forms after « | »: company.txt, investor.txt …; or KIND.csv, KIND.jsonl
      calibration.yml         how far to trust the judge by event type; levees tune --judge writes it
      articles.jsonl          annotated articles to test it on
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from levees.rules.models import NAME_KINDS, EventSpec, Word
from levees.rules.source import RuleError, Source, did_you_mean, read_source
from levees.schema import EVENT_TYPES

MANIFEST = "pack.yml"
FOLDERS = {"rules": (".yml", ".yaml"), "cues": (".yml",), "lexicons": (".txt", ".csv", ".tsv", ".jsonl")}
CALIBRATION = "calibration.yml"
CUE_FILES = ("triggers.yml", "factuality.yml")


class Manifest(BaseModel):
    """What `pack.yml` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    description: str = ""
    events: dict[str, EventSpec] = {}
    off: tuple[Word, ...] = ()
    trust: dict[str, Annotated[float, Field(ge=0, le=1)]] = {}


@dataclass(slots=True)
class Pack:
    """A pack as its files say it: rule sources with their lines, added word classes, paths of what other rooms read."""

    folder: Path
    manifest: Manifest
    sources: list[Source]
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    factuality: Path | None = None
    lexicons: dict[str, list[Path]] = field(default_factory=dict)
    articles: Path | None = None
    calibration: dict[str, tuple[float, float]] = field(default_factory=dict)
    floor: float | None = None


def read_pack(folder: str | Path, *, shipped: bool = False) -> Pack:
    """Read a pack's folder. Raises RuleError with file, line and reason; nothing outside the folder is ever opened.

    The `shipped` pack has cues and lexicons of more sorts, which their rooms read themselves.

    >>> from importlib.resources import files
    >>> read_pack(str(files("levees.data") / "fr"), shipped=True).manifest.name
    'levees-fr'
    """
    folder = Path(folder)
    at = folder / MANIFEST
    if not at.is_file():
        raise ValueError(f"{folder} is no pack: it has no {MANIFEST}; make one with: levees pack new NAME")
    source = read_source(_inside(folder, at))
    try:
        manifest = Manifest.model_validate(_numbers(source.data if source.data is not None else {}))
    except ValidationError as error:
        raise _refused(source, error) from None
    head = Source(source.name, {"family": manifest.name, "events": (source.data or {}).get("events", {}), "off": list(manifest.off)},
                  source.lines, manifest.name)
    pack = Pack(folder, manifest, [head])
    for path in _files(folder, "rules"):
        rules = read_source(path)
        rules.pack = manifest.name
        pack.sources.append(rules)
    if shipped:
        return pack
    for path in _files(folder, "cues"):
        if path.name not in CUE_FILES:
            raise RuleError(str(path), 1, f"{path.name} is no file of cues{did_you_mean(path.name, CUE_FILES)}")
        if path.name == "factuality.yml":
            pack.factuality = path
        else:
            pack.classes = _classes(read_source(path))
    for path in _files(folder, "lexicons"):
        if path.stem not in NAME_KINDS:
            raise RuleError(str(path), 1, f"a lexicon is called after the kind of its names{did_you_mean(path.stem, NAME_KINDS)}")
        pack.lexicons.setdefault(path.stem, []).append(path)
    if (folder / CALIBRATION).is_file():
        pack.calibration, pack.floor = _calibration(read_source(_inside(folder, folder / CALIBRATION)))
    if (folder / "articles.jsonl").is_file():
        pack.articles = _inside(folder, folder / "articles.jsonl")
    return pack


def _files(folder: Path, name: str) -> list[Path]:
    inner = folder / name
    return [_inside(folder, p) for p in sorted(inner.iterdir()) if p.suffix in FOLDERS[name]] if inner.is_dir() else []


def _inside(folder: Path, path: Path) -> Path:
    """The path, if it does not lead out of the pack (a symbolic link may)."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RuleError(str(path), 1, "this leads out of the pack's folder; put the file itself there")
    return path


def _classes(source: Source) -> dict[str, tuple[str, ...]]:
    data = source.data or {}
    if not isinstance(data, Mapping):
        raise source.error((), "word classes are wanted: a name, and a list of words")
    for name, words in data.items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip("*") for w in words):
            raise source.error((name,), f"{name}: a list of words is wanted")
    return {name: tuple(words) for name, words in data.items()}


def _calibration(source: Source) -> tuple[dict[str, tuple[float, float]], float | None]:
    """Constant and weight by event type (a weight above nothing keeps the order of events), and the chance from which events are kept."""
    data = source.data or {}
    if not isinstance(data, Mapping):
        raise source.error((), "event types are wanted, or all, each with a constant and a weight; and a floor")
    out: dict[str, tuple[float, float]] = {}
    floor: float | None = None
    for name, pair in data.items():
        if name == "floor":
            try:
                floor = float(pair)
            except (TypeError, ValueError):
                floor = -1.0
            if not 0 < floor < 1:
                raise source.error((name,), "floor: a chance between 0 and 1 is wanted")
            continue
        if name not in ("all", *EVENT_TYPES):
            raise source.error((name,), f"{name!r} is no event type{did_you_mean(name, ('all', 'floor', *EVENT_TYPES))}")
        try:
            constant, weight = (float(x) for x in pair)
        except (TypeError, ValueError):
            raise source.error((name,), f"{name}: two numbers are wanted, a constant and a weight") from None
        if not (abs(constant) <= 20 and 0 < weight <= 20):
            raise source.error((name,), f"{name}: the constant must lie within ±20, the weight above 0 and up to 20")
        out[name] = constant, weight
    return out, floor


def _numbers(data: Any) -> Any:
    """YAML scalars come as text; chances are numbers."""
    if isinstance(data, Mapping) and isinstance(data.get("trust"), Mapping):
        return {**data, "trust": {k: v.strip() if isinstance(v, str) else v for k, v in data["trust"].items()}}
    return data


def _refused(source: Source, error: ValidationError) -> RuleError:
    first = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    loc = tuple(p for p in first["loc"] if isinstance(p, str | int))
    if first["type"] == "extra_forbidden":
        known = list(Manifest.model_fields) if len(loc) == 1 else list(EventSpec.model_fields)
        return source.error(loc, f"unknown key {loc[-1]!r}{did_you_mean(str(loc[-1]), known)}")
    if first["type"] == "missing":
        return source.error(loc, f"{loc[-1]!r} is missing")
    return source.error(loc, f"{'.'.join(map(str, loc)) or source.name}: {first['msg'].removeprefix('Value error, ')}")
