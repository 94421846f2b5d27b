"""Tests of `rendering`."""
