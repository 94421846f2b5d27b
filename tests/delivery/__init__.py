"""Tests of how a built site comes to where citizens read it."""
