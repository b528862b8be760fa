"""Tests of policies: cases of TPS and areas with what must follow, how they are run, and what they
cover.
"""
