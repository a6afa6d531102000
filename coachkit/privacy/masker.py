"""Placeholders for a whole conversation: the same thing, the same number. The cheap half of masking, in the order of the file."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from coachkit.privacy.forms import beginning, is_form_of
from coachkit.privacy.name_phrases import WORD
from coachkit.privacy.names import places, small_letters
from coachkit.privacy.scanning import scan
from coachkit.privacy.values import ADDRESS, AGENT, EMAIL, PERSON, PHONE, Masked, Masking, Piece, Scan
from coachkit.privacy.words import name_words

OPEN_CONVERSATIONS = 50_000
"""Conversations whose numbers are remembered at a time; the one without a message for longest is forgotten first."""

SHORTEST_SMALL = 4
"""Letters of a name from which it is also masked where it is written in small letters."""

SHORT = 40
"""Characters of a text whose scan is remembered."""

LONGEST_INITIALS = 3
"""Capitals that are the initials of someone who signs; not looked for elsewhere."""

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_PSEUDONYM = re.compile(r"(?:agent|conversation)-[2-9a-hjkmnp-z]{6}")
_HELD = re.compile(r"<([A-Z-]+)-(\d{1,9})>")
_BETWEEN = re.compile(r"[ \u00a0]+(?:[^\W\d_]\.?[ \u00a0]+)?|[ \u00a0]+(?:af|von|van|de)[ \u00a0]+")
_LAST_DIGITS = 8
"""Digits by which a telephone number is the same with and without its country code."""


@dataclass(slots=True)
class _Person:
    """Someone who was named: the words of the name in small letters, and what stands in their place (None: the name itself)."""

    words: list[str]
    placeholder: str | None
    kind: str = PERSON


@dataclass(slots=True)
class Talk:
    """What is known of one conversation so far: its people and the placeholders it has given."""

    name: str
    people: list[_Person] = field(default_factory=list)
    words: dict[str, tuple[str, _Person]] = field(default_factory=dict)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    known: dict[str, _Person] = field(default_factory=dict)

    def placeholder(self, kind: str, words: str) -> str:
        """What stands in the place of a piece; a new number where the thing is new."""
        key = (kind, _same(kind, words))
        if key not in self.given:
            self.given[key] = self.next(kind)
        return self.given[key]

    def next(self, kind: str) -> str:
        """A placeholder with the next number of its kind."""
        self.counts[kind] += 1
        return f"<{kind}-{self.counts[kind]}>"

    def person(self, name: str) -> _Person:
        """The person of that name: one known already where the name says no more, else a new one."""
        if name not in self.known:
            self.known[name] = self._person(name)
        return self.known[name]

    def _person(self, name: str) -> _Person:
        words = _words_of(name)
        if not words:
            return self.nameless(name)
        for person in self.people:
            met = {known for known in person.words if any(is_form_of(word, known) for word in words)}
            new = tuple(word for word in words if not any(is_form_of(word, known) for known in person.words))
            if met and (not new or len(met) == len(person.words)):
                self._add_words(person, new)
                return person
        return self.add(name, self.next(PERSON), PERSON)

    def nameless(self, name: str) -> _Person:
        """Someone whose name has no word to look for (an initial, a number): known by all that is written."""
        placeholder = self.placeholder(PERSON, name)
        known = next((one for one in self.people if one.placeholder == placeholder), None)
        return known or self.add(name, placeholder, PERSON)

    def add(self, name: str, placeholder: str | None, kind: str) -> _Person:
        """Someone new."""
        person = _Person([], placeholder, kind)
        self.people.append(person)
        self._add_words(person, _words_of(name))
        return person

    def _add_words(self, person: _Person, words: Sequence[str]) -> None:
        for word in words:
            person.words.append(word)
            self.words.setdefault(word, (beginning(word), person))

    def named(self, text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int, _Person]]:
        """Where known names stand in the text outside of what is `taken`, in any of their forms."""
        if not self.words:
            return
        lowered = small_letters(text)
        for name, (start, person) in self.words.items():
            if start in lowered:
                for place in places(lowered, start):
                    match = None if _is_taken(taken, place, place + 1) else WORD.match(text, place)
                    length = _form(match[0], name, sure=text[place - 1 : place] == "@") if match else 0
                    if length and not _is_taken(taken, place, place + length):
                        yield place, place + length, person


def _is_taken(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < last and first < end for first, last in taken)


def _form(written: str, name: str, *, sure: bool = False) -> int:
    """How many letters of the word are a form of the name: all of it, or the part before a hyphen; 0 for none.

    In small letters a name is known only where it is no ordinary word, and not too short; after an @ it is `sure`.
    """
    word = written.casefold()
    homonyms = name_words().homonyms
    if not sure and not written[0].isupper() and (len(name) < SHORTEST_SMALL or name in homonyms or word in homonyms):
        return 0
    if is_form_of(word, name):
        return len(written)
    first, _, rest = word.partition("-")
    return len(first) if rest and is_form_of(first, name) else 0


@lru_cache(maxsize=16_384)
def _words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell a person, in small letters: no particles, no initials, no words that are no names."""
    if name.isupper() and len(name) <= LONGEST_INITIALS:
        return ()
    lists = name_words()
    words = [re.sub(r"['’]s\Z", "", word.casefold()) for word in WORD.findall(name)]
    dropped = lists.particles | lists.not_names | lists.firms
    return tuple(word for word in dict.fromkeys(words) if len(word) > 1 and word not in dropped)


@lru_cache(maxsize=16_384)
def _beginnings(name: str) -> tuple[str, ...]:
    """What forms of a name's words begin with."""
    return tuple(map(beginning, _words_of(name)))


def _stand_within(lowered: str, begin: Sequence[str], start: int, end: int) -> bool:
    """Whether words that begin so stand nowhere else in the text."""
    for one in begin:
        elsewhere = lowered.find(one, 0, start + len(one) - 1) >= 0 or lowered.find(one, end) >= 0
        if elsewhere and not all(start <= place < end for place in places(lowered, one)):
            return False
    return True


def _same(kind: str, words: str) -> str:
    """What is equal for the same thing written in two ways."""
    if kind == PHONE:
        return "".join(filter(str.isdigit, words))[-_LAST_DIGITS:]
    if kind in {EMAIL, ADDRESS}:
        return " ".join(re.findall(r"[\w@.+-]+", words.casefold()))
    return re.sub(r"[\W_]", "", words).casefold()


class Masker:
    """Masks texts in the order of the file. One of them for a file: it remembers the names and numbers of each conversation.

    `secret` keys the pseudonyms of agents (`agent_secret`). With `pairs` it collects what stands behind the placeholders.
    """

    def __init__(self, options: Masking = Masking(), secret: bytes = b"", *, pairs: bool = False) -> None:  # noqa: B008 - frozen
        self.options = options
        self._secret = secret
        self._keeps_pairs = pairs
        self._pairs: list[tuple[str, str, str]] = []
        self._conversations: OrderedDict[str, Talk] = OrderedDict()

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
        if not (known.pieces or known.names or talk.words or "<" in text):
            return Masked(text)
        for match in _HELD.finditer(text) if "<" in text else ():
            talk.counts[match[1]] = max(talk.counts[match[1]], int(match[2]))
        others = [(start, end, kind, None) for kind, start, end in known.pieces]
        people = [(start, end, person.kind, person) for start, end, person in _people(text, talk, known)]
        pieces = []
        for start, end, kind, person in sorted([*others, *people], key=_start):
            stands = person.placeholder if person else talk.placeholder(kind, text[start:end])
            if stands is not None:
                pieces.append(Piece(kind, start, end, stands))
        if not pieces:
            return Masked(text)
        if self._keeps_pairs:
            self._keep(talk, text, pieces)
        return Masked(_replaced(text, pieces), tuple(pieces))

    def alone(self, text: str, found: Scan) -> tuple[str, tuple[str, ...]]:
        """The text masked in a conversation of its own, as `mask_in` would, and what forms of the names it has given begin with.

        Most texts hold one name and nothing else, as who has written it: that goes without a conversation.
        """
        if len(found.names) == 1 and not found.pieces and "<" not in text and not self._keeps_pairs:
            start, end = found.names[0]
            begin = _beginnings(text[start:end])
            if not begin or _stand_within(small_letters(text), begin, start, end):
                return f"{text[:start]}<{PERSON}-1>{text[end:]}", begin
        talk = Talk("")
        return self.mask_in(talk, text, found).text, tuple(begin for begin, _ in talk.words.values())

    def scanned(self, text: str) -> Scan:
        """What stands in the text by itself; short ones, as cells of a table hold them over and over, are remembered."""
        return _short_scan(text, self.options.orders) if len(text) <= SHORT else scan(text, self.options.orders)

    def talk(self, name: str | None) -> Talk:
        """What is known of a conversation; a new one each time for None."""
        if name is None:
            return Talk("")
        talk = self._conversations.get(name)
        if talk is None:
            talk = self._conversations[name] = Talk(name)
            if len(self._conversations) > OPEN_CONVERSATIONS:
                self._conversations.popitem(last=False)
        self._conversations.move_to_end(name)
        return talk

    def meet(self, talk: Talk, agent: str | None, customer: str | None) -> None:
        """Learns the names of a row's columns; placeholders and pseudonyms are none."""
        if agent and not is_held(agent) and ("agent", agent) not in talk.given:
            pseudonym = talk.given["agent", agent] = self.agent(agent) or ""
            talk.add(agent, None if self.options.names else pseudonym, AGENT)
        if customer and not is_held(customer) and ("customer", customer) not in talk.given:
            talk.given["customer", customer] = talk.person(customer).placeholder or ""

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
        return self.pseudonym("agent", name)

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

    def new_pairs(self) -> list[tuple[str, str, str]]:
        """(conversation, placeholder, original) of what is new since the last call, in order."""
        pairs, self._pairs = self._pairs, []
        return pairs

    def keep_pair(self, talk: Talk, placeholder: str, original: str) -> None:
        """Notes what stands behind a placeholder, where that was asked for."""
        if self._keeps_pairs and (placeholder, original) not in talk.pairs:
            talk.pairs.add((placeholder, original))
            self._pairs.append((talk.name, placeholder, original))

    def _keep(self, talk: Talk, text: str, pieces: list[Piece]) -> None:
        for one in pieces:
            self.keep_pair(talk, one.placeholder, text[one.start : one.end])


def is_held(words: str) -> bool:
    """Whether it is a placeholder or pseudonym already."""
    return bool(_HELD.fullmatch(words) or _PSEUDONYM.fullmatch(words))


@lru_cache(maxsize=4_096)
def _short_scan(text: str, orders: str | None) -> Scan:
    return scan(text, orders)


def _people(text: str, talk: Talk, known: Scan) -> list[tuple[int, int, _Person]]:
    """Everyone named in the text: as it gives the names itself, and as they are known already; parts of one name as one."""
    given = [(start, end, talk.person(text[start:end])) for start, end in known.names]
    taken = [(start, end) for start, end, _ in given] + [(start, end) for _, start, end in known.pieces]
    joined: list[tuple[int, int, _Person]] = []
    for start, end, person in sorted([*given, *talk.named(text, taken)], key=_start):
        if joined and joined[-1][2] is person and _BETWEEN.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end, person)
        else:
            joined.append((start, end, person))
    return joined


def _start(one: tuple[Any, ...]) -> int:
    return one[0]


def _replaced(text: str, pieces: list[Piece]) -> str:
    parts, place = [], 0
    for one in pieces:
        parts += [text[place : one.start], one.placeholder]
        place = one.end
    return "".join([*parts, text[place:]])
