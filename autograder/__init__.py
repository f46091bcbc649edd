"""Grade notebooks by people whom one need not trust."""
