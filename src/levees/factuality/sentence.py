"""One sentence read for factuality: its words, verbs, clauses, cues and attributions. Kept per article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from levees.factuality.clauses import Clause, cut
from levees.factuality.lexicon import current, fold, tokenise
from levees.factuality.sources import Attribution, Speakers, attributions
from levees.factuality.verbs import is_infinitive, is_participle, tense


@dataclass(slots=True)
class Hit:
    """One cue: words start to end, what it says, its role, the clause of its first word."""

    start: int
    end: int
    says: str
    role: str
    clause: int


@dataclass(slots=True)
class Sentence:
    """What is known of one sentence."""

    start: int
    end: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    finite: list[str | None]
    clause: list[int]
    clauses: list[Clause]
    hits: list[Hit]
    sources: list[Attribution]
    question: bool

    def word_at(self, offset: int) -> int:
        """The word that an offset stands in, or the next one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)


@dataclass(slots=True)
class Article:
    """An article's sentences, read when first asked for."""

    text: str
    spans: list[tuple[int, int]]
    speakers: Speakers
    verbs: frozenset[int] | None = None
    folded: str = ""
    read: dict[int, Sentence] = field(default_factory=dict)

    def sentence(self, index: int) -> Sentence:
        """The sentence of an index, analysed once."""
        found = self.read.get(index)
        if found is None:
            a, b = self.spans[index]
            found = self.read[index] = analyse(self, a, b)
        return found

    def index(self, offset: int) -> int:
        """The sentence that holds an offset, or the last before it."""
        lo, hi = 0, len(self.spans)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.spans[mid][0] <= offset:
                lo = mid + 1
            else:
                hi = mid
        return max(0, lo - 1)


def article(text: str, sentences: Sequence[tuple[int, int]], doc: Any, names: Sequence[Any]) -> Article:
    """Lay an article out; a parsed Doc's verbs are a hint for finite forms that the lists do not know."""
    spans = list(sentences) or [(0, len(text))]
    verbs = None
    if doc is not None and getattr(doc, "has_annotation", lambda _: False)("TAG"):
        verbs = frozenset(t.idx for t in doc if t.pos_ == "VERB")
    return Article(text, spans, Speakers(text, names), verbs, fold(text))


_DETERMINERS = frozenset("un une du des ce cette cet son sa leur au aux de d' par pour sans avec sur quelque".split())
_ARTICLES = frozenset({"le", "la", "les", "l'"})
_BULLETS = frozenset("-–—•▪·►→*")
_POSTS = frozenset("direction présidence poste fonctions fonction mandat siège fauteuil".split())
_PRONOUNS = frozenset({"il", "elle", "ils", "elles", "on", "qui", "ne", "n'"})
_BEFORE_VERB = frozenset({"il", "elle", "ils", "elles", "on", "qui", "ne", "n'", "se", "s'", "y"})
_NO_VERB = frozenset("le de ce une cette même comme encore ensuite contre sont-ils souvent plutôt et tout".split())
_AFTER_PARTICIPLE = frozenset(
    (
        "à par en de depuis il pour auprès dans d' du des le lundi mardi mercredi jeudi vendredi l' au "
        "aux hier sur dès avec sous jusqu' après lors"
    ).split()
)


def _finite(art: Article, words: list[str], starts: list[int]) -> list[str | None]:
    """The tense of each word that is a finite verb."""
    ambiguous = current().sets["ambiguous"].forms
    out: list[str | None] = []
    for i, w in enumerate(words):
        t = tense(w)
        if (
            t is None
            and i
            and words[i - 1] in _BEFORE_VERB
            and w.endswith(("e", "ent", "t", "d"))
            and w not in _NO_VERB
            and not is_infinitive(w)
        ):
            t = "finite"
        elif t is None:
            noun = i and (words[i - 1] in _DETERMINERS or words[i - 1] in _ARTICLES)
            if (
                art.verbs is not None
                and starts[i] in art.verbs
                and not noun
                and not (is_participle(w) or is_infinitive(w) or w.endswith("ant"))
            ):
                t = "finite"
        elif i:
            before = words[i - 1]
            if art.text[starts[i]].isupper() and before not in '.!?:«»"':
                t = None  # a name in the middle of a sentence
            elif before in _DETERMINERS or before in _ARTICLES and w in ambiguous or before == "en" and w in ambiguous and w != "est":
                if i < 2 or words[i - 2] not in _PRONOUNS:
                    t = None  # a noun after its determiner
            elif w == "entre" and i + 1 < len(words) and (words[i + 1][0].isdigit() or words[i + 1] in ("les", "deux", "le", "la")):
                t = None
            elif w in ("compte", "fait", "dit", "produit", "offre") and before in ("et", "ou", ","):
                t = t if art.verbs is None or starts[i] in art.verbs else None
        if t is not None and art.speakers.inside(starts[i]):
            t = None
        out.append(t)
    return out


def analyse(art: Article, start: int, end: int) -> Sentence:
    """Read one sentence."""
    words, starts, ends = tokenise(art.folded, start, end)
    lexicon = current()
    finite = _finite(art, words, starts)
    raw = list(lexicon.matches(words))
    says = [(i, j, e.says) for i, j, e in raw if e.says in ("say", "according")]
    found = attributions(words, starts, ends, says, finite, art.speakers)
    covered = {k for a in found if a.form in ("prep", "post") for k in range(a.start, a.end)}
    phrases = {i for i, w in enumerate(words) if (i == 0 or words[i - 1] in ",(") and is_participle(w) and _heads_phrase(words, i)}
    of, clauses = cut(words, lambda i: 0 <= i < len(finite) and finite[i] is not None, covered, phrases)
    for a in found:
        a.clause = of[a.start]
    found += _asides(art, words, starts, ends, of, clauses)
    found += _heading(art, words, starts, ends)
    hits = []
    longer = [(i, j, e.says) for i, j, e in raw if j - i > 1]
    for i, j, e in raw:
        if e.says in ("denied", "cancelled", "hypothetical") and any(
            a <= i and j <= b and b - a > j - i and x != e.says for a, b, x in longer
        ):
            continue  # « n'exclut pas » holds no denial
        if e.says in ("say", "according") or i in covered and e.says != "hearsay" or _less_than(words, i, j) or i and _silent(words, i, j):
            continue
        if not art.speakers.inside(starts[i]):
            hits.append(Hit(i, j, e.says, e.role, of[i]))
    text = art.text[max(start, end - 3) : end]
    return Sentence(start, end, words, starts, ends, finite, of, clauses, hits, found, "?" in text)


def _heads_phrase(words: list[str], i: int) -> bool:
    """Whether the participle at a phrase's head opens an adjunct: « Fondée en 2015, », « , valorisée 3 milliards, »."""
    w, nxt = words[i], words[i + 1] if i + 1 < len(words) else "."
    if w.endswith(("té", "i", "it", "u", "is")) and not w.endswith(
        ("porté", "coté", "acheté", "doté", "conduit", "acquis", "repris", "vendu", "né")
    ):
        return False
    return nxt in _AFTER_PARTICIPLE or nxt[0].isdigit() or nxt in ("plus", "environ", "quelque", "un", "une", "près", "moins")


def _less_than(words: list[str], i: int, j: int) -> bool:
    """« valorisée à moins de 10 millions » is no condition."""
    return words[i : i + 2] == ["à", "moins"] and any(w[0].isdigit() for w in words[j : j + 2])


def _silent(words: list[str], i: int, j: int) -> bool:
    """Whether a cue says nothing where it stands: « plus que prévu », « comme attendu », « il doit 3 millions à ses banques »."""
    if words[i - 1] in ("que", "comme", "qu'", "mieux") and words[i].startswith(
        ("prévu", "attendu", "espéré", "escompté", "promis", "visé", "demandé")
    ):
        return True
    if words[i].startswith(("offr", "offert")) and words[i - 1] in ("s'", "se"):
        return True
    late = any(w in ("après", "issue", "terme", "suite") for w in words[max(0, i - 4) : i])
    if late and words[j - 1].endswith(("ions", "pourparlers", "ion", "enchères")):
        return True  # « après des mois de négociations »
    if words[i].startswith("abandon") and any(w in _POSTS for w in words[j : j + 3]):
        return True
    if words[i] in ("doit", "doivent", "devait", "devaient") and j == i + 1:
        return j < len(words) and (words[j][0].isdigit() or words[j] == "à") or words[i - 1] == "en"
    return False


def _asides(art: Article, words: list[str], starts: list[int], ends: list[int], of: list[int], clauses: list[Clause]) -> list[Attribution]:
    """A medium alone in brackets: « Alba discuterait d'une vente (Les Echos) »."""
    out = []
    for c, clause in enumerate(clauses):
        if clause.kind != "aside" or clause.start < 6:  # at the head it is a dateline
            continue
        inside = [i for i in range(clause.start + 1, len(words)) if of[i] == c and words[i] != ")"]
        if inside and inside[-1] + 2 < len(words) and words[inside[-1] + 2] in "-—–:":
            continue
        if inside and len(inside) <= 5:
            medium = art.speakers.medium(words, starts, ends, inside[0], inside[-1] + 1)
            medium = medium or next(
                ((n.start, n.end) for n in art.speakers.between(starts[inside[0]], ends[inside[-1]]) if n.kind == "media"), None
            )
            if medium is not None and medium[0] <= starts[inside[min(1, len(inside) - 1)]]:
                out.append(Attribution(inside[0], inside[-1] + 1, "prep", "media", medium, clause.parent))
    return out


def _heading(art: Article, words: list[str], starts: list[int], ends: list[int]) -> list[Attribution]:
    """A medium before a colon, in a review of the press: « — Les Echos : Alba vise 10 millions »; at the article's head, a dateline."""
    first = next((i for i, w in enumerate(words) if w not in _BULLETS), len(words))
    colon = next((i for i in range(first, min(first + 7, len(words))) if words[i] == ":"), None)
    if colon is None or colon == first or first == 0 and not art.folded[: starts[0]].strip():
        return []
    medium = next(((n.start, n.end) for n in art.speakers.between(starts[first], ends[colon]) if n.kind == "media"), None)
    medium = medium or art.speakers.medium(words, starts, ends, first, colon)
    if medium is None or medium[1] != ends[colon - 1] or medium[0] > starts[min(first + 1, colon - 1)]:
        return []
    return [Attribution(first, colon + 1, "prep", "media", medium)]
