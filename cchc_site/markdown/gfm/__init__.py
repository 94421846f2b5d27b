"""The GitHub-flavoured dialect of posts: markdown/gfm/reader.py's engine and what it may write."""
