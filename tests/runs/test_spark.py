"""The recipe of docs/batch.md on a real local Spark: the same scores as in one process."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import coachkit

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def recipe() -> str:
    """The Python of the recipe, as it stands in the document."""
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8").split("## Spark", 1)[1]
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


def test_the_recipe_for_spark_gives_the_same_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="needs Spark: pip install 'coachkit[spark]'")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17 or later; there is none on the path")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    spark = (
        builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path / "warehouse")).getOrCreate()
    )  # fmt: skip
    replies = pd.DataFrame({"text": [f"Hei! Lähetän uuden paketin {n}. päivänä." for n in range(1, 60)], "channel": "email"})
    replies.to_parquet(tmp_path / "replies.parquet")
    try:
        exec(recipe(), {"spark": spark, "source": str(tmp_path / "replies.parquet"), "target": str(tmp_path / "scored")})  # noqa: S102 - our own document
    finally:
        spark.stop()
    scored = pd.read_parquet(tmp_path / "scored").sort_values("text", ignore_index=True)
    expected = pd.concat([replies, coachkit.score_frame(replies)], axis=1).sort_values("text", ignore_index=True)
    pd.testing.assert_frame_equal(scored[expected.columns.tolist()], expected, check_dtype=False)
