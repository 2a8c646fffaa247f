"""What `check` knows, a file per lesson: the reference, the inputs, and the usual wrong answers with their reasons."""
