"""Commands about the program itself: demonstration, browser page, add-in."""
