"""Forwardable cards: an item as a picture, for groups that no bot can join. Everything in here but `cache` and `faces`
is plain work that takes some hundredths of a second: it runs in a thread of its own (`cache`)."""
