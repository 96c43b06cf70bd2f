"""How fast it is: measured, not asserted in tests."""
