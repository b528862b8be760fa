"""The policy language and the planner's aims once more, in plain, slow, obvious Python.

Written from docs/policy-language.md alone. Nothing here imports the service, so that agreement
between the two means something: a mistake would have to be made twice.
"""
