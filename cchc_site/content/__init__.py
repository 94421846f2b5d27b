"""What an editor writes: fields, values, front matter, posts."""
