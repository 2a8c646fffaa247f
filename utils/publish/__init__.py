"""Runs the lessons and writes them back, draws their still pictures, and builds the pages."""
