"""The encoder as an ONNX graph for onnxruntime, built from the packed model.

Word vectors are looked up outside the graph, so that the table of 250,037 words stays packed (54 MB instead of 384).
Matrices are int8, one scale a column, seven bits used: processors without VNNI, as office PCs have them, add
products of two bytes in 16 bits, where eight bits may overflow without a word. The eighth bit would bring .004 of
reciprocal rank.

A query has a graph of its own, a quarter quicker: attention and its matrix in one node, sums and layer norm in two.
Its vector is no further from that of the float model than the other's; they differ by how the last digit is rounded.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.packed import PackedModel, unpacked

GRAPH_VERSION = 2
"""Raised with every change that changes vectors: vectors of two versions are never compared."""
QUERY_GRAPH_VERSION = 1
"""Raised with every change of the graph for queries: it may differ by rounding alone, vectors stay as they are."""
_LARGEST = 63
_FUSED = "com.microsoft"


def graph_file(model: PackedModel, folder: Path) -> Path:
    """The graph for passages on disk, built in about a second where it is not there yet. Raises OSError."""
    return _kept(folder / f"e5-small-int8-{GRAPH_VERSION}.onnx", lambda: graph_bytes(model))


def query_graph_file(model: PackedModel, folder: Path) -> Path:
    """The graph for queries, likewise."""
    name = f"e5-small-int8-{GRAPH_VERSION}-query-{QUERY_GRAPH_VERSION}.onnx"
    return _kept(folder / name, lambda: query_graph_bytes(model))


def _kept(path: Path, made: Callable[[], bytes]) -> Path:
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(made())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    return path


def graph_bytes(model: PackedModel) -> bytes:
    """Inputs `x` (texts, tokens, hidden), the sums of word, place and kind; `mask` (texts, tokens), 1 for a token and 0
    for padding. Output `sum` (texts, hidden): the last layer summed over a text's tokens."""
    from onnx import TensorProto, helper

    building = _Building(model)
    last = building.encoder("x")
    building.node("Cast", ["mask"], "kept", to=TensorProto.FLOAT)
    building.node("Unsqueeze", ["kept", building.constant("axis", np.array([2], np.int64))], "kept3")
    building.node("Mul", [last, "kept3"], "masked")
    building.summed("masked")
    return building.bytes([helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "tokens"])])


def query_graph_bytes(model: PackedModel) -> bytes:
    """Input `x` (texts, tokens, hidden) without padding: one text, or several of a length. Output as of `graph_bytes`.

    For a session that optimises no further than `ORT_ENABLE_BASIC`, or Add and LayerNormalization become one slow node.
    """
    building = _OneText(model)
    building.summed(building.encoder("x"))
    return building.bytes([])


class _Building:
    """Nodes and constants of a graph in the making."""

    def __init__(self, model: PackedModel) -> None:
        self.model = model
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **settings: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **settings))
        return output

    def summed(self, last: str) -> None:
        along = self.constant("along", np.array([1], np.int64))
        self.node("ReduceSum", [last, along], "sum", keepdims=0)

    def bytes(self, more: Sequence[Any]) -> bytes:
        """The whole graph, with further inputs than `x`."""
        from onnx import TensorProto, helper

        hidden = self.model.shape.hidden
        graph = helper.make_graph(
            self.nodes,
            "e5-small",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["texts", "tokens", hidden]), *more],
            [helper.make_tensor_value_info("sum", TensorProto.FLOAT, ["texts", hidden])],
            self.constants,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
        data: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString()
        return data

    def matrix(self, names: Sequence[str], width: int, output: str) -> tuple[str, str, str]:
        """The matrices of these names side by side: their int8 numbers, the scale of each column, their biases."""
        matrix = np.concatenate([unpacked(self.model.blocks(f"{name}.w", width)) for name in names]).T
        bias = np.concatenate([self.model.floats(f"{name}.b") for name in names])
        scales = np.abs(matrix).max(axis=0) / _LARGEST
        scales[scales == 0] = 1.0
        return (
            self.constant(f"{output}.w", np.round(matrix / scales).astype(np.int8)),
            self.constant(f"{output}.s", scales.astype(np.float32)),
            self.constant(f"{output}.b", bias),
        )

    def linear(self, x: str, names: Sequence[str], width: int, output: str) -> str:
        """`x` times the matrices of these names side by side, plus their biases."""
        numbers, scales, bias = self.matrix(names, width, output)
        return self.node("DynamicQuantizeMatMul", [x, numbers, scales, "", bias], output, _FUSED)

    def attention(self, x: str, name: str) -> str:
        """What every token has seen of the others."""
        shape = self.model.shape
        parts = [f"{name}.{part}" for part in "qkv"]
        together = self.linear(x, parts, shape.hidden, f"{name}.qkv")
        thirds = self.constant(f"{name}.thirds", np.full(3, shape.hidden, np.int64))
        self.several("Split", [together, thirds], [f"{part}.y" for part in parts], axis=-1)
        heads = [*(f"{part}.y" for part in parts), "", "mask"]
        return self.node("MultiHeadAttention", heads, f"{name}.seen", _FUSED, num_heads=shape.heads)

    def normalized(self, x: str, more: str, name: str, output: str) -> str:
        inputs = [
            x,
            more,
            self.constant(f"{output}.w", self.model.floats(f"{name}.w")),
            self.constant(f"{output}.b", self.model.floats(f"{name}.b")),
        ]
        epsilon = self.model.shape.epsilon
        return self.node("SkipLayerNormalization", inputs, output, _FUSED, epsilon=epsilon)

    def encoder(self, x: str) -> str:
        """The twelve layers; gives the name of the last one's output."""
        shape = self.model.shape
        begin = [
            x,
            self.constant("first.w", self.model.floats("emb.ln.w")),
            self.constant("first.b", self.model.floats("emb.ln.b")),
        ]
        x = self.node("LayerNormalization", begin, "layer0", epsilon=shape.epsilon, axis=-1)
        for layer in range(shape.layers):
            name = f"l{layer}"
            seen = self.attention(x, name)
            out = self.linear(seen, [f"{name}.ao"], shape.hidden, f"{name}.out")
            x = self.normalized(x, out, f"{name}.aln", f"{name}.middle")
            wide = self.linear(x, [f"{name}.fi"], shape.hidden, f"{name}.wide")
            bent = self.node("Gelu", [wide], f"{name}.bent", _FUSED)
            narrow = self.linear(bent, [f"{name}.fo"], shape.inner, f"{name}.narrow")
            x = self.normalized(x, narrow, f"{name}.oln", f"layer{layer + 1}")
        return x

    def several(self, kind: str, inputs: Sequence[str], outputs: Sequence[str], **settings: Any) -> None:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), list(outputs), **settings))


class _OneText(_Building):
    """Texts without padding."""

    def attention(self, x: str, name: str) -> str:
        shape = self.model.shape
        numbers, scales, bias = self.matrix([f"{name}.{part}" for part in "qkv"], shape.hidden, f"{name}.qkv")
        rounded, scale, zero = f"{name}.x8", f"{name}.xs", f"{name}.x0"
        self.several("DynamicQuantizeLinear", [x], [rounded, scale, zero])
        zeros = self.constant(f"{name}.qkv.0", np.zeros(3 * shape.hidden, np.int8))
        inputs = [rounded, numbers, bias, scale, scales, "", zero, zeros]
        return self.node("QAttention", inputs, f"{name}.seen", _FUSED, num_heads=shape.heads)

    def normalized(self, x: str, more: str, name: str, output: str) -> str:
        inputs = [
            self.node("Add", [x, more], f"{output}.sum"),
            self.constant(f"{output}.w", self.model.floats(f"{name}.w")),
            self.constant(f"{output}.b", self.model.floats(f"{name}.b")),
        ]
        return self.node("LayerNormalization", inputs, output, epsilon=self.model.shape.epsilon, axis=-1)
