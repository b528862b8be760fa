"""Plain data that flows between the steps: batch and strengths in, plan out.

Frozen dataclasses and numpy columns without behaviour of their own, so that the planner, the
independent verification and the wire can share the words without sharing any code.
"""
