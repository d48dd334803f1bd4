# Platforms without buttons: numbers instead
menu-how = Reply with a number instead of tapping a button:
menu-not-so-many = There is no such choice. Please reply with a number from 1 to { $count }, or say “cancel”.
