"""What the replications allow one to say: incidence, intervals, verdicts; arrays and tables in, numbers out."""
