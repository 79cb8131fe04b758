"""The only room with random numbers: quantiles that are a pure function of their name, and laws that turn them into values."""
