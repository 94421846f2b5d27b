"""The news of a site as values: posts, documents, bodies, and where links lead."""
