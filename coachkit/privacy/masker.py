"""Placeholders for a whole conversation: the same thing, the same number. The cheap half of masking, in the order of the file."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from coachkit.privacy.names import small_letters
from coachkit.privacy.scanning import scan, scan_many
from coachkit.privacy.talk import Talk, are_two, beginnings, people_in, stand_within, words_of
from coachkit.privacy.values import AGENT, NOTHING, PERSON, Masked, Masking, Piece, Scan

OPEN_CONVERSATIONS = 50_000
"""Conversations whose numbers are remembered at a time; the one without a message for longest is forgotten first."""

MOST_AGENTS = 10_000
"""Agents whose pseudonyms are remembered at a time."""

SHORT = 40
"""Characters of a text whose scan is remembered."""

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_PSEUDONYM = re.compile(r"(?:agent|conversation)-[2-9a-hjkmnp-z]{6}")
_HELD = re.compile(r"<([A-Z-]+)-(\d{1,9})>")


class Masker:
    """Masks texts in the order of the file. One of them for a file: it remembers the names and numbers of each conversation.

    `secret` keys the pseudonyms of agents (`agent_secret`). With `pairs` it collects what stands behind the placeholders.
    """

    def __init__(self, options: Masking = Masking(), secret: bytes = b"", *, pairs: bool = False) -> None:  # noqa: B008 - frozen
        self.options = options
        self._secret = secret
        self.keeps_pairs = pairs
        self._pairs: list[tuple[str, str, str]] = []
        self._conversations: OrderedDict[str, Talk] = OrderedDict()
        self._looked: Mapping[str, Scan] = {}
        self._agents: dict[str, str] = {}
        self.met: set[str] = set()
        """The words of all names that placeholders stand for, in small letters: those of `keep_met`."""

    def mask(
        self,
        text: str,
        *,
        conversation: str | None = None,
        agent: str | None = None,
        customer: str | None = None,
        found: Scan | None = None,
    ) -> Masked:
        """The text with its personal data behind placeholders.

        `agent` and `customer` are the names that are known of the two; `found` is the text's scan, where it was made already.
        A text without a conversation is one of its own. Raises InputError when the pattern for orders takes too long.
        """
        talk = self.talk(conversation)
        self.meet(talk, agent, customer)
        return self.mask_in(talk, text, found)

    def mask_in(self, talk: Talk, text: str, found: Scan | None = None) -> Masked:
        """The text masked as a part of this conversation, whose names it knows."""
        known = self.scanned(text) if found is None else found
        if not (known.pieces or known.names or "<" in text or talk.may_stand_in(text)):
            return Masked(text)
        for match in _HELD.finditer(text) if "<" in text else ():
            talk.counts[match[1]] = max(talk.counts.get(match[1], 0), int(match[2]))
        others = [(start, end, kind, None) for kind, start, end in known.pieces]
        people = [(start, end, person.kind, person) for start, end, person in people_in(text, talk, known)]
        pieces = []
        for start, end, kind, person in sorted([*others, *people], key=itemgetter(0)):
            stands = person.placeholder if person else talk.placeholder(kind, text[start:end])
            if stands is not None:
                pieces.append(Piece(kind, start, end, stands))
        if not pieces:
            return Masked(text)
        if self.keeps_pairs:
            self._keep(talk, text, pieces)
        return Masked(_replaced(text, pieces), tuple(pieces))

    def alone(self, text: str, found: Scan) -> tuple[str, tuple[str, ...]]:
        """The text masked in a conversation of its own, as `mask_in` would, and what forms of the names it has given begin with.

        Most texts hold a name or two and nothing else, as who is spoken to and who has written it: that goes without a talk.
        """
        for start, end in found.names:
            self.met.update(words_of(text[start:end]))
        if 0 < len(found.names) <= 2 and not found.pieces and "<" not in text and not self.keeps_pairs:
            (start, end), (other, last) = found.names[0], found.names[-1]
            first, begin, middle = text[start:end], beginnings(text[start:end]), ""
            if two := len(found.names) == 2:
                begin += beginnings(text[other:last])
                middle = f"{text[end:other]}<{PERSON}-2>"
            apart = not two or (end <= other and are_two(first, text[other:last]))
            if apart and (not begin or stand_within(small_letters(text), begin, found.names)):
                return f"{text[:start]}<{PERSON}-1>{middle}{text[last:]}", begin
        if len(found.pieces) == 1 and len(found.names) <= 1 and "<" not in text and not self.keeps_pairs:
            masked = _with_one_piece(text, found)
            if masked:
                return masked
        talk = self.talk(None)
        return self.mask_in(talk, text, found).text, tuple(begin for begin, _ in talk.words.values())

    def look_through(self, texts: Iterable[str]) -> None:
        """Scans texts that will be asked for, which is quicker for many at a time; known until the next are looked through."""
        different = list(dict.fromkeys(texts))
        self._looked = dict(zip(different, scan_many(different, self.options.orders), strict=True))

    def scanned(self, text: str) -> Scan:
        """What stands in the text by itself; short ones, as cells of a table hold them over and over, are remembered."""
        looked = self._looked.get(text)
        if looked is not None:
            return looked
        return _short_scan(text, self.options.orders) if len(text) <= SHORT else scan(text, self.options.orders)

    def may_name(self, conversation: str) -> bool:
        """Whether personal data stands in the id of a conversation; an order's number is none."""
        return (scan(conversation) if self.options.orders else self.scanned(conversation)) != NOTHING

    def talk(self, name: str | None) -> Talk:
        """What is known of a conversation; a new one each time for None."""
        if name is None:
            return Talk("", met=self.met)
        talk = self._conversations.get(name)
        if talk is None:
            talk = self._conversations[name] = Talk(name, met=self.met)
            if len(self._conversations) > OPEN_CONVERSATIONS:
                self._conversations.popitem(last=False)
        self._conversations.move_to_end(name)
        return talk

    def meet(self, talk: Talk, agent: str | None, customer: str | None) -> None:
        """Learns the names of a row's columns; placeholders and pseudonyms are none."""
        if agent and agent not in talk.agents and not is_held(agent):
            talk.agents += (agent,)
            talk.add(agent, None if self.options.names else self.agent(agent) or "", AGENT)
        if customer and customer not in talk.customers and not is_held(customer):
            talk.customers += (customer,)
            talk.person(customer)

    def agent_in(self, talk: Talk, name: str) -> str:
        """The agent's pseudonym for a cell with the name; the conversation knows the name from now on."""
        self.meet(talk, name, None)
        pseudonym = self.agent(name) or ""
        if pseudonym != name:
            self.keep_pair(talk, pseudonym, name)
        return pseudonym

    def person_in(self, talk: Talk, name: str) -> str:
        """The placeholder for a cell with a person's name, or the pseudonym where it is the agent's."""
        if is_held(name):
            return name
        person = talk.person(name)
        if person.placeholder is None:
            return name
        self.keep_pair(talk, person.placeholder, name)
        return person.placeholder

    def piece_in(self, talk: Talk, kind: str, words: str) -> str:
        """The placeholder for a cell that is one piece of personal data."""
        if is_held(words):
            return words
        placeholder = talk.placeholder(kind, words)
        self.keep_pair(talk, placeholder, words)
        return placeholder

    def conversation_id(self, talk: Talk, name: str) -> str:
        """What stands in the place of a conversation's id that is personal data itself: the same for the same id."""
        pseudonym = self.pseudonym("conversation", name)
        self.keep_pair(talk, pseudonym, name)
        return pseudonym

    def agent(self, name: str | None) -> str | None:
        """The agent's pseudonym, the same in every run with this secret; the name itself where names are kept."""
        if not name or self.options.names:
            return name
        pseudonym = self._agents.get(name)
        if pseudonym is None:
            if len(self._agents) >= MOST_AGENTS:
                self._agents.clear()
            pseudonym = self._agents[name] = self.pseudonym("agent", name)
        return pseudonym

    def pseudonym(self, what: str, name: str) -> str:
        """`what-` and six signs by a keyed hash of the name, whatever its case and spaces; a pseudonym is its own."""
        if _PSEUDONYM.fullmatch(name):
            return name
        plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        number = int.from_bytes(hmac.digest(self._secret, f"{what}:{plain}".encode(), hashlib.sha256)[:8])
        signs = []
        for _ in range(6):
            number, rest = divmod(number, len(_ALPHABET))
            signs.append(_ALPHABET[rest])
        return f"{what}-{''.join(signs)}"

    def is_agent(self, pseudonym: str) -> bool:
        """Whether it is the pseudonym of an agent."""
        return pseudonym.startswith("agent-") and _PSEUDONYM.fullmatch(pseudonym) is not None

    def new_pairs(self) -> list[tuple[str, str, str]]:
        """(conversation, placeholder, original) of what is new since the last call, in order."""
        pairs, self._pairs = self._pairs, []
        return pairs

    def keep_pair(self, talk: Talk, placeholder: str, original: str) -> None:
        """Notes what stands behind a placeholder, where that was asked for."""
        if self.keeps_pairs and talk.is_new_pair(placeholder, original):
            self._pairs.append((talk.name, placeholder, original))

    def _keep(self, talk: Talk, text: str, pieces: list[Piece]) -> None:
        for one in pieces:
            self.keep_pair(talk, one.placeholder, text[one.start : one.end])


def is_held(words: str) -> bool:
    """Whether it is a placeholder or pseudonym already."""
    return bool(_HELD.fullmatch(words) or _PSEUDONYM.fullmatch(words))


def _with_one_piece(text: str, found: Scan) -> tuple[str, tuple[str, ...]] | None:
    """What `Masker.alone` gives for a text with one piece and a name at most; None where that takes a closer look."""
    ((kind, start, end),) = found.pieces
    edits, begin = [(start, end, f"<{kind}-1>")], tuple[str, ...]()
    for first, last in found.names:
        begin = beginnings(text[first:last])
        edits.append((first, last, f"<{PERSON}-1>"))
    edits.sort()
    apart = start < end and all(one[1] <= other[0] for one, other in pairwise(edits))
    if kind == PERSON or not apart or (begin and not stand_within(small_letters(text), begin, [edit[:2] for edit in edits])):
        return None
    parts, place = list[str](), 0
    for first, last, placeholder in edits:
        parts += [text[place:first], placeholder]
        place = last
    return "".join([*parts, text[place:]]), begin


@lru_cache(maxsize=4_096)
def _short_scan(text: str, orders: str | None) -> Scan:
    return scan(text, orders)


def _replaced(text: str, pieces: list[Piece]) -> str:
    parts, place = [], 0
    for one in pieces:
        parts += [text[place : one.start], one.placeholder]
        place = one.end
    return "".join([*parts, text[place:]])
