"""Who tells of an event, where neither the cues nor the networks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levees.reader.decode import Decoder, Draft


def nearest_medium(d: Draft, decoder: Decoder) -> int | None:
    """The medium named nearest to an event's anchor, in its sentence or beside it; its index among the entities."""
    e = decoder.i.encoded
    at = e.anchors[d.anchor].start

    def apart(token: int) -> int:
        return abs(int(e.sent[token]) - int(e.sent[at]))

    near = [c for c in e.mentions if decoder.kinds[c.entity] == "media" and c.entity != d.main and apart(c.start) <= 1]
    return min(near, key=lambda c: (apart(c.start), abs(c.start - at))).entity if near else None
