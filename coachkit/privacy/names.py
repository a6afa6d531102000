"""Where a text gives a name: in a greeting, thanks, a signature, an introduction, after a title or a label.

Everything begins with a plain search for the few words that names stand beside; patterns are only held against those places.
"""

from __future__ import annotations

from coachkit.privacy.greeted_names import greeted
from coachkit.privacy.introduced_names import in_genitive, introduced, labelled, thanked, titled
from coachkit.privacy.may import EVERYTHING, May
from coachkit.privacy.name_phrases import Range
from coachkit.privacy.signed_names import signed, signed_alone, signed_at_the_end
from coachkit.privacy.word_patterns import places, small_letters

__all__ = ["given_names", "places", "small_letters"]

_FINDERS = (
    (May.CLOSING, signed),
    (May.LABEL, labelled),
    (May.INTRODUCTION, introduced),
    (May.INTRODUCTION, in_genitive),
    (May.THANKS, thanked),
    (May.TITLE, titled),
)
_BESIDE_WORDS = May.CLOSING | May.LABEL | May.INTRODUCTION | May.THANKS | May.TITLE


def given_names(text: str, may: int = EVERYTHING) -> list[Range]:
    """Where names stand that the text itself gives (start, end), in order, none inside another; `may` is its sieve."""
    if may == May.SIGNED_OFF:
        # Half of all chat messages.
        return signed_at_the_end(text)
    found: list[Range] = []
    if may & May.GREETING:
        found += greeted(text)
    if may & _BESIDE_WORDS:
        lowered = small_letters(text)
        for flag, finder in _FINDERS:
            if may & flag:
                found += finder(text, lowered)
    if may & May.SIGNED_OFF:
        found += signed_at_the_end(text)
    if may & May.LINES:
        found += signed_alone(text)
    return found if len(found) < 2 else _apart(found)


def _apart(found: list[Range]) -> list[Range]:
    """Those that lie in none before them, sorted."""
    kept: list[Range] = []
    for one in found:
        if not any(one[0] < end and start < one[1] for start, end in kept):
            kept.append(one)
    return sorted(kept)
