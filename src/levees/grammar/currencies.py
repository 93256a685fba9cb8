"""Currencies of French text: every ISO 4217 code, sign and French name, and what « $ » or « francs » means here.

babel is trusted with CLDR's French names (singular and plural), symbols and the countries that use a currency;
`data/fr/currencies.yml` adds the press's signs and short names and says what a bare head noun stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from levees.grammar.numerals import Page, page

_WORD = re.compile(r"[^\W_]+(?:\.(?=[a-z]\.?))?")
_GLUE = re.compile(r"(?: ?\(| ?[–—] ?| {1,2}| ?\n ?|-|')")
_DATED = re.compile(r" \(.*")
_CODE_AFTER = re.compile(r"[A-Z]{3}(?![^\W_])")
_CODE_BEFORE = re.compile(r"(?<![^\W_])([A-Z]{3}) ?$")
_QUALIFIED = re.compile(
    r" ?\(?(US|U\.S\.|USD|CA|CAD|CAN|Can\.?|CDN|AUD|AUS|NZD|HKD|HK|SGD|TWD|canadiens?|américains?|"
    r"australiens?)\)?(?![^\W_])")
_QUALIFIERS = {"US": "USD", "U.": "USD", "CA": "CAD", "CD": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "TW": "TWD", "am": "USD", "au": "AUD"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency read at some place: its code, where it ends, and whether the code was chosen from the surroundings."""

    start: int
    end: int
    code: str
    inferred: bool = False
    family: str | None = None
    named: bool = False
    risky: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything looked up, built once from CLDR and the data file."""

    codes: frozenset[str]
    never_before: frozenset[str]
    names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    signs: dict[str, str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    abbreviated: dict[str, str]
    families: dict[str, Any]
    cues: dict[str, dict[str, re.Pattern[str]]]


@lru_cache(maxsize=2048)
def fold(word: str) -> str:
    """Lower case, no accents, no plural mark.

    >>> fold("Norvégiennes"), fold("réaux")
    ('norvegienne', 'reau')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return plain[:-1] if len(plain) > 3 and plain[-1] in "sx" else plain


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(fold(w) for w in _WORD.findall(name.replace("’", "'")) if fold(w) not in ("d", "l"))


def _pattern(signs: list[str], *, before: bool) -> re.Pattern[str]:
    parts = []
    for sign in sorted(signs, key=len, reverse=True):
        body = re.escape(sign).replace(r"\ ", " ?")
        head = r"(?<![^\W_])" if before and sign[0].isalpha() else ""
        tail = r"(?![^\W_])" if not before and sign[-1].isalpha() else ""
        parts.append(head + body + tail)
    joined = "|".join(parts)
    return re.compile(rf"({joined}) ?$" if before else joined)


def _cldr() -> tuple[dict[str, list[str]], dict[str, str], frozenset[str], dict[str, list[str]]]:
    """CLDR's French names and symbols, the codes in use today, and the countries of each."""
    from babel import Locale
    from babel.core import get_global

    names: dict[str, list[str]] = {}
    symbols: dict[str, str] = {}
    locale = Locale.parse("fr")
    plurals = locale._data["currency_names_plural"]
    for code, name in locale.currencies.items():
        names[code] = [name, *dict(plurals.get(code, {})).values()]
    for source in ("fr_CA", "fr"):
        for code, symbol in Locale.parse(source).currency_symbols.items():
            if symbol != code and symbol not in ("$", "£", "F", "¤"):
                symbols[symbol.replace("\u00a0", " ").replace("\u202f", " ")] = code
    countries: dict[str, list[str]] = {}
    for territory, spells in get_global("territory_currencies").items():
        for code, _since, until, tender in spells:
            if until is None and tender:
                countries.setdefault(code, []).append(str(locale.territories.get(territory, "")))
    return names, symbols, frozenset(countries), countries


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Build the look-up tables on first use (babel and YAML are imported only here)."""
    import yaml

    data = yaml.safe_load((resources.files("levees.data.fr") / "currencies.yml").read_text(encoding="utf-8"))
    names, symbols, current, countries = _cldr()
    index: dict[tuple[str, ...], str] = {}
    alone = {fold(w) for w in data["not_alone"]}
    heads: dict[str, set[str]] = {}
    old = frozenset(data["old_codes"])
    order = sorted((c for c in names if c not in ("XXX", "XTS")), key=lambda c: (c in current, c in old))
    for code in order:
        for name in names[code]:
            bare = _tokens(_DATED.sub("", name))
            index[bare] = code
            if bare[0] == "nouveau":
                index.setdefault(bare[1:], code)
                bare = bare[1:]
            if code in current:
                heads.setdefault(bare[0], set()).add(code)
    for code in order:
        index.update({_tokens(name): code for name in names[code] if _tokens(_DATED.sub("", name)) != _tokens(name) or index[_tokens(name)] not in current})
    for head, codes in heads.items():
        if head not in alone and len(codes) == 1:
            index.setdefault((head,), min(codes))
    families = data["families"]
    for name, code in data["names"].items():
        index[_tokens(name)] = code
    for head in families:
        if head != "cfa":
            index[_tokens(head)] = head
    for key in [k for k in index if len(k) == 1 and k[0] in alone]:
        del index[key]
    by_head: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for tokens, code in sorted(index.items(), key=lambda item: -len(item[0])):
        by_head.setdefault(tokens[0], []).append((tokens, code))
    signs = {**symbols, **data["signs"]}
    listed = [s for s in signs if len(s) == 1 and not s.isalnum()] + data["prefixed"]
    cues = {family: {code: re.compile(rx) for code, rx in table.items()} for family, table in data["cues"].items()}
    for family in families:
        cues.setdefault(family, _country_cues(family, names, countries))
    return Tables(
        codes=frozenset(c for c in names if c in current or c in old or c in ("XAU", "XAG", "XDR", "CNH")),
        never_before=frozenset(data["not_codes"]) | old,
        names={h: tuple(v) for h, v in by_head.items()},
        signs=signs,
        after=_pattern(list(signs), before=False),
        before=_pattern([*listed, *(s for s in symbols if s.endswith("$"))], before=True),
        abbreviated=data["abbreviated"],
        families=families,
        cues=cues,
    )


def _country_cues(family: str, names: dict[str, list[str]], countries: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """Country names and adjectives that tell the currencies of one head noun apart, from CLDR."""
    cues = {}
    for code, places in countries.items():
        tokens = names.get(code, ["?"])[0].split()
        if fold(tokens[0]) != family or len(tokens) < 2 or family in ("dollar", "franc"):
            continue
        stems = [re.escape(place.lower()) for place in places if place] + [re.escape(tokens[1][: max(5, len(tokens[1]) - 3)])]
        cues[code] = re.compile("|".join(stems))
    return cues


_CANADA = re.compile(
        r"(?P<sure>(?:montants|chiffres|données|dollars?)[^.\n]{0,40}(?:en|sont en) dollars canadiens|\bG\$|"
        r"\(\s?(?:montréal|québec|ottawa|toronto|laval|sherbrooke|gatineau|calgary|vancouver|trois-rivières|saguenay|"
        r"lévis|longueuil)\s?\)|la presse canadienne)"
        r"|(?P<strong>caisse de dépôt|investissement québec|\bcdpq\b|québécois|fonds de solidarité ftq|\bfondaction\b|"
        r"bourse de toronto|\btsx\b|dollars? ca\b|\bcad\b|desjardins|\boac?iq\b|dollars? canadiens?)"
    r"|(?P<weak>\bmontréal|\bquébec\b|\bcanad|\btoronto|\bottawa|\bmirabel|\bdorval|\blaval\b|\bontario)"
        r"|(?P<us>\bm\$ ?us|\$ ?us\b|\bus ?\$|dollars? us\b|dollars? américains?|\busd\b|\(états-unis\)|\bnasdaq|"
        r"\bwall street|san francisco|\bcalifornie|silicon valley|new york)"
)
_OTHER_DOLLARS = re.compile(
    r"(?:dollars?|\$) ?(?P<adj>australiens?|néo-zélandais|de hong ?-?kong|hongkongais|de singapour|singapouriens?|"
    r"taïwanais)")


def guess_dollar(text: str) -> str:
    """Say which dollar « $ » and « dollars » mean in a text: CAD for a Québec or Canadian paper, else USD.

    >>> guess_dollar("(Montréal) La jeune pousse amasse 12 M$."), guess_dollar("OpenAI lève 6 milliards de dollars.")
    ('CAD', 'USD')
    """
    return _guess_dollar(page(text))


_CANADIAN_STEMS = ("canad", "québ", "montréal", "toronto", "ottawa", "g$", "ontario", "cad", "cdpq", "tsx", "desjardins", "(laval)", "calgary", "vancouver")


def _guess_dollar(p: Page) -> str:
    score = 0
    low = p.low
    if not any(stem in low for stem in _CANADIAN_STEMS):
        return "USD"
    if "G$" in p.flat:
        score += 4
    for m in _CANADA.finditer(low):
        if m.lastgroup == "sure":
            score += 4
        elif m.lastgroup == "strong":
            score += 2
        elif m.lastgroup == "weak":
            score += 1
        elif re.search(r"\$ ?us|us ?\$|dollars? us|américain|usd", m.group()):
            score += 1 if score > 0 else 0
        else:
            score -= 2
    return "CAD" if score >= 4 else "USD"


class Surroundings:
    """What a whole text says about the currencies that its bare nouns and signs leave open; all worked out on demand."""

    def __init__(self, p: Page, default_dollar: str | None) -> None:
        """Keep the text; nothing is read yet."""
        self._page = p
        self._default = default_dollar
        self._known: dict[str, str] = {}

    @cached_property
    def dollar(self) -> str:
        """The code of a bare dollar."""
        return self._default or _guess_dollar(self._page)

    def resolve(self, family: str) -> tuple[str, bool]:
        """Return the code that a bare head noun means here, and whether that had to be inferred."""
        if family not in self._known:
            self._known[family] = self._work_out(family)
        rule = tables().families[family]
        code = self._known[family]
        return code, not (rule.get("sure") and code == rule["default"])

    def _work_out(self, family: str) -> str:
        if family == "dollar":
            return self.dollar
        low = self._page.low
        if family == "franc":
            return self._franc(low)
        votes: Counter[str] = Counter()
        for code, cue in tables().cues.get(family, {}).items():
            hits = len(cue.findall(low))
            if hits:
                votes[code] = hits
        default: str = tables().families[family]["default"]
        if not votes:
            return default
        best, hits = votes.most_common(1)[0]
        return default if votes[default] >= hits else best

    def _franc(self, low: str) -> str:
        if re.search(
            r"f\.? ?cfa|francs? cfa|\bbceao\b|\buemoa\b|sénégal|ivoir|\bbrvm\b|\bbeac\b|\bcemac\b|cameroun|gabon|"
            r"burkina|\bmali\b|\btogo\b|\bbénin\b", low):
            return self.resolve("cfa")[0]
        if re.search(
            r"suisse|zurich|genève|lausanne|berne|bâle|romand|vaud|neuchâtel|\bchf\b|\bawp\b|helvé|novartis|nestlé|"
            r"\bubs\b|credit suisse", low):
            return "CHF"
        for cue, code in (
            (r"rwand|kigali", "RWF"), (r"\bguinée\b|conakry", "GNF"), (r"congolais|kinshasa", "CDF"), (r"burund", "BIF"), (r"djibouti", "DJF"),
            (r"comor", "KMF"), (r"calédoni|polynési|nouméa|tahiti|papeete", "XPF"),
        ):
            if re.search(cue, low):
                return code
        if re.search(r"francs? belges?|bruxelles|belgique", low) and re.search(r"\b19[0-9]{2}\b", low):
            return "BEF"
        if re.search(r"anciens? francs|nouveaux francs|francs français|\b(?:19[0-9]{2}|2000|2001)\b|passage à l'euro|à l'époque", low):
            return "FRF"
        return "CHF"


def is_currency_word(word: str) -> bool:
    """Whether a word can begin a currency's name or is its code.

    >>> is_currency_word("euros"), is_currency_word("sociétés")
    (True, False)
    """
    return fold(word) in tables().names or word.upper() in ("CHF", "USD", "EUR", "GBP", "CAD", "FCFA", "DH", "F") or "cent" in word


def unit_after(p: Page, pos: int, around: Surroundings) -> Unit | None:
    """Read the currency that begins exactly at `pos`: a sign, a code, or a name of any length."""
    if pos >= len(p.flat):
        return None
    t = tables()
    first = p.flat[pos]
    if first.isupper():
        m = _CODE_AFTER.match(p.flat, pos)
        if m and m.group() in t.codes:
            return Unit(pos, m.end(), m.group())
    sign = t.after.match(p.flat, pos)
    if first.isalpha():
        named = _named(p, pos, around)
        if named is not None and (sign is None or named.end > sign.end()):
            return named
    if sign is None:
        return None
    key = _sign_key(t, sign.group())
    end = sign.end()
    if key == "dollar":
        q = _QUALIFIED.match(p.flat, end)
        if q:
            word = q.group(1)
            return Unit(pos, q.end(), _QUALIFIERS.get(word[:2], "CAD"))
        return Unit(pos, end, around.dollar, True, "dollar")
    if key in t.families:
        code, inferred = around.resolve(key)
        return Unit(pos, end, code, inferred, key)
    return Unit(pos, end, key)


def _sign_key(t: Tables, found: str) -> str:
    found = found.strip()
    if found in t.signs:
        return t.signs[found]
    squeezed = found.replace(" ", "")
    return next(code for sign, code in t.signs.items() if sign.replace(" ", "") == squeezed)


def _named(p: Page, pos: int, around: Surroundings) -> Unit | None:
    m = _WORD.match(p.text, pos)
    if m is None:
        return None
    t = tables()
    entries = t.names.get(fold(m.group().rstrip(".")))
    if entries is None:
        return None
    words, ends = [fold(m.group())], [m.end()]
    longest = len(entries[0][0])
    while len(words) < longest:
        g = _GLUE.match(p.flat, ends[-1])
        at = g.end() if g else ends[-1]
        w = _WORD.match(p.text, at) if g else None
        if w is None:
            break
        if fold(w.group()) in ("d", "l") and p.flat[w.end() : w.end() + 1] == "'":
            w = _WORD.match(p.text, w.end() + 1)
            if w is None:
                break
        words.append(fold(w.group()))
        ends.append(w.end())
    seen = tuple(words)
    for tokens, code in entries:
        n = len(tokens)
        if seen[:n] != tokens:
            continue
        end = ends[n - 1]
        if "(" in p.flat[pos:end] and p.flat[end : end + 1] == ")":
            end += 1
        if code == "dollar":
            q = _QUALIFIED.match(p.flat, end)
            if q:
                return Unit(pos, q.end(), _QUALIFIERS.get(q.group(1)[:2], "CAD"), named=True)
        if code in t.families:
            resolved, inferred = around.resolve(code)
            return Unit(pos, end, resolved, inferred, code, True)
        return Unit(pos, end, code, named=True)
    return None


def unit_before(p: Page, pos: int, floor: int, around: Surroundings) -> Unit | None:
    """Read the sign or code that ends just before `pos` (one space allowed) and begins no earlier than `floor`."""
    if pos <= floor:
        return None
    last = p.flat[pos - 1]
    if last == " ":
        if pos - 2 < floor:
            return None
        last = p.flat[pos - 2]
    if last.islower() and last not in "sh" or last in ",;:()":
        return None
    t = tables()
    start = max(floor, pos - 8)
    window = p.flat[start:pos]
    m = t.before.search(window)
    if m:
        key = _sign_key(t, m.group(1))
        at = start + m.start()
        if key == "dollar":
            return Unit(at, pos, around.dollar, True, "dollar")
        if key in t.families:
            code, inferred = around.resolve(key)
            return Unit(at, pos, code, inferred, key)
        return Unit(at, pos, key)
    code_m = _CODE_BEFORE.search(window)
    if code_m and code_m.group(1) in t.codes and (start == 0 or code_m.start() > 0 or not p.flat[start - 1].isalnum()):
        return Unit(start + code_m.start(), pos, code_m.group(1), risky=code_m.group(1) in t.never_before)
    return None
