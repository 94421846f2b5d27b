"""Stage, judge, apply: the site changes only where bytes differ."""
