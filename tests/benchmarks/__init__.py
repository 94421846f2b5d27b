"""Tests of the benchmark, which builds no peer here."""
