"""Exact answers about a policy as a whole: what it leaves uncovered, rules without effect,
contradictions, and how two policies differ.
"""
