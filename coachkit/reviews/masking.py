"""What people write about replies, with personal data behind placeholders before it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from coachkit.privacy import Masker, Masking
from coachkit.reviews.values import AnswerRow, DisputeRow, Mark, ReviewRow

Written = TypeVar("Written", ReviewRow, DisputeRow, AnswerRow)
_NUMBERED = re.compile(r"<([A-Z-]+)-\d+>")


@dataclass(frozen=True, slots=True)
class Around:
    """A reply of the conversation that is written about, as far as it tells names: its agent, the customer's words, its text."""

    agent: str
    customer: str
    text: str


class Comments:
    """Masks what is written about the replies of one conversation.

    Names that stand in its messages are known in what is written too, and new placeholders have numbers that the messages do
    not use. An agent who goes by name there keeps it; people's own names (reviewer, `by`) stay. The same words about the same
    replies are masked alike each time, and what is masked stays as it is. `orders` is a pattern for order numbers; InputError
    is raised for one that is none or takes too long.
    """

    def __init__(self, conversation: Iterable[Around], orders: str | None = None) -> None:
        # With names: a pseudonym has no name to look for, and an agent whose name is kept is no secret here.
        self._masker = Masker(Masking(orders, names=True))
        self._talk = self._masker.talk(None)
        self._replies: list[str] = []
        for one in conversation:
            self._masker.meet(self._talk, one.agent, None)
            self._masker.mask_in(self._talk, one.customer)
            self._masker.mask_in(self._talk, one.text)
            self._replies.append(one.text)

    def masked(self, written: Written) -> Written:
        """The same review, dispute or answer with its comments, its root cause and what its marks quote masked."""
        return _changed(written, self._text, self._quote)

    def _quote(self, quote: str) -> str:
        """A quotation of the replies is as they are; what a file has in its place may be anything."""
        return quote if any(quote in text for text in self._replies) else self._text(quote)

    def _text(self, text: str) -> str:
        return self._masker.mask_in(self._talk, text).text if text else text


def unnumbered(written: Written) -> Written:
    """The same without the numbers in its placeholders, to tell whether two say the same: numbers go by what came before."""
    plain = partial(_NUMBERED.sub, r"<\1>")
    return _changed(written, plain, plain)


def words_of(written: Written) -> tuple[str, ...]:
    """All that somebody wrote in words, in a fixed order: to tell whether any of it was masked."""
    words: list[str] = []

    def note(text: str) -> str:
        words.append(text)
        return text

    _changed(written, note, note)
    return tuple(words)


def _changed(written: Written, text: Callable[[str], str], quote: Callable[[str], str]) -> Written:
    """The same with `text` done to every comment and root cause, and `quote` to what marks quote."""
    changed: dict[str, Any] = {"comment": text(written.comment)}
    if not isinstance(written, AnswerRow):
        changed["root_cause"] = text(written.root_cause)
    if isinstance(written, DisputeRow):
        changed["answers"] = tuple(_changed(one, text, quote) for one in written.answers)
    if isinstance(written, ReviewRow):
        changed["marks"] = tuple(_mark(one, text, quote) for one in written.marks)
    return replace(written, **changed)


def _mark(mark: Mark, text: Callable[[str], str], quote: Callable[[str], str]) -> Mark:
    return replace(mark, quote=quote(mark.quote), comment=text(mark.comment))
