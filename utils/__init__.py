"""What draws, loads and checks for the lessons; what is taught stands in the notebooks themselves."""
