"""The bundled sample, scored and reported."""

from __future__ import annotations

from pathlib import Path

from coachkit.batch import score_many
from coachkit.cli.score_file import Job, score_file
from coachkit.cli.summary import summary_text
from coachkit.cli.terminal import say
from coachkit.cli.words import terminal_words
from coachkit.documents import shipped_folder
from coachkit.errors import InputError
from coachkit.model import Scorecard
from coachkit.reports.batch import batch_html
from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.writing import whole_file


def sample() -> Path:
    """The bundled conversations."""
    return shipped_folder("exercises") / "sample" / "messages.jsonl"


def run(folder: Path, language: str) -> None:
    """Shows the summary of the sample and writes report.html into the folder."""
    outcome = score_file(Job(sample()))
    say(summary_text(outcome, language))
    report = folder / "report.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        whole_file(report, batch_html(scorecards(sample()), language))
    except OSError as error:
        raise InputError(f"{report}: cannot be written: {error.strerror or error}") from error
    say()
    say(terminal_words(language).report.replace("{path}", str(report)))


def scorecards(source: Path) -> list[Scorecard]:
    """The scorecard of every reply in a small file."""
    table = open_table(source)
    columns = choose_columns(source, table.columns, Columns())
    replies = [message.reply for message in messages(table.rows, columns) if message.reply is not None]
    return [block.card(place) for block in score_many(replies) for place in range(len(block.replies))]
