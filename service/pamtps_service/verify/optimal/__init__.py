"""The proof that a plan is the best: the values of the aims, found by integer programs.

It shares nothing with the planner: needs and choices are read from the rules by the verification's
own modules, and the best values are found stage by stage with HiGHS.
"""
