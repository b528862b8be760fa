"""The policy language: from the text of rule files to what a policy means.

`load.load_policies` is the entry; model.py holds the words of the result.
"""
