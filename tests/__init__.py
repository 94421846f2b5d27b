"""Tests of cchc_site."""
