"""Train the choice of slots, status and certainty on right events that networks proposed in articles they did not see.

    python models/reader/fields.py --proposals models/build/unseen.pkl --out src/levees/data/fr/fields.npz

`judge.py propose` writes the proposals, and with them the rows that this learns from.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path
from zlib import crc32

import numpy as np

from levees.reader.decode import SLOT_ROLES
from levees.reader.fields import ASKED, CLOSED, LISTED, OPTIONS, SLOT_OF, candidates, closed_features, party_features

from labels import entities_of, listed  # isort: skip
from topic import FOLDS, fold_of  # isort: skip
from trees import arrays, boosted  # isort: skip


def measured_on(identity: str) -> bool:
    """Whether an article is of the half that `--half` leaves out."""
    return crc32(identity.encode()) // 4 % 2 == 0


def rows_of(d, golds: list[dict], reading, decoder) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """(features, labels) of a right event's candidate parties, and of its statuses and certainties; -1: the gold takes either."""
    roles = [r for r in SLOT_ROLES.get(d.type, {}) if SLOT_OF.get(r, r) not in d.slots]
    found = candidates(d, decoder, roles)
    right, either = {r: set() for r in roles}, {r: set() for r in roles}
    for g in golds:
        for r in roles:
            for party in listed(g.get(SLOT_OF.get(r, r)) or []):
                (either if party.get("optional") else right)[r].update(entities_of(party, reading.entities))
    y = np.array([1 if x in right[r] else -1 if x in either[r] else 0 for r, x, _ in found], np.int8)
    x = party_features(d, found, decoder) if found else None
    allowed = {key: set().union(*(listed(g[key]) for g in golds if g.get(key))) for key in CLOSED}
    z = closed_features(d, decoder.closed_logits(d), decoder)
    w = np.array([(value in allowed[key]) if allowed[key] else -1 for key, value in OPTIONS], np.int8)
    return (x, y), (z, w)


def stack(items, part: str):
    """([N, width], [N], [N]): features, labels, and which event each row is of."""
    found = [(x.astype(np.float32), y) for a in items for x, y in a[part] if x is not None]
    x, y = (np.concatenate(rows) for rows in zip(*found, strict=True))
    owner = np.repeat(np.arange(len(found)), [len(y) for _, y in found])
    return x, y, owner


def trained(items, part: str, rounds: int):
    x, y, _ = stack(items, part)
    keep = y >= 0
    return boosted(x[keep], y[keep].astype(float), np.ones(keep.sum()), rounds=rounds)


def measured(items, part: str, rounds: int) -> None:
    """Cross-validated over articles, beside what the network alone would choose."""
    told = []
    for k in range(FOLDS):
        test = [a for a in items if fold_of(a["id"]) == k]
        model = trained([a for a in items if fold_of(a["id"]) != k], part, rounds)
        x, y, owner = stack(test, part)
        told.append((x, y, owner + (told[-1][2].max() + 1 if told else 0), model.predict(x)))
    x, y, owner, p = (np.concatenate(t) for t in zip(*told, strict=True))
    if part == "parties":
        first = 21  # the roles stand after the candidate's own figures
        for name, chance in (("network", x[:, 0]), ("forest", p)):
            line = []
            for r, role in enumerate(ASKED):
                mine = x[:, first + r] == 1
                taken = chosen(chance, owner, mine, role)
                real = mine & (y >= 0)
                hit, n, m = (taken & (y == 1)).sum(), (taken & real).sum(), (real & (y == 1)).sum()
                line.append(f"{role} {200 * hit / max(n + m, 1):.1f} ({m})")
            print(f"{name}: F1 of candidates", ", ".join(line), flush=True)
        return
    for name, chance in (("network", x[:, len(OPTIONS)] + 1.5 * x[:, len(OPTIONS) + 2]), ("forest", p)):
        line = []
        for part_, key in ((slice(0, 4), "status"), (slice(4, 8), "certainty")):
            table, gold = chance.reshape(-1, 8)[:, part_], y.reshape(-1, 8)[:, part_]
            known = (gold >= 0).all(1)
            line.append(f"{key} {100 * (gold[np.arange(len(gold)), table.argmax(1)] == 1)[known].mean():.2f}")
        print(f"{name}: right of 100:", ", ".join(line), flush=True)


def chosen(chance, owner, mine, role: str, floor: float = 0.4):
    """Which candidates of a role a decoder takes: all above the floor in a list, else the best."""
    taken = mine & (chance >= floor)
    if role in LISTED:
        return taken
    best = {}
    for k in np.flatnonzero(taken):
        if owner[k] not in best or chance[k] > chance[best[owner[k]]]:
            best[owner[k]] = k
    out = np.zeros(len(chance), bool)
    out[list(best.values())] = True
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--proposals", type=Path, nargs="+", required=True)
    parser.add_argument("--rounds", type=int, default=250)
    parser.add_argument("--measure", action="store_true", help="cross-validate first")
    parser.add_argument("--half", action="store_true", help="learn from one half of the articles, so that the other can be measured on")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    items = [a for p in args.proposals for a in pickle.loads(p.read_bytes()) if a["parties"] or a["closed"]]
    if args.half:
        items = [a for a in items if not measured_on(a["id"])]
    trees = {}
    for part, name in (("parties", "party"), ("closed", "closed")):
        if args.measure:
            measured(items, part, args.rounds)
        trees |= {f"{name}.{k}": v for k, v in arrays(trained(items, part, args.rounds)).items()}
    np.savez_compressed(args.out, **trees)


if __name__ == "__main__":
    main()
