"""Texts that are held as bytes: what the passes over all of a block ask of them, so that no text is made that nobody looks at."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.signedinteger[Any]]


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


def texts_at(texts: Sequence[str], rows: Sequence[int]) -> list[str]:
    """Some of the texts, by their places."""
    return texts.at(rows) if isinstance(texts, HeldTexts) else [texts[row] for row in rows]


def some_of(texts: Sequence[str], rows: Ints) -> Sequence[str]:
    """The same, as bytes where all are."""
    return texts.some(rows) if isinstance(texts, HeldTexts) else [texts[row] for row in rows.tolist()]
