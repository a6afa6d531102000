"""The promises of `import coachkit`: these names and no others, light to import, offline, no frames or charts to score."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import coachkit

PUBLIC = {
    "Advice",
    "CoachkitError",
    "CriterionScore",
    "DocumentError",
    "Feedback",
    "Finding",
    "GateResult",
    "InputError",
    "MissingExtra",
    "Reply",
    "Rubric",
    "Scorecard",
    "Span",
    "UnknownName",
    "__version__",
    "author_desk",
    "feedback",
    "load_rubric",
    "practice_desk",
    "progress_desk",
    "readability_panel",
    "review_desk",
    "rubric_names",
    "score",
    "score_frame",
    "score_many",
    "shift_desk",
    "team_desk",
}
SCORE_ONE_REPLY = """
import coachkit
reply = coachkit.Reply("Hi Anna! I sent your refund of £20 today.", customer="Where is my refund?", channel="chat")
coachkit.feedback(coachkit.score(reply), language="sv")
"""
# Notes what a process opens and connects, from its first line on. Python offers no way to take an audit hook off again.
WATCH = """
import sys
touched = []
sys.addaudithook(lambda event, args: touched.append(f"{event} {args}") if event.startswith("socket.") else
                 touched.append(str(args[0])) if event == "open" else None)
"""


def told_by(code: str, root: Path) -> list[str]:
    """The list of strings that `code`, run in a process of its own, leaves in the variable `told`."""
    script = f"{code}\nimport json\nprint(json.dumps(told))"
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told: list[str] = json.loads(run.stdout.splitlines()[-1])
    return told


def modules_after(code: str, root: Path) -> set[str]:
    """The modules loaded in a process of its own once `code` has run."""
    return set(told_by(f"{code}\nimport sys\ntold = list(sys.modules)", root))


def test_the_public_names_are_exactly_these() -> None:
    assert set(coachkit.__all__) == PUBLIC
    assert len(coachkit.__all__) == len(PUBLIC)
    assert set(dir(coachkit)) >= PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(coachkit, name) is not None


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_every_public_thing_says_what_it_is(name: str) -> None:
    assert getattr(coachkit, name).__doc__


def test_another_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="scroe"):
        coachkit.scroe  # noqa: B018 - reading it is the test


def test_importing_coachkit_imports_nothing_heavy(root: Path) -> None:
    heavy = {"altair", "nltk", "numpy", "pandas", "pydantic", "textstat"}
    assert modules_after("import coachkit", root) & heavy == set()


@pytest.mark.slow
def test_scoring_a_reply_loads_no_frames_and_no_charts(root: Path) -> None:
    loaded = modules_after(SCORE_ONE_REPLY, root)
    assert "coachkit.scoring.evaluate" in loaded
    assert loaded & {"IPython", "altair", "jinja2", "matplotlib", "pandas", "pyarrow", "textstat"} == set()


@pytest.mark.slow
def test_a_chart_waits_for_no_grammar_of_addresses_and_whoever_asks_about_one_is_answered(root: Path) -> None:
    if not (find_spec("altair") and find_spec("rfc3987_syntax")):
        pytest.skip("needs altair, and rfc3987-syntax, which JupyterLab brings: pip install 'coachkit[workbench]'")
    code = """
import sys
from coachkit.plots.drawing import altair
altair()
told = [str({"lark", "rfc3987_syntax"} & set(sys.modules))]
from jsonschema import FormatChecker
told += [str(FormatChecker().conforms(one, "iri")) for one in ("https://example.org/å", "https:// example.org")]
"""
    assert told_by(code, root) == ["set()", "True", "False"]


@pytest.mark.slow
def test_scoring_a_reply_reads_no_nltk_data_and_uses_no_network(root: Path) -> None:
    told = told_by(f"{WATCH}{SCORE_ONE_REPLY}told = [one for one in touched if 'nltk_data' in one or one[:7] == 'socket.']", root)
    assert told == []


def test_feedback_stays_a_function_after_its_module_is_imported(root: Path) -> None:
    code = "import coachkit\nimport coachkit.advice\nfrom coachkit import feedback\n"
    assert told_by(f"{code}told = [str(callable(coachkit.feedback)), str(callable(feedback))]", root) == ["True", "True"]


def test_no_module_bears_the_name_of_a_public_function(root: Path) -> None:
    modules = {path.stem for path in (root / "coachkit").iterdir()}
    assert modules & (PUBLIC - {"__version__"}) == set()
