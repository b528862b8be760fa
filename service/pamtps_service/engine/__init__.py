"""Which rules match which TPS and areas: kinds, classes, and the durable_rules driver.

The leaves on a column sort its values into kinds, by array operations on the column; TPS of the
same kinds are one class; the rule engine is asked once for each class.
"""
