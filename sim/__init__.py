"""parksim: compare ways of attracting firms to an industrial park before the money is spent.

>>> import sim
>>> scenario = sim.load("three_clerks")
>>> run = sim.run(scenario.replace({"horizon_days": 400}), replications=2, seed=1)
>>> sorted(run.enterprises.status.unique())
['in_progress', 'producing']
"""

from sim.version import __version__

_PUBLIC = {
    "Comparison": "sim.api",
    "Run": "sim.api",
    "Scenario": "sim.scenario.scenario",
    "ScenarioFaults": "sim.scenario.faults",
    "compare": "sim.api",
    "load": "sim.scenario.scenario",
    "run": "sim.api",
    "simulate": "sim.study.replications",
    "validate": "sim.study.validation",
}

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604  # names are handed on when first asked for


def __getattr__(name: str) -> object:
    """Hand on a public name, importing its room only now: `import sim` loads no pandas."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
