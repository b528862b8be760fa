"""Other rule engines with the rules of ntt-2024 for TPS and posts, each in its own form.

A module here is one engine. It has PACKAGES, the distributions whose versions are told; WAY, how
it is asked; and `load(rows)`, a context in which its rules are loaded and TPS can be asked. Each is
asked in the fastest way that was found for it, on one thread. Beforehand, and not timed, the TPS
are put in the form in which the engine reads them fastest: Python values, JSON text, or messages.
Not timed either is what it takes to read ids of rules from the answers. No rule of the policy
changes a tier, so none of the engines is asked for it, and instead of a label that another rule
gave all of them ask `travel > 180` again.
"""
