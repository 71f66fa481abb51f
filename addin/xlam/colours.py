"""The colours of the icons."""

from addin.xlam.pictures import Colour

INK: Colour = (68, 84, 106)
PAPER: Colour = (255, 255, 255)
GREY: Colour = (150, 165, 185)
BLUE: Colour = (31, 119, 201)
GREEN: Colour = (33, 145, 80)
RED: Colour = (200, 50, 50)
AMBER: Colour = (224, 142, 11)
