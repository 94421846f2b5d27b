"""A MkDocs plugin that turns Markdown news items into a local-government news portal."""

__version__ = "0.1.0"
