"""What each type of page shows."""
