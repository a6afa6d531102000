"""Replies per second of `coachkit score` on whole files beside textstat's eight formulas; reading and masking included.

`python benchmarks/batch.py [--rows N | --full] [--words N] [--processes N] [--data DIR] [--dask] [--smoke]`. The file is run
with replies that all differ, once more with 30 % of them from templates, and in conversations; textstat reads a sample of the
same rows right before and right behind each run. What is compiled once on a computer is so before anything is measured
(`coachkit prepare`). Printed are replies per second by the wall clock and by the processors' time of all processes, the ratios
of both, and the peak memory of all processes together, for a tenth of the rows and for all of them: it must not grow with them.
Ratios are what counts; on a machine that others use as well the one by processors' time, in which `--processes 2` counts as two.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

if TYPE_CHECKING:
    from benchmarks.speed import eight_formulas, replies, sentences
else:
    from speed import eight_formulas, replies, sentences

GOAL, MEMORY, OVERHEAD = 18, 1_000, 0.25
MACROS = 0.3
AGENTS = 30
ENGINES, ROUNDS = ("processes", "dask"), 3
SAMPLE, SAMPLES = 1_000, 11
"""Rows of a sample; the first one is read for textstat to know the words."""


@dataclass(frozen=True)
class Measured:
    """One run of the command: seconds by the wall clock, of all processors, and the peak memory of all its processes in MB."""

    seconds: float
    busy: float
    memory: float


def real_replies(data: Path) -> list[str]:
    """The agents' replies of the measuring data, where it is there; else replies put together from our examples."""
    file = data / "transcripts" / "twitter-care.jsonl"
    if not file.exists():
        return replies(sentences("en"), 2_000)
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return sorted({row["text"] for row in rows if row["speaker"] == "agent"})


def different(pool: list[str], count: int, macros: float, chance: random.Random) -> Iterator[str]:
    """`count` replies: a share from 40 templates as they are, the others with words exchanged so that none is met twice."""
    templates = pool[:40]
    given = set(map(hash, templates))
    for number in range(count):
        if chance.random() < macros:
            yield templates[number % 40]
            continue
        text = templates[0]
        while hash(text) in given:
            words = chance.choice(pool).split(" ")
            for _ in range(3):
                words[chance.randrange(len(words))] = chance.choice(chance.choice(pool).split(" "))
            text = " ".join(words)
        given.add(hash(text))
        yield text


def written(path: Path, pool: list[str], count: int, macros: float) -> Path:
    """A CSV of so many replies."""
    chance = random.Random(5)  # noqa: S311 - a fixed order, no secret
    with path.open("w", encoding="utf-8") as file:
        file.write("text,channel\n")
        file.writelines('"' + text.replace('"', "'") + '",social\n' for text in different(pool, count, macros, chance))
    return path


def in_conversations(path: Path, source: Path, count: int) -> Path:
    """A CSV of so many conversations: a customer's message, for which a reply further on stands in, and an agent's reply."""
    with source.open(encoding="utf-8", newline="") as file:
        texts = [row[0] for row in islice(csv.reader(file), 1, 1 + 2 * count)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("conversation", "speaker", "agent", "text", "channel"))
        for number, (reply, message) in enumerate(zip(texts[:count], texts[count:], strict=True)):
            writer.writerow((f"C{number}", "customer", "", message, "social"))
            writer.writerow((f"C{number}", "agent", f"Agent {number % AGENTS}", reply, "social"))
    return path


def measured(source: Path, processes: int, *options: str) -> Measured:
    """One run of the command, as an installation runs it: with its modules compiled to bytecode."""
    target = source.with_suffix(".scored.parquet")
    command = [sys.executable, "-m", "coachkit", "score", str(source), "--out", str(target), "--processes", str(processes)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    child = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, env=environment)
    most, busy = 0.0, dict[int, float]()
    while child.poll() is None:
        held = list(family(child.pid))
        most = max(most, sum(map(memory, held)))
        busy |= {pid: max(busy.get(pid, 0.0), seconds(pid)) for pid in held}
        time.sleep(0.1)
    took = time.perf_counter() - start
    assert child.returncode == 0, f"coachkit score ended with {child.returncode}"
    target.unlink()
    return Measured(took, sum(busy.values()), most)


def family(pid: int) -> Iterator[int]:
    """The ids of a process and all it has started that are still there; none where the system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    yield pid
    for child in children:
        yield from family(int(child))


def memory(pid: int) -> float:
    """MB that a process holds, pages it shares counted in parts; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def seconds(pid: int) -> float:
    """Processor seconds of a process so far; 0 where the system does not tell. What it does after the last look is not seen."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def samples(source: Path) -> list[list[str]]:
    """Samples from all over the file, no row in two of them."""
    lines = source.read_text(encoding="utf-8").splitlines()[1:]
    chosen = [line.rsplit(",", 1)[0].strip('"') for line in lines[:: max(1, len(lines) // (SAMPLES * SAMPLE))]]
    return [chosen[place::SAMPLES][:SAMPLE] for place in range(SAMPLES)]


def textstat_rates(texts: list[str]) -> tuple[float, float]:
    """Replies per second of textstat's eight formulas: by the clock, by the processor."""
    start, busy = time.perf_counter(), time.process_time()
    eight_formulas(texts)
    return len(texts) / (time.perf_counter() - start), len(texts) / (time.process_time() - busy)


def beside_textstat(name: str, source: Path, count: int, processes: int, *options: str, rows: Path | None = None) -> Measured:
    """One run of the command, printed with its ratio to textstat on the same rows, or on those of the file `rows`.

    textstat goes before it and behind it, and the median counts: a machine that others use is now quick and now slow. It keeps
    what it knows of words, so it reads other rows first, and none that are measured.
    """
    known, *fresh = samples(rows or source)
    eight_formulas(known)
    rates = [textstat_rates(one) for one in fresh[::2]]
    run = measured(source, processes, *options)
    rates += [textstat_rates(one) for one in fresh[1::2]]
    theirs = [statistics.median(column) for column in zip(*rates, strict=True)]
    rate, busy = count / run.seconds, processes * count / run.busy
    print(
        f"{name}: {count:,} replies in {run.seconds:,.1f} s, {rate:,.0f} replies/s, ratio {rate / theirs[0]:.1f} (goal {GOAL});"
    )
    print(f"    by processors' time {busy:,.0f} replies/s, ratio {busy / theirs[1]:.1f};")
    print(f"    textstat {theirs[0]:,.0f} replies/s, from {min(rates)[0]:,.0f} to {max(rates)[0]:,.0f};")
    print(
        f"    peak memory {run.memory:,.0f} MB (goal {MEMORY:,}); ten million would take {10_000_000 / rate / 60:,.1f} minutes",
        flush=True,
    )
    return run


def main() -> None:
    """Runs the measurements and prints them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--words", type=int, default=0, help="put the replies together to about so many words; 0: as they are")
    parser.add_argument("--full", action="store_true", help="1,000,000 replies")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="the same on a Dask cluster of this computer, beside our processes")
    parser.add_argument("--smoke", action="store_true", help="a small run that only shows that everything works")
    chosen = parser.parse_args()
    rows = 1_000_000 if chosen.full else 4_000 if chosen.smoke else chosen.rows
    pool = real_replies(chosen.data)
    if chosen.words:
        pool = replies(pool, len(pool), chosen.words)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COACHKIT_HOME"] = folder
        subprocess.run([sys.executable, "-m", "coachkit", "prepare"], check=True, stdout=subprocess.DEVNULL)
        source = written(Path(folder) / "all.csv", pool, rows, 0)
        tenth = written(Path(folder) / "tenth.csv", pool, rows // 10, 0)
        beside_textstat("a tenth", tenth, rows // 10, chosen.processes)
        beside_textstat("all different", source, rows, chosen.processes)
        beside_textstat("as it stands (--no-mask)", source, rows, chosen.processes, "--no-mask")
        macros = written(Path(folder) / "macros.csv", pool, rows, MACROS)
        beside_textstat("30 % templates", macros, rows, chosen.processes)
        talks = in_conversations(Path(folder) / "talks.csv", source, rows // 4)
        beside_textstat("in conversations, with the customers' messages", talks, rows // 4, chosen.processes, rows=source)
        if chosen.dask:
            in_turn = [[measured(source, chosen.processes, "--engine", one) for one in ENGINES] for _ in range(ROUNDS)]
            own, cluster = (statistics.median(run.seconds for run in runs) for runs in zip(*in_turn, strict=True))
            more = cluster / own - 1
            print(f"Dask, in turn: {cluster:,.1f} s, {more:+.0%} against {own:,.1f} s of our own (goal at most {OVERHEAD:.0%})")


if __name__ == "__main__":
    main()
