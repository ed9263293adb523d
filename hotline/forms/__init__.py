"""Forms of the hotline's desk."""
