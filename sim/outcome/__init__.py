"""From Logs to tidy tables and KPIs. Import what you need from its modules."""
