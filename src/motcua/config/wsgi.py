"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from motcua.doors.cli.processes import die_with_parent

if os.environ.get("MOTCUA_SUPERVISED"):  # a worker of a killed server must not keep its port
    die_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
application = get_wsgi_application()
