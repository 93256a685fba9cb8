"""Boosted trees by LightGBM, and as the plain arrays that `levees.forest` reads."""

from __future__ import annotations

import numpy as np


def boosted(x, y, w, *, rounds: int, seed: int = 1):
    import lightgbm as lgb

    options = {
        "objective": "binary",
        "learning_rate": 0.04,
        "num_leaves": 24,
        "max_depth": 7,
        "min_data_in_leaf": 30,
        "feature_fraction": 0.5,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "verbose": -1,
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "force_row_wise": True,
    }
    return lgb.train(options, lgb.Dataset(x, y, weight=w, feature_name=[f"f{i}" for i in range(x.shape[1])]), rounds)


def unfolded(root: dict) -> tuple[list[list[float]], int]:
    """A tree's nodes as [feature, threshold, left, right, value], and how deep it is; a leaf is its own child."""
    nodes: list[list[float]] = []
    todo, deepest = [(root, 0, -1, 0)], 0
    while todo:
        node, level, parent, side = todo.pop()
        k, deepest = len(nodes), max(deepest, level)
        nodes.append([0, 0, k, k, node.get("leaf_value", 0)])
        if parent >= 0:
            nodes[parent][side] = k
        if "leaf_value" not in node:
            nodes[k][:2] = [node["split_feature"], node["threshold"]]
            todo += [(node["right_child"], level + 1, k, 3), (node["left_child"], level + 1, k, 2)]
    return nodes, deepest


def arrays(model) -> dict[str, np.ndarray]:
    """A forest as arrays of [trees, nodes]."""
    rows = [unfolded(t["tree_structure"]) for t in model.dump_model()["tree_info"]]
    depth = max(d for _, d in rows)
    rows = [nodes for nodes, _ in rows]
    size = max(map(len, rows))
    table = np.zeros((len(rows), size, 5))
    for k, nodes in enumerate(rows):
        table[k, : len(nodes)] = nodes
    return {
        "feature": table[:, :, 0].astype(np.int16),
        "threshold": table[:, :, 1].astype(np.float32),
        "left": table[:, :, 2].astype(np.int16),
        "right": table[:, :, 3].astype(np.int16),
        "value": table[:, :, 4].astype(np.float32),
        "depth": np.array(depth),
    }
