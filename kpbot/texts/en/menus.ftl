# Platforms without buttons: numbers instead
menu-how = Reply with a number:
