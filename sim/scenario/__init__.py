"""The YAML a planner writes, checked and turned into models."""
