"""Whether one name abbreviates another."""

from __future__ import annotations

import re

from levees.names.tokens import fold


def is_sigle(short: str, full: str, *, strict: bool = False) -> bool:
    """Whether one name is made of the initials of the other; `strict` allows no letter more or less.

    >>> is_sigle("BEI", "Banque européenne d'investissement"), is_sigle("a16z", "Andreessen Horowitz"), is_sigle("Axa", "Alba")
    (True, True, False)
    """
    letters = fold(short)
    if " " in letters or len(letters) < 2 or len(letters) > 12 or any(len(part) > 3 for part in letters.split("-")[1:]):
        return False
    match = re.fullmatch(r"([a-z])(\d+)([a-z])", letters)
    whole = re.sub(r"[^a-z]", "", fold(full))
    if match:
        return whole.startswith(match[1]) and whole.endswith(match[3]) and len(whole) - 2 == int(match[2])
    words = [w for w in re.split(r"[\s'’\-&.]+", fold(full)) if w]
    strong = [
        w for w in words if w not in {"de", "du", "des", "d", "la", "le", "les", "l", "et", "pour", "en", "of", "the", "and", "a", "au"}
    ]
    letters = re.sub(r"[^a-z]", "", letters)
    for seq in (strong, words):
        initials = "".join(w[0] for w in seq)
        if len(seq) > 1 and (letters == initials or not strict and _spells(letters, initials)):
            return True
    if strict:
        return False
    # « CIMAF » for « Ciments de l'Afrique »: starts of the words in turn
    return len(strong) > 1 and _starts(letters, strong)


def _spells(letters: str, initials: str) -> bool:
    if letters == initials:
        return True
    return len(letters) > 2 and (
        letters.startswith(initials)
        and len(letters) - len(initials) <= 1
        or initials.startswith(letters)
        and len(initials) - len(letters) <= 1
    )


def _starts(letters: str, words: list[str]) -> bool:
    if not letters:
        return not words
    if not words:
        return False
    return any(letters.startswith(words[0][:n]) and _starts(letters[n:], words[1:]) for n in range(min(4, len(words[0])), 0, -1))
