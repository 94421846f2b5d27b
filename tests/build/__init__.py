"""Tests of `build`."""
