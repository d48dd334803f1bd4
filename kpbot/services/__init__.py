"""What the product does, as free functions. They never open transactions."""
