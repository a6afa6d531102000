"""A text as a browser's text field holds it, and offsets there and back."""

from __future__ import annotations

from bisect import bisect_left


class Shown:
    """A text as a text field in a browser holds it: every line end a line feed, offsets in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._starts: list[int] = []
        place = 0
        for number, char in enumerate(text):
            self._starts.append(place)
            inside = char == "\r" and text[number + 1 : number + 2] == "\n"
            place += 0 if inside else 2 if ord(char) > 0xFFFF else 1
        self._starts.append(place)

    def at(self, place: int) -> int:
        """Where a code point of the text stands in the browser's."""
        return self._starts[min(max(place, 0), len(self._starts) - 1)]

    def back(self, unit: object) -> int:
        """The other way round; -1 for what is no offset."""
        if not isinstance(unit, int) or isinstance(unit, bool) or not 0 <= unit <= self._starts[-1]:
            return -1
        return bisect_left(self._starts, unit)
