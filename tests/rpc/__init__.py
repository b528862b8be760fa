"""The service process as its callers and operators see it."""
