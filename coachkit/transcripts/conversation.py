"""From rows to replies: in a plain file every row is one; in a conversation only the agent's, with the customer's words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from coachkit.model import Reply
from coachkit.transcripts.columns import Columns, key
from coachkit.transcripts.rows import Row, Rows, Stretch
from coachkit.transcripts.talk import AGENT, CUSTOMER
from coachkit.transcripts.text_column import TextColumn
from coachkit.transcripts.values import NOTHING_SAID, channel_of, is_missing, language_of, text_of

__all__ = [
    "AGENT", "CUSTOMER", "LONGEST_TURN", "OPEN_CONVERSATIONS", "Cells", "Message", "ReplyStretch", "messages",
    "messages_or_replies",
    "speaker_of",
]  # fmt: skip

_CUSTOMERS = (
    "customer", "client", "consumer", "user", "end_user", "visitor", "guest", "inbound", "asiakas", "kayttaja", "kund",
    "besokare", "anvandare",
)  # fmt: skip
_AGENTS = (
    "agent", "human_agent", "advisor", "adviser", "representative", "rep", "support", "operator", "employee", "staff",
    "company", "brand", "outbound", "asiakaspalvelija", "palvelija", "agentti", "neuvoja", "tyontekija", "yritys",
    "kundtjanst", "handlaggare", "medarbetare", "foretag",
)  # fmt: skip
_SPEAKERS: Mapping[str, str] = dict.fromkeys(_CUSTOMERS, CUSTOMER) | dict.fromkeys(_AGENTS, AGENT)

OPEN_CONVERSATIONS = 50_000
"""Conversations remembered at a time; the one without a message for longest is forgotten first."""

LONGEST_TURN = 200_000
"""Characters of a customer's turn that are kept, the last ones."""


class Message(NamedTuple):
    """A row as it is scored. Without a reply and without a problem it is the customer's own, read as context."""

    row: Row
    reply: Reply | None = None
    problems: tuple[str, ...] = ()

    @property
    def is_context(self) -> bool:
        """Whether it only gives the words before a reply."""
        return self.reply is None and not self.problems


Cells = tuple[Sequence[str | None], ...]
"""Replies as columns, one per field of Reply: they travel between processes ten times faster than replies."""

FEWEST = 30
"""Replies from which on it pays to keep them as columns."""


@dataclass(frozen=True, eq=False, slots=True)
class ReplyStretch:
    """Rows that are replies without a problem, every one of them, as columns: the rows, and the replies' fields."""

    rows: Stretch
    cells: Cells

    def __len__(self) -> int:
        return len(self.rows.numbers)

    def message(self, place: int) -> Message:
        """One of them, counted from 0, as `messages` gives it."""
        return Message(self.rows.row(place), Reply(*(column[place] for column in self.cells)))  # type: ignore[arg-type]

    def messages(self) -> Iterator[Message]:
        """All of them, in order, as `messages` gives them."""
        return (self.message(place) for place in range(len(self)))

    def part(self, start: int, end: int) -> ReplyStretch:
        """Those from `start` up to `end`."""
        rows = self.rows.part(start, end)
        # A column that is the reply's text as it stands stays one and the same.
        known = {id(column): rows.columns[name] for name, column in self.rows.columns.items()}
        cells = tuple(known[id(one)] if id(one) in known else one[start:end] for one in self.cells)
        return ReplyStretch(rows, cells)


@dataclass(slots=True)
class _Turn:
    """The customer's words since the agent's last reply; `answered` once that reply has come."""

    words: list[str] = field(default_factory=list)
    answered: bool = False


def speaker_of(value: Any) -> str | None:
    """CUSTOMER or AGENT for what a speaker column says of who speaks; None for anything else, a name for instance."""
    return _speaker_of(str(value))


@lru_cache(maxsize=1_024)
def _speaker_of(said: str) -> str | None:
    return _SPEAKERS.get(key(said))


def messages(rows: Iterable[Row], columns: Columns) -> Iterator[Message]:
    """Each row as a message, in the order of the file, which is taken for the order in time.

    With a speaker column only the agent's rows are replies. With a conversation column too, each has as `customer` the
    customer's words since the agent's reply before it; where there are none, the customer's words before that reply.
    """
    if columns.speaker is None:
        return (_plain(row, columns) for row in rows)
    return _in_conversations(rows, columns)


def messages_or_replies(rows: Iterable[Row], columns: Columns) -> Iterator[Message | ReplyStretch]:
    """The same, but with `ReplyStretch` where rows are read as columns and are replies without a problem."""
    if columns.speaker is not None or not isinstance(rows, Rows):
        yield from messages(rows, columns)
        return
    for piece in rows.pieces:
        if isinstance(piece, Stretch):
            yield from _in_stretch(piece, columns)
        else:
            yield _plain(piece, columns)


def _in_stretch(stretch: Stretch, columns: Columns) -> Iterator[Message | ReplyStretch]:
    cells, ends = _cells(stretch, columns)
    start = 0
    for end in (*ends, len(stretch.numbers)):
        if end - start >= FEWEST:
            yield ReplyStretch(stretch, cells).part(start, end) if ends else ReplyStretch(stretch, cells)
        else:
            yield from (_plain(stretch.row(place), columns) for place in range(start, end))
        if end < len(stretch.numbers):
            yield _plain(stretch.row(end), columns)
        start = end + 1


def _cells(stretch: Stretch, columns: Columns) -> tuple[Cells, list[int]]:
    """The rows as replies, and the places of those that are none or have a problem."""

    def texts(column: str | None) -> Sequence[str | None]:
        if column is None:
            return [None] * len(stretch.numbers)
        cells = stretch.columns[column]
        if isinstance(cells, TextColumn) and not cells.has_blank():
            return cells
        all_said = set(map(type, cells)) == {str} and all(cells) and not any(map(str.isspace, cells))
        return cells if all_said else list(map(text_of, cells))

    language, bad_language = _codes(stretch, columns.language, language_of)
    channel, bad_channel = _codes(stretch, columns.channel, channel_of)
    text = texts(columns.text)
    missing = set() if isinstance(text, TextColumn) else {place for place, one in enumerate(text) if one is None}
    bad = missing | bad_language | bad_channel
    names = texts(columns.agent_name), texts(columns.customer_name)
    return (text, texts(columns.customer), channel, language, *names), sorted(bad)


def _codes(
    stretch: Stretch, column: str | None, read: Callable[[Any], tuple[str | None, str | None]]
) -> tuple[Sequence[str | None], set[int]]:
    """A column of languages or channels under our names, and the places where it holds none that is known."""
    if column is None:
        return [None] * len(stretch.numbers), set()
    cells = stretch.columns[column]
    if isinstance(cells, TextColumn):
        said = list(map(read, cells.codes[0]))
        if len(said) == 1 and not said[0][1]:
            return [said[0][0]] * len(cells), set()
        found = [said[code] for code in cells.codes[1].tolist()]
    elif set(map(type, cells)) <= {str, type(None)}:
        known = {cell: read(cell) for cell in set(cells)}
        found = [known[cell] for cell in cells] if len(known) > 1 else [*known.values()] * len(cells)
    else:
        found = [read(cell) for cell in cells]
    return [one for one, _ in found], {place for place, (_, problem) in enumerate(found) if problem}


def _plain(row: Row, columns: Columns) -> Message:
    return _reply(row, columns, _cell(row, columns.customer))


def _in_conversations(rows: Iterable[Row], columns: Columns) -> Iterator[Message]:
    turns: OrderedDict[str, _Turn] = OrderedDict()
    for row in rows:
        speaker = speaker_of(_value(row, columns.speaker))
        turn = _turn(turns, _cell(row, columns.conversation))
        if row.broken or speaker is None:
            yield _kept(row, columns)
        elif speaker == CUSTOMER:
            _listen(turn, _cell(row, columns.text))
            yield Message(row)
        else:
            customer = "\n".join(turn.words)[-LONGEST_TURN:] or None
            turn.answered = True
            yield _reply(row, columns, customer or _own_customer(row, columns))


def _own_customer(row: Row, columns: Columns) -> str | None:
    return _cell(row, columns.customer) if columns.conversation is None else None


def _turn(turns: OrderedDict[str, _Turn], conversation: str | None) -> _Turn:
    """The turn of a conversation; a new one each time for a row that names none."""
    if conversation is None:
        return _Turn()
    turn = turns.setdefault(conversation, _Turn())
    turns.move_to_end(conversation)
    if len(turns) > OPEN_CONVERSATIONS:
        turns.popitem(last=False)
    return turn


def _listen(turn: _Turn, text: str | None) -> None:
    if text is None:
        return
    if turn.answered:
        turn.words.clear()
        turn.answered = False
    turn.words.append(text[-LONGEST_TURN:])
    if sum(map(len, turn.words)) > 2 * LONGEST_TURN:
        turn.words[:] = ["\n".join(turn.words)[-LONGEST_TURN:]]


def _kept(row: Row, columns: Columns) -> Message:
    """A row that cannot be told to be a reply."""
    if row.broken:
        return Message(row, None, _own_problem(row))
    value = _value(row, columns.speaker)
    what = "no speaker" if is_missing(value) else f"unknown speaker: '{str(value)[:40]}' is not customer or agent"
    return Message(row, None, (*_own_problem(row), what))


def _reply(row: Row, columns: Columns, customer: str | None) -> Message:
    """The row as a reply, or as a problem where it has no text."""
    if row.broken:
        return Message(row, None, _own_problem(row))
    values = row.values
    language, bad_language = language_of(values.get(columns.language)) if columns.language else NOTHING_SAID
    channel, bad_channel = channel_of(values.get(columns.channel)) if columns.channel else NOTHING_SAID
    problems: tuple[str, ...] = ()
    if row.problem or bad_language or bad_channel:
        problems = (*_own_problem(row), *(one for one in (bad_language, bad_channel) if one))
    text = _cell(row, columns.text)
    if text is None:
        value = _value(row, columns.text)
        why = "no text" if is_missing(value) else f"not a text: the cell holds a {type(value).__name__}"
        return Message(row, None, (*problems, why))
    agent = text_of(values.get(columns.agent_name)) if columns.agent_name else None
    name = text_of(values.get(columns.customer_name)) if columns.customer_name else None
    return Message(row, Reply(text, customer, channel, language, agent, name), problems)


def _own_problem(row: Row) -> tuple[str, ...]:
    return (row.problem,) if row.problem else ()


def _value(row: Row, column: str | None) -> Any:
    return row.values.get(column) if column is not None else None


def _cell(row: Row, column: str | None) -> str | None:
    return text_of(row.values.get(column)) if column is not None else None
