"""Measure sentence boundaries and words on three Universal Dependencies dev sets, NLTK's untrained Punkt beside ours.

python benchmarks/text.py [--data DIR] [--errors N] [--smoke]

Running text is put together from the treebanks (`# text`, SpaceAfter, newdoc, newpar). A boundary is the first letter or figure
of a sentence; the first of a paragraph is given to all and not counted. A word is a token with a letter or figure, and is right
when its span is the gold one. The data (CC BY-SA 4.0) stay outside the project; without them the script says so and ends.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from coachkit.languages import dotted_abbreviations  # noqa: E402 - run from a checkout, not installed
from coachkit.text.chunks import ChunkTable  # noqa: E402
from coachkit.text.corpus import build_corpus  # noqa: E402
from coachkit.text.facts import TypeFacts  # noqa: E402
from coachkit.text.parsed import Parsed  # noqa: E402
from coachkit.text.phrases import PhraseBook  # noqa: E402

TREEBANKS = {"en": "en_ewt-ud-dev.conllu", "fi": "fi_tdt-ud-dev.conllu", "sv": "sv_talbanken-ud-dev.conllu"}
SMOKE = 20
SHOWN = re.compile(r"[^\W_]")
Span = tuple[int, int]
Spans = set[tuple[int, Span]]


@dataclass
class Document:
    """Running text with its gold words, sentences and paragraphs, by offsets in the text."""

    text: str = ""
    words: list[Span] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)

    def add(self, tokens: Sequence[tuple[str, bool]], *, paragraph: bool) -> None:
        """Appends a sentence: its tokens, each with whether a space follows; after a blank line if it opens a paragraph."""
        if paragraph or not self.text:
            self.text = self.text.rstrip() + ("\n\n" if self.text else "")
            self.paragraphs.append(len(self.text))
        self.sentences.append(len(self.text))
        for form, space in tokens:
            if SHOWN.search(form):
                self.words.append((len(self.text), len(self.text) + len(form)))
            self.text += form + " " * space


def documents(path: Path) -> list[Document]:
    """The documents of a CoNLL-U file; where none are marked, sentences belong together by the first part of their number."""
    found: list[Document] = []
    name = ""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        notes = {line[2:].partition(" = ")[0]: line.partition(" = ")[2] for line in lines if line.startswith("# ")}
        key = notes.get("sent_id", "").rpartition(".")[0]
        opens = any(note.startswith("newdoc") for note in notes)
        if opens or key != name or not found:
            found.append(Document())
        name = key
        found[-1].add(list(surface(lines)), paragraph=any(note.startswith("newpar") for note in notes))
    return found


def surface(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The written tokens of a sentence; a range (3-4 "didn't") stands for its parts."""
    inside = 0
    for columns in (line.split("\t") for line in lines if line[:1].isdigit()):
        number = columns[0]
        if "-" in number:
            inside = int(number.partition("-")[2])
        elif "." in number or int(number) <= inside:
            continue
        yield columns[1], "SpaceAfter=No" not in columns[9].split("|")


def first_shown(text: str, place: int) -> int:
    """Where the first letter or figure stands from `place` on, so that a quotation mark or bracket before it does not matter."""
    match = SHOWN.search(text, place)
    return match.start() if match else -1


def boundaries(chosen: Sequence[Document], starts: Sequence[Sequence[int]]) -> Spans:
    """Document and place of each sentence's first letter or figure, without those that a paragraph begins with."""
    found: Spans = set()
    for number, (document, places) in enumerate(zip(chosen, starts, strict=True)):
        given = {first_shown(document.text, place) for place in document.paragraphs} | {-1}
        found |= {(number, (place, place)) for place in (first_shown(document.text, one) for one in places) if place not in given}
    return found


def ours(chosen: Sequence[Document], language: str) -> tuple[list[list[int]], Spans]:
    """Our sentence starts by document, and our words with a letter or figure."""
    table = ChunkTable(dotted_abbreviations())
    corpus = build_corpus([document.text for document in chosen], table)
    parsed = Parsed(corpus, TypeFacts(table, language), PhraseBook({}))
    starts: list[list[int]] = [[] for _ in chosen]
    words: Spans = set()
    columns = (corpus.reply.tolist(), corpus.start.tolist(), corpus.end.tolist(), parsed.starts.tolist())
    for number, start, end, begins in zip(*columns, strict=True):
        if begins:
            starts[number].append(start)
        if SHOWN.search(chosen[number].text, start, end):
            words.add((number, (start, end)))
    return starts, words


def punkt(chosen: Sequence[Document]) -> list[list[int]]:
    """Sentence starts by document as NLTK's Punkt finds them in each paragraph without having been trained."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    splitter = PunktSentenceTokenizer()
    starts = []
    for document in chosen:
        ends = [*document.paragraphs[1:], len(document.text)]
        paragraphs = zip(document.paragraphs, ends, strict=True)
        starts.append(
            [first + start for first, end in paragraphs for start, _ in splitter.span_tokenize(document.text[first:end])]
        )
    return starts


def row(name: str, gold: Spans, said: Spans) -> str:
    """One line: precision, recall and F1 of a set of spans."""
    right = len(gold & said)
    precision, recall = right / max(len(said), 1), right / max(len(gold), 1)
    f1 = 2 * right / max(len(gold) + len(said), 1)
    return f"{name:<26} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({len(gold)} gold)"


def errors(chosen: Sequence[Document], gold: Spans, said: Spans, limit: int) -> Iterator[str]:
    """Places where a boundary is missed or too many, with the text around them."""
    for name, wrong in (("missed", gold - said), ("added", said - gold)):
        for number, (start, end) in sorted(wrong)[:limit]:
            text = chosen[number].text
            yield f"    {name}: {text[max(start - 40, 0) : start]!r} | {text[start : max(end, start + 30)]!r}"


def report(path: Path, language: str, limit: int, errors_shown: int) -> Iterator[str]:
    """The lines of one treebank."""
    chosen = documents(path)[: limit or None]
    starts, words = ours(chosen, language)
    gold = boundaries(chosen, [document.sentences for document in chosen])
    said = boundaries(chosen, starts)
    yield row(f"{language} sentences, coachkit", gold, said)

    yield row(f"{language} sentences, NLTK", gold, boundaries(chosen, punkt(chosen)))
    yield from errors(chosen, gold, said, errors_shown)
    gold_words = {(number, span) for number, document in enumerate(chosen) for span in document.words}
    yield row(f"{language} words, coachkit", gold_words, words)
    yield from errors(chosen, gold_words, words, errors_shown)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report; 0 also when the data are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=PROJECT.parent / "shared" / "data", help="folder with text/")
    parser.add_argument("--errors", type=int, default=0, help="how many errors of each sort to show")
    parser.add_argument("--smoke", action="store_true", help=f"only {SMOKE} documents of each language")
    chosen = parser.parse_args(argv)
    for language, name in TREEBANKS.items():
        path = chosen.data / "text" / name
        if not path.is_file():
            print(f"skipped {language}: no {name} in {path.parent}; point --data at the folder that holds text/")
            continue
        for line in report(path, language, SMOKE if chosen.smoke else 0, chosen.errors):
            print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
