"""Rounding where facts leave the book.

Sums of floating-point numbers differ in their last digits with the order of addition, hence from run to run.
"""

import numpy as np
import numpy.typing as npt

DIGITS = 6
"""More digits than any person reads; far fewer than the sixteen of which the last ones vary."""
NOISE_DECIMALS = 6
"""What differs further behind the kept digits is noise of summing: it must not decide which side of a tie wins."""


def round_significant(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Round to six significant digits, ties to even.

    Args:
        values: finite numbers or NaN, one per row.

    Returns:
        The same shape; NaN stays NaN, zero stays zero. Every result is the number nearest to its decimal notation,
        so equal digits are equal bits.
    """
    size = np.abs(np.where(np.isnan(values) | (values == 0.0), 1.0, values))
    spare = DIGITS - 1 - np.floor(np.log10(size)).astype(int)
    up, down = 10.0 ** np.maximum(spare, 0), 10.0 ** np.maximum(-spare, 0)
    rounded: npt.NDArray[np.float64] = np.rint(np.round(values * up / down, NOISE_DECIMALS)) / up * down
    return rounded
