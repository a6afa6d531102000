"""Single words in marker syntax looked up: exact forms, and beginnings where the word ends with `*`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

Value = TypeVar("Value")

HEAD = 2
"""Letters by which beginnings are filed, so that only few are held against a word."""


class ByWord(Generic[Value]):
    """Values filed under words: `of(form)` gives those of the exact word, then those of its beginnings."""

    def __init__(self, items: Iterable[tuple[str, Value]]) -> None:
        self._exact: dict[str, list[Value]] = {}
        self._beginnings: dict[str, list[tuple[str, Value]]] = {}
        self._short: list[tuple[str, Value]] = []
        for word, value in items:
            if not word.endswith("*"):
                self._exact.setdefault(word, []).append(value)
            elif len(word) <= HEAD:
                self._short.append((word[:-1], value))
            else:
                self._beginnings.setdefault(word[:HEAD], []).append((word[:-1], value))

    def of(self, form: str) -> list[Value]:
        """The values that a word form stands for."""
        found = list(self._exact.get(form, ()))
        filed = self._beginnings.get(form[:HEAD])
        if filed:
            found += [value for word, value in filed if form.startswith(word)]
        if self._short:
            found += [value for word, value in self._short if form.startswith(word)]
        return found


class WordSet:
    """Words of a list, to ask whether a form is one of them; phrases of several words are left out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = ByWord([(word.lower(), True) for word in words if " " not in word])

    def __contains__(self, form: str) -> bool:
        return bool(self._words.of(form))
