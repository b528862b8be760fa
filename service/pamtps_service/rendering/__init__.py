"""A policy as a document for people: rules in sentences, tables of patterns, lists of areas."""
