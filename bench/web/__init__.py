"""Three pages against a bare Django view: the same server, database, PRAGMAs and rows, but no middleware."""
