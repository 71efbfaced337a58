"""The common operational picture: live tracks, which reports belong together, and what people decided about them."""
