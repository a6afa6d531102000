"""Reviews as rows of a table, one per review with a column per criterion: for CSV, TSV, XLSX, JSONL and Parquet."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from coachkit.errors import InputError
from coachkit.privacy import safe_problem
from coachkit.reviews.masking import Around, Comments
from coachkit.reviews.own_columns import CRITERION, KEYS, own_columns
from coachkit.reviews.scored import number
from coachkit.reviews.totals import total_of
from coachkit.reviews.values import Mark, ReplyRow, ReviewRow
from coachkit.rubrics import Rubric
from coachkit.scoring.kept import ScoreRow
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE, YES_NO
from coachkit.transcripts.writing import writing

NOT_APPLICABLE = "n/a"
_NOT_APPLICABLE = frozenset((NOT_APPLICABLE, "na", "-", "–", "ei koske", "gäller inte", "does not apply"))
BEFORE = {
    "reply": TEXT, "conversation": TEXT, "place": TEXT, "reviewer": TEXT, "version": WHOLE, "saved": TEXT, "blind": YES_NO,
    "total": NUMBER,
}  # fmt: skip
AFTER = {
    "gates": TEXT, "comment": TEXT, "root_cause": TEXT, "marks": TEXT, "rubric": TEXT, "fingerprint": TEXT, "seconds": NUMBER,
    "id": TEXT,
}  # fmt: skip
MOST_ALIKE = 8
"""Scores that a person may well give just as the program did, with a round total."""
_KEY = re.compile(r"[0-9a-f]{32}")
_SAFE_CELL = re.compile(r"'(?=[=+\-@\t\r])")


@dataclass(frozen=True)
class Read:
    """Reviews that a file holds, and why others could not be taken: reason -> how many.

    `untouched` rows of a sample have no scores of a person's; `unread` are columns that look like a person's and are not read.
    """

    reviews: tuple[ReviewRow, ...]
    problems: Mapping[str, int]
    untouched: int = 0
    unread: tuple[str, ...] = ()


def write_reviews(path: Path, reviews: Sequence[ReviewRow], replies: Iterable[ReplyRow] = ()) -> None:
    """Writes reviews as a table: scores 0 to 1, "n/a" where it does not apply, empty where nobody looked.

    Raises InputError for an ending that is not known or a place that cannot be written.
    """
    known = {one.key: one for one in replies}
    names = sorted({name for review in reviews for name in review.scores})
    with writing(path, {**BEFORE, **dict.fromkeys(names, TEXT), **AFTER}) as write:
        write([_row(review, known.get(review.reply)) for review in reviews])


def _row(review: ReviewRow, reply: ReplyRow | None) -> dict[str, Any]:
    scores = {name: NOT_APPLICABLE if score is None else f"{score:g}" for name, score in review.scores.items()}
    same = {name: getattr(review, name) for name in (*BEFORE, *AFTER) if name not in ("conversation", "place", "saved", "marks")}
    return same | scores | {
        "conversation": reply.conversation if reply else "",
        "place": reply.place if reply else "",
        "saved": review.saved.isoformat() if review.saved else None,
        "gates": " ".join(review.gates),
        "marks": json.dumps([asdict(one) for one in review.marks], ensure_ascii=False) if review.marks else "",
    }  # fmt: skip


def read_reviews(
    path: Path,
    replies: Sequence[ReplyRow] = (),
    reviewer: str = "",
    rubric: Rubric | None = None,
    encoding: str | None = None,
) -> Read:
    """The reviews of a table; `replies` are those that they may be about.

    A row is about the reply whose key stands in `reply` (or a sample's `key`), else about that of its `conversation` and `place`
    (or `message`, or `row`). `reviewer` stands in where the table names none, and without a `total` it is reckoned from the
    scores by `rubric`. Of a sample only the columns that a person added are read, see own_columns. Rows that fit no reply or hold
    what cannot be are left out, with the reason. Raises InputError where nothing can be read.
    """
    table = open_table(path, encoding)
    finder, own = Finder(replies), own_columns(table.columns, rubric)
    machines = {one.key: one.machine for one in replies}
    safe = path.suffix.lower() in (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
    reviews: list[ReviewRow] = []
    problems: Counter[str] = Counter()
    untouched = 0
    for row in table.rows:
        cells = {
            name: _SAFE_CELL.sub("", value, count=1) if safe and isinstance(value, str) else value
            for name, value in row.values.items()
        }
        if row.broken:
            problems[safe_problem(row.problem) or ""] += 1
            continue
        values = own.review(cells)
        try:
            _refuse_overwritten(own.overwritten(cells, machines))
            if values is None:
                untouched += 1
                continue
            reviews.append(_review(values, finder, reviewer, rubric, sampled=own.sampled))
        except InputError as error:
            problems[str(error)] += 1
    if not reviews and not problems and not untouched:
        raise InputError(f"{path}: the file has a header and no rows")
    return Read(tuple(reviews), problems, untouched, own.unread)


@dataclass(frozen=True)
class Remedies:
    """What to do about a review that names no reply, none that can be told, or nobody: each kind of file has names of its own."""

    unnamed: str = "fill in 'reply' or the sample's 'key', or 'conversation' and 'place'"
    unclear: str = "name the reply's key in 'reply'"
    anonymous: str = "fill in 'reviewer', or say --reviewer NAME when the file is imported"


OF_A_TABLE = Remedies()


class Finder:
    """Finds replies by their key, else by conversation and place."""

    def __init__(self, replies: Iterable[ReplyRow], remedies: Remedies = OF_A_TABLE) -> None:
        self.remedies = remedies
        self.by_key: dict[str, ReplyRow] = {}
        self.by_place: dict[tuple[str, str], list[ReplyRow]] = {}
        self.by_conversation: dict[str, list[ReplyRow]] = {}
        for one in replies:
            self.by_key[one.key] = one
            self.by_place.setdefault((one.conversation, one.place), []).append(one)
            self.by_conversation.setdefault(one.conversation, []).append(one)

    def find(self, key: str, conversation: str, place: str) -> ReplyRow:
        """The reply that is meant. Raises InputError where it is none of ours, or there are several."""
        if key:
            if key not in self.by_key:
                raise InputError("no such reply: its key is none of the scored file's or the store's")
            return self.by_key[key]
        found = self.by_place.get((conversation, place), []) if place else self.by_conversation.get(conversation, [])
        if not conversation and not place:
            raise InputError(f"no reply named: {self.remedies.unnamed}")
        if len(found) != 1:
            what = "several replies" if found else "no reply"
            raise InputError(f"{what} of that conversation and place: {self.remedies.unclear}")
        return found[0]

    def reviewer(self, name: str) -> str:
        """The name of who reviewed. Raises InputError where nobody is named."""
        if not name:
            raise InputError(f"no reviewer named: {self.remedies.anonymous}")
        return name


def _refuse_overwritten(column: str | None) -> None:
    if column:
        raise InputError(f"the program's '{column}' was changed: write yours into a column of its own, 'my {column}'")


def _review(values: Mapping[str, Any], finder: Finder, reviewer: str, rubric: Rubric | None, *, sampled: bool) -> ReviewRow:
    place = next((text for name in ("place", "message", "row") if (text := _text(values.get(name)))), "")
    reply = finder.find(_key(values, sampled=sampled), _text(values.get("conversation")), place)
    scores = dict(_scores(values))
    gates = tuple(_text(values.get("gates")).split())
    total = number(values.get("total"))
    review = ReviewRow(
        reply=reply.key,
        reviewer=finder.reviewer(_text(values.get("reviewer")) or reviewer),
        scores=scores,
        total=total if total is not None or rubric is None else total_of(scores, rubric, gates),
        blind=_text(values.get("blind")).lower() not in ("false", "0", "no", "ei", "nej"),
        gates=gates,
        marks=_marks(values.get("marks")),
        saved=_moment(values.get("saved")),
        seconds=number(values.get("seconds")),
        comment=_text(values.get("comment")),
        root_cause=_text(values.get("root_cause")),
        rubric=_text(values.get("rubric")),
        fingerprint=_text(values.get("fingerprint")),
        id=_text(values.get("id")),
    ).plain()
    if sampled and _is_the_programs(review, reply.machine):
        raise InputError("the program's own scores: write a person's into columns of their own")
    return review if review.id else replace(review, id=content_id(review, reply))


def _is_the_programs(review: ReviewRow, machine: ScoreRow | None) -> bool:
    """Whether a sample's total and scores are all as the program gave them, to the digit: a copy, unless few and round."""
    if machine is None or review.total is None or review.total != machine.total:
        return False
    telling = not review.total.is_integer() or len(review.scores) > MOST_ALIKE
    return telling and all(score is None or score == machine.criteria.get(name) for name, score in review.scores.items())


def _key(values: Mapping[str, Any], *, sampled: bool) -> str:
    """The reply's key: a sample's own, else what stands in `reply`, which in a sample may be the text."""
    given = [_text(values.get(name)).strip() for name in (*KEYS, "reply")]
    return next((one for one in given if _KEY.fullmatch(one)), "" if sampled else given[-1])


def content_id(review: ReviewRow, reply: ReplyRow) -> str:
    """An id made of what the review says, so that the same file read twice brings nothing twice.

    The words go into it masked: an id is no way to try out whose name stood in a comment.
    """
    masked = Comments([Around(reply.agent, reply.customer, reply.text)]).masked(review)
    said = json.dumps(asdict(replace(masked, version=0, saved=None)), sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _scores(values: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    for name, value in values.items():
        text = _text(value).strip().lower()
        if not CRITERION.fullmatch(str(name)) or str(name).startswith("gates.") or not text:
            continue
        score = None if text in _NOT_APPLICABLE else number(value)
        if score is None and text not in _NOT_APPLICABLE:
            raise InputError(f"the score of '{name}' is no number; write 0 to 1, or n/a where it does not apply")
        yield str(name), score


def _marks(value: Any) -> tuple[Mark, ...]:
    if not value:
        return ()
    try:
        found = json.loads(value) if isinstance(value, str) else value
        return tuple(
            Mark(
                str(one["criterion"]), int(one["start"]), int(one["end"]), str(one.get("quote", "")), str(one.get("comment", ""))
            )
            for one in found
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError("'marks' is no list of marks (criterion, start, end)") from error


def _moment(value: Any) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InputError("'saved' is no time; write it as 2026-03-09T10:30:00+02:00") from error


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
