"""Everything kpbot keeps as one file that restores into either database: a zip with a manifest, one JSON-lines file
a table, and the stored photos."""
