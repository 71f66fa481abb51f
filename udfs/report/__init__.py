"""What is said about classes, as plain data: the JSON document, and what shows when many classes lie side by side.

Nothing is printed or written here, and nothing leaves this room unmasked.
"""
