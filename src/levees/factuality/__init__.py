"""How far a deal is, how far the article stands behind it, and who says so: plain functions over text and offsets.

>>> from levees.factuality import assess
>>> text = "Selon Bloomberg, Alba chercherait à lever 10 millions."
>>> found = assess(text, [(0, len(text))], 42, 53)
>>> found.status, found.certainty, found.source
('ongoing', 'reported', 'Bloomberg')
"""

from levees.factuality.assess import assess, survey
from levees.factuality.model import CERTAINTIES, STATUSES, Factuality

__all__ = ["CERTAINTIES", "STATUSES", "Factuality", "assess", "survey"]
