"""One thing is not "1 things": words that stand with a number, in every language."""

from __future__ import annotations

import pandas as pd
import pytest

from coachkit.cli.review_words import review_words
from coachkit.locale import Counted
from coachkit.model import LANGUAGES
from coachkit.practice.words import filled
from coachkit.reports.team_parts import replies_counted
from coachkit.team.table import ScoredReplies
from coachkit.team.words import team_words

ONE = {
    "fi": ("1 vastaus, 1 keskustelu, 1 asiakaspalvelija", "1 arvio 1 vastauksesta, 1 arvioija", "Kerran"),
    "sv": ("1 svar i 1 konversation, 1 handläggare", "1 bedömning av 1 svar, 1 bedömare", "En gång"),
    "en": ("1 reply in 1 conversation, 1 agent", "1 review of 1 reply by 1 person", "Once"),
}
MANY = {
    "fi": ("2 vastausta, 1 keskustelu, 3 asiakaspalvelijaa", "2 arviota 3 vastauksesta, 4 arvioijaa", "2 kertaa"),
    "sv": ("2 svar i 1 konversation, 3 handläggare", "2 bedömningar av 3 svar, 4 bedömare", "2 gånger"),
    "en": ("2 replies in 1 conversation, 3 agents", "2 reviews of 3 replies by 4 people", "2 times"),
}


def test_any_number_but_one_takes_the_words_for_many() -> None:
    words = Counted(one="1 row", many="{count} rows")
    assert [words.of(0), words.of(1), words.of(2), words.of(1_200, "1,200")] == ["0 rows", "1 row", "2 rows", "1,200 rows"]


def facts(language: str, replies: int, agents: int) -> str:
    words, scored = team_words(language), ScoredReplies(pd.DataFrame({"unit": [7] * replies}))
    return filled(words.facts, **replies_counted(scored, words), agents=words.counted.agents.of(agents))


def reviewed(language: str, reviews: int, replies: int, people: int) -> str:
    words = review_words(language)
    counted = words.counted
    return words.reviews.format(
        reviews=counted.reviews.of(reviews), replies=counted.of_replies.of(replies), people=counted.people.of(people)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_reports_and_agreement_count_as_people_do(language: str) -> None:
    split = review_words(language).split
    assert (facts(language, 1, 1), reviewed(language, 1, 1, 1), split.of(1)[: len(ONE[language][2])]) == ONE[language]
    assert (facts(language, 2, 3), reviewed(language, 2, 3, 4), split.of(2)[: len(MANY[language][2])]) == MANY[language]
