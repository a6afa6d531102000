"""`coachkit reviews mask`: personal data in comments that the store has kept unmasked."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence

from coachkit.cli.review_words import PastWordsWords, review_words
from coachkit.cli.terminal import tidy
from coachkit.errors import InputError
from coachkit.privacy import Masking, order_pattern
from coachkit.store import Store
from coachkit.store.past_words import PastWords

MOST = 50
"""Places that are told one by one."""


def run(masking: Masking, *, apply: bool, by: str | None, language: str) -> str:
    """Tells where personal data stands in what people wrote and, with `apply`, masks it; no word of it is shown."""
    if masking.orders:
        order_pattern(masking.orders)
    words = review_words(language)
    store = Store.open(masking=masking)
    masked = store.mask_past_words(by or _user()) if apply else None
    found = masked.found if masked else store.past_words()
    lines = list(_told(found, words.past)) if found else [words.past.none]
    if masked:
        lines += [words.past.done.format(count=len(found))] if found else []
        lines += [words.past.rebuilt if masked.rebuilt else words.past.not_rebuilt]
    elif found:
        lines.append(words.past.dry)
    return "\n".join([*lines, words.store.format(place=tidy(store.place))])


def _told(found: Sequence[PastWords], words: PastWordsWords) -> Iterator[str]:
    kinds, columns = words.kinds.model_dump(), words.columns.model_dump()
    yield words.found.of(len(found))
    for one in found[:MOST]:
        where = tidy(f"{one.conversation} {one.place}".strip() or one.row)
        held = ", ".join(columns[name] for name in one.columns)
        yield f"  {kinds[one.kind]}, {tidy(one.by)}, {where}: {held}"
    if len(found) > MOST:
        yield "  " + words.more.format(count=len(found) - MOST)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise InputError("your user name is not known here; say who masks with --by NAME") from error
