"""The page that needs nothing installed: one HTML file with the browser's Python and these macros in it."""
