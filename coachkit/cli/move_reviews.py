"""`coachkit reviews import` and `export`: reviews between a file and the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from coachkit.cli.agreement_report import left_out
from coachkit.cli.review_sources import Said, Scored, from_file, from_store, replies_of
from coachkit.cli.review_words import ReviewWords, review_words
from coachkit.cli.terminal import tidy, wrapped
from coachkit.errors import InputError
from coachkit.privacy import Masking
from coachkit.reviews.masking import words_of
from coachkit.reviews.tables import write_reviews
from coachkit.reviews.zendesk import to_zendesk
from coachkit.rubrics import Rubric, load_rubric, rubric_names, shipped_criteria
from coachkit.store import DisputeRow, Store
from coachkit.transcripts.writing import whole_file

JSON = ".json"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of reviews, the scored file that they are about, who reviewed and the rubric for totals, where it does not say.

    `encoding` is that of a text file that is not UTF-8.
    """

    path: Path
    scored: Scored
    reviewer: str = ""
    rubric: str | None = None
    encoding: str | None = None


def read_in(source: Source, masking: Masking | None, language: str) -> str:
    """Keeps the reviews of a file, and the replies of the scored file that they are about; tells what came of it."""
    words, store = review_words(language), Store.open(masking=masking)
    known = {one.key: one for one in (*store.replies(), *replies_of(source.scored))}
    rubric = load_rubric(source.rubric) if source.rubric else None
    said = from_file(source.path, tuple(known.values()), source.reviewer, rubric, source.encoding)
    if said.untouched and not said.reviews and not said.problems:
        raise InputError(words.none_of_yours)
    store.add_replies([known[key] for key in dict.fromkeys(one.reply for one in said.reviews)])
    before = len(store.reviews(every_version=True))
    masked = sum(words_of(store.add_review(one)) != words_of(one) for one in said.reviews)
    masked += sum(_keep_dispute(store, one) for one in said.disputes)
    new = words.counted.new.of(len(store.reviews(every_version=True)) - before)
    counts = _counts(len(said.reviews), len(said.disputes), words)
    lines = [words.imported.format(**counts, new=new), *left_out(said, language)]
    lines += _unknown(said, rubric, words)
    lines += [words.masked.format(count=masked)] if masked else []
    return "\n".join([*lines, words.store.format(place=tidy(store.place))])


def _counts(reviews: int, disputes: int, words: ReviewWords) -> dict[str, str]:
    return {"reviews": words.counted.reviews.of(reviews), "disputes": words.counted.disputes.of(disputes)}


def _unknown(said: Said, rubric: Rubric | None, words: ReviewWords) -> Iterator[str]:
    """The criteria that neither a shipped rubric nor the one named has: a team's own, or a slip."""
    known = shipped_criteria().keys() | {one.id for one in (rubric.criteria if rubric else ())}
    known |= {name for reply in said.replies if reply.machine for name in reply.machine.criteria}
    for name in sorted({name for one in said.reviews for name in one.scores} - known):
        near = get_close_matches(name, sorted(known), n=1)
        yield wrapped(words.unknown.format(name=tidy(name)) + (words.near.format(name=near[0]) if near else ""), "  ")


def _keep_dispute(store: Store, one: DisputeRow) -> bool:
    """Keeps a dispute and those of its answers that are not there yet; whether words of it were masked."""
    kept = store.add_dispute(replace(one, answers=()))
    for answer in one.answers[len(kept.answers) :]:
        kept = store.answer_dispute(kept.id, answer)
    return words_of(replace(kept, answers=kept.answers[: len(one.answers)])) != words_of(one)


def write_out(path: Path, masking: Masking | None, *, every_version: bool, reviewer: str | None, language: str) -> str:
    """Writes the store's reviews to a file: Zendesk QA's shapes as .json, else a table; tells what was written.

    What was kept before it was masked is masked on its way out, unless `masking` is None.
    """
    words, store = review_words(language), Store.open(masking=masking)
    kept = from_store(store, every_version=every_version, reviewer=reviewer)
    said = replace(kept, reviews=store.shown_reviews(kept.reviews), disputes=store.shown_disputes(kept.disputes))
    if not said.reviews:
        raise InputError(words.none)
    disputes = said.disputes if path.suffix.lower() == JSON else ()
    if path.suffix.lower() == JSON:
        rubrics = [load_rubric(one) for one in sorted({one.rubric for one in said.reviews}) if one in rubric_names()]
        shape = to_zendesk(said.reviews, said.replies, said.disputes, rubrics, language)
        try:
            whole_file(path, json.dumps(shape, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode() + "\n")
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
    else:
        write_reviews(path, said.reviews, said.replies)
    return words.exported.format(**_counts(len(said.reviews), len(disputes), words), path=tidy(str(path)))
