"""Learning from annotated articles: rules to trust, triggers, arguments, cues and names to teach, chances to put straight; as a pack."""

from levees.tuning.cases import Case, read_cases
from levees.tuning.judge import Straightened, straighten
from levees.tuning.names import Named, learn_names
from levees.tuning.tune import Finding, Result, tune
from levees.tuning.write import pack_files, write_pack

__all__ = ["Case", "Finding", "Named", "Result", "Straightened", "learn_names", "pack_files", "read_cases", "straighten", "tune",
           "write_pack"]
