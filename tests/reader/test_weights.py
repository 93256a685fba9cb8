"""Networks kept as bytes."""

from __future__ import annotations

import numpy as np

from levees.reader.weights import load_weights, packed, unpacked


def test_large_matrices_are_kept_as_bytes_and_come_back_within_half_a_step():
    rng = np.random.default_rng(1)
    arrays = {"large": rng.normal(size=(80, 60)), "vector": rng.normal(size=5000), "small": rng.normal(size=(3, 4))}
    stored = packed(arrays)
    assert stored["large"].dtype == np.int8
    assert {stored["vector"].dtype, stored["small"].dtype} == {np.dtype(np.float16)}
    back = unpacked(stored)
    assert set(back) == set(arrays)
    assert all(x.dtype == np.float32 for x in back.values())
    assert np.abs(back["large"] - arrays["large"]).max() < np.abs(arrays["large"]).max() / 127
    assert np.allclose(back["vector"], arrays["vector"], rtol=1e-3, atol=1e-4)


def test_rows_of_zeros_stay_zeros():
    back = unpacked(packed({"w": np.zeros((70, 70))}))["w"]
    assert not back.any()


def test_arrays_stored_without_scales_are_read_as_they_are(tmp_path):
    np.savez(tmp_path / "old.npz", w=np.full((70, 70), 0.25, np.float16))
    assert (load_weights(tmp_path / "old.npz")["w"] == 0.25).all()
