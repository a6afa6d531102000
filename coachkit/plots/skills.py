"""The charts of skills: the mean of each criterion by exercise, the strongest and the weakest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coachkit.model import DIMENSIONS
from coachkit.plots.drawing import COLOURS, altair, dressed, room_for
from coachkit.plots.words import chart_words, skill_name

if TYPE_CHECKING:
    from coachkit.store import PastAttempt

MOST_SKILLS = 5
MOST_SESSIONS = 8
MOST_EACH = 5


def skills_map(attempts: Sequence[PastAttempt], language: str) -> Any:
    """The mean (0 to 100) of each criterion in each of the latest exercises, as numbers on shaded tiles; by dimension.

    Of each dimension the criteria scored most often are shown, the lowest first among equals, at most MOST_SKILLS.
    """
    alt = altair()
    rows, skills, exercises = map_rows(attempts, language)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("exercise:O", sort=exercises, title=None, axis=alt.Axis(labels=False, ticks=False, domain=False)),
        y=alt.Y("skill:N", sort=skills, title=None, axis=alt.Axis(**room_for(skills), ticks=False, domain=False)),
    )
    tiles = base.mark_rect(stroke="currentColor", strokeWidth=0.4).encode(
        color=alt.Color("score:Q", scale=alt.Scale(domain=[0, 100], range=["#e9b39a", "#f2e6c9", "#a9d5b5"]), legend=None)
    )
    numbers = base.mark_text(fontSize=11, color="#1d2125").encode(text=alt.Text("score:Q", format=".0f"))
    return dressed((tiles + numbers).properties(width=alt.Step(30), height=alt.Step(22)))


def map_rows(attempts: Sequence[PastAttempt], language: str) -> tuple[list[dict[str, Any]], list[str], list[int]]:
    """The tiles of the skills map, its rows (names, by dimension) and its columns (exercises, numbered from 1)."""
    order = list(dict.fromkeys(one.session_id for one in attempts))[-MOST_SESSIONS:]
    scores: dict[tuple[str, str], list[float]] = {}
    for one in attempts:
        for name, score in one.criteria.items():
            if one.session_id in order and score is not None:
                scores.setdefault((name, one.session_id), []).append(100 * score)
    shown = _shown_skills(scores)
    rows = [
        {"skill": skill_name(name, language), "exercise": order.index(session) + 1, "score": _mean(each)}
        for (name, session), each in scores.items()
        if name in shown
    ]
    return rows, [skill_name(name, language) for name in shown], list(range(1, len(order) + 1))


def _shown_skills(scores: Mapping[tuple[str, str], Sequence[float]]) -> list[str]:
    """The criteria of the map, by dimension."""
    often = Counter(name for name, _ in scores)
    means = {name: _mean([one for (each, _), found in scores.items() if each == name for one in found]) for name in often}
    shown = []
    for place in range(len(DIMENSIONS) + 1):
        names = [name for name in often if _place(name) == place]
        shown += sorted(names, key=lambda name: (-often[name], means[name], name))[:MOST_SKILLS]
    return shown


def _place(criterion: str) -> int:
    dimension = criterion.partition(".")[0]
    return DIMENSIONS.index(dimension) if dimension in DIMENSIONS else len(DIMENSIONS)


def strongest_and_weakest(attempts: Sequence[PastAttempt], language: str) -> Any:
    """The criteria with the highest and the lowest mean, each with its number, in two panels."""
    alt, words = altair(), chart_words(language)
    strong, weak = extremes(attempts)
    room = room_for([skill_name(name, language) for name, _ in (*strong, *weak)])
    panels = []
    for title, each, colour in ((words.strongest, strong, COLOURS[2]), (words.weakest, weak, COLOURS[1])):
        rows = [{"skill": skill_name(name, language), "score": mean} for name, mean in each]
        base = alt.Chart(alt.Data(values=rows)).encode(
            x=alt.X("score:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5)),
            y=alt.Y("skill:N", sort=[row["skill"] for row in rows], title=None, axis=alt.Axis(**room)),
        )
        bars = base.mark_bar(color=colour, height=13)
        numbers = base.mark_text(align="left", dx=4, color="currentColor").encode(text=alt.Text("score:Q", format=".0f"))
        panels.append((bars + numbers).properties(width=180, height=alt.Step(22), title=title[:1].upper() + title[1:]))
    return dressed(alt.vconcat(*panels))


def extremes(attempts: Iterable[PastAttempt]) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """The criteria with the highest means, best first, and those with the lowest, worst first; none in both."""
    scores: dict[str, list[float]] = {}
    for one in attempts:
        for name, score in one.criteria.items():
            if score is not None:
                scores.setdefault(name, []).append(100 * score)
    ranked = sorted(((name, _mean(each)) for name, each in scores.items()), key=lambda pair: (-pair[1], pair[0]))
    weak = [pair for pair in reversed(ranked) if pair[1] < 100][: min(MOST_EACH, len(ranked) // 2)]
    strong = [pair for pair in ranked if pair not in weak][:MOST_EACH]
    return strong, weak


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 1)
