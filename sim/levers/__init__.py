"""Policy levers, one file each."""
