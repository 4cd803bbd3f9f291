"""A process as a value: its drawing, its shape, its time, its exchange with other tools."""
