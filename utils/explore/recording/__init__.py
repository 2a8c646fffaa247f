"""Records what Matplotlib paints in a figure, so that the browser can paint it again."""
