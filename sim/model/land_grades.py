"""National minimum prices of industrial land by grade of the place, 国土资发〔2006〕307号: yuan/m², full tenure.

The table is known and was not retrieved (confidence K); the rule has been in force since 2007 and was amended, so a
price at the floor is a first guess for a county, to be checked with the natural resources bureau.
"""

from __future__ import annotations

MINIMUM = (840.0, 720.0, 600.0, 480.0, 384.0, 336.0, 288.0, 252.0, 204.0, 168.0, 144.0, 120.0, 96.0, 84.0, 60.0)
GRADES = len(MINIMUM)
SQUARE_METRES_A_MU = 2000.0 / 3.0


def minimum_a_mu(grade: int) -> float:
    """Lowest price of a grade (1 … 15), yuan/mu.

    >>> minimum_a_mu(1), minimum_a_mu(15)
    (560000.0, 40000.0)
    """
    return round(MINIMUM[grade - 1] * SQUARE_METRES_A_MU, 6)
