"""What is known of one conversation: who was named in it, in which words, and the placeholders it has given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from coachkit.privacy.forms import beginning, is_form_of
from coachkit.privacy.name_phrases import WORD
from coachkit.privacy.names import places, small_letters
from coachkit.privacy.values import ADDRESS, EMAIL, PERSON, PHONE, Scan
from coachkit.privacy.words import name_words

SHORTEST_SMALL = 4
"""Letters of a name from which it is also masked where it is written in small letters."""

LONGEST_INITIALS = 3
"""Capitals that are the initials of someone who signs; not looked for elsewhere."""

_BETWEEN = re.compile(r"[ \u00a0]+(?:[^\W\d_]\.?[ \u00a0]+)?|[ \u00a0]+(?:af|von|van|de)[ \u00a0]+")
_LAST_DIGITS = 8
"""Digits by which a telephone number is the same with and without its country code."""


@dataclass(slots=True)
class Person:
    """Someone who was named: the words of the name in small letters, and what stands in their place (None: the name itself)."""

    words: list[str]
    placeholder: str | None
    kind: str = PERSON


@dataclass(slots=True)
class Talk:
    """What is known of one conversation so far: its people and the placeholders it has given.

    Tens of thousands are kept at a time, so it holds little: `agents` and `customers` are the names that columns gave.
    """

    name: str
    people: list[Person] = field(default_factory=list)
    words: dict[str, tuple[str, Person]] = field(default_factory=dict)
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    known: dict[str, Person] = field(default_factory=dict)
    agents: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    pairs: set[tuple[str, str]] | None = None
    met: set[str] = field(default_factory=set)
    """The words of names that placeholders stand for, together with those of the other conversations of a file."""

    def is_new_pair(self, placeholder: str, original: str) -> bool:
        """Notes what stands behind a placeholder; whether that was not noted yet."""
        if self.pairs is None:
            self.pairs = set()
        known = len(self.pairs)
        self.pairs.add((placeholder, original))
        return len(self.pairs) > known

    def placeholder(self, kind: str, words: str) -> str:
        """What stands in the place of a piece; a new number where the thing is new."""
        key = (kind, _same(kind, words))
        if key not in self.given:
            self.given[key] = self.next(kind)
        return self.given[key]

    def next(self, kind: str) -> str:
        """A placeholder with the next number of its kind."""
        number = self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"<{kind}-{number}>"

    def person(self, name: str) -> Person:
        """The person of that name: one known already where the name says no more, else a new one."""
        if name not in self.known:
            self.known[name] = self._person(name)
        return self.known[name]

    def _person(self, name: str) -> Person:
        words = words_of(name)
        if not words:
            return self.nameless(name)
        for person in self.people:
            met = {known for known in person.words if any(is_form_of(word, known) for word in words)}
            new = tuple(word for word in words if not any(is_form_of(word, known) for known in person.words))
            if met and (not new or len(met) == len(person.words)):
                self._add_words(person, new)
                return person
        return self.add(name, self.next(PERSON), PERSON)

    def nameless(self, name: str) -> Person:
        """Someone whose name has no word to look for (an initial, a number): known by all that is written."""
        placeholder = self.placeholder(PERSON, name)
        known = next((one for one in self.people if one.placeholder == placeholder), None)
        return known or self.add(name, placeholder, PERSON)

    def add(self, name: str, placeholder: str | None, kind: str) -> Person:
        """Someone new."""
        person = Person([], placeholder, kind)
        self.people.append(person)
        self._add_words(person, words_of(name))
        return person

    def _add_words(self, person: Person, words: Sequence[str]) -> None:
        if person.placeholder is not None:
            self.met.update(words)
        for word in words:
            person.words.append(word)
            self.words.setdefault(word, (beginning(word), person))

    def may_stand_in(self, text: str) -> bool:
        """Whether one of the known names may stand in the text; False is sure."""
        if not self.words:
            return False
        lowered = small_letters(text)
        return any(start in lowered for start, _ in self.words.values())

    def named(self, text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int, Person]]:
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
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell a person, in small letters: no particles, no initials, no words that are no names."""
    if name.isupper() and len(name) <= LONGEST_INITIALS:
        return ()
    lists = name_words()
    words = [re.sub(r"['’]s\Z", "", word.casefold()) for word in WORD.findall(name)]
    dropped = lists.particles | lists.not_names | lists.firms
    return tuple(word for word in dict.fromkeys(words) if len(word) > 1 and word not in dropped)


@lru_cache(maxsize=16_384)
def beginnings(name: str) -> tuple[str, ...]:
    """What forms of a name's words begin with."""
    return tuple(map(beginning, words_of(name)))


def stand_within(lowered: str, begin: Sequence[str], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether words that begin so stand nowhere else in the text than in what is `taken`."""
    for one in begin:
        place = lowered.find(one)
        while place >= 0:
            if (place == 0 or not lowered[place - 1].isalnum()) and not _is_taken(taken, place, place + 1):
                return False
            place = lowered.find(one, place + 1)
    return True


@lru_cache(maxsize=16_384)
def are_two(first: str, second: str) -> bool:
    """Whether the second name that a conversation gives is surely not the first one's."""
    known, new = words_of(first), words_of(second)
    if known and new:
        return not any(is_form_of(word, one) for word in new for one in known)
    return bool(known or new) or _same(PERSON, first) != _same(PERSON, second)


def _same(kind: str, words: str) -> str:
    """What is equal for the same thing written in two ways."""
    if kind == PHONE:
        return "".join(filter(str.isdigit, words))[-_LAST_DIGITS:]
    if kind in {EMAIL, ADDRESS}:
        return " ".join(re.findall(r"[\w@.+-]+", words.casefold()))
    return re.sub(r"[\W_]", "", words).casefold()


def people_in(text: str, talk: Talk, known: Scan) -> list[tuple[int, int, Person]]:
    """Everyone named in the text: as it gives the names itself, and as they are known already; parts of one name as one."""
    given = [(start, end, talk.person(text[start:end])) for start, end in known.names]
    taken = [(start, end) for start, end, _ in given] + [(start, end) for _, start, end in known.pieces]
    joined: list[tuple[int, int, Person]] = []
    for start, end, person in sorted([*given, *talk.named(text, taken)], key=itemgetter(0)):
        if joined and joined[-1][2] is person and _BETWEEN.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end, person)
        else:
            joined.append((start, end, person))
    return joined
