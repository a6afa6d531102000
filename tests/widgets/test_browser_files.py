"""The browser's files are ES modules of their own, and what a notebook gets is one of them with all that it needs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from coachkit.widgets import browser_files as joining
from coachkit.widgets.author_view import AuthorView
from coachkit.widgets.browser_files import FOLDER, module_text, style_text
from coachkit.widgets.conversation import Conversation
from coachkit.widgets.review_view import ReviewView

FILES = list(FOLDER.rglob("*.js"))
VIEWS = {"practice.js": Conversation, "author.js": AuthorView, "review.js": ReviewView}
DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
EXPORTED = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
IMPORT = re.compile(r'^import \{ ([^{}]+) \} from "([^"]+)";$', re.MULTILINE)


def test_what_is_imported_stands_in_front_once_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "last.js").write_text("export const last = 1;\n", "utf-8")
    (tmp_path / "deep" / "middle.js").write_text('import { last } from "./last.js";\nexport const middle = last;\n', "utf-8")
    (tmp_path / "desk.js").write_text(
        '// ä\nimport { middle } from "./deep/middle.js";\nimport { last } from "./deep/last.js";\n\nuse(middle, last);\n',
        "utf-8",
    )
    assert (
        module_text(tmp_path / "desk.js") == "// ä\nexport const last = 1;\nexport const middle = last;\n\nuse(middle, last);\n"
    )


def test_files_that_import_each_other_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n', "utf-8")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 2;\n', "utf-8")
    assert module_text(tmp_path / "a.js") == "export const b = 2;\nexport const a = 1;\n"


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "desk.js").write_text('import { a } from "./nowhere.js";\n', "utf-8")
    with pytest.raises(OSError, match=r"nowhere\.js"):
        module_text(tmp_path / "desk.js")


@pytest.mark.parametrize("name", VIEWS)
def test_a_desk_gets_one_module_in_which_every_name_is_given_once(name: str) -> None:
    text = module_text(FOLDER / name)
    assert re.findall(r"^\s*import\b.*", text, re.MULTILINE) == []
    assert [one for one, count in Counter(DECLARED.findall(text)).items() if count > 1] == []
    assert re.findall(r"^export default .*", text, re.MULTILINE) == ["export default shownBy(View);"]
    assert str(VIEWS[name]._esm) == text


@pytest.mark.parametrize("path", FILES, ids=lambda one: one.name)
def test_a_file_imports_what_another_gives_and_uses_it(path: Path) -> None:
    text = path.read_text("utf-8")
    body = IMPORT.sub("", text)
    for names, place in IMPORT.findall(text):
        given = EXPORTED.findall((path.parent / place).read_text("utf-8"))
        for one in names.split(", "):
            assert one in given, f"{path.name}: {place} gives no {one}"
            assert re.search(rf"\b{one}\b", body), f"{path.name} does not use {one}"
    assert len(IMPORT.findall(text)) == len(joining._IMPORT.findall(text)) == text.count("\nimport ")


def test_no_file_is_left_that_no_desk_needs() -> None:
    joined = "".join(module_text(FOLDER / name) for name in VIEWS)
    assert [one.name for one in FILES if one.read_text("utf-8").splitlines()[0] not in joined] == []


@pytest.mark.parametrize("path", list(FOLDER.rglob("*.css")), ids=lambda one: one.name)
def test_every_bracket_of_a_style_sheet_is_closed(path: Path) -> None:
    """One that is not swallows the sheet that is put behind it."""
    text = re.sub(r"/\*.*?\*/", "", style_text(str(path.relative_to(FOLDER))), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    assert "</style" not in text
    assert "@import" not in text
    assert "url(" not in text
