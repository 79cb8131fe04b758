"""Experiments: which replications are played, where, and what is kept of them."""
