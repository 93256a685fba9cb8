"""Candidates: amounts that leave out the currency, the magnitude or both, and inherit them from a neighbour."""

from __future__ import annotations

from levees.grammar.amounts_model import Amount, Piece, finish
from levees.grammar.numerals import Page


def add_candidates(p: Page, amounts: list[Amount], pieces: list[Piece], _all: list[Piece]) -> list[Amount]:
    """Return the certain amounts together with the elliptic ones, in order."""
    out = list(amounts)
    for piece in pieces:
        if piece.currency is None and piece.magnitude is not None:
            piece.certain = False
            before = [a for a in amounts if a.start < piece.start and a.currency]
            source = before[-1] if before else next((a for a in amounts if a.currency), None)
            if source:
                piece.currency, piece.inferred, piece.inherited = source.currency, True, ("currency",)
            out.append(finish(p, piece))
    return sorted(out, key=lambda a: a.start)
