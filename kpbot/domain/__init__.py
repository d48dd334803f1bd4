"""Rules and values: no await, no I/O, no clock of its own."""
