"""What is worked out once and kept in the cache folder says the same as what it was made from, and is made anew when spoilt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coachkit.languages import language_pack
from coachkit.model import LANGUAGES
from coachkit.text.language_model import COLUMNS, language_model
from coachkit.text.paths import FEWEST_KEPT, paths_of

TEXTS = (
    "Hei",
    "Kiitos viestistä, palaan asiaan",
    "Tack, vi ser på det",
    "Thanks for that",
    "Grazie mille a tutti voi",
    "żółć",
    "",
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder; the model is forgotten before and after."""
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path))
    language_model.cache_clear()
    yield tmp_path
    language_model.cache_clear()


def _answers() -> list[tuple[str, float]]:
    return [language_model().classify(text) for text in TEXTS]


@pytest.mark.slow
def test_the_kept_model_answers_as_the_packed_one(cache: Path) -> None:
    """Language and confidence, to the last bit; restricted to our languages too."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    packed = LanguageIdentifier.from_model_file(MODEL_FILE)
    first = _answers()
    assert sorted(path.stem for path in cache.rglob("*.npy")) == sorted(COLUMNS)
    language_model.cache_clear()
    assert first == _answers() == [packed.classify(text) for text in TEXTS]
    language_model().set_languages(list(LANGUAGES))
    packed.set_languages(list(LANGUAGES))
    assert _answers() == [packed.classify(text) for text in TEXTS]


@pytest.mark.slow
@pytest.mark.parametrize("name", COLUMNS)
def test_a_spoilt_model_is_unpacked_anew(cache: Path, name: str) -> None:
    """Half a file is no file."""
    wanted = _answers()
    (kept,) = cache.rglob(f"{name}.npy")
    whole = kept.read_bytes()
    language_model.cache_clear()
    kept.unlink()  # never cut short in place: it may be in use
    kept.write_bytes(whole[: len(whole) // 2])
    assert _answers() == wanted
    assert kept.read_bytes() == whole


def _markers(count: int = FEWEST_KEPT) -> list[str]:
    phrases = [phrase for one in LANGUAGES for found in language_pack(one).lists.values() for phrase in found]
    return phrases[:count]


def test_kept_paths_are_the_drawn_ones(cache: Path) -> None:
    """A book of markers that was kept finds what the new one did."""
    drawn = paths_of(_markers())
    (kept,) = (cache / "paths").iterdir()
    again = paths_of(_markers())
    assert [tuple(edge) for edge in again.edges] == list(drawn.edges)
    assert (list(again.symbols), again.ends) == (list(drawn.symbols), drawn.ends)
    assert [tuple(pair) for pair in again.any_word] == list(drawn.any_word)
    kept.write_bytes(kept.read_bytes().replace(b"[0, 0, ", b"[0, 99999999, ", 1))
    assert [tuple(edge) for edge in paths_of(_markers()).edges] == list(drawn.edges)


def test_other_markers_have_other_paths(cache: Path) -> None:
    """One marker more is another book; few markers are not kept at all."""
    paths_of(_markers())
    more = paths_of([*_markers(FEWEST_KEPT), "quite another phrase"])
    assert FEWEST_KEPT in {marker for ends in more.ends for marker in ends}
    paths_of(_markers(10))
    assert len(list((cache / "paths").iterdir())) == 2
