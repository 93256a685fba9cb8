import numpy as np

from levees.forest import Forest


def test_two_trees_are_summed() -> None:
    """One asks whether the first feature is at most 0.5, the other is a lone leaf, filled up with itself."""
    forest = Forest(
        {
            "feature": np.array([[0, 0, 0], [0, 0, 0]], np.int16),
            "threshold": np.array([[0.5, 0, 0], [0, 0, 0]], np.float32),
            "left": np.array([[1, 1, 2], [0, 0, 0]], np.int16),
            "right": np.array([[2, 1, 2], [0, 0, 0]], np.int16),
            "value": np.array([[0, -1, 2], [0.25, 0, 0]], np.float32),
            "depth": np.array(1),
        }
    )
    x = np.array([[0.5, 9], [0.6, 9]], np.float32)
    assert forest.scores(x).tolist() == [-0.75, 2.25]
    assert np.allclose(forest(x), 1 / (1 + np.exp([0.75, -2.25])))
