"""Item analysis of quiz responses: which questions work, which mislead, which need mending."""
