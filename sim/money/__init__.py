"""What dates and areas cost whom: pure functions on arrays. Import what you need from its modules."""
