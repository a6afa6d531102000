"""One reply's scorecard, taken out of the columns."""

from __future__ import annotations

import numpy as np

from coachkit.criteria.schema import Criterion
from coachkit.model import CANNOT_TELL, NOT_APPLICABLE, SCORED, CriterionScore, GateResult, Reply, Scorecard
from coachkit.rubrics import Rubric
from coachkit.scoring import deciding
from coachkit.scoring.adding import counts
from coachkit.scoring.deciding import Evaluated
from coachkit.scoring.evaluate import Scores
from coachkit.scoring.findings import by_place, findings_of, polarity
from coachkit.scoring.fingerprint import fingerprint
from coachkit.signals.spans import Spans
from coachkit.text.parsed import Parsed

STATUS = {deciding.SCORED: SCORED, deciding.NOT_APPLICABLE: NOT_APPLICABLE, deciding.CANNOT_TELL: CANNOT_TELL}


def rounded(value: float) -> float | None:
    """Two decimals, or None for NaN."""
    return None if np.isnan(value) else round(float(value), 2)


def card(scores: Scores, place: int, reply: Reply, rubric: Rubric) -> Scorecard:
    """The scorecard of the reply at `place` of its part."""
    counted = dict.fromkeys(scores.dimensions, 0.0)
    for one in scores.criteria:
        if counts(one, full_marks=rubric.file.not_applicable == "full_marks")[place]:
            counted[one.criterion.dimension] += rubric.weights[one.criterion.id]
    criteria = tuple(_criterion(one, scores, place, rubric, counted[one.criterion.dimension]) for one in scores.criteria)
    gates = tuple(
        GateResult(
            id=one.criterion.id,
            name=one.criterion.name.as_dict(),
            cap=rubric.caps[one.criterion.id],
            findings=findings_of(one, scores, place, -1),
            change=one.criterion.advice.change.as_dict(),
            source=one.criterion.source,
        )
        for one, failed in zip(scores.gates, scores.failed, strict=True)
        if failed[place]
    )
    return Scorecard(
        reply=reply,
        rubric=rubric.id,
        language=scores.language if scores.told[place] else None,
        total=rounded(scores.total[place]),
        dimensions={name: rounded(column[place]) for name, column in scores.dimensions.items()},
        criteria=criteria,
        findings=tuple(sorted((f for one in criteria for f in one.findings), key=by_place)),
        gates=gates,
        fingerprint=fingerprint(rubric),
    )


def _criterion(one: Evaluated, scores: Scores, place: int, rubric: Rubric, counted: float) -> CriterionScore:
    criterion, marks = one.criterion, one.marks
    state = int(one.state[place])
    scored = state == deciding.SCORED
    score = float(marks.score[place]) if scored else None
    return CriterionScore(
        id=criterion.id,
        dimension=criterion.dimension,
        name=criterion.name.as_dict(),
        question=criterion.question.as_dict(),
        status=STATUS[state],
        score=None if score is None else round(score, 4),
        weight=rubric.weights[criterion.id],
        reason="" if scored else deciding.REASONS[int(one.reason[place])],
        value=rounded(marks.value[place]),
        limit=marks.limit,
        findings=findings_of(one, scores, place, polarity(marks, score)) if score is not None else (),
        keep=criterion.advice.keep.as_dict(),
        change=criterion.advice.change.as_dict(),
        example=criterion.advice.example.as_dict(),
        source=criterion.source,
        about=_quoted(scores.reading.customers, marks.about, place) if scored else "",
        lost=0.0 if score is None else round(_lost(score, rubric, criterion, counted), 2),
    )


def _lost(score: float, rubric: Rubric, criterion: Criterion, counted: float) -> float:
    """Points of the dimension that the criterion costs, of the `counted` weights of all that counts in it."""
    return 100 * rubric.severity(criterion) * (1 - score) * rubric.weights[criterion.id] / counted


def _quoted(parsed: Parsed, spans: Spans, place: int) -> str:
    """The first passage of the customer's message that a score is about."""
    if not len(spans.first):
        return ""
    rows = np.flatnonzero(parsed.corpus.reply[spans.first] == place)
    return parsed.corpus.quote(int(spans.first[rows[0]]), int(spans.last[rows[0]])) if len(rows) else ""
