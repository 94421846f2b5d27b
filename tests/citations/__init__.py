"""Tests of `citations`."""
