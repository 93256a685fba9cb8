"""Currencies of French text: every ISO 4217 code, sign and French name, and what « $ » or « francs » means here.

babel is trusted with CLDR's French names (singular and plural), symbols and the countries that use a currency;
`data/fr/currencies.yml` adds the press's signs and short names and says what a bare head noun stands for.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from levees.grammar.amounts_tables import WORD, Tables, fold, tables
from levees.grammar.currencies_guess import dollar_of, guess_currency, guess_dollar, home_of
from levees.grammar.numerals import Page

_GLUE = re.compile(r"(?: ?\(| ?[–—] ?| {1,2}| ?\n ?|-|')")
_CODE_AFTER = re.compile(r"[A-Z]{3}(?![^\W_])")
_SCALED_BEFORE = re.compile(r"(?<![^\W_])(k|K|Mds?|Mio|M)([A-Z]{3}|[€$£]) ?$")
_SCALES = {"k": Decimal(1000), "K": Decimal(1000), "M": Decimal(10**6), "Mi": Decimal(10**6), "Md": Decimal(10**9)}
_CODE_BEFORE = re.compile(r"(?<![^\W_])([A-Z]{3}) ?$")
_TRADED = frozenset(
    "EUR USD CHF GBP CAD JPY CNY AUD NZD HKD SGD SEK NOK DKK PLN CZK HUF INR BRL MXN ZAR KRW TWD MAD TND DZD XOF XAF XPF AED SAR QAR "
    "EGP NGN KES ILS RUB TRY THB FRF".split())
_AFTER_NAME = re.compile(r"[A-ZÀ-Þ][\w-]* $")  # « Sián FKP 37 »: more likely a model than a price
_QUALIFIED = re.compile(
    r" ?\(?(US|U\.S\.|USD|CA|CAD|CAN|Can\.?|CDN|AUD|AUS|NZD|HKD|HK|SGD|TWD|canadiens?|américains?|"
    r"australiens?)\)?(?![^\W_])")
_QUALIFIERS = {
    "US": "USD", "U.": "USD", "am": "USD", "CA": "CAD", "CD": "CAD", "AU": "AUD", "au": "AUD", "NZ": "NZD", "HK": "HKD",
    "SG": "SGD", "TW": "TWD",
}


_FRANCS_OF_OLD = re.compile(
    r"\b(?:19[0-9]{2}|2000|2001)\b[^.!?\n]{0,100}\bfrancs?\b|\bfrancs?\b[^.!?\n]{0,60}\b(?:19[0-9]{2}|2000|2001)\b")

__all__ = ["Surroundings", "Unit", "guess_currency", "guess_dollar", "is_currency_word", "unit_after", "unit_before"]


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
    magnitude: Decimal | None = None


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
        return self._default or dollar_of(self._page)

    @cached_property
    def home(self) -> str | None:
        """The currency in which the text counts when it names none, where its places tell."""
        return home_of(self._page, self.dollar)

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
        if tables().home["CHF"].search(low):
            return "CHF"
        for cue, code in (
            (r"rwand|kigali", "RWF"), (r"\bguinée\b|conakry", "GNF"), (r"congolais|kinshasa", "CDF"),
            (r"burund", "BIF"), (r"djibouti", "DJF"),
            (r"comor", "KMF"), (r"calédoni|polynési|nouméa|tahiti|papeete", "XPF"),
        ):
            if re.search(cue, low):
                return code
        if re.search(r"francs? belges?|bruxelles|belgique", low) and re.search(r"\b19[0-9]{2}\b", low):
            return "BEF"
        if re.search(r"anciens? francs|nouveaux francs|francs français|passage à l'euro", low):
            return "FRF"
        if _FRANCS_OF_OLD.search(low):
            return "FRF"
        old = ("euro" in low or "€" in low) and re.search(r"\b(?:19[0-9]{2}|2000|2001)\b|à l'époque", low)
        return "FRF" if old else "CHF"


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
    m = WORD.match(p.text, pos)
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
        w = WORD.match(p.text, at) if g else None
        if w is None:
            break
        if fold(w.group()) in ("d", "l") and p.flat[w.end() : w.end() + 1] == "'":
            w = WORD.match(p.text, w.end() + 1)
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
    scaled = _SCALED_BEFORE.search(window)
    if scaled:
        known = scaled.group(2) if scaled.group(2) in t.codes else t.signs.get(scaled.group(2))
        if known is not None:
            code, inferred = (around.dollar, True) if known == "dollar" else (known, False)
            return Unit(start + scaled.start(), pos, code, inferred, magnitude=_SCALES[scaled.group(1)[0] + scaled.group(1)[1:2]])
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
        at, code = start + code_m.start(), code_m.group(1)
        risky = code in t.never_before or (code not in _TRADED and _AFTER_NAME.search(p.flat[max(0, at - 20) : at]) is not None)
        return Unit(at, pos, code, risky=risky)
    return None
