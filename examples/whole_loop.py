"""The whole loop through the command line, step by step: a file of conversations in, coaching and practice out.

    make loop
    python examples/whole_loop.py --out loop [--data FILE --reviews FILE --agent-name-column NAME]

Every step is a command that you can type yourself; it is shown before it runs. All that comes of it stands in the folder, the
store with reviews and practice queues too: your own practice is left alone.

Without --data it takes the bundled sample with reviews that we wrote by hand (sample-reviews.csv). They show how a file of
reviews looks; they measure nothing. For a file without reviews it simulates two reviewers of known bias, and says so.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from coachkit.calibration import FEWEST
from coachkit.cli import FINE, WRONG_USE, app
from coachkit.documents import shipped_folder
from coachkit.reviews.scored import read_scored
from coachkit.reviews.tables import write_reviews
from coachkit.reviews.totals import scored_by, total_of
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.rubrics import Rubric, rubric_for
from coachkit.store import Store
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.values import channel_of

AGENTS = "agent_name"
SAMPLE_REVIEWS = Path(__file__).with_name("sample-reviews.csv")
LEANS = {"simulated strict reviewer": -6.0, "simulated mild reviewer": 4.0}
"""Points that each simulated reviewer gives too many."""
CARED_FOR = {"clarity.next_step": 3.0, "empathy.restates_the_facts": 3.0, "empathy.takes_ownership": 0.2}
"""How many times its weight a criterion has for both of them."""
NOISE, SEED = 3.0, 20_261
"""The points by which they waver, and what their wavering is drawn from."""


class Files(NamedTuple):
    """What the loop writes, all of it in one folder."""

    masked: Path
    scored: Path
    evidence: Path
    sample: Path
    simulated: Path
    agreement: Path
    rubric: Path
    reports: Path
    home: Path


def files_in(folder: Path) -> Files:
    """Where in the folder everything stands."""
    names = (
        "masked.jsonl", "scored.parquet", "evidence.parquet", "to-read.csv", "simulated-reviews.csv", "agreement.csv",
        "proposed-rubric.yaml", "reports", "home",
    )  # fmt: skip
    return Files(*(folder / name for name in names))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the loop; 0 when every step did its work."""
    asked = _parser().parse_args(arguments)
    data = asked.data or shipped_folder("exercises") / "sample" / "messages.jsonl"
    reviews = asked.reviews or (None if asked.data else SAMPLE_REVIEWS)
    asked.out.mkdir(parents=True, exist_ok=True)
    files = files_in(asked.out)
    with _own_store(files.home):
        return _loop(data, files, reviews, asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="The whole loop through the command line.")
    parser.add_argument("--out", type=Path, required=True, help="folder for all that comes of it")
    parser.add_argument("--data", type=Path, help="conversations; else the bundled sample")
    parser.add_argument("--reviews", type=Path, help="reviews of them; else two reviewers are simulated")
    parser.add_argument("--agent-name-column", help="the column with the agents, where the header does not tell")
    parser.add_argument("--orders", help="a pattern (regular expression) for order numbers to mask as well")
    return parser


def _loop(data: Path, files: Files, reviews: Path | None, asked: argparse.Namespace) -> int:
    agents = asked.agent_name_column
    named = ["--agent-name-column", agents] if agents else []
    orders = ["--orders", asked.orders] if asked.orders else []
    step("1. Mask: names, numbers and addresses go behind placeholders")
    coachkit("mask", data, "--out", files.masked, *named, *orders)
    step("2. Score every reply of the agents, with the words each point rests on; what is written is masked")
    coachkit("score", data, "--out", files.scored, "--evidence", files.evidence, "--criteria", *named, *orders)
    step("3. Choose what is worth a person's time")
    coachkit("sample", files.scored, "--out", files.sample, *(["--by", agents] if agents else []))
    step("4. Read the reviews into the store")
    coachkit("reviews", "import", reviews or _simulated(files), "--scored", files.scored, *named)
    step("5. How far do people and program agree?")
    coachkit("agreement", "--out", files.agreement)
    step("6. Propose weights for the team's own rubric")
    _calibrate(files)
    step("7. Reports for the team and each agent, and exercises into the practice queues")
    coachkit("report", files.scored, "--evidence", files.evidence, "--out", files.reports, "--queue", *named)
    _show_queues(files, agents or AGENTS)
    return FINE


def step(what: str) -> None:
    """Says what comes now."""
    print(f"\n== {what}", flush=True)


def coachkit(*words: object, may_refuse: bool = False) -> int:
    """Shows a command, runs it, and stops where it fails."""
    print("$ coachkit", *words, flush=True)
    code = app([str(one) for one in words], standalone_mode=False) or FINE
    if code and not (may_refuse and code == WRONG_USE):
        sys.exit(code)
    return int(code)


@contextmanager
def _own_store(home: Path) -> Iterator[None]:
    """Keeps reviews, queues and the key of the pseudonyms in a folder of the loop's own."""
    before = {name: os.environ.pop(name, None) for name in ("COACHKIT_HOME", "COACHKIT_DB")}
    os.environ["COACHKIT_HOME"] = str(home.resolve())
    try:
        yield
    finally:
        del os.environ["COACHKIT_HOME"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


def _calibrate(files: Files) -> None:
    """Asks for a proposal for the rubric that most reviewed replies were scored by; too few reviews are no failure."""
    store = Store.open()
    reviewed = {one.reply for one in store.reviews()}
    channels = Counter(channel_of(one.channel or None)[0] for one in store.replies() if one.key in reviewed)
    rubric, count = rubric_for(channels.most_common(1)[0][0]), max(channels.values())
    coachkit("calibrate", rubric.id, "--out", files.rubric, may_refuse=count < FEWEST)


def _show_queues(files: Files, column: str) -> None:
    store = Store.open()
    agents = sorted({str(name) for row in open_table(files.scored).rows if (name := row.values.get(column))})
    waiting = {agent: store.queue(store.learner(agent)) for agent in agents}
    print(f"Practice queues in {files.home}: {sum(map(len, waiting.values()))} exercises for {len(agents)} agents")
    for agent, rows in waiting.items():
        print(f"  {agent}: {', '.join(row.scenario_id for row in rows) or '-'}")


def _simulated(files: Files) -> Path:
    """Reviews of the sample by two people who are none, each with a bias that is known."""
    keys = {str(row.values["key"]) for row in open_table(files.sample).rows}
    replies = [one for one in read_scored(files.scored).replies() if one is not None and one.key in keys]
    generator = np.random.default_rng(SEED)
    said = [_review(one, who, lean, generator) for one in replies for who, lean in LEANS.items()]
    write_reviews(files.simulated, said, replies)
    print(f"SIMULATED, by a program: {len(said)} reviews of {len(replies)} replies. They say nothing of these agents.")
    cared = ", ".join(f"{name} counts {factor:g} times" for name, factor in CARED_FOR.items())
    for who, lean in LEANS.items():
        print(f"  {who}: {lean:+g} points, wavering by {NOISE:g}; {cared}")
    return files.simulated


def _review(one: ReplyRow, who: str, lean: float, generator: np.random.Generator) -> ReviewRow:
    assert one.machine is not None
    rubric = rubric_for(channel_of(one.channel or None)[0])
    assert scored_by(one, rubric)
    total = total_of(one.machine.criteria, _theirs(rubric), one.machine.gates)
    wavering = None if total is None else float(np.clip(total + lean + generator.normal(0, NOISE), 0, 100))
    scores = {name: round(2 * score) / 2 for name, score in one.machine.criteria.items() if score is not None}
    return ReviewRow(one.key, who, scores, wavering, rubric=rubric.id, comment="simulated")


def _theirs(rubric: Rubric) -> Rubric:
    """The rubric as the simulated reviewers see it."""
    return replace(rubric, weights={name: weight * CARED_FOR.get(name, 1) for name, weight in rubric.weights.items()})


if __name__ == "__main__":
    sys.exit(main())
