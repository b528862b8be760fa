"""The planning service: policies, rule engine, planner, verification and gRPC server."""

__version__ = "0.1.0"
"""Version of the distribution, and of the planner: part of every request digest."""
