"""The Merkle tree of RFC 6962: hashes, growing, proofs and their verification. Nothing here does I/O."""
