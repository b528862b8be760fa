"""Between bytes and plain data: requests into batches, plans into replies. No gRPC."""
