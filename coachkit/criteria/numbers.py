"""The kinds "signal", "context" and "order": a number measured on the reply, held against a band."""

from __future__ import annotations

import numpy as np

from coachkit.criteria.marks import Marks, in_band
from coachkit.criteria.schema import ContextMeasure, OrderMeasure, SignalMeasure
from coachkit.languages import Band
from coachkit.signals.catalogue import CONTEXTS, ORDERS, SIGNALS
from coachkit.signals.measured import Measured
from coachkit.signals.reading import Reading

# Contexts that say something of the reply alone; the others need the customer's message.
ALONE = frozenset(("emptiness", "stock_share", "needless_redirects", "unexplained_abbreviations", "name_used"))


def by_number(measure: SignalMeasure | ContextMeasure | OrderMeasure, band: Band, reading: Reading) -> Marks:
    """The score of a measured number: 1 inside the band, falling to 0 at its worst."""
    limit = band.best[1] if band.worst[1] > band.best[1] else band.best[0]
    if isinstance(measure, ContextMeasure) and measure.context not in ALONE and not reading.any_customer:
        nothing = np.full(reading.n, np.nan)
        return Marks(nothing, nothing, limit)
    measured = _measured(measure, reading)
    values = measured.values
    if isinstance(measure, ContextMeasure) and measure.context not in ALONE:
        values = np.where(reading.has_customer, values, np.nan)
    return Marks(in_band(values, band), values, limit, measured.spans, None, measured.about, sign=1 if measured.merit else -1)


def _measured(measure: SignalMeasure | ContextMeasure | OrderMeasure, reading: Reading) -> Measured:
    """The signal's values, worked out once per reading however many criteria use it."""
    if isinstance(measure, SignalMeasure):
        table, name = SIGNALS, measure.signal
    elif isinstance(measure, ContextMeasure):
        table, name = CONTEXTS, measure.context
    else:
        table, name = ORDERS, measure.order
    return reading.measured(name, table[name])
