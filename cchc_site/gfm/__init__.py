"""The GitHub-flavoured dialect of posts: markdown.py's engine and what it may write."""
