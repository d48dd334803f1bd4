"""How large a sheet may be. A city's roster has some thousand rows; what is far larger is a mistake or an attack."""

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024  # of a packed format, all its parts together
MAX_RATIO = 200  # times its packed size; real sheets pack 5 to 30 times
RATIO_COUNTS_FROM = 5 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 20
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000  # that hold something
MAX_TEXT = 20_000_000  # characters
MAX_CELL = 5_000  # characters of one cell; the rest is cut

MAX_AREA = 30_000_000  # cells of the rectangle around everything, which the library keeps in memory
MEMORY = 2 * 1024**3  # bytes of address space of the process that reads
SECONDS = 40  # of its processor time
PATIENCE = 120  # seconds on the clock, for a machine that has much to do
