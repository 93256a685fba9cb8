"""One entity for each party of an article: sigles, short forms, surnames, former names, spellings joined."""

from __future__ import annotations

import re

from levees.names.canonical import canonical, gender, name_key, strip_legal
from levees.names.lexicon import Entry, known_names, name_words
from levees.names.model import KINDS, Name, NamedEntity, coarse
from levees.names.sigles import is_sigle
from levees.names.tokens import fold

_FORMER = re.compile(
    r"^\s*[,(]?\s*(?:anciennement|ex-|ancien(?:ne)?|auparavant|jadis|autrefois|naguère|"
    r"dont l'ancien nom est|née?|rebaptisée?|renommée?|devenue?|désormais|"
    r"aujourd['’]hui|alias|connue? sous le nom de|qui (?:s'appelait|se nommait)(?: alors)?|dite?)\s*[:«\"]?\s*$"
)


_GENERIC = frozenset({"group", "groupe", "holding", "sa", "international", "technologies", "technology", "industries", "corp", "company"})


class _Group:
    __slots__ = ("mentions", "parent")

    def __init__(self) -> None:
        self.parent: int | None = None
        self.mentions: list[Name] = []


def build_entities(text: str, names: list[Name]) -> list[NamedEntity]:
    """Join mentions into entities, in order of first mention; offsets and mentions are those of `names`.

    >>> from levees.sentences import split_sentences
    >>> from levees.names.find import find_names
    >>> text = "Tesla, que dirige Elon Musk, recule. M. Musk n'a rien dit."
    >>> [(e.name, e.aliases) for e in build_entities(text, find_names(text, split_sentences(text)))]
    [('Tesla', []), ('Elon Musk', ['Musk'])]
    """
    ordered = sorted(names, key=lambda n: n.start)
    keys: dict[str, int] = {}
    groups: list[_Group] = []
    for name in ordered:
        key = _key_of(name)
        if name.kind == "person" or name.kind == "place":
            key = f"{name.kind}:{key}" if f"{name.kind}:{key}" in keys or key not in keys else key
        at = keys.get(key)
        if at is None:
            at = keys[key] = len(groups)
            groups.append(_Group())
        groups[at].mentions.append(name)
    _join(text, ordered, keys, groups)
    return _make(text, groups)


def _key_of(name: Name) -> str:
    if name.ids or name.ambiguous:
        return "registry:" + (repr(sorted(name.ids.items())) if name.ids else fold(name.text))
    return name_key(name.canonical or name.text)


def _root(groups: list[_Group], i: int) -> int:
    while groups[i].parent is not None:
        i = groups[i].parent  # type: ignore[assignment]
    return i


def _unite(groups: list[_Group], a: int, b: int) -> None:
    a, b = _root(groups, a), _root(groups, b)
    if a == b:
        return
    ids_a, ids_b = _ids(groups[a]), _ids(groups[b])
    if ids_a and ids_b and ids_a != ids_b:
        return
    first, second = min(a, b), max(a, b)
    groups[first].mentions.extend(groups[second].mentions)
    groups[first].mentions.sort(key=lambda n: n.start)
    groups[second].parent = first


def _ids(group: _Group) -> dict[str, str]:
    return next((n.ids for n in group.mentions if n.ids), {})


def _join(text: str, ordered: list[Name], keys: dict[str, int], groups: list[_Group]) -> None:
    owner = {id(n): g for g, group in enumerate(groups) for n in group.mentions}
    _neighbours(text, ordered, owner, groups)
    kinds = [_kind(group.mentions) for group in groups]
    bare = {g: key.split(":", 1)[-1] for key, g in keys.items()}
    _surnames(bare, kinds, groups)
    _shorts(bare, kinds, groups)
    _known(bare, kinds, groups)


def _neighbours(text: str, ordered: list[Name], owner: dict[int, int], groups: list[_Group]) -> None:
    """Sigles and other names in parentheses, former names."""
    for a, b in zip(ordered, ordered[1:], strict=False):
        if coarse(a.kind) != coarse(b.kind) and not {a.kind, b.kind} & {"other", "product", "company"}:
            continue
        between = text[a.end : b.start]
        if len(between) > 40 or "\n" in between:
            continue
        after = text[b.end : b.end + 2]
        if between.strip() == "(" and after[:1] == ")" and _same_thing(a, b):
            _unite(groups, owner[id(a)], owner[id(b)])
        elif (cue := _FORMER.match(between)) and "person" not in (a.kind, b.kind) and "place" not in (a.kind, b.kind):
            if not re.search(r"devenu|rebapti|renomm|désormais|aujourd", cue.group()):
                for n in groups[owner[id(b)]].mentions:
                    n.why = (*n.why, "former")
            else:
                for n in groups[owner[id(a)]].mentions:
                    n.why = (*n.why, "former")
            _unite(groups, owner[id(a)], owner[id(b)])
        elif re.fullmatch(r"\s*[,(]\s*l['’](?:ex-|ancien(?:ne)? )", between) and a.kind != "person":
            _unite(groups, owner[id(a)], owner[id(b)])


def _same_thing(a: Name, b: Name) -> bool:
    """« Banque européenne d'investissement (BEI) », « Andreessen Horowitz (a16z) », not « Alba (Lyon) » nor « Alba (Axa) »."""
    if b.kind == "place" or a.kind == "place" or a.kind == "person":
        return False
    return is_sigle(b.text, a.text) or is_sigle(a.text, b.text)


def _surnames(bare: dict[int, str], kinds: list[str], groups: list[_Group]) -> None:
    """« Musk », « M. Musk » belong to Elon Musk; a given name alone to its only bearer."""
    full = [g for g, key in bare.items() if kinds[g] == "person" and " " in key]
    for g, key in bare.items():
        if " " in key or kinds[g] not in ("person", "company", "other", "product"):
            continue
        titled = any("title" in w for n in groups[g].mentions for w in n.why)
        bearers = [f for f in full if bare[f].split(" ")[-1] == key or bare[f].split(" ", 1)[1] == key]
        if not bearers and kinds[g] == "person":
            bearers = [f for f in full if bare[f].split(" ")[0] == key]
        if len(bearers) != 1:
            continue
        organised = any(w.startswith(("lexicon:comp", "lexicon:ban", "lexicon:inv", "suffix")) for n in groups[g].mentions for w in n.why)
        if kinds[g] == "person" or titled or not organised:
            _unite(groups, bearers[0], g)
    for g in full:
        last = bare[g].split(" ")[-1]
        for f in full:
            if (
                f != g
                and len(bare[f].split(" ")) > len(bare[g].split(" "))
                and bare[f].split(" ")[0] == bare[g].split(" ")[0]
                and bare[f].endswith(" " + last)
            ):
                _unite(groups, f, g)


def _shorts(bare: dict[int, str], kinds: list[str], groups: list[_Group]) -> None:
    """« Verkor » for « Verkor Industries » when only one longer name begins so."""
    words = name_words()
    places = known_names()
    for g, key in bare.items():
        if kinds[g] == "person" or kinds[g] == "place":
            continue
        longer = [f for f, other in bare.items() if f != g and kinds[f] not in ("person", "place") and other.startswith(key + " ")]
        longer = [f for f in longer if _root(groups, f) != _root(groups, g)]
        if len({_root(groups, f) for f in longer}) != 1:
            continue
        long = bare[longer[0]]
        if not _compatible(kinds[g], kinds[longer[0]], long[len(key) + 1 :], words):
            continue
        if any(" " in name_key(n.text) and not name_key(n.text).startswith(key) for n in groups[_root(groups, g)].mentions):
            continue  # it already stands for another full name
        entries = places.entries.get(key, ())
        if long[len(key) + 1 :] not in _GENERIC and any(_other_party(e, long) for e in entries):
            continue
        _unite(groups, longer[0], g)
    for g, key in bare.items():
        # sigles first spelt far from their full name: « la BEI » before « Banque européenne d'investissement »
        if " " in key or not 1 < len(key) < 8 or not any(n.text.isupper() for n in groups[g].mentions):
            continue
        full = [
            f
            for f, other in bare.items()
            if f != g and coarse(kinds[f]) == "organisation" and " " in other and len(other) > 12 and is_sigle(key, other, strict=True)
        ]
        if len({_root(groups, f) for f in full}) == 1:
            _unite(groups, full[0], g)


def _other_party(entry: Entry, long: str) -> bool:
    """A known name of its own (« Airbus » beside « Airbus Ventures ») is no short form of a longer one."""
    return entry.kind not in ("other", "product") and name_key(entry.name) != long and entry.form == entry.name


def _compatible(short: str, long: str, rest: str, words: dict[str, tuple[str, float]]) -> bool:
    if coarse(short) != coarse(long) and "other" not in (short, long):
        return {short, long} <= {"company", "product"} and False
    owned = {
        "ventures",
        "venture",
        "capital",
        "fund",
        "participations",
        "partners",
        "innovation",
        "ii",
        "iii",
        "i",
        "iv",
        "1",
        "2",
        "3",
        "holding",
    }
    tail = rest.split(" ")
    if short == "company" and long == "investor" and tail[-1] in owned:
        return False
    del words
    return not any(part.isdigit() for part in tail)


def _known(bare: dict[int, str], kinds: list[str], groups: list[_Group]) -> None:
    """Names that a lexicon gives as one: « Bpifrance » and « Oséo » are not written alike."""
    table = known_names()
    seen: dict[tuple[str, str], int] = {}
    for g in bare:
        for n in groups[g].mentions[:1]:
            key = " ".join(fold(n.text).split())
            for e in table.entries.get(key, ()):
                if e.kind in ("place", "other", "product") or e.kind != kinds[g] and coarse(e.kind) != coarse(kinds[g]):
                    continue
                mark = (e.source, e.name)
                if mark in seen:
                    _unite(groups, seen[mark], g)
                else:
                    seen[mark] = g


def _kind(mentions: list[Name]) -> str:
    totals = dict.fromkeys(KINDS, 0.0)
    for n in mentions:
        weight = 1.5 if " " in n.text else 1.0
        for kind, belief in (n.kinds or {n.kind: n.score}).items():
            totals[kind] += weight * belief
        if n.why[:1] == ("registry",):
            totals[n.kind] += 50.0
    return max(totals, key=lambda k: totals[k])


def _make(text: str, groups: list[_Group]) -> list[NamedEntity]:
    out: list[NamedEntity] = []
    live = [g for g in groups if g.parent is None and g.mentions]
    live.sort(key=lambda g: g.mentions[0].start)
    for index, group in enumerate(live):
        kind = _kind(group.mentions)
        name = canonical(text, group.mentions, kind)
        forms = dict.fromkeys(strip_legal(n.text) for n in group.mentions)
        aliases = [form for form in forms if form != name and not (form.isupper() and fold(form) == fold(name))]
        ids = _ids(group)
        for n in group.mentions:
            if n.why[:1] == ("registry",) and n.canonical and n.canonical != name and n.canonical not in aliases:
                aliases.append(n.canonical)
        out.append(NamedEntity(index, name, kind, aliases, group.mentions, ids, gender(text, group.mentions, kind)))
    return out
