"""How numbers are written in the window, and that they are written in one place."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.numerals import (
    byte_size,
    count,
    duration,
    fixed,
    fraction,
    number,
    percent,
    raised,
    read,
    rounded,
    scientific,
    seconds,
    trimmed,
    unrounded,
    with_article,
)

PACKAGE = Path(__file__).parents[1] / "handwriting_app"
SHOWN = ("explain", "lab", "session", "storage", "ui")
"""What writes for the window. The commands write for a terminal, whose font may have no superscripts."""

EXCEPTIONS: dict[str, str] = {
    "storage/log_file.py": "the times of a log, which programs sort",
    "storage/picture_export.py": "names of folders, as in addresses",
    "storage/picture_folder.py": "names of folders, as in addresses",
    "storage/menu_entry.py": "the percent sign of a command in a menu entry",
    "session/sweep_run.py": "names of folders, which are sorted by them",
}
NOTATION = re.compile(r"[eEfFgGn%,_]")
"""In the format of a number: what decides its notation. Padding alone does not."""

TEMPLATE = re.compile(r"\{[^{}]*:[^{}]*[eEfFgGn%,][^{}]*\}|%[.\d]*[defg]\b")
"""A text into which numbers are put later."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.05, "−0.05"),
        (3.14159265, "3.142"),
        (1234.56, "1,235"),
        (999_940.0, "999,900"),
        (999_960.0, "10⁶"),
        (0.000123456, "0.0001235"),
        (-0.0000123456, "−1.235·10⁻⁵"),
        (-1e-5, "−10⁻⁵"),
        (98765432.1, "9.877·10⁷"),
        (1e300, "10³⁰⁰"),
        (0.99999, "1"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "not a number"),
    ],
)
def test_numbers_are_written_as_people_write_them(value: float, text: str) -> None:
    assert number(value) == text


def test_fewer_digits_are_enough_for_a_scale() -> None:
    assert number(0.0474, 2) == "0.047"
    assert number(123.0, 2) == "120"
    assert number(26_612.0, 3) == "26,600"
    assert scientific(0.5, 2) == "5·10⁻¹"
    assert (raised(-12), rounded(0.123456, 3)) == ("⁻¹²", 0.123)


@given(st.floats(-1e307, 1e307), st.integers(1, 12))
def test_what_is_written_can_be_read(value: float, digits: int) -> None:
    for text in (number(value, digits), scientific(value, digits)):
        assert float(read(text)) == rounded(value, digits)
    assert float(read(fixed(value, 2))) == round(value, 2)


@pytest.mark.parametrize("text", ["", "not a number", "∞", "1.2.3", "z"])
def test_what_says_no_number_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"[Ii]nvalid"):
        read(text)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        *((digit, f"a {digit}") for digit in (0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 17, 110, 181)),
        *((digit, f"an {digit}") for digit in (8, 11, 18, 80, 88, 800)),
        (percent(0.8), f"an 80{chr(0x202F)}%"),
        (count(11_000), "an 11,000"),
        (count(1_100), "a 1,100"),
        (number(-8), "a −8"),
        ("line", "a line"),
    ],
)
def test_the_article_is_that_of_the_spoken_number(written: str | int, spoken: str) -> None:
    assert with_article(written) == spoken


def test_digits_that_tell_the_whole_number_are_written() -> None:
    assert [unrounded(value) for value in (5.6088, 1 / 3, 0.1 + 0.2, 1234567.0, -0.5, 0.0)] == [
        "5.6088",
        "0.3333",
        "0.3",
        "1.234567·10⁶",
        "−0.5",
        "0",
    ]
    assert unrounded(math.inf) == "∞"


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 12))
def test_a_number_reads_back_as_what_it_was_rounded_to(value: float, digits: int) -> None:
    text = number(value, digits).replace("−", "-").replace(",", "")
    mantissa, _, power = text.rpartition("10") if re.search("[⁰¹²³⁴⁵⁶⁷⁸⁹]", text) else (text, "", "")
    ten = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) if power else 0
    mantissa = {"": "1", "-": "-1"}.get(mantissa, mantissa).removesuffix("·")
    assert float(f"{mantissa}e{ten}") == rounded(value, digits)
    assert (text == "0") == (value == 0)


@pytest.mark.parametrize(
    ("text", "half"),
    [
        (fixed(10 / 16, 2), "0.63"),
        (fixed(1 / 16, 3), "0.063"),
        (fixed(-0.125, 2), "−0.13"),
        (fixed(0.5, 0), "1"),
        (trimmed(0.625), "0.63"),
        (count(2.5), "3"),
        (percent(0.125), f"13{chr(0x202F)}%"),
        (number(0.625, 2), "0.63"),
        (number(12_345), "12,350"),
        (number(2.5, 1), "3"),
        (number(9.5, 1), "10"),
        (number(12_345_000), "1.235·10⁷"),
        (scientific(0.0625, 2), "6.3·10⁻²"),
    ],
)
def test_a_half_is_rounded_away_from_nought_as_at_school(text: str, half: str) -> None:
    assert text == half


EXACT = Context(prec=2000)
HALVES = st.builds(lambda odd, power: (2 * odd + 1) / 2**power, st.integers(-10_000, 10_000), st.integers(0, 12))
NUMBERS = st.one_of(HALVES, st.floats(-1e9, 1e9), st.integers(-(10**15), 10**15).map(float))


@given(NUMBERS, st.integers(0, 8))
def test_only_a_half_is_rounded_otherwise_than_by_python(value: float, places: int) -> None:
    exact, unit = Decimal(value), Decimal(1).scaleb(-places)
    school, plain = (exact.quantize(unit, rule, EXACT) for rule in (ROUND_HALF_UP, ROUND_HALF_EVEN))
    assert read(fixed(value, places)) == Fraction(school)
    if abs(exact - plain) * 2 != unit:
        assert read(fixed(value, places)) == Fraction(f"{value:.{places}f}")


@given(NUMBERS, st.integers(1, 8))
def test_significant_digits_are_rounded_as_at_school_too(value: float, digits: int) -> None:
    school = Fraction(Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(value)))
    for text in (number(value, digits), scientific(value, digits)):
        assert read(text) == school


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(-0.001, 2, "0.00"), (-3.0, 2, "−3.00"), (12_345.678, 1, "12,345.7"), (math.nan, 2, "not a number")],
)
def test_columns_have_as_many_decimals_in_every_row(value: float, places: int, text: str) -> None:
    assert fixed(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.1 + 0.2 - 0.3, "0"), (-0.5, "−0.5"), (100.0, "100"), (-2.5e7, "−2.5·10⁷"), (math.inf, "∞")]
)
def test_a_scale_has_no_trailing_zeros(value: float, text: str) -> None:
    assert trimmed(value) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1797, "1,797"), (2_000_000, "2,000,000"), (99.6, "100")])
def test_counts_are_grouped_by_thousands(value: float, text: str) -> None:
    assert count(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (1e-9, "under 1 %"),
        (0.005, "under 1 %"),
        (0.96, "96 %"),
        (0.994, "99 %"),
        (0.995, "over 99 %"),
        (1 - 1e-12, "over 99 %"),
        (1, "100 %"),
        (1.2, "120 %"),
        (-0.03, "−3 %"),
    ],
)
def test_nearly_all_is_not_all_and_nearly_nothing_is_not_nothing(share: float, text: str) -> None:
    assert percent(share) == text.replace(" %", "\u202f%")
    narrow = text.replace("over ", ">").replace("under ", "<")
    assert percent(share, is_narrow=True) == narrow.replace(" %", "\u202f%")


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.981, 1, "98.1"),
        (1.0, 1, "100.0"),
        (0.9996, 1, "over 99.9"),
        (0.5, None, "50"),
        (0.034, None, "3.4"),
        (0.0003, None, "0.03"),
        (0.0, None, "0"),
        (1e-6, None, "under 0.01"),
        (0.9997, None, "over 99"),
    ],
)
def test_percentages_have_the_decimals_they_need(share: float, decimals: int | None, text: str) -> None:
    assert percent(share, decimals) == f"{text}\u202f%"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (1 / 437, "1/440"),
        (0.5, "1/2"),
        (0.51, "51\u202f%"),
        (1 / 12345, "1/12,000"),
        (8.26e-8, "8.3·10⁻⁸"),
        (0.0, "0"),
        (math.nan, "–"),
    ],
)
def test_fractions_have_two_digits(ratio: float, text: str) -> None:
    assert fraction(ratio) == text


@pytest.mark.parametrize(
    ("length", "text"), [(0.0, "0 ms"), (0.01234, "12.3 ms"), (0.9994, "999 ms"), (0.9996, "1 s"), (1234.0, "1,230 s")]
)
def test_measured_times(length: float, text: str) -> None:
    assert seconds(length) == text.replace(" ", "\u202f")


@pytest.mark.parametrize(
    ("length", "text"),
    [(0, "0_s"), (0.4, "under 1_s"), (59.6, "1_min 00_s"), (125, "2_min 05_s"), (3600 * 26 + 61, "26_h 01_min")],
)
def test_durations(length: float, text: str) -> None:
    assert duration(length) == text.replace("_", "\u202f")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (12, "12 B"),
        (68_904, "68.9 kB"),
        (999_499, "999 kB"),
        (999_700, "1 MB"),
        (2_890_000, "2.89 MB"),
        (4 * 10**12, "4,000 GB"),
    ],
)
def test_bytes(size: int, text: str) -> None:
    assert byte_size(size) == text.replace(" ", "\u202f")


def test_numbers_for_the_window_are_written_in_one_place() -> None:
    files = [path for part in SHOWN for path in sorted((PACKAGE / part).rglob("*.py"))]
    assert len(files) > 100
    found = {path.relative_to(PACKAGE).as_posix(): list(own_notation(path)) for path in files}
    assert {name: lines for name, lines in found.items() if lines and name not in EXCEPTIONS} == {}
    assert all(found[name] for name in EXCEPTIONS), "an exception that is none any more"


def own_notation(path: Path) -> Iterator[str]:
    """Where a file writes numbers in a way of its own: line, and what is there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if id(node) in documentation:
            continue
        match node:
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=values)):
                spec = "".join(part.value for part in values if isinstance(part, ast.Constant))
                if NOTATION.search(spec):
                    yield f"{node.lineno}: the format {spec}"
            case ast.Constant(value=str(text)) if re.search(
                r"\{[^{}]*:[^{}]*[eEfFgGn%,][^{}]*\}|%[.\d]*[defg]\b", text
            ):
                yield f"{node.lineno}: the format {text}"
            case ast.Constant(value=str(text)) if re.search(r"(^|\d) ?%(?!s)", text):
                yield f"{node.lineno}: a percent sign without its narrow space"
            case ast.Constant(value=str(text)) if "⁰¹²³" in text:
                yield f"{node.lineno}: superscripts of its own"
            case ast.Call(func=ast.Attribute(attr="replace"), args=[ast.Constant(value="-"), *_]):
                yield f"{node.lineno}: a minus sign of its own"
            case ast.Call(func=ast.Name(id="format") | ast.Attribute(value=ast.Constant(), attr="format")):
                yield f"{node.lineno}: a format that cannot be seen here"
