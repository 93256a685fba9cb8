"""Weigh what bears on an anchor: one status, one certainty, scores for all of them, the source."""

from __future__ import annotations

from levees.factuality.lexicon import current
from levees.factuality.model import CERTAINTIES, STATUSES, Factuality
from levees.factuality.reach import Evidence
from levees.factuality.sentence import Article, Sentence
from levees.factuality.verbs import CONDITIONAL, FUTURE, is_participle

_PAPER = frozenset("quotidien journal agence magazine hebdomadaire chaîne site radio revue".split())
_HAVING = frozenset("avoir avait avaient aurait auraient a ont avons ait".split())
_MODAL = frozenset(
    "pourrait pourraient pourrais pourrions devrait devraient voudrait voudraient voudrais aimerait aimeraient aimerais faudrait".split()
)
_HAPPENS = ("suivr", "arriv", "viendr", "intervien", "tomber", "parviend", "devr", "proviend", "entrer", "pourr")
_EVENT = (
    "rachet",
    "boucl",
    "vers",
    "lev",
    "inject",
    "céd",
    "vend",
    "introduit",
    "repris",
    "acqui",
    "absorb",
    "nomm",
    "apport",
    "souscrit",
    "remis",
    "sign",
    "conclu",
    "payé",
    "réparti",
    "finalis",
)


def settle(art: Article, e: Evidence) -> Factuality:
    """The factuality that the evidence adds up to."""
    status = dict.fromkeys(STATUSES, 0.0)
    certainty = dict.fromkeys(CERTAINTIES, 0.0)
    hearsay = 0.0
    for says, weight, _, _ in e.cues:
        if says in status:
            status[says] = max(status[says], weight)
        elif says in certainty:
            certainty[says] = max(certainty[says], weight)
        else:
            hearsay = max(hearsay, weight)
    certainty["reported"] = hearsay
    if certainty["hypothetical"] >= 0.9:  # what only may be is still to come
        status["planned"] = max(status["planned"], 0.6)
    if status["completed"] >= 0.9:  # « a réussi à lever »
        for says in ("planned", "ongoing"):
            status[says] = min(status[says], 0.4)
    cues = [(a, b, says) for says, w, a, b in e.cues if w >= 0.5]
    if e.sentence.words:
        _tense(e, status, certainty, cues)
    _refuted(e, status, certainty)
    _denial(e, status, certainty)
    if e.sentence.question and status["cancelled"] < 0.6:
        last = max(status["planned"], status["ongoing"])
        verbless = e.verb is None
        certainty["hypothetical"] = max(certainty["hypothetical"], 0.6 if verbless or last >= 0.5 else 0.4)
        status["planned"] = max(status["planned"], 0.55 if verbless else 0.3)
    a = e.attribution
    source = a.source if a is not None else None
    if a is not None:
        cues.append((e.sentence.starts[a.start], e.sentence.ends[a.end - 1], f"source:{a.speaker}"))
        if a.speaker in ("media", "hearsay"):
            certainty["reported"] = max(certainty["reported"], 0.9)
        elif a.speaker in ("body", "firm"):
            certainty["reported"] = max(certainty["reported"], 0.45)
    if source is None and certainty["reported"] >= 0.5 and (a is None or a.speaker == "hearsay"):
        source = _carried(art, e)
    marked = max(status["planned"], status["ongoing"], status["cancelled"])
    status["completed"] = max(status["completed"], 1.0 - marked if marked < 0.5 else 0.5 - marked / 2)
    certainty["asserted"] = 1.0 - max(certainty["reported"], certainty["denied"], certainty["hypothetical"])
    chosen = _status(status)
    sure = _certainty(certainty)
    text = art.text[source[0] : source[1]] if source is not None else None
    return Factuality(chosen, sure, text, _rounded(status), _rounded(certainty), tuple(sorted(set(cues))), source)


def _rounded(scores: dict[str, float]) -> dict[str, float]:
    return {k: round(min(max(v, 0.0), 1.0), 3) for k, v in scores.items()}


def _status(scores: dict[str, float]) -> str:
    if scores["cancelled"] >= 0.6:
        return "cancelled"
    best = max(("ongoing", "planned"), key=scores.__getitem__)
    if scores[best] >= 0.5 and scores[best] >= scores["completed"]:
        return "cancelled" if scores["cancelled"] >= 0.45 else best
    return "completed"


def _certainty(scores: dict[str, float]) -> str:
    if scores["denied"] >= 0.6:
        return "denied"
    if scores["reported"] >= 0.5 and scores["reported"] >= scores["hypothetical"] - 0.2:
        return "reported"
    return "hypothetical" if scores["hypothetical"] >= 0.5 else "asserted"


def _tense(e: Evidence, status: dict[str, float], certainty: dict[str, float], cues: list[tuple[int, int, str]]) -> None:
    """What the tense of the governing verb says."""
    s, v = e.sentence, e.verb
    if v is None or s.finite[v] not in (CONDITIONAL, FUTURE):
        if e.conditions and v is not None and max(status["planned"], status["ongoing"]) >= 0.5:
            certainty["hypothetical"] = max(certainty["hypothetical"], 0.6)
        elif e.conditions and s.clauses[e.clause].kind == "if":
            certainty["hypothetical"] = max(certainty["hypothetical"], 0.7)
            status["planned"] = max(status["planned"], 0.6)
        return
    word = s.words[v]
    follow = [w for w in s.words[v + 1 : v + 5]]
    participle = next((w for w in follow if is_participle(w) and w not in ("plus", "lui", "ainsi", "aussi", "qui", "et")), None)
    number = any(c.isdigit() for c in s.words[e.first])
    use = e.subject and number and any(current().sets["use_verbs"].fits(w) for w in [word, *follow[:3]])
    sets = current().sets
    happens = word.startswith(_HAPPENS) or word in ("sera", "seront", "serait", "seraient") and (participle or "").startswith(_EVENT)
    if s.finite[v] == FUTURE:
        if word in ("aura", "auront") and participle or use or e.subject and number and not happens:
            return
        if word.startswith(("port", "élèv")):
            status["planned"] = max(status["planned"], 0.45)
            return
        cues.append((s.starts[v], s.ends[v], "future"))
        status["planned"] = max(status["planned"], 0.85)
        if e.conditions:
            certainty["hypothetical"] = max(certainty["hypothetical"], 0.75)
        return
    cues.append((s.starts[v], s.ends[v], "conditional"))
    if word in _MODAL:
        status["planned"] = max(status["planned"], 0.8)
        return
    if e.conditions or certainty["hypothetical"] >= 0.6 and word not in ("serait", "seraient"):
        certainty["hypothetical"] = max(certainty["hypothetical"], 0.9)
        status["planned"] = max(status["planned"], 0.8)
        return
    said = e.matrix and e.attribution is not None and e.attribution.speaker in ("party", "body")
    if word in ("aurait", "auraient") and participle:
        certainty["reported"] = max(certainty["reported"], 0.9)
        return
    if not said:
        certainty["reported"] = max(certainty["reported"], 0.85)
    if max(status["planned"], status["ongoing"], status["cancelled"]) >= 0.5:
        return
    if said:
        status["planned"] = max(status["planned"], 0.85)
    elif word in ("serait", "seraient") and (participle or "").startswith(_EVENT):
        status["planned"] = max(status["planned"], 0.7)
    elif word not in sets["states"].forms:
        status["planned"] = max(status["planned"], 0.45 if word.startswith(("valoris", "port", "attein", "dépass")) else 0.75)


def _refuted(e: Evidence, status: dict[str, float], certainty: dict[str, float]) -> None:
    """« Non, Alba n'a pas levé 10 millions »: a rumour is denied, nothing was given up."""
    s, v = e.sentence, e.verb
    head = next((i for i, w in enumerate(s.words) if w[0].isalnum()), 0)
    if v is None or s.words[head : head + 2] != ["non", ","]:
        return
    if {"ne", "n'"} & {*s.words[max(head, v - 3) : v]} and {"pas", "jamais", "rien", "aucun", "aucune"} & {*s.words[v + 1 : v + 5]}:
        certainty["denied"] = max(certainty["denied"], 0.9)
        status["cancelled"] = 0.0
        if max(status["planned"], status["ongoing"]) < 0.5:
            status["completed"] = max(status["completed"], 0.95)


def _denial(e: Evidence, status: dict[str, float], certainty: dict[str, float]) -> None:
    """What is denied: a deal done (« avoir levé ») or one intended."""
    if certainty["denied"] < 0.6:
        return
    s = e.sentence
    since = max((b for says, w, _, b in e.cues if says == "denied" and b <= s.starts[e.first]), default=s.start)
    near = [w for i, w in enumerate(s.words) if s.starts[i] >= since and e.first - 8 <= i <= e.last + 1]
    done = any(w in _HAVING and is_participle(nxt) for w, nxt in zip(near, near[1:], strict=False))
    status["cancelled"] = min(status["cancelled"], 0.4)
    if done or status["completed"] >= 0.95:
        status["completed"] = max(status["completed"], 0.8)
        status["planned"] = min(status["planned"], 0.4)
    else:
        status["ongoing"] = min(status["ongoing"], 0.5)
        status["planned"] = max(status["planned"], 0.7)


def _carried(art: Article, e: Evidence) -> tuple[int, int] | None:
    """The source of the last sentence that named one, when hearsay goes on."""
    for k in range(e.index - 1, max(-1, e.index - 3), -1):
        other: Sentence = art.sentence(k)
        if e.attribution is None and "\n" in art.text[other.end : e.sentence.start] and k:
            break
        for said in reversed(other.sources):
            if said.speaker == "media" and said.source is not None:
                return said.source
    a = e.attribution
    if a is None and e.index == 0:
        # a title's hearsay has its source in the lead
        for k in range(1, min(3, len(art.spans))):
            for lead in art.sentence(k).sources:
                if lead.speaker == "media" and lead.source is not None:
                    return lead.source
    if a is not None and any(w in _PAPER for w in e.sentence.words[a.start : a.end]):
        known = [n for n in art.speakers.names if n.kind == "media" and n.start < e.sentence.start]
        return (known[-1].start, known[-1].end) if known else None
    return None
