from __future__ import annotations

from pathlib import Path

import pytest

from handwriting_app.storage.export.formats import FORMATS, Format, format_named
from tests.exported import made_model


@pytest.mark.parametrize("each", FORMATS, ids=[each.name for each in FORMATS])
def test_every_format_writes_a_file_of_its_suffix_and_takes_no_other(each: Format, tmp_path: Path) -> None:
    assert format_named(each.name) is each
    path = tmp_path / f"mine{each.suffix}"
    written = each.write(made_model(), path)
    assert written[0] == path
    assert all(file.stat().st_size for file in written)
    with pytest.raises(ValueError, match=f"ends in \\{each.suffix}"):
        each.write(made_model(), tmp_path / "mine.other")


def test_there_is_no_other() -> None:
    with pytest.raises(ValueError, match="pdf"):
        format_named("pdf")
