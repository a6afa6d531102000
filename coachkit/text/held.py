"""A column of texts, as a list or as bytes: what the passes over all of a block ask of it.

Of texts that are held as bytes none is made a text of its own that nobody looks at.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from coachkit import compiled

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Text = TypeVar("Text", str, str | None)


class HeldTexts(Sequence[str]):
    """n texts as bytes, none missing and none with half a character. One that is asked for by its place is made a text of its
    own then; the methods need the compiled loops."""

    @property
    @abstractmethod
    def most_bytes(self) -> int:
        """Of the longest text; nought where there is none. No text has more characters."""

    @abstractmethod
    def marked(self, behind: int) -> tuple[bytes, Ints]:
        """The texts with a zero byte before each and so many behind the last, and (n + 1,) the places of those that begin one
        or end the last."""

    @abstractmethod
    def at(self, rows: Sequence[int]) -> list[str]:
        """Some of the texts, by their places."""

    @abstractmethod
    def some(self, rows: Ints) -> HeldTexts:
        """The same as a column."""

    @abstractmethod
    def changed(self, texts: Mapping[int, str]) -> HeldTexts:
        """The column with other texts at some places."""


# What is asked of a column of texts, whether it is held as bytes or a list: nobody else needs to know which of them it is.


def read_through(texts: Sequence[str]) -> Sequence[str]:
    """The column as all passes can read it: a list where the compiled loops that held texts need are off."""
    return list(texts) if isinstance(texts, HeldTexts) and not compiled.in_use() else texts


def texts_at(texts: Sequence[str], rows: Sequence[int]) -> list[str]:
    """Some of the texts, by their places."""
    return texts.at(rows) if isinstance(texts, HeldTexts) else [texts[row] for row in rows]


def some_of(texts: Sequence[Text], rows: Ints, places: Sequence[int] | None = None) -> Sequence[Text]:
    """The same as a column, of bytes where all are; `places` are the rows as a list, where the caller has one."""
    if isinstance(texts, HeldTexts):
        return texts.some(rows)
    return [texts[row] for row in (rows.tolist() if places is None else places)]


def with_changed(texts: Sequence[str], changed: Mapping[int, str]) -> Sequence[str]:
    """The column with other texts at some places."""
    if isinstance(texts, HeldTexts):
        return texts.changed(changed)
    others = list(texts)
    for row, text in changed.items():
        others[row] = text
    return others


def none_missing(texts: Sequence[str | None]) -> Sequence[str]:
    """The column with empty texts where there is none."""
    if isinstance(texts, HeldTexts):
        return texts
    return [text or "" for text in texts] if any(texts) else [""] * len(texts)


def longest(texts: Sequence[str | None]) -> int:
    """Characters of the longest text; no fewer, where the column is held as bytes."""
    return texts.most_bytes if isinstance(texts, HeldTexts) else max(map(len, filter(None, texts)), default=0)


def all_empty(texts: Sequence[str]) -> bool:
    """Whether no text has a character."""
    return not (texts.most_bytes if isinstance(texts, HeldTexts) else any(texts))


def marked(texts: Sequence[str], behind: int) -> tuple[bytes, Ints]:
    """The texts in UTF-8 with a zero byte before each and so many behind the last, and (n + 1,) the places of those that begin
    one or end the last."""
    if isinstance(texts, HeldTexts):
        return texts.marked(behind)
    try:
        parts = list(map(str.encode, texts))
    except UnicodeEncodeError:
        parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    marks = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)) + 1, out=marks[1:])
    return b"\0".join((b"", *parts, b"\0" * (behind - 1))), marks
