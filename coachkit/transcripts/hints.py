"""What a user may say about a file that the file does not say itself: who the agents are, and a mapping of its columns."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from coachkit.transcripts.columns import Columns, MappedName
from coachkit.transcripts.mapping import TableMapping, load_mapping
from coachkit.transcripts.talk import AGENT, CUSTOMER

BY_FORMAT, ASKED, GUESS = "format", "asked", "guess"
REMEMBERED = 50_000
"""Conversations whose people are remembered at a time; the one without a message for longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Hints:
    """`agents`: names, addresses, handles, or @domain for a whole company. `mapping`: what the columns of a table are, read
    from `mapping_file` where it stood in one."""

    agents: tuple[str, ...] = ()
    mapping: TableMapping | None = None
    mapping_file: Path | None = None

    def asked(self, columns: Columns) -> Columns:
        """The columns to use: those given, then those of the mapping."""
        if self.mapping is None:
            return columns
        mine = self._named()
        return Columns(**{one.name: getattr(columns, one.name) or getattr(mine, one.name) for one in fields(Columns)})

    def _named(self) -> Columns:
        """The columns of the mapping, each with the file that it stands in."""
        mine, file = self.mapping.as_columns() if self.mapping else Columns(), self.mapping_file
        if file is None:
            return mine
        names = {one.name: getattr(mine, one.name) for one in fields(Columns)}
        return Columns(**{role: MappedName(name, file) if name else None for role, name in names.items()})

    def is_agent(self, *known_as: str | None) -> bool | None:
        """Whether one of the names somebody is known as is an agent's; None when no agents were named."""
        if not self.agents:
            return None
        names = {plain_name(one) for one in known_as if one}
        wanted = {plain_name(one) for one in self.agents}
        return bool(names & wanted) or any(_at_domain(name, wanted) for name in names)

    def speaker(self, *known_as: str | None) -> str | None:
        """`agent` or `customer` where agents were named, else None."""
        found = self.is_agent(*known_as)
        return None if found is None else AGENT if found else CUSTOMER

    @property
    def mark(self) -> str:
        """Four hexadecimal digits over all that is said: enough to notice that something else is said, too few to tell a name."""
        said = [sorted(self.agents), self.mapping.model_dump(mode="json") if self.mapping else None]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:4]

    @property
    def by(self) -> str:
        """How agents are told where the format does not say."""
        return ASKED if self.agents else GUESS


def hints_of(agents: Sequence[str] = (), mapping: Path | None = None) -> Hints:
    """The hints of a command line. Raises DocumentError for a mapping that cannot be used."""
    used = load_mapping(mapping) if mapping else None
    return Hints((*agents, *(used.agents if used else ())), used, mapping)


def plain_name(name: str) -> str:
    """A name as it is compared: one space between words, no capitals, no @ before a handle.

    >>> plain_name(" Liisa  VIRTANEN "), plain_name("@ShopCare"), plain_name("@shop.example")
    ('liisa virtanen', 'shopcare', '@shop.example')
    """
    line = " ".join(name.replace("\u200e", "").replace("\u00a0", " ").split()).casefold()
    return line if not line.startswith("@") or "." in line else line.removeprefix("@")


def _at_domain(name: str, wanted: set[str]) -> bool:
    domain = name.rpartition("@")[2] if "@" in name else ""
    return bool(domain) and f"@{domain}" in wanted


@dataclass(slots=True)
class People:
    """Who has spoken in a conversation so far."""

    starter: str | None = None
    customer: str | None = None
    agent: str | None = None
    count: int = 0


class Conversations:
    """The people of the conversations that are open, at most REMEMBERED of them."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, People] = OrderedDict()

    def __getitem__(self, conversation: str | None) -> People:
        """The people of a conversation; new ones each time where it has no name."""
        if conversation is None:
            return People()
        people = self._open.setdefault(conversation, People())
        self._open.move_to_end(conversation)
        if len(self._open) > REMEMBERED:
            self._open.popitem(last=False)
        return people


def busiest(starters: Iterable[tuple[str | None, str]]) -> str | None:
    """Who answers most conversations of others: (conversation's starter, speaker) pairs in, the likeliest agent out."""
    answers: Counter[str] = Counter(who for starter, who in starters if who != starter)
    ranked = sorted(answers.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked[0][0] if ranked else None
