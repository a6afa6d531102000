"""The passages that scores rest on: of one reply for its card, of all replies at once for a file of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from coachkit.criteria.marks import Marks
from coachkit.model import Finding, Span
from coachkit.scoring.evaluate import SCORED, Evaluated, Scores
from coachkit.text.corpus import Bools, Ints
from coachkit.text.parsed import Parsed

MOST_FINDINGS = 12
"""Passages kept for one criterion of one reply; more would only repeat the point."""

EARNED_FROM = 0.5


def polarity(marks: Marks, score: float) -> int:
    """1 for passages that earned, -1 for passages that cost, 0 where the passages say nothing at this score."""
    if marks.sign > 0:
        return 1 if score >= EARNED_FROM else 0
    return -1 if score < 1 else 0


def findings_of(one: Evaluated, scores: Scores, place: int, sign: int) -> tuple[Finding, ...]:
    """The passages of one reply, neighbouring ones joined where nothing but white space parts them."""
    if sign == 0:
        return ()
    parsed = scores.reading.replies
    rows = np.flatnonzero(parsed.corpus.reply[one.marks.spans.first] == place)
    return _joined(one, parsed, place, _in_order(one.marks, rows), sign)


def all_findings(scores: Scores) -> list[list[Finding]]:
    """The passages of every reply of the part, those of its criteria by place, then those of the gates that it failed.

    The same as the findings of each reply's card, without the cards: time grows with the passages, not with their square.
    """
    found: list[list[Finding]] = [[] for _ in range(scores.reading.n)]
    for one in scores.criteria:
        for place, findings in _by_reply(one, scores, one.state == SCORED):
            found[place] += findings
    for row in found:
        row.sort(key=by_place)
    for one, failed in zip(scores.gates, scores.failed, strict=True):
        for place, findings in _by_reply(one, scores, failed, -1):
            found[place] += findings
    return found


def by_place(finding: Finding) -> tuple[int, int, str]:
    """What findings are put in order by: start, end, criterion."""
    return finding.span.start, finding.span.end, finding.criterion


def _by_reply(
    one: Evaluated, scores: Scores, wanted: Bools, sign: int | None = None
) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """(reply, its passages) of one criterion, for the replies that are wanted and have any."""
    parsed, marks = scores.reading.replies, one.marks
    rows = _in_order(marks, np.flatnonzero(wanted[parsed.corpus.reply[marks.spans.first]]))
    if not len(rows):
        return
    places = parsed.corpus.reply[marks.spans.first[rows]]
    edges = np.flatnonzero(np.diff(places)) + 1
    for group in np.split(rows, edges):
        place = int(parsed.corpus.reply[marks.spans.first[group[0]]])
        which = polarity(marks, float(marks.score[place])) if sign is None else sign
        if which:
            yield place, _joined(one, parsed, place, group, which)


def _in_order(marks: Marks, rows: Ints) -> Ints:
    """The rows of passages by their first token, then their last."""
    return rows[np.lexsort((marks.spans.last[rows], marks.spans.first[rows]))]


def _joined(one: Evaluated, parsed: Parsed, place: int, rows: Ints, sign: int) -> tuple[Finding, ...]:
    """The passages of one reply as findings; its rows come in order."""
    corpus, marks = parsed.corpus, one.marks
    rows = rows[: 4 * MOST_FINDINGS]
    starts = corpus.start[marks.spans.first[rows]].tolist()
    ends = corpus.end[marks.spans.last[rows]].tolist()
    found: list[Finding] = []
    for start, end, better in zip(starts, ends, _better(parsed, marks, rows), strict=True):
        first = start
        if found and not better and start - found[-1].span.end <= 1 and not found[-1].better:
            first = found.pop().span.start
        found.append(Finding(one.criterion.id, Span(first, end), corpus.texts[place][first:end], sign, better))
    return tuple(found[:MOST_FINDINGS])


def _better(parsed: Parsed, marks: Marks, rows: Ints) -> Sequence[str]:
    """The plain substitute of each passage, empty for none."""
    if marks.markers is None:
        return [""] * len(rows)
    return [parsed.book.markers[row].better for row in marks.markers[rows].tolist()]
