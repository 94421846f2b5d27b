"""Citations of legal documents in Vietnamese text; knows nothing of a site."""
