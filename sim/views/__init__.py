"""What people look at: figures and briefings, made from tables and the manifest alone, never from a Scenario."""
