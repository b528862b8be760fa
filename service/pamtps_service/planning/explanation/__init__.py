"""Where the numbers of a plan come from, and why a rule matches or not."""
