"""``handwriting-app export``: a model as code, as a graph, or as a page, to be used without this program."""

from __future__ import annotations

import argparse
from pathlib import Path

from handwriting_app.commands.common import CommandError, Commands, add_data_dir_option, epilog
from handwriting_app.commands.inputs import opened_model, told
from handwriting_app.storage.export.formats import FORMATS, format_named
from handwriting_app.storage.export.onnx_graph import OnnxMissingError
from handwriting_app.storage.export.reading_model import ReadingModel


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "export",
        help="write a model as a Python script, an ONNX graph or a web page",
        description="Write a model in a form that is used without this program:\n"
        "  python  a script of numpy alone, short enough to read, with its weights beside it\n"
        "  onnx    a graph from counts to percent, for any ONNX runtime (needs the package onnx)\n"
        "  html    one page to draw on in any browser, without a network",
        epilog=epilog(
            "handwriting-app export mine.safetensors --to html --out mine.html",
            "handwriting-app export models/default.safetensors --to python --out reads.py",
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model file")
    parser.add_argument("--to", choices=[each.name for each in FORMATS], required=True, help="as what")
    parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="the file to write")
    add_data_dir_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    saved = opened_model(options)
    model = ReadingModel(saved.network, saved.temperature, saved.name, saved.normalisation_version)
    try:
        written = format_named(options.to).write(model, options.out)
    except OnnxMissingError as error:
        raise CommandError(str(error)) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CommandError(f"{told(options.out)} was not written: {reason}.") from error
    for path in written:
        print(f"wrote {told(path)}")
    return 0
