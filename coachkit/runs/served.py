"""Imported by the server that scoring processes are forked from, and by nobody else: it makes ready what all of them need."""

from __future__ import annotations

import gc
import signal
from contextlib import suppress

from coachkit.runs.own_process import keep_out

gc.disable()  # what is imported is no garbage
# Ctrl+C is for the process that reads.
signal.signal(signal.SIGINT, signal.SIG_IGN)
keep_out()

import coachkit.runs.pool  # noqa: E402, F401 - as above: without what they would import
from coachkit import compiled  # noqa: E402
from coachkit.runs.blocks import Work  # noqa: E402
from coachkit.runs.scoring import Settings, rules, score_block  # noqa: E402

_TEXT = "Hi Amy, I am sorry that your parcel is late, see qvx rrbl zzq. Call 040 123 4567 or write to amy@example.com. -Bob"
"""With words that no list knows: dictionaries are looked in for them."""
_FEWEST = 200
"""Texts from which on large tables are used."""


def _make_ready() -> None:
    """Scores some replies of one channel in one language: most that is loaded for them is what others need too."""
    fast = compiled.ready() and compiled.use()
    texts, nothing = [f"{_TEXT} {number}" for number in range(_FEWEST)], [None] * _FEWEST
    score_block(Settings(rules=rules(), scan=True, compiled=fast).packed(), Work((texts, *[nothing] * 5), []))
    compiled.use(on=False)


with suppress(Exception):  # what is wrong is told by whoever needs it
    _make_ready()
gc.freeze()
gc.enable()
