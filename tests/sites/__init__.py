"""Tests of whole sites, and the site that the tests build."""
