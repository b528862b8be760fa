"""The independent check of a finished plan.

Written from the policy language alone: conditions are evaluated again as masks over the raw
columns, and every statement of the policies is checked on the rows of the plan. Nothing here
imports the engine or the planner, so an error there cannot hide here.
"""
