"""Extractions to look at: pages that hold everything they need, in which every piece of text is text and never markup."""

from levees.view.page import frame, page

__all__ = ["frame", "page"]
