"""The hotline's door for its web server: a process of its own, with settings of its own."""

import os

# Not `setdefault`: started from the desk's surroundings it must not take the desk's settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "portsec.hotline_settings"

from django.core.wsgi import get_wsgi_application

from hotline.public.forgetting import Forgetful, leave_no_dump

leave_no_dump()
application = Forgetful(get_wsgi_application())
