"""A post's text → HTML, in the dialect that the site has chosen."""
