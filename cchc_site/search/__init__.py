"""The search index as a small library: words, terms, postings, files."""
