"""The team's report as self-contained HTML: no script, nothing fetched, all text from outside escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coachkit.advice import CHANGE_BELOW
from coachkit.locale import whole
from coachkit.practice.words import filled
from coachkit.reports.team_parts import (
    Known,
    Tile,
    bars,
    few_note,
    few_weeks,
    gates_counted,
    interval,
    lowest,
    measure_name,
    page,
    period,
    picture,
    rendered,
    replies_counted,
    scores_note,
    tile,
)
from coachkit.reports.words import channel_name
from coachkit.rubrics import shipped_criteria
from coachkit.team.numbers import FEW, Interval, Means, means, quantiles
from coachkit.team.satisfaction import LEAST, Association, beside, levels, per_conversation
from coachkit.team.table import MEASURES, ScoredReplies
from coachkit.team.warning import LEAST as LEAST_EACH
from coachkit.team.warning import WORTH, Change, changes, weeks_to_compare
from coachkit.team.words import TeamWords, number, team_words
from coachkit.transcripts.values import HIGHEST

MOST_CRITERIA = 9
MOST_COMMON = 5
ANSWERS = ("csat", "nps")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: a name, where it leads, and its cells."""

    name: str
    link: str
    cells: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What is said of scores beside CSAT or NPS."""

    name: str
    note: str
    rows: tuple[tuple[str, str, str, str, str], ...]
    chart: object


def team_html(
    scored: ScoredReplies,
    language: str = "en",
    drawn: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    known: Known | None = None,
    home: str = "",
) -> str:
    """The team's page. `drawn` are the charts as SVG (coachkit.plots.team.pictures; none: the numbers alone), `links` the
    file of each agent's own page, `known` the criteria whose names are used (the shipped ones). Raises UnknownName.
    """
    body = team_body(scored, language, drawn or {}, links or {}, known)
    return page(team_words(language).team_title, body, language, home)


def team_body(
    scored: ScoredReplies,
    language: str,
    drawn: Mapping[str, str],
    links: Mapping[str, str],
    known: Known | None = None,
) -> str:
    """What stands on the team's page, for a page or a notebook."""
    words = team_words(language)
    if scored.frame.empty:
        return rendered("team_body.html", {"words": words, "language": language, "empty": True})
    names = known if known is not None else shipped_criteria()
    team = means(scored)
    shown = bars(team, "", language)
    values = {
        "words": words,
        "language": language,
        "empty": False,
        "facts": _facts(scored, words, language),
        "period": period(scored, language),
        "left_out": _left_out(scored, words),
        "bars": shown,
        "scores_note": scores_note(team.of("", "total"), words),
        "few_note": few_note(shown, words),
        "distribution": picture(drawn, "distribution", _spread_spoken(scored, words, language)),
        "quantiles": _quantiles(scored, words, language, names),
        "trend": _trend(scored, drawn, words, language),
        "few_weeks": few_weeks(scored, words),
        "warning": _warning(scored, words, language),
        "channels": _channels(scored, language),
        "heat": _heat(scored, team, names, links, words, language),
        "answers": [_answered(scored, one, drawn, names, words, language) for one in ANSWERS if _asked(scored, one)],
        "gates": gates_counted(scored, words, language, names),
        "common": _common(scored, team, names, words, language),
        "common_none": _common_none(scored, team, words),
        "common_note": filled(words.common_note, below=round(100 * CHANGE_BELOW)),
        "no_charts": not drawn,
    }
    return rendered("team_body.html", values)


def _facts(scored: ScoredReplies, words: TeamWords, language: str) -> str:
    counted, agents = replies_counted(scored, words, language), len(scored.named("agent"))
    if not agents:  # the file does not say who wrote what
        return filled(words.agent_facts, **counted)
    return filled(words.facts, **counted, agents=words.counted.agents.of(agents, whole(agents, language)))


def _left_out(scored: ScoredReplies, words: TeamWords) -> list[str]:
    """What the page leaves out and how much of it: rows without a score, times and answers that could not be read."""
    names = {"csat": words.csat, "nps": words.nps}
    counts = {name: count for name, count in scored.unread.items() if count}
    lines = [words.left_out.of(scored.left_out)] if scored.left_out else []
    lines += [filled(words.unread.of(counts["at"]), what=words.when)] if "at" in counts else []
    odd = ((name, counts[name]) for name in names if name in counts)
    return [*lines, *(filled(words.odd.of(count), what=names[name], highest=HIGHEST[name]) for name, count in odd)]


def _spread_spoken(scored: ScoredReplies, words: TeamWords, language: str) -> str:
    median = number(quantiles(scored, "total")[2], language)
    return filled(words.distribution_spoken, count=len(scored.frame), median=median)


def _quantiles(scored: ScoredReplies, words: TeamWords, language: str, known: Known) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (measure_name(one, words, language, known), tuple(number(each, language) for each in quantiles(scored, one)))
        for one in MEASURES
    ]


def _trend(scored: ScoredReplies, drawn: Mapping[str, str], words: TeamWords, language: str) -> object:
    weeks = means(scored, "week", ("total",)).table["mean"]
    if len(weeks) < 2:
        return None
    first, last = number(weeks.iloc[0], language), number(weeks.iloc[-1], language)
    return picture(drawn, "trend", filled(words.trend_spoken, first=first, last=last))


def _warning(scored: ScoredReplies, words: TeamWords, language: str) -> tuple[list[str], str]:
    """The lines of the early warning and the note under them; none where no reply has a date."""
    if not scored.dated:
        return [], ""
    weeks, found = weeks_to_compare(scored), changes(scored)
    if weeks is None or not found:
        return [filled(words.warning_few, least=LEAST_EACH)], ""
    lines = [change_line(one, words, language) for one in found if one.sure]
    compared = filled(words.warning_weeks.of(weeks.recent), before=weeks.before)
    note = filled(words.warning_note, worth=round(WORTH), compared=len(found))
    return lines or [words.warning_none], f"{compared} {note}"


def change_line(one: Change, words: TeamWords, language: str) -> str:
    """A change in words."""
    return filled(
        words.rose if one.difference.value > 0 else words.fell,
        who=one.agent or words.team,
        measure=measure_name(one.measure, words, language, {}),
        before=number(one.before, language),
        recent=number(one.recent, language),
        change=number(one.difference.value, language, 1, signed=True),
        low=number(one.difference.low, language, 1, signed=True),
        high=number(one.difference.high, language, 1, signed=True),
    )


def _table(
    scored: ScoredReplies, by: str, measures: Sequence[str], links: Mapping[str, str], language: str
) -> list[tuple[Line, str, str]]:
    """A line per group, with its 95 % interval of the total and its number of replies."""
    found = means(scored, by, measures)
    return [
        (
            Line(name, links.get(name, ""), tuple(tile(found.of(name, one), language) for one in measures)),
            interval(found.of(name, "total"), language),
            whole(found.of(name, "total").n, language),
        )
        for name in dict.fromkeys(found.table["name"])
    ]


def _channels(scored: ScoredReplies, language: str) -> list[tuple[Line, str, str]]:
    lines = _table(scored, "channel", MEASURES, {}, language)
    return [(replace(line, name=channel_name(line.name, language)), reach, count) for line, reach, count in lines]


def _heat(
    scored: ScoredReplies, team: Means, known: Known, links: Mapping[str, str], words: TeamWords, language: str
) -> dict[str, object]:
    measures = (*MEASURES, *lowest(team, scored.criteria, MOST_CRITERIA))
    rows = _table(scored, "agent", measures, links, language)
    everyone = Line(words.team, "", tuple(tile(team.of("", one), language) for one in measures))
    return {
        "names": [measure_name(one, words, language, known) for one in measures],
        "rows": rows,
        "team": (everyone, interval(team.of("", "total"), language), whole(team.of("", "total").n, language)),
        "few": few_note((one for line, *_ in rows for one in line.cells), words),
        "holes": any(one.shade < 0 for line, *_ in rows for one in line.cells),
    }


def _asked(scored: ScoredReplies, answer: str) -> bool:
    return bool(scored.frame[answer].notna().any())


def _answered(
    scored: ScoredReplies, answer: str, drawn: Mapping[str, str], known: Known, words: TeamWords, language: str
) -> Answered:
    found = beside(scored, answer)
    told = levels(scored, answer)
    shown = [one for one in found if one.measure in MEASURES]
    shown += sorted((one for one in found if one.measure not in MEASURES and one.sure), key=_strongest_first)[:MOST_COMMON]
    count = max((one.rho.n for one in found), default=0)
    spoken = ", ".join(f"{name}: {number(one.value, language)}" for name, one in told)
    return Answered(
        name=words.csat if answer == "csat" else words.nps,
        note=filled(words.satisfaction_note, count=count) if found else _why_none(scored, answer, words),
        rows=tuple(_association(one, known, words, language) for one in shown),
        chart=picture(drawn, answer, filled(words.levels_spoken, levels=spoken)),
    )


def _why_none(scored: ScoredReplies, answer: str, words: TeamWords) -> str:
    """Why nothing is said of an association: too few answered, or nothing differs."""
    enough = len(per_conversation(scored, answer)) >= LEAST
    return words.satisfaction_same if enough else filled(words.satisfaction_none, least=LEAST)


def _strongest_first(one: Association) -> tuple[float, str]:
    return -abs(one.rho.value), one.measure


def _association(one: Association, known: Known, words: TeamWords, language: str) -> tuple[str, str, str, str, str]:
    """Measure, rho, interval, p and what it says."""
    reading = words.cannot_say
    if one.sure:
        reading = words.goes_together if one.rho.value > 0 else words.goes_against
    p = f"< {number(0.001, language, 3)}" if one.p < 0.001 else number(one.p, language, 3)
    name = measure_name(one.measure, words, language, known)
    return name, number(one.rho.value, language, 2, signed=True), interval(one.rho, language, 2), p, reading


def _common_none(scored: ScoredReplies, team: Means, words: TeamWords) -> str:
    """Why no criterion is named: none is low, too few replies to tell, or the file has no criteria."""
    if not scored.criteria:
        return words.common_unknown
    return words.common_none if lowest(team, scored.criteria, 1) else filled(words.common_few, few=FEW)


def _common(scored: ScoredReplies, team: Means, known: Known, words: TeamWords, language: str) -> list[tuple[str, str]]:
    """The team's weakest criteria with their means and the replies that these rest on."""
    weak = ((name, team.of("", name)) for name in lowest(team, scored.criteria, MOST_COMMON))
    return [
        (measure_name(name, words, language, known), _mean_of(one, words, language))
        for name, one in weak
        if one.value < 100 * CHANGE_BELOW
    ]


def _mean_of(one: Interval, words: TeamWords, language: str) -> str:
    replies = words.counted.replies.of(one.n, whole(one.n, language))
    return filled(words.common_mean, mean=number(one.value, language), replies=replies)
