"""Sizes: how many TPS a post may have, chosen for each district or regency from what is left."""
