"""The house itself: names, sizes, circles, documents, and that nothing personal gets out."""
