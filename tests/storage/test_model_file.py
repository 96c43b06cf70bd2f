from __future__ import annotations

import contextlib
import json
import os
import sys
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save_file

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.limits import MAX_LAYERS, MAX_PARAMETERS, parameter_count
from handwriting_app.engine.network import Network
from handwriting_app.engine.report import Report
from handwriting_app.engine.settings import SETTINGS, Choice, Layers, Switch, Whole
from handwriting_app.storage import model_file
from handwriting_app.storage.curves import MAX_ROWS, SCALARS
from handwriting_app.storage.model_file import (
    ModelFileError,
    SavedModel,
    load_model,
    model_bytes,
    model_from,
    save_model,
)
from handwriting_app.storage.tensor_file import MAX_HEADER


def another_value(setting):
    """A value other than the default."""
    if isinstance(setting, Choice):
        return setting.values[-1] if setting.default != setting.values[-1] else setting.values[0]
    if isinstance(setting, Switch):
        return not setting.default
    if isinstance(setting, Layers):
        return (12,)
    return setting.high if isinstance(setting, Whole) else (setting.low + setting.high) / 4


OTHER = TrainingConfig(**{name: another_value(setting) for name, setting in SETTINGS.items()})


def a_report(epoch: int, layers: int = 2) -> Report:
    return Report(
        epoch=epoch,
        updates=10 * epoch,
        seconds=0.5 * epoch,
        training_cost=1 / epoch,
        held_out_cost=1.5 / epoch,
        training_accuracy=0.9,
        held_out_accuracy=0.8,
        learning_rate=0.1,
        gradient_norms=(0.25,) * layers,
        update_ratios=(0.125,) * layers,
        inactive_shares=(0.5,) * (layers - 1),
    )


def a_model(hidden: tuple[int, ...] = (12,), epochs: int = 3, **config: object) -> SavedModel:
    settings = TrainingConfig(hidden=hidden, seed=7, **config)
    classes = Classes.numbered(10, has_none=settings.non_digits)
    rng = np.random.default_rng(settings.seed)
    network = Network.initialise(
        (64, *hidden, classes.outputs), settings.activation, settings.cost, rng, classes=classes
    )
    reports = tuple(a_report(epoch, layers=len(hidden) + 1) for epoch in range(1, epochs + 1))
    return SavedModel(network, settings, 1.25, reports, "digits-1", 1, "2026-01-02T03:04:05+00:00", "my model")


@pytest.mark.parametrize(
    "model",
    [
        a_model(),
        a_model(hidden=()),
        a_model(hidden=(9, 8, 7), activation="tanh", cost="quadratic", descent="stochastic"),
        a_model(epochs=0),
    ],
    ids=["plain", "no hidden layer", "deep", "untrained"],
)
def test_a_model_comes_back_as_it_was(tmp_path, model):
    path = tmp_path / "my model.safetensors"
    save_model(path, model)
    loaded = load_model(path)
    assert np.array_equal(loaded.network.parameters, model.network.parameters)
    assert loaded.network.sizes == model.network.sizes
    for name in ("config", "temperature", "reports", "digits_version", "normalisation_version", "created", "name"):
        assert getattr(loaded, name) == getattr(model, name), name


@pytest.mark.parametrize("has_none", [True, False])
def test_the_names_of_the_classes_come_back(tmp_path, has_none):
    classes = Classes(("a", "ß", "♥ heart", "7"), has_none)
    network = Network.initialise(
        (64, 5, classes.outputs), "relu", "cross-entropy", np.random.default_rng(0), classes=classes
    )
    config = TrainingConfig(hidden=(5,), non_digits=has_none)
    save_model(tmp_path / "m", replace(a_model(), network=network, config=config, reports=()))
    loaded = load_model(tmp_path / "m")
    assert loaded.network.classes == classes
    assert loaded.config == config


def test_a_model_of_the_ten_digits_can_be_read_by_older_programs(tmp_path):
    save_model(tmp_path / "m", a_model(non_digits=False))
    with safe_open(tmp_path / "m", framework="numpy") as file:
        about = json.loads(file.metadata()[model_file.KIND])
    assert about["format_version"] == 1
    assert not {"classes", "has_none"} & about.keys()


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"classes": "0123456789"}, "not a list of texts"),
        ({"classes": list(range(11))}, "not a list of texts"),
        ({"has_none": 1}, "not a list of texts"),
        ({"classes": ["a"] * 10}, "names that differ"),
        ({"classes": []}, "names that differ"),
        ({"classes": ["x" * 41, *"123456789"]}, "1 to 40 characters"),
        ({"classes": ["", *"123456789"]}, "1 to 40 characters"),
        ({"classes": [str(i) for i in range(101)]}, "100 can be kept"),
        ({"classes": list("abc")}, "it has 11 outputs, not 4"),
        ({"classes": None}, "it has 11 outputs, not 10"),
    ],
)
def test_bad_classes_are_refused_in_words(tmp_path, about, words):
    path = tmp_path / "eleven.safetensors"
    save_model(path, a_model())
    rewrite(path, about=about)
    with pytest.raises(ModelFileError, match=words):
        load_model(path)


def test_a_model_that_no_file_can_name_the_classes_of_is_not_saved(tmp_path):
    classes = Classes.numbered(101)
    network = Network.initialise((64, 101), "relu", "cross-entropy", np.random.default_rng(0), classes=classes)
    with pytest.raises(ModelFileError, match=r"not saved, .* 101 classes"):
        save_model(tmp_path / "m", replace(a_model(), network=network, config=TrainingConfig(hidden=())))
    assert not (tmp_path / "m").exists()


def test_the_same_model_is_the_same_file(tmp_path):
    for name in "ab":
        save_model(tmp_path / name, a_model())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_convergence_is_remembered(tmp_path):
    model = a_model()
    model = replace(model, reports=(*model.reports[:-1], replace(model.reports[-1], converged=True)))
    save_model(tmp_path / "m", model)
    assert [report.converged for report in load_model(tmp_path / "m").reports] == [False, False, True]


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "model.safetensors"
    save_model(path, a_model(non_digits=False))
    return path


def rewrite(path, *, drop=(), about=None, metadata=None, **tensors):
    """Save ``path`` again with some tensors and entries of its description replaced."""
    with safe_open(path, framework="numpy") as file:
        old = json.loads(file.metadata()[model_file.KIND])
        contents = {key: file.get_tensor(key) for key in file.keys() if key not in drop}  # noqa: SIM118
    contents |= {key.replace("_", ".", 1): value for key, value in tensors.items()}
    new = {k: v for k, v in (old | (about or {})).items() if v is not None}
    save_file(contents, path, {model_file.KIND: json.dumps(new) if metadata is None else metadata})


def test_missing(tmp_path):
    with pytest.raises(ModelFileError, match=r"^none\.safetensors cannot be opened: No such file"):
        load_model(tmp_path / "none.safetensors")


def test_a_folder(tmp_path):
    with pytest.raises(ModelFileError, match="is not a file"):
        load_model(tmp_path)


def test_huge(saved, monkeypatch):
    monkeypatch.setattr(model_file, "MAX_BYTES", 1000)
    with pytest.raises(ModelFileError, match="a model has at most"):
        load_model(saved)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04junk" * 50, b"\xff" * 64, b"{}", b"\x08\0\0\0\0\0\0\0{}      "])
def test_another_kind_of_file(tmp_path, content):
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"not a model file|something else"):
        load_model(path)


def test_a_safetensors_file_of_another_program(tmp_path):
    path = tmp_path / "other.safetensors"
    save_file({"layer1.weight": np.zeros((10, 64))}, path)
    with pytest.raises(ModelFileError, match="holds something else"):
        load_model(path)


def test_a_newer_version(saved):
    rewrite(saved, about={"format_version": model_file.FORMAT_VERSION + 1})
    with pytest.raises(ModelFileError, match=r"newer version of this program.*Update"):
        load_model(saved)


@pytest.mark.parametrize("value", ["", "x", -1, 1.5, True, [], {}])
def test_a_version_that_is_no_number(saved, value):
    rewrite(saved, about={"format_version": value})
    with pytest.raises(ModelFileError, match="format version is not a number"):
        load_model(saved)


def test_every_truncation_is_noticed(saved):
    content = saved.read_bytes()
    for length in range(0, len(content), 97):
        saved.write_bytes(content[:length])
        with pytest.raises(ModelFileError):
            load_model(saved)


WRONG_TENSORS = {
    "width of the input": ({"layer1_weight": np.zeros((12, 63), np.float32)}, "layer 1"),
    "three axes": ({"layer1_weight": np.zeros((12, 64, 1), np.float32)}, "layer 1"),
    "biases": ({"layer2_bias": np.zeros(11, np.float32)}, "biases of layer 2"),
    "not a number": ({"layer1_weight": np.full((12, 64), np.nan, np.float32)}, "not all finite"),
    "infinite": ({"layer2_bias": np.full(10, np.inf, np.float32)}, "not all finite"),
    "finite only in double precision": ({"layer2_bias": np.full(10, 1e300)}, "too large for single precision"),
    "more parameters than can be trained": (
        {
            "layer1_weight": np.zeros((10_000, 64), np.float16),
            "layer1_bias": np.zeros(10_000, np.float16),
            "layer2_weight": np.zeros((2100, 10_000), np.float16),
            "layer2_bias": np.zeros(2100, np.float16),
            "layer3_weight": np.zeros((10, 2100), np.float16),
            "layer3_bias": np.zeros(10, np.float16),
        },
        "use at most 20,000,000",
    ),
    "whole numbers": ({"layer2_bias": np.zeros(10, np.int32)}, "'layer2.bias' is of numbers of the kind 'I32'"),
    "another tensor": ({"evil": np.zeros(3)}, "'evil'"),
    "short curve": ({"curves_updates": np.zeros(2)}, "equal length"),
    "flat curve": ({"curves_gradient_norms": np.zeros(3)}, "equal length"),
    "infinite curve": ({"curves_training_cost": np.full(3, np.inf)}, "training cost of its curves are not all finite"),
    "a cost beyond all plots": ({"curves_training_cost": np.full(3, 1e308)}, r"training cost .* not .*³⁰⁸"),
    "more right than all": ({"curves_held_out_accuracy": np.full(3, 7.0)}, "held out accuracy .* from 0 to 1, not 7"),
    "a share below zero": ({"curves_inactive_shares": np.full((3, 1), -0.5)}, "inactive shares .* not −0.5"),
    "epochs that do not rise": ({"curves_epoch": np.array([1.0, 3.0, 2.0])}, "not rising whole numbers"),
    "half epochs": ({"curves_epoch": np.array([1.0, 1.5, 2.0])}, "not rising whole numbers"),
    "epochs without end": ({"curves_epoch": np.array([1.0, 2.0, 1e18])}, "not rising whole numbers"),
    "more rows than are kept": ({"curves_epoch": np.arange(40_000.0)}, "have 40,000 rows, and 32,768 can be read"),
    "complex weights": ({"layer2_bias": np.zeros(10, np.complex64)}, "of the kind 'C64'"),
}


@pytest.mark.parametrize(("tensors", "message"), WRONG_TENSORS.values(), ids=WRONG_TENSORS)
def test_wrong_tensors(saved, tensors, message):
    rewrite(saved, **tensors)
    with pytest.raises(ModelFileError, match=message):
        load_model(saved)


@pytest.mark.parametrize("name", ["layer1.weight", "layer2.weight", "layer1.bias", "curves.updates"])
def test_a_missing_tensor(saved, name):
    rewrite(saved, drop=[name])
    with pytest.raises(ModelFileError):
        load_model(saved)


def config_with(**changes: object) -> dict[str, object]:
    return {"hidden": [12]} | changes


WRONG_ENTRIES = {
    "activation": ({"activation": "swish"}, "'swish'"),
    "activation of another type": ({"activation": ["relu"]}, "activation is not a short text"),
    "cost": ({"cost": None}, "'cost' is missing"),
    "temperature": ({"temperature": float("nan")}, "temperature"),
    "temperature of zero": ({"temperature": 0}, "temperature"),
    "temperature in words": ({"temperature": "warm"}, "temperature"),
    "no configuration": ({"config": None}, "'config' is missing"),
    "list for a configuration": ({"config": []}, "not a table"),
    "unknown setting": ({"config": config_with(turbo=True)}, "'turbo'"),
    "setting of another type": ({"config": config_with(epochs="many")}, "epochs"),
    "yes for a number": ({"config": config_with(epochs=True)}, "epochs"),
    "setting out of range": ({"config": config_with(epochs=0)}, "epochs must be a whole number from 1 to"),
    "infinite setting": ({"config": config_with(l2=float("inf"))}, "l2 must be at least 0 and at most 10, not inf"),
    "epochs for millennia": ({"config": config_with(epochs=5 * 10**9)}, "epochs must be .*, not 5000000000"),
    "a batch of all people": ({"config": config_with(batch_size=10**9)}, "batch_size must be .*, not 1000000000"),
    "a tolerance for all": ({"config": config_with(tolerance=float("inf"))}, "tolerance must be .*, not inf"),
    "a seed of 65 bits": ({"config": config_with(seed=2**64)}, "seed must be .*, not 18446744073709551616"),
    "a rate of millions": ({"config": config_with(learning_rate=10**7)}, "learning_rate must be .*, not 10000000"),
    "a rate of 400 digits": ({"config": config_with(learning_rate=10**400)}, "learning_rate must be .*, not 10000"),
    "a normalisation of 400 digits": ({"normalisation_version": 10**400}, "normalisation version"),
    "a temperature of 400 digits": ({"temperature": 10**400}, "temperature"),
    "other layers": ({"config": config_with(hidden=[13])}, "other layers"),
    "layers that are no numbers": ({"config": config_with(hidden=["12"])}, "hidden"),
    "normalisation": ({"normalisation_version": "x"}, "normalisation version"),
    "long text": ({"digits_version": "x" * 1000}, "digits version is not a short text"),
}


@pytest.mark.parametrize(("about", "message"), WRONG_ENTRIES.values(), ids=WRONG_ENTRIES)
def test_wrong_entries(saved, about, message):
    rewrite(saved, about=about)
    with pytest.raises(ModelFileError, match=message):
        load_model(saved)


@pytest.mark.parametrize("metadata", ["", "{", "[]", "7", "[" * 100_000, '{"format_version": ' + "9" * 5000 + "}"])
def test_a_broken_description(saved, metadata):
    rewrite(saved, metadata=metadata)
    with pytest.raises(ModelFileError, match=r"description|newer version"):
        load_model(saved)


def test_a_version_of_400_digits_is_a_newer_one(saved):
    rewrite(saved, about={"format_version": 10**400})
    with pytest.raises(ModelFileError, match=r"newer version .* \(format 10000.*…; this one"):
        load_model(saved)


def test_a_whole_number_is_fine_where_a_number_is_asked_for(saved):
    rewrite(saved, about={"config": config_with(learning_rate=1)})
    rate = load_model(saved).config.learning_rate
    assert (rate, type(rate)) == (1.0, float)


def with_header(path, size, **tensors):
    """A file of zeros, ``size`` bytes beyond its header, that says it holds these tensors."""
    about = json.dumps({"format_version": 1})
    header = json.dumps({"__metadata__": {model_file.KIND: about}} | tensors).encode()
    with path.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        file.truncate(8 + len(header) + size)


def entry(kind, shape, start, end):
    return {"dtype": kind, "shape": shape, "data_offsets": [start, end]}


@pytest.mark.parametrize("kind", ["BF16", "F8_E4M3", "C64", "I4", "x" * 1000, None, 3, ["F32"]])
def test_kinds_of_numbers_that_are_not_read_are_named(tmp_path, kind):
    path = tmp_path / "m.safetensors"
    with_header(path, 1280, **{"layer1.weight": entry(kind, [10, 64], 0, 1280)})
    with pytest.raises(
        ModelFileError, match=r"usable model: 'layer1\.weight' is of numbers of the kind .* F32"
    ) as caught:
        load_model(path)
    assert len(str(caught.value)) < 250


def peak(path):
    """The most memory that opening a file took, in bytes; refused or not."""
    tracemalloc.start()
    try:
        with contextlib.suppress(ModelFileError):
            load_model(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("content", ["rows", "weights", "header", "one layer after the other"])
def test_what_is_too_large_is_refused_by_its_header(tmp_path, content):
    path = tmp_path / "m.safetensors"
    mib = 2**20
    if content == "rows":
        with_header(path, 8 * mib, **{"curves.epoch": entry("F64", [mib], 0, 8 * mib)})
    elif content == "weights":
        with_header(path, 192 * mib, **{"layer1.weight": entry("F16", [3 * mib // 2, 64], 0, 192 * mib)})
    elif content == "header":
        path.write_bytes((400 * mib).to_bytes(8, "little"))
        os.truncate(path, 401 * mib)
    else:
        with_header(path, 0, **{f"layer{n}.weight": entry("F32", [0, 64], 0, 0) for n in range(5000)})
    with pytest.raises(ModelFileError):
        load_model(path)
    assert peak(path) < 8 * mib


def test_opening_takes_a_few_times_the_memory_of_the_file(tmp_path):
    path = tmp_path / "m.safetensors"
    save_model(path, a_model(hidden=(2000, 400), epochs=500))
    assert peak(path) < 4 * path.stat().st_size


def test_a_file_that_is_cut_short_while_it_is_read_is_refused(saved, monkeypatch):
    fstat = os.fstat

    def meanwhile(descriptor):
        status = fstat(descriptor)
        os.truncate(saved, 3000)
        return status

    monkeypatch.setattr(os, "fstat", meanwhile)
    with pytest.raises(ModelFileError, match=r"changed while it was read|damaged"):
        load_model(saved)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "m.safetensors")
    with pytest.raises(ModelFileError, match="this is not a file"):
        load_model(tmp_path / "m.safetensors")


def test_a_name_of_many_lines_is_one_line_of_the_message(tmp_path):
    path = tmp_path / ("a\nb" + "c" * 200)
    path.write_bytes(b"no model")
    with pytest.raises(ModelFileError) as caught:
        load_model(path)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 250


def spoilt(model, **changes):
    return replace(model, reports=(*model.reports[:-1], replace(model.reports[-1], **changes)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"training_cost": float("nan")}, "training cost"), ({"gradient_norms": (1e200, 1.0)}, "gradient norms")],
)
def test_what_could_not_be_opened_again_is_not_saved(saved, changes, words):
    before = saved.read_bytes()
    with pytest.raises(ModelFileError, match=f"not saved, because it could not be opened again: the {words}"):
        save_model(saved, spoilt(a_model(), **changes))
    network = a_model().network.copy()
    network.parameters[5] = np.inf
    with pytest.raises(ModelFileError, match="not saved"):
        save_model(saved, replace(a_model(), network=network))
    assert saved.read_bytes() == before


def test_the_largest_model_fits_into_the_largest_file():
    vectors = 5  # the network, the learner, its average and two of Adam's
    numbers = 4 * vectors * MAX_PARAMETERS + 8 * MAX_ROWS * (len(SCALARS) + 3 * MAX_LAYERS)
    assert numbers + MAX_HEADER <= model_file.MAX_BYTES


def test_the_deepest_model_and_the_longest_curves_can_be_opened(tmp_path):
    model = a_model(hidden=(1,) * (MAX_LAYERS - 1), epochs=2)
    save_model(tmp_path / "deep", model)
    assert len(load_model(tmp_path / "deep").network.weights) == MAX_LAYERS
    save_model(tmp_path / "long", a_model(hidden=(), epochs=MAX_ROWS))
    assert len(load_model(tmp_path / "long").reports) == MAX_ROWS


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_flipped_bytes_give_a_model_or_a_clear_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "m.safetensors"
    save_model(path, a_model())
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, min(len(content) - 1, 2500)))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with contextlib.suppress(ModelFileError):
        assert np.isfinite(load_model(path).network.parameters).all()


def test_an_error_while_saving_leaves_the_old_file(saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        save_model(saved, a_model(epochs=5))
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda each: each.name)
def test_every_setting_is_kept_and_checked(tmp_path, setting):
    path = tmp_path / "m.safetensors"
    config = OTHER if setting.name != "hidden" else replace(OTHER, hidden=(12, 5))
    network = Network.initialise((64, *config.hidden, 10), "relu", "cross-entropy", np.random.default_rng(0))
    save_model(path, replace(a_model(), network=network, config=config, reports=()))
    assert getattr(load_model(path).config, setting.name) == getattr(config, setting.name)
    assert getattr(config, setting.name) != setting.default
    rewrite(path, about={"config": {setting.name: None}})
    with pytest.raises(ModelFileError, match=f"usable model: {setting.name} must be .*, not None"):
        load_model(path)


def test_a_setting_that_an_older_file_lacks_has_its_usual_value(saved):
    rewrite(saved, about={"config": {}})
    assert load_model(saved).config == TrainingConfig(hidden=(12,), non_digits=False)


def test_the_bytes_of_a_model_are_those_of_its_file(saved):
    assert model_bytes(a_model(non_digits=False)) == saved.read_bytes()
    model = model_from(saved.read_bytes(), "run 7")
    assert model.name == "run 7"
    assert model.reports == load_model(saved).reports
    np.testing.assert_array_equal(model.network.parameters, a_model(non_digits=False).network.parameters)


@pytest.mark.parametrize("content", [b"", b"\0" * 7, b"\xff" * 100])
def test_bytes_are_checked_as_files_are(content):
    with pytest.raises(ModelFileError, match="run 7 is not a model file"):
        model_from(content, "run 7")


def test_bytes_that_are_cut_short_are_refused(saved):
    with pytest.raises(ModelFileError, match="damaged or cut short"):
        model_from(saved.read_bytes()[:-1], "run 7")


# --- frozen units -----------------------------------------------------------------------------------------------------


def test_frozen_units_come_back_and_cost_a_model_without_them_nothing(tmp_path):
    model = a_model(hidden=(12, 5))
    frozen = frozenset({(1, 0), (1, 11), (2, 4), (3, 9)})
    assert model_from(model_bytes(replace(model, frozen=frozen)), "m").frozen == frozen
    assert model_from(model_bytes(model), "m").frozen == frozenset()
    assert b"frozen" not in model_bytes(model)


def test_however_many_units_are_frozen_the_file_can_be_opened():
    sizes = (64, 9_000, 1, 9_000, 10)
    network = Network(sizes, "relu", "cross-entropy", np.zeros(parameter_count(sizes), np.float32))
    config = TrainingConfig(hidden=sizes[1:-1], non_digits=False)
    model = replace(a_model(epochs=0), network=network, config=config)
    frozen = frozenset((layer, unit) for layer in (1, 3) for unit in range(0, 9_000, 2))
    assert model_from(model_bytes(replace(model, frozen=frozen)), "m").frozen == frozen


@pytest.mark.parametrize(
    ("frozen", "reason"),
    [
        ([1, 2], "not a table of layers"),
        ({"0": "1"}, "in the layer '0', which is not there"),
        ({"9": "1"}, "in the layer '9', which is not there"),
        ({"x" * 500: "1"}, "which is not there"),
        ({"1": 5}, "no number in hexadecimal"),
        ({"1": "-1"}, "no number in hexadecimal"),
        ({"1": "f" * 3000}, "no number in hexadecimal"),
        ({"1": "1000"}, "more frozen units in layer 1 than units"),
    ],
)
def test_frozen_units_that_cannot_be_are_refused(tmp_path, frozen, reason):
    path = tmp_path / "m.safetensors"
    save_model(path, a_model())
    with safe_open(path, "numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        about = json.loads(file.metadata()[model_file.KIND])
    save_file(tensors, path, {model_file.KIND: json.dumps(about | {"frozen": frozen})})
    with pytest.raises(ModelFileError, match=reason):
        load_model(path)
