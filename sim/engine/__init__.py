"""Cases in, logs out. Import what you need from its modules; nothing is imported here on purpose."""
