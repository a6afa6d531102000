"""Replies per second of textstat's eight formulas and of coachkit's full scoring, side by side in one process and run.

`python benchmarks/speed.py [--data DIR] [--replies N] [--rounds N] [--smoke]`. Ratios are what counts; absolute figures
drift with the machine.
The replies are put together from real English ones, where the measuring data is there, and in each language from the
sentences of our criteria's examples, which are fuller of markers than any real reply; no two are the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

import coachkit
from coachkit.rubrics import shipped_criteria

GOAL, AIM = 10, 20


def sentences(language: str) -> list[str]:
    """The replies of all criteria's examples in one language, as sentences to build replies from.

    The gates' are left out: nobody writes five thousand replies with hidden characters and placeholders.
    """
    found: set[str] = set()
    for one in (one for one in shipped_criteria().values() if one.dimension != "gate"):
        examples = getattr(one.examples, language)
        for example in (*examples.earns, *examples.misses):
            found |= {line for line in example.reply.replace("\n", " ").split(". ") if 20 < len(line) < 200}
    return sorted(found)


def real_sentences(data: Path) -> list[str]:
    """Real English replies of customer care, where the folder of measuring data is there; else none."""
    file = data / "transcripts" / "twitter-care.jsonl"
    if not file.exists():
        return []
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return sorted({row["text"] for row in rows if row["speaker"] == "agent"})


def replies(pool: Sequence[str], count: int, words: int = 72) -> list[str]:
    """`count` different replies of about `words` words put together from the pool, each with a number of its own."""
    chance = random.Random(7)  # noqa: S311 - a fixed order, no secret
    result = []
    for number in range(count):
        parts: list[str] = [f"{chance.randint(10_000, 99_999)}-{number}"]
        while sum(part.count(" ") + 1 for part in parts) < words:
            parts.append(chance.choice(pool).rstrip("."))
        result.append(". ".join(parts) + ".")
    return result


def eight_formulas(texts: Sequence[str]) -> None:
    """textstat's flesch, fk grade, fog, smog, ari, coleman-liau, lix and dale-chall for every text."""
    coachkit.readability_panel("The dictionary that textstat would fetch from the web is out of reach from here on.")
    import textstat as stats

    formulas = (
        stats.flesch_reading_ease, stats.flesch_kincaid_grade, stats.gunning_fog, stats.smog_index,
        stats.automated_readability_index, stats.coleman_liau_index, stats.lix, stats.dale_chall_readability_score,
    )  # fmt: skip
    for text in texts:
        for formula in formulas:
            formula(text)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call: on a shared machine the wall clock would time the neighbours."""
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(pools: Mapping[str, Sequence[str]], count: int, rounds: int) -> float:
    """Prints replies per second of both and their ratio for each pool of sentences; gives back the lowest ratio.

    Both read the same replies; textstat reads a part of them, since it takes long, and its time is scaled up.
    """
    texts = {one: replies(pool, count) for one, pool in pools.items()}
    frames = {one: pd.DataFrame({"text": column}) for one, column in texts.items()}
    for frame in frames.values():
        coachkit.score_frame(frame.head(200), "chat")
    part = min(count, 1000)
    times: dict[str, list[tuple[float, float]]] = {one: [] for one in pools}
    for _ in range(rounds):
        for one in pools:
            theirs = seconds(lambda one=one: eight_formulas(texts[one][:part])) * count / part  # type: ignore[misc]
            ours = seconds(lambda one=one: coachkit.score_frame(frames[one], "chat"))  # type: ignore[misc]
            times[one].append((theirs, ours))
    ratios = []
    for one, column in texts.items():
        theirs, ours = (statistics.median(pair[place] for pair in times[one]) for place in (0, 1))
        words = sum(text.count(" ") + 1 for text in column) / count
        ratios.append(theirs / ours)
        print(
            f"{one}, {words:.0f} words each: textstat's eight formulas {count / theirs:,.0f} replies/s (1.0), "
            f"score_frame with the chat rubric {count / ours:,.0f} replies/s, ratio {ratios[-1]:.1f}"
        )
    print(f"goal {GOAL}, aim {AIM}: {'reached' if min(ratios) >= GOAL else 'NOT reached'}")
    return min(ratios)


def single() -> None:
    """Milliseconds of one warm score of one reply with a customer's message, median of 100."""
    reply = coachkit.Reply(
        replies(sentences("en"), 1)[0], customer="Where is my parcel 48213? I have waited two weeks.", channel="chat"
    )
    rubric = coachkit.load_rubric("chat")
    times = []
    for _ in range(100):
        start = time.perf_counter()
        coachkit.score(reply, rubric)
        times.append(1000 * (time.perf_counter() - start))
    print(f"one reply, warm: median {statistics.median(times):.1f} ms, fastest {min(times):.1f} ms (goal 10)")


def cold() -> None:
    """Seconds of the command's help, the import and a first score, each in a new process, best of three."""
    for name, code in (
        ("coachkit --help", "import sys; sys.argv = ['coachkit', '--help']; from coachkit.cli import main; main()"),
        ("import coachkit", "import coachkit"),
        ("first score", "import coachkit; coachkit.score('Hello, your parcel arrives tomorrow.')"),
    ):
        times = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
            times.append(time.perf_counter() - start)
        print(f"{name}: {min(times):.2f} s")


def memory(rows: int) -> None:
    """Peak memory of the command on a file of `rows` replies."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        pool = replies(sentences("en"), 5_000)
        with source.open("w", encoding="utf-8") as file:
            file.write("text\n")
            for number in range(rows):
                file.write(f'"{pool[number % len(pool)]} Ref {number}"\n')
        start = time.perf_counter()
        command = [sys.executable, "-m", "coachkit", "score", str(source), "--rubric", "chat", "--out", str(target)]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Of this child alone: what the process tells of its children in general is the largest of them all.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, f"coachkit score ended with {child.returncode}"
        took, peak = time.perf_counter() - start, usage.ru_maxrss / 1024
        print(f"coachkit score, {rows:,} rows: {rows / took:,.0f} rows/s, peak memory {peak:,.0f} MB (goal 600)")


def main() -> None:
    """Runs all measurements and prints them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--replies", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--smoke", action="store_true", help="a small run that only shows that everything works")
    chosen = parser.parse_args()
    count, rounds, rows = (200, 1, 1_000) if chosen.smoke else (chosen.replies, chosen.rounds, chosen.rows)
    real = real_sentences(chosen.data)
    english = {"en, real replies": real} if real else {}
    compare(english | {f"{one}, our examples": sentences(one) for one in ("en", "fi", "sv")}, count, rounds)
    single()
    cold()
    memory(rows)


if __name__ == "__main__":
    main()
