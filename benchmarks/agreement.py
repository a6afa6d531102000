"""Hold our signals against people's ratings, set by set, beside the number a naive rule reaches.

python benchmarks/agreement.py [--data DIR] [--smoke]

The data stay outside the project and nothing is fitted to them; without them the script says so and ends. Intervals are the
middle 95 % of 1,000 bootstrap resamples of the rows. "yes" in the last column: our number is above the naive one; "surely": the
whole interval is.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from coachkit.model import Reply  # noqa: E402 - run from a checkout, not installed
from coachkit.rubrics import load_rubric  # noqa: E402
from coachkit.scoring.evaluate import Analyser, evaluate  # noqa: E402
from coachkit.signals.catalogue import CONTEXTS, SIGNALS  # noqa: E402

Floats = npt.NDArray[np.float64]
Metric = Callable[[Floats, Floats], float]

BLOCK = 2_000
RESAMPLES = 1_000
SMOKE_ROWS, SMOKE_RESAMPLES = 120, 20
NOT_IN_DATA = (
    "formality, e-mails: the 0.6 of the README was measured on e-mails that are not in the data, so nothing is held against it"
)
JOY, TRUST, BAD_FEELINGS = 5, 8, frozenset((1, 3, 4, 6))


@dataclass(frozen=True, eq=False)
class Comparison:
    """One line of the table: our numbers `said` and people's `rated` (n,), how they are compared, and the number to beat."""

    name: str
    metric: str
    said: Floats
    rated: Floats
    naive: float | None


def rank(values: Floats) -> Floats:
    """(n,) ranks from 1, equal values sharing their mean rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def spearman(said: Floats, rated: Floats) -> float:
    """Rank correlation, -1 to 1."""
    return float(np.corrcoef(rank(said), rank(rated))[0, 1])


def auc(said: Floats, rated: Floats) -> float:
    """Chance that a row with rated > 0 is said higher than one with rated < 0, 0 to 1; rows with rated 0 are left out."""
    high, low = rated > 0, rated < 0
    ranks = rank(said[high | low])[high[high | low]]
    return float((ranks.sum() - len(ranks) * (len(ranks) + 1) / 2) / (len(ranks) * int(low.sum())))


def macro_f1(said: Floats, rated: Floats) -> float:
    """Mean F1 over the classes -1, 0 and 1, 0 to 1; `said` counts by its sign."""
    signs = np.sign(said)
    right = [
        2 * np.sum((signs == one) & (rated == one)) / max(np.sum(signs == one) + np.sum(rated == one), 1) for one in (-1, 0, 1)
    ]
    return float(np.mean(right))


METRICS: dict[str, Metric] = {"Spearman": spearman, "AUC": auc, "macro-F1": macro_f1}


def interval(one: Comparison, resamples: int) -> tuple[float, float]:
    """The middle 95 % of the metric over resampled rows, seeded."""
    chance = np.random.default_rng(20)
    size = len(one.said)
    rows = (chance.integers(0, size, size) for _ in range(resamples))
    found = [METRICS[one.metric](one.said[picked], one.rated[picked]) for picked in rows]
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)


ANALYSER = Analyser(all_lists=True)


def measured(texts: Sequence[str], signal: str, language: str) -> Floats:
    """(n,) a signal of the product on each text; the customer's mood reads the texts as customers' messages."""
    function = {**SIGNALS, **CONTEXTS}[signal]
    rubric, blocks = load_rubric("chat"), []
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        replies = [Reply("", text, language=language) if signal in CONTEXTS else Reply(text, language=language) for text in block]
        (scores,) = evaluate(replies, rubric, ANALYSER)
        blocks.append(function(scores.reading).values)
    return np.concatenate(blocks)


def joined(text: str) -> str:
    """A text that was cut into tokens ("do n't , he said .") as people write it."""
    text = re.sub(r" (n't|'(?:s|re|ve|ll|d|m))\b", r"\1", text, flags=re.IGNORECASE)
    return re.sub(r" ([.,!?;:])", r"\1", text)


def outer_quarters(rated: Floats) -> Floats:
    """1 for the top quarter of the ratings, -1 for the bottom one, 0 between."""
    low, high = np.quantile(rated, [0.25, 0.75])
    return np.where(rated >= high, 1.0, np.where(rated <= low, -1.0, 0.0))


def politeness(data: Path, rows: int | None) -> Iterator[Comparison]:
    """Our politeness against five people's, on both halves."""
    for name, rho, area in (("wikipedia", 0.435, 0.771), ("stack-exchange", 0.125, 0.576)):
        frame = read(data / "politeness" / f"{name}-half.csv", rows)
        said, rated = measured(frame["text"].tolist(), "politeness", "en"), frame["politeness"].to_numpy(float)
        yield Comparison(f"politeness, {name}", "Spearman", said, rated, rho)
        outer = outer_quarters(rated)
        yield Comparison(f"politeness, {name}, outer quarters", "AUC", said[outer != 0], outer[outer != 0], area)


def formality(data: Path, rows: int | None) -> Iterator[Comparison]:
    """Our formality against five people's; the naive number is worked out on the same rows."""
    for name in ("answers", "blog"):
        frame = read(data / "formality" / f"{name}.csv", rows)
        texts, rated = [joined(text) for text in frame["text"]], frame["formality"].to_numpy(float)
        naive = spearman(naive_formality(texts), rated)
        yield Comparison(f"formality, {name}", "Spearman", measured(texts, "formality", "en"), rated, naive)


def naive_formality(texts: Sequence[str]) -> Floats:
    """Letters per word less contractions per word plus the logarithm of the words, each in standard deviations."""
    words = [text.split() for text in texts]
    size = np.array([max(len(one), 1) for one in words], dtype=float)
    letters = np.array([sum(map(len, one)) for one in words]) / size
    short = np.array([sum("'" in word for word in one) for one in words]) / size
    columns = (letters, -short, np.log(size))
    return np.sum([(one - one.mean()) / max(float(one.std()), 1e-9) for one in columns], axis=0)


def readability(data: Path, rows: int | None) -> Iterator[Comparison]:
    """Our difficulty against experts' CEFR levels and against teachers' judgement of ease."""
    frame = read(data / "readability" / "cefr-sp.csv", None)
    for part, naive in (("Wikiauto", 0.55), ("SCoRE", 0.51)):
        own = frame[frame["part"].str.startswith(part)].head(rows or len(frame))
        said = measured([joined(text) for text in own["text"]], "difficulty", "en")
        yield Comparison(f"CEFR, {part}", "Spearman", said, own[["level_a", "level_b"]].mean(axis=1).to_numpy(float), naive)
    clear = read(data / "readability" / "clear-lit.csv", rows)
    said = -measured(clear["text"].tolist(), "difficulty", "en")
    yield Comparison("CLEAR, literature", "Spearman", said, clear["easiness"].to_numpy(float), 0.55)


def emotion(data: Path, rows: int | None) -> Iterator[Comparison]:
    """The customer's mood against labels: English airline customers, Finnish film lines, Finnish social media."""
    airline = read(data / "emotion" / "airline-3000.csv", rows)
    signs = {"negative": -1, "neutral": 0, "positive": 1, "neg": -1, "neut": 0, "pos": 1}
    said = measured(airline["text"].tolist(), "customer_mood", "en")
    yield Comparison("mood, airline customers", "macro-F1", said, airline["sentiment"].map(signs).to_numpy(float), 0.457)
    film = read(data / "emotion" / "xed-fi-half.csv", rows)
    sides = film["emotions"].astype(str).map(side).to_numpy(float)
    said = measured(film["text"].tolist(), "customer_mood", "fi")
    yield Comparison("mood, Finnish film lines (XED)", "AUC", said[sides != 0], sides[sides != 0], 0.70)
    social = read(data / "emotion" / "finnsentiment-6000.csv", rows)
    said, rated = measured(social["text"].tolist(), "customer_mood", "fi"), social["sentiment"].map(signs).to_numpy(float)
    yield Comparison("mood, FinnSentiment", "macro-F1", said, rated, None)
    yield Comparison("mood, FinnSentiment", "AUC", said, rated, None)


def side(emotions: str) -> int:
    """1 for joy or trust, -1 for anger, disgust, fear or sadness, 0 for both or neither."""
    found = {int(number) for number in emotions.split(",")}
    return int(bool(found & {JOY, TRUST})) - int(bool(found & BAD_FEELINGS))


def read(path: Path, rows: int | None) -> Any:
    """The rows of a CSV file; with `rows` that many, spread over the whole file."""
    frame = pd.read_csv(path)
    return frame if rows is None else frame.iloc[:: max(len(frame) // rows, 1)].head(rows)


SETS = {"politeness": politeness, "formality": formality, "readability": readability, "emotion": emotion}


def line(one: Comparison, resamples: int) -> str:
    """One line of the table; rows where our signal cannot tell are left out and so not counted."""
    known = ~np.isnan(one.said)
    kept = Comparison(one.name, one.metric, one.said[known], one.rated[known], one.naive)
    ours, (low, high) = METRICS[one.metric](kept.said, kept.rated), interval(kept, resamples)
    beaten = "" if one.naive is None else "surely" if low > one.naive else "yes" if ours > one.naive else "NO"
    naive = "" if one.naive is None else f"{one.naive:.3f}"
    return f"{one.name:<44}{one.metric:<10}{len(kept.said):>6}  {ours:>6.3f}  {low:>6.3f} to {high:.3f}  {naive:>6}  {beaten}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 0 also when data are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=PROJECT.parent / "shared" / "data", help="folder with the sets")
    parser.add_argument("--smoke", action="store_true", help="few rows and resamples: only shows that everything works")
    chosen = parser.parse_args(argv)
    if not chosen.data.is_dir():
        print(f"skipped: no data at {chosen.data}; point --data at the folder that holds {', '.join(SETS)}")
        return 0
    print(f"{'set':<44}{'metric':<10}{'rows':>6}  {'ours':>6}  {'95 % interval':<15}  {'naive':>6}  beaten")
    for name, comparisons in SETS.items():
        try:
            for one in comparisons(chosen.data, SMOKE_ROWS if chosen.smoke else None):
                print(line(one, SMOKE_RESAMPLES if chosen.smoke else RESAMPLES), flush=True)
        except FileNotFoundError as error:
            print(f"skipped {name}: no {error.filename}")
    print(NOT_IN_DATA)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
