"""Imported by the server that scoring processes are forked from, and by nobody else: it makes ready what all of them need."""

from __future__ import annotations

import gc
import signal

from coachkit.runs.own_process import keep_out

# Ctrl+C is for the process that reads.
signal.signal(signal.SIGINT, signal.SIG_IGN)
keep_out()

from coachkit import compiled  # noqa: E402 - as above: without what they would import
from coachkit.privacy import scan_columns  # noqa: E402
from coachkit.runs.scoring import rules  # noqa: E402
from coachkit.text.language_model import language_model  # noqa: E402

_TEXT = "Hi Amy, I am sorry that your parcel is late. Call 040 123 4567 or write to amy@example.com. -Bob"
_FEWEST = 200
"""Texts from which on large tables are used."""


def _make_ready() -> None:
    """Loads what every process needs, whatever it scores; what a language or a channel needs comes with its first replies."""
    rules()
    language_model()
    if compiled.ready() and compiled.use():
        compiled.prepare()
    scan_columns([f"{_TEXT} {number}" for number in range(_FEWEST)])
    compiled.use(on=False)
    gc.collect()
    gc.freeze()


_make_ready()
