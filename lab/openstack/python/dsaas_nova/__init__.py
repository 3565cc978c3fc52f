"""nova's instances as the machines of the lab's data centre."""
