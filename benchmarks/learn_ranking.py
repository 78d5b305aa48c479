"""How the weights in `indexer/fusion.json` were learned, and what they give on questions they were not learned on.

    python -m benchmarks learn_ranking --home ARCHIVE --kept FOLDER [--write]

Two kinds of questions: exam questions over law articles (../shared/data/alqac, the half that is here), which quote the
law, and questions over an archive with the national code (`--home`), most of them in everyday words: the tuning half of
the judged set (`corpus/judged.csv`) and those written for learning alone (`corpus/asked.csv`). One table of weights is
learned on both. Figures of exam questions, of the tuning half and of the questions for learning are of questions that
were left out when the weights were learned, in five folds by hash of the question; where there are several SETTINGS,
which is taken is decided anew within each fold, on what is left in it. The weights in force are made in just that
way from all of them. The measuring half is never learned from; its totals are those of the weights in force.
The learner: among each question's candidates, a softmax over their scores ought to choose the right ones; weights are
held small; gradient descent in numpy.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.documents import Archive
from archive.settings import Settings
from benchmarks.ranking_examples import UNHEARD, Example, exam_examples, judged_examples, loaded, saved
from corpus.evaluation import Articles, load_articles, load_questions
from corpus.judging import HALVES, asked_questions, judged_questions
from corpus.slips import VARIANTS
from indexer.candidates import FEATURES, QUERY_FEATURES
from indexer.embedding import open_embedder
from indexer.engine import open_engine
from indexer.fusing import Model
from indexer.meaning.index import MeaningIndex

Matrix = NDArray[np.float64]
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "alqac"
MADE = (
    "benchmarks/learn_ranking.py: exam questions (ALQAC, the half at hand), tuning half of corpus/judged.csv, "
    "corpus/asked.csv"
)
ASKED = "asked"
"""Questions for learning alone."""


@dataclass(frozen=True)
class Setting:
    """`worth`: what each kind of question counts for in all; `strength`: how small weights are held."""

    worth: Mapping[str, float]
    strength: float


SETTINGS = (Setting({"exam": 0.4, "everyday": 0.06, UNHEARD: 0.08, ASKED: 0.38, "legal": 0.08}, 0.01),)
FOLLOWING = 30.0
PACE = 0.05
STEPS = 150
INNER = 4
_TAUGHT = 40


def measures(order_scores: Callable[[Example], Matrix], examples: Sequence[Example]) -> dict[str, float]:
    """Shares first, in three, in ten (for several answers: the share of them found), mean reciprocal place."""
    sums = dict.fromkeys(("first", "in 3", "in 10", "R@10", "MRR@10"), 0.0)
    for example in examples:
        order = np.argsort(-order_scores(example), kind="stable")[:10]
        right = example.right[order]
        first = int(np.argmax(right)) + 1 if right.any() else 0
        sums["first"] += first == 1
        sums["in 3"] += 0 < first <= 3
        sums["in 10"] += first > 0
        sums["R@10"] += float(right.sum()) / example.answers
        sums["MRR@10"] += 1 / first if first else 0.0
    return {name: round(total / max(len(examples), 1), 4) for name, total in sums.items()}


def learn(examples: Sequence[Example], setting: Setting, steps: int = STEPS) -> Model:
    """Weights from examples; those without a right candidate teach nothing."""
    taught = [example for example in examples if example.right.any()]
    stacked = np.concatenate([example.features for example in taught])
    middle, spread = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    queries = np.stack([example.query for example in taught])
    query_middle, query_spread = queries.mean(axis=0), queries.std(axis=0) + 1e-6
    groups = Counter(example.group for example in taught)
    rows, right, share, sizes = [], [], [], []
    for example in taught:
        follow = np.concatenate([[1.0], (example.query - query_middle) / query_spread])
        kept = _instructive(example)
        scaled = (example.features[kept] - middle) / spread
        rows.append((scaled[:, :, None] * follow).reshape(len(scaled), -1))
        right.append(example.right[kept])
        sizes.append(len(scaled))
        share.append(np.full(len(scaled), setting.worth[example.group] / groups[example.group]))
    x = np.concatenate(rows).astype(np.float32)
    weights = _descended(x, np.concatenate(right), np.concatenate(share), np.array(sizes), setting.strength, steps)
    return Model(weights, middle, spread, query_middle, query_spread)


def _instructive(example: Example) -> NDArray[np.int64]:
    """The right candidates and those that come near the top by words or by meaning: the rest teaches little."""
    by_words = FEATURES.index("words")
    by_meaning = FEATURES.index("window")
    kept = example.right.copy()
    for column in (by_words, by_meaning):
        kept[np.argsort(-example.features[:, column], kind="stable")[:_TAUGHT]] = True
    return np.flatnonzero(kept)


def _descended(
    x: NDArray[np.float32],
    right: NDArray[np.bool_],
    share: Matrix,
    sizes: NDArray[np.int64],
    strength: float,
    steps: int,
) -> Matrix:
    """Weights (FEATURES, 1 + QUERY_FEATURES) by gradient descent (Adam)."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    # What follows the query is held smaller than what always counts.
    held = np.full((len(FEATURES), 1 + len(QUERY_FEATURES)), strength * FOLLOWING, np.float64)
    held[:, 0] = strength
    held = held.reshape(-1)
    weights, first, second = np.zeros(len(held)), np.zeros(len(held)), np.zeros(len(held))
    for step in range(1, steps + 1):
        scores = (x @ weights.astype(np.float32)).astype(np.float64)
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        chance = np.exp(scores)
        total = np.repeat(np.add.reduceat(chance, starts), sizes)
        kept = np.repeat(np.add.reduceat(chance * right, starts), sizes)
        slope = (chance / total - chance * right / np.maximum(kept, 1e-300)) * share
        gradient = (slope.astype(np.float32) @ x).astype(np.float64) + held * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        pace = PACE * (1 - step / (steps + 1))
        weights -= pace * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-9)
    return weights.reshape(len(FEATURES), -1)


def chosen(examples: Sequence[Example]) -> Setting:
    """The setting that ranks left out questions best: the mean over kinds of the mean reciprocal place."""
    if len(SETTINGS) == 1:
        return SETTINGS[0]
    groups = sorted({example.group for example in examples})

    def worth(setting: Setting) -> float:
        scored = left_out(examples, INNER, lambda inside: learn(inside, setting), shift=8)
        return sum(
            measures(lambda e: scored[e.key], [e for e in examples if e.group == group])["MRR@10"] for group in groups
        )

    return max(SETTINGS, key=worth)


def left_out(
    examples: Sequence[Example],
    folds: int,
    made: Callable[[Sequence[Example]], Model],
    shift: int = 0,
    others: Sequence[Example] = (),
) -> dict[str, Matrix]:
    """Scores of each question's candidates by a model that has not seen the question; of `others`, the same questions
    typed in another way, instead, where given."""
    scored: dict[str, Matrix] = {}
    for fold in range(folds):
        model = made([e for e in examples if (e.number >> shift) % folds != fold])
        for example in others or examples:
            if (example.number >> shift) % folds == fold:
                scored[example.key] = model.scores(example.features, example.query)
    return scored


def as_file(model: Model, made: str) -> str:
    """The text of `indexer/fusion.json`, a line a feature."""
    rows = [
        f"  {json.dumps(name)}: {json.dumps({'middle': _short(m), 'spread': _short(s), 'weights': _shorts(w)})}"
        for name, m, s, w in zip(FEATURES, model.middle, model.spread, model.weights, strict=True)
    ]
    head = {
        "made": made,
        "query": list(QUERY_FEATURES),
        "query_middle": _shorts(model.query_middle),
        "query_spread": _shorts(model.query_spread),
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    return "{\n" + "\n".join(lines) + '\n "features": {\n' + ",\n".join(rows) + "\n }\n}\n"


def _short(value: float) -> float:
    return float(f"{value:.5g}")


def _shorts(values: Matrix) -> list[float]:
    return [_short(value) for value in values.tolist()]


def gathered(home: Path, kept: Path) -> dict[str, list[Example]]:
    """Examples by what they are of; what was gathered before is read from the folder `kept`."""
    kept.mkdir(parents=True, exist_ok=True)
    variants = {"exam": "as typed", "exam toneless": "toneless", "exam one slip": "one slip"}
    lacking = [name for name in variants if not (kept / f"{name}.npz").exists()]
    if lacking:
        articles = load_articles(SHARED / "articles.json")
        held = Articles(articles, kept / "articles", open_embedder(Settings.at(kept)))
        held.embed(lambda done, total: print(f"articles embedded: {done} of {total}", end="\r", flush=True))
        for name in lacking:
            made = exam_examples(held, load_questions(SHARED / "dev.json"), VARIANTS[variants[name]])
            saved(list(made), kept / f"{name}.npz")
        held.close()
    alone = kept / f"{ASKED}.npz"
    parts = [(half, unheard) for half in HALVES for unheard in (False, True)]
    lacking_parts = [(half, unheard) for half, unheard in parts if not (kept / f"{_name(half, unheard)}.npz").exists()]
    if lacking_parts or not alone.exists():
        settings = Settings.at(home)
        archive, engine = Archive.open(settings), open_engine(settings)
        index = MeaningIndex(settings.meaning, open_embedder(settings))
        for half, unheard in lacking_parts:
            questions = [
                one for one in judged_questions() if one.half == half and (one.style == "everyday" or not unheard)
            ]
            made_of = judged_examples(archive, engine, index, questions, unheard=unheard)
            saved(list(made_of), kept / f"{_name(half, unheard)}.npz")
        if not alone.exists():
            saved([replace(e, group=ASKED) for e in judged_examples(archive, engine, index, asked_questions())], alone)
        index.close()
        engine.close()
        archive.close()
    names = (*variants, *(_name(*part) for part in parts), ASKED)
    return {name: loaded(kept / f"{name}.npz") for name in names}


def _taught(held: Mapping[str, list[Example]]) -> list[Example]:
    return [*held["exam"], *held["tuning"], *held[_name("tuning", True)], *held[ASKED]]


def _name(half: str, unheard: bool) -> str:
    return f"{half} {UNHEARD}" if unheard else half


def _row(name: str, by: str, score: Callable[[Example], Matrix], examples: Sequence[Example]) -> None:
    found = measures(score, examples)
    print(
        f"| {name}, {len(examples)} | {by} | " + " | ".join(f"{value:.3f}" for value in found.values()) + " |",
        flush=True,
    )


def _column(name: str) -> Callable[[Example], Matrix]:
    place = FEATURES.index(name)
    return lambda example: example.features[:, place]


def _tables(held: dict[str, list[Example]], folds: int, model: Model) -> None:
    taught = _taught(held)
    picked: dict[int, Model] = {}

    def made(inside: Sequence[Example]) -> Model:
        key = hash(tuple(example.question for example in inside))
        if key not in picked:
            setting = chosen(inside)
            print(
                f"<!-- fold of {len(inside)}: exam worth {setting.worth['exam']:g}, strength {setting.strength:g} -->"
            )
            picked[key] = learn(inside, setting)
        return picked[key]

    scored = left_out(taught, folds, made)
    print("| questions | by | " + " | ".join(measures(_column("words"), [])) + " |")
    print("| --- " * 7 + "|")
    for group in ("exam", "everyday", UNHEARD, ASKED, "legal"):
        some = [example for example in taught if example.group == group]
        for by, name in (("words alone", "words"), ("meaning alone", "window")):
            _row(group, by, _column(name), some)
        _row(group, "the model, left out", lambda e: scored[e.key], some)
    for name in ("exam toneless", "exam one slip"):
        spoilt = left_out(taught, folds, made, others=held[name])
        _row(name, "the model, left out", lambda e, spoilt=spoilt: spoilt[e.key], held[name])  # type: ignore[misc]
    measured = [*held["measuring"], *held[_name("measuring", True)]]
    for group in ("everyday", UNHEARD, "legal"):
        some = [example for example in measured if example.group == group]
        for by, name in (("words alone", "words"), ("meaning alone", "window")):
            _row(f"measuring half, {group}", by, _column(name), some)
        _row(f"measuring half, {group}", "the weights in force", lambda e: model.scores(e.features, e.query), some)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with `--write`, put the weights in force."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="an archive with the national code and its vectors")
    parser.add_argument("--kept", type=Path, required=True, help="folder for what is gathered")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the weights in force")
    options, _ = parser.parse_known_args(arguments)
    held = gathered(options.home, options.kept)
    taught = _taught(held)
    setting = chosen(taught)
    model = learn(taught, setting)
    if options.write:
        (resources.files("indexer") / "fusion.json").write_text(as_file(model, MADE), encoding="utf-8")
    print(f"<!-- in force: exam worth {setting.worth['exam']:g}, strength {setting.strength:g} -->")
    _tables(held, options.folds, model)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
