"""`coachkit calibrate`: a team's own weights and limits, proposed from reviewed replies as a change to the rubric's YAML."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coachkit.agreement import Drawing
from coachkit.calibration import FEWEST, Proposal, Target, calibrate, propose_targets, reviewed_of
from coachkit.cli.agreement_report import left_out, with_interval
from coachkit.cli.measured_replies import measured_of
from coachkit.cli.review_sources import Said, Scored, taken
from coachkit.cli.review_words import ReviewWords, review_words
from coachkit.cli.terminal import comma, heading, tidy, wrapped
from coachkit.documents import read_text, shipped_folder
from coachkit.errors import InputError
from coachkit.rubrics import Rubric, load_rubric
from coachkit.transcripts.writing import whole_file


def run(name: str, reviews: Path | None, scored: Scored, out: Path | None, *, drawing: Drawing, language: str) -> str:
    """The proposal as text: what it is worth, and the change to the file; with `out` the new file is written."""
    rubric, words, said = load_rubric(name), review_words(language), taken(reviews, scored)
    if out is not None and (out.suffix.lower() not in (".yaml", ".yml") or not out.resolve().parent.is_dir()):
        raise InputError(f"{out}: cannot be written; name a .yaml file in a folder that is there")
    proposal = _proposal(said, rubric, drawing, words)
    measured, language_of_all = measured_of(said, rubric)
    targets = propose_targets(measured, drawing)
    path = Path(name) if name.endswith((".yaml", ".yml")) else shipped_folder("rubrics") / f"{name}.yaml"
    before = read_text(path)
    after = changed(before, proposal, rubric.file.version + 1, targets)
    lines = [*_worth(proposal, rubric.id, language), *_limits(targets, language_of_all, words), ""]
    lines += [*_diff(before, after, path, rubric.file.version, words), *left_out(said, language)]
    if out is not None:
        _write(out, after)
        lines.append(words.written.format(path=tidy(str(out))))
    return "\n".join(lines)


def _proposal(said: Said, rubric: Rubric, drawing: Drawing, words: ReviewWords) -> Proposal:
    reviewed = reviewed_of(said.reviews, said.replies, rubric)
    if len(reviewed) < FEWEST:
        raise InputError(words.few.of(len(reviewed)).format(least=FEWEST))
    try:
        return calibrate(reviewed, rubric, drawing)
    except ValueError as error:
        raise InputError(str(error)) from error


def _worth(proposal: Proposal, rubric: str, language: str) -> Iterator[str]:
    words = review_words(language)
    yield words.fitted.format(count=proposal.replies, rubric=rubric)
    yield wrapped(words.held_out)
    for text, found in ((words.before, proposal.before), (words.after, proposal.after), (words.change, proposal.change)):
        yield "  " + text.format(value=with_interval(found, language, 3))
    yield words.distance.format(
        before=comma(f"{proposal.distance_before:.1f}", language), after=comma(f"{proposal.distance_after:.1f}", language)
    )
    if abs(proposal.level) >= 1:
        yield wrapped(words.level.format(points=comma(f"{proposal.level:+.1f}", language)))
    if not proposal.better:
        yield wrapped(words.no_better)
    elif not proposal.sure:
        yield wrapped(words.unsure)


def _limits(targets: Sequence[Target], language: str, words: ReviewWords) -> Iterator[str]:
    if targets:
        yield wrapped(words.limits.of(len(targets)).format(replies=min(one.replies for one in targets)))
    if targets and language:
        yield wrapped(words.one_language.format(language=language))


def changed(text: str, proposal: Proposal, version: int, targets: Sequence[Target] = ()) -> str:
    """The rubric's YAML with the proposed weights and limits and a new version; comments and everything else stay.

    A criterion whose weight has become 0 is left out, for a rubric has none of weight 0.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 4096
    document = yaml.load(text)
    before = _weights(document)
    document["version"] = version
    for name, weight in proposal.dimensions.items():
        if document["dimensions"][name] != weight:
            document["dimensions"][name] = _plain(weight)
    for name, weight in proposal.weights.items():
        if before[name] != weight:
            _set(document["criteria"], name, weight)
    for target in targets:
        if target.criterion in document["criteria"]:
            _set_band(document["criteria"], target)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _weights(document: Any) -> dict[str, float]:
    return {name: one["weight"] if isinstance(one, dict) else one for name, one in document["criteria"].items()}


def _set(criteria: Any, name: str, weight: float) -> None:
    if weight <= 0:
        del criteria[name]
    elif isinstance(criteria[name], dict):
        criteria[name]["weight"] = _plain(weight)
    else:
        criteria[name] = _plain(weight)


def _set_band(criteria: Any, target: Target) -> None:
    """The limits in one line behind the weight, as the shipped rubrics write them."""
    from ruamel.yaml.comments import CommentedMap

    one = criteria[target.criterion]
    if not isinstance(one, dict):
        one = criteria[target.criterion] = CommentedMap(weight=one)
        one.fa.set_flow_style()
    band = CommentedMap()
    for name, edges in (("best", target.after.best), ("worst", target.after.worst)):
        band[name] = [_plain(edge) for edge in edges]
    band.fa.set_flow_style()
    one["band"] = band


def _plain(weight: float) -> float | int:
    return int(weight) if float(weight).is_integer() else float(weight)


def _diff(before: str, after: str, path: Path, version: int, words: ReviewWords) -> Iterator[str]:
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), path.name, path.name, lineterm="", n=1))
    changes = [one for one in lines if one[:1] in "+-" and one[:3] not in ("+++", "---") and not one[1:].startswith("version:")]
    if not changes:
        yield words.unchanged
        return
    yield heading(words.proposal.format(before=version, after=version + 1))
    yield from (tidy_line(one) for one in lines)


def tidy_line(line: str) -> str:
    """A line of a file as it may be shown: its blanks stay, control characters go."""
    return "".join(sign for sign in line if sign.isprintable())


def _write(out: Path, text: str) -> None:
    try:
        whole_file(out, text)
    except OSError as error:
        raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
