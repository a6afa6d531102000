"""What people write about replies, with personal data behind placeholders before it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self, TypeVar

from coachkit.documents import home_folder
from coachkit.privacy import Masker, Masking, kept_secret, met_names, names_to_try, scan_with_bare
from coachkit.privacy.bare import NOBODY, Names
from coachkit.privacy.values import AGENT
from coachkit.reviews.values import AnswerRow, DisputeRow, Mark, ReviewRow

Written = TypeVar("Written", ReviewRow, DisputeRow, AnswerRow)
_NUMBERED = re.compile(r"<([A-Z-]+)-\d+>")


@dataclass(frozen=True, slots=True)
class Around:
    """A reply of the conversation that is written about, as far as it tells names: its agent, the customer's words, its text."""

    agent: str
    customer: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownHere:
    """What this computer knows names by: words of names that transcripts gave, and the key of the agents' pseudonyms."""

    met: Names = NOBODY
    secret: bytes | None = None


NOTHING_KNOWN = KnownHere()


def known_here() -> KnownHere:
    """What the user's data folder holds of it. Raises InputError where it cannot be read."""
    folder = home_folder()
    return KnownHere(met_names(folder), kept_secret(folder))


class Comments:
    """Masks what is written about the replies of one conversation.

    Names that stand in its messages are known in what is written too, and new placeholders have numbers that the messages do
    not use. Names that stand bare are known as well (privacy.bare): those of a list, those that were met in transcripts on this
    computer, and the agent's own where the key of the pseudonym is here.

    An agent who goes by name there keeps it; people's own names (reviewer, `by`) stay. The same words about the same
    replies are masked alike each time, and what is masked stays as it is. `orders` is a pattern for order numbers; InputError
    is raised for one that is none or takes too long.
    """

    def __init__(self, conversation: Iterable[Around], orders: str | None = None, known: KnownHere = NOTHING_KNOWN) -> None:
        # With names: a pseudonym has no name to look for, and an agent whose name is kept is no secret here.
        self._masker = Masker(Masking(orders, names=True), known.secret or b"")
        self._known = known
        self._talk = self._masker.talk(None)
        self._replies: list[str] = []
        self._agents: set[str] = set()
        for one in conversation:
            self._masker.meet(self._talk, one.agent, None)
            if known.secret and self._masker.is_agent(one.agent):
                self._agents.add(one.agent)
            self._masker.mask_in(self._talk, one.customer)
            self._masker.mask_in(self._talk, one.text)
            self._replies.append(one.text)

    def fresh(self) -> Self:
        """The same for other words: what these say is not known to those."""
        other = copy(self)
        other._talk, other._agents = deepcopy(self._talk), set(self._agents)  # noqa: SLF001 - a copy of our own
        return other

    def masked(self, written: Written) -> Written:
        """The same review, dispute or answer with its comments, its root cause and what its marks quote masked."""
        return _changed(written, self._text, self._quote)

    def _quote(self, quote: str) -> str:
        """A quotation of the replies is as they are; what a file has in its place may be anything."""
        return quote if any(quote in text for text in self._replies) else self._text(quote)

    def _text(self, text: str) -> str:
        if not text:
            return text
        if self._agents:
            self._meet_agents(text)
        found = scan_with_bare(text, self._masker.options.orders, self._known.met)
        return self._masker.mask_in(self._talk, text, found).text

    def _meet_agents(self, text: str) -> None:
        """Makes the agents known whose full name stands in the text: its pseudonym is one of this conversation."""
        for name in names_to_try(text):
            pseudonym = self._masker.pseudonym("agent", name)
            if pseudonym in self._agents:
                self._talk.add(name, pseudonym, AGENT)
                self._agents.remove(pseudonym)


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
