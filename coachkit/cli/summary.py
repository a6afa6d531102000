"""The summary of a run as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coachkit.cli.problem_words import kind_in
from coachkit.cli.terminal import comma, heading, shorten, table, tidy, wrapped
from coachkit.cli.transcripts_words import every_row_line, left_out_line
from coachkit.cli.words import TerminalWords, columns_used, terminal_words
from coachkit.locale import whole
from coachkit.model import Texts
from coachkit.reports.words import interface_words
from coachkit.runs.job import Outcome
from coachkit.runs.tally import NUMBERS, Spread, Summary

MOST_LINES = 6


def summary_text(outcome: Outcome, language: str, rubric: str = "") -> str:
    """The summary in the language."""
    words, summary, names = terminal_words(language), outcome.summary, outcome.names
    parts = [_counts(summary, words, language)]
    parts += [_problems(summary, words, language)] if summary.problems else []
    parts += [wrapped(words.why_no_total, "  ", first="")] if _without_total(summary) else []
    parts += left_out_line(outcome.left_out, language)
    parts += [wrapped(f"{words.columns}: {columns_used(outcome.columns, language)}", "  ", first="")]
    parts += every_row_line(outcome.columns, language)
    parts += [f"{words.rubric}: {tidy(rubric) or words.by_channel}", "", _scores(summary, words, language)]
    parts += ["", _languages(summary, words, language)]
    parts += _ranking(words.weakest, summary.weakest, names, language, words)
    parts += _ranking(words.gates, summary.gates, names, language, words) or ["", f"{words.gates}: {words.none_failed}"]
    return "\n".join(parts)


def _counts(summary: Summary, words: TerminalWords, language: str) -> str:
    rows = [(words.read, summary.rows)]
    rows += [(words.context, summary.context)] if summary.context else []
    without = _without_total(summary)
    rows += [(words.scored, summary.scored - without)]
    rows += [(words.no_total, without)] if without else []
    if summary.with_problem:
        rows += [(words.with_problem, summary.with_problem), (f"  {words.unscored}", summary.unscored)]
    return table([(name, whole(count, language)) for name, count in rows], 1, indent="")


def _without_total(summary: Summary) -> int:
    """Replies that were read and scored as far as they could be, without a total."""
    return summary.scored - summary.spreads["total"].n


def _problems(summary: Summary, words: TerminalWords, language: str) -> str:
    kinds = {kind_in(language, kind): count for kind, count in summary.problems.items()}
    lines = [(shorten(kind, 60), whole(count, language)) for kind, count in _top(kinds, words)]
    return table(lines, 1, indent="    ")


def _scores(summary: Summary, words: TerminalWords, language: str) -> str:
    shown = interface_words(language)
    rows: list[tuple[str, ...]] = [(words.score, words.mean, *words.quartiles)]
    rows += [
        (shown.card.total if name == "total" else f"  {shown.dimensions[name]}", *_numbers(summary.spreads[name], language))
        for name in NUMBERS
    ]
    title, *others = table(rows, 4, indent="").split("\n")
    return "\n".join([heading(title), *others])


def _numbers(spread: Spread, language: str) -> Iterator[str]:
    for number in (spread.mean, spread.low, spread.median, spread.high):
        yield "–" if number is None else comma(f"{number:.1f}", language)


def _languages(summary: Summary, words: TerminalWords, language: str) -> str:
    names = interface_words(language)
    shown = ", ".join(f"{names.language(code or None)} {whole(count, language)}" for code, count in summary.languages.items())
    return wrapped(f"{words.languages}: {shown or '–'}", "  ", first="")


def _ranking(title: str, counts: Mapping[str, int], names: Mapping[str, Texts], language: str, words: TerminalWords) -> list[str]:
    if not counts:
        return []
    rows = [(shorten(names.get(one, {}).get(language, one), 56), whole(count, language)) for one, count in _top(counts, words)]
    return ["", heading(f"{title} ({words.replies})"), table(rows, 1)]


def _top(counts: Mapping[str, int], words: TerminalWords) -> list[tuple[str, int]]:
    pairs = list(counts.items())
    rest = pairs[MOST_LINES:]
    return pairs[:MOST_LINES] + ([(words.more.replace("{count}", str(len(rest))), sum(n for _, n in rest))] if rest else [])
