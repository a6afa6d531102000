"""The promises of docs/trainers-guide.md: its files are in order, its commands run, and they show what is shown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.cli import FINE, PROBLEMS, app
from coachkit.practice.model_runs import model_run
from coachkit.scenarios.loading import load_scenario

STEP = re.compile(r"(?:Save this as `([^`]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BROKEN = "broken.yaml"


@dataclass(frozen=True)
class Step:
    """A block of the guide: the file it is saved as, if any, its language and what stands in it."""

    file: str
    language: str
    text: str


def steps(guide: Path) -> list[Step]:
    """The blocks of the guide in order."""
    return [Step(*found) for found in STEP.findall(guide.read_text("utf-8"))]


def looks_like(shown: str, found: str) -> bool:
    """Whether the output is what the guide shows; `...` stands for anything, in a line or for lines."""
    pattern = re.escape(" ".join(shown.split())).replace(re.escape("..."), ".*")
    return bool(re.fullmatch(pattern, " ".join(found.split()), re.DOTALL))


def commands(step: Step) -> Iterator[list[str]]:
    """The lines of a block of commands as arguments."""
    return (shlex.split(line) for line in step.text.splitlines() if line.strip())


class Reader:
    """Somebody who does what the guide says, in a folder of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.ran: list[str] = []
        self.go(folder)

    def go(self, folder: Path) -> None:
        """Changes the folder."""
        self.folder = folder
        self.monkeypatch.chdir(folder)

    def save(self, step: Step) -> None:
        """Saves a file of the guide."""
        assert (self.folder / step.file).parent.is_dir(), step.file
        (self.folder / step.file).write_text(step.text, "utf-8")

    def run(self, step: Step) -> str:
        """Runs the commands of a block; gives what they showed."""
        return "".join(self._one(arguments) for arguments in commands(step))

    def _one(self, arguments: list[str]) -> str:
        if arguments[0] == "cd":
            self.go(self.folder / arguments[1])
            return ""
        assert arguments[0] == "coachkit"
        if arguments[1] == "rescore":
            practise(self.folder / "exercises" / "our-shop" / "late-kettle.yaml")
        typed = None
        if "<" in arguments:
            typed = (self.folder / arguments[-1]).read_text("utf-8")
            arguments = arguments[: arguments.index("<")]
        result = CliRunner().invoke(app, arguments[1:], input=typed)
        assert result.exit_code == (PROBLEMS if BROKEN in arguments[-1] else FINE), result.output
        self.ran.append(arguments[1])
        return result.stdout


def practise(path: Path) -> None:
    """Somebody does an exercise in the practice notebook, as its excellent path does."""
    from coachkit.widgets.keeper import Keeper, Shelf

    scenario = load_scenario(path)
    keeper = Keeper(Shelf("Aino"), scenario.id, scenario.version, scenario.language)
    run = model_run(scenario)
    for move, attempt in zip(run.moves, run.attempts, strict=True):
        keeper.add(move, attempt)
    keeper.end(run.state.ending)


@pytest.mark.slow
def test_what_the_guide_says_works(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")
    monkeypatch.setenv("COACHKIT_DB", f"sqlite:///{tmp_path}/practice.sqlite3")
    reader, output = Reader(tmp_path, monkeypatch), ""
    for step in steps(root / "docs" / "trainers-guide.md"):
        if step.file:
            reader.save(step)
        elif step.language == "sh":
            output = reader.run(step)
        elif step.language == "text":
            assert looks_like(step.text, output), f"shown:\n{step.text}\nfound:\n{output}"
        else:
            pytest.fail(f"a block that nothing tries: {step.text[:80]}")
    assert set(reader.ran) == {"lab", "new", "check", "play", "explain", "publish", "diff", "rescore"}


def test_the_shown_output_is_held_to_its_words() -> None:
    assert looks_like("Checked 2 files, ...: no problems", "Checked 2 files, 0 rubrics: no problems\n")
    assert not looks_like("Checked 2 files, ...: no problems", "Checked 2 files, 0 rubrics: 1 problem\n")
    assert not looks_like("one\nthree", "one\ntwo\nthree")


def test_the_messages_explained_are_the_program_s_own(root: Path) -> None:
    """Each message of the guide's last table stands in the program, so that nobody looks for words that it never says."""
    table = (root / "docs" / "trainers-guide.md").read_text("utf-8").split("| you read |")[1]
    told = [
        message
        for row in table.splitlines()
        if row.startswith("| `")
        for message in re.findall(r"`([^`]+)`", row.split(" | ")[0])
    ]
    source = "\n".join(path.read_text("utf-8") for path in (root / "coachkit").rglob("*.py"))
    # A long message stands in the source as several strings, and what is filled in stands in braces.
    joined = re.sub(r'"\s+f?"', "", source)
    pieces = [piece.strip(" '?;:,") for message in told for piece in re.split(r"\.\.\.|\d+", message)]
    assert len(told) >= 15
    assert [piece for piece in pieces if piece not in joined] == []


def test_the_guide_s_links_lead_somewhere(root: Path) -> None:
    text = (root / "docs" / "trainers-guide.md").read_text("utf-8")
    links = [link.partition("#") for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert [path for path, _, _ in links if path and not (root / "docs" / path).exists()] == []
    for path, _, anchor in links:
        guide = (root / "docs" / path).read_text("utf-8") if path else text
        headings = [
            re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", guide, re.MULTILINE)
        ]
        assert not anchor or anchor in headings
