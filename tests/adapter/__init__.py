"""Tests of `adapter`."""
