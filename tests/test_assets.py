from __future__ import annotations

from handwriting_app.assets import default_model_path, models_folder, resources_folder


def test_a_checkout_finds_what_it_ships() -> None:
    assert default_model_path().is_file()
    assert default_model_path().parent == models_folder()
    assert any((resources_folder() / "lessons").glob("*.toml"))
    assert any((resources_folder() / "icons").glob("*.svg"))
