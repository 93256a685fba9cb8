"""What stands before and after a name, and what it says of the name's kind."""

from __future__ import annotations

from levees.names.candidate import Candidate
from levees.names.spans import Runs
from levees.names.words import relations, word_set

ARTICLES = word_set("spans.articles")

MODIFIERS = word_set("context.modifiers")
OF = word_set("context.of")
# the noun before « de X » and the kind it gives X
RELATIONS = relations()
PERSON_VERBS = word_set("context.person_verbs")
COMPANY_VERBS = word_set("context.company_verbs")
INVESTOR_VERBS = word_set("context.investor_verbs")
RAISERS = word_set("context.raisers")
PLACED = word_set("context.placed")
GIVEN_TO = word_set("context.given_to")
MADE = word_set("context.made")
SUCCEEDED = word_set("context.succeeded")
SPOKEN = word_set("context.spoken") | PERSON_VERBS


def left_evidence(runs: Runs, c: Candidate, scores: dict[str, float], why: list[str]) -> None:
    """Titles, appositions, prepositions, relations before the name."""
    t = runs.t
    i = c.i
    low = _left_edge(runs, i)
    if i <= low:
        return
    prev = t.folds[i - 1]

    def give(kind: str, weight: float, reason: str) -> None:
        scores[kind] = scores.get(kind, 0.0) + weight
        why.append(reason)

    if t.shapes[i - 1] == "p":
        if prev in '«“"':
            give("product", 0.5, "quoted")
            give("media", 0.2, "quoted")
            give("other", 0.4, "quoted")
            i -= 1
            if i <= low:
                return
            prev = t.folds[i - 1]
        elif prev == "." and i - 2 >= low and t.folds[i - 2] == "m" and t.words[i - 2] == "M":
            give("person", 6.0, "title:M.")
            return
        elif prev == ",":
            _after_role(runs, i - 2, low, give)
            return
        else:
            return
    if prev in MADE and t.shapes[i - 1] == "l":
        give("product", 1.2, f"verb:{prev}")  # « Alba lance Zéphyr »
    if prev == "depuis" and not c.entries:
        give("place", 1.2, "preposition:depuis")
    if (
        prev in SPOKEN
        and t.shapes[i - 1] == "l"
        and c.j - c.i > 1
        and not c.entries
        and not any(t.words[k] in runs.words for k in range(c.i, c.j))
    ):
        give("person", 2.0, f"verb:{prev}")  # « Rien n'est signé », souffle Yann Morvan
        return
    if prev in OF:
        _relation(runs, i - 1, low, give)
        return
    if prev in ("a", "au", "aux", "en", "chez", "selon", "par", "vers", "dans", "sur"):
        before = t.folds[i - 2] if i - 2 >= low else ""
        known = bool(c.entries) and not any(e.kind == "place" for e in c.entries)
        if prev == "a":
            if before in PLACED:
                give("place", 3.0, "preposition:basé à")
            elif before in GIVEN_TO:
                give("company", 0.8, f"preposition:{before} à")
            elif before in SUCCEEDED:
                give("person", 2.0, f"preposition:{before} à")
            elif not known:
                opens = i - 2 < low or before == ","
                sited = t.words[c.j] == "(" or _in_country(runs, c.j) if c.j < len(t) else False
                give("place", 2.8 if sited else 2.2 if opens else 1.5, "preposition:à")
        elif prev == "en" and not known:
            give("place", 1.8, "preposition:en")
        elif prev == "chez":
            give("company", 2.0, "preposition:chez")
        elif prev == "selon":
            give("media", 0.9, "preposition:selon")
            give("company", 0.4, "preposition:selon")
        elif prev == "par" and before in RAISERS:
            give("investor", 1.6, f"list:{before} par")
        elif prev == "au" and not known:
            give("place", 0.6, "preposition:au")
        elif prev == "dans":
            give("company", 0.3, "preposition:dans")
        return
    _apposition(
        runs,
        i,
        low,
        bool(c.entries)
        or any(t.words[k] in runs.words for k in range(c.i, c.j))
        or t.words[c.i].isupper()
        and c.j - c.i == 1
        and t.words[c.i].isalpha(),
        give,
    )


def _in_country(runs: Runs, k: int) -> bool:
    """Whether « , en République tchèque » follows."""
    t = runs.t
    if t.words[k] != "," or k + 2 >= len(t) or t.folds[k + 1] not in ("en", "au", "aux"):
        return False
    hit = runs.table.longest(t, k + 2)
    return hit is not None and hit[1][0].kind == "place"


def _left_edge(runs: Runs, i: int) -> int:
    t = runs.t
    k = i
    while k > 0 and t.sentence[k - 1] == t.sentence[i] and i - k < 14:
        k -= 1
    return k


def _relation(runs: Runs, of: int, low: int, give) -> None:  # noqa: ANN001
    """« le PDG de X », « la ville de X », « auprès de X »."""
    t = runs.t
    k = of - 1
    steps = 0
    while k >= low and steps < 3:
        key = t.folds[k]
        if t.shapes[k] == "p" or t.shapes[k] in "Uc":
            return
        if steps == 0 and key == "aupres":
            give("investor", 1.6, "list:auprès de")
            give("bank", 0.6, "list:auprès de")
            return
        if steps == 0 and key in ("cotes", "participation", "conduite", "houlette", "egide", "part"):
            give("investor", 1.4, f"list:{key} de")
            return
        two = f"{t.folds[k - 1]} {key}" if k - 1 >= low else ""
        if key in RELATIONS or two in runs.nouns and runs.nouns[two].kinds == ("person",):
            kind, weight = RELATIONS.get(key, ("company", 2.0))
            if key in ("societe", "entreprise", "groupe") and steps == 0:
                before = t.folds[k - 1] if k - 1 >= low else ""
                if before not in ARTICLES:
                    return
            give(kind, weight, f"relation:{key} de")
            return
        if key in PLACED:
            return
        if key in OF or key in ARTICLES:
            return
        k -= 1
        steps += 1


def _apposition(runs: Runs, i: int, low: int, c_known: bool, give) -> None:  # noqa: ANN001
    """« la start-up lyonnaise X », « l'éditeur de jeux X », « l'américain X »."""
    t = runs.t
    k = i - 1
    steps = 0
    demonym = False
    while k >= low and steps < 8:
        key, shape = t.folds[k], t.shapes[k]
        if shape == "p" or key in _STOPS:
            return
        if key in ARTICLES and key not in OF:
            if steps == 0:
                if key in ("la", "le", "l'", "les"):
                    give("place", 0.3, "article")
                    give("person", -2.0, "article")
                    if key != "l'" and not c_known:
                        give("product", 1.6, "article")
                        give("other", 0.5, "article")
                return
            if demonym and steps == 1 and key in ("le", "l'", "du", "au", "la"):
                give("company", 2.2, "apposition:demonym")
            return
        for span in (4, 3, 2, 1):
            if k - span + 1 < low:
                continue
            noun = runs.nouns.get(" ".join(t.folds[k - span + 1 : k + 1])) if span > 1 else runs.nouns.get(key)
            if noun is None:
                continue
            before = t.folds[k - span] if k - span >= low else ""
            if before in OF and steps < 3 and not _outer_noun(runs, k - span, low):
                pass
            elif before in OF and t.folds[k - span - 1 : k - span] and k - span - 1 >= low and t.shapes[k - span - 1] == "l":
                break  # the complement of another noun: look further left
            if noun.kinds == ("place",) and noun.form in ("siège", "pays"):
                return
            weight = 2.8 if steps <= 1 else 2.2
            for rank, kind in enumerate(noun.kinds):
                give(kind, weight - 1.2 * rank, f"apposition:{noun.form}")
            return
        if key in runs.people:
            demonym = True
        elif shape == "l" and key not in runs.common and "-" not in key and key not in OF:
            return
        k -= 1
        steps += 1


def _after_role(runs: Runs, k: int, low: int, give) -> None:  # noqa: ANN001
    """« le PDG de Tesla, X », « sa présidente pour la France, X »."""
    t = runs.t
    steps = 0
    while k >= low and steps < 6 and t.shapes[k] != "p":
        noun = runs.nouns.get(t.folds[k])
        if noun is not None and t.shapes[k] != "c":
            if noun.kinds == ("person",):
                give("person", 2.2, f"apposition:{noun.form}")
            elif k - 1 >= low and t.folds[k - 1] in ("la", "le", "l'", "une", "un", "sa", "son", "cette", "ce"):
                give(noun.kinds[0], 0.7, f"apposition:{noun.form}")
            return
        k -= 1
        steps += 1


def _outer_noun(runs: Runs, of: int, low: int) -> bool:
    t = runs.t
    return any(t.folds[k] in runs.nouns for k in range(max(low, of - 3), of))


_STOPS = word_set("context.stops")
_BIRTH = frozenset({"ans", "an"})


def right_evidence(runs: Runs, c: Candidate, scores: dict[str, float], why: list[str]) -> None:
    """Appositions, verbs and parentheses after the name."""
    t, n = runs.t, len(runs.t)
    k = c.j
    if k >= n or t.sentence[k] != t.sentence[c.i]:
        return

    def give(kind: str, weight: float, reason: str) -> None:
        scores[kind] = scores.get(kind, 0.0) + weight
        why.append(reason)

    if t.words[k] in '»”"' and k + 1 < n:
        k += 1
    key = t.folds[k]
    if t.words[k] in ",(" and k + 1 < n and t.sentence[k + 1] == t.sentence[c.i]:
        _after_comma(runs, k, give)
        return
    if key in ("a", "vient", "s'", "se", "ne", "n'", "va", "devrait", "veut", "souhaite") and k + 1 < n:
        nxt = t.folds[k + 1]
        if nxt in ("leve", "boucle", "annonce", "rachete", "acquis", "conclu", "de", "realise", "cede", "offert", "emprunte", "publie"):
            give("company", 0.9, f"verb:{nxt}")
            give("place", -0.7, f"verb:{nxt}")
        elif nxt in ("investi", "mene", "participe", "injecte", "souscrit"):
            give("investor", 1.0, f"verb:{nxt}")
        elif nxt in ("explique", "confie", "declare", "raconte", "precise", "indique", "affirme"):
            give("person", 0.6, f"verb:{nxt}")
        return
    if key == "en" and t.folds[k + 1 : k + 2] == ["tete"]:
        give("investor", 1.4, "list:lead")
    if key in PERSON_VERBS:
        give("person", 0.8, f"verb:{key}")
    if key in COMPANY_VERBS:
        give("company", 1.0, f"verb:{key}")
        give("place", -0.7, f"verb:{key}")
    if key in INVESTOR_VERBS:
        give("investor", 1.0, f"verb:{key}")
    if key in runs.people and t.shapes[k] == "l":
        give("company", 0.3, "adjective")


def _after_comma(runs: Runs, comma: int, give) -> None:  # noqa: ANN001
    t, n = runs.t, len(runs.t)
    k = comma + 1
    if t.words[comma] == "(":
        if t.folds[k] in ("lead", "co-lead") or t.folds[k : k + 2] == ["chef", "de"]:
            give("investor", 2.0, "list:lead")
        if t.shapes[k] == "n" and k + 1 < n and t.folds[k + 1] in _BIRTH:
            give("person", 3.0, "age")
        return
    if t.shapes[k] == "n" and k + 1 < n and t.folds[k + 1] in _BIRTH:
        give("person", 4.0, "age")
        return
    steps = 0
    while k < n and steps < 4 and (t.folds[k] in ARTICLES or t.folds[k] in MODIFIERS or t.folds[k].endswith("ieme")):
        k += 1
        steps += 1
    if k >= n or t.sentence[k] != t.sentence[comma]:
        return
    key = t.folds[k]
    if key.startswith(("specialis", "fondee", "fonde", "creee", "cree", "basee", "detenu", "editeur", "valorisee", "filiale", "cotee")):
        give("company", 2.0, f"apposition:{t.words[k]}")
        return
    for span in (4, 3, 2, 1):
        if k + span > n:
            continue
        noun = runs.nouns.get(" ".join(t.folds[k : k + span]) if span > 1 else key)
        if noun is None:
            continue
        if noun.kinds == ("person",):
            give("person", 3.2, f"apposition:{noun.form}")
        else:
            for rank, kind in enumerate(noun.kinds):
                give(kind, 1.8 - 0.9 * rank, f"apposition:{noun.form}")
        return
    if key in ("chez", "cofondateur"):
        give("person", 1.5, "apposition")
