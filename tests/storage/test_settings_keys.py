from __future__ import annotations

import pytest

from handwriting_app.storage.settings_keys import KEYS


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_what_is_read_is_written_as_it_would_be_read_again(key):
    usual = key.read(None)
    assert key.read(key.write(usual)) == usual


def test_no_two_keys_share_a_name():
    assert len({key.name for key in KEYS}) == len(KEYS)
