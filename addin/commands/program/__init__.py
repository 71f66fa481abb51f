"""Commands about gaoyan itself: the demonstration, the page, the add-in."""
