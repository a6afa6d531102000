"""Proposals for a team's own rubric, from replies that people of the team have reviewed.

weights.py proposes how much each criterion counts, targets.py what each measured number is held against. Both are for people to
look at; nothing here changes a rubric.
"""

from __future__ import annotations

from coachkit.calibration.targets import Measured, Target, propose_targets
from coachkit.calibration.weights import FEWEST, Proposal, Reviewed, calibrate, reviewed_of

__all__ = ["FEWEST", "Measured", "Proposal", "Reviewed", "Target", "calibrate", "propose_targets", "reviewed_of"]
