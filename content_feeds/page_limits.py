"""How much one web page may cost. An article with its frame has some hundred thousand characters."""

MOST_HTML = 3_000_000  # characters; what follows is not looked at
MOST_TEXT = 100_000  # characters taken of what was found
MEMORY = 1024**3  # bytes of address space of the process that reads
SECONDS = 10  # of its processor time
PATIENCE = 30  # seconds on the clock, for a machine that has much to do
LEAST_BODY = 10  # letters
