"""One small view of the parse, in the terms the rules use: agent, patient, oblique, coordination, governor.

The stock parse is a hint: every answer may be empty, and callers go on to surface strategies. Voice is read off the words, not off
the parse, which often takes « racheté » for an adjective. Without a parse all that needs one answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from levees.rules.words import match_left

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:caus", "expl:subj"})
OBLIQUES = frozenset({"obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "advmod", "iobj", "obj", "xcomp", "dep", "appos", "conj"})
AVOIR = frozenset("a ont avait avaient aura auront aurait auraient eut eurent ayant avoir ai avons avez avions eu aurons".split())
ETRE = frozenset("est sont était étaient sera seront serait seraient fut furent étant être été soit soient".split())
DETERMINERS = frozenset(
    "le la les l' un une des du cette ce cet ces sa son ses leur leurs notre nos votre aucune aucun chaque quelque quelques plusieurs "
    "deux trois première premier deuxième troisième quatrième seconde second nouvelle nouveau "
    "dernière dernier grande récente telle toute".split()
)
_BETWEEN = frozenset(
    "pas plus jamais également aussi ainsi déjà enfin donc alors depuis bien tout juste même encore ensuite lui elle eux en y d'abord "
    "auparavant tout pourtant longtemps puis sitôt de "
    "aujourd'hui hier tous toutes toujours ne n' bel et récemment le la l' les se s' y leur".split()
)
_STEPS = 12


class Syntax:
    """The parse of one Doc as lists; folded words given, so that voice works without a parse.

    >>> import spacy
    >>> words = "Alba est rachetée par Borel".split()
    >>> deps = ["nsubj:pass", "aux:pass", "ROOT", "case", "obl:agent"]
    >>> doc = spacy.tokens.Doc(spacy.blank("fr").vocab, words=words, heads=[2, 2, 2, 4, 2], deps=deps)
    >>> view = Syntax(doc, [w.lower() for w in words])
    >>> view.voice(2, "part"), view.agent(2, "passive"), view.patient(2, "passive")
    ('passive', [4], [0])
    """

    def __init__(self, doc: Any, words: Sequence[str]) -> None:
        self.words = words
        self.parsed = bool(len(doc)) and doc.has_annotation("DEP")
        if self.parsed:
            rows = [(t.head.i, t.dep_, t.pos_) for t in doc]
            self.heads = [r[0] for r in rows]
            self.deps = [r[1] for r in rows]
            self.pos = [r[2] for r in rows]
            self.children: list[list[int]] = [[] for _ in self.heads]
            for i, h in enumerate(self.heads):
                if h != i:
                    self.children[h].append(i)

    def voice(self, head: int, form: str, *, with_be: bool = False, reflexive: bool = False) -> str:
        """active, passive, or participle (a past participle without auxiliary), of a verb form at `head`.

        `with_be`: a verb whose compound tenses take être.
        """
        if form != "part" or reflexive:
            return "active"
        i, steps = head - 1, 0
        while i >= 0 and steps < 5:
            word = self.words[i]
            if word in ETRE:
                return "active" if with_be else "passive"
            if word in AVOIR or word in ("-t-il", "-t-elle"):
                return "active"
            if word not in _BETWEEN and not word.endswith("ment"):
                break
            i, steps = i - 1, steps + 1
        return self._parsed_voice(head, with_be) if self.parsed else "participle"

    def _parsed_voice(self, head: int, with_be: bool) -> str:
        """Voice by the auxiliaries that the parse sees, inherited along coordination: « a signé, puis obtenu »."""
        for _ in range(3):
            deps = {self.deps[c] for c in self.children[head]}
            if "aux:pass" in deps:
                return "active" if with_be else "passive"
            if "aux:tense" in deps:
                return "active"
            if self.deps[head] != "conj" or self.pos[self.heads[head]] != "VERB":
                break
            head = self.heads[head]
        return "participle"

    def verb_start(self, head: int) -> int:
        """The first token of the verb group: auxiliaries, clitics, adverbs before the verb.

        >>> Syntax([], "alba a ainsi levé".split()).verb_start(3)
        1
        """
        i = head
        while (
            i > 0
            and head - i < 6
            and (
                self.words[i - 1] in AVOIR
                or self.words[i - 1] in ETRE
                or self.words[i - 1] in _BETWEEN
                or self.words[i - 1].endswith("ment")
                or self.words[i - 1] in ("vient", "viennent", "venait", "de", "d'")
                and i == head
            )
        ):
            i -= 1
        # « vient de lever »: the preposition goes with the verb
        if i > 0 and self.words[i] in ("de", "d'") and self.words[i - 1] in ("vient", "viennent", "venait", "venaient"):
            i -= 1
        return i

    def agent(self, i: int, voice: str) -> list[int]:
        """Who does it: the subject of an active verb (its own, inherited, or a relative's antecedent); « par X » otherwise."""
        if not self.parsed:
            return []
        if voice == "active":
            return self.subject(i)
        return [c for c in self.children[i] if self.deps[c] == "obl:agent" or self._case(c) == "par"]

    def patient(self, i: int, voice: str) -> list[int]:
        """What it is done to: the object of an active verb, the subject of a passive one, the noun of a participle."""
        if not self.parsed:
            return []
        if voice == "active":
            found = [c for c in self.children[i] if self.deps[c] == "obj"]
            if not found and self.deps[i] == "acl:relcl" and any(self.words[c] in ("que", "qu'") for c in self.children[i]):
                found = [self.heads[i]]
            return found
        if voice == "passive":
            return self.subject(i)
        return [self.heads[i]] if self.deps[i] in ("acl", "acl:relcl", "amod", "appos", "conj") and self.heads[i] != i else []

    def subject(self, i: int) -> list[int]:
        """The subject of a verb: its own, an antecedent's, or inherited along coordination and control."""
        for _ in range(_STEPS):
            own = [c for c in self.children[i] if self.deps[c] in SUBJECTS]
            if own:
                relative = [c for c in own if self.words[c] in ("qui", "lequel", "laquelle")]
                if relative and self.deps[i].startswith("acl"):
                    return [self.heads[i]]
                return own
            up = self.heads[i]
            if up == i:
                return []
            if self.deps[i] in ("acl", "acl:relcl"):
                return [up]
            if self.deps[i] in ("conj", "xcomp", "advcl", "ccomp", "parataxis", "aux", "obl:mod", "obj"):
                i = up
                continue
            return []
        return []

    def obliques(self, i: int, phrase: Sequence[str]) -> list[int]:
        """Dependents of `i`, or their complements, that stand right after a preposition of one or several words."""
        if not self.parsed:
            return []
        out = []
        near = self.children[i]
        for c in (*near, *(g for n in near for g in self.children[n] if self.deps[g] in ("nmod", "obl:arg", "obl:mod", "conj", "appos"))):
            if self.deps[c] in OBLIQUES and self.after(c, phrase):
                out.append(c)
        return sorted(set(out))

    def after(self, i: int, phrase: Sequence[str]) -> bool:
        """Whether the noun phrase headed by `i` stands right after the words of `phrase`."""
        for left in range(i, max(i - 8, -1), -1):
            if match_left(phrase, self.words, left, 0):
                return all(self._under(j, i) for j in range(left, i))
            if left < i and not self._under(left, i):
                return False
        return False

    def governor(self, i: int) -> int | None:
        """The nearest verb above a noun."""
        if not self.parsed:
            return None
        for _ in range(_STEPS):
            up = self.heads[i]
            if up == i:
                return None
            if self.pos[up] in ("VERB", "AUX"):
                return up
            i = up
        return None

    def appositions(self, i: int) -> list[int]:
        """Appositions of a noun, and the noun that it is an apposition of."""
        if not self.parsed:
            return []
        return [c for c in self.children[i] if self.deps[c] == "appos"] + ([self.heads[i]] if self.deps[i] == "appos" else [])

    def coordinated(self, i: int) -> list[int]:
        """`i` and what is coordinated with it."""
        out, stack = [i], [i]
        while stack and self.parsed:
            found = [c for c in self.children[stack.pop()] if self.deps[c] == "conj"]
            out += found
            stack += found
        return sorted(set(out))

    def phrase(self, i: int, limit: int = 60) -> Iterator[int]:
        """Tokens of the noun phrase headed by `i`, relative clauses and verbs left out; `i` first, then by depth."""
        queue = [i]
        while queue and limit > 0:
            at = queue.pop(0)
            limit -= 1
            yield at
            queue += [
                c for c in self.children[at] if self.deps[c] not in ("acl", "acl:relcl", "advcl", "parataxis", "ccomp", "punct", "conj")
            ]

    def _case(self, i: int) -> str:
        return next((self.words[c] for c in self.children[i] if self.deps[c] == "case"), "")

    def _under(self, i: int, top: int) -> bool:
        for _ in range(_STEPS):
            if i == top:
                return True
            if self.heads[i] == i:
                return False
            i = self.heads[i]
        return False
