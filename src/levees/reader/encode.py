"""From a Reading to arrays: what the reader's networks see. Same code for training and for use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from levees.reader.lexicon import WordClasses, fold

NORM_ROWS, AFFIX_ROWS, SHAPE_ROWS = 4000, 2000, 500
KINDS = ("company", "investor", "bank", "person", "public_body", "media", "product", "place", "exchange", "other", "nominal")
# one marker a token: what the grammar and the names saw there (B for first, I for inside)
MARKS = ("none", *(f"{p}-{k}" for k in ("amount", "candidate", "percent", "date", *KINDS) for p in "BI"))
MARK = {m: i for i, m in enumerate(MARKS)}
POS = (
    "",
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NUM",
    "PART",
    "PRON",
    "PROPN",
    "PUNCT",
    "SCONJ",
    "SYM",
    "VERB",
    "X",
    "SPACE",
)
DEPS = (
    "",
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:arg",
    "obl:agent",
    "obl:mod",
    "nmod",
    "appos",
    "conj",
    "ROOT",
    "acl",
    "acl:relcl",
    "advcl",
    "amod",
    "case",
    "det",
    "flat:name",
    "iobj",
    "xcomp",
    "ccomp",
    "parataxis",
    "dep",
)
PREPOSITIONS = (
    "de",
    "d'",
    "du",
    "des",
    "par",
    "à",
    "au",
    "chez",
    "avec",
    "pour",
    "auprès",
    "en",
    "dans",
    "sur",
    "selon",
    "contre",
    "(",
    ",",
    "et",
    ":",
    "«",
    "-",
    "dont",
    "le",
    "la",
    "l'",
    "entre",
)
# how a token hangs on its governor, prepositions grouped; "subject of a participle" is the noun that one describes
RELATIONS = ("agent", "passive", "object", "par", "à", "de", "other", "root")
_BY_CASE = {"par": 3, "à": 4, "au": 4, "aux": 4, "auprès": 4, "chez": 4, "de": 5, "d'": 5, "du": 5, "des": 5}
NEXT = (",", ".", "(", ")", ":", ";", "et", "a", "est", "-", "»", "en", "de")
_HIDDEN = [MARK[f"{p}-{k}"] for p in "BI" for k in ("amount", "candidate", "percent", "company", "investor", "person", "product", "bank")]
_NO_CARRIER = frozenset(("de", "à", "la", "le", "du", "en", "un", "a"))
_EXCHANGE = [MARK["B-exchange"], MARK["I-exchange"]]
_NUMBERS = [MARK[f"{p}-{k}"] for p in "BI" for k in ("amount", "candidate", "percent")]
IS_NAME = np.array([m[2:] in KINDS[:10] for m in MARKS])
_POS = {p: i for i, p in enumerate(POS)}
_DEP = {d: i for i, d in enumerate(DEPS)}
_SHARING = (_DEP["conj"], _DEP["advcl"], _DEP["xcomp"])
_PREP = {p: i + 1 for i, p in enumerate(PREPOSITIONS)}
_NEXT = {p: i + 1 for i, p in enumerate(NEXT)}
TYPES_BY_TRIGGER = {  # which word classes may carry an event without an amount of its own
    "FundingRound": ("raise_verb", "inject_verb", "round_noun"),
    "Acquisition": ("acquire",),
    "Stake": ("stake", "acquire"),
    "Ipo": ("ipo",),
    "Founding": ("founding",),
    "LeadershipChange": ("leader",),
    "ProductLaunch": ("launch",),
    "FundClosing": ("fund",),
    "FinancialResult": ("revenue", "profit"),
    "MarketActivity": ("market",),
}


@dataclass(slots=True)
class Encoded:
    """An article as arrays. N tokens, C word classes, A anchors, M mentions, D dates, P percents."""

    words: np.ndarray  # [N, 5] rows: norm, prefix, suffix, shape, vector row (-1: none)
    marks: np.ndarray  # [N]
    pos: np.ndarray  # [N]
    dep: np.ndarray  # [N]
    classes: np.ndarray  # [N, C] 0/1
    place: np.ndarray  # [N, 6] floats
    tensor: np.ndarray  # [N, 96] the stock model's own view of the tokens in context (zeros where it did not run)
    sent: np.ndarray  # [N]
    line: np.ndarray  # [N]
    head: np.ndarray  # [N]
    ties: Ties
    anchors: list[Anchor]
    mentions: list[Candidate]
    dates: list[Candidate]
    percents: list[Candidate]


@dataclass(slots=True)
class Ties:
    """How every token hangs in the parse, coordination and apposition seen through."""

    relation: np.ndarray  # [N] of RELATIONS
    governor: np.ndarray  # [N] the token it hangs on
    described: dict[int, list[tuple[int, int]]]  # noun -> (relation, participle or relative verb that describes it)


def ties(dep: np.ndarray, head: np.ndarray, words: Sequence[str]) -> Ties:
    """Read the relations off the parse; without one every token is a root."""
    n = len(dep)
    relation, governor = np.full(n, RELATIONS.index("root"), dtype=np.int64), np.arange(n)
    case: dict[int, str] = {}
    described: dict[int, list[tuple[int, int]]] = {}
    subject: dict[int, int] = {}
    whom: set[int] = set()
    for i in range(n):
        d, h = int(dep[i]), int(head[i])
        if d == _DEP["case"]:
            case.setdefault(h, words[i])
        elif d in (_DEP["nsubj"], _DEP["nsubj:pass"]):
            subject.setdefault(h, i)
        if words[i] in ("que", "qu'"):
            whom.add(h)
    for i in range(n):
        d, h = int(dep[i]), int(head[i])
        if d == _DEP["acl"]:
            described.setdefault(h, []).append((1, i))
        elif d == _DEP["acl:relcl"]:
            described.setdefault(h, []).append((2 if i in whom else 0, i))
        elif d in _SHARING and i not in subject:
            # « Fondée en 2015, X lève… puis rachète… »: one subject for all
            up, steps = h, 0
            while up not in subject and dep[up] in _SHARING and head[up] != up and steps < 4:
                up, steps = int(head[up]), steps + 1
            if up in subject:
                passive = d == _DEP["advcl"] and not words[i].endswith(("ant", "er", "ir", "re"))
                described.setdefault(subject[up], []).append((1 if passive else 0, i))
    through = (_DEP["conj"], _DEP["appos"], _DEP["flat:name"])
    for i in range(n):
        j, steps = i, 0
        while dep[j] in through and head[j] != j and steps < 6:
            j, steps = int(head[j]), steps + 1
        d, governor[i] = int(dep[j]), int(head[j])
        if d == _DEP["nsubj"]:
            relation[i] = 0
        elif d == _DEP["nsubj:pass"]:
            relation[i] = 1
        elif d == _DEP["obj"]:
            relation[i] = 2
        elif d == _DEP["obl:agent"]:
            relation[i] = 3
        elif governor[i] != j:
            relation[i] = _BY_CASE.get(case.get(i) or case.get(j, ""), 6)
    return Ties(relation, governor, described)


@dataclass(slots=True)
class Anchor:
    """Where an event may hang: an amount, a percentage or a word of a trigger class."""

    kind: str  # amount, percent, word
    start: int  # first token
    end: int  # token after the last
    source: Any  # the Amount, the Percent or the token index
    group: int  # anchors of one value share a group
    feats: tuple[float, ...] = ()


@dataclass(slots=True)
class Candidate:
    """What may fill a slot: a mention of an entity, a date, a percentage."""

    start: int
    end: int
    source: Any
    entity: int = -1
    kind: int = 0
    coref: float = 1.0  # 1 for a name, less for a nominal


class Forms:
    """Rows of a word form in the hashed tables and the vectors, remembered by form."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab
        self._cache: dict[str, tuple[int, int, int, int, int]] = {}

    def __call__(self, token: Any) -> tuple[int, int, int, int, int]:
        """The rows of a token."""
        word = token.text
        found = self._cache.get(word)
        if found is None:
            low = fold(word)
            vectors = self.vocab.vectors
            row = -1
            for form in (word, word.lower(), low):
                key = self.vocab.strings[form] if form in self.vocab.strings else None
                if key is not None and (r := vectors.key2row.get(key, -1)) >= 0:
                    row = r
                    break
            found = (
                crc32(low.encode("utf-8", "replace")) % NORM_ROWS,
                crc32(b"p" + low[:3].encode("utf-8", "replace")) % AFFIX_ROWS,
                crc32(b"s" + low[-4:].encode("utf-8", "replace")) % AFFIX_ROWS,
                crc32(token.shape_.encode("utf-8", "replace")) % SHAPE_ROWS,
                row,
            )
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found


def token_range(starts: np.ndarray, ends: np.ndarray, start: int, end: int) -> tuple[int, int]:
    """The tokens that characters start to end touch."""
    first = int(np.searchsorted(ends, start, side="right"))
    last = int(np.searchsorted(starts, end, side="left"))
    return first, max(last, first + 1)


def encode(reading: Any, *, forms: Forms, lexicon: WordClasses) -> Encoded:
    """Lay an article out as arrays. `reading` is the pipes' Reading, its Doc parsed (or not: then pos, dep and head are empty)."""
    doc = reading.doc
    n = len(doc)
    starts = np.fromiter((t.idx for t in doc), dtype=np.int64, count=n)
    ends = np.fromiter((t.idx + len(t) for t in doc), dtype=np.int64, count=n)
    words = np.array([forms(t) for t in doc], dtype=np.int64).reshape(n, 5)
    low = [fold(t.text) for t in doc]
    found = lexicon.of_words(low)
    classes = np.zeros((n, len(lexicon.names)), dtype=np.float32)
    for i, cs in enumerate(found):
        for c in cs:
            classes[i, c] = 1
    sent = np.zeros(n, dtype=np.int64)
    for k, (a, _) in enumerate(reading.sentences):
        sent[int(np.searchsorted(ends, a, side="right")) :] = k
    line = np.cumsum([0] + ["\n" in t.text for t in doc][:-1]) if n else np.zeros(0, dtype=np.int64)
    marks = np.zeros(n, dtype=np.int64)

    def mark(a: int, b: int, name: str) -> None:
        marks[a] = MARK["B-" + name]
        marks[a + 1 : b] = MARK["I-" + name]

    mentions: list[Candidate] = []
    for name in reading.names:
        a, b = token_range(starts, ends, name.start, name.end)
        kind = KINDS.index(name.kind) if name.kind in KINDS else KINDS.index("other")
        if a < n:
            mark(a, b, KINDS[kind])
            entity = reading.entity_of.get((name.start, name.end), -1)
            if entity >= 0:
                mentions.append(Candidate(a, b, name, entity, kind))
    for nominal in reading.nominals:
        a, b = token_range(starts, ends, nominal.start, nominal.end)
        if a >= n:
            continue
        if not marks[a:b].any():
            mark(a, b, "nominal")
        for entity, score in nominal.candidates[:2]:
            mentions.append(Candidate(a, b, nominal, entity, KINDS.index("nominal"), float(score)))
    dates = []
    for date in reading.dates:
        a, b = token_range(starts, ends, date.start, date.end)
        if a < n:
            mark(a, b, "date")
            dates.append(Candidate(a, b, date))
    anchors: list[Anchor] = []
    percents = []
    for percent in reading.percents:
        a, b = token_range(starts, ends, percent.start, percent.end)
        if a < n:
            mark(a, b, "percent")
            percents.append(Candidate(a, b, percent))
            anchors.append(Anchor("percent", a, b, percent, -1))
    groups: dict[tuple[Any, ...], int] = {}
    for amount in reading.amounts:
        a, b = token_range(starts, ends, amount.start, amount.end)
        if a < n:
            mark(a, b, "amount" if amount.certain else "candidate")
            key = (amount.amount, amount.low, amount.high, amount.currency)
            value = amount.amount if amount.amount is not None else amount.low if amount.low is not None else amount.high
            size = float(np.log10(max(float(abs(value or 1)), 1.0)))
            anchors.append(
                Anchor(
                    "amount",
                    a,
                    b,
                    amount,
                    groups.setdefault(key, len(groups)),
                    (
                        float(amount.certain),
                        float(amount.currency_inferred),
                        size / 10,
                        float(size < 5),
                        float(size > 9),
                        float(amount.per_share),
                        float(amount.mod is not None),
                        float(amount.low is not None),
                    ),
                )
            )
    # what a name or a number is called says little of what happens to it: its kind, its shape and what its vector knows of it
    # (a firm, a film, a town) are kept, its form is not
    hidden = np.isin(marks, _HIDDEN)
    words[hidden, 0], words[hidden, 1], words[hidden, 2] = marks[hidden], marks[hidden], marks[hidden]
    words[np.isin(marks, _NUMBERS), 4] = -1
    covered = marks > 0
    wanted = {c for cs in TYPES_BY_TRIGGER.values() for c in cs}
    carrying = {i for i, name in enumerate(lexicon.names) if name in wanted}
    # « ira en Bourse », « vise le Nasdaq »: the name of the exchange is often the one word that tells of a listing
    listing = {i for i, name in enumerate(lexicon.names) if name == "ipo"}
    traded = np.isin(marks, _EXCHANGE)
    for i, cs in enumerate(found):
        if covered[i] and not traded[i] or low[i] in _NO_CARRIER:
            continue
        if any(c in (listing if traded[i] else carrying) for c in cs):
            anchors.append(Anchor("word", i, i + 1, i, -1))
    total = max(int(sent[-1]) + 1, 1) if n else 1
    place = np.zeros((n, 6), dtype=np.float32)
    place[:, 0] = sent == 0
    place[:, 1] = sent == 1
    place[:, 2] = sent / total
    place[:, 3] = np.concatenate([[1], sent[1:] != sent[:-1]]) if n else 0
    place[:, 4] = np.concatenate([[1], line[1:] != line[:-1]]) if n else 0
    place[:, 5] = min(n / 600, 2)
    tagged = doc.has_annotation("DEP")
    pos, dep, head = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.arange(n)
    if tagged and n:
        rows = doc.to_array(["POS", "DEP", "HEAD"])
        strings = doc.vocab.strings
        for column, codes, other in ((0, _POS, 0), (1, _DEP, len(DEPS) - 1)):
            values, where = np.unique(rows[:, column], return_inverse=True)
            (pos, dep)[column][:] = np.array([codes.get(strings[int(v)] if v else "", other) for v in values], dtype=np.int64)[where]
        head = head + rows[:, 2].astype(np.int64)
    tensor = np.asarray(doc.tensor, dtype=np.float32) if len(doc.tensor) == n and n else np.zeros((n, 96), dtype=np.float32)
    hung = ties(dep, head, low)
    return Encoded(words, marks, pos, dep, classes, place, tensor, sent, line, head, hung, anchors, mentions, dates, percents)


def tied(e: Encoded, root: int) -> np.ndarray:
    """[tied_width] word classes of what a token hangs on, by relation, and of what stands above that, fading."""
    c = e.classes.shape[1]
    out = np.zeros((len(RELATIONS) + 1, c), np.float32)
    t = e.ties
    for relation, governor in ((int(t.relation[root]), int(t.governor[root])), *t.described.get(root, ())):
        np.maximum(out[relation], e.classes[governor], out=out[relation])
    at, weight = int(t.governor[root]), 1.0
    for _ in range(3):
        up = int(t.governor[at])
        if up == at:
            break
        np.maximum(out[-1], weight * e.classes[up], out=out[-1])
        at, weight = up, weight * 0.6
    return out.reshape(-1)


def tied_width(classes: int) -> int:
    """Features of `tied`."""
    return (len(RELATIONS) + 1) * classes


def root_of(head: np.ndarray, start: int, end: int) -> int:
    """The token of a span that hangs on one outside it."""
    for i in range(start, end):
        if not start <= head[i] < end or head[i] == i:
            return i
    return start


_FIRMS = (0, 1, 2, 4, 5, 8, 10)  # kinds that may be a deal's party, nominals included
_EDGES = np.array([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 41, 81])
VERBS = (_POS["VERB"], _POS["AUX"])


def _one_hot(values: np.ndarray, size: int) -> np.ndarray:
    return np.eye(size, dtype=np.float32)[values]


def _buckets(values: np.ndarray, edges: Sequence[int]) -> np.ndarray:
    return np.searchsorted(np.asarray(edges), values, side="right")


class PairFeatures:
    """What can be said of an anchor and a candidate without learning: distance, what stands between, syntax, standing in the article."""

    def __init__(self, encoded: Encoded, words: Sequence[str]) -> None:
        e = self.e = encoded
        n = len(e.marks)

        def cumulative(flags: np.ndarray) -> np.ndarray:
            return np.concatenate([[0], np.cumsum(flags.astype(np.int64))])

        is_name = np.array([MARKS[m][2:] in KINDS[:9] and MARKS[m][0] == "B" for m in range(len(MARKS))])
        is_amount = np.array([MARKS[m] in ("B-amount", "B-candidate") for m in range(len(MARKS))])
        is_date = np.array([MARKS[m] == "B-date" for m in range(len(MARKS))])
        w = np.array(words, dtype=object) if n else np.zeros(0, dtype=object)
        self.cums = [
            (cumulative(is_name[e.marks]), (1, 2, 3, 5)),
            (cumulative(is_amount[e.marks]), (1, 2)),
            (cumulative(is_date[e.marks]), (1,)),
            (cumulative(w == ","), (1, 2, 4)),
            (cumulative(w == ";"), (1,)),
            (cumulative(w == ":"), (1,)),
            (cumulative((w == "(") | (w == ")")), (1, 2)),
            (cumulative((w == "et") | (w == "ou")), (1,)),
            (cumulative((w == "qui") | (w == "que") | (w == "dont") | (w == "qu'")), (1,)),
            (cumulative(np.isin(e.pos, VERBS)), (1, 2, 3)),
            (cumulative(w == "."), (1,)),
        ]
        self.words = words
        self.class_cum = np.concatenate([np.zeros((1, e.classes.shape[1]), np.int32), np.cumsum(e.classes, 0).astype(np.int32)])
        self.edges = np.flatnonzero(np.concatenate([[True], e.sent[1:] != e.sent[:-1], [True]])) if n else np.array([0])
        self.verb = self._governors()
        org = [c for c in e.mentions if c.kind in (0, 1, 2, 4, 5, 8)]
        self.org_starts = np.array(sorted(c.start for c in org), dtype=np.int64)
        counts: dict[int, int] = {}
        first: dict[int, int] = {}
        for c in e.mentions:
            if c.kind < 10:
                counts[c.entity] = counts.get(c.entity, 0) + 1
                first[c.entity] = min(first.get(c.entity, n), c.start)
        self.counts, self.first = counts, first
        self.rank_first = {x: i for i, x in enumerate(sorted(first, key=first.__getitem__))}
        self.rank_count = {x: i for i, x in enumerate(sorted(counts, key=lambda x: (-counts[x], first[x])))}

    def _governors(self) -> np.ndarray:
        e = self.e
        out = np.arange(len(e.marks))
        is_verb = np.isin(e.pos, VERBS[:1])
        for i in range(len(out)):
            j, steps = i, 0
            while steps < 12 and not is_verb[j] and e.head[j] != j:
                j, steps = int(e.head[j]), steps + 1
            out[i] = j
        return out

    def candidate(self, c: Candidate) -> np.ndarray:
        """Features of a candidate alone."""
        e, w = self.e, self.words
        root = self._root(c.start, c.end)
        before = _PREP.get(w[c.start - 1], 0) if c.start and e.sent[c.start - 1] == e.sent[c.start] else 0
        after = _NEXT.get(w[c.end], 0) if c.end < len(w) and e.sent[c.end] == e.sent[c.start] else 0
        next_verb = float(c.end < len(w) and e.pos[c.end] in VERBS)
        count = self.counts.get(c.entity, 0)
        flags = [
            float(c.kind == 10),
            c.coref,
            float(e.sent[c.start] == 0),
            e.place[c.start, 3],
            e.place[c.start, 4],
            float(np.log1p(count)),
            float(self.rank_first.get(c.entity, 99) == 0),
            float(self.rank_first.get(c.entity, 99) <= 2),
            float(self.rank_count.get(c.entity, 99) == 0),
            float(self.rank_count.get(c.entity, 99) <= 2),
            next_verb,
            float(len(self.counts) <= 2),
            float(self.first.get(c.entity, 9**9) == c.start),
        ]
        classes = self._classes_around(c)
        kind, deps = np.zeros(11, np.float32), np.zeros(len(DEPS), np.float32)
        kind[c.kind] = 1
        deps[e.dep[root]] = 1
        prep, nxt = np.zeros(len(PREPOSITIONS) + 1, np.float32), np.zeros(len(NEXT) + 1, np.float32)
        prep[before] = 1
        nxt[after] = 1
        return np.concatenate([np.array(flags, np.float32), kind, deps, prep, nxt, *classes, tied(e, root)])

    def own(self, candidates: Sequence[Candidate]) -> np.ndarray:
        """[M, own_width] features of the candidates alone."""
        if not candidates:
            return np.zeros((0, own_width(self.e.classes.shape[1])), np.float32)
        return np.stack([self.candidate(c) for c in candidates])

    def _classes_around(self, c: Candidate) -> tuple[np.ndarray, np.ndarray]:
        """Word classes before and after in the sentence, fading with distance."""
        e = self.e
        k = int(np.searchsorted(self.edges, c.start, side="right"))
        first, last = int(self.edges[k - 1]), int(self.edges[k])
        none = np.zeros(e.classes.shape[1], np.float32)
        left = (e.classes[first : c.start] * _FADE[: c.start - first][::-1, None]).max(0) if 0 < c.start - first < len(_FADE) else none
        size = min(last - c.end, len(_FADE))
        right = (e.classes[c.end : c.end + size] * _FADE[:size, None]).max(0) if size > 0 else none
        return left, right

    def _standing(self, anchors: Sequence[Anchor | Candidate], candidates: Sequence[Candidate]) -> np.ndarray:
        """[A, M, 13] how each candidate's entity stands when the reader comes to the anchor: how lately it was named among firms, how
        much was said of it so far, whether the sentence names it, names others."""
        e = self.e
        out = np.zeros((len(anchors), len(candidates), _STANDING), np.float32)
        if not candidates or candidates[0].entity < 0:
            return out
        told = [c for c in e.mentions if c.kind in _FIRMS]
        index = {x: k for k, x in enumerate(dict.fromkeys(c.entity for c in told))}
        mine = np.array([index.get(c.entity, -1) for c in candidates])
        if not index:
            return out
        whose = np.zeros((len(told), len(index)), np.float32)
        whose[np.arange(len(told)), [index[c.entity] for c in told]] = 1
        starts, sents = np.array([c.start for c in told]), np.array([e.sent[c.start] for c in told])
        is_subject = np.array([e.dep[self._root(c.start, c.end)] in (1, 2) for c in told])
        weight = np.array([c.coref for c in told]) * (1 + 0.5 * is_subject + 0.5 * (sents == 0))
        at = np.array([a.start for a in anchors])[:, None]
        sentence = e.sent[at]
        before = (starts[None, :] <= at) | (sents[None, :] == sentence)
        gap = np.abs(at - starts[None, :])
        said = (before * weight * np.exp(-gap / 60)) @ whose
        last = np.where(before[:, :, None] & (whose[None] > 0), -gap[:, :, None], -(10**6)).max(1)
        inside = ((sents[None, :] == sentence) @ whose) > 0
        for k, table in enumerate((said, last)):
            rank = np.argsort(np.argsort(-table, axis=1, kind="stable"), axis=1)
            rank = np.where(table > (0 if k == 0 else -(10**6)), np.minimum(rank, 4), 4)
            out[:, :, 5 * k : 5 * k + 5] = _one_hot(rank, 5)[:, mine]
        out[:, :, 10] = inside[:, mine]
        out[:, :, 11] = (inside.sum(1) == 0)[:, None]
        out[:, :, 12] = inside[:, mine] & (inside.sum(1) == 1)[:, None]
        out[:, mine < 0] = 0
        return out

    def _root(self, start: int, end: int) -> int:
        return root_of(self.e.head, start, end)

    def pairs(self, anchors: Sequence[Anchor | Candidate], candidates: Sequence[Candidate]) -> np.ndarray:
        """[A, M, F] features of every anchor with every candidate."""
        e = self.e
        if not anchors or not candidates:
            return np.zeros((len(anchors), len(candidates), pair_width(e.classes.shape[1])), np.float32)
        a0 = np.array([a.start for a in anchors])[:, None]
        a1 = np.array([a.end for a in anchors])[:, None]
        m0 = np.array([c.start for c in candidates])[None, :]
        m1 = np.array([c.end for c in candidates])[None, :]
        before = m0 < a0
        distance = np.maximum(np.where(before, a0 - m1, m0 - a1), 0)
        bucket = _buckets(distance, _EDGES) + np.where(before, 0, len(_EDGES) + 1)
        parts = [_one_hot(bucket, 2 * (len(_EDGES) + 1))]
        sent = np.clip(e.sent[a0] - e.sent[m0], -3, 6) + 3
        parts.append(_one_hot(sent, 10))
        line = np.clip(e.line[a0] - e.line[m0], -2, 3) + 2
        parts.append(_one_hot(line, 6))
        low, high = np.minimum(a1, m1), np.maximum(a0, m0)
        high = np.maximum(high, low)
        for cum, edges in self.cums:
            parts.append(_one_hot(_buckets(cum[high] - cum[low], edges), len(edges) + 1))
        ra = np.array([self._root(a.start, a.end) for a in anchors])[:, None]
        rm = np.array([self._root(c.start, c.end) for c in candidates])[None, :]
        va, vm = self.verb[ra], self.verb[rm]
        same_clause = e.sent[a0] == e.sent[m0]
        subject = np.isin(e.dep[rm], (1, 2))
        flags = [
            (va == vm) & same_clause,
            (va == vm) & subject & same_clause,
            (e.head[ra] == rm) & (ra != rm),
            (e.head[rm] == ra) & (ra != rm),
            (e.head[ra] == e.head[rm]) & same_clause,
            (self.verb[e.head[va]] == vm) & same_clause & subject,
            before & same_clause & subject,
        ]
        if len(self.org_starts):
            left = np.searchsorted(self.org_starts, a0, side="left")
            prev = np.where(left > 0, self.org_starts[np.maximum(left - 1, 0)], -1)
            nxt = np.where(left < len(self.org_starts), self.org_starts[np.minimum(left, len(self.org_starts) - 1)], -1)
            flags += [(prev == m0), (nxt == m0), (prev == m0) & same_clause, (nxt == m0) & same_clause]
        else:
            flags += [np.zeros_like(same_clause)] * 4
        parts.append(np.stack([np.broadcast_to(f, bucket.shape) for f in flags], -1).astype(np.float32))
        t, k = e.ties, len(RELATIONS)
        together = (t.governor[ra] == t.governor[rm]) & (ra != rm)
        parts.append(_one_hot(np.where(together, 1 + t.relation[ra] * k + t.relation[rm], 0), k * k + 1)[:, :, 1:])
        on_anchor = np.where(t.governor[rm] == ra, 1 + t.relation[rm], 0)
        parts.append(_one_hot(on_anchor, k + 1)[:, :, 1:])
        parts.append(self._standing(anchors, candidates))
        near = (distance < 60)[:, :, None]
        parts.append(((self.class_cum[high] - self.class_cum[low] > 0) & near).astype(np.float32))
        return np.concatenate(parts, -1)


_STANDING = 13
_FADE = np.exp(-np.arange(80) / 5).astype(np.float32)


def pair_width(classes: int) -> int:
    """Features of a pair."""
    return 26 + 10 + 6 + (5 + 3 + 2 + 4 + 2 + 2 + 3 + 2 + 2 + 4 + 2) + 11 + len(RELATIONS) ** 2 + len(RELATIONS) + _STANDING + classes


def own_width(classes: int) -> int:
    """Features of a candidate alone."""
    return 13 + 11 + len(DEPS) + len(PREPOSITIONS) + 1 + len(NEXT) + 1 + 2 * classes + tied_width(classes)
