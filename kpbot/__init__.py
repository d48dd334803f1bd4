"""kpbot runs a science-popularization campaign inside chat groups."""
