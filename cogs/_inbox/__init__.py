"""What stands behind /inbox and /suggest."""
