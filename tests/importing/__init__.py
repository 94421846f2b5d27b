"""Tests of `editing`."""
