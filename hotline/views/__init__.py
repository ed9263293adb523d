"""Pages of the hotline's desk. The reporter's door stands in `hotline.public`."""
