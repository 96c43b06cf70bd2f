"""Whether an alphabet can be learned, in words."""

from __future__ import annotations

from handwriting_app.session.kept_alphabet import ENOUGH, KeptAlphabet, too_few
from handwriting_app.storage.database.alphabets import Alphabet


def test_words_on_what_is_missing() -> None:
    def problem(symbols: tuple[str, ...], with_digits: bool = False, **counts: int) -> str:
        return KeptAlphabet(Alphabet(2, "Mine", symbols, with_digits), counts).problem

    assert problem(()).startswith("Add the symbols")
    assert problem(("A",), A=9).startswith("Add another symbol")
    assert problem(("A",), True, A=9) == ""
    assert "of B:" in problem(("A", "B"), A=2, B=1)
    assert problem(("A", "B"), A=2, B=2) == ""
    assert "A, B, C, D, E and 21 more" in too_few([chr(65 + place) for place in range(26)])
    assert f"{ENOUGH} are better" in too_few("A")
