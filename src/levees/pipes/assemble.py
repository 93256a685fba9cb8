"""Drafts to schema objects: every field grounded, enough said of how it was read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from levees.pipes.reading import Reading
from levees.reader.decode import WORD_TYPES, Draft
from levees.reader.lexicon import WordClasses
from levees.reader.score import Inputs
from levees.schema import EVENT_TYPES, Ground, Money, Party, PartyKind, Span, Trigger
from levees.schema.events import BaseEvent

MAIN_SLOT = {"FundingRound": "company", "Valuation": "company", "TotalRaised": "company", "FundClosing": "manager", "Acquisition": "target",
             "Ipo": "company", "Stake": "company", "FinancialResult": "company", "Founding": "company", "LeadershipChange": "person",
             "ProductLaunch": "product"}
LISTS = {"investors", "advisors", "acquirers", "sellers", "founders"}
TRIGGERS = WORD_TYPES | {"Valuation": ("value",), "TotalRaised": ("total",), "FundClosing": ("fund", "raise_verb"), "FundingRound": ("raise_verb", "inject_verb", "round_noun"),
                         "MarketActivity": ("market", "raise_verb"), "FinancialResult": ("revenue", "profit")}
_COUNT = re.compile(
    r"(?<![\d,.])(\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)\s+(?:[a-zà-ÿ-]+\s+){0,2}?(?:opérations|transactions|deals|tours|levées|investissements|startups?|start-ups?|"
    r"jeunes pousses|entreprises|sociétés|introductions|fusions|accords|projets|prêts|dossiers|financements|cessions|acquisitions|pépites)", re.IGNORECASE)


class Assembler:
    """Builds the events of one article."""

    def __init__(self, reading: Reading, inputs: Inputs, lexicon: WordClasses) -> None:
        self.r, self.i, self.lexicon = reading, inputs, lexicon

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
            found = [p for p in (self.party(x, m, lead=x in d.leads) for x, m, _ in parties) if p is not None]
            if found:
                slots[slot] = found if slot in LISTS else found[0]
        if anchor.kind == "amount":
            if "amount" in EVENT_TYPES[name].model_fields:
                slots["amount"] = anchor.source.to_money()
        if d.percent is not None:
            percent = e.percents[d.percent].source
            if percent.value is not None:
                key = "percent" if name in ("Stake", "Acquisition") else "change_percent"
                slots[key] = self.signed(percent) if key == "change_percent" else abs(percent.value)
                grounds[key] = Ground(text=percent.text, start=percent.start, end=percent.end, strategy="reader")
        if d.date is not None:
            slots["date"] = e.dates[d.date].source.to_expression()
        if d.round is not None:
            cue = self.i.rounds[d.round].source
            slots["round"] = cue.value
            grounds["round"] = Ground(text=cue.text, start=cue.start, end=cue.end, strategy="reader")
        if name == "FundingRound" and d.values.get("instrument"):
            slots["instrument"] = d.values["instrument"]
        if name == "Valuation" and d.values.get("basis"):
            slots["basis"] = d.values["basis"]
        if name == "FinancialResult":
            slots["metric"] = d.values["metric"]
            money: Money | None = slots.get("amount")
            if money is not None and d.values["metric"] == "net_loss" and money.amount is not None and money.amount < 0:
                slots["amount"] = money.model_copy(update={"amount": -money.amount})
        if name == "Stake":
            slots["kind"] = d.values.get("kind") or "capital"
        if name == "LeadershipChange":
            slots["direction"] = d.type[3:]
            role = self.role(d)
            if role is not None:
                slots["role"], grounds["role"] = role.text, role
        if name == "MarketActivity":
            slots |= self.market(d, grounds)
        if d.source is not None:
            slots["source"] = self.r.entities[d.source].name
        sentence = self.sentence(e, d.anchor)
        return EVENT_TYPES[name](**slots, trigger=self.trigger(d), evidence=Span(start=sentence[0], end=sentence[1]), rule=f"reader.{anchor.kind}",
                                 confidence=round(min(max(d.probability, 0.0), 1.0), 3), grounds=grounds)

    def party(self, entity: int, mention: int | None, *, lead: bool = False) -> Party | None:
        """The entity as a party, quoting the mention that decided where that is a name, else its first name."""
        ent = self.r.entities[entity]
        name = next((m for m in ent.mentions if mention is not None and self.i.encoded.mentions[mention].source is m), ent.mentions[0])
        kind = PartyKind(ent.kind) if ent.kind in PartyKind.__members__.values() else None
        return Party(name=ent.name, text=name.text, start=name.start, end=name.end, kind=kind, entity=entity, lead=lead, ids=ent.ids)

    def sentence(self, e: Any, anchor: int) -> tuple[int, int]:
        """Characters of the sentence that an anchor stands in."""
        k = int(e.sent[e.anchors[anchor].start])
        return self.r.sentences[k] if k < len(self.r.sentences) else (0, len(self.r.text))

    def trigger(self, d: Draft) -> Trigger | None:
        """The nearest word of the type's classes in the anchor's sentence."""
        e = self.i.encoded
        anchor = e.anchors[d.anchor]
        columns = [self.lexicon.names.index(c) for c in TRIGGERS.get(d.type, ()) if c in self.lexicon.names]
        rows = [i for i in range(len(e.sent)) if e.sent[i] == e.sent[anchor.start] and (e.classes[i, columns] > 0).any() and not anchor.start <= i < anchor.end] \
            if anchor.kind != "word" else [anchor.start]
        if not rows:
            return None
        token = self.r.doc[min(rows, key=lambda i: (abs(i - anchor.start), i))]
        return Trigger(text=token.text, start=token.idx, end=token.idx + len(token.text))

    def signed(self, percent: Any) -> Decimal:
        """A change: negative where the words say fall and the figure bears no sign."""
        value: Decimal = percent.value
        if value < 0 or percent.text.lstrip()[:1] in "+-":
            return value
        left = self.r.text[max(0, percent.start - 60) : percent.start].lower()
        right = self.r.text[percent.end : percent.end + 30].lower()
        left = re.split(r"[.;:]\s|\bmais\b|\bet\b", left)[-1]
        fall = r"recul|baiss|chut|repli|reflu|cédé|diminu|plong|perdu|perd |tomb|moins|dégring|contract|effondr|fond[ru]|rétréc|\ben retrait|décroch|dévis|fléch|retomb|régress|amput"
        return -value if re.search(fall, left) or re.match(r"\s*(?:de )?(?:moins|baisse|recul|en moins|de baisse|de recul|de chute)", right) else value

    def role(self, d: Draft) -> Ground | None:
        """The title nearest to the person in the anchor's sentence."""
        from levees.reader.titles import find_titles

        e = self.i.encoded
        start, end = self.sentence(e, d.anchor)
        titles = find_titles(self.r.text[start:end])
        if not titles:
            return None
        at = self.r.doc[e.anchors[d.anchor].start].idx - start
        a, b = min(titles, key=lambda t: (min(abs(t[0] - at), abs(t[1] - at)) + (25 if t[1] <= at else 0), t[0]))
        return Ground(text=self.r.text[start + a : start + b], start=start + a, end=start + b, strategy="surface")

    def market(self, d: Draft, grounds: dict[str, Ground]) -> dict[str, Any]:
        """What is counted, and the number of deals."""
        e = self.i.encoded
        start, end = self.sentence(e, d.anchor)
        out: dict[str, Any] = {}
        if m := _COUNT.search(self.r.text, start, end):
            out["count"] = Decimal(re.sub(r"[ .\u00a0\u202f]", "", m[1]))
            grounds["count"] = Ground(text=m[1], start=m.start(1), end=m.end(1), strategy="surface")
        covered = [(x.start, x.end) for x in (*self.r.amounts, *self.r.dates, *self.r.percents)]
        anchor = e.anchors[d.anchor]
        words = [t for t in self.r.doc if start <= t.idx < end and t.pos_ in ("NOUN", "PROPN", "ADJ") and not any(a <= t.idx < b for a, b in covered)]
        words = sorted(sorted(words, key=lambda t: abs(t.i - anchor.start))[:7], key=lambda t: t.i)
        if words:
            out["scope"] = " ".join(t.text for t in words)
        return out
