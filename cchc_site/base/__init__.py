"""What every package builds on: problems, Vietnamese text, hashing, workers, progress."""
