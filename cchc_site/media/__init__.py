"""The files that posts bring, and the renditions made of their pictures."""
