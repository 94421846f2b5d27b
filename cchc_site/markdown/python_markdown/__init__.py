"""Posts in the Python-Markdown of the site, with its own extensions."""
