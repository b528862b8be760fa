"""Makes a plan: demand, posts, allocation, and what a reader must know. No protobuf, no gRPC."""
