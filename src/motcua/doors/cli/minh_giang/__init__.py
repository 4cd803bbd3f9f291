"""The demo: an invented province, its people and two months of its work. Nobody in it is real."""
