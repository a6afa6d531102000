"""Measure the Finnish suffix rules and simplemma's lemmas on Universal Dependencies dev sets.

python benchmarks/morphology.py [--data DIR] [--errors N]

The data (CC BY-SA 4.0) stays outside the project; without it the script says so and ends.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import simplemma

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from coachkit.text.finnish import is_passive, person, possessive  # noqa: E402 - run from a checkout, not installed

TREEBANKS = {"fi": "fi_tdt-ud-dev.conllu", "sv": "sv_talbanken-ud-dev.conllu", "en": "en_ewt-ud-dev.conllu"}
NUMBER = {"Sing": "sg", "Plur": "pl"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a treebank: form, gold lemma, universal part of speech and features."""

    form: str
    lemma: str
    pos: str
    features: dict[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 (0 to 1; NaN where nothing was there to count) and the number of gold cases."""

    precision: float
    recall: float
    f1: float
    gold: int


def tokens(path: Path) -> Iterator[Token]:
    """Words of a CoNLL-U file in order; multiword ranges (3-4) and empty nodes (5.1) are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if columns[0].isdigit():
            yield Token(columns[1], columns[2], columns[3], features(columns[5]))


def features(column: str) -> dict[str, str]:
    """The features of one CoNLL-U column: "Case=Nom|Number=Sing" as a dict, "_" as an empty one."""
    return dict(pair.split("=", 1) for pair in column.split("|") if "=" in pair)


def gold_passive(token: Token) -> str:
    """Label "passive" for a finite passive, else ""."""
    marked = token.features
    return "passive" if marked.get("Voice") == "Pass" and marked.get("VerbForm") == "Fin" else ""


def gold_person(token: Token) -> str:
    """Label "1sg" to "2pl" for finite verbs of the first and second person, else ""."""
    marked = token.features
    if marked.get("VerbForm") != "Fin" or marked.get("Person") not in ("1", "2"):
        return ""
    return marked["Person"] + NUMBER[marked["Number"]]


def gold_possessive(token: Token) -> str:
    """Label "1sg" to "2pl" or "3" where the treebank marks a possessor, else ""."""
    marked = token.features
    who = marked.get("Person[psor]", "")
    return who + NUMBER.get(marked.get("Number[psor]", ""), "") if who in ("1", "2") else who


def said_passive(word: str, lemma: str) -> str:
    """Label "passive" or "", so that all three rules answer with a label."""
    return "passive" if is_passive(word, lemma) else ""


RULES: dict[str, tuple[Callable[[Token], str], Callable[[str, str], str]]] = {
    "is_passive": (gold_passive, said_passive),
    "person": (gold_person, person),
    "possessive": (gold_possessive, possessive),
}


def score(gold: Sequence[str], said: Sequence[str]) -> Score:
    """Micro precision, recall and F1 over labels; "" is the absence of one and a wrong label counts against both."""
    right = sum(g == s != "" for g, s in zip(gold, said, strict=True))
    n_gold, n_said = sum(map(bool, gold)), sum(map(bool, said))
    precision = right / n_said if n_said else float("nan")
    recall = right / n_gold if n_gold else float("nan")
    return Score(precision, recall, 2 * right / (n_gold + n_said) if n_gold + n_said else float("nan"), n_gold)


def gold_lemma(token: Token) -> str:
    """The treebank's lemma in lower case without UD Finnish's compound marks (#), unless # is the word."""
    return token.lemma.replace("#", "").casefold() or token.lemma


def machine_lemma(token: Token, language: str) -> str:
    """Lemma by simplemma, in lower case."""
    return simplemma.lemmatize(token.form, lang=language).casefold()


def lemma_accuracy(words: Sequence[Token], language: str) -> float:
    """Share of words, punctuation and symbols left out, whose simplemma lemma is the gold one, case ignored."""
    counted = [token for token in words if token.pos not in ("PUNCT", "SYM")]
    right = sum(machine_lemma(token, language) == _comparable(token, language) for token in counted)
    return right / len(counted) if counted else float("nan")


def _comparable(token: Token, language: str) -> str:
    return gold_lemma(token) if language == "fi" else token.lemma.casefold()


def report_rules(words: Sequence[Token], errors: int) -> Iterator[str]:
    """Lines with the scores of each rule, with gold and with simplemma lemmas, and its commonest errors if asked."""
    lemmas = {
        "gold": [gold_lemma(token) for token in words],
        "simplemma": [machine_lemma(token, "fi") for token in words],
    }
    for name, (truth, rule) in RULES.items():
        gold = [truth(token) for token in words]
        for source, column in lemmas.items():
            said = [rule(token.form.casefold(), lemma) for token, lemma in zip(words, column, strict=True)]
            yield f"{name:<11} {source:<10} {_row(score(gold, said))}"
            yield from _errors(words, column, gold, said, errors)


def _row(result: Score) -> str:
    return f"P {result.precision:.3f}  R {result.recall:.3f}  F1 {result.f1:.3f}  ({result.gold} gold)"


def _errors(words: Sequence[Token], lemmas: Sequence[str], gold: Sequence[str], said: Sequence[str], limit: int) -> Iterator[str]:
    rows = zip(words, lemmas, gold, said, strict=True)
    wrong = Counter((w.form.casefold(), lemma, g or "-", s or "-") for w, lemma, g, s in rows if g != s)
    for (form, lemma, right, answer), times in wrong.most_common(limit):
        yield f"    {times}x {form} ({lemma}): gold {right}, said {answer}"


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line: where the data lie and how many errors to list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=PROJECT.parent / "shared" / "data", help="folder with text/")
    parser.add_argument("--errors", type=int, default=0, help="how many of the commonest errors to list per rule")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report; 0 also when the data are missing."""
    chosen = arguments(argv)
    finnish = chosen.data / "text" / TREEBANKS["fi"]
    if not finnish.is_file():
        print(f"no Universal Dependencies data at {finnish}; point --data at the folder that holds text/")
        return 0
    for line in report_rules(list(tokens(finnish)), chosen.errors):
        print(line)
    for language, name in TREEBANKS.items():
        path = chosen.data / "text" / name
        if path.is_file():
            print(f"lemma accuracy of simplemma, {language}: {lemma_accuracy(list(tokens(path)), language):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
