"""The analysis of policies, against brute force over a grid of TPS, areas and days."""
