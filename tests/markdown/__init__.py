"""Tests of `markdown`."""
