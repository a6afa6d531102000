"""The command that scores a file: the run, then its summary."""

from __future__ import annotations

import os
from dataclasses import replace

from coachkit.cli.summary import summary_text
from coachkit.cli.terminal import say
from coachkit.cli.words import terminal_words
from coachkit.rubrics import load_rubric
from coachkit.runs.job import Job, Outcome
from coachkit.runs.own_process import begins
from coachkit.runs.score_file import refuse_same_file, score_file

__all__ = ["Job", "Outcome", "cores", "refuse_same_file", "run", "score_file"]


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(job: Job, rubric: str | None, language: str) -> bool:
    """Scores the file, shows the summary; True when no row was kept with a problem."""
    begins()
    used = load_rubric(rubric) if rubric else None
    outcome = score_file(replace(job, rubric=used))
    say(summary_text(outcome, language, used.id if used else ""))
    words = terminal_words(language)
    for path, line in ((job.out, words.written), (job.evidence, words.evidence)):
        if path:
            say(line.replace("{path}", str(path)))
    return not outcome.summary.with_problem
