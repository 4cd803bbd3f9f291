"""Một Cửa: the electronic one-stop shop of Vietnam's administrative procedures."""
