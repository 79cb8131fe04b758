"""A second engine, written from `docs/semantics.md` alone, and the random Cases it is compared on."""
