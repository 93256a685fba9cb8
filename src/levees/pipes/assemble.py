"""Drafts to schema objects: every field grounded, enough said of how it was read."""

from __future__ import annotations

from typing import Any

from levees.factuality.assess import survey
from levees.pipes.reading import Reading
from levees.pipes.sureness import Weights, shipped, sureness
from levees.reader.decode import Draft
from levees.reader.facts import assessed
from levees.reader.fuse import MAIN as MAIN_SLOT
from levees.reader.instruments import INSTRUMENTS, basis_of, instrument_of
from levees.reader.lead import is_lead
from levees.reader.lexicon import WordClasses
from levees.reader.listing import exchange_of
from levees.reader.market import change_of, count_of, scope_of
from levees.reader.metrics import METRICS, metric_of
from levees.reader.proposals import WORD_TYPES
from levees.reader.score import Inputs
from levees.reader.signs import signed_change
from levees.reader.surface import Reasons, merged
from levees.reader.titles import is_public_office, role_of
from levees.reader.weigh import weigh
from levees.schema import EVENT_TYPES, Ground, Money, Party, PartyKind, Span, TimeExpression, Trigger
from levees.schema.events import BaseEvent

LISTS = {"investors", "advisors", "acquirers", "sellers", "founders"}
TRIGGERS = WORD_TYPES | {"Valuation": ("value",), "TotalRaised": ("total",), "FundClosing": ("fund", "raise_verb"),
                         "FundingRound": ("raise_verb", "inject_verb", "round_noun"), "MarketActivity": ("market", "raise_verb"),
                         "FinancialResult": ("revenue", "profit")}
SURE_DATE = 0.6  # from here on an event's date decides that what lies ahead is planned
METRIC_WEIGHT = 12.0  # the words beside a figure name it better than the network does; by cross-validation
LONE_POST = 0.7  # somebody who comes or goes where no firm is named is mostly in politics or in sport
RATED = {"change_percent": "percent"}  # slots whose belief goes by another name
NO_POST = 0.4  # who comes or goes to no post that is named: « nommée » of a prize, « élue » of a film; across folds
BASES = ("pre_money", "post_money", "market_cap")


class Assembler:
    """Builds the events of one article."""

    def __init__(self, reading: Reading, inputs: Inputs, lexicon: WordClasses, *, weights: Weights | None = None) -> None:
        self.r, self.i, self.lexicon = reading, inputs, lexicon
        self.weights = shipped() if weights is None else weights

    def events(self, drafts: list[Draft]) -> list[BaseEvent]:
        """Typed events, in the article's order."""
        return [e for e in map(self.event, drafts) if e is not None]

    def event(self, d: Draft) -> BaseEvent | None:
        """One event; None where its main party is no party (a place, a law)."""
        e = self.i.encoded
        anchor = e.anchors[d.anchor]
        name = "LeadershipChange" if d.type.startswith("LC.") else d.type
        slots: dict[str, Any] = {"status": d.values["status"], "certainty": d.values["certainty"]}
        grounds: dict[str, Ground] = {}
        if d.main is not None:
            main = self.party(d.main, d.main_mention)
            if main is None:
                return None
            slots[MAIN_SLOT[name]] = main
            grounds[MAIN_SLOT[name]] = Ground(strategy="reader")
        for slot, parties in d.slots.items():
            leads = self.leads(d, parties) if slot == "investors" and name == "FundingRound" else set()
            found = [p for p in (self.party(x, m, lead=x in leads, sure=self.sure(slot, c, d)) for x, m, c in parties) if p is not None]
            if found:
                slots[slot] = sorted(found, key=lambda p: p.start or 0) if slot in LISTS else found[0]
        if anchor.kind == "amount":
            if "amount" in EVENT_TYPES[name].model_fields:
                slots["amount"] = anchor.source.to_money()
        if d.percent is not None:
            percent = e.percents[d.percent].source
            if percent.value is not None:
                key = "percent" if name in ("Stake", "Acquisition") else "change_percent"
                slots[key] = signed_change(self.r, percent) if key == "change_percent" else abs(percent.value)
                grounds[key] = self.ground((percent.start, percent.end), "reader")
        if d.date is not None:
            slots["date"] = e.dates[d.date].source.to_expression(name)
            if slots["status"] == "completed" and d.beliefs.get("date", 0.0) >= SURE_DATE and self.later(slots["date"]):
                slots["status"] = "planned"
        if d.round is not None:
            cue = self.i.rounds[d.round].source
            slots["round"] = cue.value
            grounds["round"] = Ground(text=cue.text, start=cue.start, end=cue.end, strategy="reader")
        at = self.place(d)
        if name == "FundingRound":
            self.choose(slots, grounds, "instrument", d, ("", *INSTRUMENTS), merged(instrument_of(self.r, x) for x in self.places(d)))
        if name == "Valuation":
            self.choose(slots, grounds, "basis", d, ("", *BASES), merged(basis_of(self.r, x) for x in self.places(d)))
        if name == "Ipo" and "exchange" not in slots:
            self.exchange(slots, grounds, d, at)
        if name == "FinancialResult":
            planned = d.values["status"] == "planned"
            self.choose(slots, grounds, "metric", d, METRICS, merged(metric_of(self.r, x, planned=planned) for x in self.places(d)))
            money: Money | None = slots.get("amount")
            if money is not None and slots["metric"] in ("net_loss", "net_income") and money.amount is not None and money.amount < 0:
                slots["metric"], slots["amount"] = "net_loss", money.model_copy(update={"amount": -money.amount})
        if name == "Stake":
            slots["kind"] = d.values.get("kind") or "capital"
        if name == "LeadershipChange":
            slots["direction"] = d.type[3:]
            role = self.role(d, at)
            if "company" not in slots and d.probability < LONE_POST or role is not None and is_public_office(role.text):
                return None
            if role is None and d.probability < NO_POST:
                return None
            if role is not None:
                slots["role"], grounds["role"] = role.text, role
        if name == "MarketActivity":
            self.market(slots, grounds, self.places(d))
        self.attribute(slots, d, at)
        sentence = self.sentence(e, d.anchor)
        rule = d.rule.rule if d.rule is not None else f"reader.{anchor.kind}"
        for slot, found in d.rule.slots.items() if d.rule is not None else ():
            party = slots.get(slot)
            if isinstance(party, Party) and found and found[0].entity == party.entity:
                grounds[slot] = Ground(strategy=found[0].strategy)
        self.rate(slots, grounds, d)
        return EVENT_TYPES[name](
            **slots,
            trigger=self.trigger(d),
            evidence=Span(start=sentence[0], end=sentence[1]),
            rule=rule,
            confidence=round(min(max(d.probability, 0.0), 1.0), 3),
            grounds=grounds,
        )

    def later(self, when: TimeExpression) -> bool:
        """Whether a date lies wholly after the article's: « ils quittent la direction le 31 août » is no fact yet."""
        published = self.r.published
        return bool(published and when.first_day and when.first_day.isoformat()[: len(published)] > published)

    def rate(self, slots: dict[str, Any], grounds: dict[str, Ground], d: Draft) -> None:
        """How sure each slot is, in its ground; of several parties the least sure counts."""
        for slot, value in slots.items():
            held = value if isinstance(value, list) else [value]
            parties = [p.confidence for p in held if isinstance(p, Party) and p.confidence is not None]
            own = d.probability if slot == MAIN_SLOT.get(d.type) else d.beliefs.get(RATED.get(slot, slot))
            if slot in d.values and d.values[slot] != value:
                own = None  # the words said otherwise than the reader
            if slot != "source":
                sure = min(parties) if parties else self.sure(slot, own, d)
                grounds[slot] = grounds.get(slot, Ground()).model_copy(update={"confidence": sure})

    def sure(self, slot: str, own: float | None, d: Draft) -> float:
        """The chance that a slot is right."""
        return sureness(slot, own, d.probability, self.weights)

    def attribute(self, slots: dict[str, Any], d: Draft, at: tuple[int, int]) -> None:
        """Who says so: as the cues around the anchor have it; a market's totals may take the article's only authority."""
        fact = assessed(self.r, *at)
        source = fact.source
        if source is None and d.type == "MarketActivity":
            found = survey(self.r.text, self.r.sentences, doc=self.r.doc, names=self.r.names)
            source = self.r.text[found[0] : found[1]] if found else None
        if source is None and d.source is not None and (slots.get("certainty") != "asserted" or d.type == "MarketActivity"):
            source = self.r.entities[d.source].name
        if source is not None:
            slots["source"] = source

    def party(self, entity: int, mention: int | None, *, lead: bool = False, sure: float | None = None) -> Party | None:
        """The entity as a party, quoting the mention that decided where that is a name, else its first name."""
        ent = self.r.entities[entity]
        name = next((m for m in ent.mentions if mention is not None and self.i.encoded.mentions[mention].source is m), ent.mentions[0])
        kind = PartyKind(ent.kind) if ent.kind in PartyKind.__members__.values() else None
        return Party(name=ent.name, text=name.text, start=name.start, end=name.end, kind=kind, entity=entity, lead=lead, ids=ent.ids,
                     confidence=sure)

    def sentence(self, e: Any, anchor: int) -> tuple[int, int]:
        """Characters of the sentence that an anchor stands in."""
        k = int(e.sent[e.anchors[anchor].start])
        return self.r.sentences[k] if k < len(self.r.sentences) else (0, len(self.r.text))

    def trigger(self, d: Draft) -> Trigger | None:
        """The nearest word of the type's classes in the anchor's sentence."""
        if d.rule is not None:
            return Trigger(text=d.rule.text, start=d.rule.start, end=d.rule.end)
        e = self.i.encoded
        anchor = e.anchors[d.anchor]
        columns = [self.lexicon.names.index(c) for c in TRIGGERS.get(d.type, ()) if c in self.lexicon.names]
        rows = (
            [
                i
                for i in range(len(e.sent))
                if e.sent[i] == e.sent[anchor.start] and (e.classes[i, columns] > 0).any() and not anchor.start <= i < anchor.end
            ]
            if anchor.kind != "word"
            else [anchor.start]
        )
        if not rows:
            return None
        token = self.r.doc[min(rows, key=lambda i: (abs(i - anchor.start), i))]
        return Trigger(text=token.text, start=token.idx, end=token.idx + len(token.text))

    def ground(self, place: tuple[int, int], strategy: str) -> Ground:
        """The words at a place as a ground."""
        return Ground(text=self.r.text[place[0] : place[1]], start=place[0], end=place[1], strategy=strategy)

    def place(self, d: Draft) -> tuple[int, int]:
        """Characters of a draft's anchor."""
        anchor = self.i.encoded.anchors[d.anchor]
        if anchor.kind != "word":
            return anchor.source.start, anchor.source.end
        token = self.r.doc[anchor.start]
        return token.idx, token.idx + len(token.text)

    def places(self, d: Draft) -> list[tuple[int, int]]:
        """Characters of all mentions of a draft's amount, the deciding one first."""
        anchors = self.i.encoded.anchors
        first = self.place(d)
        rest = [(a.source.start, a.source.end) for a in (anchors[i] for i in d.anchors) if a.kind == "amount"]
        return [first, *(x for x in rest if x != first)][:4]

    def choose(self, slots: dict[str, Any], grounds: dict[str, Ground], slot: str, d: Draft, values: Any, reasons: Reasons) -> None:
        """A closed slot from the reader's belief and the words near the anchor."""
        value = weigh(d.values.get(slot), d.beliefs.get(slot, 0.5), values, reasons, METRIC_WEIGHT if slot == "metric" else 8.0)
        if value:
            slots[slot] = value
            where = reasons.where.get(value)
            grounds[slot] = self.ground(where, "surface") if where else Ground(strategy="reader")

    def leads(self, d: Draft, parties: list[tuple[int, int, float]]) -> set[int]:
        """Who leads: as the words say, as the reader believes where they say nothing."""
        names = [(n.start, n.end) for n in self.r.names]
        out = set()
        for x, m, _ in parties:
            said, _ = is_lead(self.r, self.told_here(d, x, m), names)
            if said or said is None and x in d.leads:
                out.add(x)
        return out

    def told_here(self, d: Draft, entity: int, mention: int) -> list[tuple[int, int]]:
        """Places of an entity's mentions by the event, all where none is: who led a round of two years ago need not lead this one."""
        e = self.i.encoded
        near = {int(e.sent[e.anchors[a].start]) + k for a in d.anchors for k in (-1, 0, 1)} | {int(e.sent[e.mentions[mention].start])}
        places = [(m.start, m.end) for m in self.r.entities[entity].mentions]
        here = [(a, b) for a, b in places if any(k in near and s <= a < t for k, (s, t) in enumerate(self.r.sentences))]
        return here or places

    def exchange(self, slots: dict[str, Any], grounds: dict[str, Ground], d: Draft, at: tuple[int, int]) -> None:
        """The exchange that the words name, where the reader saw none."""
        company = [(m.start, m.end) for m in self.r.entities[d.main].mentions] if d.main is not None else []
        found = exchange_of(self.r, at, company)
        if found is not None:
            entity = self.r.entity_of.get((found.start, found.end))
            slots["exchange"] = Party(
                name=found.text, text=found.text, start=found.start, end=found.end, kind=PartyKind("exchange"), entity=entity
            )
            grounds["exchange"] = self.ground((found.start, found.end), "surface")

    def role(self, d: Draft, at: tuple[int, int]) -> Ground | None:
        """The title that a person takes or gives up."""
        person = at
        if d.main_mention is not None:
            source = self.i.encoded.mentions[d.main_mention].source
            person = source.start, source.end
        found = role_of(self.r, person, at, d.type[3:])
        return self.ground(found, "surface") if found else None

    def market(self, slots: dict[str, Any], grounds: dict[str, Ground], places: list[tuple[int, int]]) -> None:
        """What is counted, the number of deals, the change: at the deciding mention, numbers at another where it gives none."""
        scope = scope_of(self.r, places[0])
        if scope is not None:
            slots["scope"], grounds["scope"] = self.r.text[scope[0] : scope[1]], self.ground(scope, "surface")
        count = next(filter(None, (count_of(self.r, x) for x in places)), None)
        if count is not None:
            slots["count"], grounds["count"] = count[0], self.ground(count[1], "surface")
        if "change_percent" not in slots and (change := next(filter(None, (change_of(self.r, x) for x in places)), None)):
            slots["change_percent"], grounds["change_percent"] = change[0], self.ground(change[1], "surface")
