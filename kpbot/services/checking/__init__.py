"""What is wrong with an installation, and how to mend it: facts are collected, and a pure decider judges them."""
