"""How much work a second of one core does, beside a model that an experienced SimPy user would write by hand."""
