"""The first look through many vectors: which of them may be among the closest to a query.

Each vector is turned so that its first coordinates hold the most of what tells vectors apart (the principal axes of
all), and 160 of 384 are kept, seven bits each. One product of matrices by onnxruntime then gives a score of every
vector: 1.2 ms of one core for 142,000, where comparing all 384 coordinates by usearch took 9. Of six times as many as
are wanted all 384 are looked at; of exam and judged questions .995 of the closest 120 units are then found, and more of
those nearer to the front.

Seven bits, because processors without VNNI add products of two bytes in 16 bits: eight may overflow without a word.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.base import Vectors
from indexer.meaning.mapped import let_go, read_arrays, write_arrays

log = logging.getLogger("cancu.search")

LOOK_FROM = 20_000
"""Vectors; fewer are compared whole."""

WIDTH = 160
_MAGIC = b"CANCULO2"
_LARGEST = 63.0
_QUERY_LARGEST, _QUERY_MIDDLE = 127.0, 128
_SPREAD = 0.9999
_SAMPLE = 20_000
_AT_ONCE = 16_384
_ROWS_A_PRODUCT = 1_000_000


class FirstLook:
    """Scores of all rows of a block, from the arrays of its file: `turn` float32 (dimension, WIDTH), and of every
    million rows `codes0` … int8 (WIDTH, rows) and `graph0` …. Safe to share between threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._turn = np.array(arrays["turn"])
        # onnxruntime keeps a copy in an order of its own, where it has one for this processor; whether it has is not
        # told, so what it was made from has to stay, but need not lie in memory.
        self._codes = [arrays[f"codes{part}"] for part in range(_parts(arrays))]
        self._products = [_product(arrays[f"graph{part}"], codes) for part, codes in enumerate(self._codes)]
        let_go(self._codes)

    def scores(self, query: Vectors) -> NDArray[np.int32]:
        """A number for each row, the greater the closer it probably is to a query."""
        turned = query @ self._turn
        coded = np.round(turned * (_QUERY_LARGEST / max(float(np.abs(turned).max()), 1e-9))) + _QUERY_MIDDLE
        asked = {"query": coded.astype(np.uint8)[None]}
        parts = [product.run(None, asked)[0][0] for product in self._products]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


def open_look(path: Path, codes: NDArray[np.int8]) -> FirstLook:
    """The first look at the rows of a block; made, and kept in a file beside it, where it is not there yet."""
    try:
        arrays = read_arrays(path, _MAGIC)[1]
        held = sum(arrays[f"codes{part}"].shape[1] for part in range(_parts(arrays)))
        if held == len(codes) and arrays["turn"].shape == (codes.shape[1], min(WIDTH, codes.shape[1])):
            return FirstLook(arrays)
    except (OSError, ValueError, KeyError) as error:
        log.debug("the first look is made: %s", error)
    arrays = _arrays(*turned(codes))
    # Where the disk is full it is made again the next time.
    with suppress(OSError):
        write_arrays(path, _MAGIC, arrays)
    return FirstLook(arrays)


def _parts(arrays: Mapping[str, NDArray[Any]]) -> int:
    return sum(name.startswith("graph") for name in arrays)


def _arrays(kept: NDArray[np.int8], turn: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {"turn": turn}
    for part, start in enumerate(range(0, len(kept), _ROWS_A_PRODUCT)):
        codes = kept[start : start + _ROWS_A_PRODUCT].T
        arrays[f"codes{part}"] = np.ascontiguousarray(codes)
        arrays[f"graph{part}"] = np.frombuffer(_graph(*codes.shape), np.uint8)
    return arrays


def turned(codes: NDArray[np.int8]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The first coordinates of vectors after turning them, and the turn (dimension, WIDTH)."""
    sample = codes[:: max(len(codes) // _SAMPLE, 1)].astype(np.float32)
    sample -= sample.mean(axis=0)
    _, axes = np.linalg.eigh(sample.T @ sample)
    turn = np.ascontiguousarray(axes[:, ::-1][:, :WIDTH], dtype=np.float32)
    largest = float(np.quantile(np.abs(sample @ turn), _SPREAD)) if sample.size else 1.0
    scale = np.float32(_LARGEST / max(largest, 1e-6))
    kept = np.empty((len(codes), turn.shape[1]), np.int8)
    for start in range(0, len(codes), _AT_ONCE):
        part = codes[start : start + _AT_ONCE].astype(np.float32) @ turn
        kept[start : start + _AT_ONCE] = np.clip(np.round(part * scale), -_LARGEST, _LARGEST)
    return kept, turn


def highest(scores: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Places of the `count` highest scores and of some more, ascending."""
    if count >= len(scores):
        return np.arange(len(scores))
    # Where to cut is seen from a sample; only then is counted.
    sample = scores[:: max(len(scores) // _CUT_SAMPLE, 1)]
    over = min(int(len(sample) * count / len(scores) * _CUT_ROOM) + 1, len(sample))
    found = np.flatnonzero(scores >= np.partition(sample, len(sample) - over)[len(sample) - over])
    if len(found) < count or len(found) > _CUT_MOST * count:
        found = np.flatnonzero(scores >= np.partition(scores, len(scores) - count)[len(scores) - count])
    return found


_CUT_SAMPLE = 8_192
_CUT_ROOM, _CUT_MOST = 1.2, 2


def _graph(width: int, rows: int) -> bytes:
    """One product of matrices: every row times a query. The rows are given beside it."""
    from onnx import TensorProto, helper, numpy_helper

    codes = TensorProto(name="codes", data_type=TensorProto.INT8, dims=[width, rows])
    codes.data_location = TensorProto.EXTERNAL
    codes.external_data.add(key="location", value="codes")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["query", "codes", "middle"], ["scores"])],
        "look",
        [helper.make_tensor_value_info("query", TensorProto.UINT8, [1, width])],
        [helper.make_tensor_value_info("scores", TensorProto.INT32, [1, rows])],
        [codes, numpy_helper.from_array(np.array(_QUERY_MIDDLE, np.uint8), "middle")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    data: bytes = made.SerializeToString()
    return data


def _product(graph: NDArray[np.uint8], codes: NDArray[np.int8]) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    options.add_external_initializers(["codes"], [onnxruntime.OrtValue.ortvalue_from_numpy(codes)])
    return onnxruntime.InferenceSession(graph.tobytes(), options, providers=["CPUExecutionProvider"])
