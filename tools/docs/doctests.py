"""A griffe extension: doctests of docstrings are shown as code, whatever stands around them."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

EXAMPLE = re.compile(r"^(>>> .*(?:\n(?!\n).+)*)", re.M)


class Doctests(Extension):
    """Fences the doctests of each docstring."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Called by griffe for every object that it has read."""
        if obj.docstring is not None:
            obj.docstring.value = EXAMPLE.sub(lambda m: f"```pycon\n{m[1]}\n```", obj.docstring.value)
