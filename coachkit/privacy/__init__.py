"""Personal data behind stable placeholders, before anything is stored, shown or written.

In two steps: `scan_many` finds what stands in each text by itself, in any process; a `Masker` puts the placeholders in, in the
order of the file, and knows the names and numbers of each conversation.
"""

from coachkit.privacy.bare import names_to_try, scan_with_bare
from coachkit.privacy.masker import Masker
from coachkit.privacy.met import met_names
from coachkit.privacy.scanning import ScanColumns, is_masked, order_pattern, scan, scan_columns, scan_many
from coachkit.privacy.secret import agent_secret, kept_secret
from coachkit.privacy.stretches import StretchMasker
from coachkit.privacy.tables import RowMasker, masked_kinds, safe_problem
from coachkit.privacy.talk import Talk
from coachkit.privacy.values import KINDS, Masked, Masking, Piece, Scan

__all__ = [
    "KINDS",
    "Masked",
    "Masker",
    "Masking",
    "Piece",
    "RowMasker",
    "Scan",
    "ScanColumns",
    "StretchMasker",
    "Talk",
    "agent_secret",
    "is_masked",
    "kept_secret",
    "masked_kinds",
    "met_names",
    "names_to_try",
    "order_pattern",
    "safe_problem",
    "scan",
    "scan_columns",
    "scan_many",
    "scan_with_bare",
]
