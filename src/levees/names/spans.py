"""Where names begin and end: runs of capitals, the words that join them, institutions with a lower-case tail."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from levees.names.lexicon import Entry, NameTable, common_words, demonyms, given_names, name_words, nouns
from levees.names.sigles import is_sigle
from levees.names.tokens import Tokens

PARTICLES = frozenset("de d' du des von van der den ter ten zu bin ben ibn al el da dos di della le la y".split())
LINKS = frozenset("de d' du des la le les l' en et pour sur aux a au".split())
AND_TAILS = frozenset("associes cie compagnie fils freres co sons partners company partenaires management developpement investissement innovation".split())
PREPOSITIONS = frozenset("a en de d' depuis vers au du entre pres".split())
ENGLISH = frozenset("and of the for in".split())
LABELS = frozenset("serie serie- series plan vitamine hepatite type classe categorie point annexe option formule lot tour titre action actions groupe".split())
INSTITUTIONS = frozenset(
    "banque caisse caisses fonds agence institut societe compagnie commission ministere conseil office autorite centre federation association "
    "chambre cour tribunal bureau programme fondation organisation union omnium confederation syndicat direction departement secretariat comite "
    "observatoire haut-commissariat haute cercle club ecole hopital universite region ville academie academy mutuelle credit delegation regie "
    "etat observatoire laboratoire laboratoires groupement service services musee communaute metropole".split()
)
LOWER_INSTITUTIONS = frozenset("gouvernement universite ministere region departement canton prefecture mairie".split())
ARTICLES = frozenset("le la les l' un une des du au aux ce cet cette ces son sa ses leur leurs d' de".split())
NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split())
UNITS = frozenset(
    "million millions milliard milliards euros euro dollars dollar francs ans an mois jours jour salaries personnes employes pays pour fois points "
    "heures minutes km kg tonnes places villes emplois collaborateurs litres livres titres actions start-up startups societes entreprises".split()
)
_ADJ = re.compile(
    r"(?:al|ale|aux|ales|el|elle|els|elles|ique|iques|ien|ienne|iens|iennes|ain|aine|ais|aise|aises|ois|oise|oises|een|eenne|eens|if|ive|ifs|ives|"
    r"aire|aires|ier|iere|ieres|able|ables|eur|eure|eures|ant|ante|ente|ent|ees?|es?s?)$"
)
_ADJ_STRONG = re.compile(
    r"(?:ional|ionale|ionaux|ionales|ial|iale|iaux|iales|uel|uelle|uels|uelles|ique|iques|ienne|ien|iens|iennes|aise|aises|ais|eenne|een|eens|"
    r"eennes|ative|atif|aire|aires|iere|ieres|ral|rale|raux|rales|bal|bale|oise|ois|public|publics|publique|ouest-africaine|africaine|africain)$"
)
_DOTTED = re.compile(r"(?:[A-Z]\.)+$")


@dataclass(slots=True)
class Candidate:
    """A stretch of tokens [i, j) that may be a name."""

    i: int
    j: int
    entries: list[Entry] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    bonus: dict[str, float] = field(default_factory=dict)
    certain: bool = False


class Runs:
    """Finds candidate stretches in tokens; one object a text."""

    def __init__(self, tokens: Tokens, table: NameTable, extra: NameTable | None = None) -> None:
        self.t = tokens
        self.table = table
        self.extra = extra
        self.common = common_words()
        self.given = given_names()
        self.words = name_words()
        self.nouns = nouns()
        self.people = demonyms()
        self.mid: dict[str, int] = {}
        self.heads: set[str] = set()  # words that begin a run inside a sentence
        self.pairs: set[tuple[str, str]] = set()  # neighbours inside a run, inside a sentence
        self.lower: set[str] = set()
        for k, shape in enumerate(tokens.shapes):
            if shape == "l":
                self.lower.add(tokens.folds[k])
            elif shape in "Uc" and not tokens.initial[k] and not tokens.shouting[tokens.sentence[k]]:
                self.mid[tokens.folds[k]] = self.mid.get(tokens.folds[k], 0) + 1
                if tokens.shapes[k - 1] not in "Uc" or not tokens.adjacent(k - 1):
                    self.heads.add(tokens.folds[k])
                elif not tokens.initial[k - 1]:
                    self.pairs.add((tokens.folds[k - 1], tokens.folds[k]))

    def find(self) -> list[Candidate]:
        """Candidates in order, none overlapping."""
        out: list[Candidate] = []
        t, n = self.t, len(self.t)
        i = 0
        while i < n:
            found = self._at(i)
            if found is None:
                i += 1
                continue
            i = max(found.j, i + 1)
            found = self._trim(found)
            if found is not None:
                out.append(found)
        del t
        return out

    # a capital, camel case or digit-led word; « L' », « D' » in capitals inside a sentence
    def _capital(self, i: int) -> bool:
        t = self.t
        shape = t.shapes[i]
        if shape in "Ucd":
            return True
        return shape == "l" and t.words[i][:3] in ("al-", "el-") and t.words[i][3:4].isupper()

    def _lookup(self, i: int) -> tuple[int, list[Entry], bool] | None:
        if self.extra is not None and (hit := self.extra.longest(self.t, i)):
            return hit[0], hit[1], True
        hit = self.table.longest(self.t, i)
        return (hit[0], hit[1], False) if hit else None

    def _at(self, i: int) -> Candidate | None:
        t = self.t
        shape, word = t.shapes[i], t.words[i]
        if shape == "p":
            return None
        if shape in "ln" or (shape == "e" and word[0].islower()):
            if shape == "l" and t.folds[i] in LOWER_INSTITUTIONS and (hit := self._lower_institution(i)):
                return hit
            lower = t.folds[i] in self.table.lower or (self.extra is not None and t.folds[i] in self.extra.lengths)
            if (lower or shape == "n") and (known := self._lookup(i)):
                return Candidate(i, known[0], known[1], certain=known[2])
            if not (shape == "l" and self._capital(i)):
                return None
        if shape == "e" and not (word[0].isupper() and i + 1 < len(t) and t.shapes[i + 1] in "Uc"):
            return None
        known = self._lookup(i)
        if t.folds[i] in ("le", "la", "les", "l'") and i + 1 < len(t):
            nxt = self._lookup(i + 1)
            if nxt and nxt[0] > (known[0] if known else i):
                return None
            if t.initial[i] and t.folds[i + 1] in INSTITUTIONS and not (known and known[0] > i + 1):
                return None
        if shape == "e" and not known and t.initial[i]:
            return None
        if shape == "d" and not known and not self._digit_led(i):
            return None
        j = known[0] if known else i + 1
        if shape == "e" and not known:
            j = i + 2
        whole = known[1] if known else []
        if known and known[2]:
            return Candidate(i, j, whole, certain=True)
        end = self._extend(i, j, whole)
        if end != j:
            whole = []
        return Candidate(i, end, whole)

    def _digit_led(self, i: int) -> bool:
        word = self.t.words[i]
        letters = word.lstrip("0123456789")
        if letters.lower() in {"eme", "ème", "er", "ere", "ère", "re", "nd", "nde", "e", "es"} or word.lower().endswith(("ème", "eme", "ième")):
            return False
        return len(letters) >= 3 and not letters.lower().startswith(("mds", "mio", "mrd", "m€", "usd", "eur", "chf", "mwh", "gwh", "kwh", "musd", "meur"))

    def _extend(self, i: int, j: int, entries: list[Entry]) -> int:
        """How far the run that begins at i and reaches j goes on."""
        t, n = self.t, len(self.t)
        place = bool(entries) and all(e.kind in ("place", "exchange") for e in entries)
        head = t.folds[i]
        place = place and head not in self.given and i > 0 and t.folds[i - 1] in PREPOSITIONS
        while j < n and t.adjacent(j - 1):
            word, shape, key = t.words[j], t.shapes[j], t.folds[j]
            gap = t.starts[j] > t.ends[j - 1]
            if shape in "Ucd" and gap:
                if shape == "d" and not self._digit_led(j):
                    break
                hit = self.table.longest(t, j)
                if key == t.folds[j - 1] or place and not self._organised_ahead(j):
                    break
                if hit and hit[0] - j > 1:
                    j = hit[0]
                else:
                    j += 1
                place = False
                continue
            if shape == "n" and gap and self._number(i, j):
                j += 1
                continue
            if word in "&+" and j + 1 < n and t.shapes[j + 1] in "Ucd" and t.adjacent(j):
                j += 2
                continue
            if (
                word == "."
                and not gap
                and len(t.words[j - 1]) == 1
                and j + 1 < n
                and t.shapes[j + 1] == "U"
                and t.adjacent(j)
                and not (j - i == 1 and i > 0 and t.folds[i - 1] in LABELS)
            ):
                j += 2  # « J. Dupont », « Donald J. Trump »
                continue
            if key in ENGLISH and j + 1 < n and (end := self._english(j)):
                j = end
                continue
            if key == "et" and j + 1 < n and t.folds[j + 1] in AND_TAILS and t.shapes[j + 1] == "U":
                j += 2
                continue
            step = self._linked(i, j, head, place)
            if step is None:
                break
            j = step
        return j

    def _organised_ahead(self, j: int) -> bool:
        """Whether a run that goes on after a place name holds a word of organisations: « Hefei City Investment »."""
        t, k = self.t, j
        while k < len(t) and k - j < 6 and (t.shapes[k] == "U" or t.folds[k] in ENGLISH) and (k == j or t.adjacent(k - 1)):
            if t.words[k] in self.words:
                return True
            k += 1
        return False

    def _english(self, j: int) -> int | None:
        """« State Board of Investment », « Think and Learn »."""
        t, k = self.t, j
        while k < len(t) and k - j < 3 and t.folds[k] in ENGLISH and t.adjacent(k - 1):
            k += 1
        if k < len(t) and t.shapes[k] == "U" and t.adjacent(k - 1) and t.words[j].islower():
            return k + 1
        return None

    def _number(self, i: int, j: int) -> bool:
        t = self.t
        word = t.words[j]
        if not word.isdigit() or len(word) > 4 or (len(word) == 4 and word[:2] in ("19", "20")):
            return False
        if t.folds[j - 1] in LINKS or t.folds[i] in LINKS:
            return False
        if j + 1 < len(t) and t.adjacent(j):
            nxt = t.words[j + 1]
            if nxt in "%€$£°/" or t.folds[j + 1] in UNITS or (t.shapes[j + 1] == "U" and nxt in ("M", "Md", "Mds", "MUSD", "FCFA")):
                return False
            if t.shapes[j + 1] == "l" and t.folds[j + 1] not in LINKS and not self._function(j + 1):
                return False
        return t.folds[j - 1] not in self.people

    def _function(self, j: int) -> bool:
        return self.t.folds[j] in FUNCTION

    def _linked(self, i: int, j: int, head: str, place: bool) -> int | None:
        """End after a linking word and what it links, or None."""
        t, n = self.t, len(self.t)
        key = t.folds[j]
        if key in PARTICLES and self._personal(i, j):
            k = j + 1
            while k < n and k - j < 3 and t.folds[k] in PARTICLES and t.adjacent(k - 1) and t.shapes[k] in "le":
                k += 1
            if k + 1 < n and t.words[k] in ("La", "Le", "Les", "Du", "De", "L'", "L’") and t.shapes[k + 1] == "U" and t.adjacent(k):
                return k + 2
            if k < n and t.shapes[k] == "U" and t.adjacent(k - 1) and not (key in ("de", "du", "d'") and self._organised(k)):
                return k + 1
        if key in ("von", "van") and j + 1 < n:
            k = j + 2 if t.folds[j + 1] in ("der", "den") else j + 1
            if k < n and t.shapes[k] == "U":
                return k + 1
        if place:
            return None
        if key in ("de", "d'", "du", "des", "pour") and head in self.common and (end := self._sigle(i, j)) is not None:
            return end
        institution = head in INSTITUTIONS
        if institution and (t.shapes[j] in "le"):
            return self._tail(i, j)
        # a capitalised common noun inside a sentence heads a name: « les Galeries de Nantes »
        if (
            key in ("de", "d'", "du", "des", "pour", "en", "et")
            and not t.initial[i]
            and j - i == 1
            and t.shapes[i] == "U"
            and head in self.common
            and head not in self.given
            and head not in self.people
            and not t.words[i].isupper()
            and not self.table.longest(t, i)
        ):
            k = j + 1
            while k < n and t.folds[k] in ("la", "l'", "le", "les") and t.adjacent(k - 1):
                k += 1
            if t.folds[j - 1] in NOT_HEADS:
                return None
            hit = self.table.longest(t, k) if k < n else None
            firm = hit is not None and any(e.kind in ("company", "investor", "bank", "person", "media") for e in hit[1])
            if k < n and t.shapes[k] in "Uc" and t.adjacent(k - 1) and key != "et" and not firm and not self._given(k):
                return k + 1
        return None

    def _personal(self, i: int, j: int) -> bool:
        """Whether tokens [i, j) are one or two given names and nothing else."""
        t = self.t
        return j - i <= 2 and all(self._given(k) for k in range(i, j))

    def _given(self, k: int) -> bool:
        key = self.t.folds[k]
        return key in self.given or ("-" in key and key.split("-")[0] in self.given)

    def _organised(self, k: int) -> bool:
        hit = self.table.longest(self.t, k)
        if self.t.adjacent(k) and self.t.shapes[k + 1] == "U":
            return True
        return bool(hit) and any(e.kind not in ("person", "place") or e.source in ("countries", "places") for e in hit[1])

    def _tail(self, i: int, j: int) -> int | None:
        """« Banque [européenne d'investissement] »: adjectives, then linked nouns; a sigle in parentheses settles it."""
        t, n = self.t, len(self.t)
        if (end := self._sigle(i, j)) is not None:
            return end
        k, last = j, None
        head = i if not t.initial[i] or t.folds[i] not in self.lower else None
        while k < n and k - i < 14 and t.adjacent(k - 1):
            key, shape = t.folds[k], t.shapes[k]
            if shape == "l" and (_ADJ_STRONG.search(key) or key in self.people) and key not in FUNCTION:
                last = k = k + 1
                continue
            if key in ("de", "d'", "du", "des", "pour") or (key == "et" and (last is not None or j - i > 1)):
                m = k + 1
                while m < n and t.folds[m] in ("la", "l'", "le", "les", "de", "d'", "des") and t.adjacent(m - 1):
                    m += 1
                if m >= n or not t.adjacent(m - 1):
                    break
                if t.shapes[m] in "Uc":
                    if t.initial[i] and head is None or key == "et" and not (last is None and m == k + 1 and t.folds[m] in self.common):
                        break
                    end = self._extend_caps(m)
                    return self._linked(i, end, t.folds[i], False) or end if key == "et" and end < n and t.adjacent(end - 1) else end
                if t.shapes[m] == "l" and t.folds[m] not in FUNCTION and (key != "et" or t.folds[k + 1] in ARTICLES or last is not None):
                    if key == "et" and not (m > k + 1 or _ADJ_STRONG.search(t.folds[m])):
                        break
                    last = k = m + 1
                    continue
            break
        return None if t.initial[i] and not (i > 0 and t.shapes[i - 1] == "e") else last

    def _extend_caps(self, m: int) -> int:
        t = self.t
        hit = self.table.longest(t, m)
        m = hit[0] if hit else m + 1
        while m < len(t) and t.shapes[m] in "Uc" and t.adjacent(m - 1):
            m += 1
        if m < len(t) and t.shapes[m] == "l" and t.adjacent(m - 1) and t.folds[m] in ("etrangeres", "sociales", "europeennes", "populaire", "moderne", "libre"):
            m += 1
        return m

    def _sigle(self, i: int, j: int) -> int | None:
        """End before « (CNPS) » when its letters are the initials of the words from i on."""
        t, n = self.t, len(self.t)
        k = j
        while k < n and k - i < 16 and t.words[k] != "(" and (t.shapes[k] in "lUec") and t.adjacent(k - 1):
            k += 1
        if k + 2 < n and k > j and t.words[k] == "(" and t.words[k + 1].isupper() and t.shapes[k + 1] == "U" and t.words[k + 2] in ")-":
            sigle = [c for c in t.folds[k + 1] if c.isalpha()]
            if is_sigle(t.words[k + 1], t.text[t.starts[i] : t.ends[k - 1]]):
                return k
            initials = [t.folds[m][0] for m in range(i, k) if t.folds[m] not in LINKS]
            if len(sigle) > 1 and initials[:1] == sigle[:1] and sum(c in sigle for c in initials) >= len(sigle) - 1 and len(initials) >= len(sigle) - 1:
                return k
        return None

    def _lower_institution(self, i: int) -> Candidate | None:
        """« gouvernement du Québec », « université de Gand », « département américain du Commerce »."""
        t, n = self.t, len(self.t)
        k = i + 1
        while k < n and t.adjacent(k - 1) and t.shapes[k] == "l" and (_ADJ_STRONG.search(t.folds[k]) or t.folds[k] in self.people):
            k += 1
        while k < n and t.adjacent(k - 1) and t.folds[k] in ("de", "d'", "du", "des", "la", "l'", "les"):
            k += 1
        if k < n and t.adjacent(k - 1) and t.shapes[k] == "U" and t.folds[k] not in FUNCTION and (k > i + 1 or t.folds[i] in ("region", "universite")):
            return Candidate(i, self._extend_caps(k), bonus={"public_body": 6.0}, why=["institution"])
        return None

    def _trim(self, c: Candidate) -> Candidate | None:
        """Take leading words off that are not of the name; None when nothing is left."""
        t = self.t
        if c.certain or c.entries and (c.j - c.i > 1):
            return c
        while c.i < c.j:
            key, word = t.folds[c.i], t.words[c.i]
            first = t.initial[c.i]
            more = c.j - c.i > 1
            if key in TITLES:
                c.why.append("title")
                c.bonus["person"] = c.bonus.get("person", 0.0) + 6.0
            elif key in STRIP and (more or word.isupper() or key in TITLES) and not (t.words[c.i].isupper() and len(key) > 4):
                if key in ROLES:
                    c.bonus["person"] = c.bonus.get("person", 0.0) + 2.5
                    c.why.append(f"role:{word}")
            elif more and not first and c.i > 0 and (key in self.people) and t.folds[c.i - 1] in ARTICLES and not t.shapes[c.i + 1] == "p":
                c.bonus["company"] = 1.5
                c.why.append(f"apposition:{word}")
            elif first and more and (key in FUNCTION and (key, t.folds[c.i + 1]) not in self.pairs or self._plain_start(c)):
                pass
            elif more and word.isupper() and key in ACRONYMS:
                pass
            elif not first and more and key in FUNCTION and key not in ("le", "la", "les", "l'", "the", "a", "on", "by", "en", "x", "y", "via", "one"):
                pass
            elif t.words[c.i] in "&+.":
                pass
            else:
                break
            c.i += 1
            c.entries = []
        while c.j > c.i and (t.folds[c.j - 1] in LINKS and t.shapes[c.j - 1] != "U" or t.shapes[c.j - 1] == "p"):
            c.j -= 1
        if c.i >= c.j:
            return None
        if not c.entries and (hit := self.table.longest(t, c.i)) and hit[0] == c.j:
            c.entries = hit[1]
        return c

    def _plain_start(self, c: Candidate) -> bool:
        """Whether the first word of a sentence is a plain word before the name: « Fintech Alba », « Lundi Alba »."""
        t = self.t
        key, nxt = t.folds[c.i], t.folds[c.i + 1]
        if (key, nxt) in self.pairs or (self.mid.get(key) and key not in self.lower) or key in self.given:
            return False
        if key in self.people or key in DAYS:
            return True
        noun = self.nouns.get(key)
        if noun is not None and t.words[c.i] not in self.words and key not in INSTITUTIONS:
            return True
        return key in self.common and nxt in self.heads and t.words[c.i] not in self.words and key not in INSTITUTIONS


DAYS = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
TITLES = frozenset("m mm mme mmes mlle mr mrs dr pr me sir lord lady".split())
ROLES = frozenset("pdg dg ceo cfo cto coo p-dg president directeur fondateur cofondateur patron ministre".split())
NOT_HEADS = frozenset("etat republique president premier bourse internet ouest sud nord est conseil gouvernement europe web chine".split())
ACRONYMS = frozenset("spac opa ope opr lbo mbo ipo eti pme vtc ceo cto cfo ia vc esn ong gie".split())
STRIP = TITLES | ROLES | frozenset("startup start-up fintech biotech medtech groupe-".split())
FUNCTION = frozenset(
    "le la les l' un une des du de d' au aux a en dans sur sous par pour avec sans chez vers entre parmi contre selon depuis pendant durant apres avant "
    "apres des lors malgre outre sauf hormis via et ou ni mais or donc car que qu' qui quoi dont quand quant comment pourquoi combien comme si puis "
    "ainsi alors aussi encore enfin ensuite deja toujours jamais souvent parfois ici la-bas hier demain aujourd'hui bientot tot tard tant "
    "tout toute tous toutes tres trop peu plus moins autant assez beaucoup meme memes autre autres certains certaines chaque plusieurs quelque "
    "quelques aucun aucune nul tel telle tels telles ce c' cet cette ces ceci cela ca celui celle ceux celles celui-ci celle-ci ceux-ci celles-ci "
    "mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs je j' tu il elle on nous vous ils elles lui eux moi toi soi se s' y ne n' pas "
    "est sont etait etaient sera seront serait seraient fut a ont avait avaient aura aurait ait etre avoir fait font peut doit va vont "
    "deux trois quatre cinq six sept huit neuf dix onze douze vingt cent mille premier premiere second seconde cependant pourtant toutefois neanmoins "
    "desormais notamment surtout voici voila oui non reste vient merci bravo adieu bonjour suivent suit chacun chacune quiconque crypto urgent exclusif video podcast interview portrait soixante quarante cinquante trente quelle quel quels quelles lequel laquelle jusqu' jusque lorsque lorsqu' puisque "
    "puisqu' quoique afin grace face fort forte seul seule seuls seules rien personne dire cote parallelement resultat "
    "ex ex- non- pro- anti- neo- post- pre- the and of by in".split()
)
