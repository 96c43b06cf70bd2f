"""Lines of values in a TOML text, held against what tomllib makes of it and of its beginnings."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handwriting_app.assets import resources_folder
from handwriting_app.storage.toml_lines import Path, line_of, lines_of

TRICKY = '''
# [table] in a comment, "and a quote
a = """
[not.a.table]
b = 1 # nor a comment
"" and five quotes: """""
c = \'\'\'
[[neither]]
\'\'\'\'\'
d = 'C:\\'  # a backslash that escapes nothing
e = "a \\" quote = 3" # "
f.g = 1.5
f."h i" = 1979-05-27 07:32:00.5
'j.k' = [ # a list
    1, [2, 3],

    { l = """
""", m = { n = 4 } },  # an inline table
    "]",
]
"\\u006f" = {}

[p.q]
r = 1
[p]
s = 2

[[t]]
u = 1
[t.v]
w = 1
[[t]]
[[t.x]]
y = 1
[[t.x]]
y = 2
[t.x.z]
'''


def paths_in(value: object, path: Path = ()) -> set[Path]:
    """Every path of what tomllib has read."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths_in(part, (*path, key)) for key, part in parts))


def lines_by_beginnings(text: str) -> dict[Path, tuple[int, int]]:
    """For each path the lines of the statement that first brings it: each beginning that is TOML ends a statement."""
    found: dict[Path, tuple[int, int]] = {}
    lines = text.split("\n")
    begin = 1
    for end in range(1, len(lines) + 1):
        try:
            read = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        for path in paths_in(read):
            found.setdefault(path, (begin, end))
        begin = end + 1
    return found


def agree(text: str) -> None:
    lines, beginnings = lines_of(text), lines_by_beginnings(text)
    assert lines.keys() == paths_in(tomllib.loads(text))
    # A table may be named in full only after a table inside it.
    explicit = {path for path, line in lines.items() if text.split("\n")[line - 1].lstrip().startswith("[")}
    for path, line in lines.items():
        begin, end = beginnings[path]
        assert begin <= line, path
        assert line <= end or path in explicit, path


def test_every_trick_of_the_format() -> None:
    agree(TRICKY)
    text = TRICKY.split("\n")
    for path, words in (
        (("a",), 'a = """'),
        (("e",), "e ="),
        (("f", "h i"), "f."),
        (("j.k", 0), "    1, [2"),
        (("j.k", 1, 1), "    1, [2"),
        (("j.k", 2), "    { l"),
        (("j.k", 2, "m", "n"), '""", m'),
        (("j.k", 3), '    "]"'),
        (("o",), '"\\u006f"'),
        (("p",), "[p]"),
        (("p", "q"), "[p.q]"),
        (("t", 1, "x", 0, "y"), "y = 1"),
        (("t", 1, "x", 1, "y"), "y = 2"),
        (("t", 1, "x", 1, "z"), "[t.x.z]"),
    ):
        assert text[line_of(TRICKY, path) - 1].startswith(words), path


@pytest.mark.parametrize("file", sorted((resources_folder() / "lessons").glob("*.toml")), ids=lambda file: file.stem)
def test_the_shipped_lessons(file: object) -> None:
    agree(file.read_text(encoding="utf-8"))  # type: ignore[attr-defined]


def test_a_path_that_is_not_there_is_where_its_table_is() -> None:
    assert line_of(TRICKY, ("p", "q", "none", 3)) == line_of(TRICKY, ("p", "q"))
    assert line_of(TRICKY, ("none",)) == 1
    assert line_of("", ("none",)) == 1


KEYS = st.one_of(st.sampled_from(["a", "b-c", "1", '"d e"', "'f.g'", '"\\""']))
SCALARS = st.sampled_from(["1", "-1.5e3", "true", '"x # y"', "'{'", '"""\n]\n"""', "'''\n= '\n'''", "1979-05-27"])


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["scalar", "list", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(SCALARS)
    inner = draw(st.lists(values(depth - 1), max_size=3))
    if kind == "list":
        return "[" + draw(st.sampled_from([" ", "\n", " # ]\n"])) + ",\n".join(inner) + "\n]"
    return "{" + ", ".join(f"k{index} = {value}" for index, value in enumerate(inner)) + "}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 8))):
        keys = ".".join(draw(st.lists(KEYS, min_size=1, max_size=3)))
        kind = draw(st.sampled_from(["pair", "pair", "table", "tables", "comment"]))
        if kind == "pair":
            lines.append(f"{keys} = {draw(values())}")
        elif kind == "comment":
            lines.append("# [x]" if draw(st.booleans()) else "")
        else:
            lines.append(f"[{keys}]" if kind == "table" else f"[[{keys}]] # so")
    return "\n".join(lines)


@given(documents())
def test_whatever_tomllib_reads(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    agree(text)
