"""Names that are known for a text, found among its tokens with their endings: "Anna" is met in "Annan" and in "Anna's" too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from coachkit.text.corpus import Bools, Corpus, Ints, among

SHORT_NAME = 2
LONGEST_ENDING = 4
CASE_ENDINGS = frozenset(("n", "a", "ä", "lle", "lta", "ltä", "lla", "llä", "ssa", "ssä", "sta", "stä", "s", "'s"))

_START = 3
"""Letters by which the words that may be a name are looked up."""


def is_name(form: str, names: tuple[str, ...]) -> bool:
    """Whether a token is one of the names, or one of them with an ending (a short name only with a case's)."""
    for name in names:
        ending = form.removeprefix(name)
        if form == name or (
            ending != form and (len(ending) <= LONGEST_ENDING if len(name) > SHORT_NAME else ending in CASE_ENDINGS)
        ):
            return True
    return False


def known_names(corpus: Corpus, names: Sequence[tuple[str, ...]], among_types: Bools | None = None) -> Bools:
    """(m,) tokens that are one of their text's names by `is_name`; `names` are each text's, in small letters.

    `among_types` says which types of token are asked about, all where it is None. A name is compared with each different token
    once, however many texts it is known for.
    """
    mask = np.zeros(len(corpus.type), dtype=bool)
    different = {one: place for place, one in enumerate(dict.fromkeys(names))}
    types = _types_of(corpus, {name for some in different for name in some}, among_types)
    pairs = [(place << 32) | one for some, place in different.items() for name in some for one in types[name]]
    if not pairs:
        return mask
    named = np.zeros(len(corpus.table.form), dtype=bool)
    named[[pair & 0xFFFFFFFF for pair in pairs]] = True
    rows = np.flatnonzero(named[corpus.type])
    places = np.fromiter(map(different.__getitem__, names), dtype=np.int64, count=len(names))
    own = (places[corpus.reply[rows]] << 32) | corpus.type[rows]
    mask[rows] = among(own, np.array(pairs, dtype=np.int64))
    return mask


def _types_of(corpus: Corpus, names: Iterable[str], among_types: Bools | None) -> Mapping[str, Sequence[int]]:
    """The types of token of a corpus that are each name."""
    starts = {name: name[:_START] for name in names}
    alike = _by_start(corpus, frozenset(starts.values()), among_types)
    form = corpus.table.form
    return {name: [one for one in alike.get(start, ()) if is_name(form[one], (name,))] for name, start in starts.items()}


def _by_start(corpus: Corpus, starts: frozenset[str], among_types: Bools | None) -> Mapping[str, Sequence[int]]:
    """The types of token that begin with each of these."""
    found = defaultdict[str, list[int]](list)
    form, lengths = corpus.table.form, sorted(set(map(len, starts)))
    for one in _present(corpus, among_types).tolist():
        for length in lengths:
            start = form[one][:length]
            if len(start) == length and start in starts:
                found[start].append(one)
    return found


def _present(corpus: Corpus, among_types: Bools | None) -> Ints:
    present = np.zeros(len(corpus.table.form), dtype=bool)
    present[corpus.type] = True
    if among_types is not None:
        present &= among_types
    return np.flatnonzero(present)
