"""What Matplotlib draws, written down for the browser."""
