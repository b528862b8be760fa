"""What if: many plans of the same TPS under other policies, strengths and transports, as tables."""
