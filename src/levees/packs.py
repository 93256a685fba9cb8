"""Packs as a pipeline takes them: rules, event types, names, word classes and cues of several folders, put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import yaml

from levees.factuality import lexicon as factuality
from levees.names.lexicon import Entry, NameTable
from levees.names.registry import load_registry
from levees.reader.lexicon import WordClasses
from levees.reader.lexicon import shipped as shipped_classes
from levees.rules.load import RuleSet, load_rules
from levees.rules.pack import MANIFEST, Pack, read_pack
from levees.rules.source import RuleError, Source, read_source
from levees.schema import declare, event_types


@dataclass(frozen=True, slots=True)
class Packs:
    """What folders add to the shipped pack. `names`, `cues`, `classes` and `calibration` are None where no folder has any."""

    paths: tuple[str, ...]
    rules: RuleSet
    names: NameTable | None
    cues: factuality.Lexicon | None
    classes: WordClasses | None
    calibration: dict[str, tuple[float, float]] | None = None
    floor: float | None = None  # from which chance on events are kept

    @property
    def types(self) -> list[str]:
        """The event types that the packs declare."""
        return list(self.rules.events)


def load_packs(paths: Iterable[str | Path]) -> Packs:
    """Load packs (folders with a `pack.yml`, folders of rule files, or rule files), later ones over earlier ones.

    Raises RuleError or ValueError that names file, line, reason and remedy.
    """
    given = tuple(map(str, paths))
    for path in given:
        if not Path(path).exists():
            raise ValueError(f"there is no pack {path}; name a folder with a {MANIFEST}, or make one with: levees pack new NAME")
    found = _load(given, digest(given))
    for name, spec in found.rules.events.items():
        if name not in event_types():
            declare(name, spec.slots, spec.main, spec.doc)
    return found


@lru_cache(maxsize=8)
def _load(given: tuple[str, ...], mark: str) -> Packs:
    """Load once for the pipes of one pipeline, and anew where a file has changed."""
    packs = [read_pack(path) for path in given if (Path(path) / MANIFEST).is_file()]
    straight = {name: pair for pack in packs for name, pair in pack.calibration.items()}
    return Packs(given, load_rules(given), _names(packs), _cues(packs), word_classes([p.classes for p in packs]), straight or None,
                 next((p.floor for p in reversed(packs) if p.floor is not None), None))


def digest(paths: Iterable[str | Path]) -> str:
    """A short digest of all that the packs hold, for the fingerprint of an extraction."""
    sha = sha256()
    for path in map(Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and (file.suffix in (".yml", ".yaml") or file.parent.name == "lexicons"):
                sha.update(file.name.encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()[:8]


def _names(packs: list[Pack]) -> NameTable | None:
    table = NameTable()
    for pack in packs:
        for kind, paths in pack.lexicons.items():
            for path in paths:
                for entry in _entries(path, kind):
                    table.add(entry)
    return table if table.entries else None


def _entries(path: Path, kind: str) -> Iterable[Entry]:
    """The names of one lexicon; those that give no kind of their own are of the file's."""
    if path.suffix != ".txt":
        for entries in load_registry(path).entries.values():
            for e in entries:
                yield Entry(e.kind or kind, e.source, e.name, e.form, e.ids)
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise RuleError(str(path), 1, f"not UTF-8 (byte {error.start})") from None
    for line in lines:
        forms = [form.strip() for form in line.split("|") if form.strip()] if not line.startswith("#") else []
        for form in forms:
            yield Entry(kind, "registry", forms[0], form)


def _cues(packs: list[Pack]) -> factuality.Lexicon | None:
    lexicon = None
    for pack in packs:
        if pack.factuality is not None:
            source = read_source(pack.factuality)
            try:
                lexicon = factuality.extended(lexicon or factuality.shipped(), source.data or {})
            except (ValueError, AttributeError, TypeError) as error:
                raise source.error(_place(source, str(error)), str(error)) from None
    return lexicon


def _place(source: Source, said: str) -> tuple[str | int, ...]:
    """Where in a file of cues an error lies: the entry that it quotes, else the deepest key that it names."""
    named = [place for place in source.lines if all(isinstance(part, str) and part in said for part in place)]
    data = source.data if isinstance(source.data, Mapping) else {}
    for says, roles in data.items():
        for role, lines in roles.items() if isinstance(roles, Mapping) else ():
            quoted = [i for i, line in enumerate(lines if isinstance(lines, list) else ()) if repr(line) in said]
            if quoted:
                return says, role, quoted[0]
    return max(named, key=len, default=())


def word_classes(added: Sequence[Mapping[str, Sequence[str]]]) -> WordClasses | None:
    """The reader's word classes with words added, None where there are none; classes of a pack's own are for its rules only."""
    if not any(added):
        return None
    known = set(shipped_classes().names)
    classes = {name: list(words) for name, words in _shipped_words().items()}
    for more in added:
        for name, words in more.items():
            if name in known:
                classes[name] += words
    return WordClasses(classes)


@lru_cache(maxsize=1)
def _shipped_words() -> dict[str, list[str]]:
    text = (files("levees.data") / "fr" / "cues" / "triggers.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def new_pack(folder: str | Path) -> list[Path]:
    """Write a small working pack with comments; give the files written. Raises ValueError where the folder is there already.

    The pack is called after the folder, in small letters.
    """
    folder = Path(folder)
    name = re.sub(r"[^a-z0-9_-]+", "-", folder.name.lower()).strip("-_")
    if not name:
        raise ValueError(f"{folder.name!r} gives no name for a pack; use letters, figures and -")
    if folder.exists():
        raise ValueError(f"{folder} is there already; name a folder that is not")
    written = []
    with as_file(files("levees.data") / "pack") as template:
        for source in sorted(template.rglob("*")):
            if source.suffix in (".yml", ".txt", ".jsonl"):
                target = folder / source.relative_to(template)
                target.parent.mkdir(parents=True, exist_ok=True)
                text = source.read_text(encoding="utf-8").replace("name: $NAME", f"name: {name}").replace("$NAME", str(folder))
                target.write_text(text, encoding="utf-8")
                written.append(target)
    return written
