"""Stored attempts under other rules: their new scores, kept beside the old ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coachkit.batch import score_many
from coachkit.errors import MoveError, UnknownName
from coachkit.model import Reply, Scorecard
from coachkit.practice.session import Move, replies_in
from coachkit.rubrics import Rubric
from coachkit.scenarios.schema import Scenario

if TYPE_CHECKING:
    from coachkit.store import MoveRow, RescoredRow, SessionRow, Store


@dataclass
class Rescored:
    """What came of it. `before` and `after` are the totals of each text with new scores, 0 to 100 or None, in one order.

    `known` texts had scores under these very rules; `impossible` counts the others by reason.
    """

    before: list[float | None] = field(default_factory=list)
    after: list[float | None] = field(default_factory=list)
    fingerprints: set[str] = field(default_factory=set)
    known: int = 0
    impossible: dict[str, int] = field(default_factory=dict)

    @property
    def met(self) -> int:
        """All texts that were met."""
        return len(self.after) + self.known + sum(self.impossible.values())

    def cannot(self, reason: str, count: int = 1) -> None:
        """So many more could not be scored anew."""
        self.impossible[reason] = self.impossible.get(reason, 0) + count


Watch = Callable[[Sequence["SessionRow"]], Iterable["SessionRow"]]


def rescore(store: Store, library: Mapping[str, Scenario], rubric: Rubric | None = None, watch: Watch = iter) -> Rescored:
    """Scores every stored attempt under `rubric`, else under its channel's, and keeps the scores beside the old ones.

    `library` has the scenarios by id; `watch` may tell of progress. Nothing that is stored is changed. An attempt that was given
    its scores by these very rules is only counted, and so is one whose session does not fit its scenario any more.
    """
    done = Rescored()
    for session in watch(store.every_session()):
        moves = store.moves(session.id)
        sent = [one for one in moves if one.attempt is not None and one.kind == "send"]
        try:
            scenario = _scenario(session, library)
            replies = replies_in(scenario, [Move(one.kind, one.at, one.text, one.turn) for one in moves])
        except (UnknownName, MoveError) as error:
            if sent:
                done.cannot(str(error), len(sent))
            continue
        _keep(store, [_row(session, scenario, one, card) for one, card in _cards(sent, replies, rubric)], sent, done)
    return done


def _scenario(session: SessionRow, library: Mapping[str, Scenario]) -> Scenario:
    if session.scenario_id not in library:
        raise UnknownName(f"no scenario '{session.scenario_id}' any more")
    return library[session.scenario_id]


def _cards(sent: Sequence[MoveRow], replies: Mapping[int, Reply], rubric: Rubric | None) -> Iterator[tuple[MoveRow, Scorecard]]:
    asked = [replies[one.number] for one in sent]
    cards = [block.card(place) for block in score_many(asked, rubric) for place in range(len(block.replies))]
    return zip(sent, cards, strict=True)


def _row(session: SessionRow, scenario: Scenario, move: MoveRow, card: Scorecard) -> RescoredRow:
    from coachkit.store import RescoredRow

    return RescoredRow(
        **card.columns(),
        session_id=session.id,
        number=move.number,
        scenario_version=scenario.version,
        scored=datetime.now(UTC),
    )


def _keep(store: Store, rows: Sequence[RescoredRow], sent: Sequence[MoveRow], done: Rescored) -> None:
    """Keeps what is new under these rules; what was scored by them then or since is only counted."""
    there = {(one.number, one.fingerprint, one.scenario_version) for one in store.rescored(rows[0].session_id)} if rows else set()
    before = {one.number: one.attempt for one in sent}
    new = []
    for row in rows:
        old = before[row.number]
        assert old is not None  # rescore keeps those with an attempt
        if old.fingerprint == row.fingerprint or (row.number, row.fingerprint, row.scenario_version) in there:
            done.known += 1
        else:
            new.append(row)
            done.before.append(old.total)
            done.after.append(row.total)
            done.fingerprints.add(row.fingerprint)
    store.add_rescored(new)
