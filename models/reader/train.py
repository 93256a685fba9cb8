"""Train the reader: gold articles and our own, read by the pipeline's front, then the network of `levees.reader.network`.

    python models/reader/train.py --train models/data/train.jsonl models/build/articles.jsonl --out src/levees/data/fr/reader.npz
    python models/reader/train.py … --hold-out 3 --predict models/build/val.jsonl      # train without every third gold article, predict it
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from labels import TYPE_INDEX  # isort: skip
from levees.reader.network import LSTM, PERCENT_ROLES, ROLE, TYPES, WIDTH, attributes, gaps, shapes
from levees.reader.proposals import WORD_TYPES
from levees.reader.score import run
from levees.reader.weights import load_weights, packed

TYPE_ROLES = {"FundingRound": ("investors", "advisors", "lead", "source"), "FundClosing": ("subscribers", "fund", "source"),
              "Acquisition": ("acquirers", "sellers", "source"), "Stake": ("holder", "source"), "Founding": ("founders", "source"),
              "LC.joins": ("lc_company", "source"), "LC.leaves": ("lc_company", "source"), "ProductLaunch": ("pl_company", "source"),
              "Ipo": ("exchange", "source")}


WEIGHTS = {"type": 1.0, "main": 1.0, "word": 1.0, "role": 1.2, "date": 0.5, "percent": 0.5, "round": 0.5, "attr": 0.5}


POOL = 1 << 23  # dropout masks are cut from a pool drawn once: drawing them anew took a tenth of all time


class TorchOps:
    """The network's operations in PyTorch, with dropout (`dropout` scales the rates that the network names)."""

    def __init__(self, training: bool, dropout: float = 1.0) -> None:
        self.training, self.dropout = training, dropout
        self._pools: dict[float, torch.Tensor] = {}

    def array(self, x):
        return torch.from_numpy(np.ascontiguousarray(x, dtype=np.float32))

    def cat(self, xs):
        return torch.cat(xs, -1)

    def relu(self, x):
        return F.relu(x)

    def sigmoid(self, x):
        return torch.sigmoid(x)

    def attend(self, q, k, v, bias, sent):
        return F.softmax(q @ k.T + bias[gaps(sent)], -1) @ v

    def attend_loose(self, q, k, v, bias, sent):
        return self.attend(q, k, v, bias, sent)

    def lstm(self, x, p):
        names = [f"lstm.{way}{part}" for way in "fr" for part in "xhb"]
        fx, fh, fb, rx, rh, rb = (p[n] for n in names)
        zero = torch.zeros(2, 1, LSTM)
        flat = [fx, fh, fb, torch.zeros_like(fb), rx, rh, rb, torch.zeros_like(rb)]
        return torch._VF.lstm(x[:, None], (zero, zero), flat, True, 1, 0.0, False, True, False)[0][:, 0]

    def exp(self, x):
        return torch.exp(torch.clamp(x, max=15))

    def top(self, x):
        return x.max(1, keepdim=True).values

    def swap(self, x):
        return x.T

    def norm(self, x, gain, offset):
        return F.layer_norm(x, x.shape[-1:], gain, offset, 1e-5)

    def drop(self, x, rate):
        if not self.training:
            return x
        rate *= self.dropout
        n = x.numel()
        if n > POOL // 2:
            return F.dropout(x, rate)
        if rate not in self._pools:
            self._pools[rate] = torch.empty(POOL).bernoulli_(1 - rate).div_(1 - rate)
        at = int(torch.randint(POOL - n, ()))
        return x * self._pools[rate][at : at + n].view(x.shape)

    def keep(self, n, rate):
        rate = torch.as_tensor(rate, dtype=torch.float32).reshape(-1, 1)
        return (torch.rand(n, 1) > rate).float() if self.training else 1.0

    def shift(self, x, by):
        return F.pad(x, (0, 0, by, 0))[: len(x)] if by > 0 else F.pad(x, (0, 0, 0, -by))[-by:]


def initial(classes: int, seed: int) -> dict[str, torch.Tensor]:
    torch.manual_seed(seed)
    p = {}
    for name, shape in shapes(classes).items():
        last = name.rsplit(".", 1)[-1]
        if last == "g":
            t = torch.ones(shape)
        elif last in ("b", "o", "bias", "c", "ba", "bm"):
            t = torch.zeros(shape)
        elif last in ("fb", "rb"):  # a memory forgets little to begin with (Jozefowicz et al. 2015)
            t = torch.zeros(shape)
            t[LSTM : 2 * LSTM] = 1
        elif last in ("fx", "rx", "fh", "rh"):
            t = torch.randn(shape) / shape[1] ** 0.5
        elif last.endswith("0"):  # the second look changes little to begin with
            t = torch.randn(shape) / shape[0] ** 0.5 * 0.1
        elif len(shape) == 2 and "." not in name:
            t = torch.randn(shape) * 0.3
        else:
            t = torch.randn(shape) / shape[0] ** 0.5
        p[name] = t.requires_grad_()
    with torch.no_grad():
        p["anchor.c"].fill_(-3.0)
        for r in ("party", "date", "percent", "round"):
            p[f"{r}.c"].fill_(-2.0)
    return p


def by_entity(scores: torch.Tensor, entity: torch.Tensor, count: int) -> torch.Tensor:
    """[M] → [E]: the best mention of each entity."""
    return torch.full((count,), -30.0).scatter_reduce(0, entity, scores, "amax")


def loss_of(article, p, xp, lexicon_names):
    inputs, labels, n_entities = article["inputs"], article["labels"], article["entities"]
    e = inputs.encoded
    if not e.anchors:
        return None, {}
    s = run(xp, p, inputs)
    entity = torch.from_numpy(inputs.entity) if len(inputs.entity) else None
    parts: dict[str, list] = {"type": [], "main": [], "word": [], "role": [], "date": [], "percent": [], "round": [], "attr": []}
    kinds = np.array([a.kind for a in e.anchors])
    groups: dict[int, list[int]] = {}
    for i, a in enumerate(e.anchors):
        if a.kind == "amount":
            groups.setdefault(a.group, []).append(i)
    # types of amounts
    if groups:
        order = list(groups)
        logits = torch.stack([s.types[groups[g]].max(0).values for g in order])
        y, mask = torch.zeros(len(order), len(TYPES)), torch.ones(len(order), len(TYPES))
        mask[:, TYPE_INDEX["Founding"] :] = 0
        for lab in labels:
            for g in lab.groups:
                k = order.index(g)
                t = TYPE_INDEX[lab.type]
                if lab.optional and not y[k, t]:
                    mask[k, t] = 0
                elif not lab.optional:
                    y[k, t], mask[k, t] = 1, 1
        parts["type"].append((F.binary_cross_entropy_with_logits(logits, y, reduction="none") * mask).sum())
    # types of percentages
    idx = np.flatnonzero(kinds == "percent")
    if len(idx):
        y, mask = torch.zeros(len(idx), len(TYPES)), torch.zeros(len(idx), len(TYPES))
        for t in PERCENT_ROLES:
            mask[:, TYPE_INDEX[t]] = 1
        for lab in labels:
            for i in lab.percents:
                k, t = int(np.searchsorted(idx, i)), TYPE_INDEX[lab.type]
                if lab.optional and not y[k, t]:
                    mask[k, t] = 0
                elif not lab.optional:
                    y[k, t], mask[k, t] = 1, 1
        parts["type"].append((F.binary_cross_entropy_with_logits(s.types[idx], y, reduction="none") * mask).sum())
    best_word: dict[tuple[str, int], int] = {}
    if entity is not None:
        # events on words: the best pair of a word of the type's classes and a mention of the entity
        word_class = article["word_class"]
        for t, classes in WORD_TYPES.items():
            words = np.flatnonzero(word_class[:, [lexicon_names.index(c) for c in classes]].any(1) & (kinds == "word"))
            if not len(words):
                continue
            joint = s.types[words, TYPE_INDEX[t]][:, None] + s.party[words][:, :, ROLE[f"main.{t}"]]
            best, arg = joint.max(0)
            scores = by_entity(best, entity, n_entities)
            y, mask = torch.zeros(n_entities), torch.ones(n_entities)
            for lab in labels:
                if lab.type != t or (t in ("FundingRound", "FundClosing") and lab.has_amount):
                    continue
                for x in lab.main:
                    if lab.optional and not y[x]:
                        mask[x] = 0
                    elif not lab.optional:
                        y[x], mask[x] = 1, 1
                    m = int(torch.where(entity == x, best.detach(), torch.tensor(-99.0)).argmax())
                    best_word[t, x] = int(words[int(arg[m])])
            parts["word"].append((F.binary_cross_entropy_with_logits(scores, y, reduction="none") * mask).sum())
    mains: dict[tuple, set[int]] = {}
    for lab in labels:
        anchors = [i for g in lab.groups for i in groups[g]] or sorted(lab.percents)
        if anchors and lab.main and not lab.optional:
            mains.setdefault((lab.type, tuple(anchors)), set()).update(lab.main)
    for (t, anchors), wanted in mains.items():
        if entity is None:
            continue
        scores = by_entity(s.party[list(anchors)][:, :, ROLE[f"main.{t}"]].max(0).values, entity, n_entities)
        logp = F.log_softmax(torch.cat([scores, torch.zeros(1)]), 0)
        parts["main"].append(-logp[sorted(wanted)].mean())
    for lab in labels:
        weight = 0.5 if lab.optional else 1.0
        t = TYPE_INDEX[lab.type]
        anchors = [i for g in lab.groups for i in groups[g]] or sorted(lab.percents)
        if not anchors:
            anchors = sorted({best_word[lab.type, x] for x in lab.main if (lab.type, x) in best_word})
        if not anchors:
            continue
        if entity is not None:
            table = None
            for role in TYPE_ROLES.get(lab.type, ("source",)):
                if table is None:
                    table = s.party[anchors].max(0).values
                scores = by_entity(table[:, ROLE[role]], entity, n_entities)
                y, mask = torch.zeros(n_entities), torch.ones(n_entities)
                y[sorted(lab.roles.get(role, ()))] = 1
                mask[sorted(lab.soft.get(role, set()) - lab.roles.get(role, set()))] = 0
                if role == "lead":
                    mask = torch.zeros(n_entities)
                    mask[sorted(lab.roles.get("investors", ()))] = 1
                if role == "source":
                    mask = mask * 0.3
                parts["role"].append(weight * (F.binary_cross_entropy_with_logits(scores, y, reduction="none") * mask).sum() / 2)
        if s.date is not None and not (lab.date_given and not lab.dates):
            scores = torch.cat([s.date[anchors][:, :, t].max(0).values, torch.zeros(1)])
            logp = F.log_softmax(scores, 0)
            good = sorted(lab.dates) + ([len(logp) - 1] if lab.date_optional or not lab.date_given else [])
            parts["date"].append(-weight * torch.logsumexp(logp[good], 0))
        if s.percent is not None and lab.type in PERCENT_ROLES and kinds[anchors[0]] != "percent":
            scores = torch.cat([s.percent[anchors][:, :, PERCENT_ROLES.index(lab.type)].max(0).values, torch.zeros(1)])
            logp = F.log_softmax(scores, 0)
            good = sorted(lab.percent_slot) or [len(logp) - 1]
            parts["percent"].append(-weight * torch.logsumexp(logp[good], 0))
        if s.round is not None and lab.type == "FundingRound":
            scores = s.round[anchors][:, :, 0].max(0).values
            y = torch.zeros(len(scores))
            y[sorted(lab.rounds)] = 1
            parts["round"].append(weight * F.binary_cross_entropy_with_logits(scores, y, reduction="sum") / 2)
        anchor = anchors[int(s.types[anchors, t].argmax())]
        main = torch.zeros(WIDTH)
        if lab.main and entity is not None and f"main.{lab.type}" in ROLE:
            column = s.party[anchor, :, ROLE[f"main.{lab.type}"]]
            allowed = torch.tensor([x in lab.main for x in inputs.entity.tolist()])
            if allowed.any():
                main = s.mention_context[int(torch.where(allowed, column, torch.tensor(-99.0)).argmax())][:WIDTH]
        kind = np.zeros(len(TYPES), np.float32)
        kind[t] = 1
        out = attributes(xp, p, s.anchor_context[anchor], main, np.concatenate([kind, inputs.known[anchor], article["facts"][anchor]]))
        for key, logits in out.items():
            relevant = key in ("status", "certainty") or (key == "instrument" and lab.type == "FundingRound") or (
                key == "basis" and lab.type == "Valuation") or (key == "metric" and lab.type == "FinancialResult") or (
                key == "kind" and lab.type == "Stake")
            if relevant and lab.values.get(key):
                parts["attr"].append(-weight * torch.logsumexp(F.log_softmax(logits, -1)[sorted(lab.values[key])], 0))
    total = sum(WEIGHTS[k] * sum(v) for k, v in parts.items() if v)
    return total, {k: float(sum(v).detach()) for k, v in parts.items() if v}


def held_loss(articles, p, lexicon_names):
    """Losses on articles not trained on, by part."""
    sums: dict[str, float] = {}
    with torch.no_grad():
        for a in articles:
            _, parts = loss_of(a, p, TorchOps(False), lexicon_names)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0) + v
    return " ".join(f"{k} {sums.get(k, 0) / max(len(articles), 1):.2f}" for k in WEIGHTS)


def train(articles, *, epochs, held, seed, lexicon_names, log=print, rate=1.5e-3, decay=0.1, batch=4, average=0.4, dropout=0.7, stop=None, begun=None):
    torch.set_num_threads(1)
    p = initial(len(lexicon_names), seed)
    with torch.no_grad():
        for name, x in (begun or {}).items():
            p[name].copy_(torch.from_numpy(x))
    rng = random.Random(seed)
    optimizer = torch.optim.AdamW(p.values(), lr=rate, weight_decay=decay, betas=(0.9, 0.98), fused=True)
    steps = epochs * (len(articles) // batch + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.12, final_div_factor=30)
    xp = TorchOps(True, dropout)
    mean, seen = None, 0
    for epoch in range(stop or epochs):
        began, sums, order = time.time(), {}, list(range(len(articles)))
        rng.shuffle(order)
        for at in range(0, len(order), batch):
            optimizer.zero_grad()
            count = 0
            for i in order[at : at + batch]:
                loss, parts = loss_of(articles[i], p, xp, lexicon_names)
                if loss is not None and torch.is_tensor(loss) and loss.requires_grad:
                    (loss * articles[i].get("weight", 1.0) / batch).backward()
                    count += 1
                    for k, v in parts.items():
                        sums[k] = sums.get(k, 0) + v
            if count:
                torch.nn.utils.clip_grad_norm_(p.values(), 5.0)
                optimizer.step()
            schedule.step()
        if epoch >= epochs * (1 - average):
            seen += 1
            with torch.no_grad():
                if mean is None:
                    mean = {k: v.detach().clone() for k, v in p.items()}
                else:
                    for k, v in p.items():
                        mean[k] += (v - mean[k]) / seen
        if held and (epoch % 3 == 2 or epoch == epochs - 1):
            for name, rows in held.items():
                log(f"    held out, {name}{', mean' if mean else ''}:", held_loss(rows, mean or p, lexicon_names), flush=True)
        log(f"epoch {epoch + 1}/{epochs} {time.time() - began:.0f}s " + " ".join(f"{k} {v / len(articles):.3f}" for k, v in sums.items()), flush=True)
    return {k: v.detach().numpy().astype(np.float32) for k, v in (mean or p).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=Path, required=True, help="pickle made by prepare.py")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hold-out", type=int, default=0, help="leave out every K-th gold article")
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--cross", action="store_true", help="leave out every K-th article of our own as well")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--stop", type=int, help="stop after so many epochs, though the schedule goes on: the last ones learn next to nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--dropout", type=float, default=0.7, help="share of the network's own rates of dropout; the fewer the articles, the more")
    parser.add_argument("--from", dest="begun", type=Path, help="go on from this network, which left the same articles out")
    parser.add_argument("--without", nargs="*", default=[], help="own articles whose ids begin so are not used")
    parser.add_argument("--favour", nargs="*", default=[], help="own articles whose ids begin so count half as much again: those most like the gold")
    parser.add_argument("--limit-own", type=float, default=1.0, help="share of our own articles to use")
    args = parser.parse_args()
    data = pickle.loads(args.inputs.read_bytes())
    gold = [a for a in data["articles"] if a["set"] == "gold"]
    own = [a for a in data["articles"] if a["set"] == "own" and not a["id"].startswith(tuple(args.without))]
    random.Random(0).shuffle(own)
    own = own[: round(len(own) * args.limit_own)]
    if args.cross:
        held_own = [a["id"] for i, a in enumerate(own) if i % args.hold_out == args.fold]
        own = [a for i, a in enumerate(own) if i % args.hold_out != args.fold]
    else:
        held_own = []
    kept = [a for i, a in enumerate(gold) if not args.hold_out or i % args.hold_out != args.fold]
    held = [a["id"] for i, a in enumerate(gold) if args.hold_out and i % args.hold_out == args.fold]
    print(f"{len(kept)} gold and {len(own)} own articles; {len(held)} held out", flush=True)
    held_articles = {"gold": [a for a in gold if a["id"] in held]}
    for a in kept:
        a["weight"] = 2.0  # the gold is what one is measured on; our own articles are many
    for a in own:
        if a["id"].startswith(tuple(args.favour)):
            a["weight"] = 1.5
    if held_own:
        held_articles["own"] = [a for a in data["articles"] if a["id"] in set(held_own)][::4]  # a sample: only to watch
    p = train(kept + own, held=held_articles, epochs=args.epochs, seed=args.seed, lexicon_names=data["classes"], rate=args.rate,
              dropout=args.dropout, stop=args.stop, begun=load_weights(args.begun) if args.begun else None)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out, **packed(p))
    args.out.with_suffix(".json").write_text(json.dumps({"held": held + held_own, "seen": [a["id"] for a in kept + own], "seed": args.seed, "epochs": args.epochs}), encoding="utf-8")


if __name__ == "__main__":
    main()
