-- Devices from which nobody signed in for half a year.
-- params:
select known_devices_forget()
