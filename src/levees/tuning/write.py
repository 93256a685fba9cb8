"""Findings into a pack, whole or not at all; what the folder held is kept beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from levees.rules.models import Rule
from levees.rules.pack import CALIBRATION, MANIFEST
from levees.rules.source import read_source
from levees.tuning.change import FAMILY, Change, together
from levees.tuning.tune import Finding


def write_pack(folder: Path, accepted: Sequence[Finding], more: Iterable[Change] = ()) -> Path | None:
    """Add findings and further changes to a pack, which is made where it is not there; give where the one that was there is kept.

    The new pack is written whole beside the old one; then two renames put it in its place. Whatever stops it before leaves all as it was.
    """
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        if folder.exists():
            shutil.copytree(folder, part)
        _fill(part, folder.name, accepted, together([*(f.change for f in accepted), *more]))
        if not folder.exists():
            part.rename(folder)
            return None
        backup = next(p for n in range(1, 10_000) if not (p := folder.with_name(f"{folder.name}.bak-{n}")).exists())
        folder.rename(backup)
        try:
            part.rename(folder)
        except BaseException:
            backup.rename(folder)
            raise
        return backup
    finally:
        shutil.rmtree(part, ignore_errors=True)


def pack_files(accepted: Sequence[Finding], change: Change) -> dict[str, Any]:
    """What a change adds to each file of a pack."""
    samples = {f.change.rules[0].name: f.proposal for f in accepted if f.proposal.what == "teach"}
    out: dict[str, Any] = {MANIFEST: {"trust": dict(change.trust)}} if change.trust else {}
    for rule in change.rules:
        family = rule.name.partition(".")[0]
        path = f"rules/{FAMILY}.yml" if family == FAMILY else f"rules/{FAMILY}-{family}.yml"
        file = out.setdefault(path, {"family": family, "rules": []})
        file["rules"].append(rule_data(rule, samples.get(rule.name)))
    if change.classes:
        out["cues/triggers.yml"] = {name: list(words) for name, words in change.classes.items()}
    if change.cues:
        out["cues/factuality.yml"] = {says: {role: list(lines) for role, lines in roles.items()} for says, roles in change.cues.items()}
    if change.calibration:
        out[CALIBRATION] = {name: list(pair) for name, pair in change.calibration.items()}
        if change.floor is not None:
            out[CALIBRATION] = {"floor": change.floor, **out[CALIBRATION]}
    names: dict[tuple[str, str], list[str]] = {}
    for entry in change.names:
        names.setdefault((entry.kind, entry.name), [entry.name]).append(entry.form)
    for (kind, _), forms in names.items():
        out.setdefault(f"lexicons/{kind}.txt", []).append(" | ".join(dict.fromkeys(forms)))
    return out


def rule_data(rule: Rule, samples: Any = None) -> dict[str, Any]:
    """A rule as a rule file has it, with the examples and rejects that were found for it."""
    data = rule.model_dump(mode="json", exclude_defaults=True)
    data["name"] = rule.name.partition(".")[2]
    if samples is not None:
        data["examples"] = [e.model_dump(mode="json", exclude_defaults=True) for e in samples.examples]
        data["rejects"] = list(samples.rejects)
    return data


def _fill(folder: Path, name: str, accepted: Sequence[Finding], change: Change) -> None:
    for path, new in ({MANIFEST: {}} | pack_files(accepted, change)).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".txt":
            had = target.read_text(encoding="utf-8-sig").splitlines() if target.is_file() else []
            target.write_text("".join(f"{line}\n" for line in dict.fromkeys([*had, *new])), encoding="utf-8")
            continue
        data = (read_source(target).data or {}) if target.is_file() else {}
        if path == MANIFEST:
            data = {"name": _name(name), **data}
            data["trust"] = {k: float(v) for k, v in {**(data.get("trust") or {}), **new.get("trust", {})}.items()}
        elif path.startswith("rules/"):
            fresh = {rule["name"] for rule in new["rules"]}
            data = {**new, **data, "rules": [*(r for r in data.get("rules", []) if r.get("name") not in fresh), *new["rules"]]}
        elif path == CALIBRATION:
            data = {**data, **new}
        else:
            data = _merged(data, new)
        target.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


def _merged(old: Any, new: Any) -> Any:
    """Lists with what is new at their end, mappings key by key."""
    if isinstance(new, dict):
        old = old or {}
        return {**old, **{k: _merged(old.get(k), v) for k, v in new.items()}}
    return [*dict.fromkeys([*(old or []), *new])]


def _name(folder: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in folder.lower()).strip("-") or "tuned"
