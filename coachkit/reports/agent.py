"""An agent's page as self-contained HTML: what to be proud of, what can be said better, which exercises come next.

It holds nothing of any other agent: only the team's means stand beside the agent's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coachkit.advice import CHANGE_BELOW, fill, short
from coachkit.model import LANGUAGES
from coachkit.practice.next_exercise import Suggestion, suggest, weakest_in
from coachkit.practice.words import filled
from coachkit.reports.team_parts import (
    Known,
    Picture,
    ScoreBar,
    bars,
    few_note,
    few_weeks,
    gates_counted,
    lowest,
    measure_name,
    page,
    period,
    picture,
    rendered,
    replies_counted,
    score_bar,
    scores_note,
)
from coachkit.rubrics import shipped_criteria
from coachkit.scenarios.schema import Scenario
from coachkit.team.numbers import Means, means
from coachkit.team.quotes import Picked, Quote
from coachkit.team.table import ScoredReplies
from coachkit.team.words import TeamWords, number, team_words

LEAST = 3
"""Replies that a criterion must apply to before an exercise is chosen for it."""

MOST_EACH = 5
MOST_WEAK = 10
"""Weak criteria that exercises are looked for: some of them no exercise trains."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as it is shown; `wording` is a better one, empty for a quote to be proud of, and `lead` says what that one is."""

    name: str
    message: str
    quote: Quote
    wording: str
    lead: str
    often: str


NOTHING = Picked()
"""No quotes: without evidence there are none."""


@dataclass(frozen=True, slots=True)
class Agent:
    """What an agent's page is made of: the agent's own replies, the team's means, the quotes and the next exercises."""

    name: str
    own: ScoredReplies
    team: Means
    picked: Picked = NOTHING
    next: tuple[Suggestion, ...] = ()
    trend: str | None = None
    quoted: bool = True
    """Whether there was evidence to quote from."""


def agent_html(agent: Agent, language: str = "en", known: Known | None = None, home: str = "") -> str:
    """The agent's page; `trend` of the agent is its chart as SVG. Raises UnknownName for another language."""
    title = filled(team_words(language).agent_title, agent=agent.name)
    return page(title, agent_body(agent, language, known), language, home)


def agent_body(agent: Agent, language: str, known: Known | None = None) -> str:
    """What stands on the agent's page, for a page or a notebook."""
    words, names = team_words(language), known if known is not None else shipped_criteria()
    if agent.own.frame.empty:
        return rendered("team_body.html", {"words": words, "language": language, "empty": True})
    own = means(agent.own)
    total = bars(own, "", language, agent.team)
    strongest, weakest = (_criteria(agent, own, names, language, strongest=one) for one in (True, False))
    values = {
        "words": words,
        "language": language,
        "title": filled(words.agent_title, agent=agent.name),
        "facts": filled(words.agent_facts, **replies_counted(agent.own, words, language)),
        "period": period(agent.own, language),
        "bars": total,
        "scores_note": scores_note(own.of("", "total"), words),
        "trend": _trend(agent, words, language),
        "few_weeks": few_weeks(agent.own, words),
        "gates": gates_counted(agent.own, words, language, names),
        "proud": [_shown(one, names, words, language, proud=True) for one in agent.picked.proud],
        "mend": [_shown(one, names, words, language, proud=False) for one in agent.picked.mend],
        "quoted": agent.quoted,
        "next_none": _next_none(agent.own, words),
        "exercises": [(one, ", ".join(measure_name(each, words, language, names) for each in one.trains)) for one in agent.next],
        "strongest": strongest,
        "weakest": weakest,
        "few_note": few_note((*total, *strongest, *weakest), words),
    }
    return rendered("agent_body.html", values)


def _next_none(own: ScoredReplies, words: TeamWords) -> str:
    """Why no exercise is named: nothing is low, too few replies to tell, or none trains what is low."""
    if weak_criteria(own):
        return words.next_untrained
    found = means(own, None, own.criteria)
    enough = lowest(found, own.criteria, 1, LEAST) if own.criteria else len(own.frame) >= LEAST
    return words.next_none if enough else words.next_few


def _trend(agent: Agent, words: TeamWords, language: str) -> Picture | None:
    if agent.trend is None:
        return None
    weeks = means(agent.own, "week", ("total",)).table["mean"]
    first, last = number(weeks.iloc[0], language), number(weeks.iloc[-1], language)
    return picture({"trend": agent.trend}, "trend", filled(words.trend_spoken, first=first, last=last))


def _shown(one: Quote, known: Known, words: TeamWords, language: str, *, proud: bool) -> Shown:
    criterion = known.get(one.criterion)
    texts = (criterion.advice.keep if proud else criterion.advice.change).as_dict() if criterion else {}
    text = texts.get(language, "")
    told = not any(one in text for one in ("{value}", "{limit}", "{question}"))  # a finding does not carry these
    message = fill(text, quote=short(one.quote), better=one.better) if told else ""
    return Shown(
        name=measure_name(one.criterion, words, language, known),
        message=message,
        quote=one,
        wording="" if proud else better_wording(one, known),
        lead=words.write_instead if one.better else words.example,
        often=filled(words.often, count=one.often) if one.often > 1 else "",
    )


def better_wording(one: Quote, known: Known) -> str:
    """What the quote could say instead: the marker's own, else the criterion's example in the reply's language."""
    if one.better or one.criterion not in known:
        return one.better
    return known[one.criterion].advice.example.as_dict()[one.language if one.language in LANGUAGES else "en"]


def _criteria(agent: Agent, own: Means, known: Known, language: str, *, strongest: bool) -> list[ScoreBar]:
    """The criteria furthest above the team's mean, or the weakest ones; none in both, nothing full among the weakest."""
    words = team_words(language)
    ranked = lowest(own, agent.own.criteria, len(agent.own.criteria), LEAST)
    weak = [name for name in ranked if own.of("", name).value < 100][: min(MOST_EACH, len(ranked) // 2)]
    high = [name for name in ranked if name not in weak and own.of("", name).value >= 100 * CHANGE_BELOW]
    above = sorted(high, key=lambda name: (agent.team.of("", name).value - own.of("", name).value, -own.of("", name).value, name))
    chosen = above[:MOST_EACH] if strongest else weak
    return [_point(name, agent, own, known, words, language) for name in chosen]


def _point(name: str, agent: Agent, own: Means, known: Known, words: TeamWords, language: str) -> ScoreBar:
    return score_bar(measure_name(name, words, language, known), own.of("", name), agent.team.of("", name), words, language)


def weak_criteria(own: ScoredReplies) -> tuple[str, ...]:
    """The criteria that cost these replies most, the weakest first: by their means, else by what was weakest most often."""
    if own.criteria:
        found = means(own, None, own.criteria)
        enough = {name: found.of("", name).value / 100 for name in own.criteria if found.of("", name).n >= LEAST}
        return weakest_in([enough], MOST_WEAK)
    counts = own.frame["weakest"][own.frame["weakest"] != ""].value_counts()
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return tuple(str(name) for name, count in ranked if count >= LEAST)[:MOST_EACH]


def next_exercises(own: ScoredReplies, library: Sequence[Scenario]) -> tuple[Suggestion, ...]:
    """The exercises that train what is weakest, in the language that most of the replies are in; none where nothing is weak."""
    weak = weak_criteria(own)
    spoken = [one for one in own.frame["language"].value_counts().index if one in LANGUAGES]
    found = suggest(library, weak, language=spoken[0] if spoken else None) if weak else ()
    return tuple(one for one in found if one.trains)


def index_html(pages: Mapping[str, str], language: str, team: str = "") -> str:
    """The page that leads to the others: `pages` gives the file of each agent, `team` that of the team's report."""
    words = team_words(language)
    body = rendered("team_index.html", {"words": words, "language": language, "pages": pages, "team": team})
    return page(words.index_title, body, language)
