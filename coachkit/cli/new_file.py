"""Making new files: what no flag says is asked for, the text is made, written where it belongs, and what comes next is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coachkit.authoring import new_files, new_places
from coachkit.authoring.new_words import NewWords, new_words
from coachkit.cli.asking import ask, choose, confirm
from coachkit.cli.terminal import say, tidy
from coachkit.errors import InputError, did_you_mean
from coachkit.model import CHANNELS, LANGUAGES
from coachkit.practice.words import filled
from coachkit.scenarios.loading import load_scenario

WEIGHT = 2.0
"""Of one's own criterion, where none is named."""

Texts = dict[str, str]


@dataclass(frozen=True)
class Wishes:
    """What the flags say; None where they say nothing."""

    id: str | None = None
    into: Path | None = None
    kind: str | None = None
    written_in: str | None = None
    channel: str | None = None
    title: str | None = None
    course: str | None = None
    make_course: bool = False
    chats: Sequence[str] = ()
    measure: str | None = None
    minimal: bool | None = None
    picks: Sequence[str] = ()
    texts: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)


def make_scenario(wishes: Wishes, language: str) -> None:
    """Writes a new scenario into a course of the workspace."""
    workspace, words = new_places.find_workspace(wishes.into), new_words(language)
    identity = ask(words.ask.id, wishes.id, None, "the scenario's id", new_files.check_slug)
    new_files.check_slug(identity)
    kind = choose(words.ask.kind, wishes.kind, "conversation", "--kind", new_files.KINDS)
    spoken = choose(words.ask.language, wishes.written_in, language, "--written-in", LANGUAGES)
    fitting = new_files.channels_for(kind)
    channel = choose(words.ask.channel, wishes.channel, fitting[0], "--channel", fitting)
    chats = _chats(wishes, workspace, spoken, words) if kind == "shift" else ()
    title = ask(words.ask.title, wishes.title, new_files.sample_title(kind, spoken), "--title")
    course = _course(wishes, workspace, words)
    path = new_places.scenario_path(workspace, course, identity)
    _refuse_taken(workspace, identity)
    link = new_places.schema_link(path, "scenario")
    text = new_files.scenario_text(identity, kind, spoken, channel, title, notes=language, chats=chats, modeline=link)
    if course not in new_places.courses_in(workspace):
        make_course_file(workspace, course, language, {})
    _told(new_places.write_new(path, text), words, words.next, words.play)


def _refuse_taken(workspace: Path, identity: str) -> None:
    """Raises InputError when a scenario of the workspace has the id already."""
    for path in new_places.scenarios_in(workspace):
        if path.stem == identity:
            raise InputError(f"{path}: has this id already; choose another one")


def _course(wishes: Wishes, workspace: Path, words: NewWords) -> str:
    """The course that the scenario goes into; a new one only when that is wished for."""
    there = new_places.courses_in(workspace)
    shown = f"{words.ask.course} ({', '.join(there)})" if there else words.ask.course
    course = ask(shown, wishes.course, there[0] if len(there) == 1 else None, "--course", new_files.check_slug)
    new_files.check_slug(course)
    if course not in there and not confirm(filled(words.ask.new_course, course=course), given=wishes.make_course):
        raise InputError(f"no course '{course}'{did_you_mean(course, there)}; --make-course makes a new one")
    return course


def _chats(wishes: Wishes, workspace: Path, spoken: str, words: NewWords) -> Sequence[str]:
    """The conversations of a shift: those named, else the first two there are in the language."""
    if wishes.chats:
        return wishes.chats
    fitting = []
    for path in new_places.scenarios_in(workspace):
        scenario = load_scenario(path)
        if scenario.kind in ("conversation", "message") and scenario.language == spoken:
            fitting.append(scenario.id)
    if len(fitting) < 2:
        raise InputError(f"a shift needs two conversations in '{spoken}', and the workspace has {len(fitting)}; make them first")
    answer = ask(words.ask.chats, None, ", ".join(fitting[:2]), "--chat")
    return [one.strip() for one in answer.split(",") if one.strip()]


def make_criterion(wishes: Wishes, language: str) -> None:
    """Writes a new criterion or gate into the workspace."""
    workspace, words = new_places.find_workspace(wishes.into), new_words(language)
    identity = ask(words.ask.criterion_id, wishes.id, None, "the criterion's id", new_files.check_criterion_id)
    new_files.check_criterion_id(identity)
    measure = choose(words.ask.measure, wishes.measure, "at_least", "--measure", new_files.MEASURES)
    sample = new_files.sample_criterion(measure)
    name = _three(words.ask.name, wishes, "name", sample["name"], words)
    question = _three(words.ask.question, wishes, "question", sample["question"], words)
    path = new_places.criterion_path(workspace, identity)
    link = new_places.schema_link(path, "criterion")
    text = new_files.criterion_text(identity, measure, name=name, question=question, notes=language, modeline=link)
    line = f"{identity}: {40 if identity.startswith('gates.') else 2}"
    _told(new_places.write_new(path, text), words, words.next, filled(words.use, line=line))


def make_rubric(wishes: Wishes, language: str) -> None:
    """Writes a new rubric into the workspace."""
    workspace, words = new_places.find_workspace(wishes.into), new_words(language)
    identity = ask(words.ask.id, wishes.id, None, "the rubric's id", new_files.check_rubric_id)
    new_files.check_rubric_id(identity)
    channel = choose(words.ask.channel, wishes.channel, "chat", "--channel", CHANNELS)
    minimal = wishes.minimal if wishes.minimal is not None else confirm_short(words)
    name = _three(words.ask.name, wishes, "name", new_files.sample_name(identity), words)
    path = new_places.rubric_path(workspace, identity)
    link = new_places.schema_link(path, "rubric")
    text = new_files.rubric_text(
        identity, channel, minimal=minimal, criteria=_picks(wishes.picks), name=name, notes=language, modeline=link
    )
    _told(new_places.write_new(path, text), words, words.next)


def confirm_short(words: NewWords) -> bool:
    """Whether a short rubric is wished for; nobody to ask means no."""
    return confirm(words.ask.minimal, given=False)


def _picks(picks: Sequence[str]) -> dict[str, float]:
    """`tone.wishes_well=1.5` as a criterion with its weight."""
    found = {}
    for one in picks:
        name, _, weight = one.partition("=")
        try:
            found[name.strip()] = float(weight) if weight else WEIGHT
        except ValueError as error:
            raise InputError(f"--pick {one}: '{weight}' is no number; write {name}=2") from error
    return found


def make_course(wishes: Wishes, language: str) -> None:
    """Writes a new course into the workspace."""
    workspace, words = new_places.find_workspace(wishes.into), new_words(language)
    identity = ask(words.ask.id, wishes.id, None, "the course's id", new_files.check_slug)
    new_files.check_slug(identity)
    title = _three(words.ask.name, wishes, "title", new_files.sample_course_title(identity), words)
    about = _three(words.ask.about, wishes, "about", new_files.sample_about(), words)
    path = make_course_file(workspace, identity, language, {"title": title, "about": about})
    _told(path, words, words.next)


def make_course_file(workspace: Path, identity: str, language: str, texts: Mapping[str, Texts]) -> Path:
    """Writes the course.yaml of a new course."""
    path = new_places.course_path(workspace, identity)
    link = new_places.schema_link(path, "course")
    own, about = texts.get("title"), texts.get("about")
    return new_places.write_new(path, new_files.course_text(identity, title=own, about=about, notes=language, modeline=link))


def _three(question: str, wishes: Wishes, part: str, usual: Mapping[str, str], words: NewWords) -> Texts:
    """A text in three languages, each from its flag, else asked for."""
    given = wishes.texts.get(part, {})
    return {
        code: ask(filled(question, language=words.language_names[code]), given.get(code), usual[code], f"--{part}-{code}")
        for code in LANGUAGES
    }


def _told(path: Path, words: NewWords, *lines: str) -> None:
    shown = tidy(str(_near(path)))
    for line in (words.written, *lines):
        say(filled(line, path=shown))


def _near(path: Path) -> Path:
    """The path as it is typed from here, where it lies below the present folder."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path
