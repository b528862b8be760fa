"""The service process: an asyncio front that speaks gRPC, and the worker processes behind it.

The front carries bytes: it never reads a request nor makes a reply. `worker` runs in processes
of its own and never imports grpc.
"""
