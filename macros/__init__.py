"""What the buttons do: each macro is a function on an xlwings Book."""
