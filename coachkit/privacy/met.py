"""Names that transcripts gave, known again without being kept: by keyed hashes of single words, beside the agents' key.

A comment about a masked conversation may say "Yrjänä" where the transcript's Yrjänä has become `<PERSON-1>`. What is kept is one
hash for each different word of a name, on this computer, in no order and with nothing that leads to a conversation: without the
key no list of names can be tried on it, and with the key it tells only that somebody was called so. Names that the program's own
list knows are not kept at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coachkit.errors import InputError
from coachkit.privacy.bare import NOBODY, Names
from coachkit.privacy.listed_names import listed_names
from coachkit.privacy.masker import Masker
from coachkit.privacy.secret import agent_secret, kept_secret
from coachkit.privacy.words import name_words

FILE_NAME = "names.marks"
SIZE = 16
"""Hexadecimal digits of a mark."""

SHORTEST = 3
"""Letters of a word from which it is kept: shorter ones would take too many other words with them."""

MANY = 50_000
"""Words of names from which they are kept while a file is read."""

_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class MetNames:
    """Words, in small letters, of names that were met; only whether one is among them can be asked."""

    secret: bytes
    marks: frozenset[str]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and _mark(self.secret, word) in self.marks


def met_names(folder: Path) -> Names:
    """The names met so far, as the folder has them; nobody where there is no key or nothing was kept.

    Raises InputError where they are there and cannot be read.
    """
    path, secret = folder / FILE_NAME, kept_secret(folder)
    try:
        state = path.stat() if secret else None
    except OSError:
        state = None
    if secret is None or state is None:
        return NOBODY
    return MetNames(secret, _read(path, state.st_mtime_ns, state.st_size))


def keep_met(folder: Path, words: Iterable[str]) -> None:
    """Keeps the marks of these words that are not there yet; in no order, so that nothing tells what came first.

    Raises InputError where that cannot be done.
    """
    rare = {word for word in words if len(word) >= SHORTEST and not _is_ordinary(word)}
    if not rare:
        return
    secret, known = agent_secret(folder), met_names(folder)
    marks = sorted(_mark(secret, word) for word in rare if word not in known)
    if marks:
        path = folder / FILE_NAME
        try:
            # The break before them parts them from a line that an earlier program could not finish.
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY), "a", encoding="ascii") as file:
                file.write("\n" + "\n".join(marks) + "\n")
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror or error}; make room, or set COACHKIT_HOME") from error


@contextlib.contextmanager
def kept_afterwards(masker: Masker, folder: Path) -> Iterator[None]:
    """Keeps the names that the masker meets within it, also when it is stopped.

    A run that is done does not fail for them: where the folder cannot be written they are known in no comment.
    """
    try:
        yield
    finally:
        with contextlib.suppress(InputError):
            keep_met(folder, masker.met)


def keep_many(folder: Path, masker: Masker) -> None:
    """Keeps the names met so far where there are many of them, as `kept_afterwards`: a large file's do not pile up."""
    if len(masker.met) > MANY:
        with contextlib.suppress(InputError):
            keep_met(folder, masker.met)
        masker.met.clear()


def _is_ordinary(word: str) -> bool:
    lists = listed_names()
    return word in lists.every or word in lists.ordinary or word in name_words().homonyms


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int, _size: int) -> frozenset[str]:
    try:
        return frozenset(line for line in path.read_text("ascii").split() if len(line) == SIZE)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}); move the file away, and names are learnt anew") from error


def _mark(secret: bytes, word: str) -> str:
    return hmac.digest(secret, f"name:{word}".encode(), hashlib.sha256).hex()[:SIZE]
