"""The Why not? tab: the smallest change of ink after which the digit is read as another one."""
