"""Which rules match which TPS and areas: classes, and the durable_rules driver.

The leaves of all conditions are evaluated as array operations on the columns; TPS with the same
truth values are one class; the rule engine is asked once for each class.
"""
