# ---
# jupyter:
#   jupytext:
#     formats: py:percent,ipynb
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How many days sooner does a firm produce in a rented standard factory?
#
# The question of the README, asked from Jupyter. Only calls; every number comes from the scenario `rent_or_build`.
# Twenty replications are enough to see the answer; for a report use 100 or more.
#
# Most inputs are ESTIMATES and are not varied here. Space, land and money are unlimited.

# %%
import sim

scenario = sim.load("rent_or_build")
scenario.strategies

# %% [markdown]
# Five strategies on the same luck: firm 7 of history 3 draws the same quantiles under each. The first is the baseline.

# %%
comparison = sim.compare(
    scenario,
    strategies=["standard_rental", "self_build", "self_build_start_on_land_grant", "converted_building"],
    replications=20,
    seed=1,
    keep=("enterprises", "days", "kpis", "curves"),
)
comparison.verdict

# %% [markdown]
# Levels. `low` to `high` is the error of the mean; `p10` to `p90` is where one single history falls.

# %%
summary = comparison.summary()
summary.query(
    "group == 'all' and kpi in ['signed', 'producing', 'rmst_time_to_production', 'median_time_to_production']"
)

# %% [markdown]
# Differences from standard-factory rental, paired history by history. `bought`: how many times
# more replications an unpaired comparison would need.

# %%
differences = comparison.differences().query("kpi == 'rmst_time_to_production'")
differences.query("group == 'all'").round(1)

# %% [markdown]
# A pooled mean hides its mix: the same by device class and licence path, days.

# %%
differences.pivot(index="group", columns="strategy", values="difference").round(0)

# %% [markdown]
# Where the days of the firms went, in days per firm: stages along the chain that decided the date of production.

# %%
days = comparison.days.merge(comparison.enterprises.query("counted")[["strategy", "replication", "enterprise"]])
days.pivot_table(index="strategy", columns="stage", values="days", aggfunc="sum", observed=True).div(
    comparison.enterprises.query("counted").groupby("strategy", observed=True).size(), axis=0
).round(0)

# %% [markdown]
# Who would be worse off under self-build, and by how much? Each firm is compared with itself.

# %%
from sim.evidence.firms import firm_difference, paired_firms, worse_off

firms = paired_firms(
    comparison.enterprises,
    "standard_rental",
    "self_build",
    limit=comparison.limit_days,
    horizon=scenario.base_model().horizon,
)
worse_off(firms), firm_difference(firms)

# %% [markdown]
# The first figure. Bands are P10-P90 of one history, not the error of the mean.

# %%
comparison.plot("time_to_production", lang="en")

# %% [markdown]
# And one sentence.

# %%
answer = differences.query("group == 'all' and strategy == 'self_build'").iloc[0]
print(
    f"In a rented standard factory firms produce {answer.difference:.0f} days sooner than in one they build themselves "
    f"(±{(answer.high - answer.low) / 2:.0f} simulation error at 95 %, restricted at {comparison.limit_days:g} days, "
    "estimates not varied)."
)
