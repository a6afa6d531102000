"""The classic readability formulas for one text, by textstat, without its reach for the network."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from types import ModuleType

from coachkit.errors import UnknownName, did_you_mean
from coachkit.model import LANGUAGES

# Made for English syllables, word lists or school grades: they say nothing of another language.
ENGLISH = ("flesch_reading_ease", "flesch_kincaid_grade", "gunning_fog", "smog_index", "dale_chall_readability_score")
ANY_LANGUAGE = ("automated_readability_index", "coleman_liau_index", "lix", "rix")

_lock = threading.Lock()


def readability_panel(text: str, language: str = "en") -> dict[str, float]:
    """The classic formulas by textstat's names: nine for English, the four without syllables for "fi" and "sv".

    Flesch reading ease runs from about 0 (hard) to 100 (easy), LIX from 20 (easy) to 60 (hard), RIX from 0 to about 10;
    the others are American school grades. NaN where the text has no words. Syllables are counted by hyphenation points
    (pyphen), because textstat would fetch its dictionary from the web. Raises UnknownName for another language.
    """
    if language not in LANGUAGES:
        raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
    textstat = _offline_textstat()
    names = ENGLISH + ANY_LANGUAGE if language == "en" else ANY_LANGUAGE
    if not textstat.counts.count_words(text):
        return dict.fromkeys(names, math.nan)
    # The backend takes the language as an argument; textstat's own front keeps it in a global.
    formulas: Mapping[str, Callable[..., float]] = vars(textstat.metrics)
    return {name: float(formulas[name](text, language) if name in ENGLISH else formulas[name](text)) for name in names}


def _no_dictionary(lang: str) -> None:
    """Stands in for textstat's get_cmudict, which would download it: no dictionary for any language."""


def _offline_textstat() -> ModuleType:
    """The backend of textstat with its syllable dictionary out of reach. Done once; nltk itself is left alone."""
    from textstat import backend
    from textstat.backend.counts import _count_syllables

    with _lock:
        if _count_syllables.get_cmudict is not _no_dictionary:
            _count_syllables.get_cmudict = _no_dictionary
            _forget(backend)
    return backend


def _forget(backend: ModuleType) -> None:
    """Empties textstat's caches, so that no count made with the dictionary lives on."""
    for part in (backend.counts, backend.selections, backend.validations, backend.metrics):
        for function in vars(part).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
