"""What the program measures on reviewed replies, beside what people said of the same criterion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coachkit.agreement import ratings_of
from coachkit.batch import score_many
from coachkit.calibration import Measured
from coachkit.cli.review_sources import Said
from coachkit.criteria.schema import Criterion, Markers
from coachkit.languages import Band
from coachkit.model import Scorecard
from coachkit.reviews.scored import as_asked
from coachkit.reviews.totals import scored_by
from coachkit.reviews.values import ReplyRow
from coachkit.rubrics import Rubric
from coachkit.text.corpus import Floats


def measured_of(said: Said, rubric: Rubric) -> tuple[dict[str, Measured], str]:
    """Each criterion that holds a number against limits, on the replies of this rubric that people scored it for.

    The masked texts are measured anew: a name or a number that is masked is no more than a word. Criteria whose limits differ
    from language to language come only when all replies are in one language, which is then the second value (else empty).
    """
    people = ratings_of(said.reviews).groupby(["criterion", "reply"])["score"].mean().to_dict()
    reviewed = {one.reply for one in said.reviews}
    replies = [one for one in said.replies if one.key in reviewed and scored_by(one, rubric)]
    cards = _cards(replies, rubric)
    languages = {card.language for card in cards if card.language}
    language = languages.pop() if len(languages) == 1 else ""
    found = {}
    for one in rubric.criteria:
        band = _band(one, rubric, language)
        if band is not None:
            scores = np.array([people.get((one.id, reply.key), np.nan) for reply in replies], dtype=np.float64)
            found[one.id] = Measured(band, _values(one, cards), scores)
    return found, language if set(found) - set(rubric.bands) else ""


def _cards(replies: Sequence[ReplyRow], rubric: Rubric) -> list[Scorecard]:
    return [
        block.card(place)
        for block in score_many([as_asked(one) for one in replies], rubric)
        for place in range(len(block.replies))
    ]


def _values(criterion: Criterion, cards: Sequence[Scorecard]) -> Floats:
    """(n,) the number measured for a criterion; NaN where it was not scored."""
    scored = ({one.id: one.value for one in card.criteria if one.score is not None} for card in cards)
    values = [found.get(criterion.id) for found in scored]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _band(one: Criterion, rubric: Rubric, language: str) -> Band | None:
    """The limits in use; None for phrases, and where they cannot be one for all replies."""
    if isinstance(one.measure, Markers):
        return None
    if one.id in rubric.bands:
        return rubric.bands[one.id]
    return one.measure.band_for(language) if language else None
