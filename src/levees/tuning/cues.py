"""Cues of status and certainty that may help: words before what was read with a wrong status or certainty."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from levees.evaluation.compare import as_list
from levees.factuality.lexicon import Lexicon, parse_word
from levees.factuality.lexicon import fold as folded
from levees.tuning.cases import Case
from levees.tuning.change import Change
from levees.tuning.missed import Spot, infinitives, tokens_of
from levees.tuning.propose import MOST, RARE, Proposal

REACH = 12  # words before the amount or party
# what an annotation says, what a cue says, how such a cue mostly stands
SAYS = {
    ("status", "planned"): ("planned", "governs"), ("status", "ongoing"): ("ongoing", "governs"),
    ("status", "cancelled"): ("cancelled", "governs"), ("status", "completed"): ("completed", "governs"),
    ("certainty", "reported"): ("hearsay", "frames"), ("certainty", "denied"): ("denied", "governs"),
    ("certainty", "hypothetical"): ("hypothetical", "governs"),
}


def to_cue(cases: Sequence[Case], spots: Sequence[Spot], lexicon: Lexicon) -> list[Proposal]:
    """Words that tell of the status or certainty that was missed and that no cue of that sort begins with."""
    everywhere = Counter(w for case in cases for w in {folded(t.text) for t in case.reading.doc})
    seen: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for spot in spots:
        case = cases[spot.case]
        found = next((e for e in case.events if type(e).__name__ == spot.gold["type"] and _near(e, spot)), None)
        for (key, value), (says, role) in SAYS.items():
            wanted = as_list(spot.gold.get(key)) or []
            if value not in wanted or found is not None and getattr(found, key).value in wanted:
                continue
            trigger = getattr(found, "trigger", None)
            until = max(spot.start, trigger.start if trigger is not None else 0)
            before = [t for t in tokens_of(case, spot.sentence) if t.idx < until and not spot.start <= t.idx < spot.end][-REACH:]
            for t in before:
                word = folded(t.text)
                if t.pos_ in ("VERB", "NOUN", "ADJ", "ADV") and len(word) > 3 and word.isalpha() and t.text[:1].islower() \
                        and all(e.says != says for e in lexicon.starting(word)):
                    seen[says, role, _entry(word, t.pos_)].add(spot.case)
    likely = [key for key, where in seen.items() if len(where) > 1 and len(where) >= RARE * max(everywhere[w] for w in _forms(key[2]))]
    likely.sort(key=lambda key: (-len(seen[key]), key))
    out = []
    for says, role, entry in likely[:MOST]:
        forms = _forms(entry)
        touched = [i for i, case in enumerate(cases) if any(folded(t.text) in forms for t in case.reading.doc)]
        change = Change(cues={says: {role: (entry,)}})
        out.append(Proposal(f"cue {says}: {entry}", "cue", says, (change,), frozenset(seen[says, role, entry]),
                            tuple(touched), "strict"))
    return out


def _entry(word: str, pos: str) -> str:
    """A word as an entry of the lexicon: a verb in -er in all its forms, a noun or adjective with its plural, else as it stands."""
    verbs = infinitives(word) if pos in ("VERB", "ADJ") else ()
    if len(verbs) == 1 and verbs[0].endswith("er") and word in parse_word(f"{verbs[0][:-2]}/er").forms:
        return f"{verbs[0][:-2]}/er"
    return word if pos in ("VERB", "ADV") or word.endswith(("s", "x")) else f"{word}|{word}s"


def _forms(entry: str) -> frozenset[str]:
    return parse_word(entry).forms


def _near(event: object, spot: Spot) -> bool:
    evidence = getattr(event, "evidence", None)
    return evidence is not None and evidence.start <= spot.start < evidence.end
