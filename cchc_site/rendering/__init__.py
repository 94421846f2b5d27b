"""What a page shows → its bytes."""
