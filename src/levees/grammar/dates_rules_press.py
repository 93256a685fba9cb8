"""Rules for what the press says of its own moment: « à la rentrée », « le résultat trimestriel », « alors », « dans la matinée »."""

from __future__ import annotations

from levees.grammar.dates_lexer import value
from levees.grammar.dates_model import Groups, Node, charset
from levees.grammar.dates_rules import BOOK, follows_year, number, ordinal, part_of_day, year_suffix
from levees.grammar.dates_rules_durations import iso

rule = BOOK.rule


@rule("{la}{rentree}")
def rentree(g: Groups) -> Node | None:
    """« à la rentrée », « la rentrée 2023 »: September; not « la rentrée d'argent »."""
    t = g.tokens
    ref, j = year_suffix(t, g.j)
    if ref is None and not (g.i and t.words[g.i - 1] in ("à", "pour", "depuis", "dès", "avant", "après", "vers")):
        return None
    if t.words[j : j + 1] in (["d"], ["atmosphérique"]):
        return None
    if ref is None and t.words[j : j + 2] in (["de", "janvier"], ["de", "septembre"]):
        month = int(value(t.words[j + 1]))
        ref, j = year_suffix(t, j + 2)
        return Node("month", g.i, j, ref, month=month)
    return Node("month", g.i, j, ref, month=9)


_REPORTED = frozenset(
    """affaires résultat résultats bénéfice bénéfices perte pertes revenu revenus ventes recettes profit profits comptes ebitda ebit
    excédent marge bilan production consommation livraisons commandes encaissements publication dividende""".split()
)
_AIMED = frozenset("objectif objectifs prévision prévisions perspective perspectives cible cibles budget".split())


@rule("(?P<p>{periodic})")
def periodic(g: Groups) -> Node | None:
    """« le bénéfice trimestriel », « l'objectif annuel »: the period just ended, or aimed at."""
    t, unit = g.tokens, str(g.val("p"))
    before = t.words[max(0, g.i - 4) : g.i]
    aimed = any(w in _AIMED for w in before)
    if not aimed and not any(w in _REPORTED for w in before):
        return None
    if unit == "Y" and not aimed and before and before[-1] in ("affaires", "revenu", "production", "consommation", "recettes"):
        return None  # a rate
    return Node("period", g.i, g.j, unit=unit, value="aimed" if aimed else "")


@rule("{alors}")
def then(g: Groups) -> Node | None:
    """« elle valait alors 3 M€ »: the year last named; only after a verb of the past."""
    t = g.tokens
    before = t.words[g.i - 1] if g.i else ""
    if not before.endswith(("ait", "aient")) or before.endswith(("rait", "raient")):
        return None
    if t.words[g.j : g.j + 1] in (["que"], ["qu"], ["même"]):
        return None
    return Node("then", g.i, g.j)


@rule("{a}{l}(?P<e>{periode})")
def at_the_time(g: Groups) -> Node | None:
    """« à l'époque »: the year last named, else somewhere in the past."""
    t = g.tokens
    if g.word("e") != "époque" or t.words[g.j : g.j + 1] in (["de"], ["du"], ["des"], ["où"], ["d"]):
        return None
    return Node("then", g.i, g.j, value="PAST_REF")


@rule("{soiree}(?:{de}|{du}|{d})(?P<wd>{weekday})(?:(?:{a}|{au}){weekday})?", "{apres}{dash}{soiree}(?:{de}|{du})(?P<wd>{weekday})")
def night_between(g: Groups) -> Node | None:
    """« dans la soirée de lundi »; « dans la nuit de lundi à mardi » is the night of the first day."""
    t = g.tokens
    if g.j - g.i > 3 and t.words[g.i] not in ("nuit", "après"):
        return None
    if g.word("wd").endswith("s"):
        return None
    k = g.i + 2 if t.words[g.i] == "après" else g.i
    return Node("weekday", g.i, g.j, weekday=int(g.val("wd")), time=part_of_day(t, k))


@rule("{soiree}{du}(?:(?P<first>{day_number}){au})?DAY MON", "{apres}{dash}{soiree}{du}DAY MON")
def night_of(g: Groups) -> Node | None:
    """« la nuit du 3 au 4 mai », « dans la matinée du 12 mars 2024 »."""
    t = g.tokens
    day = int(g.word("first")) if "first" in g.match.groupdict() and g.at("first") >= 0 else int(number(g.words("day")) or 0)
    if not 1 <= day <= 31:
        return None
    ref, j = year_suffix(t, g.j)
    k = g.i + 2 if t.words[g.i] == "après" else g.i
    return Node("day", g.i, j, ref, month=9 if g.word("month") == "sept" else int(g.val("month")), day=day, time=part_of_day(t, k))


_DAYPARTS = frozenset("matinée soirée nuit matin journée".split())


@rule(
    "{dans}{la}(?P<p>{soiree}|{day_unit})(?:{same})?",
    "{dans}{l}{apres}{dash}(?P<p>{soiree})(?:{same})?",
    "{l}{apres}{dash}(?P<p>{soiree}){same}?",
    "{en}(?:{debut}|{fin}|{milieu})?(?:{de}|{d})?(?P<p>{soiree}|{day_unit})(?={comma}|{dot}|{stop}|{close}|{break_}|$)",
    "{en}(?:{debut}|{fin}|{milieu}){d}{apres}{dash}(?P<p>{soiree})",
)
def day_part(g: Groups) -> Node | None:
    """« dans la matinée », « en fin de journée », « l'après-midi même »: of the day last named, else of publication."""
    t, w = g.tokens, g.word("p")
    afternoon = "après" in t.words[g.i : g.j]
    if afternoon != (w == "midi") or (not afternoon and w not in _DAYPARTS) or w == "journée" and t.words[g.i] == "en" and g.j - g.i < 3:
        return None
    if t.words[g.j : g.j + 1] in (["du"], ["de"], ["d"], ["des"]):
        return None
    i = g.i if t.words[g.i] == "l" else g.i + 1
    return Node("day_part", i, g.j, time="TAF" if afternoon else {"journée": ""}.get(w, str(value(w))))


@rule("{le}(?P<p>{soiree})(?={comma}|{dot}|{stop}|{close})", "{la}(?P<p>{soiree}){last}", "{tout}{la}(?P<p>{soiree}|{day_unit})")
def habitual(g: Groups) -> Node | None:
    """« Le matin, … », « la nuit dernière », « toute la journée »; « le midi » is a region as well."""
    t, w = g.tokens, g.word("p")
    if t.words[g.j - 1].startswith("dern"):
        return Node("rel", g.i, g.j, n=-1, unit="D", time=part_of_day(t, g.at("p"))) if w == "nuit" else None
    if t.words[g.i] == "toute":
        if t.words[g.j : g.j + 1] in (["de"], ["du"], ["d"]) or w not in ("journée", "soirée", "matinée", "nuit"):
            return None
        return Node("duration", g.i, g.j, value="P1D") if w == "journée" else Node("day_part", g.i, g.j, time=part_of_day(t, g.j - 1))
    return Node("day_part", g.i, g.j, time=part_of_day(t, g.j - 1)) if w in ("matin", "soir") else None


@rule("{des}(?P<u>{unit})")
def many(g: Groups) -> Node | None:
    """« pendant des années », « depuis des mois »: nobody says how many."""
    t = g.tokens
    wanted = g.i and t.words[g.i - 1] in ("pendant", "durant", "depuis", "passé", "dure", "duré", "prendra", "pris")
    if not wanted or not g.word("u").endswith("s") or g.j < len(t.words) and t.words[g.j] in ("de", "du", "d"):
        return None
    return Node("duration", g.i, g.j, value=iso(None, str(g.val("u"))))


@rule(
    "ORD{week_unit}(?:{de}|{d}|{du}{month_unit}{de}|{du}{month_unit}{d})(?P<month>{month})",
    "(?P<ord>{last}){week_unit}(?:{de}|{d})(?P<month>{month})",
)
def nth_week(g: Groups) -> Node | None:
    """« la deuxième semaine de mai »: the week of the month's second Monday."""
    ref, j = year_suffix(g.tokens, g.j)
    n = ordinal(g.word("ord"))
    return Node("nth_week", g.i, j, ref, month=int(g.val("month")), n=n) if -1 <= n <= 5 and n else None


@rule("{le}(?P<d>{day_number}|{first})(?:{du}{month_unit}(?:{en}{cours}|{running}|(?P<side>{last}|{next}))?|{de}{this}{month_unit}|{cours})")
def day_of_month(g: Groups) -> Node:
    """« le 30 du mois », « le 15 de ce mois », « le 3 courant », « le 15 du mois prochain »."""
    return Node("day_of_month", g.i + 1, g.j, day=ordinal(g.word("d")), n=int(g.val("side")) if g.at("side") >= 0 else 0)


@rule("{week_unit}(?P<n>{day_number}|{small})(?!{unit}|{amount}|{small}|{au}|{et}|{weekday}|{month})")
def week_number(g: Groups) -> Node | None:
    """« la semaine 23 »; not « par semaine 23 personnes »."""
    t, n = g.tokens, int(g.word("n"))
    if not 1 <= n <= 53 or not (g.i and t.words[g.i - 1] in ("la", "en", "de", "dès", "depuis", "fin", "début")):
        return None
    ref, j = year_suffix(t, g.j)
    return Node("week_number", g.i, j, ref, n=n) if ref or follows_year(t, g.j) else None


@rule("{week_unit}{du}(?P<a>{day_number}){au}DAY MON")
def week_from(g: Groups) -> Node | None:
    """« la semaine du 6 au 10 mai »."""
    day = int(number(g.words("day")) or 0)
    ref, j = year_suffix(g.tokens, g.j)
    right = Node("day", g.i, j, ref, month=9 if g.word("month") == "sept" else int(g.val("month")), day=day)
    left = Node("day", g.i, j, ref, month=right.month, day=int(g.word("a")))
    return Node("interval", g.i, j, left=left, right=right) if 1 <= left.day < day <= 31 else None


@rule("{le}{day_unit}{same}", "{this}{same}(?P<u>{unit})", "{le}{month_unit}{cours}")
def that_very(g: Groups) -> Node | None:
    """« le jour même », « ce même mois », « le mois courant »."""
    words = g.tokens.words[g.i : g.j]
    if words[-1] == "courant":
        return Node("rel", g.i, g.j, unit="M")
    if words[-1] == "cours":
        return None
    unit = str(value(g.word("u"))) if words[0] != "le" else "D"
    return Node("same", g.i, g.j, unit=unit)


@rule("{this}(?P<u>{day_unit}){dash}{ci}")
def these_days(g: Groups) -> Node | None:
    """« ces jours-ci »."""
    return Node("these_days", g.i, g.j) if g.word("u") == "jours" else None


@rule("(?:{des}|{art}|{this})NUM UNIT{preceding}", "{des}NUM UNIT(?:{last}|{next})")
def counted_before(g: Groups) -> Node | None:
    """« les deux années précédentes »: whole units before publication, or before the interval last named."""
    count = g.words("num")
    n = number(count)
    if not n or value(count[0]) == "X":
        return None
    back = value(g.tokens.words[g.j - 1]) == -1
    i = g.i + 1 if g.tokens.words[g.i] == "des" else g.i
    anchor = g.tokens.words[g.j - 1].startswith(("précéd", "antér"))
    return Node("counted", i, g.j, n=-1 if back else 1, count=int(n), unit=str(value(g.word("unit"))), value="anchor" if anchor else "")


_CLOSING_VERBS = ("termin", "clôtur", "clos", "clor", "clôt", "fini", "boucl", "achev", "achèv", "entam", "conclu")
_FIGURES = frozenset(
    "cumul ebitda résultat résultats chiffre affaires ventes bénéfice bénéfices objectif objectifs recettes revenus pronostic".split()
)
_NOT_AT_HAND = frozenset("de du d des qui où fiscale scolaire".split())


@rule("{l}(?P<u>{year_unit}|{exercice})")
def year_at_hand(g: Groups) -> Node | None:
    """« elle clôturera l'année », « un cumul de l'année », « l'année se terminerait »."""
    t, w = g.tokens, g.word("u")
    if w not in ("année", "exercice") or g.j < len(t.words) and (t.words[g.j] in _NOT_AT_HAND or t.classes[g.j] in charset("clos")):
        return None
    before, earlier = (t.words[g.i - 1] if g.i else ""), (t.words[g.i - 2] if g.i > 1 else "")
    verb = before.startswith(_CLOSING_VERBS)
    opening = before in ("", ".", "\x01") and t.words[g.j : g.j + 1] in (["se"], ["s"], ["a"], ["est"], ["sera"], ["fut"], ["avait"])
    if not (verb or opening or before == "pour" or before == "de" and (earlier in _FIGURES or earlier in ("terme", "fil", "bout"))):
        return None
    done = verb and before.endswith(("é", "os", "lu", "i")) and t.words[g.i - 2 : g.i - 1] not in (["sera"], ["aura"])
    return Node("current", g.i, g.j, unit="Y", value="closed" if done else "fiscal" if w == "exercice" else "")


@rule(
    "(?:{art}|{au})(?P<d>{preceding}|{next}|{following}|{last}){exercice}{fiscal}?",
    "{art}{exercice}{fiscal}?(?P<d>{last}|{next})",
    "{l}{exercice}{en}{cours}",
)
def exercise(g: Groups) -> Node | None:
    """« le précédent exercice », « l'exercice écoulé », « l'exercice en cours »; one with a closing date is read elsewhere."""
    t = g.tokens
    if t.classes[g.j : g.j + 1] == charset("clos"):
        return None
    if "d" not in g.match.groupdict() or g.at("d") < 0:
        return Node("rel", g.i, g.j, unit="Y")
    n, word, i = int(g.val("d")), g.word("d"), g.i + (g.tokens.words[g.i] == "au")
    if word.startswith(("précéd", "suiv")):
        return Node("adjacent", i, g.j, n=n, unit="Y")
    return Node("rel", i, g.j, n=n, unit="Y")
