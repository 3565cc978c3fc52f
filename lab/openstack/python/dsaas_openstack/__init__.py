"""Drivers that let OpenStack's services run where there is no network agent and no disk array."""
