"""Which cues of a sentence reach an anchor: its governing verb, its clause, the clauses above and right after."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from levees.factuality.clauses import LISTS
from levees.factuality.lexicon import current
from levees.factuality.sentence import Article, Hit, Sentence
from levees.factuality.sources import Attribution

_CLITICS = frozenset("ne n' se s' y en l' le la les lui leur nous vous m' me".split())
_COPULAS = frozenset("est était reste restait serait sera consiste demeure".split())
# what a sentence must hold to be worth reading for a denial or a failure of the deal before it
_OFF = re.compile(
    "fau[xs]|exact|non|rien|infox|intox|canular|d[ée]ment|échou|échec|capot|abouti|jamais|succès|avort|suite|vain|renonc|reti|rejet|refus"
    "|abandon|pas "
)
_OWN = re.compile(r"\w{2,}(?:er|ir|oir|re)|que|qu'|toute?|tous")  # what a denial that follows has for its own object
_PERFECT = frozenset("a ont avait avaient ai avons".split())
_WHICH = frozenset("laquelle lequel lesquelles lesquels qui".split())
_REPORT = 12  # words between a denial and « selon laquelle »: « dément l'information du Financial Times selon laquelle »
_LIFTED = ("aside", "colon")


@dataclass(slots=True)
class Evidence:
    """What bears on an anchor, before it is weighed."""

    sentence: Sentence
    index: int
    first: int  # the anchor's words
    last: int
    clause: int
    verb: int | None = None  # the governing finite verb
    subject: bool = False  # the anchor stands before its verb
    cues: list[tuple[str, float, int, int]] = field(default_factory=list)  # says, weight, offsets
    conditions: bool = False
    matrix: bool = False  # in a clause that a verb of saying governs
    attribution: Attribution | None = None

    def add(self, hit: Hit, weight: float) -> None:
        """Note a cue that reaches the anchor."""
        self.cues.append((hit.says, weight, self.sentence.starts[hit.start], self.sentence.ends[hit.end - 1]))


def gather(art: Article, start: int, end: int) -> Evidence:
    """Collect what bears on the anchor at characters start to end."""
    k = art.index(start)
    s = art.sentence(k)
    first = s.word_at(start) if s.words else 0
    last = max(first, s.word_at(max(start, end - 1))) if s.words else 0
    e = Evidence(s, k, first, last, s.clause[first] if s.words else 0)
    if not s.words:
        return e
    chain = _chain(s, e.clause)
    own = chain[-1]
    covered = {i for a in s.sources if a.form in ("prep", "post") for i in range(a.start, a.end)}
    verbs = [i for i, t in enumerate(s.finite) if t and s.clause[i] == own and i not in covered]
    before = [i for i in verbs if i <= last]
    after = [i for i in verbs if i > last]
    e.verb = before[-1] if before else after[0] if after else None
    e.subject = not before and bool(after)
    _within(e, chain, before, after)
    _above(e)
    _attached(e, own)
    _afterwards(art, e)
    e.attribution = _attribution(e)
    return e


def _chain(s: Sentence, clause: int) -> list[int]:
    """The anchor's clause, and those that it completes for want of a verb of its own."""
    out = [clause]
    while not s.clauses[out[-1]].verbs and s.clauses[out[-1]].kind in _LIFTED and s.clauses[out[-1]].parent >= 0:
        c = out[-1]
        if s.clauses[c].kind == "aside" and any(_year(w) for i, w in enumerate(s.words) if s.clause[i] == c):
            break  # « (29 milliards en 2019) » is a fact of its own
        out.append(s.clauses[c].parent)
    return out


def _year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _background(s: Sentence, first: int) -> bool:
    """Whether the anchor is only compared with or looked back on: « contre 30 millions », « après un tour de 5 millions »."""
    for i in range(first - 1, max(-1, first - 7), -1):
        if s.words[i] in ",;:()" or s.finite[i]:
            return False
        if s.words[i] in ("contre", "après", "depuis", "qu'à") or s.words[i] == "lieu" and s.words[i - 1] == "au":
            return s.words[i + 1] not in ("avoir", "être") and not any(w.startswith("cour") for w in s.words[max(0, i - 2) : i])
    return False


def _within(e: Evidence, chain: list[int], before: list[int], after: list[int]) -> None:
    """Cues of the anchor's own clause."""
    s, own = e.sentence, chain[-1]
    left = before[-1] if before else -1
    while left > 0 and s.words[left - 1] in _CLITICS:
        left -= 1
    number = any(c.isdigit() for c in s.words[e.first])
    beyond = after[1] if len(after) > 1 else len(s.words)
    less = 0.4 if _background(s, e.first) else 1.0
    use = current().sets["use_verbs"]
    for h in s.hits:
        if h.clause not in chain:
            # « une offre de 10 millions, aussitôt rejetée »
            near = s.clauses[h.clause].parent == own and s.clauses[h.clause].kind == "participial" and 0 < h.start - e.last <= 4
            if near and h.role == "befalls":
                e.add(h, 0.9)
            continue
        inside = e.first <= h.start <= e.last
        if h.role == "governs":
            if h.start <= e.last:
                if before:
                    if h.end > left and (h.start >= left or h.end > left + 1):
                        e.add(h, 1.0 * less)
                    elif s.words[before[-1]] in _COPULAS and h.says != "cancelled":
                        e.add(h, 0.9 * less)
                elif not after:
                    e.add(h, 0.9 * less)
                elif h.end <= e.first or inside:
                    e.add(h, 0.6 * less)
            elif e.subject and h.start < beyond and not number:
                e.add(h, 0.9)
            elif not before and not after and h.clause == own:
                e.add(h, 0.5)
        elif h.role == "befalls":
            if number and any(use.fits(w) for w in s.words[h.end : h.end + 3]):
                continue
            if h.start > e.last and h.start < beyond:
                if e.subject or not before:
                    e.add(h, 0.95)
                elif h.start - e.last <= 3:
                    e.add(h, 0.9)
            elif h.end <= e.first and h.start <= 2 and e.subject:
                e.add(h, 0.5)
        elif h.says == "planned":
            past = before and s.finite[before[-1]] == "finite"
            e.add(h, 0.8 if not (before or after) else 0.5 if not past else 0.45 if h.start < e.first else 0.2)
        elif h.says == "ongoing":
            e.add(h, 0.6 if left < h.start < e.first or not before else 0.3)
        else:
            e.add(h, 0.8)


def _above(e: Evidence) -> None:
    """Cues of the clauses that the anchor's depends on."""
    s = e.sentence
    c, seen = e.clause, [e.clause]
    while c >= 0 and len(seen) < 7:
        clause = s.clauses[c]
        if clause.kind == "if":
            past = e.verb is not None and s.words[e.verb] in ("a", "ont", "avait", "avaient", "est") and c == e.clause
            e.conditions = e.conditions or not past
        parent = clause.parent
        for k, other in enumerate(s.clauses):
            if (
                other.kind == "if"
                and (other.parent == c or parent >= 0 and other.parent == parent and clause.kind == "coordinate")
                and k not in seen
            ):
                e.conditions = True
        if parent < 0:
            break
        if clause.kind == "relative":
            # « dément une information selon laquelle… »: who denies the report denies what it says
            for h in s.hits:
                if h.says == "denied" and h.clause == parent and h.role != "befalls" and 0 <= clause.start - h.end <= _REPORT:
                    if s.words[clause.start] in _WHICH and s.words[clause.start - 1] in ("selon", "après"):
                        e.add(h, 1.0)
        if clause.kind in ("that", "colon") or clause.kind == "aside":
            verbs = [i for i, t in enumerate(s.finite) if t and s.clause[i] == parent and i < clause.start]
            since = verbs[-1] if verbs else -1
            while since > 0 and s.words[since - 1] in _CLITICS:
                since -= 1
            for h in s.hits:
                if h.clause == parent and h.end <= clause.start + 1:
                    near = h.start >= since
                    if clause.kind == "that" and near and (h.role == "governs" or h.says == "denied"):
                        e.add(h, 0.9)
                    elif clause.kind == "colon" and (near or h.role == "frames") and h.says != "completed":
                        e.add(h, 0.7 if not s.clauses[e.clause].verbs or h.says == "denied" else 0.4)
            if clause.kind == "that":
                e.matrix = True
        c = parent
        seen.append(c)
    for h in s.hits:
        # an adjunct at the head of the sentence holds for all of it
        if (
            h.role == "frames"
            and h.says in ("hypothetical", "hearsay", "denied")
            and h.clause != e.clause
            and h.clause == 0
            and h.end <= e.first
            and h.start <= 3
        ):
            e.add(h, 0.6)


def _attached(e: Evidence, own: int) -> None:
    """A relative clause right after the anchor: « les 10 millions qu'elle espère lever »."""
    s = e.sentence
    for k, clause in enumerate(s.clauses):
        if clause.kind != "relative" or clause.parent != own or not 0 < clause.start - e.last <= 5:
            continue
        if any(s.finite[i] for i in range(e.last + 1, clause.start)):
            continue
        object_of = s.words[clause.start] in ("que", "qu'")
        for h in s.hits:
            if h.clause == k and (h.role == "befalls" or object_of and h.role == "governs" and h.says not in ("hearsay",)):
                e.add(h, 0.8)
        if not object_of or e.verb is None:
            verb = next((i for i, t in enumerate(s.finite) if t and s.clause[i] == k), None)
            if (
                verb is not None
                and s.finite[verb] in ("future", "conditional")
                and not current().sets["use_verbs"].fits(s.words[verb])
                and e.verb is None
            ):
                e.verb, e.subject = verb, not object_of


def _afterwards(art: Article, e: Evidence) -> None:
    """A later clause or sentence that calls the deal off or denies it, with no figure of its own."""
    s = e.sentence
    done = e.verb is not None and not e.subject and s.words[e.verb] in _PERFECT and not e.cues
    for k in range(e.clause + 1, len(s.clauses)):
        clause = s.clauses[k]
        words = [i for i in range(max(clause.start, e.last + 1), len(s.words)) if s.clause[i] == k]
        if clause.kind in ("relative", "that", "if") or not words or any(s.words[i][0].isdigit() for i in words):
            continue
        for h in s.hits:
            if h.says == "denied" and any(_OWN.fullmatch(w) for w in s.words[h.end : h.end + 2]):
                continue  # « et dément vouloir se vendre »: that is denied, not what stands before
            if h.clause == k and (h.says == "denied" or h.says == "cancelled" and not done) and h.start > e.last and h.role != "frames":
                e.add(h, 0.65 if h.role == "befalls" else 0.5)
    if e.index + 1 >= len(art.spans):
        return
    start, end = art.spans[e.index + 1]
    if end - start < 160 and _OFF.search(art.folded, start, end):
        follow = art.sentence(e.index + 1)
        if not any(w[0].isdigit() for w in follow.words):
            for h in follow.hits:
                short = h.role == "frames" and len(follow.words) <= 5
                if h.says in ("cancelled", "denied") and (h.role == "befalls" or short) or h.says == "denied" and h.start <= 3:
                    strong = h.says == "denied" and h.start <= 3 or short
                    e.cues.append((h.says, 0.65 if strong else 0.45, follow.starts[h.start], follow.ends[h.end - 1]))


def _attribution(e: Evidence) -> Attribution | None:
    """The attribution that covers the anchor best: nearest in its clause, at the sentence's head, or after it."""
    s = e.sentence
    best: tuple[float, Attribution] | None = None
    ancestors = []
    c = e.clause
    while c >= 0:
        ancestors.append(c)
        c = s.clauses[c].parent
    for a in s.sources:
        if a.start <= e.first < a.end and a.form != "prep":
            continue
        kind = s.clauses[a.clause].kind
        if a.clause not in ancestors:
            # a relative's or an aside's speaker speaks for no one else; what closes a sentence holds for what came before it
            if kind in ("relative", "aside", "if") or s.clauses[a.clause].parent not in ancestors and a.form == "matrix":
                continue
        if a.form == "matrix":
            if e.first < a.end or a.clause not in ancestors:
                continue
            at = ancestors.index(a.clause)
            if at and s.clauses[ancestors[at - 1]].kind == "coordinate":
                continue  # « X affirme que …, mais Alba a levé »
            cost = (1.0 if a.clause != e.clause else 3.0) + (0.0 if a.speaker in ("media", "hearsay", "firm") else 2.0)
        else:
            distance = e.first - a.end if a.end <= e.first else a.start - e.last
            cost = min(distance, 15) / 2 + (0 if a.clause == e.clause else 3)
            if a.form == "post" and a.end <= e.first:
                cost += 4
            if a.start == 0:
                cost = min(cost, 4.0)
            if a.clause != e.clause and a.start > 2 and s.clauses[e.clause].kind in ("relative", "adverbial", "participial"):
                continue
        if any(s.words[i] in LISTS for i in range(min(a.start, e.first), max(a.start, e.first))):
            continue
        if best is None or cost < best[0]:
            best = cost, a
    return best[1] if best else None
