"""What benchmarks/predictions.py is made of: orders, rivals and scores that share no code with the package."""
