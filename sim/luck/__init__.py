"""The only room with random numbers: quantiles as a pure function of their name, and laws that make them values."""
