"""The MkDocs side: the only package that imports `mkdocs`."""
